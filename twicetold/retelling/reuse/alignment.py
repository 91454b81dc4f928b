"""From pairs of seeds to passages: each pair of texts' seeds are extended one after the other, all pairs of texts at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from twicetold.retelling.reuse.extension import BAND, Aligned, Extender, together
from twicetold.retelling.reuse.parallel import spread
from twicetold.retelling.reuse.seeds import Pairs
from twicetold.retelling.reuse.words import Flags, Ints, Shingles, Words

BLOCK = 1 << 16  # seeds of a part
COVERED = 0.5  # share of the threshold at which an alignment takes the seeds that lie in it with it
PROMISING = 0.6  # share of the threshold that a seed must score at first glance
ROUNDS = 256  # alignments tried for one pair of texts
_PLACE = np.uint64(32)
_MASK = np.uint64(0xFFFFFFFF)


def gathered(found: Iterable[Pairs], words: Words) -> Pairs:
    """Seeds of all partitions, sorted by pair of texts and place."""
    keys = [(pair.left.astype(np.uint64) << _PLACE) | pair.right.astype(np.uint64) for pair in found]
    key: Shingles = np.concatenate([*keys, np.empty(0, np.uint64)])
    keys.clear()
    key.sort()
    left, right = (key >> _PLACE).astype(np.int64), (key & _MASK).astype(np.int64)
    order = np.argsort(words.text(left) * len(words.first) + words.text(right), kind="stable")
    return Pairs(left[order], right[order])


def blocks(found: Pairs, words: Words) -> tuple[list[slice], int]:
    """Ranges of seeds that hold whole pairs of texts, and how many pairs of texts there are."""
    fresh = _fresh(words.text(found.left), words.text(found.right))
    start = np.flatnonzero(fresh)
    cut = start[np.searchsorted(start, np.arange(0, len(fresh), BLOCK))] if len(start) else start
    ends = [*np.unique(cut).tolist(), len(fresh)]
    return [slice(a, b) for a, b in pairwise(ends)], len(start)


def _fresh(a: Ints, b: Ints) -> Flags:
    out = np.ones(len(a), np.bool_)
    out[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    return out


def align(found: Pairs, extender: Extender, enough: int) -> Aligned:
    """The alignments of a block of seeds that score `enough`, sorted by texts and place.

    The first seed of each pair of texts is extended; seeds that lie in what came of it are done; then the next.
    """
    promising = extender.glance(*found) >= PROMISING * enough
    left, right = found.left[promising], found.right[promising]
    kept: list[Aligned] = []
    for _ in range(ROUNDS):
        if not len(left):
            break
        fresh = _fresh(extender.text(left), extender.text(right))
        head, number = np.flatnonzero(fresh), np.cumsum(fresh) - 1
        here = extender.extend(left[head], right[head])
        kept.append(here.rows(here.score >= enough))
        done = fresh | _inside(left, right, here.rows(number), COVERED * enough)
        left, right = left[~done], right[~done]
    return _distinct(together(kept), extender)


def _inside(left: Ints, right: Ints, box: Aligned, enough: float) -> Flags:
    in_left = (left >= box.left) & (left < box.left_end)
    in_right = (right >= box.right - BAND) & (right < box.right_end + BAND)
    return np.asarray((box.score >= enough) & in_left & in_right, np.bool_)


def _distinct(found: Aligned, extender: Extender) -> Aligned:
    """Without alignments that lie for more than half in a better one of the same two texts."""
    a, b = extender.text(found.left), extender.text(found.right)
    order = np.lexsort((found.right, found.left, -found.score, b, a))
    found, a, b = found.rows(order), a[order], b[order]
    dropped = np.zeros(len(order), np.bool_)
    for begin, end in pairwise([*np.flatnonzero(_fresh(a, b)).tolist(), len(order)]):
        if end - begin > 1:
            dropped[begin:end] = _repeats([tuple(row) for row in np.stack(found[:4], axis=1)[begin:end].tolist()])
    found = found.rows(~dropped)
    order = np.lexsort((found.right, found.left, b[~dropped], a[~dropped]))
    return found.rows(order)


def _repeats(boxes: list[tuple[int, ...]]) -> list[bool]:
    kept: list[tuple[int, ...]] = []
    out = []
    for box in boxes:
        out.append(any(_half_in(box, other) for other in kept))
        if not out[-1]:
            kept.append(box)
    return out


def _half_in(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    left = min(one[1], other[1]) - max(one[0], other[0])
    right = min(one[3], other[3]) - max(one[2], other[2])
    return 2 * left > one[1] - one[0] and 2 * right > one[3] - one[2]


def aligned(found: Pairs, words: Words, extender: Extender, enough: int, workers: int = 1) -> Iterator[Aligned]:
    """`align` for block after block of sorted seeds."""
    cuts, _ = blocks(found, words)
    return spread(lambda cut: align(Pairs(found.left[cut], found.right[cut]), extender, enough), cuts, workers)
