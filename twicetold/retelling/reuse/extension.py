"""Gapped extension of seeds, many at once.

From the seed on, word by word, each word of the one text is looked for in a band of the other around the diagonal. A word that is found
counts with its surprise given the words before it that were found in the same lane; a word that is not costs a constant, and so does every
change of lane. Extension stops where the sum has fallen DROP below its best (X-drop, Zhang, Schwartz, Wagner & Miller 2000), and the
band follows the lane of the best word. All seeds take their next STEP words together as rows of one array, so no compiler is needed.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from twicetold.retelling.reuse.information import SCALE, Information
from twicetold.retelling.reuse.words import Flags, Hashes, Ints, Words

Scores = NDArray[np.int32]
Small = NDArray[np.int16]

MOST = 6 * SCALE  # a single word proves no more than six nats
LANE = int(3.4 * SCALE)  # what a new run of equal words costs: the choice of one of 2 * BAND + 1 lanes and a nat
MISSING = SCALE  # what a word costs that is not found
DROP = 10 * SCALE
BAND = 5  # words to either side of the diagonal
STEP = 32  # words
PAD = STEP + BAND + 2  # places before the first and behind the last word that windows may reach into
_FAR = -(1 << 30)
_LANES = sorted(range(-BAND, BAND + 1), key=lambda lane: (-abs(lane), -lane))  # the nearest last: its code is the highest
_OF_CODE = np.array([0, *_LANES, *[0] * (15 - len(_LANES))], np.int64)  # code 0: not found


class Reach(NamedTuple):
    """How far extensions in one direction got: score, words taken on either side, and how many of the left ones were found."""

    score: Scores
    left: Ints
    right: Ints
    equal: Ints


class Aligned(NamedTuple):
    """Aligned stretches: half-open word indices on either side, score in nats / SCALE, number of equal words."""

    left: Ints
    left_end: Ints
    right: Ints
    right_end: Ints
    score: Scores
    equal: Ints

    def rows(self, wanted: Flags | Ints) -> Aligned:
        """Only those that `wanted` marks or numbers."""
        return Aligned(*(column[wanted] for column in self))


class _Rows(NamedTuple):
    """Extensions under way: next words, words left on either side and passed on the right, words taken on the right, the sum so far."""

    a: Ints
    b: Ints
    a_room: Ints
    b_room: Ints
    b_passed: Ints
    right: Ints
    total: Scores

    def rows(self, wanted: Flags | Ints) -> _Rows:
        return _Rows(*(column[wanted] for column in self))


class Extender:
    """The texts that seeds are extended in, ready to be read in windows."""

    def __init__(self, words: Words, known: Information) -> None:
        self.first = words.first
        self.text = words.text
        row = _padded(words.hashes)
        self._near, self._wide = sliding_window_view(row, STEP), sliding_window_view(row, STEP + 2 * BAND)
        columns = (known.alone, known.after_one, known.after_two)
        self._nats = [sliding_window_view(_padded(column), STEP + 2) for column in columns]

    def extend(self, left: Ints, right: Ints) -> Aligned:
        """Extend the seeds that begin at words `left` and `right` both ways."""
        a, b = self.text(left), self.text(right)
        a_begin, a_end, b_begin, b_end = self.first[a], self.first[a + 1], self.first[b], self.first[b + 1]
        on = self._reach(1, left, right, a_end - left, b_end - right, right - b_begin)
        back = self._reach(-1, left - 1, right - 1, left - a_begin, right - b_begin, b_end - right)
        score, equal = on.score + back.score, on.equal + back.equal
        return Aligned(left - back.left, left + on.left, right - back.right, right + on.right, score, equal)

    def _reach(self, way: int, a: Ints, b: Ints, a_room: Ints, b_room: Ints, b_passed: Ints) -> Reach:
        count = len(a)
        best = Reach(np.zeros(count, np.int32), *(np.zeros(count, np.int64) for _ in range(3)))
        under_way = _Rows(a, b, a_room, b_room, b_passed, np.zeros(count, np.int64), np.zeros(count, np.int32))
        number, taken, found = np.arange(count), 0, np.zeros(count, np.int64)
        while len(number):
            coded = self._window(way, under_way)
            going, lane, equal = _step(best, number, taken, under_way, coded, found)
            keep = going & (under_way.a_room > STEP) & (under_way.b_room > STEP + lane)
            under_way, number, found = _moved(under_way.rows(keep), way, lane[keep]), number[keep], found[keep] + equal[keep]
            taken += STEP
        return best

    def _window(self, way: int, now: _Rows) -> Small:
        """What the next STEP words on the left count beside those on the right: (n, STEP), value * 16 + code of the lane."""
        a, b = now.a + PAD, now.b + PAD - BAND
        if way > 0:
            near, wide = self._near[a], self._wide[b]
            alone, one, two = (column[a][:, :STEP] for column in self._nats)
            nats = [np.minimum(column, MOST).astype(np.int16) for column in (alone, one, two)]
        else:
            near, wide = self._near[a - STEP + 1][:, ::-1], self._wide[b - STEP + 1][:, ::-1]
            nats = _backwards(*(column[a - STEP + 1].astype(np.int16) for column in self._nats))
        _close(wide, now)
        coded = _values(np.ascontiguousarray(near), np.ascontiguousarray(wide), *nats)
        short = np.flatnonzero(now.a_room < STEP)
        if len(short):
            coded[short] = np.where(np.arange(STEP) < now.a_room[short, None], coded[short], -DROP * 32)
        return coded


def _padded(row: Hashes | NDArray[np.uint8]) -> NDArray[np.uint32]:
    out = np.zeros(len(row) + 2 * PAD, row.dtype)
    out[PAD : PAD + len(row)] = row
    return out  # type: ignore[return-value]  # of the type of `row`


def _backwards(alone: Small, one: Small, two: Small) -> list[Small]:
    """Surprise of words given those behind them instead of before: the same sum over a run, told from its end."""
    late = alone[:, :-2] + one[:, 1:-1] - alone[:, 1:-1]
    later = late + two[:, 2:] - one[:, 2:]
    return [np.ascontiguousarray(np.clip(column, 0, MOST)[:, ::-1]) for column in (alone[:, :-2], late, later)]


def _close(wide: Hashes, now: _Rows) -> None:
    """Words of other texts are no words: 0 in place of what lies outside the text on the right."""
    edge = np.flatnonzero((now.b_room < STEP + BAND) | (now.b_passed < BAND))
    if len(edge):
        at = np.arange(STEP + 2 * BAND) - BAND
        outside = (at >= now.b_room[edge, None]) | (at < -now.b_passed[edge, None])
        wide[edge] = np.where(outside, np.uint32(0), wide[edge])


def _values(near: Hashes, wide: Hashes, alone: Small, one: Small, two: Small) -> Small:
    first, second, third = alone - (LANE - MISSING), one - alone + LANE, two - one
    best = np.full(near.shape, -MISSING * 16, np.int16)
    for code, lane in enumerate(_LANES, start=1):
        equal = -(near == wide[:, BAND + lane : BAND + lane + STEP]).view(np.int8).astype(np.int16)  # all bits or none
        after = equal.copy()
        after[:, 0] = 0
        after[:, 1:] &= equal[:, :-1]
        value = (first & equal) + (second & after)
        after[:, 2:] &= after[:, 1:-1].copy()
        after[:, 1] = 0
        value += third & after
        value <<= 4
        value += np.int16(code - MISSING * 16)
        np.maximum(best, np.where(equal, value, best), out=best)
    return best


def _step(best: Reach, number: Ints, taken: int, now: _Rows, coded: Small, found: Ints) -> tuple[Flags, Ints, Ints]:
    """Enter what `coded` adds into `best` and `now.total`; who goes on, in which lane, and how many words were found."""
    rows = np.arange(len(number))
    total = np.cumsum(coded >> 4, axis=1, dtype=np.int32)
    total += now.total[:, None]
    highest = np.maximum(np.maximum.accumulate(total, axis=1), best.score[number, None])
    dropped = highest - total > DROP
    going = ~dropped.any(axis=1)
    end = np.where(going, STEP, dropped.argmax(axis=1))
    now.total[:] = total[:, -1]
    at = np.where(np.arange(STEP) < end[:, None], total, _FAR).argmax(axis=1)
    top = total[rows, at]
    better = (top > best.score[number]) & (end > 0)
    lane = np.where(better, _OF_CODE[coded[rows, at] & 15], 0)
    hits = np.cumsum((coded & 15) > 0, axis=1, dtype=np.int16)
    who = number[better]
    best.score[who] = top[better]
    best.left[who] = taken + at[better] + 1
    best.right[who] = (now.right + at + 1 + lane)[better]
    best.equal[who] = (found + hits[rows, at])[better]
    return going, lane, hits[:, -1].astype(np.int64)


def _moved(now: _Rows, way: int, lane: Ints) -> _Rows:
    step = STEP + lane
    return _Rows(
        now.a + way * STEP, now.b + way * step, now.a_room - STEP, now.b_room - step, now.b_passed + step, now.right + step, now.total
    )
