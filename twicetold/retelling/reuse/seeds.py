"""Seeds: places where two texts share a run of words that chance does not explain.

From every word on, the shortest run is taken whose surprise reaches `least` nats: three words where they are rare, eight in a formula.
As many pairs of equal runs by chance are then expected per word whatever the size of the corpus (an E-value for each seed, Karlin &
Altschul 1990), so candidates grow with the corpus and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling.reuse.information import SAMPLE_BITS, SCALE, Information
from twicetold.retelling.reuse.postings import Postings, among
from twicetold.retelling.reuse.words import Flags, Ints, Shingles, Words, powers

SHORTEST, LONGEST = 3, 12  # words of a run
EXPECTED = 0.9  # chance pairs expected for each word; .02 to 4 tried on 2,000 documents: recall .975 to .998, up to 6 x the seeds
SAMPLED = 0.45  # nats wanted more for each e-fold of words beyond those that statistics rest on: they miss what is rare, not unique
PLACES = 100  # a run in more places is viral: each place pairs with the next FOLLOWERS only
FOLLOWERS = 16
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(31)


class Pairs(NamedTuple):
    """Two places with the same run; `left` < `right`."""

    left: Ints
    right: Ints


def least(words: int, expected: float = EXPECTED) -> int:
    """The information, in nats / SCALE, that a run must have to be a seed among so many words."""
    beyond = max(0.0, float(np.log(max(words, 1) / (1 << SAMPLE_BITS))))
    return int(SCALE * (np.log(max(words, 1)) - np.log(expected) + SAMPLED * beyond))


def runs(words: Words, known: Information, enough: int) -> tuple[Shingles, Ints]:
    """Hash and place of the shortest run from every word of a part that has `enough` information; words that have none are left out."""
    size = _sizes(words, known, enough)
    place = np.flatnonzero(size)
    power, inverse = powers(len(words).bit_length())
    total = np.zeros(len(words) + 1, np.uint64)
    np.cumsum(words.hashes * power[: len(words)], out=total[1:])
    out = total[place + size[place]] - total[place]
    out *= inverse[place]  # the hash of a run is the same wherever it stands
    out ^= out >> _SHIFT
    out *= _FACTOR
    return out ^ (out >> _SHIFT), place


def _sizes(words: Words, known: Information, enough: int) -> NDArray[np.uint8]:
    """How many words the shortest run with `enough` information has from each word on; 0 where there is none within its text."""
    count = len(words)
    alone, after_one, after_two = known.columns()
    size, total = np.full(count, SHORTEST, np.uint8), alone.astype(np.int16)
    for more in range(1, min(LONGEST, count)):
        total[: count - more] += (after_one if more == 1 else after_two)[more:]
        if more + 1 >= SHORTEST:
            size += total < enough
    size[(size > LONGEST) | (size > words.left())] = 0
    return size


def steps(found: Postings, places: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of rows of `found` with the same run; `places` counts the places of each row's run."""
    live = np.arange(len(found.place))
    for step in range(1, PLACES + 1):
        live = live[live + step < len(found.place)]
        if step > FOLLOWERS:
            live = live[places[live] <= PLACES]
        live = live[found.shingle[live] == found.shingle[live + step]]
        if not len(live):
            return
        yield live, live + step


def pairs(found: Postings, places: Ints, words: Words, seeding: Flags) -> Iterator[Pairs]:
    """Pairs of places with the same run in two texts, of a hash partition.

    `seeding` marks all words at which a shared run begins: where the words before two places are equal and seed as well, those make
    the pair.
    """
    text = words.text(found.place)
    at = np.maximum(found.place - 1, 0)
    inner = seeding[at] & (words.first[text] < found.place)
    before = words.hashes[at]
    for one, other in steps(found, places):
        wanted = (text[one] != text[other]) & ~(inner[one] & inner[other] & (before[one] == before[other]))
        yield Pairs(found.place[one[wanted]], found.place[other[wanted]])


def firsts(left: Ints, right: Ints) -> Flags:
    """Which pairs of places do not just continue another: the places before them are no pair. For pairs that come without their texts."""
    key = (left.astype(np.uint64) << np.uint64(32)) | right.astype(np.uint64)
    return np.asarray(~among(key - np.uint64((1 << 32) + 1), key) | (left == 0) | (right == 0), np.bool_)
