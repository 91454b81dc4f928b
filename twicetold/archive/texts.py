"""Texts as they are stored."""

from __future__ import annotations

import re
import zlib
from typing import Final

from twicetold.archive.words import LONGEST
from twicetold.types import Document

OPENING: Final = 16  # words that stand for a headline where there is none
UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")  # what neither database takes in text


def storable(text: str | None) -> str | None:
    """Text as both databases take it; the report keeps it as it was."""
    return None if text is None else UNSTORABLE.sub("\ufffd", text)


def headline(document: Document) -> str:
    """The headline, or the first words of a report without one."""
    if document.title and document.title.strip():
        return " ".join(document.title.split())
    start = document.body[0].start if document.body else 0
    first = document.text[start : start + OPENING * LONGEST].split()
    return " ".join(first[:OPENING]) + (" …" if len(first) > OPENING else "") or "(no words)"


def packed_text(text: str) -> bytes:
    """A text as `bodies` holds it, whatever is in it."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def text_of(data: bytes) -> str:
    """The text behind `packed_text`."""
    return zlib.decompress(data).decode("utf-8", "surrogatepass")
