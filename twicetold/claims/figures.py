"""Odds in figures: 'a 30 per cent chance', 'puts the odds at one in three', read into the band of the house scale in which they lie."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twicetold.claims.lexicon import table
from twicetold.claims.scales import band
from twicetold.types import Level, Span

_UPWARD: tuple[Level, ...] = ("almost_no_chance", "very_unlikely", "unlikely", "roughly_even", "likely", "very_likely", "almost_certain")
_EVEN = 0.5
_REACH = 40  # characters between a figure and the noun of chance it measures
_PUT_AT = 160  # characters between 'the chance that …' and 'at one in ten', with what is estimated between them
_COUNT = r"\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten"
_FIGURE = re.compile(
    rf"\b(?:(?P<percent>\d{{1,2}}(?:\.\d)?)\s?(?:%|per\s?cent\b)|(?P<part>{_COUNT})(?:\s+|-)(?:in|out\s+of)(?:\s+|-)(?P<whole>{_COUNT})\b"
    rf"|(?P<shares>{_COUNT})(?:\s+|-)(?:(?:chance|possibility|probability)\s+in|to(?=[\s-]\w+[\s-](?:chance|possibility|probability)))"
    rf"(?:\s+|-)(?P<all>{_COUNT})\b)",
    re.IGNORECASE,
)
_CHANCE_WORD = re.compile(r"\b(?:chances?|odds|probability|likelihood|possibility)\b", re.IGNORECASE)
_RISK_WORD = re.compile(r"\b(?:risk|danger|prospects?)\b", re.IGNORECASE)  # measured where it is put at a figure, else lowered by it
_AT = re.compile(
    r"\bat\s+(?:(?:about|around|roughly|some|only|just|most|best|least|no|better|higher|more|less|lower|under|over|than|nearly)\s+){0,3}$",
    re.I,
)


def figures(text: str, place: Span) -> Iterator[tuple[Span, Level]]:
    """Figures in a stretch of text that measure a chance, with their levels."""
    for match in _FIGURE.finditer(text, place.start, place.end):
        reach = _PUT_AT if _AT.search(text, max(place.start, match.start() - _REACH), match.start()) else _REACH
        near = text[max(place.start, match.start() - reach) : min(place.end, match.end() + _REACH)]
        probability = _probability(match)
        measured = _CHANCE_WORD.search(near) or (reach == _PUT_AT and _RISK_WORD.search(near))
        if probability is not None and measured:
            yield Span(*match.span()), level_of(probability)


def level_of(probability: float) -> Level:
    """The level of the house scale whose band holds a probability 0..1; at an edge the one nearer to even.

    >>> level_of(0.3), level_of(0.8), level_of(0.0)
    ('unlikely', 'likely', 'almost_no_chance')
    """
    for level in _UPWARD:
        limits = band(level)
        if limits is not None and (probability < limits[1] or (probability == limits[1] and probability > _EVEN)):
            return level
    return "almost_certain"


def _probability(match: re.Match[str]) -> float | None:
    if match["percent"]:
        value = float(match["percent"]) / 100
    else:
        counts = table("dates.toml")["numbers"]
        part, whole = (
            int(w) if w.isdigit() else int(counts[w.lower()]) for w in (match["part"] or match["shares"], match["whole"] or match["all"])
        )
        value = part / whole if whole else 2.0
    return value if 0 <= value <= 1 else None
