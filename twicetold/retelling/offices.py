"""Texts that offices of state publish themselves: readouts, statements, remarks.

Such a text is an original: the people in it are whom it is about, not whom it has it from. And an office tells each of its calls and
meetings in the same formulas, so likeness of wording says nothing there; what tells two of its texts apart is the day and whom the headline
names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from twicetold.retelling import credits, dates
from twicetold.retelling.tables import table, words
from twicetold.retelling.terms import terms
from twicetold.types import Report

HALF_DAY = dates.DAY / 2  # texts on one occasion follow each other within hours, also across midnight UTC
FORMULA, FORMULA_COUNT = 0.1, 3  # share and number of an office's headlines from which a word in them ('President', 'Call') names nobody

LEADERS = re.compile(r"\bleaders[’']\s+(?:joint\s+)?(?:statement|declaration|communiqu[eé])\s*(?:[:–—]|$)", re.I)
LINKS = ("of", "from", "by", "on", "following", "after", "regarding")
DOMAIN = re.compile(
    r"(?:^|\.)(?:gov|gob|gouv|gub|govt|mil|go|gc)(?:\.[a-z]{2})?$|(?:^|\.)(?:europa\.eu|nato\.int|kremlin\.ru)$", re.I
)  # of governments
SPEAKER = r"(?:VICE )?(?:PRESIDENT|PRIME MINISTER|CHANCELLOR|SECRETARY|MINISTER)\b[A-Z .’'-]{0,40}:\s"  # of a transcript
OPENING = 300  # characters of an article that are looked at
COMMONER = 5  # times: beside a name that one headline has, one that fifteen have is whose calls they all are

Office = tuple[str, ...]


class Occasion(NamedTuple):
    """A call, a meeting, a day's announcement of one office: all its texts on it have the same."""

    office: Office
    number: int
    names: frozenset[str]  # what its headlines name beside the office's formulas


def _any(phrases: Sequence[str]) -> str:
    return "(?:" + "|".join(r"\s+".join(map(re.escape, p.split())) for p in sorted(phrases, key=len, reverse=True)) + ")"


@lru_cache(maxsize=1)
def _names() -> re.Pattern[str]:
    return re.compile(rf"\b{_any(table('sources')['offices']['names'])}\b", re.I)


@lru_cache(maxsize=2)
def _headlines(genres: str) -> re.Pattern[str]:
    """Headlines of a genre: 'Readout of …', 'Full text: Joint Statement by …', 'Press Release: …'."""
    found = _any(table("sources")["offices"][genres])
    return re.compile(rf"^\W*(?:full\s+text\W+)?(?:(?:joint|press|official)\s+)*{found}(?:\s+{_any(LINKS)}\b|\s*[:–—])", re.I)


def official(report: Report) -> bool:
    """Whether an office of state published the text itself: by its outlet's name or domain, or by a headline like 'Readout of …'.

    Where an outlet is named that is no office, only a readout and a joint statement count: 'Remarks by …' can head a news report.
    Where neither outlet nor headline is known, a text counts that opens as a readout does and quotes nobody.
    """
    outlet, title = report.document.outlet or "", report.document.title or ""
    last = [w.casefold() for w in credits.WORD.findall(credits.EDITION.sub("", outlet))][-1:]
    if last and last[0] in words("sources", "media"):
        return False
    host = (urlsplit(report.document.url or "").hostname or "") if not outlet else ""
    if _names().search(outlet) or DOMAIN.search(outlet) or DOMAIN.search(host):
        return True
    if opening(report):
        return True
    return bool(LEADERS.search(title) or _headlines("readouts").match(title) or (not outlet and _headlines("genres").match(title)))


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    """'President … spoke today with …', 'Today, the Minister of … hosted …', 'We, the leaders of …', 'PRESIDENT X: Good evening'."""
    parts = [rf"(?=.*\b{_any(table('sources')['offices'][k])}\b)" for k in ("holders", "contacts", "days")]
    return re.compile(rf"\W*(?:(?i:{''.join(parts)})|(?:\d{{1,2}}\.?\s+)?We,? the |{SPEAKER})", re.S)


def opening(report: Report) -> str:
    """The first characters of an official text that has neither outlet nor headline, by which it is known; '' for any other text."""
    if report.document.outlet or report.document.title or any(not q.scare for q in report.quotations):
        return ""
    lead = _lead(report)
    return lead if _opening().match(lead) else ""


def _lead(report: Report) -> str:
    """The first characters of the article, a sentence or two."""
    return next((report.text(b)[:OPENING].strip() for b in report.document.body if b.size), "")


def _names_in_lead(report: Report) -> set[str]:
    """The capitalised words of the first characters, where a text has neither outlet nor headline."""
    if report.document.title or report.document.outlet:
        return set()
    lead = _lead(report)
    return {t.key for t in terms(lead) if t.kind != "function" and lead[t.start].isupper()}


def one_publisher(one: Report, other: Report) -> bool:
    """Whether both bear the same outlet's name."""
    a, b = credits.names(credits.publisher(one)), credits.names(credits.publisher(other))
    return bool(a) and a == b


def occasions(reports: Sequence[Report]) -> list[Occasion | None]:
    """For every report the occasion on which an office published it, None where no office did.

    Texts of one office are on one occasion when they appeared within half a day and their headlines share a word that is none of the
    office's formulas, or one of them has no such word. Without a date each is on its own.
    """
    offices: defaultdict[Office, list[int]] = defaultdict(list)
    for k, report in enumerate(reports):
        if official(report):
            offices[credits.names(report.document.outlet or "")].append(k)
    out: list[Occasion | None] = [None] * len(reports)
    for office, members in sorted(offices.items()):
        for k, (number, names) in _numbered([reports[k] for k in members]).items():
            out[members[k]] = Occasion(office, number, frozenset(names))
    return out


def rivals(found: Sequence[Occasion | None]) -> list[set[int]]:
    """The places of one office's texts, grouped by whom their headlines name; of the office with most groups, none where all have one."""
    groups: defaultdict[Office, list[tuple[set[str], set[int]]]] = defaultdict(list)
    for k, one in enumerate(found):
        if one is not None and one.names:
            same = [g for g in groups[one.office] if g[0] & one.names]
            rest = [g for g in groups[one.office] if not g[0] & one.names]
            groups[one.office] = [*rest, (set(one.names).union(*(g[0] for g in same)), {k}.union(*(g[1] for g in same)))]
    best = max(sorted(groups), key=lambda office: len(groups[office]), default=None)
    out = [] if best is None else sorted((places for _, places in groups[best]), key=min)
    return out if len(out) > 1 else []


def _numbered(reports: Sequence[Report]) -> dict[int, tuple[int, set[str]]]:
    """The occasions of one office's texts: the place of the first text of each in order of time, and the names in the headlines."""
    names = _counterparts(reports)
    begun = [span[0] if (span := dates.published(r)) else float("inf") for r in reports]
    order = sorted(range(len(reports)), key=lambda k: (begun[k], reports[k].document.id))
    open_: list[tuple[int, set[str]]] = []  # first text of each recent occasion, and the names in its headlines
    out: dict[int, tuple[int, set[str]]] = {}
    for place, k in enumerate(order):
        open_ = [(first, known) for first, known in open_ if begun[k] - begun[order[first]] < HALF_DAY]
        first, known = next(((f, n) for f, n in open_ if not n or not names[k] or n & names[k]), (place, set()))
        if first == place:
            open_.append((place, known))
        known |= names[k]
        out[k] = (first, known)
    return out


def _counterparts(reports: Sequence[Report]) -> list[set[str]]:
    """What the headline of each names that the office's headlines do not name all the time: the rarest words, and those hardly commoner."""
    heads = [{t.key for t in terms(r.document.title or "") if t.kind != "function"} or _names_in_lead(r) for r in reports]
    count = Counter(key for head in heads for key in sorted(head))
    least = [min((count[key] for key in head), default=0) for head in heads]
    few = max(FORMULA_COUNT - 1, FORMULA * len(heads))
    return [{k for k in head if count[k] <= min(few, COMMONER * least[n])} for n, head in enumerate(heads)]


def other_counterpart(one: Report, other: Report) -> bool:
    """Whether the headlines of two texts each name somebody or something (a capital inside the headline) that the other does not."""
    a, b = _capitals(one), _capitals(other)
    return bool(a - b) and bool(b - a)


def _capitals(report: Report) -> set[str]:
    title = report.document.title or ""
    return {t.key for t in terms(title) if t.kind != "function" and title[t.start].isupper()} or _names_in_lead(report)
