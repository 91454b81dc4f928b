"""Numbers of a draft: in the sources, rounded as it says, or another number.

'1,200', '1200' and 'twelve hundred' are one number (`retelling.numerals`). A rounded number holds when the draft says that it is rounded
and the source's number, rounded to as many digits, is it: 'about 1,200' for 1,187, not 'about 1,300' and not a bare '1,200'.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Literal

from twicetold.checking.library import Library, Spot
from twicetold.retelling.terms import Term, terms
from twicetold.types import Report, Span

Way = Literal["exact", "around", "below", "above"]

BEFORE = 24  # characters before a number in which an approximator ends
REACH = 0.5  # 'more than 1,000' may stand for up to this much more
SMALL = 12  # numbers up to this, in letters, are often the writer's own count ('two sides')
SIGN = re.compile(r"[$€£¥]\s?$")
MARKER = re.compile(r"(?m)^[ \t>]*(?:\(?\d{1,3}[.)]|[-*•]\s*\d{1,3}[.)])[ \t]|\[\^?\d{1,3}\]|https?://\S+|^#{1,6}[ \t]*\d+[.)]?[ \t]")
RATIO = re.compile(r"\s+(?:(?:\w+\s+)?in|out\s+of)\s+(?:every\s+)?")  # 'two chances in ten'
PERCENT = frozenset(("percent", "per", "percentage", "pct", "cent"))


@dataclass(frozen=True, slots=True)
class Number:
    """A number in its place. `value` None for what is no amount (a clock time). `unit`: the sign before it or the word behind it, or ''."""

    span: Span
    key: str
    value: float | None
    way: Way
    unit: str
    spelled: bool


@lru_cache(maxsize=1)
def _ways() -> re.Pattern[str]:
    table = tomllib.loads(resources.files(__package__).joinpath("data/approximators.toml").read_text(encoding="utf-8"))
    groups = (f"(?P<{way}>{'|'.join(re.escape(w) for w in sorted(row['words'], key=len, reverse=True))})" for way, row in table.items())
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})[\s(]*(?:the|a)?\s*[$€£¥]?\s?$", re.IGNORECASE)


def numbers(text: str, place: Span) -> list[Number]:
    """The numbers in `text[place]`, without list markers, footnote marks and addresses."""
    words = text[place.start : place.end]
    found = terms(words)
    masked = [Span(*m.span()) for m in MARKER.finditer(text, max(0, text.rfind("\n", 0, place.start)), place.end + 2)]
    out = []
    for k, term in enumerate(found):
        span = Span(place.start + term.start, place.start + term.end)
        if term.kind == "number" and not any(m.overlap(span) for m in masked):
            spelled = not any(c.isdigit() for c in term.word)
            out.append(Number(span, term.key, _value(term.key), _way(text, span), _unit(words, found, k), spelled))
    return out


def shares(text: str, found: Sequence[Number]) -> Iterator[Number]:
    """The shares that two numbers make, as per cent: 'two in three', 'nine out of ten'."""
    for one, whole in pairwise(found):
        if one.value and whole.value and one.value < whole.value and RATIO.fullmatch(text[one.span.end : whole.span.start]):
            value = 100 * one.value / whole.value
            yield Number(Span(one.span.start, whole.span.end), f"{value:.12g}", value, "around", "%", one.spelled)


def _value(key: str) -> float | None:
    try:
        return float(key)
    except ValueError:
        return None


def _way(text: str, span: Span) -> Way:
    match = _ways().search(text[max(0, span.start - BEFORE) : span.start])
    behind = re.match(r"\s+or\s+so\b|-?odd\b|\s*-\s*plus\b|\s*\+", text[span.end : span.end + 8])
    return match.lastgroup if match and match.lastgroup else "around" if behind else "exact"  # type: ignore[return-value]


def _unit(text: str, found: Sequence[Term], k: int) -> str:
    if sign := SIGN.search(text[max(0, found[k].start - 3) : found[k].start]):
        return sign[0].strip()
    if text[found[k].end : found[k].end + 1] == "%" or (k + 1 < len(found) and found[k + 1].word in PERCENT):
        return "%"
    following = next((t for t in found[k + 1 : k + 4] if t.kind == "word"), None)
    return following.key if following is not None and following.start - found[k].end < 25 else ""


def agrees(draft: Number, source: Number) -> bool:
    """Whether the draft's number may be said where the source has its own.

    >>> n = lambda key, way: Number(Span(0, 1), key, float(key), way, "", False)
    >>> [agrees(n(d, w), n("1187", "exact")) for d, w in (("1187", "exact"), ("1200", "around"), ("1200", "exact"), ("1300", "around"))]
    [True, True, False, False]
    """
    if draft.key == source.key:
        return True
    if draft.value is None or source.value is None:
        return False
    d, s = draft.value, source.value
    if draft.way == "around":
        return _rounded(s, d)
    if draft.way == "below":
        return s < d and (_rounded(s, d) or s >= 0.9 * d)
    if draft.way == "above":
        return d < s <= d * (1 + REACH)
    return False


def _rounded(exact: float, told: float) -> bool:
    """Whether `exact`, rounded to the digits that `told` shows, is `told`; one digit may be a half ('about 1,500')."""
    if told == 0 or exact == 0 or (exact < 0) != (told < 0):
        return exact == told
    digits = len(f"{abs(told):.12g}".replace(".", "").strip("0"))
    step = 10.0 ** (math.floor(math.log10(abs(told))) - digits + 1)
    return abs(exact - told) <= step / 2 * (1 + 1e-9)


class Numbers:
    """The numbers of a library's sentences, worked out when asked for."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[Spot, list[Number]] = {}

    def at(self, spot: Spot) -> list[Number]:
        if spot not in self._known:
            report = self._library.sources[spot.source].report
            found = numbers(report.document.text, report.sentences[spot.sentence])
            self._known[spot] = [*found, *shares(report.document.text, found)]
        return self._known[spot]

    def having(self, wanted: Number, also: Iterable[int] = ()) -> Iterator[tuple[int, Number]]:
        """Numbers of sentences, with the number in them, that agree with `wanted`."""
        for number in dict.fromkeys((*self._library.index.get(wanted.key, ()), *also)):
            for one in self.at(self._library.spots[number]):
                if agrees(wanted, one):
                    yield number, one


def in_draft(report: Report, apart: Sequence[Span]) -> list[Number]:
    """Numbers of a draft outside the places in `apart` (quotations, dates)."""
    found = [n for s in report.sentences for n in numbers(report.document.text, s)]
    return [n for n in found if not any(a.overlap(n.span) for a in apart)]
