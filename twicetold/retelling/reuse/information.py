"""How much a shared word proves: its surprise, in nats, given the words before it.

Two texts that share 'the White House said in a statement' share almost nothing: each word is expected after those before. The statistics
come from the texts themselves, counted once per distinct run of words, so that a passage printed thirty times does not become expected,
and from general English (`common_words.toml`), so that two reports alone get sensible values. Estimates back off from two words of context
to one to none, each with pseudo-counts (MacKay & Peto 1995, 'A hierarchical Dirichlet language model').
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling import common
from twicetold.retelling.reuse.words import Hashes, Ints, Shingles, Words, read, word_hash

Nats = NDArray[np.uint8]  # in units of 1 / SCALE
Table = NDArray[np.int32]

SCALE = 16  # a nat is 16 units: 255 units are 15.9 nats, one word in eight million
LIMIT = 255
RUN = 6  # words; a run is counted once however often it is printed
SAMPLE_BITS = 22  # statistics rest on about so many distinct runs at most, as a power of two; beyond that a sample by hash
PRIOR_WORDS = 200_000  # words of general English that count beside the texts
PRIOR_PAIR, PRIOR_TRIPLE = 8.0, 8.0  # pseudo-counts; 1, 2, 4 and 8 were tried on 2,000 generated documents, recall rises up to 8
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Statistics:
    """How often words, pairs and triples stand in distinct runs: tables indexed by hash. `words` is the size of all texts together."""

    single: Table
    pair: Table
    triple: Table
    runs: int
    words: int


@dataclass(frozen=True, slots=True)
class Information:
    """For every word its surprise alone, after one word and after two words, in nats / SCALE."""

    alone: Nats
    after_one: Nats
    after_two: Nats

    def part(self, where: slice | Ints) -> Information:
        return Information(self.alone[where], self.after_one[where], self.after_two[where])


def mixed(left: Shingles | Hashes, right: Shingles | Hashes) -> Shingles:
    """One hash for a run and the run (or word) behind it."""
    out = left.astype(np.uint64)
    out *= _FACTOR
    out ^= out >> _SHIFT
    out += right
    out *= _FACTOR
    out ^= out >> _SHIFT
    return out


def runs(hashes: Hashes) -> tuple[Shingles, Shingles, Shingles]:
    """Hashes of the runs of two, three and RUN words that begin at each word but the last RUN - 1."""
    count = max(0, len(hashes) - RUN + 1)
    two = mixed(hashes[:-1], hashes[1:])
    four = mixed(two[:-2], two[2:])
    return two[:count], mixed(two[:count], hashes[2 : count + 2]), mixed(four[:count], two[4 : count + 4])


def sample_bits(words: int) -> int:
    """Of texts with so many words every 2**bits-th run is counted."""
    return max(0, (max(words, 1) - 1).bit_length() - SAMPLE_BITS)


@dataclass(frozen=True, slots=True)
class Runs:
    """Distinct sampled runs of a part of the texts; those of several parts make the statistics of the whole."""

    run: Shingles  # sorted, distinct
    word: Hashes  # the first word of each
    two: Shingles
    three: Shingles


def sampled(words: Words, bits: int) -> Runs:
    """The runs of `words` whose hash ends in `bits` zeros."""
    if len(words) < RUN:
        none = np.empty(0, np.uint64)
        return Runs(none, np.empty(0, np.uint32), none, none)
    two, three, run = runs(words.hashes)
    place = np.flatnonzero(words.left()[: len(run)] >= RUN)
    if bits:
        place = place[(run[place] & np.uint64((1 << bits) - 1)) == 0]
    return _distinct(Runs(run[place], words.hashes[place], two[place], three[place]))


def _distinct(found: Runs) -> Runs:
    _, place = np.unique(found.run, return_index=True)
    return Runs(found.run[place], found.word[place], found.two[place], found.three[place])


def statistics(parts: Iterable[Runs], words: int) -> Statistics:
    """Add up the `sampled` runs of all parts of texts that have so many words together."""
    several = list(parts) or [sampled(read([]), 0)]
    found = several[0]
    if len(several) > 1:
        columns = [np.concatenate([getattr(p, name) for p in several]) for name in ("run", "word", "two", "three")]
        found = _distinct(Runs(*columns))
    bits = max(12, len(found.run).bit_length() + 1)
    rows = (found.word & np.uint32((1 << bits) - 1), _row(found.two, bits), _row(found.three, bits))
    single, pair, triple = (np.bincount(row, minlength=1 << bits).astype(np.int32) for row in rows)
    return Statistics(single, pair, triple, len(found.run), words)


def _row(hashes: Shingles, bits: int) -> Ints:
    return (hashes >> np.uint64(64 - bits)).astype(np.int64)


@functools.cache
def _common() -> dict[int, float]:
    """Relative frequency of common words by hash."""
    return {int(word_hash(word)): share for word, share in common.listed().items()}


def _shares(known: Statistics) -> NDArray[np.float32]:
    """Relative frequency of words by row of `known.single`: in the runs and in general English together."""
    prior = np.full(len(known.single), common.unlisted(), np.float32)
    for word, share in _common().items():
        prior[word & (len(prior) - 1)] = share
    return np.asarray((known.single + PRIOR_WORDS * prior) / np.float32(known.runs + PRIOR_WORDS), np.float32)


class Scale:
    """Turns words into nats by the same statistics, part after part."""

    def __init__(self, known: Statistics) -> None:
        self.known = known
        self._share = _shares(known)
        self._alone = _nats(self._share)
        self._bits = len(known.single).bit_length() - 1

    def weigh(self, words: Words) -> Information:
        """The information of every word of `words`."""
        known, bits, hashes = self.known, self._bits, words.hashes
        row = hashes & np.uint32((1 << bits) - 1)
        alone = self._alone[row]
        after_one, after_two = alone.copy(), alone.copy()
        if len(hashes) > 1:
            seen = known.single[row]
            two = mixed(hashes[:-1], hashes[1:])
            together = known.pair[_row(two, bits)]
            share = (together + PRIOR_PAIR * self._share[row[1:]]) / (seen[:-1] + np.float32(PRIOR_PAIR))
            after_one[1:] = after_two[1:] = _nats(share)
            if len(hashes) > 2:
                three = known.triple[_row(mixed(two[:-1], hashes[2:]), bits)]
                after_two[2:] = _nats((three + PRIOR_TRIPLE * share[1:]) / (together[:-1] + np.float32(PRIOR_TRIPLE)))
        return _at_starts(words, Information(alone, after_one, after_two))


def _at_starts(words: Words, found: Information) -> Information:
    """The first word of a text follows none, the second only one."""
    start = words.first[:-1][np.diff(words.first) > 0]
    found.after_one[start] = found.after_two[start] = found.alone[start]
    second = start[np.isin(start + 1, start, invert=True) & (start + 1 < len(words))] + 1
    found.after_two[second] = found.after_one[second]
    return found


def _nats(share: NDArray[np.float32]) -> Nats:
    out = np.log(share.astype(np.float32, copy=False))
    out *= -SCALE
    return np.asarray(np.clip(np.rint(out), 0, LIMIT), np.uint8)
