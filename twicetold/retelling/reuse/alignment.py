"""From pairs of seeds to passages: each pair of texts' seeds are extended one after the other, all pairs of texts at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from twicetold.retelling.reuse.extension import BAND, Aligned, Extender, together
from twicetold.retelling.reuse.parallel import spread
from twicetold.retelling.reuse.postings import distinct
from twicetold.retelling.reuse.seeds import Pairs
from twicetold.retelling.reuse.words import Flags, Ints, Shingles, Words

BLOCK = 1 << 18  # seeds of a part
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
    left = (key >> _PLACE).astype(np.int64)
    key &= _MASK
    right = key.view(np.int64)  # the same memory: among 200,000 texts each of these columns takes 120 MB
    texts = words.text(left)
    texts *= len(words.first)
    texts += words.text(right)
    order = np.argsort(texts, kind="stable")
    del texts
    left = left[order]
    return Pairs(left, right[order])


def blocks(found: Pairs, words: Words) -> tuple[list[slice], int]:
    """Ranges of seeds that hold whole pairs of texts, and how many pairs of texts there are."""
    fresh = _fresh(words.text(found.left), words.text(found.right))
    start = np.flatnonzero(fresh)
    cut = start[np.searchsorted(start, np.arange(0, len(fresh), BLOCK))] if len(start) else start
    ends = [*distinct(cut).tolist(), len(fresh)]
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
        fresh = _fresh(extender.left_text(left), extender.right_text(right))
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
    """Without alignments that lie for more than half in a better one of the same two texts; sorted by texts and place."""
    a, b = extender.left_text(found.left), extender.right_text(found.right)
    rest = np.lexsort((found.right, found.left, -found.score, b, a))
    kept = [rest[:0]]
    while len(rest):
        fresh = _fresh(a[rest], b[rest])
        kept.append(rest[fresh])
        best = found.rows(kept[-1][np.cumsum(fresh) - 1])
        rest = rest[~fresh & ~_half_in(found.rows(rest), best)]
    rows = np.concatenate(kept)
    return found.rows(rows[np.lexsort((found.right[rows], found.left[rows], b[rows], a[rows]))])


def _half_in(one: Aligned, other: Aligned) -> Flags:
    left = np.minimum(one.left_end, other.left_end) - np.maximum(one.left, other.left)
    right = np.minimum(one.right_end, other.right_end) - np.maximum(one.right, other.right)
    return np.asarray((2 * left > one.left_end - one.left) & (2 * right > one.right_end - one.right), np.bool_)


def aligned(found: Pairs, words: Words, extender: Extender, enough: int, workers: int = 1) -> Iterator[Aligned]:
    """`align` for block after block of sorted seeds."""
    cuts, _ = blocks(found, words)
    return spread(lambda cut: align(Pairs(found.left[cut], found.right[cut]), extender, enough), cuts, workers)
