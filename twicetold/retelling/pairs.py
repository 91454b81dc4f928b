"""Stretches of text (claims, quotations) measured against each other in pairs: what the clustering of both rests on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling.likeness import Embed, Likeness
from twicetold.retelling.neighbours import Neighbourhood, sentence_of
from twicetold.retelling.terms import terms
from twicetold.types import Actor, Report, Roster, Span, Story

Floats = NDArray[np.float32]

FAR = 0.2  # cosine below which two items are not worth measuring: the least of 660 true pairs that were ever joined has .21
MOST = 0.5  # share of a sentence from which a stretch of it has its vector: link F1 of claims .815 as with vectors of their own (families
# left out in turn), with .75 and 1 likewise, with all sentences' vectors .756; embedding costs a third
SMALL = 60  # items; so few are compared in full
NEAREST = 240  # candidates of an item of a larger set: the nearest by vector
ALIKE = 0.6  # cosine of two neighbours from which they count as copies
BLOCK = 1024  # rows of one product of vectors
COPIED = 4096  # pairs whose vectors are copied at once: 12 MB
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
    "same_speaker",
    "other_speaker",
    "next_to_same",  # the items before or behind both are near copies
    "wedged",  # so are those on both sides
    "both",  # cover_low x cosine
    "same_quote",
    "kin",  # two documents that share an origin
    "strange",  # two documents that share none: each speaks for itself
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


def worth(embed: Embed | None, members: Sequence[Report]) -> Embed | None:
    """Embedding every stretch costs as much as reading it; within a single document sentence vectors and equal words are enough."""
    return embed if len(members) > 1 else None


def spread(size: int, most: int) -> range:
    """Up to `most` of the places 0..size-1, evenly spread: they stand for a large set where comparing with all would cost its square."""
    return range(0, size, max(1, -(-size // most)))


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


def _fills(one: Item) -> bool:
    """Whether a stretch is most of its sentence, whose vector is known from reading."""
    home = one.report.sentences[one.sentence] if one.sentence >= 0 else None
    return home is not None and one.span.overlap(home) >= MOST * home.size


def _names(report: Report, roster: Roster, span: Span, text: str, opening: int) -> frozenset[str]:
    names = {t.key for t in terms(text) if t.kind == "word" and text[t.start].isupper() and span.start + t.start != opening}
    actors = (roster.of(report.document.id, m.actor) for m in report.cast.within(span) if m.kind != "pronoun")
    return frozenset(names | {f"actor:{a.key}" for a in actors if a is not None})


class Pairs:
    """Measures pairs of `items` of one story. `items` must be in a fixed order: pairs are named by their places in it."""

    def __init__(
        self,
        items: Sequence[Item],
        reports: Sequence[Report],
        embed: Embed | None,
        texts: Iterable[str] = (),
        origins: Mapping[str, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        """`texts`: further ones that `likeness` shall be able to compare; `origins`: the roots of each document (`stemma.origins`)."""
        self.items = items
        self.origins = origins
        background = [r.text(s) for r in reports for s in r.sentences]
        self.likeness = Likeness([*(i.text for i in items), *texts], background, embed)
        self.vectors = self._own_vectors(embed)
        self.neighbourhood = Neighbourhood(reports)
        self.at = {(i.report.document.id, i.order): k for k, i in enumerate(items)}

    def _own_vectors(self, embed: Embed | None) -> Floats:
        """A vector for every item: that of its sentence where it is most of it or texts cannot be embedded, else its own."""
        rows = [i.report.vectors[i.sentence] if i.sentence >= 0 else np.zeros(384, np.float32) for i in self.items]
        vectors = np.array(rows, np.float32).reshape(len(rows), -1)
        parts = [k for k, i in enumerate(self.items) if not _fills(i)] if embed is not None else []
        if embed is not None and parts:
            vectors[parts] = embed([self.items[k].text for k in parts])
        return vectors

    def candidates(self) -> NDArray[np.int64]:
        """(pairs, 2): places of items worth measuring, the lower one first, in order."""
        far = FAR if len(self.items) > SMALL else -1.0
        found: set[tuple[int, int]] = set()
        for first in range(0, len(self.items), BLOCK):
            product = self.vectors[first : first + BLOCK] @ self.vectors.T
            for a, row in enumerate(product, start=first):
                near = np.flatnonzero(row >= far)
                if len(near) > NEAREST:
                    near = near[np.argsort(-row[near], kind="stable")[:NEAREST]]
                found.update((min(a, b), max(a, b)) for b in near.tolist() if a != b)
        return np.array(sorted(found), np.int64).reshape(-1, 2)

    def measures(self, pairs: NDArray[np.int64], wanted: Collection[str] = MEASURES) -> dict[str, Floats]:
        """The MEASURES named in `wanted` of each pair. Symmetric in both items."""
        covers = self.likeness.covers([i.text for i in self.items], pairs)
        low, high = covers.min(1), covers.max(1)
        cosine = self._cosines(pairs[:, 0], pairs[:, 1])
        out = {"cover_low": low, "cover_high": high, "cosine": cosine, "both": low * cosine, **self._places(pairs, wanted)}
        out |= self._flanks(pairs)
        out |= {name: self._each(pairs, test) for name, test in TESTS.items() if name in wanted}
        if "kin" in wanted or "strange" in wanted:
            kin, strange = self._each(pairs, self.kin), self._each(pairs, lambda a, b: a.report is not b.report)
            out |= {"kin": kin, "strange": strange - kin}
        return {name: out[name].astype(np.float32) for name in MEASURES if name in wanted}

    def _cosines(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> Floats:
        """Cosine of each pair of items, some pairs at a time: a copy of two vectors for every pair of a long document is 600 MB."""
        out = np.zeros(len(left), np.float32)
        for k in range(0, len(left), COPIED):
            part = slice(k, k + COPIED)
            out[part] = np.einsum("ij,ij->i", self.vectors[left[part]], self.vectors[right[part]])
        return out

    def kin(self, one: Item, other: Item) -> bool:
        """Whether two documents go back to one origin at least; what each has of it is likely one statement."""
        roots = [self.origins.get(i.report.document.id, frozenset()) for i in (one, other)]
        return one.report is not other.report and bool(roots[0] & roots[1])

    def _each(self, pairs: NDArray[np.int64], test: Callable[[Item, Item], bool]) -> Floats:
        return np.array([test(self.items[a], self.items[b]) for a, b in pairs.tolist()], np.float32)

    def _places(self, pairs: NDArray[np.int64], wanted: Collection[str]) -> dict[str, Floats]:
        """What the documents say about the sentences of each pair; nothing within one document or outside sentences."""
        names = [n for n in ("sentence_cosine", "anchor", "support", "related", "place") if n in wanted]
        out = {name: np.zeros(len(pairs), np.float32) for name in names}
        groups: dict[tuple[str, str], list[int]] = {}
        for k, (a, b) in enumerate(pairs.tolist()):
            x, y = self.items[a], self.items[b]
            if x.report is not y.report and x.sentence >= 0 and y.sentence >= 0:
                groups.setdefault((x.report.document.id, y.report.document.id), []).append(k)
        for (left, right), members in groups.items():
            near = self.neighbourhood.of(left, right)
            rows, columns = (np.array([self.items[p].sentence for p in pairs[members, side]], np.int64) for side in (0, 1))
            spots = (rows, columns)
            away = np.array([abs(self.items[a].place - self.items[b].place) for a, b in pairs[members].tolist()])
            for name in names:
                out[name][members] = near.anchor[spots] * away if name == "place" else near.at(name, spots)
        return out

    def _flanks(self, pairs: NDArray[np.int64]) -> dict[str, Floats]:
        """How alike the items before, and those behind, are, 0 where there are none: the better side; and how far both are near copies."""
        sides = []
        for beside in (self._beside(-1), self._beside(1)):
            x, y = beside[pairs[:, 0]], beside[pairs[:, 1]]
            likeness = self._cosines(x, y)
            sides.append(np.where((x >= 0) & (y >= 0) & (x != y), likeness, 0.0))
        return {"next_to_same": np.maximum(*sides), "wedged": np.clip((np.minimum(*sides) - ALIKE) / (1 - ALIKE), 0.0, 1.0)}

    def _beside(self, step: int) -> NDArray[np.int64]:
        """The next item of the same document in one direction that does not overlap, -1 where there is none."""
        out = np.full(len(self.items), -1, np.int64)
        for k, one in enumerate(self.items):
            order = one.order + step
            while (other := self.at.get((one.report.document.id, order))) is not None and self.items[other].span.overlap(one.span):
                order += step
            out[k] = -1 if other is None else other
        return out


TESTS: dict[str, Callable[[Item, Item], bool]] = {
    "number_shared": lambda x, y: bool(x.numbers & y.numbers),
    "number_conflict": lambda x, y: bool(x.numbers and y.numbers and not x.numbers & y.numbers),
    "name_shared": lambda x, y: bool(x.names & y.names),
    "name_conflict": lambda x, y: bool(x.names and y.names and not x.names & y.names),
    "same_document": lambda x, y: x.report is y.report,
    "same_speaker": lambda x, y: x.speaker is not None and x.speaker == y.speaker,
    "other_speaker": lambda x, y: x.speaker is not None and y.speaker is not None and x.speaker != y.speaker,
    "same_quote": lambda x, y: bool(x.quotes & y.quotes),
}
