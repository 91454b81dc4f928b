"""Gapped extension of seeds, many at once.

From the seed on, word by word, each word of the one text is looked for in a band of the other around the diagonal. A word that is found
counts with its surprise given the words before it that were found in the same lane; a word that is not costs a constant, and so does every
change of lane. Extension stops where the sum has fallen DROP below its best (X-drop, Zhang, Schwartz, Wagner & Miller 2000), and the
band follows the lane of the best word. All seeds take their next STEP words together as rows of one array, so no compiler is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from twicetold.retelling.reuse.information import SCALE, Information, Nats
from twicetold.retelling.reuse.words import Flags, Hashes, Ints, Words

Small = NDArray[np.int16]
Column = TypeVar("Column", Hashes, Nats)

MOST = 6 * SCALE  # a single word proves no more than six nats
LANE = int(3.4 * SCALE)  # what a new run of equal words costs: the choice of one of 2 * BAND + 1 lanes and a nat
MISSING = SCALE  # what a word costs that is not found
DROP = 10 * SCALE
BAND, STEP = 5, 32  # words to either side of the diagonal, words taken at once
GLANCE_BAND, GLANCE_STEP = 2, 16  # likewise for a first look at every seed, which most of chance do not survive
ROWS = 4096  # extended together: their arrays stay in the processor's cache
PAD = STEP + BAND + 2  # places before the first and behind the last word that windows may reach into
_FAR = -(1 << 30)
_OF_CODE = np.array([0, 5, -5, 4, -4, 3, -3, 2, -2, 1, -1, 0], np.int64)  # lanes, the nearest have the highest codes; code 0: not found


class Reach(NamedTuple):
    """How far extensions in one direction got: score, words taken on either side, and how many of the left ones were found."""

    score: Ints
    left: Ints
    right: Ints
    equal: Ints


class Aligned(NamedTuple):
    """Aligned stretches: half-open word indices on either side, score in nats / SCALE, number of equal words."""

    left: Ints
    left_end: Ints
    right: Ints
    right_end: Ints
    score: Ints
    equal: Ints

    def rows(self, wanted: Flags | Ints) -> Aligned:
        """Only those that `wanted` marks or numbers."""
        return Aligned(*(column[wanted] for column in self))


def together(parts: Sequence[Aligned]) -> Aligned:
    """Several groups of alignments as one."""
    if not parts:
        none = np.empty(0, np.int64)
        return Aligned(none, none, none, none, none, none)
    return Aligned(*(np.concatenate(column) for column in zip(*parts, strict=True)))


class _Rows(NamedTuple):
    """Extensions under way: next words, words left on either side and passed on the right, words taken on the right, the sum so far."""

    a: Ints
    b: Ints
    a_room: Ints
    b_room: Ints
    b_passed: Ints
    right: Ints
    total: Ints

    def rows(self, wanted: Flags | Ints) -> _Rows:
        return _Rows(*(column[wanted] for column in self))


class Extender:
    """The texts that seeds are extended in, ready to be read in windows."""

    def __init__(self, words: Words, known: Information) -> None:
        self.first = words.first
        self.text = words.text
        self._hashes = _padded(words.hashes)
        self._nats = [_padded(column) for column in (known.alone, known.after_one, known.after_two)]

    def extend(self, left: Ints, right: Ints) -> Aligned:
        """Extend the seeds that begin at words `left` and `right` both ways."""
        cuts = range(0, max(1, len(left)), ROWS)
        return together([self._extend(left[k : k + ROWS], right[k : k + ROWS]) for k in cuts])

    def _extend(self, left: Ints, right: Ints) -> Aligned:
        a, b = self.text(left), self.text(right)
        a_begin, a_end, b_begin, b_end = self.first[a], self.first[a + 1], self.first[b], self.first[b + 1]
        on = self._reach(1, left, right, a_end - left, b_end - right, right - b_begin)
        back = self._reach(-1, left - 1, right - 1, left - a_begin, right - b_begin, b_end - right)
        score, equal = on.score + back.score, on.equal + back.equal
        return Aligned(left - back.left, left + on.left, right - back.right, right + on.right, score, equal)

    def _reach(self, way: int, a: Ints, b: Ints, a_room: Ints, b_room: Ints, b_passed: Ints) -> Reach:
        count = len(a)
        best = Reach(*(np.zeros(count, np.int64) for _ in range(4)))
        under_way = _Rows(a, b, a_room, b_room, b_passed, np.zeros(count, np.int64), np.zeros(count, np.int64))
        number, taken, found = np.arange(count), 0, np.zeros(count, np.int64)
        while len(number):
            coded = self._window(way, under_way, STEP, BAND)
            going, lane, equal = _step(best, number, taken, under_way, coded, found)
            keep = going & (under_way.a_room > STEP) & (under_way.b_room > STEP + lane)
            under_way, number, found = _moved(under_way.rows(keep), way, lane[keep]), number[keep], found[keep] + equal[keep]
            taken += STEP
        return best

    def glance(self, left: Ints, right: Ints) -> Ints:
        """About what the seeds will score, or less: the best sums in one short window each way."""
        cuts = range(0, max(1, len(left)), 2 * ROWS)
        return np.concatenate([self._glance(left[k : k + 2 * ROWS], right[k : k + 2 * ROWS]) for k in cuts])

    def _glance(self, left: Ints, right: Ints) -> Ints:
        none, total = np.zeros(len(left), np.int64), np.zeros(len(left), np.int64)
        a, b = self.text(left), self.text(right)
        before, behind = left - self.first[a], right - self.first[b]
        on = _Rows(left, right, self.first[a + 1] - left, self.first[b + 1] - right, behind, none, total)
        back = _Rows(left - 1, right - 1, before, behind, self.first[b + 1] - right, none, total)
        for way, rows in ((1, on), (-1, back)):
            coded = self._window(way, rows, GLANCE_STEP, GLANCE_BAND)
            total = total + np.maximum(np.cumsum(coded >> 4, axis=1, dtype=np.int16).max(axis=1), 0)
        return total

    def _window(self, way: int, now: _Rows, step: int, band: int) -> Small:
        """What the next `step` words on the left count beside those on the right: (n, step), value * 16 + code of the lane."""
        a, b = now.a + PAD, now.b + PAD - band
        if way < 0:
            a, b = a - step + 1, b - step + 1
        near, wide = sliding_window_view(self._hashes, step)[a], sliding_window_view(self._hashes, step + 2 * band)[b]
        nats = [sliding_window_view(column, step + 2)[a] for column in self._nats]
        if way > 0:
            values = [np.minimum(column[:, :step], MOST).astype(np.int16) for column in nats]
        else:
            near, wide = np.ascontiguousarray(near[:, ::-1]), np.ascontiguousarray(wide[:, ::-1])
            values = _backwards(*(column.astype(np.int16) for column in nats))
        _close(wide, now, step, band)
        coded = _values(near, wide, step, band, *values)
        short = np.flatnonzero(now.a_room < step)
        if len(short):
            coded[short] = np.where(np.arange(step) < now.a_room[short, None], coded[short], -DROP * 16 - 16)
        return coded


def _padded(row: Column) -> Column:
    out = np.zeros(len(row) + 2 * PAD, row.dtype)
    out[PAD : PAD + len(row)] = row
    return out


def _backwards(alone: Small, one: Small, two: Small) -> list[Small]:
    """Surprise of words given those behind them instead of before: the same sum over a run, told from its end."""
    late = alone[:, :-2] + one[:, 1:-1] - alone[:, 1:-1]
    later = late + two[:, 2:] - one[:, 2:]
    return [np.ascontiguousarray(np.clip(column, 0, MOST)[:, ::-1]) for column in (alone[:, :-2], late, later)]


def _close(wide: Hashes, now: _Rows, step: int, band: int) -> None:
    """Words of other texts are no words: 0 in place of what lies outside the text on the right."""
    edge = np.flatnonzero((now.b_room < step + band) | (now.b_passed < band))
    if len(edge):
        at = np.arange(step + 2 * band) - band
        outside = (at >= now.b_room[edge, None]) | (at < -now.b_passed[edge, None])
        wide[edge] = np.where(outside, np.uint32(0), wide[edge])


def _values(near: Hashes, wide: Hashes, step: int, band: int, alone: Small, one: Small, two: Small) -> Small:
    first, second, third = alone - (LANE - MISSING), one - alone + LANE, two - one
    best = np.full(near.shape, -MISSING * 16, np.int16)
    for code in range(len(_OF_CODE) - 2 * band - 1, len(_OF_CODE)):
        at = band + int(_OF_CODE[code])
        equal = -(near == wide[:, at : at + step]).view(np.int8).astype(np.int16)  # all bits or none
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
    going: Flags = ~np.asarray(dropped.any(axis=1), np.bool_)
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
