"""Markdown: the source is the text. Links, pictures and front matter are seen for what they are; nothing is rendered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from twicetold.reading.decode import decode
from twicetold.reading.formats.common import whole
from twicetold.reading.head import head_fields
from twicetold.reading.inputs import Input
from twicetold.reading.raw import Raw
from twicetold.reading.units import Unit, units
from twicetold.types import Failure

FRONT: Final = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(?:(?!\1[ \t]*\r?$).*\r?\n){0,200}\1[ \t]*\r?$", re.M)
LINK: Final = re.compile(r"(!?)\[([^\[\]]{0,300})\]\([^()\s]{0,500}(?:\s+\"[^\"]{0,200}\")?\)")
PICTURE: Final = 6.0
LINKS_ONLY: Final = 2.5
"""Evidence that a line which is a picture, or nothing but links, is furniture."""


def read(stream: BinaryIO, item: Input) -> Iterator[Raw | Failure]:
    """The one document of a Markdown file."""
    text, warnings = decode(whole(stream, item))
    front = FRONT.match(text)
    found = [_judged(unit, front.end() if front else 0) for unit in units(text)]
    yield Raw(source=item.source, text=text, fallback_id=item.stem, warnings=warnings, units=found, **head_fields(text))


def _judged(unit: Unit, front: int) -> Unit:
    """A unit with its links taken apart: the words stay, addresses go, and lines that are nothing else are marked."""
    if unit.span.start < front:
        return replace(unit, hidden=True, hint=PICTURE)
    if not (links := LINK.findall(unit.text)):
        return replace(unit, heading=unit.heading and unit.text.startswith("# "))
    rest = LINK.sub("", unit.text).strip(" *-|·•>_#")
    words = LINK.sub(lambda m: "" if m.group(1) else m.group(2), unit.text).strip()
    pictures = any(mark for mark, _ in links)
    hint = unit.hint + (0.0 if len(rest.split()) > 2 else PICTURE if pictures and not words.strip(" *-_") else LINKS_ONLY)
    return replace(unit, text=words or unit.text, hint=hint)
