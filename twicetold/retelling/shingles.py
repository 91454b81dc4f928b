"""From words to seeds: places in two texts where a rare run of words is the same.

The steps are functions on arrays, so that an engine can run them on partitions: `postings` (words to shingles), `seeds` (postings to
pairs of places), `chains` (pairs of places to candidates, one for each stretch of a diagonal). Nothing here depends on the order of the
texts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling.words import Hashes, Ints, Words

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(31)


@dataclass(frozen=True, slots=True)
class Postings:
    """Shingles (hashes of runs of `size` words), sorted; `place` is the index of the first word."""

    hashes: Hashes
    place: Ints
    size: int


@dataclass(frozen=True, slots=True)
class Seeds:
    """Pairs of places with the same shingle; the text of `left` comes first. `weight` is the weight of the shared words."""

    left: Ints
    right: Ints
    size: Ints
    weight: NDArray[np.float32]


def postings(words: Words, size: int) -> Postings:
    """All runs of `size` words that lie in one text, sorted by hash, then by place."""
    count = len(words) - size + 1
    if count <= 0:
        return Postings(np.empty(0, np.uint64), np.empty(0, np.int64), size)
    hashes = np.zeros(count, np.uint64)
    for k in range(size):
        hashes = (hashes + words.hashes[k : count + k]) * _FACTOR
        hashes ^= hashes >> _SHIFT
    place = np.flatnonzero(words.text[:count] == words.text[size - 1 :])
    order = np.argsort(hashes[place], kind="stable")
    return Postings(hashes[place][order], place[order], size)


def group_sizes(hashes: Hashes) -> tuple[Ints, Ints]:
    """First index and length of every run of equal values in sorted `hashes`."""
    if not len(hashes):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    first = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    return first, np.diff(np.append(first, len(hashes)))


def furniture(words: Words, found: Postings, publisher: Ints, most: int, repeats: float) -> NDArray[np.bool_]:
    """Which words are boilerplate: in shingles that a publisher prints again and again.

    A passage that many publishers print about once each is viral and stays; one that stands in more than `most` texts and on average in
    more than `repeats` texts of each publisher that has it, is furniture. `publisher` numbers the publisher of each text.
    """
    first, size = group_sizes(found.hashes)
    group = np.repeat(np.arange(len(first)), size)
    owner = publisher[words.text[found.place]]
    pair = np.unique(group * (int(publisher.max(initial=0)) + 1) + owner) // (int(publisher.max(initial=0)) + 1)
    owners = np.bincount(pair, minlength=len(first))
    common = (size > most) & (size > repeats * owners)
    out = np.zeros(len(words), np.bool_)
    for k in range(found.size):
        out[found.place[common[group]] + k] = True
    return out


def seeds(found: Postings, words: Words, weight: NDArray[np.float32], most: int, least: float) -> Seeds:
    """All pairs of places with the same shingle, in two texts, for shingles in at most `most` places that weigh at least `least`.

    Shingles in more places pair only with their next `most` followers in text order, so that a viral passage still becomes one cluster.
    """
    running = np.concatenate(([0.0], np.cumsum(weight, dtype=np.float64)))
    heavy = (running[found.place + found.size] - running[found.place]) >= least
    hashes, place = found.hashes[heavy], found.place[heavy]
    lefts, rights = [], []
    live = np.arange(len(hashes))
    for step in range(1, most + 1):
        live = live[live + step < len(hashes)]
        live = live[hashes[live] == hashes[live + step]]
        if not len(live):
            break
        lefts.append(place[live])
        rights.append(place[live + step])
    left = np.concatenate([*lefts, np.empty(0, np.int64)])
    right = np.concatenate([*rights, np.empty(0, np.int64)])
    apart = words.text[left] != words.text[right]
    left, right = left[apart], right[apart]
    gain = (running[left + found.size] - running[left]).astype(np.float32)
    return Seeds(left, right, np.full(len(left), found.size), gain)


def together(*several: Seeds) -> Seeds:
    """The seeds of several shingle sizes as one."""
    return Seeds(
        np.concatenate([s.left for s in several]),
        np.concatenate([s.right for s in several]),
        np.concatenate([s.size for s in several]),
        np.concatenate([s.weight for s in several]),
    )


def chains(found: Seeds, words: Words, band: int, gap: int, least: float) -> Seeds:
    """One seed for every chain of seeds that lie near one diagonal of one pair of texts, its heaviest, with the weight of the whole chain.

    Seeds join a chain when they are at most `gap` words further on; chains lighter than `least` are dropped.
    """
    if not len(found.left):
        return found
    order = np.lexsort((-found.size, found.right, found.left))
    found = Seeds(found.left[order], found.right[order], found.size[order], found.weight[order])
    a, b = words.text[found.left], words.text[found.right]
    shift = (found.left - words.first[a]) - (found.right - words.first[b])
    pair = a * len(words.first) + b
    out = [_chains(found, pair, (shift + offset) // band, gap, least) for offset in (0, band // 2)]
    kept = np.unique(np.concatenate([k for k, _ in out]))
    total = np.zeros(len(found.left), np.float32)
    for k, weight in out:
        total[k] = np.maximum(total[k], weight)
    return Seeds(found.left[kept], found.right[kept], found.size[kept], total[kept])


def _chains(found: Seeds, pair: Ints, diagonal: Ints, gap: int, least: float) -> tuple[Ints, NDArray[np.float32]]:
    """Heaviest seed and weight of every chain; `found` is sorted by place, `pair` and `diagonal` say which seeds can be in one chain."""
    low = int(diagonal.min())
    lane = pair * (int(diagonal.max()) - low + 1) + (diagonal - low)
    order = np.argsort(lane, kind="stable")
    left, size = found.left[order], found.size[order]
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = (lane[order][1:] != lane[order][:-1]) | (left[1:] - left[:-1] > gap)
    start = np.flatnonzero(fresh)
    # words that two seeds of a chain share count once: a seed adds the part of it that lies behind the one before
    new = size.copy()
    new[1:] = np.where(fresh[1:], size[1:], np.minimum(size[1:], np.maximum(0, left[1:] + size[1:] - left[:-1] - size[:-1])))
    gain = found.weight[order] * new / size
    total = np.add.reduceat(gain, start)
    number = np.cumsum(fresh) - 1
    top = np.maximum.reduceat(found.weight[order], start)
    heaviest = np.flatnonzero(found.weight[order] == top[number])
    head = heaviest[np.searchsorted(number[heaviest], np.arange(len(start)))]
    enough = total >= least
    return order[head[enough]], total[enough].astype(np.float32)
