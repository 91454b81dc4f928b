"""Reports by short names, and places in them: every statement of a brief rests on these."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from twicetold.brief import phrases
from twicetold.brief.paragraphs import Paragraph, paragraphs
from twicetold.brief.schema import Brief, BriefDocument
from twicetold.types import Span

SHORT = 30  # characters of a report's name that fit a chip and a box of the stemma
LONG = 80
HANGING = frozenset(("for", "of", "on", "in", "the", "and", "&", "to", "at", "a", "an", "de", "du", "für", "und", "y"))


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a report that a statement rests on. `anchor` names them in the page."""

    report: Told
    span: Span
    paragraph: str  # '¶5'; '' for the report as a whole

    @property
    def anchor(self) -> str:
        return f"{self.report.anchor}-{self.span.start}-{self.span.end}" if self.span.size else self.report.anchor

    @property
    def label(self) -> str:
        """'The Narva Dispatch ¶5'."""
        return f"{self.report.short} {self.paragraph}".strip()

    @property
    def words(self) -> str:
        return self.report.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A report as the brief shows it. `number` counts from 1."""

    number: int
    data: BriefDocument
    name: str
    short: str
    text: str
    blocks: tuple[Paragraph, ...]
    starts: tuple[int, ...]

    @property
    def anchor(self) -> str:
        return f"d{self.number}"

    @property
    def when(self) -> str:
        return phrases.date(self.data.published)

    def paragraph(self, position: int) -> str:
        """The label of the paragraph in which `position` lies."""
        k = bisect_right(self.starts, position) - 1
        return self.blocks[k].label if k >= 0 else ""


@dataclass(slots=True)
class Cited:
    """Why a stretch of a report is highlighted, and the way back to the statements that rest on it."""

    kinds: list[str] = field(default_factory=list)
    backs: list[tuple[str, str]] = field(default_factory=list)  # (label, anchor)


class Library:
    """The reports of a brief and every place that is cited in them."""

    def __init__(self, brief: Brief) -> None:
        names = _names(brief.documents)
        self.reports = [self._told(n, d, names[n - 1], brief.texts.get(d.id, "")) for n, d in enumerate(brief.documents, 1)]
        self.by_id = {r.data.id: r for r in self.reports}
        self.cited: dict[int, dict[Span, Cited]] = {r.number: {} for r in self.reports}

    @staticmethod
    def _told(number: int, data: BriefDocument, name: str, text: str) -> Told:
        blocks = tuple(paragraphs(text, data.body, data.title))
        return Told(
            number=number, data=data, name=phrases.shorten(name, LONG), short=_short(name), text=text,
            blocks=blocks, starts=tuple(b.span.start for b in blocks),
        )  # fmt: skip

    def place(self, document: str, start: int, end: int, kind: str = "", back: tuple[str, str] | None = None) -> Place | None:
        """The place of a span, remembered for highlighting as `kind` with a way `back`; None when there is no such report."""
        report = self.by_id.get(document)
        if report is None:
            return None
        size = len(report.text)
        span = Span(min(max(start, 0), size), min(max(end, 0), size))
        if span.size <= 0:
            return Place(report, Span(0, 0), "")
        if kind:
            cited = self.cited[report.number].setdefault(span, Cited())
            if kind not in cited.kinds:
                cited.kinds.append(kind)
            if back is not None and back not in cited.backs:
                cited.backs.append(back)
        return Place(report, span, report.paragraph(span.start))

    def whole(self, document: str) -> Place | None:
        """A report as a whole."""
        return self.place(document, 0, 0)


def _names(documents: Sequence[BriefDocument]) -> list[str]:
    """A name for each report that tells it from the others: the outlet, else the title, else the file; with its date or id if need be."""
    names = [phrases.one_line(d.outlet or d.title or PurePosixPath(d.source).name) or d.id for d in documents]
    for length in (4, 7, 10):  # as much of the date as tells them apart: the year, the month, the day
        by = [phrases.date((d.published or "")[:length], short=True) for d in documents]
        if len(set(_told_apart(names, by))) == len(names):
            return _told_apart(names, by)
    return _told_apart(_told_apart(names, by), [phrases.one_line(d.id) for d in documents])


def _told_apart(names: list[str], by: list[str]) -> list[str]:
    """Names with something added where they would be shown alike."""
    counts = Counter(_short(n) for n in names)
    added = [f"{_cut(_short(n), max(SHORT - len(x) - 2, 8))}, {x}" for n, x in zip(names, by, strict=True)]
    return [a if counts[_short(n)] > 1 and x else n for n, a, x in zip(names, added, by, strict=True)]


def _short(name: str) -> str:
    """As it stands on a chip: without an article in front and words in brackets."""
    kept = name.split(" (")[0].split(" [")[0]
    kept = kept[4:] if kept.startswith("The ") else kept
    return _cut(kept or name, SHORT)


def _cut(name: str, limit: int) -> str:
    """At most `limit` characters; 'Calder Institute' of 'Calder Institute for Security Policy': names of two words need no ellipsis."""
    cut = phrases.shorten(name, limit)
    words = cut.removesuffix(phrases.ELLIPSIS).split()
    while words and words[-1].casefold() in HANGING:
        words.pop()
    return " ".join(words) if cut.endswith(phrases.ELLIPSIS) and len(words) > 1 else cut
