"""Texts as arrays of word hashes with their places: what the search for shared passages works on.

A word is a run of letters and digits; the apostrophe inside a word belongs to it ("Xi's"), whichever character is used. Case is folded. In
scripts that put no spaces between words every character counts as a word. Positions are code points of the text.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that it has an inverse modulo 2**64: a word's hash can be cut out of a running sum
_MIX = np.uint64(0xFF51AFD7ED558CCD)  # finaliser of MurmurHash3
_TABLE = 0x3000  # scripts that separate words lie below; above, every letter is a word of its own
_APOSTROPHES = (0x27, 0x2019, 0x2BC)
_SHIFT = np.uint64(33)


@dataclass(frozen=True, slots=True)
class Words:
    """All words of some texts in one row. `first[d]`..`first[d + 1]` are those of text `d`; `start`, `end` are code points of that text."""

    hashes: Hashes
    start: Ints
    end: Ints
    text: Ints  # index of the text each word stands in
    first: Ints  # (texts + 1,)

    def __len__(self) -> int:
        return len(self.hashes)


@functools.cache
def _folding() -> NDArray[np.uint32]:
    """For every code point below `_TABLE` its folded letter, 0 where it is neither a letter nor a digit."""
    table = np.zeros(_TABLE, np.uint32)
    for point in range(_TABLE):
        char = chr(point)
        lower = char.lower()
        if char.isalnum():
            table[point] = ord(lower) if len(lower) == 1 else point
    return table


def _fold(points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    table = _folding()
    folded = np.where(points < _TABLE, table[np.minimum(points, _TABLE - 1)], points)
    folded[(points >= 0x3000) & (points < 0x3040)] = 0  # CJK punctuation
    folded[points >= 0xE000] = 0  # private use, presentation forms, symbols and pictographs
    mark = np.flatnonzero(np.isin(points, _APOSTROPHES))
    mark = mark[(mark > 0) & (mark < len(points) - 1)]
    mark = mark[(folded[mark - 1] != 0) & (folded[mark + 1] != 0)]
    folded[mark] = _APOSTROPHES[0]
    return folded


def _runs(folded: NDArray[np.uint32]) -> tuple[Ints, Ints]:
    """Starts and ends of words in folded code points."""
    inside = folded != 0
    alone = folded >= _TABLE
    before = np.empty(len(folded), np.bool_)
    before[:1] = True
    before[1:] = ~inside[:-1] | alone[:-1] | alone[1:]
    start = np.flatnonzero(inside & before)
    after = np.empty(len(folded), np.bool_)
    after[-1:] = True
    after[:-1] = ~inside[1:] | alone[1:] | alone[:-1]
    return start, np.flatnonzero(inside & after) + 1


def _mix(hashes: Hashes) -> Hashes:
    hashes = (hashes ^ (hashes >> _SHIFT)) * _MIX
    return np.asarray(hashes ^ (hashes >> _SHIFT), np.uint64)


def _longest(start: Ints, end: Ints) -> int:
    return int((end - start).max()) if len(start) else 0


def _hash(folded: NDArray[np.uint32], start: Ints, end: Ints) -> Hashes:
    """A polynomial hash of each word; letters are added position by position, so it takes as many steps as the longest word, at most 32."""
    hashes = np.zeros(len(start), np.uint64)
    live, size = np.arange(len(start)), end - start
    for step in range(min(32, _longest(start, end))):
        live = live[size[live] > step]
        hashes[live] = (hashes[live] + folded[start[live] + step]) * _BASE
    return _mix(hashes)


def read(texts: Sequence[str]) -> Words:
    """The words of `texts`. A text without words takes no place."""
    joined = "\n".join(texts)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    folded = _fold(points)
    start, end = _runs(folded)
    offset = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(t) + 1 for t in texts], out=offset[1:])
    first = np.searchsorted(start, offset)
    text = np.repeat(np.arange(len(texts)), np.diff(first))
    return Words(_hash(folded, start, end), start - offset[text], end - offset[text], text, first)


def keep(words: Words, wanted: NDArray[np.bool_]) -> Words:
    """Only the words marked in `wanted`."""
    first = np.zeros(len(words.first), np.int64)
    first[1:] = np.cumsum(np.bincount(words.text[wanted], minlength=len(words.first) - 1))
    return Words(words.hashes[wanted], words.start[wanted], words.end[wanted], words.text[wanted], first)


def word_hash(word: str) -> np.uint64:
    """The hash under which `word` stands in Words.hashes. Raises ValueError when it is not one word."""
    words = read([word])
    if len(words) != 1:
        raise ValueError(f"not one word: {word!r}")
    return np.uint64(words.hashes[0])
