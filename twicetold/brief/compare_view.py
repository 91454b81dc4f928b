"""A comparison resolved for telling: what the page and the terminal show, worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twicetold.brief import phrases
from twicetold.brief.changes import CORE
from twicetold.brief.charts.ribbons import Ribbon
from twicetold.brief.compare import Comparison, SharedPassage, SideShares
from twicetold.brief.minute import Run, Statement, minute
from twicetold.brief.places import Place, Told
from twicetold.brief.view import View
from twicetold.retelling.differences import words
from twicetold.retelling.sides import kept_words
from twicetold.types import Span

MARKED = 0.4  # share of words kept from which marking the others helps; below it nearly every word would be marked
KINDS = {"verbatim": "word for word", "edited": "edited", "paraphrased": "in other words"}
PLACES = 3  # chips after a statement


@dataclass(frozen=True, slots=True)
class Row:
    """A shared passage with its number and both its places."""

    label: str
    left: Place
    right: Place
    data: SharedPassage

    @property
    def words(self) -> str:
        told = KINDS[self.data.kind] + (", moved" if self.data.moved else "")
        return told if self.data.kind == "verbatim" else f"{told}, {phrases.percent(self.data.similarity)} % alike"

    @property
    def classes(self) -> str:
        """Kind and movement as CSS classes."""
        return self.data.kind + (" moved" if self.data.moved else "")


class CompareView:
    """`rows` in the order of the left document; `claims` and `quotes` those that both have, or that changed."""

    def __init__(self, found: Comparison) -> None:
        self.data = found
        self.view = View(found.brief)
        library = self.view.library
        self.left, self.right = library.by_id[found.left], library.by_id[found.right]
        self.story = self.view.stories[0]
        self.claims = sorted((c for c in self.story.claims if c.reports > 1 or c.shifts), key=lambda c: not c.shifts)
        self.quotes = [q for q in self.story.quotes if q.reports > 1]
        self.story.claims, self.story.quotes = self.claims, self.quotes
        self.story.balances, self.story.commitments, self.story.forecasts = [], [], []
        library.cited = {r.number: {} for r in library.reports}  # only what this page tells is highlighted
        self.rows = [row for n, p in enumerate(found.passages, 1) if (row := self._row(n, p))]
        self.missing = [self._only(self.left, found.left_only), self._only(self.right, found.right_only)]
        self._cite()

    # ------------------------------------------------------------------ places

    def _row(self, number: int, passage: SharedPassage) -> Row | None:
        label = f"P{number}"
        left, right = (self.view.library.place(r.data.id, *s) for r, s in ((self.left, passage.left), (self.right, passage.right)))
        if left is None or right is None or not (left.anchor and right.anchor):
            return None
        row = Row(label, left, right, passage)
        for place, other in ((left, right), (right, left)):
            self.view.library.place(place.report.data.id, *place.span, row.classes, (label, other.anchor))
        if passage.kind != "verbatim" and kept_words(left.words, right.words) >= MARKED:
            self._mark(left, right)
        return row

    def _mark(self, left: Place, right: Place) -> None:
        """Highlight the words that one side does not have."""
        for difference in words(left.words, right.words):
            if difference.op != "equal":
                for place, span, kind in ((left, difference.left, "del"), (right, difference.right, "ins")):
                    core = CORE.search(place.words[slice(*span)])
                    if core:
                        start = place.span.start + span.start + core.start()
                        self.view.library.place(place.report.data.id, start, start + len(core[0]), kind)

    def _only(self, report: Told, ranges: Sequence[tuple[int, int]]) -> list[Place]:
        found = (self.view.library.place(report.data.id, *r, "only") for r in ranges)
        return [p for p in found if p is not None]

    def _cite(self) -> None:
        """Give every place that claims, quotations and retellings link to its anchor, and a way back."""
        for claim in self.claims:
            kind = "claim-changed" if claim.shifts else "claim-shared"
            for mention in (*claim.mentions, *claim.also):
                self._link(mention.place, kind, (claim.label, claim.anchor))
                for holder in mention.chain:
                    self._link(holder.place, "holder", None)
        for quote in self.quotes:
            for said in quote.variants:
                self._link(said.place, "quote", (quote.label, quote.anchor))
        for told in self.story.retellings:
            for pair in told.evidence:
                for place in pair:
                    self._link(place, "evidence", None)

    def _link(self, place: Place | None, kind: str, back: tuple[str, str] | None) -> None:
        if place is not None and place.span.size:
            self.view.library.place(place.report.data.id, *place.span, kind, back)

    # ------------------------------------------------------------------ telling

    @property
    def title(self) -> str:
        return f"{self.left.name} and {self.right.name}"

    @property
    def sides(self) -> list[tuple[Told, SideShares, list[Place], Told]]:
        """(document, its shares, what only it has, the other document)"""
        d = self.data
        return [
            (self.left, d.left_shares, self.missing[0], self.right),
            (self.right, d.right_shares, self.missing[1], self.left),
        ]

    @property
    def moved(self) -> list[Row]:
        return [r for r in self.rows if r.data.moved]

    @property
    def facts(self) -> list[tuple[int, str]]:
        """(number, what it counts)"""
        shifted, altered = len(self.story.shifted), len(self.story.altered)
        return [
            (len(self.rows), "shared passage" if len(self.rows) == 1 else "shared passages"),
            *([(len(self.moved), "moved")] if self.moved else []),
            (len(self.missing[0]), f"only in {self.left.short}"),
            (len(self.missing[1]), f"only in {self.right.short}"),
            (shifted, "claim changed" if shifted == 1 else "claims changed"),
            (altered, "quotation altered" if altered == 1 else "quotations altered"),
        ]

    @property
    def statements(self) -> list[Statement]:
        """What a reader needs first: who retells whom, how much is shared, what changed."""
        told = minute(self.story)
        origins = [s for s in told if not s.kind]
        return [*origins, *self._shared(), *self._displaced(), *(s for s in told if s.kind)]

    def _shared(self) -> Iterator[Statement]:
        for report, shares, _, other in self.sides:
            both = 1 - shares.only
            parts = [f"{phrases.percent(getattr(shares, k))} % {w}" for k, w in KINDS.items() if phrases.percent(getattr(shares, k)) != "0"]
            runs = [Run(f"{phrases.percent(both)} % of {report.short}", True), Run(f" stands in {other.short} too")]
            runs.append(Run((": " + phrases.series(parts) if len(parts) > 1 else f", {parts[0].split('% ')[1]}" if parts else "") + "."))
            rows = sorted(self.rows, key=lambda r: -r.data.similarity)[:1]
            places = [r.left if report is self.left else r.right for r in rows] or [Place(report, Span(0, 0), "")]
            yield Statement(tuple(runs), tuple(places[:PLACES]), ("side by side", "sides"))

    def _displaced(self) -> Iterator[Statement]:
        if self.moved:
            count = len(self.moved)
            runs = (
                Run(f"{phrases.capital(phrases.spelled(count))} {'passage stands' if count == 1 else 'passages stand'} "),
                Run("in another order", True),
            )
            yield Statement((*runs, Run(".")), tuple(p for r in self.moved for p in (r.left, r.right))[:PLACES])

    @property
    def ribbons(self) -> list[Ribbon]:
        return [
            Ribbon(
                _part(r.left),
                _part(r.right),
                r.data.kind + (" moved" if r.data.moved else ""),
                f"{r.label}: {r.words}",
                f"#{r.left.anchor}",
            )
            for r in self.rows
        ]

    @property
    def anything(self) -> bool:
        return bool(self.rows or self.claims or self.quotes)

    def rows_and_gaps(self) -> Iterator[tuple[Row | None, Place | None, Place | None]]:
        """All of it in the order of the left document: passages, and sentences that one side alone has.

        Those of the right document follow the passage that stands before them there.
        """
        waiting = list(self.missing[1])
        order: list[tuple[int, Row | None, Place | None]] = [(r.left.span.start, r, None) for r in self.rows]
        order += [(p.span.start, None, p) for p in self.missing[0]]
        behind = _behind(self.rows, waiting)
        yield from ((None, None, p) for p in behind.get(None, []))
        for _, row, place in sorted(order, key=lambda x: x[0]):
            yield row, place, None
            if row is not None:
                yield from ((None, None, p) for p in behind.get(row.label, []))


def _behind(rows: Sequence[Row], places: Sequence[Place]) -> dict[str | None, list[Place]]:
    """Label of a passage -> places of the right document between it and the next one there; None: before all passages."""
    out: dict[str | None, list[Place]] = {}
    for place in places:
        before = [r for r in rows if r.right.span.start <= place.span.start]
        last = max(before, key=lambda r: r.right.span.start, default=None)
        out.setdefault(last.label if last else None, []).append(place)
    return out


def _part(place: Place) -> tuple[float, float]:
    """How far through the article a place begins and ends, 0..1."""
    body = place.report.data.body or [(0, max(1, len(place.report.text)))]
    size = max(1, sum(b - a for a, b in body))
    start, end = (sum(min(max(at - a, 0), b - a) for a, b in body) / size for at in place.span)
    return start, end
