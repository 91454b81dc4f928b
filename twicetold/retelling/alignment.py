"""Gapped extension of seeds, many at once: X-drop alignment on words in a band around the seed's diagonal (Zhang et al. 2000).

A word that is the same on both sides adds its weight (rare words more), a word that differs or is missing costs a constant; extension stops
where the score has fallen `drop` below the best. All seeds take their next step together, as rows of one array, so no compiler is needed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling.shingles import Seeds
from twicetold.retelling.words import Hashes, Ints, Words

Floats = NDArray[np.float32]

# Swept .25/.35 to .75/.8 on generated corpora of 2,000 documents: recall at precision .975 rises from .91 to .99 as the costs fall,
# and the extents get better
MISMATCH = np.float32(0.25)
GAP = np.float32(0.35)
_LOW = np.float32(-1e9)
_LONGEST = 5000  # words on one side of a seed
_BLOCK = 8192  # seeds that take their steps together: bounds memory


class Reach(NamedTuple):
    """How far an extension got: its score, and words taken on either side."""

    score: Floats
    left: Ints
    right: Ints


class Aligned(NamedTuple):
    """Aligned stretches: half-open word indices on either side, and the score."""

    left: Ints
    left_end: Ints
    right: Ints
    right_end: Ints
    score: Floats

    def rows(self, wanted: NDArray[np.bool_] | Ints) -> Aligned:
        """Only those that `wanted` marks or numbers."""
        return Aligned(self.left[wanted], self.left_end[wanted], self.right[wanted], self.right_end[wanted], self.score[wanted])


def extend(hashes: Hashes, weight: Floats, a: Ints, b: Ints, a_stop: Ints, b_stop: Ints, step: int, drop: float, band: int) -> Reach:
    """Extend from words `a`, `b` in direction `step` (1 or -1) up to, not including, `a_stop`, `b_stop`."""
    count, wide = len(a), 2 * band + 1
    best, left, right = np.zeros(count, np.float32), np.zeros(count, np.int64), np.zeros(count, np.int64)
    lanes = np.arange(wide)
    slope = (GAP * lanes).astype(np.float32)
    score = np.full((count, wide), _LOW, np.float32)
    score[:, band:] = -GAP * np.arange(band + 1, dtype=np.float32)
    live = np.flatnonzero(a != a_stop)
    score = score[live]
    a_left, b_left = np.abs(a_stop - a), np.abs(b_stop - b)
    for i in range(_LONGEST):
        keep = a_left[live] > i
        live, score = live[keep], score[keep]
        if not len(live):
            break
        j = i + lanes - band
        inside = (j >= 0) & (j < b_left[live, None])
        here = a[live] + step * i
        there = np.where(inside, b[live, None] + step * j, 0)
        same = hashes[there] == hashes[here, None]
        cell = np.where(inside, score + np.where(same, weight[here, None], -MISMATCH), _LOW)
        cell[:, :-1] = np.maximum(cell[:, :-1], score[:, 1:] - GAP)
        # a gap on the other side runs along the row: the best of all cells before, less GAP a word
        cell = np.where(inside | (j < 0), np.maximum.accumulate(cell + slope, axis=1) - slope, cell)
        cell[cell < best[live, None] - drop] = _LOW
        top = cell.argmax(axis=1)
        value = cell[np.arange(len(live)), top]
        better = value > best[live]
        which = live[better]
        best[which], left[which], right[which] = value[better], i + 1, j[top[better]] + 1
        alive = value > _LOW / 2
        live, score = live[alive], cell[alive]
    return Reach(best, left, right)


def align(words: Words, weight: Floats, found: Seeds, *, drop: float, band: int) -> Aligned:
    """The best alignment through every seed."""
    blocks = [_align(words, weight, _part(found, k), drop, band) for k in range(0, max(1, len(found.left)), _BLOCK)]
    return Aligned(*(np.concatenate(column) for column in zip(*blocks, strict=True)))


def _part(found: Seeds, k: int) -> Seeds:
    cut = slice(k, k + _BLOCK)
    return Seeds(found.left[cut], found.right[cut], found.size[cut], found.weight[cut])


def _align(words: Words, weight: Floats, found: Seeds, drop: float, band: int) -> Aligned:
    first, a, b, size = words.first, found.left, found.right, found.size
    ta, tb = words.text[a], words.text[b]
    on = extend(words.hashes, weight, a + size, b + size, first[ta + 1], first[tb + 1], 1, drop, band)
    back = extend(words.hashes, weight, a - 1, b - 1, first[ta] - 1, first[tb] - 1, -1, drop, band)
    running = np.concatenate(([0.0], np.cumsum(weight, dtype=np.float64)))
    own = (running[a + size] - running[a]).astype(np.float32)
    return Aligned(
        a - back.left, a + size + on.left, b - back.right, b + size + on.right, np.asarray(own + on.score + back.score, np.float32)
    )
