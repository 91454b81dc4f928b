"""The steps of a search as functions from Arrow record batches to record batches, for an engine that runs them on partitions.

| step | function | partition by | gives |
|---|---|---|---|
| 1 | `prints` | any part of the documents | PRINTS: runs of eight words, and who printed them |
| 2 | `furniture` | `shingle` | the runs that are boilerplate (union of all partitions) |
| 3 | `runs`, then `statistics` once | any part of the documents | RUNS, what the words' information rests on |
| 4 | `shingles` | any part of the documents | SHINGLES: the seeds of every document |
| 5 | `pairs` | `shingle` | PAIRS: two places with the same run |
| 6 | `alignments` | pair of documents | ALIGNMENTS: the passages |

Documents are numbered by the caller; of a pair the lesser number is the left one. Places count words, furniture left out. The results are
those of `search.search_words` for documents numbered in the order of `words.canonical`, however the rows are divided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from twicetold.retelling.reuse import alignment, information, search, seeds
from twicetold.retelling.reuse import furniture as boilerplate
from twicetold.retelling.reuse.extension import Extender, together
from twicetold.retelling.reuse.information import Runs, Scale, Statistics
from twicetold.retelling.reuse.postings import Postings, distinct, groups, shared
from twicetold.retelling.reuse.seeds import Pairs
from twicetold.retelling.reuse.words import Ints, Shingles, Words, keep, read

DOCUMENTS = pa.schema([("document", pa.int64()), ("publisher", pa.int64()), ("text", pa.string())])
PRINTS = pa.schema([("shingle", pa.uint64()), ("document", pa.int64()), ("publisher", pa.int64())])
RUNS = pa.schema([("run", pa.uint64()), ("single", pa.uint32()), ("pair", pa.uint32()), ("triple", pa.uint32())])
SHINGLES = pa.schema([("shingle", pa.uint64()), ("document", pa.int64()), ("place", pa.uint32())])
PAIRS = pa.schema([("left", pa.int64()), ("left_place", pa.uint32()), ("right", pa.int64()), ("right_place", pa.uint32())])
ALIGNMENTS = pa.schema(
    [
        ("left", pa.int64()),
        ("left_start", pa.uint32()),  # code points
        ("left_end", pa.uint32()),
        ("right", pa.int64()),
        ("right_start", pa.uint32()),
        ("right_end", pa.uint32()),
        ("score", pa.float32()),  # nats
        ("similarity", pa.float32()),  # share of equal words, 0..1
    ]
)


@dataclass(frozen=True, slots=True)
class Shared:
    """What all partitions have to know: statistics, and boilerplate (sorted)."""

    statistics: Statistics
    furniture: Shingles


def _column(batch: pa.RecordBatch, name: str) -> Ints:
    return np.asarray(batch.column(name).to_numpy(zero_copy_only=False))


def _batch(schema: pa.Schema, *columns: object) -> pa.RecordBatch:
    fields = zip(columns, schema, strict=True)
    arrays = [pa.array(np.asarray(column).astype(field.type.to_pandas_dtype()), field.type) for column, field in fields]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _words(batch: pa.RecordBatch, furniture: Shingles) -> Words:
    words = read(text.as_py() for text in batch.column("text"))
    marked = boilerplate.mark_listed(words, furniture)
    return keep(words, ~marked) if marked.any() else words


def prints(batch: pa.RecordBatch) -> pa.RecordBatch:
    """DOCUMENTS -> PRINTS."""
    words = read(text.as_py() for text in batch.column("text"))
    shingle, place = boilerplate.runs(words)
    text = words.text(place)
    return _batch(PRINTS, shingle, _column(batch, "document")[text], _column(batch, "publisher")[text])


def furniture(batch: pa.RecordBatch, printed: Mapping[int, int]) -> Shingles:
    """The runs of a hash partition of PRINTS that are boilerplate; `printed` says how many documents each publisher has."""
    order = np.argsort(_column(batch, "shingle"), kind="stable")
    number = {publisher: k for k, publisher in enumerate(sorted(printed))}
    owner = np.array([number[p] for p in _column(batch, "publisher")[order].tolist()], np.int64)
    found = Postings(_column(batch, "shingle")[order].astype(np.uint64), np.arange(len(order)))
    found, _ = shared(found, boilerplate.LEAST + 1)
    sizes = np.array([printed[p] for p in sorted(printed)], np.int64)
    return distinct(found.shingle[boilerplate.repeated(found, owner[found.place], sizes)])


def runs(batch: pa.RecordBatch, furniture: Shingles, words: int) -> pa.RecordBatch:
    """DOCUMENTS -> RUNS; `words` is about how many there are in all documents together, the same for all partitions."""
    return _batch(RUNS, *information.sampled(_words(batch, furniture), words))


def statistics(batches: Iterable[pa.RecordBatch], words: int) -> Statistics:
    """Count all RUNS. Those with the same `run` may be reduced to one beforehand."""
    parts = (Runs(_column(b, "run"), *(_column(b, name) for name in ("single", "pair", "triple"))) for b in batches)  # type: ignore[arg-type]
    return information.statistics(parts, words)


def shingles(batch: pa.RecordBatch, known: Shared) -> pa.RecordBatch:
    """DOCUMENTS -> SHINGLES."""
    words = _words(batch, known.furniture)
    shingle, place = seeds.runs(words, Scale(known.statistics).weigh(words), seeds.least(known.statistics.words))
    text = words.text(place)
    return _batch(SHINGLES, shingle, _column(batch, "document")[text], place - words.first[text])


def pairs(batch: pa.RecordBatch) -> pa.RecordBatch:
    """A hash partition of SHINGLES -> PAIRS."""
    document, place, shingle = (_column(batch, name) for name in ("document", "place", "shingle"))
    order = np.lexsort((place, document, shingle))
    document, place = document[order], place[order]
    found = Postings(shingle[order].astype(np.uint64), np.arange(len(order)))
    _, size = groups(found.shingle)
    rows = [np.stack(step) for step in seeds.steps(found, np.repeat(size, size))]
    one, other = np.concatenate([np.empty((2, 0), np.int64), *rows], axis=1)
    apart = document[one] != document[other]
    one, other = one[apart], other[apart]
    return _batch(PAIRS, document[one], place[one], document[other], place[other])


def alignments(batch: pa.RecordBatch, documents: pa.RecordBatch, known: Shared) -> pa.RecordBatch:
    """Some PAIRS, all of those of their pairs of documents, and the DOCUMENTS they name -> ALIGNMENTS."""
    numbers = _column(documents, "document")
    order = np.argsort(numbers, kind="stable")
    words = _words(documents.take(pa.array(order)), known.furniture)
    sides = [
        words.first[np.searchsorted(numbers[order], _column(batch, side))] + _column(batch, f"{side}_place") for side in ("left", "right")
    ]
    first = seeds.firsts(*sides)
    found = alignment.gathered([Pairs(sides[0][first], sides[1][first])], words)
    extender = Extender(words, Scale(known.statistics).weigh(words))
    rows = together(list(alignment.aligned(found, words, extender, search.threshold(known.statistics.words))))
    told = search.told(words, rows, numbers[order])
    return _batch(ALIGNMENTS, told.a, told.a_start, told.a_end, told.b, told.b_start, told.b_end, told.score, told.similarity)
