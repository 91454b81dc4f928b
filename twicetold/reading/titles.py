"""Where the headline stands in a text, and which line it is when nobody says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from twicetold.reading.dates import find
from twicetold.reading.furniture import SURE, WORD, Judgement
from twicetold.reading.lexicon import word_list
from twicetold.types import Span

SEARCHED: Final = 25
"""Units from the top in which a headline is looked for."""

ALIKE: Final = 0.8
"""Share of words that a line and the given title must have in common (Dice) to be one headline: 'Title - Outlet' still fits."""

LONGEST: Final = 30
"""Words of a headline; those of newspapers have 5 to 15, those of official statements up to 30."""

GENRE: Final = re.compile(
    r"(?=.*\b(?:briefing|statement|remarks|conference|transcript|readout|communiqu[eé]|interview|speech|address|declaration|announcement|"
    r"release|conclusions|minutes|memorandum|protocol|resolution|meeting|hearing|summit|stakeout|debate|"
    r"testimony|toast)s?\b)(?:\S+ ){2,20}(?:[,–—|-] ?)?$",
    re.I,
)
"""A line that names an official text by its kind and ends before its date."""

SMALL: Final = word_list("small")


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return [w.replace("'s", "") for w in WORD.findall(plain)]


def locate(title: str, judged: Sequence[Judgement]) -> int | None:
    """Index of the unit in which `title` stands, among the first ones; None when it does not."""
    wanted = _words(title)
    best: tuple[float, int] | None = None
    for k, one in enumerate(judged[:SEARCHED]):
        there = _words(one.unit.text[: 4 * len(title) + 80])
        if not there or not wanted:
            continue
        common = len(set(wanted) & set(there))
        alike = 2 * common / (len(set(wanted)) + len(set(there)))
        if alike >= ALIKE and (best is None or alike > best[0]):
            best = (alike, k)
    return best[1] if best else None


def infer(judged: Sequence[Judgement]) -> int | None:
    """Index of the unit that is clearly the headline, None when no line above the article is.

    Clear is a line of 4 to 30 words that is neither date, navigation nor byline, stands above the article's first sure paragraph,
    and either has no full stop or is set in headline capitals. Of several the one with the most words is taken.
    """
    first = next((k for k, one in enumerate(judged) if one.score <= SURE and not _capitals(one.unit.text)), None)
    if not first:
        return None
    candidates = [k for k in range(min(first, SEARCHED)) if _headline(judged[k])]
    return max(candidates, key=lambda k: (len(judged[k].unit.text.split()), -k), default=None)


def _headline(one: Judgement) -> bool:
    text, words = one.unit.text, one.unit.text.split()
    if one.unit.heading or _dated(text):
        return True
    if any(weight >= 3 or name == "separated items" for name, weight in one.parts) or not 4 <= len(words) <= LONGEST or one.unit.bullet:
        return False
    if sum(len(text[d.start : d.end].split()) for d in find(text)) > len(words) - 4:
        return False  # a date with an outlet: '15 March 2023. The Daily Sketch'
    return not text.endswith((".", ":", ";", ",")) or _capitals(text)


def _dated(text: str) -> bool:
    """Whether a line is the headline of an official text with its date: 'Department Press Briefing – March 14, 2023'."""
    dates = find(text)
    return bool(dates) and dates[-1].end >= len(text.rstrip(". ")) and GENRE.match(text[: dates[0].start]) is not None


def _capitals(text: str) -> bool:
    """Whether a line is set as headlines are: every word that counts with a capital."""
    words = [w for w in WORD.findall(text) if w[0].isalpha() and w.casefold() not in SMALL]
    return 4 <= len(words) <= LONGEST and sum(w[0].isupper() for w in words) >= 0.85 * len(words)


def span_of(title: str, one: Judgement, text: str) -> Span:
    """The characters of the headline in its unit: the title itself where it is there word for word, else the whole unit."""
    start = text.find(title.strip(), one.unit.span.start, one.unit.span.end) if title.strip() else -1
    return Span(start, start + len(title.strip())) if start >= 0 else one.unit.span


def clean(title: str) -> str:
    """A title as one line."""
    return re.sub(r"\s+", " ", title).strip()
