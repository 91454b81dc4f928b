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
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling import common
from twicetold.retelling.reuse.parallel import spread
from twicetold.retelling.reuse.postings import groups
from twicetold.retelling.reuse.words import Hashes, Ints, Shingles, Words, read, word_hash

Nats = NDArray[np.uint8]  # in units of 1 / SCALE
Table = NDArray[np.int32]
Small = NDArray[
    np.uint16
]  # counts of pairs and triples end at 65,535: only 'of the' and its like reach that, where a few more tell nothing
Counts = TypeVar("Counts", Table, Small)

SCALE = 16  # a nat is 16 units: 255 units are 15.9 nats, one word in eight million
LIMIT = 255
RUN = 6  # words; a run is counted once however often it is printed
SAMPLE_BITS = 24  # statistics rest on about so many distinct runs at most, as a power of two; beyond that a sample by hash. Among 200,000
# documents with 23: as many seeds cost a third more pairs of texts that share nothing
SINGLE_BITS = 24
PRIOR_WORDS = 200_000  # words of general English that count beside the texts
PRIOR_PAIR, PRIOR_TRIPLE = np.float32(8), np.float32(8)  # pseudo-counts; 1, 2, 4, 8 tried on 2,000 generated documents: recall rises
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Statistics:
    """How often words, pairs and triples stand in distinct runs: tables indexed by hash. `words` is the size of all texts together."""

    single: Table
    pair: Small
    triple: Small
    runs: int
    words: int


@dataclass(frozen=True, slots=True)
class Information:
    """For every word its surprise alone, after one word and after two words, in nats / SCALE: (words, 3)."""

    nats: Nats

    def part(self, where: slice | Ints) -> Information:
        return Information(self.nats[where])

    def columns(self) -> Nats:
        """(3, words)"""
        return np.ascontiguousarray(self.nats.T)


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


class Runs(NamedTuple):
    """Sampled runs of a part of the texts, and the rows that their first word, first two and first three words have in the tables.

    The runs of all parts together make the statistics of the whole.
    """

    run: Shingles
    single: NDArray[np.uint32]
    pair: NDArray[np.uint32]
    triple: NDArray[np.uint32]


def table_bits(words: int) -> int:
    """Tables for texts with so many words have 2**bits rows: two for each run that is counted."""
    return min(SAMPLE_BITS, max(11, (max(words, 1) - 1).bit_length())) + 1


def single_bits(words: int) -> int:
    """The same for single words: there are never more than some millions of different ones."""
    return min(SINGLE_BITS, table_bits(words))


def sampled(words: Words, total: int) -> Runs:
    """The runs of a part of texts with `total` words together whose hash ends in `sample_bits` zeros."""
    if len(words) < RUN:
        none = np.empty(0, np.uint32)
        return Runs(np.empty(0, np.uint64), none, none, none)
    two, three, run = runs(words.hashes)
    wanted = words.left()[: len(run)] >= RUN
    if bits := sample_bits(total):
        wanted &= (run & np.uint64((1 << bits) - 1)) == 0
    place, bits = np.flatnonzero(wanted), table_bits(total)
    return Runs(run[place], words.hashes[place] >> np.uint32(32 - single_bits(total)), _row(two[place], bits), _row(three[place], bits))


def statistics(parts: Iterable[Runs], words: int, workers: int = 1) -> Statistics:
    """Count the distinct runs of all `parts` of texts that have so many words together."""
    columns = [np.concatenate(column) for column in zip(*(sampled(read([]), words), *parts), strict=True)]
    first = _distinct(columns[0])
    size = 1 << table_bits(words)
    pair, triple = spread(lambda row: _counted(row[first], np.zeros(size, np.uint16)), columns[2:], workers)
    single = _counted(columns[1][first], np.zeros(1 << single_bits(words), np.int32))
    return Statistics(single, pair, triple, len(first), words)


def _counted(row: NDArray[np.uint32], out: Counts) -> Counts:
    """Write into `out` how often each row is named. Sorted first: np.bincount wants twice the memory."""
    row.sort()
    first, count = groups(row)
    out[row[first]] = np.minimum(count, np.iinfo(out.dtype).max)
    return out


def _distinct(run: Shingles) -> Ints:
    """One place of every run, ascending. Sorted as numbers whose low bits are the place: several times faster than sorting places."""
    bits = np.uint64(len(run).bit_length())
    key = (run >> bits << bits) | np.arange(len(run), dtype=np.uint64)
    key.sort()
    fresh = np.ones(len(key), np.bool_)
    fresh[1:] = key[1:] >> bits != key[:-1] >> bits
    place = (key[fresh] & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    place.sort()
    return place


def _row(hashes: Shingles, bits: int) -> NDArray[np.uint32]:
    return (hashes >> np.uint64(64 - bits)).astype(np.uint32)


@functools.cache
def _common() -> dict[int, float]:
    """Relative frequency of common words by hash."""
    return {int(word_hash(word)): share for word, share in common.listed().items()}


def _shares(known: Statistics) -> NDArray[np.float32]:
    """Relative frequency of words by row of `known.single`: in the runs and in general English together."""
    out = np.full(len(known.single), PRIOR_WORDS * common.unlisted(), np.float32)
    for word, share in _common().items():
        out[word >> (32 - _bits(known.single))] = PRIOR_WORDS * share
    out += known.single
    out /= np.float32(known.runs + PRIOR_WORDS)
    return out


def _bits(table: NDArray[np.generic]) -> int:
    """A table has 2**bits rows. Read off the table: an index on disk keeps the size with which it was written."""
    return len(table).bit_length() - 1


class Scale:
    """Turns words into nats by the same statistics, part after part."""

    def __init__(self, known: Statistics) -> None:
        self.known = known
        self._share = _shares(known)
        self._bits, self._single = _bits(known.pair), _bits(known.single)
        self._every = np.float32(1 << max(0, (max(known.words, 1) - 1).bit_length() - self._bits + 1))

    def weigh(self, words: Words) -> Information:
        """The information of every word of `words`. Where a word stands it has been seen at least once, whatever was sampled."""
        known, bits, hashes = self.known, self._bits, words.hashes
        row = hashes >> np.uint32(32 - self._single)
        expected = self._share[row]
        alone = _nats(expected)
        after_one, after_two = alone.copy(), alone.copy()
        if len(hashes) > 2:
            two = mixed(hashes[:-1], hashes[1:])
            third = np.maximum(known.triple[_row(mixed(two[:-1], hashes[2:]), bits)] * self._every, np.float32(1))
            second = np.maximum(known.pair[_row(two, bits)] * self._every, np.float32(1))
            first = np.maximum(known.single[row[:-1]] * self._every, second)
            share = (second + PRIOR_PAIR * expected[1:]) / (first + PRIOR_PAIR)
            after_one[1:] = after_two[1:] = _nats(share)
            after_two[2:] = _nats((third + PRIOR_TRIPLE * share[1:]) / (np.maximum(second[:-1], third) + PRIOR_TRIPLE))
        return Information(_at_starts(words, np.stack([alone, after_one, after_two], axis=1)))


def _at_starts(words: Words, nats: Nats) -> Nats:
    """The first word of a text follows none, the second only one."""
    start, count = words.first[:-1], np.diff(words.first)
    first, second = start[count > 0], start[count > 1] + 1
    nats[first] = nats[first, :1]
    nats[second, 2] = nats[second, 1]
    return nats


def _nats(share: NDArray[np.float32]) -> Nats:
    out = np.log(share.astype(np.float32, copy=False))
    out *= -SCALE
    return np.asarray(np.clip(np.rint(out), 0, LIMIT), np.uint8)
