"""Where each shingle stands: sorted arrays that are cut into partitions by hash, so that a part at a time is in work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from twicetold.retelling.reuse.words import Flags, Ints, Shingles

PARTITION = 1 << 23  # postings sorted at once: 64 MB


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


def partitions(keys: Iterable[Shingles], words: int) -> list[list[Shingles]]:
    """Packed keys of many parts, by their top bits; at most about PARTITION of them are in one partition."""
    bits = max(0, (max(words, 1) - 1).bit_length() - (PARTITION.bit_length() - 1))
    out: list[list[Shingles]] = [[] for _ in range(1 << bits)]
    for key in keys:
        if not bits:
            out[0].append(key)
            continue
        where = (key >> np.uint64(64 - bits)).astype(np.uint16)
        order = np.argsort(where, kind="stable")
        ends = np.cumsum(np.bincount(where, minlength=1 << bits))
        for part, rows in zip(out, np.split(key[order], ends[:-1]), strict=True):
            part.append(rows.copy())
    return out


def ordered(parts: list[list[Shingles]], bits: int) -> Iterator[Postings]:
    """The postings of one partition after the other; each is given up as it is read."""
    low, mask = np.uint64(bits), np.uint64((1 << bits) - 1)
    for rows in parts:
        key = np.concatenate([*rows, np.empty(0, np.uint64)])
        rows.clear()
        key.sort()
        yield Postings(key >> low, (key & mask).astype(np.int64))


def groups(shingle: Shingles) -> tuple[Ints, Ints]:
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
