"""Gapped extension of seeds, many at once.

From the seed on, word by word, each word of the one text is looked for in a band of the other around the diagonal. A word that is found
counts with its surprise given the words before it that were found in the same lane; a word that is not costs a constant, and so does every
change of lane. Extension stops where the sum has fallen DROP below its best (X-drop, Zhang, Schwartz, Wagner & Miller 2000), and the
band follows the lane of the best word. Many seeds take their next STEP words together, so no compiler is needed: arrays have a row for each
word of the window and a column for each seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from twicetold.retelling.reuse.information import SCALE, Information, Nats
from twicetold.retelling.reuse.words import Flags, Hashes, Ints, Words

Small = NDArray[np.int16]
Codes = NDArray[np.uint8]
Column = TypeVar("Column", Hashes, Nats)

MOST = 6 * SCALE  # a single word proves no more than six nats
LANE = int(3.4 * SCALE)  # what a new run of equal words costs: the choice of one of 2 * BAND + 1 lanes and a nat
MISSING = SCALE  # what a word costs that is not found
DROP = 10 * SCALE
BAND, STEP = 5, 32  # words to either side of the diagonal, words taken at once
GLANCE_BAND, GLANCE_STEP = 2, 16  # likewise for a first look at every seed, which most of chance do not survive
WIDTHS = (STEP, STEP + 2, STEP + 2 * BAND, GLANCE_STEP, GLANCE_STEP + 2, GLANCE_STEP + 2 * GLANCE_BAND)  # of windows
WIDEST = max(WIDTHS)
TOGETHER = 4096  # seeds extended at once: their arrays stay in the processor's cache
_FAR = -(1 << 30)
_AT = 6  # bits in which a place in a window is kept below a sum
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
    """Extensions under way: next words, words left on either side and passed on the right, words taken on the right, sum less its best."""

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
    """The texts that seeds are extended in; with `others`, those on the right are among these."""

    def __init__(self, words: Words, known: Information, others: Words | None = None) -> None:
        right = others or words
        self.left, self.right = words.first, right.first
        self.left_text, self.right_text = words.text, right.text
        self._near, self._nats = _Windows(words.hashes[:, None]), _Windows(known.nats)
        self._wide = _Windows(right.hashes[:, None]) if others else self._near

    def extend(self, left: Ints, right: Ints) -> Aligned:
        """Extend the seeds that begin at words `left` and `right` both ways."""
        cuts = range(0, max(1, len(left)), TOGETHER)
        return together([self._extend(left[k : k + TOGETHER], right[k : k + TOGETHER]) for k in cuts])

    def _extend(self, left: Ints, right: Ints) -> Aligned:
        a, b = self.left_text(left), self.right_text(right)
        a_begin, a_end, b_begin, b_end = self.left[a], self.left[a + 1], self.right[b], self.right[b + 1]
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
            value, code = self._window(way, under_way, STEP, BAND)
            going, lane, equal = _step(best, number, taken, under_way, value, code, found)
            keep = going & (under_way.a_room > STEP) & (under_way.b_room > STEP + lane)
            under_way, number, found = _moved(under_way.rows(keep), way, lane[keep]), number[keep], found[keep] + equal[keep]
            taken += STEP
        return best

    def glance(self, left: Ints, right: Ints) -> Ints:
        """About what the seeds will score, or less: the best sums in one short window each way."""
        cuts = range(0, max(1, len(left)), 2 * TOGETHER)
        return np.concatenate([self._glance(left[k : k + 2 * TOGETHER], right[k : k + 2 * TOGETHER]) for k in cuts])

    def _glance(self, left: Ints, right: Ints) -> Ints:
        none, total = np.zeros(len(left), np.int64), np.zeros(len(left), np.int64)
        a, b = self.left_text(left), self.right_text(right)
        before, behind, after = left - self.left[a], right - self.right[b], self.right[b + 1] - right
        on = _Rows(left, right, self.left[a + 1] - left, after, behind, none, none)
        back = _Rows(left - 1, right - 1, before, behind, after, none, none)
        for way, rows in ((1, on), (-1, back)):
            total += _highest(self._window(way, rows, GLANCE_STEP, GLANCE_BAND)[0])
        return total

    def _window(self, way: int, now: _Rows, step: int, band: int) -> tuple[Small, Codes]:
        """What the next `step` words on the left count beside those on the right, and the codes of their lanes: (step, n) each."""
        a, b = now.a, now.b - band
        if way < 0:
            a, b = a - step + 1, b - step + 1
        near, wide = self._near.at(a, step)[0], self._wide.at(b, step + 2 * band)[0]
        nats = self._nats.at(a, step + 2)
        if way < 0:
            near, wide, nats = near[::-1], wide[::-1], nats[:, ::-1]
        _close(wide, now, step, band)
        value, code = _values(near, wide, band, *(_forwards if way > 0 else _backwards)(nats))
        short = np.flatnonzero(now.a_room < step)
        if len(short):
            value[:, short] = np.where(np.arange(step)[:, None] < now.a_room[short], value[:, short], -DROP - 1)
        return value, code


class _Windows(Generic[Column]):
    """Stretches of a table (words, columns) at many places."""

    def __init__(self, table: Column) -> None:
        short = max(0, WIDEST - len(table))
        self._table: NDArray[Any] = np.pad(table, ((0, short), (0, 0))) if short else table
        self._columns, flat = table.shape[1], self._table.ravel()
        self._views = {width: sliding_window_view(flat, width * self._columns)[:: self._columns] for width in WIDTHS}

    def at(self, place: Ints, width: int) -> Column:
        """(columns, width, places): the rows from every place on; 0 where there are none."""
        view = self._views[width]
        if len(place) and (place.min() < 0 or place.max() >= len(view)):
            inside = np.clip(place, 0, len(view) - 1)
            out = view[inside]
            for k in np.flatnonzero(inside != place).tolist():
                out[k] = self._partly(int(place[k]), width).ravel()
        else:
            out = view[place]
        return np.ascontiguousarray(out.reshape(-1, width, self._columns).transpose(2, 1, 0))

    def _partly(self, place: int, width: int) -> Column:
        out = np.zeros((width, self._columns), self._table.dtype)
        begin, end = min(max(0, -place), width), max(0, min(width, len(self._table) - place))
        out[begin:end] = self._table[place + begin : place + end]
        return out


def _forwards(nats: Nats) -> Small:
    return np.minimum(nats[:, :-2], MOST).astype(np.int16)


def _backwards(nats: Nats) -> Small:
    """Surprise of words given those behind them instead of before: the same sum over a run, told from its end."""
    alone, one, two = nats.astype(np.int16)
    late = alone[2:] + one[1:-1] - alone[1:-1]
    later = late + two[:-2] - one[:-2]
    return np.asarray(np.clip(np.stack([alone[2:], late, later]), 0, MOST), np.int16)


def _close(wide: Hashes, now: _Rows, step: int, band: int) -> None:
    """Words of other texts are no words: 0 in place of what lies outside the text on the right."""
    edge = np.flatnonzero((now.b_room < step + band) | (now.b_passed < band))
    if len(edge):
        at = np.arange(step + 2 * band)[:, None] - band
        outside = (at >= now.b_room[edge]) | (at < -now.b_passed[edge])
        wide[:, edge] = np.where(outside, np.uint32(0), wide[:, edge])


def _values(near: Hashes, wide: Hashes, band: int, alone: Small, one: Small, two: Small) -> tuple[Small, Codes]:
    """Each word counts in the lane in which it ends the longest run of equal words (one, two, more), of several in the nearest."""
    best = np.zeros(near.shape, np.uint8)  # run * 16 + code of the lane
    for code in range(len(_OF_CODE) - 2 * band - 1, len(_OF_CODE)):
        at = band + int(_OF_CODE[code])
        equal = (near == wide[at : at + len(near)]).view(np.uint8)
        run = equal * np.uint8(16 + code)
        after = (equal[1:] & equal[:-1]) << 4
        run[1:] += after
        run[2:] += after[1:] & after[:-1]
        np.maximum(best, run, out=best)
    run = best >> 4
    several = np.where(run == 2, one, two)
    first = np.where(run == 1, alone - np.int16(LANE), np.int16(-MISSING))
    return np.asarray(np.where(run > 1, several, first), np.int16), np.asarray(best & 15, np.uint8)


def _highest(value: Small) -> Small:
    """The best sum from the beginning on in each column, at least 0."""
    total = np.zeros(value.shape[1], np.int16)
    best = total.copy()
    for row in value:
        total += row
        np.maximum(best, total, out=best)
    return best


def _best(value: Small, total: Ints) -> tuple[Ints, Ints, Ints]:
    """Best sum of each column above 0, its place, and the last sum, far below 0 where one fell DROP below the best before.

    `total` are the sums at the beginning. Sums and places are kept in one number, of which the greatest and then the first wins.
    """
    last = (1 << _AT) - 1
    steps = value.astype(np.int32) << _AT
    now = (total << _AT).astype(np.int32)
    top = np.full(len(now), last, np.int32)
    for k, step in enumerate(steps):
        now += step
        np.maximum(top, now + np.int32(last - 1 - k), out=top)
        np.copyto(now, _FAR, where=top - now > (DROP << _AT) + last)
    return (top >> _AT).astype(np.int64), last - 1 - (top & last).astype(np.int64), (now >> _AT).astype(np.int64)


def _step(best: Reach, number: Ints, taken: int, now: _Rows, value: Small, code: Codes, found: Ints) -> tuple[Flags, Ints, Ints]:
    """Enter what `value` adds into `best` and `now.total`; who goes on, in which lane, and how many words were found."""
    top, at, total = _best(value, now.total)
    going, better = np.asarray(total > _FAR >> _AT + 1, np.bool_), top > 0
    now.total[:] = total - top
    who, place, column = number[better], at[better], np.flatnonzero(better)
    lane = np.zeros(len(number), np.int64)
    lane[column] = _OF_CODE[code[place, column]]
    hits = np.cumsum(code > 0, axis=0, dtype=np.uint8)
    best.score[who] += top[better]
    best.left[who] = taken + place + 1
    best.right[who] = now.right[better] + place + 1 + lane[column]
    best.equal[who] = found[better] + hits[place, column]
    return going, lane, hits[-1].astype(np.int64)


def _moved(now: _Rows, way: int, lane: Ints) -> _Rows:
    step = STEP + lane
    return _Rows(
        now.a + way * STEP, now.b + way * step, now.a_room - STEP, now.b_room - step, now.b_passed + step, now.right + step, now.total
    )
