"""Boilerplate: what a publisher prints on page after page. It is taken out before passages are looked for; viral passages stay.

A run of words is furniture where it stands in more than LEAST texts, where each publisher that prints it does so more than REPEATS times on
average, and where that is more than SHARE of all the texts of these publishers. A quotation that forty papers print a hundred times each in
ten thousand texts is viral, 'Sign up for our newsletter' at the foot of every second page is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from twicetold.retelling.reuse.information import mixed
from twicetold.retelling.reuse.parallel import spread
from twicetold.retelling.reuse.postings import Postings, cut, distinct, groups, ordered, packed, partition_bits, shared
from twicetold.retelling.reuse.words import Flags, Ints, Shingles, Words, parts

SIZE = 8  # words
LEAST = 8
REPEATS = 3.0
SHARE = 0.05
HOLE = 8  # words between two stretches of furniture that are furniture as well: a date, a name
BLOCK = 1 << 17  # words hashed at once


def runs(words: Words) -> tuple[Shingles, Ints]:
    """Hash and place of the runs of SIZE words of one part."""
    if len(words) < SIZE:
        return np.empty(0, np.uint64), np.empty(0, np.int64)
    two = mixed(words.hashes[:-1], words.hashes[1:])
    four = mixed(two[:-2], two[2:])
    eight = mixed(four[:-4], four[4:])
    place = np.flatnonzero(words.left()[: len(eight)] >= SIZE)
    return eight[place], place


def repeated(found: Postings, publisher: Ints, printed: Ints) -> Flags:
    """Which postings are furniture, of a hash partition. `publisher` of each posting, `printed` the number of texts of each publisher."""
    first, size = groups(found.shingle)
    number = np.repeat(np.arange(len(first)), size)
    pair = distinct(number * len(printed) + publisher)
    owners = np.bincount(pair // len(printed), minlength=len(first))
    texts = np.bincount(pair // len(printed), weights=printed[pair % len(printed)], minlength=len(first))
    return np.asarray(((size > LEAST) & (size > REPEATS * owners) & (size > SHARE * texts))[number], np.bool_)


def _postings(words: Words, workers: int) -> Iterator[Postings]:
    bits, top = len(words).bit_length(), partition_bits(len(words))

    def keys(part: tuple[int, int]) -> list[Shingles]:
        shingle, place = runs(words.texts(*part))
        return cut(packed(shingle, place + words.first[part[0]], bits), top)

    return ordered(spread(keys, parts(words, BLOCK), workers), bits, workers)


def places(words: Words, publisher: Ints, workers: int = 1) -> Iterator[Ints]:
    """First words of all runs that are furniture."""
    printed = np.bincount(publisher)

    def pick(found: Postings) -> Ints:
        found, _ = shared(found, LEAST + 1)
        return found.place[repeated(found, publisher[words.text(found.place)], printed)] if len(found.place) else found.place

    return spread(pick, _postings(words, workers), workers)


def mark(words: Words, publisher: Ints, workers: int = 1) -> Flags:
    """Which words are furniture. `publisher` numbers the publisher of each text."""
    if len(words.first) - 1 <= LEAST:
        return np.zeros(len(words), np.bool_)
    return _covered(words, places(words, publisher, workers))


def listed(words: Words, publisher: Ints, workers: int = 1) -> Shingles:
    """The runs that are furniture, sorted: for texts that come later (`mark_listed`)."""
    shingle, place = runs(words)
    wanted = np.concatenate([*places(words, publisher, workers), np.empty(0, np.int64)])
    return distinct(shingle[np.searchsorted(place, distinct(wanted))])


def mark_listed(words: Words, known: Shingles) -> Flags:
    """Which words are in `listed` furniture."""
    shingle, place = runs(words)
    at = np.minimum(np.searchsorted(known, shingle), max(0, len(known) - 1))
    return _covered(words, [place[known[at] == shingle]] if len(known) else [])


def _covered(words: Words, found: Iterable[Ints]) -> Flags:
    out = np.zeros(len(words) + SIZE, np.bool_)
    for place in found:
        for k in range(SIZE):
            out[place + k] = True
    return _filled(words, out[: len(words)])


def _filled(words: Words, marked: Flags) -> Flags:
    """Close holes of HOLE words or fewer between furniture of one text, in place."""
    edge = np.flatnonzero(marked[1:] != marked[:-1]) + 1
    edge = np.concatenate([np.flatnonzero(marked[:1]), edge])  # begin, end, begin, ...
    end, start = edge[1:-1:2], edge[2::2]
    small = start - end <= HOLE
    end, start = end[small], start[small]
    one = words.text(end - 1) == words.text(start)
    end, start = end[one], start[one]
    for k in range(HOLE):
        marked[(end + k)[end + k < start]] = True
    return marked


def owners(publishers: Sequence[str | None] | None, count: int) -> Ints:
    """A number for every publisher; an unknown one is nobody else's."""
    names = publishers if publishers is not None else [None] * count
    number = {name: k for k, name in enumerate(sorted({n for n in names if n is not None}))}
    return np.array([number[n] if n is not None else len(number) + k for k, n in enumerate(names)], np.int64)
