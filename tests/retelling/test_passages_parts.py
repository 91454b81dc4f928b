"""Arrays of words, seeds and sieves: what the search for passages is made of."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twicetold.retelling.reuse import furniture, postings, search, seeds, segments, words
from twicetold.retelling.reuse.information import Information
from twicetold.retelling.reuse.postings import Postings

NUMBERS = st.lists(st.integers(0, 2**64 - 1), max_size=50)
TEXTS = st.lists(
    st.lists(st.sampled_from(["amber", "basalt", "cedar", "dulcimer", "ember", "fjord"]), max_size=30).map(" ".join), min_size=1, max_size=6
)


def array(values: list[int]) -> words.Shingles:
    return np.array(values, np.uint64)


@given(NUMBERS)
def test_distinct_values_are_sorted_and_once(values: list[int]) -> None:
    assert postings.distinct(array(values)).tolist() == sorted(set(values))


@given(NUMBERS, NUMBERS)
def test_among_says_which_values_are_there(values: list[int], others: list[int]) -> None:
    assert postings.among(array(values), array(others + values[::2])).tolist() == [v in {*others, *values[::2]} for v in values]


@given(NUMBERS, NUMBERS)
def test_a_sieve_lets_everything_through_that_is_there(there: list[int], asked: list[int]) -> None:
    row = np.array(sorted(there), np.uint64)
    found = words.read([])
    segment = segments.made((), (), found, Information(np.empty((0, 3), np.uint8)), Postings(row, np.arange(len(row))))
    asked_for = array(asked + there)
    kept = {(asked + there)[k] for k in segments.maybe(segment, asked_for, segments.marks(asked_for)).tolist()}
    assert set(there) <= kept


def test_a_sieve_keeps_most_others_back() -> None:
    rng = np.random.default_rng(5)
    row = np.sort(rng.integers(0, 2**64, 5_000, np.uint64))
    segment = segments.made((), (), words.read([]), Information(np.empty((0, 3), np.uint8)), Postings(row, np.arange(len(row))))
    asked = rng.integers(0, 2**64, 10_000, np.uint64)
    assert len(segments.maybe(segment, asked, segments.marks(asked))) < 100


@given(TEXTS, st.randoms(use_true_random=False))
def test_arranged_texts_are_those_of_the_given_order_without_what_is_not_wanted(texts: list[str], rng: object) -> None:
    found = words.read(texts)
    wanted = np.arange(len(found)) % 3 > 0
    order = np.array(list(reversed(range(len(texts)))), np.int64)
    given_words = [found]
    out = words.arranged(given_words, order, wanted)
    expected = words.taken(words.keep(found, wanted), order)
    assert given_words == []
    for name in ("hashes", "start", "size", "first"):
        assert getattr(out, name).tolist() == getattr(expected, name).tolist()


def test_words_that_come_in_many_pieces_are_one_row() -> None:
    texts = [f"{'granite ' * k}end" for k in range(40)]
    column = words._Column(np.uint32)  # grows by and by
    for k in range(40):
        column.extend(np.full(k, k, np.uint32))
    assert column.whole().tolist() == [k for k in range(40) for _ in range(k)]
    assert np.diff(words.read(texts).first).tolist() == [k + 1 for k in range(40)]


def test_the_hash_of_a_run_does_not_depend_on_where_it_stands() -> None:
    run = "amber basalt cedar dulcimer ember fjord granite harbour island juniper"
    found = words.read([f"{run} kelp", f"one two three {run} meadow"])
    known = Information(np.full((len(found), 3), 4 * 16, np.uint8))
    shingle, place = seeds.runs(found, known, 20 * 16)
    by_place = dict(zip(place.tolist(), shingle.tolist(), strict=True))
    assert [by_place[k] for k in range(6)] == [by_place[11 + 3 + k] for k in range(6)]
    assert len(set(by_place.values())) == len(by_place) - 6
    assert found.first[1] - 1 not in by_place  # a run ends with its text


def test_seeds_need_more_evidence_the_more_words_there_are_and_more_yet_beyond_what_was_sampled() -> None:
    steps = [seeds.least(10**k) for k in range(4, 10)]
    rise = np.diff(steps)
    assert (rise > 0).all()
    assert rise[-1] > rise[0]
    assert search.threshold(10**8) > seeds.least(10**8)


def test_holes_between_furniture_of_one_text_are_furniture() -> None:
    found = words.read(["a b c d e f g h", "i j k l"])
    marked = np.array([True, True, False, False, True, True, False, True, True, False, False, True])
    assert furniture._filled(found, marked).tolist() == [True] * 12
    apart = np.array([True, True, False, False, False, False, False, False, False, True, True, True])
    assert furniture._filled(found, apart.copy()).tolist() == apart.tolist()  # the hole is the end of one text and the beginning of another
