"""An index that can be added to: new documents against all that are there, and kept for the next.

    with Index("reuse.index") as index:
        for passage in index.add([Entry("a", "The Gull", text), ...]):
            ...

Words, their information and their seeds are kept in segments (`segments`), so that adding costs what the new documents cost, and a look-up
of their seeds in sorted arrays. The statistics are those of the last `refresh`; one comes by itself while the index is small and has grown
GROWTH-fold. Between two of them the passages found do not depend on how the documents were divided into calls of `add`; of a viral run,
one in more than PLACES places, only the latest FOLLOWERS are paired.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import numpy as np

from twicetold.retelling.reuse import alignment, furniture, information, search, seeds
from twicetold.retelling.reuse.extension import Aligned, Extender, together
from twicetold.retelling.reuse.information import Information, Nats, Scale, Statistics
from twicetold.retelling.reuse.postings import Postings, distinct, shared
from twicetold.retelling.reuse.seeds import FOLLOWERS, PLACES, Pairs
from twicetold.retelling.reuse.segments import (
    IndexDamaged,
    IndexInUse,
    Manifest,
    Model,
    Segment,
    joined,
    locked,
    made,
    marks,
    maybe,
    read_manifest,
    read_model,
    read_segment,
    sweep,
    write_manifest,
    write_model,
    write_segment,
)
from twicetold.retelling.reuse.words import Ints, Shingles, Words, keep, read, taken
from twicetold.retelling.reuse.words import together as words_together
from twicetold.types import Passage, Span

EXPECTED = 0.2  # chance pairs for each word of an index; fewer than in a search in memory, where a look at them costs less
BATCH = 1 << 22  # words read, searched and written at once: bounds memory
LARGEST = 1 << 24  # words; segments that would get larger are not joined
JOIN = 4  # segments of about one size become one; every segment is asked for every new run, so few large ones are quicker to ask
GROWTH = 4  # an index that has grown so much since its statistics were made is refreshed
AUTOMATIC = 1 << 23  # words; beyond that only when `refresh` is called
TRIES = 5  # to open what another process is just replacing


class Entry(NamedTuple):
    """A document as the index takes it."""

    id: str
    publisher: str | None
    text: str


class Index:
    """An index in a folder: opened for writing, and made where there is none, or only to be read while another process may write.

    Raises IndexInUse when another process writes, IndexDamaged when the folder is no index.
    """

    def __init__(self, folder: str | Path, *, readonly: bool = False) -> None:
        self.folder, self.readonly = Path(folder), readonly
        self._held = ExitStack()
        if not readonly:
            self._held.enter_context(locked(self.folder))
        try:
            self._open()
        except BaseException:
            self._held.close()
            raise

    def _open(self) -> None:
        for attempt in range(TRIES):
            self._manifest = read_manifest(self.folder)
            try:
                self._segments = [read_segment(self.folder, name) for name in self._manifest.segments]
                self._model = read_model(self.folder, self._manifest.model) if self._manifest.model else None
                break
            except IndexDamaged:  # or another process has just put new files in their place
                if not self.readonly or attempt == TRIES - 1:
                    raise
        if not self.readonly:
            sweep(self.folder, self._manifest)
        self._scale = Scale(self._model.statistics) if self._model else None
        self._ids = {key for segment in self._segments for key in segment.ids}

    def __enter__(self) -> Index:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let other processes write."""
        self._held.close()

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, key: str) -> bool:
        return key in self._ids

    @property
    def words(self) -> int:
        """Words of all documents together, furniture aside."""
        return sum(len(s.words) for s in self._segments)

    def add(self, documents: Iterable[Entry]) -> list[Passage]:
        """Add documents and say what they share with those that are there and with each other.

        When it returns, the documents are on the disk. Documents whose id is there already are left out, so that a batch can be given again
        after a crash.
        """
        if self.readonly:
            raise IndexInUse(f"{self.folder} was opened to be read only.")
        out: list[Passage] = []
        for batch in self._batches(documents):
            fresh = self._segment(batch)
            out += self._found(fresh)
            self._append(fresh)
        return sorted(out, key=lambda p: (p.left_document, p.right_document, p.left, p.right))

    def query(self, documents: Iterable[Entry]) -> list[Passage]:
        """What documents share with those of the index (not with each other); the index stays as it is."""
        if self._model is None:
            return []
        out: list[Passage] = []
        for batch in _cut(documents):
            out += self._found(self._segment(batch), within=False)
        return sorted(out, key=lambda p: (p.left_document, p.right_document, p.left, p.right))

    def refresh(self) -> None:
        """Make the statistics, the furniture and all seeds anew from the documents that are there; costs about what adding them cost."""
        if self._model is None:
            return
        size = max(self.words, 1)
        found = (information.sampled(s.words, size) for s in self._segments)
        statistics = information.statistics(found, size)
        known = [self._model.furniture, *(_furniture(s.words, s.publishers) for s in self._segments)]
        self._use(_model(statistics, distinct(np.concatenate(known))))
        groups = _together([len(s.words) for s in self._segments])
        names = [self._written([joined([self._made(s.ids, s.publishers, s.words) for s in self._segments[k]])])[0] for k in groups]
        self._commit(replace(self._manifest, segments=tuple(names)))

    def _batches(self, documents: Iterable[Entry]) -> Iterator[list[Entry]]:
        seen = self._ids
        for batch in _cut(documents):
            fresh: dict[str, Entry] = {}
            for entry in batch:
                if entry.id not in seen:
                    fresh.setdefault(entry.id, entry)
            if fresh:
                yield list(fresh.values())

    def _segment(self, batch: Sequence[Entry]) -> Segment:
        words = read(entry.text for entry in batch)
        publishers = tuple(entry.publisher for entry in batch)
        if self._model is None:
            self._use(_model(search.learn(words), _furniture(words, publishers)))
        return self._made(tuple(entry.id for entry in batch), publishers, words)

    def _made(self, ids: tuple[str, ...], publishers: tuple[str | None, ...], words: Words) -> Segment:
        assert self._model is not None and self._scale is not None
        marked = furniture.mark_listed(words, self._model.furniture)
        words = keep(words, ~marked) if marked.any() else words
        known = self._scale.weigh(words)
        shingle, place = seeds.runs(words, known, self._model.seed)
        return made(ids, publishers, words, known, Postings(shingle, place))

    def _use(self, model: Model) -> None:
        self._model, self._scale = model, Scale(model.statistics)
        name = f"model-{self._manifest.next:06d}.npz"
        write_model(self.folder, name, model)
        self._manifest = replace(self._manifest, model=name, next=self._manifest.next + 1)

    def _append(self, fresh: Segment) -> None:
        segments = [*self._segments, fresh]
        self._ids.update(fresh.ids)
        names = [*self._manifest.segments, *self._written([fresh])]
        if tail := _alike([len(s.words) for s in segments]):
            names[-tail:] = self._written([joined(segments[-tail:])])
        self._commit(replace(self._manifest, segments=tuple(names)))
        assert self._model is not None
        if self._model.statistics.words * GROWTH <= self.words <= AUTOMATIC:
            self.refresh()

    def _written(self, made: Sequence[Segment]) -> tuple[str, ...]:
        number = self._manifest.next
        names = tuple(f"segment-{number + k:06d}" for k in range(len(made)))
        self._manifest = replace(self._manifest, next=number + len(made))
        for name, segment in zip(names, made, strict=True):
            write_segment(self.folder, name, segment)
        return names

    def _commit(self, manifest: Manifest) -> None:
        write_manifest(self.folder, manifest)
        opened = dict(zip(self._manifest.segments, self._segments, strict=True))
        self._segments = [opened.get(name) or read_segment(self.folder, name) for name in manifest.segments]
        self._manifest = manifest
        sweep(self.folder, manifest)

    def _found(self, fresh: Segment, *, within: bool = True) -> list[Passage]:
        assert self._model is not None
        enough = self._model.passage
        found = [(fresh, _within(fresh))] if within else []
        across = _across(fresh.postings, self._segments)
        found += [(old, _promising(fresh, old, pairs, enough)) for old, pairs in zip(self._segments, across, strict=True)]
        return list(_passages(fresh, found, enough))


def _furniture(words: Words, publishers: Sequence[str | None]) -> Shingles:
    return furniture.listed(words, furniture.owners(publishers, len(publishers)))


def _model(statistics: Statistics, known: Shingles) -> Model:
    size = GROWTH * statistics.words
    return Model(statistics, known, seeds.least(size, EXPECTED), search.threshold(size))


def _cut(documents: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Batches of about BATCH words, five characters and a space each."""
    batch: list[Entry] = []
    size = 0
    for entry in documents:
        batch.append(entry)
        size += len(entry.text)
        if size >= 6 * BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _alike(sizes: Sequence[int]) -> int:
    """How many of the latest segments to join: JOIN of about one size, or none."""
    tail = sizes[-JOIN:]
    alike = len(tail) == JOIN and max(tail) <= JOIN * max(1, min(tail)) and sum(tail) <= LARGEST
    return JOIN if alike else 0


def _together(sizes: Sequence[int]) -> list[slice]:
    """Segments that follow each other in groups of LARGEST words at most."""
    out: list[slice] = []
    room = 0
    for k, size in enumerate(sizes):
        if size <= room:
            out[-1] = slice(out[-1].start, k + 1)
        else:
            out.append(slice(k, k + 1))
            room = LARGEST
        room -= size
    return out


def _within(fresh: Segment) -> Pairs:
    found, count = shared(fresh.postings)
    begins = np.zeros(len(fresh.words), np.bool_)
    begins[found.place] = True
    several = list(seeds.pairs(found, count, fresh.words, begins))
    none = np.empty(0, np.int64)
    return Pairs(np.concatenate([none, *[p.left for p in several]]), np.concatenate([none, *[p.right for p in several]]))


def _across(fresh: Postings, segments: Sequence[Segment]) -> list[Pairs]:
    """Places of `fresh` and of each segment with the same run; where the words before are such a pair too, only that one."""
    marked = marks(fresh.shingle)
    found = [_rows(fresh, marked, segment) for segment in segments]
    places = np.zeros(len(fresh.shingle), np.int64)
    for row, begin, end in found:
        places[row] += end - begin
    viral, taken = places > PLACES, np.zeros(len(places), np.int64)
    out = []
    for segment, (row, begin, end) in zip(reversed(segments), reversed(found), strict=True):
        count = np.where(viral[row], np.minimum(end - begin, FOLLOWERS - taken[row]), end - begin)
        taken[row] += count
        at = np.repeat(end - np.cumsum(count), count) + np.arange(count.sum())
        left, right = np.repeat(fresh.place[row], count), segment.postings.place[at]
        wanted = seeds.firsts(left, right)
        out.append(Pairs(left[wanted], right[wanted]))
    return out[::-1]


def _rows(fresh: Postings, marked: Shingles, segment: Segment) -> tuple[Ints, Ints, Ints]:
    """The rows of `fresh` whose run stands in a segment, and the first and last (exclusive) of its places there."""
    row, old = maybe(segment, fresh.shingle, marked), segment.postings.shingle
    wanted = fresh.shingle[row]
    begin = np.searchsorted(old, wanted)
    end, live = begin.copy(), np.flatnonzero(begin < len(old))
    for _ in range(FOLLOWERS):  # most stand in one or two places, which lie beside each other; another search goes all over the array
        live = live[old[end[live]] == wanted[live]]
        end[live] += 1
        live = live[end[live] < len(old)]
    end[live] = np.searchsorted(old, wanted[live], side="right")
    hit = end > begin
    return row[hit], begin[hit], end[hit]


def _promising(fresh: Segment, old: Segment, found: Pairs, enough: int) -> Pairs:
    """Those that are worth fetching the texts of `old`, looked at as `align` does: from the document with the lesser id."""
    order = np.argsort(found.right)  # so that the old words are read in their order
    found = Pairs(found.left[order], found.right[order])
    a, b = fresh.words.text(found.left).tolist(), old.words.text(found.right).tolist()
    lesser = np.array([fresh.ids[x] < old.ids[y] for x, y in zip(a, b, strict=True)], np.bool_)
    score = np.empty(len(lesser), np.int64)
    score[lesser] = Extender(fresh.words, fresh.known, old.words).glance(found.left[lesser], found.right[lesser])
    score[~lesser] = Extender(old.words, old.known, fresh.words).glance(found.right[~lesser], found.left[~lesser])
    wanted = score >= alignment.PROMISING * enough
    return Pairs(found.left[wanted], found.right[wanted])


class _Side(NamedTuple):
    """Texts of a segment that take part: their numbers there, and the number that the first of them has among all that take part."""

    segment: Segment
    texts: Ints
    base: int

    def rank(self, place: Ints) -> tuple[Ints, Ints]:
        """For words of the segment the number of their text among all, and how far they stand from its beginning."""
        text = self.segment.words.text(place)
        return self.base + np.searchsorted(self.texts, text), place - self.segment.words.first[text]


def _sides(fresh: Segment, found: Sequence[tuple[Segment, Pairs]]) -> list[_Side]:
    """The fresh side first, then one for each of `found`; the fresh one again where both sides are fresh."""
    mine = [fresh.words.text(place) for other, pairs in found for place in (pairs if other is fresh else pairs[:1])]
    sides = [_Side(fresh, distinct(np.concatenate([np.empty(0, np.int64), *mine])), 0)]
    base = len(sides[0].texts)
    for other, pairs in found:
        texts = distinct(other.words.text(pairs.right))
        sides.append(sides[0] if other is fresh else _Side(other, texts, base))
        base += 0 if other is fresh else len(texts)
    return sides


def _passages(fresh: Segment, found: Sequence[tuple[Segment, Pairs]], enough: int) -> Iterator[Passage]:
    """Align pairs of places of `fresh` and of other segments (or itself); the document with the lesser id is the left one."""
    sides = _sides(fresh, found)
    apart = sides[:1] + [side for side in sides[1:] if side.segment is not fresh]
    names = [side.segment.ids[k] for side in apart for k in side.texts.tolist()]
    order = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    parts = words_together([taken(side.segment.words, side.texts) for side in apart])
    nats = np.concatenate([_slices(side.segment.known.nats, side.segment.words, side.texts) for side in apart])
    words, known = taken(parts, order), Information(_slices(nats, parts, order))
    seeded = [np.empty((2, 0), np.int64)]
    for (_, pairs), other in zip(found, sides[1:], strict=True):
        both = [side.rank(place) for side, place in zip((sides[0], other), pairs, strict=True)]
        seeded.append(np.sort([words.first[rank[text]] + far for text, far in both], axis=0))
    left, right = np.concatenate(seeded, axis=1)
    pairs = alignment.gathered([Pairs(left, right)], words)
    rows = together(list(alignment.aligned(pairs, words, Extender(words, known), enough)))
    yield from _told(words, rows, [names[k] for k in order.tolist()])


def _slices(column: Nats, words: Words, texts: Ints) -> Nats:
    begin, end = words.first[texts].tolist(), words.first[texts + 1].tolist()
    return np.concatenate([column[:0], *[column[a:b] for a, b in zip(begin, end, strict=True)]])


def _told(words: Words, rows: Aligned, names: Sequence[str]) -> Iterator[Passage]:
    length = rows.left_end - rows.left + rows.right_end - rows.right
    alike = np.round(2 * rows.equal / np.maximum(length, 1), 4)
    columns = (words.start[rows.left], words.end(rows.left_end - 1), words.start[rows.right], words.end(rows.right_end - 1))
    a, b = words.text(rows.left).tolist(), words.text(rows.right).tolist()
    for k, (w, x, y, z) in enumerate(zip(*(c.tolist() for c in columns), strict=True)):
        yield Passage(names[a[k]], Span(w, x), names[b[k]], Span(y, z), float(alike[k]))
