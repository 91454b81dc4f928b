"""Which sentences of two documents stand for each other: mutual best matches, and what their neighbours say of a place.

A retelling keeps the order of what it retells. So a pair of places is the likelier the same if the sentences before and behind it are
matched to each other as well, whatever the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from twicetold.types import Report, Span

Floats = NDArray[np.float32]

ANCHOR = 0.55  # cosine of two sentences that are each other's best; unrelated sentences of one story reach .5
REACH = 2  # sentences before and behind that may speak for a place


class Neighbours:
    """What two documents share, sentence by sentence.

    `cosine`: (sentences of left, of right). `anchor`: 1 where two sentences are each other's best match and alike. `support`: 0..1, how
    well the surroundings of two places match. `related`: 0..1, the share of the shorter document's sentences with an anchor.
    """

    def __init__(self, left: Floats, right: Floats) -> None:
        """`left`, `right`: vectors of the sentences, unit length."""
        self.cosine: Floats = (left @ right.T).astype(np.float32)
        self.anchor = np.zeros_like(self.cosine)
        if self.cosine.size:
            rows, columns = self.cosine.max(1, keepdims=True), self.cosine.max(0, keepdims=True)
            self.anchor = ((self.cosine == rows) & (self.cosine == columns) & (self.cosine >= ANCHOR)).astype(np.float32)

    @cached_property
    def support(self) -> Floats:
        return _support(self.anchor * self.cosine)

    @cached_property
    def related(self) -> float:
        return float(min(self.anchor.sum() / min(self.cosine.shape), 1.0)) if self.cosine.size else 0.0

    def at(self, name: str, spots: tuple[NDArray[np.int64], NDArray[np.int64]]) -> Floats:
        """One of the above at many places: (rows, columns) as index arrays."""
        if name == "related":
            return np.full(len(spots[0]), self.related, np.float32)
        grid: Floats = {"sentence_cosine": self.cosine, "anchor": self.anchor}.get(name, self.support if name == "support" else self.anchor)
        return grid[spots]


def _support(strength: Floats) -> Floats:
    """For each pair of places the strongest anchors around it, one before and one behind, nearer ones counting more; the mean of both
    sides."""
    rows, columns = strength.shape
    padded = np.pad(strength, REACH)
    sides = [np.zeros_like(strength), np.zeros_like(strength)]
    for i in range(-REACH, REACH + 1):
        for j in range(-REACH, REACH + 1):
            if i * j > 0 or (i == 0) != (j == 0):
                moved = padded[REACH + i : REACH + i + rows, REACH + j : REACH + j + columns] / max(abs(i), abs(j))
                side = 0 if i + j < 0 else 1
                sides[side] = np.maximum(sides[side], moved)
    return ((sides[0] + sides[1]) / 2).astype(np.float32)


class Neighbourhood:
    """`neighbours` of all pairs of documents of one story, each worked out when it is first asked for."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = {r.document.id: r for r in reports}
        self._known: dict[tuple[str, str], Neighbours] = {}

    def of(self, left: str, right: str) -> Neighbours:
        if (left, right) not in self._known:
            self._known[(left, right)] = Neighbours(self._reports[left].vectors, self._reports[right].vectors)
        return self._known[(left, right)]


def sentence_of(report: Report, span: Span) -> int:
    """Index of the sentence that holds most of `span`, the first such; -1 where the report has none."""
    best = max(range(len(report.sentences)), key=lambda k: (report.sentences[k].overlap(span), -k), default=-1)
    return best if best >= 0 and report.sentences[best].overlap(span) else -1
