"""Stretches of text (claims, quotations) measured against each other in pairs: what the clustering of both rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling.likeness import Embed, Likeness
from twicetold.retelling.neighbours import Neighbourhood, sentence_of
from twicetold.retelling.terms import terms
from twicetold.types import Actor, Report, Roster, Span, Story

Floats = NDArray[np.float32]

FAR = 0.2  # cosine below which two items are not worth measuring: the least of 660 true pairs that were ever joined has .21
NEAREST = 60  # candidates of an item: the nearest by vector; sets of fewer items are compared in full
BLOCK = 1024  # rows of one product of vectors
MEASURES = (
    "cover_low",  # the smaller of both covers: the same words
    "cover_high",  # the greater: one holds the other
    "cosine",  # of the stretches' own vectors
    "sentence_cosine",  # of the sentences they stand in
    "anchor",  # their sentences are each other's best match
    "support",  # the surroundings match
    "related",  # share of the documents' sentences that match
    "number_shared",
    "number_conflict",
    "name_shared",
    "name_conflict",
    "same_document",
    "place",  # distance of their places inside matching sentences, 0..1
    "run",  # longest run of words in common, as a share of the shorter stretch
    "same_speaker",
    "other_speaker",
    "next_to_same",  # the items before or behind both are near copies
    "both",  # cover_low x cosine
    "pivot",  # cosine x support
    "same_quote",
)


@dataclass(frozen=True, slots=True)
class Item:
    """A stretch of one document, ready to be compared. `order`: its place among the items of its document."""

    report: Report
    index: int
    span: Span
    text: str
    sentence: int
    place: float
    order: int
    numbers: frozenset[str]
    names: frozenset[str]
    speaker: str | None
    quotes: frozenset[int]


def by_story(reports: Sequence[Report], stories: Sequence[Story]) -> Iterator[list[Report]]:
    """The reports of each story, by document id; all of them together where there are no stories."""
    known = {r.document.id: r for r in sorted(reports, key=lambda r: r.document.id)}
    if not stories:
        yield list(known.values())
    for story in stories:
        yield [known[d] for d in sorted(story.documents) if d in known]


def item(
    report: Report, roster: Roster, index: int, span: Span, *, order: int, speaker: Actor | None, quotes: frozenset[int] = frozenset()
) -> Item:
    """Gather what is compared of `span`. Names are those that begin with a capital inside a sentence, and actors of the cast."""
    text = report.text(span)
    sentence = sentence_of(report, span)
    home = report.sentences[sentence] if sentence >= 0 else span
    place = (span.start + span.end - 2 * home.start) / (2 * max(home.size, 1))
    return Item(
        report=report,
        index=index,
        span=span,
        text=text,
        sentence=sentence,
        place=min(max(place, 0.0), 1.0),
        order=order,
        numbers=frozenset(t.key for t in terms(text) if t.kind == "number"),
        names=_names(report, roster, span, text, home.start),
        speaker=None if speaker is None else speaker.key,
        quotes=quotes,
    )


def _names(report: Report, roster: Roster, span: Span, text: str, opening: int) -> frozenset[str]:
    names = {t.key for t in terms(text) if t.kind == "word" and text[t.start].isupper() and span.start + t.start != opening}
    actors = (roster.of(report.document.id, m.actor) for m in report.cast.within(span) if m.kind != "pronoun")
    return frozenset(names | {f"actor:{a.key}" for a in actors if a is not None})


class Pairs:
    """Measures pairs of `items` of one story. `items` must be in a fixed order: pairs are named by their places in it."""

    def __init__(self, items: Sequence[Item], reports: Sequence[Report], embed: Embed | None) -> None:
        self.items = items
        background = [r.text(s) for r in reports for s in r.sentences]
        self.likeness = Likeness([i.text for i in items], background, embed)
        self.vectors = self._own_vectors(embed)
        self.neighbourhood = Neighbourhood(reports)
        self.at = {(i.report.document.id, i.order): k for k, i in enumerate(items)}

    def _own_vectors(self, embed: Embed | None) -> Floats:
        """A vector for every item: its own where texts can be embedded, else that of its sentence."""
        if embed is not None and self.items:
            return np.asarray(embed([i.text for i in self.items]), np.float32)
        rows = [i.report.vectors[i.sentence] if i.sentence >= 0 else np.zeros(384, np.float32) for i in self.items]
        return np.array(rows, np.float32).reshape(len(rows), -1)

    def candidates(self) -> list[tuple[int, int]]:
        """Pairs worth measuring, the lower place first, in order."""
        found: set[tuple[int, int]] = set()
        for first in range(0, len(self.items), BLOCK):
            product = self.vectors[first : first + BLOCK] @ self.vectors.T
            for a, row in enumerate(product, start=first):
                near = np.flatnonzero(row >= (FAR if len(self.items) > NEAREST else -1.0))
                if len(near) > NEAREST:
                    near = np.sort(near[np.argsort(-row[near], kind="stable")[:NEAREST]])
                found.update((min(a, b), max(a, b)) for b in near.tolist() if a != b)
        return sorted(found)

    def measure(self, a: int, b: int) -> Floats:
        """The MEASURES of the pair, in their order. Symmetric in `a` and `b`."""
        x, y = self.items[a], self.items[b]
        cover = self.likeness.cover(x.text, y.text)
        cosine = float(self.vectors[a] @ self.vectors[b])
        near = self.neighbourhood.of(x.report.document.id, y.report.document.id)
        inside = x.sentence >= 0 and y.sentence >= 0
        spot = (x.sentence, y.sentence)
        anchor = float(near.anchor[spot]) if inside else 0.0
        support = float(near.support[spot]) if inside else 0.0
        same_document = x.report is y.report
        low = min(cover)
        return np.array(
            [
                low,
                max(cover),
                cosine,
                float(near.cosine[spot]) if inside else 0.0,
                0.0 if same_document else anchor,
                0.0 if same_document else support,
                0.0 if same_document else near.related,
                bool(x.numbers & y.numbers),
                bool(x.numbers and y.numbers and not x.numbers & y.numbers),
                bool(x.names & y.names),
                bool(x.names and y.names and not x.names & y.names),
                same_document,
                0.0 if same_document else anchor * abs(x.place - y.place),
                self.run(a, b),
                x.speaker is not None and x.speaker == y.speaker,
                x.speaker is not None and y.speaker is not None and x.speaker != y.speaker,
                self._next_to_same(a, b),
                low * cosine,
                0.0 if same_document else cosine * support,
                bool(x.quotes & y.quotes),
            ],
            np.float32,
        )

    def run(self, a: int, b: int) -> float:
        """The longest run of words that both have, as a share of the words of the shorter one."""
        x, y = self.likeness.bag(self.items[a].text).rows.tolist(), self.likeness.bag(self.items[b].text).rows.tolist()
        best, before = 0, [0] * (len(y) + 1)
        for word in x:
            row = [0] * (len(y) + 1)
            for j, other in enumerate(y):
                if word == other:
                    row[j + 1] = before[j] + 1
            best, before = max(best, max(row)), row
        return best / max(min(len(x), len(y)), 1)

    def _next_to_same(self, a: int, b: int) -> float:
        """How alike the items before and behind are, where both have one: the better side."""
        best = 0.0
        for step in (-1, 1):
            pair = [self.at.get((self.items[k].report.document.id, self.items[k].order + step)) for k in (a, b)]
            if pair[0] is not None and pair[1] is not None and pair[0] != pair[1]:
                best = max(best, float(self.vectors[pair[0]] @ self.vectors[pair[1]]))
        return best
