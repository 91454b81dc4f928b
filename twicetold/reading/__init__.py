"""Paths, globs, folders and standard input -> `Document`s; one small reader a format; furniture told from the article.

`read` is the room's door. `document` judges a text that is already at hand, `explain` says why a line counts as furniture,
`without_repeated` takes a second look once several documents of an outlet are there.
"""

from __future__ import annotations

from twicetold.reading.assemble import document
from twicetold.reading.furniture import Judgement, judge
from twicetold.reading.raw import Raw
from twicetold.reading.reader import read
from twicetold.reading.repeated import repeated_lines, without_repeated
from twicetold.reading.units import units as _units

__all__ = ["Judgement", "Raw", "document", "explain", "read", "repeated_lines", "without_repeated"]


def explain(text: str) -> list[Judgement]:
    """Every paragraph of a plain text with the evidence for and against its being furniture (log-odds, positive for)."""
    return judge(_units(text))
