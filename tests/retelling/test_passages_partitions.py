"""The steps of the search on partitions give what the search gives, however the rows are divided."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest

from twicetold.retelling.reuse import furniture, partitions, search, words

SYLLABLES = ("ba", "cor", "del", "fi", "gan", "hul", "jor", "ket", "lum", "mar", "nis", "pol", "quin", "rast", "sev", "tor", "ven", "zim")
FOOTER = "Subscribe to the gull and get every tide table of the season delivered to your pier for nothing at all."


def corpus() -> tuple[list[str], list[str]]:
    """Sixty texts of four publishers: passages in common, edited, and a footer."""
    rng = random.Random(5)

    def prose(size: int) -> list[str]:
        return ["".join(rng.choices(SYLLABLES, k=rng.choice((1, 2, 2, 3)))) for _ in range(size)]

    sources = [prose(200) for _ in range(6)]
    texts = []
    for k in range(60):
        begin = rng.randrange(140)
        told = [w for w in sources[k % 6][begin : begin + 60] if rng.random() > 0.08]
        texts.append(" ".join([*prose(80), *told, *prose(60)]) + (f"\n{FOOTER}" if k % 4 == 0 else ""))
    return texts, [f"Paper {k % 4}" for k in range(60)]


def divided(texts: list[str], owners: np.ndarray, size: int) -> list[pa.RecordBatch]:
    out = []
    for k in range(0, len(texts), size):
        columns = [pa.array(range(k, min(len(texts), k + size)), pa.int64()), pa.array(owners[k : k + size]), pa.array(texts[k : k + size])]
        out.append(pa.RecordBatch.from_arrays(columns, schema=partitions.DOCUMENTS))
    return out


def split(batches: list[pa.RecordBatch], column: str, count: int) -> list[pa.RecordBatch]:
    whole = pa.Table.from_batches(batches).combine_chunks()
    part = whole[column].to_numpy() % np.array(count, whole[column].to_numpy().dtype)
    return [whole.filter(pa.array(part == k)).combine_chunks().to_batches()[0] for k in range(count) if (part == k).any()]


def by_partitions(texts: list[str], owners: np.ndarray, size: int, count: int) -> list[tuple[float, ...]]:
    documents = divided(texts, owners, size)
    prints = split([partitions.prints(b) for b in documents], "shingle", count)
    printed = Counter(owners.tolist())
    listed = np.unique(np.concatenate([partitions.furniture(b, printed) for b in prints]))
    total = len(words.read(texts)) - int(furniture.mark_listed(words.read(texts), listed).sum())
    known = partitions.Shared(partitions.statistics([partitions.runs(b, listed, total) for b in documents], total), listed)
    shingles = split([partitions.shingles(b, known) for b in documents], "shingle", count)
    pairs = split([partitions.pairs(b) for b in shingles], "left", count)
    whole = pa.Table.from_batches(documents).combine_chunks().to_batches()[0]
    found = [partitions.alignments(b, whole, known) for b in pairs]
    return sorted(tuple(row.values()) for b in found for row in b.to_pylist())


@pytest.mark.parametrize(("size", "count"), [(60, 1), (7, 3), (1, 5)])
def test_partitions_give_what_the_search_gives(size: int, count: int) -> None:
    texts, publishers = corpus()
    order = words.canonical(words.read(texts)).tolist()
    texts, publishers = [texts[k] for k in order], [publishers[k] for k in order]
    whole = search.search(texts, publishers)
    assert len(whole.a) > 100
    expected = sorted(zip(*(column.tolist() for column in whole), strict=True))
    assert by_partitions(texts, furniture.owners(publishers, len(texts)), size, count) == expected


def test_schemas_say_what_comes() -> None:
    batch = divided(["one two three"], np.array([0]), 1)[0]
    known = partitions.Shared(partitions.statistics([], 3), np.empty(0, np.uint64))
    assert partitions.prints(batch).schema == partitions.PRINTS
    assert partitions.runs(batch, known.furniture, 3).schema == partitions.RUNS
    shingles = partitions.shingles(batch, known)
    assert shingles.schema == partitions.SHINGLES
    pairs = partitions.pairs(shingles)
    assert pairs.schema == partitions.PAIRS
    assert partitions.alignments(pairs, batch, known).schema == partitions.ALIGNMENTS


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_the_number_of_workers_and_the_size_of_blocks_make_no_difference(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from twicetold.retelling.reuse import alignment, extension, postings

    texts, publishers = corpus()
    expected = [column.tolist() for column in search.search(texts, publishers)]
    for module, name, value in ((search, "BLOCK", 300), (furniture, "BLOCK", 500), (alignment, "BLOCK", 40), (extension, "TOGETHER", 16)):
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(postings, "PARTITION", 1 << 11)
    monkeypatch.setattr(words, "CHUNK", 1 << 11)
    assert [column.tolist() for column in search.search(texts, publishers, workers=workers)] == expected
