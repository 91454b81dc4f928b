"""One small reader a format: each takes a stream of bytes apart into `Raw` documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from twicetold.reading.formats import json, jsonl, text
from twicetold.reading.inputs import Input
from twicetold.reading.raw import Raw
from twicetold.types import Failure

Reader = Callable[[BinaryIO, Input], Iterator[Raw | Failure]]

READERS: Final[dict[str, Reader]] = {"text": text.read, "markdown": text.read, "json": json.read, "jsonl": jsonl.read}

PAGE: Final = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
LINE: Final = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*\{[^\r\n]*\}[ \t]*(?:\r?\n\s*\{|\r?\n?\s*$)")


def reader(kind: str | None, head: bytes) -> Reader:
    """The reader for an input, by its suffix (`kind`, None if that says nothing) and its first bytes."""
    return READERS.get(_kind(kind, head), text.read)


def _kind(kind: str | None, head: bytes) -> str:
    if kind in (None, "text", "html") and PAGE.match(head):
        return "html"
    if kind in (None, "json") and LINE.match(head) and b"\n{" in head.replace(b"\r", b""):
        return "jsonl"
    if kind is None and head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return "json" if head.lstrip()[:1] == b"[" else _object(head)
    return kind or "text"


def _object(head: bytes) -> str:
    """Whether what begins with '{' is JSON over several lines or JSON Lines with a first line longer than was looked at."""
    first = head.lstrip().split(b"\n", 1)[0]
    return "json" if len(first) < 40 and not first.rstrip().endswith(b"}") else "jsonl"
