"""PDF: the words of its pages in their order, a blank line between pages; what the file says of itself is the metadata."""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from twicetold.reading.formats.common import Refused, whole
from twicetold.reading.inputs import Input
from twicetold.reading.limits import MAX_CHARACTERS
from twicetold.reading.raw import Raw
from twicetold.types import Failure

MAX_PDF: Final = 64 * 2**20
"""Bytes. Reports with pictures have up to 50 MB."""

MAX_PAGES: Final = 2_000
DATE: Final = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")


def read(stream: BinaryIO, item: Input) -> Iterator[Raw | Failure]:
    """The one document of a PDF file."""
    data = whole(stream, item, MAX_PDF)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text, said, odd = _read(data)
    except Refused:
        raise
    except Exception as error:  # a damaged file may raise anything in a library for PDF
        raise Refused(f"is a damaged PDF file ({type(error).__name__}); open it and save it again, or save its text") from error
    if not text.strip():
        raise Refused("is a PDF file without text, probably scanned pictures of pages; run text recognition (OCR) over it first")
    yield Raw(source=item.source, text=text, fallback_id=item.stem, warnings=odd, **said)


def _read(data: bytes) -> tuple[str, dict[str, Any], list[str]]:
    from pypdf import PdfReader
    from pypdf.errors import PdfReadError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pdf = PdfReader(io.BytesIO(data), strict=False)
    if pdf.is_encrypted and not pdf.decrypt(""):
        raise Refused("is a PDF file locked with a password; save an open copy")
    pages, size, odd = [], 0, []
    for number, page in enumerate(pdf.pages, 1):
        if number > MAX_PAGES or size > MAX_CHARACTERS:
            odd.append(f"It was read up to page {number - 1:,} only: the rest is more than a book holds.")
            break
        try:
            pages.append(_plain(page.extract_text()))
        except (PdfReadError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
            pages.append("")
            odd.append(f"Page {number} could not be read ({type(error).__name__}).")
        size += len(pages[-1])
    return "\n\n".join(pages), _said(pdf.metadata), odd


def _plain(text: str) -> str:
    """A page's text with broken surrogates and NULs replaced, as no encoding holds them."""
    return re.sub("[\ud800-\udfff\x00]", "\ufffd", text).strip("\n")


def _said(metadata: Any) -> dict[str, Any]:
    """Title, author and date of the file's own description, where they are words and not the name of a file."""
    get = metadata.get if metadata else lambda key: None
    title, author, made = (str(get(key) or "").strip() or None for key in ("/Title", "/Author", "/CreationDate"))
    if title and (re.search(r"\.(docx?|pdf|indd|pptx?|qxd)$", title, re.I) or re.match(r"(microsoft word|untitled|slide \d)", title, re.I)):
        title = None
    found = DATE.match(made or "")
    return {"title": title, "author": author, "published": "-".join(p for p in found.groups() if p) if found else None}
