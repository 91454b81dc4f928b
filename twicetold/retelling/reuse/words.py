"""Texts as arrays of word hashes with their places: what the search for shared passages works on.

A word is a run of letters and digits; the apostrophe inside a word belongs to it ("Xi's"), whichever character is used. Case is folded. In
scripts that put no spaces between words every character counts as a word. Positions are code points of the text.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling.reuse.parallel import spread

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Hashes = NDArray[np.uint32]
Shingles = NDArray[np.uint64]

CHUNK = 1 << 18  # characters read at once: their arrays stay in the processor's cache
GROWTH = 1 << 22  # words for which a column that is full gets room
LONGEST_WORD = 0xFFFF  # characters; a longer run of letters ends there
_BASE = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2**64: a word's hash can be cut out of a running sum
_MIX = np.uint64(0xFF51AFD7ED558CCD)  # finaliser of MurmurHash3
_HALF = np.uint64(32)
_TABLE = 0x3000  # scripts that separate words lie below; above, every letter is a word of its own
_APOSTROPHE = 0x27
_APOSTROPHES = (0x27, 0x2019, 0x2BC)


@dataclass(frozen=True, slots=True)
class Words:
    """All words of some texts in one row: `first[d]`..`first[d + 1]` are those of text `d`; `start`, `size` count its code points."""

    hashes: Hashes
    start: NDArray[np.uint32]
    size: NDArray[np.uint16]
    first: Ints  # (texts + 1,)

    def __len__(self) -> int:
        return len(self.hashes)

    def left(self) -> NDArray[np.int32]:
        """For every word how many words its text has from there on, itself included."""
        return (np.repeat(self.first[1:], np.diff(self.first)) - np.arange(len(self))).astype(np.int32)

    def texts(self, begin: int, end: int) -> Words:
        """The words of texts `begin` to `end`, as views."""
        a, b = int(self.first[begin]), int(self.first[end])
        return Words(self.hashes[a:b], self.start[a:b], self.size[a:b], self.first[begin : end + 1] - a)

    def text(self, place: Ints) -> Ints:
        """The index of the text in which the word at each `place` stands."""
        return np.searchsorted(self.first, place, side="right") - 1

    def end(self, place: Ints) -> Ints:
        """Code point behind the word at each `place`."""
        return self.start[place].astype(np.int64) + self.size[place]


@functools.cache
def _folding() -> NDArray[np.uint32]:
    """For every code point below `_TABLE` its folded letter, 0 where it is neither a letter nor a digit, `_APOSTROPHE` for those."""
    table = np.zeros(_TABLE, np.uint32)
    for point in range(_TABLE):
        char = chr(point)
        lower = char.lower()
        if char.isalnum():
            table[point] = ord(lower) if len(lower) == 1 else point
    table[list(_APOSTROPHES)] = _APOSTROPHE
    return table


@functools.lru_cache(4)
def powers(bits: int) -> tuple[Shingles, Shingles]:
    """The first 2**bits powers of an odd number and of its inverse, modulo 2**64."""
    inverse = pow(_BASE, -1, 1 << 64)
    out = []
    for base in (_BASE, inverse):
        row = np.full(1 << bits, base, np.uint64)
        row[0] = 1
        out.append(np.cumprod(row, dtype=np.uint64))
    return out[0], out[1]


def _fold(points: NDArray[np.uint32]) -> NDArray[np.uint32]:
    if int(points.max(initial=0)) < _TABLE:
        folded = _folding()[points]
    else:
        folded = np.where(points < _TABLE, _folding()[np.minimum(points, _TABLE - 1)], points)
        folded[(points >= 0x3000) & (points < 0x3040)] = 0  # CJK punctuation
        folded[points >= 0xE000] = 0  # private use, presentation forms, symbols and pictographs
        folded[points == 0x2019] = _APOSTROPHE
    mark = np.flatnonzero(folded == _APOSTROPHE)
    if len(mark):
        inner = (mark > 0) & (mark < len(folded) - 1)
        near = mark[inner]
        inner[inner] = (folded[near - 1] > _APOSTROPHE) & (folded[near + 1] > _APOSTROPHE)
        folded[mark[~inner]] = 0
    return folded


def _runs(folded: NDArray[np.uint32]) -> tuple[Ints, Ints]:
    """Starts and ends of words in folded code points."""
    inside = np.zeros(len(folded) + 2, np.bool_)
    np.not_equal(folded, 0, out=inside[1:-1])
    if int(folded.max(initial=0)) < _TABLE:
        edge = np.flatnonzero(inside[1:] != inside[:-1])
        return edge[::2], edge[1::2]
    alone = np.zeros(len(folded) + 2, np.bool_)
    np.greater_equal(folded, _TABLE, out=alone[1:-1])
    apart = alone[1:] | alone[:-1]
    start = np.flatnonzero(inside[1:] & (~inside[:-1] | apart))
    return start, np.flatnonzero(inside[:-1] & (~inside[1:] | apart))


def _hash(folded: NDArray[np.uint32], start: Ints, end: Ints) -> Hashes:
    """A polynomial hash of each word, cut out of one running sum over all letters."""
    power, inverse = powers(CHUNK.bit_length())
    total = np.zeros(len(folded) + 1, np.uint64)
    np.cumsum(folded * power[: len(folded)], out=total[1:])
    value = (total[end] - total[start]) * inverse[start]
    value ^= value >> _HALF
    value *= _MIX
    return np.asarray(value >> _HALF, np.uint32)


def _cut(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Runs longer than LONGEST_WORD in pieces (binary junk; no language has such words)."""
    if not len(start) or int((end - start).max()) <= LONGEST_WORD:
        return start, end
    pieces = [(s, min(e, s + LONGEST_WORD)) for a, e in zip(start.tolist(), end.tolist(), strict=True) for s in range(a, e, LONGEST_WORD)]
    both = np.array(pieces, np.int64)
    return both[:, 0], both[:, 1]


def _joined(texts: Sequence[str]) -> Words:
    """The words of `texts`, CHUNK characters together at most."""
    joined = "\n".join(texts)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    folded = _fold(points)
    start, end = _cut(*_runs(folded))
    offset = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(t) + 1 for t in texts], out=offset[1:])
    first = np.searchsorted(start, offset)
    place = start - np.repeat(offset[:-1], np.diff(first))
    return Words(_hash(folded, start, end), place.astype(np.uint32), (end - start).astype(np.uint16), first)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A long text in pieces that end where a word ends (or where CHUNK does), with their offsets."""
    at = 0
    while at < len(text):
        end = min(len(text), at + CHUNK)
        while end < len(text) and end > at + CHUNK // 2 and not text[end - 1].isspace():
            end -= 1
        yield at, text[at:end]
        at = end


def _long(text: str) -> Words:
    parts = [(at, _joined([piece])) for at, piece in _pieces(text)]
    starts = np.concatenate([part.start + np.uint32(at) for at, part in parts])
    hashes, sizes = np.concatenate([p.hashes for _, p in parts]), np.concatenate([p.size for _, p in parts])
    return Words(hashes, starts, sizes, np.array([0, len(hashes)]))


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) + 1 > CHUNK:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text) + 1
    if batch:
        yield batch


def read(texts: Iterable[str], workers: int = 1) -> Words:
    """The words of `texts`, which may come as a stream."""
    columns = _Column(np.uint32), _Column(np.uint32), _Column(np.uint16)
    counts = [np.zeros(1, np.int64)]
    for part in spread(_read, _batches(texts), workers):
        counts.append(np.diff(part.first))
        rows: tuple[NDArray[Any], ...] = (part.hashes, part.start, part.size)
        for column, row in zip(columns, rows, strict=True):
            column.extend(row)
    hashes, start, size = (column.whole() for column in columns)
    return Words(hashes, start, size, np.cumsum(np.concatenate(counts)))


class _Column:
    """An array that grows where it stands. Pieces that are joined at the end would be there twice, and leave holes in memory."""

    def __init__(self, kind: type[np.generic]) -> None:
        self._row, self._count = np.empty(0, kind), 0

    def extend(self, more: NDArray[Any]) -> None:
        end = self._count + len(more)
        if end > len(self._row):
            self._row.resize(max(end, len(self._row) + min(len(self._row), GROWTH)), refcheck=False)
        self._row[self._count : end] = more
        self._count = end

    def whole(self) -> NDArray[Any]:
        self._row.resize(self._count, refcheck=False)
        return self._row


def _read(batch: list[str]) -> Words:
    return _long(batch[0]) if len(batch[0]) > CHUNK else _joined(batch)


def together(parts: list[Words]) -> Words:
    """The words of several groups of texts as one. `parts` is emptied, so that no more than one column is there twice."""
    if len(parts) == 1:
        return parts.pop()
    first = np.cumsum(np.concatenate([[0], *[np.diff(p.first) for p in parts]]))
    columns: list[list[NDArray[Any]]] = [[p.hashes for p in parts], [p.start for p in parts], [p.size for p in parts]]
    parts.clear()
    return Words(emptied(columns[0], np.uint32), emptied(columns[1], np.uint32), emptied(columns[2], np.uint16), first)


def emptied(column: list[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    """The pieces of a column as one; the list is emptied."""
    out = np.concatenate([*column, np.empty(0, kind)])
    column.clear()
    return out


def keep(words: Words, wanted: Flags) -> Words:
    """Only the words marked in `wanted`."""
    count = np.diff(words.first)
    filled = count > 0
    if filled.any():
        count[filled] = np.add.reduceat(wanted, words.first[:-1][filled], dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(count)])
    return Words(words.hashes[wanted], words.start[wanted], words.size[wanted], first)


def taken(words: Words, texts: Ints) -> Words:
    """The texts of these numbers, in this order."""
    begin, end = words.first[texts].tolist(), words.first[texts + 1].tolist()
    rows = [slice(a, b) for a, b in zip(begin, end, strict=True)] or [slice(0, 0)]
    hashes, start, size = (np.concatenate([column[row] for row in rows]) for column in (words.hashes, words.start, words.size))
    return Words(hashes, start, size, np.concatenate([[0], np.cumsum(np.diff(words.first)[texts])]))


def arranged(given: list[Words], texts: Ints, wanted: Flags) -> Words:
    """The texts of these numbers, in this order, and of them the words marked in `wanted`.

    `given`, one group of texts, is emptied, so that no more than one column is there twice.
    """
    words = given.pop()
    begin, count = words.first[texts], np.diff(words.first)[texts]
    group = [slice(a, b) for a, b in _ranges(np.concatenate([[0], np.cumsum(count)]), CHUNK)]
    columns: list[NDArray[Any]] = [words.hashes, words.start, words.size]
    del words
    rows = [[slice(a, a + n) for a, n in zip(begin[part].tolist(), count[part].tolist(), strict=True)] for part in group]
    kept = [np.array([np.count_nonzero(wanted[row]) for row in part], np.int64) for part in rows]
    first = np.cumsum(np.concatenate([[0], *kept]))
    for k in range(len(columns)):
        columns[k] = _gathered(columns[k], rows, wanted, int(first[-1]))
    return Words(columns[0], columns[1], columns[2], first)


def _gathered(column: NDArray[Any], rows: list[list[slice]], wanted: Flags, size: int) -> NDArray[Any]:
    out, at = np.empty(size, column.dtype), 0
    for part in rows:
        more = np.concatenate([column[row] for row in part])[np.concatenate([wanted[row] for row in part])]
        out[at : at + len(more)] = more
        at += len(more)
    return out


def canonical(words: Words) -> Ints:
    """An order of the texts that does not depend on the order in which they come: by a sum over all words and their places."""
    where = np.flatnonzero(np.diff(words.first))
    digest = np.zeros(len(words.first) - 1, np.uint64)
    for begin, end in parts(words, CHUNK):
        part = words.texts(begin, end)
        value = (part.hashes * np.uint64(_BASE)) ^ (part.start * _MIX)
        value *= _MIX
        value ^= value >> _HALF
        inner = where[(where >= begin) & (where < end)]
        if len(inner):
            digest[inner] = np.add.reduceat(value, words.first[inner] - words.first[begin])
    return np.argsort(digest, kind="stable")


def parts(words: Words, size: int) -> list[tuple[int, int]]:
    """Ranges of texts with about `size` words each; a longer text is a range of its own."""
    return _ranges(words.first, size)


def _ranges(first: Ints, size: int) -> list[tuple[int, int]]:
    out, begin, count = [], 0, len(first) - 1
    while begin < count:
        end = int(np.searchsorted(first, first[begin] + size, side="right")) - 1
        end = min(count, max(begin + 1, end))
        out.append((begin, end))
        begin = end
    return out


def word_hash(word: str) -> np.uint32:
    """The hash under which `word` stands in Words.hashes. Raises ValueError when it is not one word."""
    words = read([word])
    if len(words) != 1:
        raise ValueError(f"not one word: {word!r}")
    return np.uint32(words.hashes[0])
