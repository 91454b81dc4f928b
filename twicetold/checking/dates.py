"""Dates of a draft, resolved by its day of publication; where it has none, by that of the source it is held against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from twicetold.checking.library import Library, Spot
from twicetold.claims.dates import Time, published, times
from twicetold.types import Precision, Report, Span

HARD = re.compile(
    r"\d+|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tues|wednes|thurs|fri|satur|sun)[a-z]*\b|\b(?:yesterday|today|tonight|tomorrow)\b",
    re.IGNORECASE,
)
"""A date that can be wrong by itself; 'soon' and 'in the coming months' are judged with their statement."""
FIXED = re.compile(r"\b[12]\d{3}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
DAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)[a-z]*\b|\b\d{1,2}(?:st|nd|rd|th)?\b|\bto(?:day|morrow|night)\b|\byesterday\b")
WEEK = 7  # days
COUNTED = re.compile(r"\b(?:\d+|[a-z]+)\s+(?:days?|weeks?|months?|years?|decades?|hours?|fortnights?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A date of a draft: its words, and the day from which the draft counts, None where that is not known."""

    text: str
    span: Span
    anchor: date | None

    @property
    def words(self) -> str:
        return self.text[slice(*self.span)].casefold()

    @property
    def named(self) -> frozenset[str]:
        """Its days, months and years."""
        return frozenset(HARD.findall(self.words))

    @property
    def by_day(self) -> bool:
        """Whether it names a day, of the week or of the month."""
        return DAY.search(self.words) is not None

    def time(self, other: date | None) -> Time | None:
        """The days meant, counted from `other` where the draft has no day of its own."""
        found = times(self.text, self.span.start, self.span.end, self.anchor or other)
        return max(found, key=lambda t: t.span.size, default=None)

    def precision(self, other: date | None) -> Precision | None:
        time = self.time(other)
        return None if time is None else time.precision


def hard(words: str) -> bool:
    return HARD.search(words) is not None and COUNTED.search(words) is None


def floating(told: Told) -> bool:
    """Whether a date has neither a month nor a year: which day it is hangs on the day of the text."""
    return FIXED.search(told.text, told.span.start, told.span.end) is None


def in_draft(report: Report, apart: Sequence[Span], library: Library) -> list[Told]:
    """The dates of a draft outside `apart`."""
    text, anchor = report.document.text, published(report.document.published)
    usual = anchor or max((d for s in library.sources if (d := published(s.report.document.published)) is not None), default=None)
    found = [t for s in report.sentences for t in times(text, s.start, s.end, usual)]
    return [Told(text, t.span, anchor) for t in found if hard(text[slice(*t.span)]) and not any(a.overlap(t.span) for a in apart)]


def agrees(told: Told, there: Time, words: str, anchor: date | None) -> bool:
    """Whether the source's days are among the draft's: a draft may be less precise, not more. `words`: the source's own."""
    words = words.casefold()
    one = told.time(anchor)
    if one is None:
        return False
    if floating(told) and words == told.words and (told.anchor is None or anchor is None or abs((told.anchor - anchor).days) < WEEK):
        return True  # 'on Friday' of one week: which Friday a text means is easier told from its own day than from another's
    limits = ("by", "before")
    if one.relation in limits and there.relation in limits and told.named == frozenset(HARD.findall(words)):
        return True  # 'by October' and 'till October': the prepositions of a limit are used for each other
    if one.relation in ("by", "before") or there.relation in ("by", "before"):
        return one.last == there.last or (not told.by_day and (one.last.year, one.last.month) == (there.last.year, there.last.month))
    return one.first <= there.first and there.last <= one.last


def written(told: Told, report: Report, sentence: Span) -> Span | None:
    """The place where a sentence has the draft's days, months and years in the same words; for a source whose own day is not known."""
    found = list(HARD.finditer(report.document.text, sentence.start, sentence.end))
    here = [m for m in found if m[0].casefold() in told.named]
    return Span(here[0].start(), here[-1].end()) if here and told.named <= {m[0].casefold() for m in here} else None


def covers(told: Told, day: date) -> bool:
    one = told.time(day)
    return one is not None and one.relation == "at" and one.first <= day <= one.last


class Times:
    """The dates of a library's sentences, worked out when asked for."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: dict[Spot, tuple[Time, ...]] = {}

    def anchor(self, spot: Spot) -> date | None:
        return published(self._library.sources[spot.source].report.document.published)

    def at(self, spot: Spot) -> tuple[Time, ...]:
        if spot not in self._known:
            self._known[spot] = self._library.sources[spot.source].times(spot.sentence)
        return self._known[spot]

    def text(self, spot: Spot, time: Time) -> str:
        return self._library.sources[spot.source].report.text(time.span)

    def published(self) -> list[date]:
        return [d for s in self._library.sources if (d := published(s.report.document.published)) is not None]
