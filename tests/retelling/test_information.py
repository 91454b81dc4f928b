"""The tables in which runs of words are counted."""

from __future__ import annotations

import numpy as np

from twicetold.retelling.reuse import information
from twicetold.retelling.reuse.search import learn, weigh
from twicetold.retelling.reuse.words import read

TEXTS = [f"The herring number {k} of the northern skerry was sold on the quay at noon for a song and a pint" for k in range(300)]


def test_small_counts_end_where_their_type_ends() -> None:
    row = np.array([3] * 70_000 + [5], np.uint32)
    assert information._counted(row.copy(), np.zeros(8, np.uint16)).tolist() == [0, 0, 0, 65_535, 0, 1, 0, 0]
    assert information._counted(row.copy(), np.zeros(8, np.int32))[3] == 70_000


def test_tables_of_another_size_are_read_by_their_size() -> None:
    """An index that was written with larger or smaller tables still weighs words."""
    words = read(TEXTS)
    known = learn(words)
    half = information.Statistics(
        known.single.reshape(-1, 2).sum(1).astype(np.int32),
        known.pair.reshape(-1, 2).sum(1).astype(np.uint16),
        known.triple.reshape(-1, 2).sum(1).astype(np.uint16),
        known.runs,
        known.words,
    )
    whole, other = weigh(words, known).nats.astype(int), weigh(words, half).nats.astype(int)
    assert whole.shape == other.shape
    assert np.abs(whole - other).mean() < 2 * information.SCALE
