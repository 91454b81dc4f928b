"""What a format's reader hands on: a text with what the format itself says about it, nothing judged yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from twicetold.reading.units import Unit


@dataclass(slots=True, kw_only=True)
class Raw:
    """A document as its format gives it. `units` None: the text is plain and its paragraphs are found later."""

    source: str
    text: str
    id: str | None = None  # the input's own id
    fallback_id: str = ""  # from path and record number, when it has none
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    canonical: str | None = None
    language: str | None = None
    capture: str | None = None
    html: bool = False  # `text` is a piece of HTML that still has to be read
    units: Sequence[Unit] | None = None
    warnings: list[str] = field(default_factory=list)
