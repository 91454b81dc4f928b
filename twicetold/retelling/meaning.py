"""Sentences aligned across paraphrase, back-translation and spinning: by vectors, rare terms and order, where shared words are few.

Two sentences are as alike as the mean of their weighted term overlap (names, numbers, rare words count most) and the cosine of their
vectors. A retelling keeps the order of what it retells more often than chance does; `order` is the share of consecutive aligned sentences
that does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from twicetold.retelling.lines import Lines, Matrix, overlap
from twicetold.types import Passage

ALIGNED = (
    0.5  # likeness from which two sentences tell the same; swept on the development families: independent reports of one event reach it
)
# in under a sixth of their sentences, retellings in a quarter to all
GAP_COST = 0.35  # what a sentence left out costs the monotone alignment


@dataclass(frozen=True, slots=True)
class Affinity:
    """How much of `child` stands in `parent`. All shares are 0..1, weighted by the words of the child's sentences."""

    child: Lines
    parent: Lines
    best: NDArray[np.int64]  # for each sentence of the child the likest of the parent
    likeness: Matrix  # of these pairs
    terms: float  # mean weighted term overlap
    vectors: float  # mean cosine
    words: float  # share of all words, function words too, that stand in the likest sentence in the same order
    covered: float  # share of the child in aligned sentences
    order: float  # share of consecutive aligned sentences that keep the parent's order; 1 where fewer than three are aligned

    @property
    def aligned(self) -> list[tuple[int, int]]:
        """Pairs of sentences that tell the same (child, parent)."""
        return [(i, int(j)) for i, j in enumerate(self.best) if self.likeness[i] >= ALIGNED]


def likeness(child: Lines, parent: Lines) -> Matrix:
    """Of every sentence of `child` with every one of `parent`, 0..1."""
    return _likeness(overlap(child, parent), child, parent)


def _likeness(shared: Matrix, child: Lines, parent: Lines) -> Matrix:
    # einsum and not a matrix product: small products are slower on several threads, and their last bits would hang on the number of threads
    cosine = np.clip(np.einsum("ik,jk->ij", child.vectors, parent.vectors), 0, 1)
    return np.asarray((shared + cosine) / 2, np.float32)


def compare(child: Lines, parent: Lines) -> Affinity | None:
    """The affinity of two reports, None where one has no sentences."""
    if not len(child.sizes) or not len(parent.sizes):
        return None
    shared = overlap(child, parent)
    alike = _likeness(shared, child, parent)
    best, rows = alike.argmax(axis=1), np.arange(len(child.sizes))
    value = alike[rows, best]
    kept = [_in_order(child, i, parent, int(j)) for i, j in enumerate(best)]
    steps = np.diff(best[value >= ALIGNED])
    return Affinity(
        child,
        parent,
        best,
        np.asarray(value, np.float32),
        _mean(shared[rows, best], child),
        _mean((alike * 2 - shared)[rows, best], child),
        _mean(np.array(kept), child),
        _mean(value >= ALIGNED, child),
        float((steps >= 0).mean()) if len(steps) > 1 else 1.0,
    )


def _mean(values: NDArray[np.generic], child: Lines) -> float:
    return float((np.asarray(values, np.float64) * child.sizes).sum() / max(1, child.sizes.sum()))


def _in_order(child: Lines, i: int, parent: Lines, j: int) -> float:
    left, right = [t.word for t in child.terms[i]], [t.word for t in parent.terms[j]]
    return LCSseq.similarity(left, right) / max(1, len(left))


def monotone(alike: Matrix) -> list[tuple[int, int]]:
    """Pairs of sentences in the order of both texts with the highest sum of likeness above GAP_COST (Needleman & Wunsch 1970)."""
    rows, columns = alike.shape
    best = np.zeros((rows + 1, columns + 1))
    for i in range(1, rows + 1):
        gain = best[i - 1, :-1] + alike[i - 1] - GAP_COST
        best[i, 1:] = np.maximum.accumulate(np.maximum(best[i - 1, 1:], gain))
    out, i, j = [], rows, columns
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            out.append((i, j))
    return out[::-1]


def passages(one: Lines, other: Lines, least: float = ALIGNED) -> Iterator[Passage]:
    """Sentences of two reports that tell the same: aligned in order, or each the other's likest, with a likeness of `least`."""
    left, right = sorted((one, other), key=lambda x: x.report.document.id)
    if not len(left.sizes) or not len(right.sizes):
        return
    alike = likeness(left, right)
    mutual = {(i, int(j)) for i, j in enumerate(alike.argmax(axis=1)) if int(alike[:, j].argmax()) == i}
    for i, j in sorted(mutual | set(monotone(alike))):
        if alike[i, j] >= least:
            yield Passage(
                left.report.document.id, left.spans[i], right.report.document.id, right.spans[j], round(float(alike[i, j]), 4), "meaning"
            )


def without_known(found: Iterable[Passage], known: Iterable[Passage]) -> list[Passage]:
    """Those of `found` that no passage of `known` mostly covers on both sides."""
    by_pair: defaultdict[tuple[str, str], list[Passage]] = defaultdict(list)
    for passage in known:
        by_pair[passage.left_document, passage.right_document].append(passage)
    return [p for p in found if not any(_covers(k, p) for k in by_pair[p.left_document, p.right_document])]


def _covers(known: Passage, found: Passage) -> bool:
    return 2 * known.left.overlap(found.left) > found.left.size and 2 * known.right.overlap(found.right) > found.right.size
