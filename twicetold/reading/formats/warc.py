"""WARC files (.warc, .warc.gz), as web archives and browsers save them: every page that was answered with success is a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from twicetold.reading.decode import NotText, decode
from twicetold.reading.formats import pdf
from twicetold.reading.formats.common import Refused
from twicetold.reading.formats.html import raw_of_page
from twicetold.reading.inputs import Input
from twicetold.reading.limits import MAX_BYTES, MAX_PROBLEMS, size
from twicetold.reading.raw import Raw
from twicetold.types import Failure

PAGES: Final = ("text/html", "application/xhtml+xml")
MAX_HEADERS: Final = 64 * 2**10


def read(stream: BinaryIO, item: Input) -> Iterator[Raw | Failure]:
    """The pages, texts and PDF files of a WARC file in their order, one held at a time; a Failure for what cannot be read."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = problems = 0
    try:
        for record in ArchiveIterator(stream):
            if not _counts(record):
                continue
            number += 1
            one = _document(record, item, number)
            problems += isinstance(one, Failure)
            if not isinstance(one, Failure) or problems <= MAX_PROBLEMS:
                yield one
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError, KeyError) as error:
        what = str(error).strip().split("\n", 1)[0][:120] or type(error).__name__
        yield Failure(item.source, f"{item.source} is no WARC file, or damaged, after {number} pages ({what}); those before were read.")
        return
    if problems > MAX_PROBLEMS:
        yield Failure(item.source, f"{item.source} has {problems - MAX_PROBLEMS:,} more pages that could not be read.")
    if not number:
        yield Failure(item.source, f"{item.source} holds no page that was answered with success; was the right thing captured?")


def _counts(record: Any) -> bool:
    """Whether a record is a page: the answer to a request, with success, of a type that is read."""
    if record.rec_type not in ("response", "resource"):
        return False
    if record.rec_type == "response" and (record.http_headers is None or not str(record.http_headers.get_statuscode()).startswith("2")):
        return False
    return _type(record) in (*PAGES, "text/plain", "application/pdf")


def _type(record: Any) -> str:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    return str(headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()


def _document(record: Any, item: Input, number: int) -> Raw | Failure:
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    where = f"{item.source}#{number}"
    name = f"Page {number} of {item.source} ({url[:200]})"
    data = record.content_stream().read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Failure(where, f"{name} is larger than {size(MAX_BYTES)} and was left out.")
    try:
        raw = _raw(data, _type(record), Input(where, None, f"{item.stem}#{number}", None, data))
    except (NotText, Refused) as error:
        return Failure(where, f"{name} {error}.")
    raw.source, raw.fallback_id = where, f"{item.stem}#{number}"
    raw.url = url if url.startswith(("http://", "https://")) else raw.url
    return raw


def _raw(data: bytes, kind: str, item: Input) -> Raw:
    if kind == "application/pdf":
        with item.open() as stream:
            return next(one for one in pdf.read(stream, item) if isinstance(one, Raw))
    text, odd = decode(data, html=kind in PAGES)
    raw = raw_of_page(text, item.source) if kind in PAGES else Raw(source=item.source, text=text)
    if not raw.text.strip():
        raise Refused("has no visible text")
    raw.warnings += odd
    return raw
