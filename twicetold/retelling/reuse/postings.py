"""Where each shingle stands: sorted arrays that are cut into partitions by hash, so that a part at a time is in work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling.reuse.parallel import spread
from twicetold.retelling.reuse.words import Flags, Ints, Shingles

Number = TypeVar("Number", bound=np.integer)

PARTITION = 1 << 21  # postings sorted at once: 16 MB


class Postings(NamedTuple):
    """Shingles, sorted, with the place of the first word of each (index in all words), ascending within a shingle."""

    shingle: Shingles
    place: Ints

    def rows(self, wanted: Flags | Ints) -> Postings:
        """Only those that `wanted` marks or numbers."""
        return Postings(self.shingle[wanted], self.place[wanted])


def packed(shingle: Shingles, place: Ints, bits: int) -> Shingles:
    """Shingle and place in one number that sorts as both: the low `bits` bits of the shingle give way to the place.

    Shingles that differ only in those bits meet; whoever pairs places compares the words.
    """
    low = np.uint64(bits)
    return np.asarray((shingle >> low << low) | place.astype(np.uint64), np.uint64)


def partition_bits(words: int) -> int:
    """How many top bits of a key tell the partitions of so many words apart; about PARTITION keys at most are in one."""
    return max(0, (max(words, 1) - 1).bit_length() - (PARTITION.bit_length() - 1))


def cut(key: Shingles, bits: int) -> list[Shingles]:
    """Packed keys by their top `bits` bits."""
    if not bits:
        return [key]
    where = (key >> np.uint64(64 - bits)).astype(np.uint16)
    ends = np.cumsum(np.bincount(where, minlength=1 << bits))
    return np.split(key[np.argsort(where, kind="stable")], ends[:-1])


def ordered(several: Iterable[list[Shingles]], bits: int, workers: int = 1) -> Iterator[Postings]:
    """The postings of one partition after the other, from the `cut` keys of many parts; each is given up as it is sorted."""
    low, mask = np.uint64(bits), np.uint64((1 << bits) - 1)
    parts: list[list[Shingles]] = []
    for rows in several:
        parts += [[] for _ in range(len(rows) - len(parts))]
        for part, row in zip(parts, rows, strict=True):
            part.append(row)

    def sort(part: list[Shingles]) -> Postings:
        key = np.concatenate(part)
        part.clear()
        key.sort()
        return Postings(key >> low, (key & mask).astype(np.int64))

    return spread(sort, parts, workers)


def distinct(values: NDArray[Number]) -> NDArray[Number]:
    """`values` sorted, each once. np.unique hashes integers, which takes forty times as long (numpy 2.4)."""
    out = np.sort(values)
    fresh: Flags = np.concatenate((np.ones(min(1, len(out)), np.bool_), out[1:] != out[:-1]))
    return np.asarray(out[fresh], values.dtype)


def among(values: NDArray[Number], others: NDArray[Number]) -> Flags:
    """Which `values` are among `others`."""
    others = np.sort(others)
    at = np.minimum(np.searchsorted(others, values), max(0, len(others) - 1))
    return np.asarray(others[at] == values, np.bool_) if len(others) else np.zeros(len(values), np.bool_)


def groups(shingle: Shingles | NDArray[np.uint32]) -> tuple[Ints, Ints]:
    """First index and length of every run of equal values in sorted `shingle`."""
    if not len(shingle):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    first = np.flatnonzero(np.concatenate(([True], shingle[1:] != shingle[:-1])))
    return first, np.diff(np.append(first, len(shingle)))


def shared(found: Postings, least: int = 2) -> tuple[Postings, Ints]:
    """Only shingles in `least` places or more, and the number of places for each posting."""
    _, size = groups(found.shingle)
    each = np.repeat(size, size)
    wanted = each >= least
    return found.rows(wanted), each[wanted]
