"""A check resolved for telling: drafts paragraph by paragraph with what was found in them, sources with the places it rests on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from twicetold.brief import phrases, source
from twicetold.brief.places import Library, Told
from twicetold.brief.places import Place as Cited
from twicetold.brief.schema import Brief, BriefDocument
from twicetold.checking import tell
from twicetold.checking.found import Checked, Finding, Kind
from twicetold.checking.lines import Lines
from twicetold.types import Document

LETTERS: dict[Kind, str] = {"quotation": "Q", "statement": "S", "number": "N", "date": "T", "name": "A"}
CARDS = ("quotation", "statement")  # kinds shown as cards also where they hold


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the page shows it."""

    data: Finding
    label: str
    anchor: str
    state: str  # 'fails', 'note', 'holds', 'unchecked'
    draft: Cited
    source: Cited | None
    origin: Cited | None
    also: tuple[Cited, ...]
    line: int

    @property
    def signs(self) -> list[tuple[str, str]]:
        """A sign and words for each problem."""
        return [(tell.SIGNS[p], tell.LABELS[p]) for p in self.data.problems]

    @property
    def is_card(self) -> bool:
        return bool(self.data.problems) or self.data.kind in CARDS


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of a draft, and what was found in it. `small`: numbers, dates and names that hold."""

    words: Markup
    cards: tuple[Card, ...]
    small: tuple[Card, ...]

    @property
    def fails(self) -> bool:
        return any(c.state == "fails" for c in self.cards)


@dataclass(frozen=True, slots=True)
class DraftView:
    told: Told
    rows: tuple[Row, ...]


class View:
    """A check with everything resolved."""

    def __init__(self, checked: Checked) -> None:
        self.checked = checked
        documents = (*checked.drafts, *checked.sources)
        brief = Brief(documents=[_document(d) for d in documents]).with_texts({d.id: d.text for d in documents})
        self.library = Library(brief)
        self.cards = self._cards()
        self.drafts = [self._draft(d) for d in checked.drafts]
        self.reports = [self.library.by_id[d.id] for d in checked.sources]

    @property
    def title(self) -> str:
        names = [phrases.shorten(d.title or _heading(d) or d.source.rpartition("/")[2] or d.id, 120) for d in self.checked.drafts]
        return names[0] if len(names) == 1 else phrases.plural(len(names), "draft")

    @property
    def failing(self) -> int:
        return sum(c.state == "fails" for c in self.cards)

    @property
    def facts(self) -> list[tuple[int, str]]:
        """The figures under the headline."""
        counts = Counter(c.data.kind for c in self.cards)
        verb = "does not hold" if self.failing == 1 else "do not hold"
        out = [(self.failing, verb)]
        out += [(counts[k], k if counts[k] == 1 else k + "s") for k in LETTERS if counts[k]]
        return [*out, (len(self.reports), "source" if len(self.reports) == 1 else "sources")]

    @property
    def wrong(self) -> list[Card]:
        return [c for c in self.cards if c.state == "fails"]

    def _cards(self) -> list[Card]:
        lines = {d.id: Lines(d.text) for d in self.checked.drafts}
        numbers: Counter[str] = Counter()
        out = []
        for f in self.checked.findings:
            numbers[LETTERS[f.kind]] += 1
            out.append(self._card(f, f"{LETTERS[f.kind]}{numbers[LETTERS[f.kind]]}", lines[f.document]))
        return out

    def _card(self, f: Finding, label: str, lines: Lines) -> Card:
        state = "fails" if f.fails(self.checked.fail_on) else "note" if f.problems else "unchecked" if f.verdict == "unchecked" else "holds"
        small = not f.problems and f.kind not in CARDS
        back = None if small else (label, label.lower())
        draft = self.library.place(f.document, *f.span, f"{'small-' if small else ''}{state}", back)
        there = None
        if f.source is not None:
            there = self.library.place(f.source.document, *f.source.span, f"rest-{state}", back)
        origin = self.library.place(f.origin.document, *f.origin.span, "rest-note", back) if f.origin is not None else None
        also = (self.library.place(p.document, *p.span) for p in f.also)
        if draft is None:
            raise KeyError(f.document)
        return Card(f, label, label.lower(), state, draft, there, origin, tuple(p for p in also if p), lines.at(f.span.start)[0])

    def _draft(self, draft: Document) -> DraftView:
        told = self.library.by_id[draft.id]
        rows = [
            Row(words, tuple(self._inside(draft, block.span, card=True)), tuple(self._inside(draft, block.span, card=False)))
            for block, words in source.blocks(told, self.library)
        ]
        return DraftView(told, tuple(rows))

    def _inside(self, draft: Document, span: tuple[int, int], *, card: bool) -> Iterable[Card]:
        return (
            c for c in self.cards
            if c.data.document == draft.id and span[0] <= c.data.span.start < span[1] and c.is_card == card
        )  # fmt: skip


def _heading(draft: Document) -> str:
    """The first heading of a Markdown draft, '' where it has none."""
    match = re.search(r"(?m)^#{1,2}[ \t]+(.+)$", draft.text[:5000])
    return match[1].strip("# \t*_") if match else ""


def _document(d: Document) -> BriefDocument:
    return BriefDocument(
        id=d.id, source=d.source, outlet=d.outlet, title=d.title, author=d.author, published=d.published, url=d.url, language=d.language,
        characters=len(d.text), body=[(s.start, s.end) for s in d.body], story="s1", warnings=list(d.warnings),
    )  # fmt: skip
