"""One small reader a format: each takes a stream of bytes apart into `Raw` documents."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from twicetold.reading.decode import refuse_binary
from twicetold.reading.formats import csv, docx, eml, feed, html, json, jsonl, markdown, pdf, text, warc
from twicetold.reading.inputs import Input
from twicetold.reading.listing import kind_of
from twicetold.reading.raw import Raw
from twicetold.types import Failure

Reader = Callable[[BinaryIO, Input], Iterator[Raw | Failure]]

READERS: Final[dict[str, Reader]] = {
    "text": text.read,
    "markdown": markdown.read,
    "html": html.read,
    "json": json.read,
    "jsonl": jsonl.read,
    "csv": csv.read,
    "pdf": pdf.read,
    "docx": docx.read,
    "eml": eml.read,
    "warc": warc.read,
    "feed": feed.read,
}
MAGIC: Final = {b"%PDF-": "pdf", b"PK\x03\x04": "docx", b"WARC/1.": "warc", b"WARC/0.": "warc"}

PAGE: Final = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,2000}-->\s*){0,5}<(?:!doctype\s+html|html|head|body)\b", re.I
)
FIRST: Final = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*([\[{])")


def reader(kind: str | None, head: bytes) -> Reader:
    """The reader for an input, by its suffix (`kind`, None if that says nothing) and its first bytes. Raises NotText."""
    if binary := next((name for magic, name in MAGIC.items() if head.startswith(magic)), "warc" if _packed_warc(head) else None):
        return READERS[binary]
    refuse_binary(head)
    return READERS[_kind(kind, head)]


def _packed_warc(head: bytes) -> bool:
    try:
        return head.startswith(b"\x1f\x8b") and zlib.decompressobj(wbits=31).decompress(head, 8).startswith(b"WARC/")
    except zlib.error:
        return False


def _kind(kind: str | None, head: bytes) -> str:
    if kind in (None, "text") and kind_of(head):
        return "feed"
    if kind in ("pdf", "docx", "warc"):
        kind = None  # the first bytes say otherwise
    if kind in (None, "text", "markdown") and PAGE.match(head):
        return "html"
    if kind in (None, "json") and (first := FIRST.match(head)):
        return "jsonl" if first.group(1) == b"{" and _lines(head, streamed=kind is None) else "json"
    if kind == "json":
        return "json"
    return kind or "text"


def _lines(head: bytes, *, streamed: bool) -> bool:
    """Whether what begins with '{' is JSON Lines: its first line is an object by itself, and another begins on the next.

    One line alone reads the same either way; from a pipe (`streamed`), where more may follow, it is taken for the first of many.
    """
    lines = [line for line in head.split(b"\n") if line.strip()]
    if len(lines) == 1:
        return streamed or len(lines[0]) > 60_000
    return lines[0].rstrip().endswith(b"}") and lines[1].lstrip().startswith(b"{")
