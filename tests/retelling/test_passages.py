"""Words, seeds, alignment, passages."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.retelling import passages
from twicetold.retelling.reuse import search, words
from twicetold.types import Passage, Span

TALE = (
    "The delegations met in the old customs house on the quay and signed a memorandum about the ferry line, "
    "the lighthouse on the northern skerry and the price of smoked herring, which had doubled since the winter."
)
OTHER = "Nobody had expected the orchestra to play without a conductor, yet the overture began on time and ended in applause."
WORDS = "amber basalt cedar dulcimer ember fjord granite harbour island juniper kelp lantern meadow nettle otter pebble quarry raven"
VOCABULARY = WORDS.split()


def test_words_know_their_places_in_code_points() -> None:
    text = "“Ça va”, said Zoë’s 2 friends — naïve 🙂 中文"
    found = words.read([text])
    assert [text[s:e] for s, e in zip(found.start, found.end(np.arange(len(found))), strict=True)] == [
        "Ça",
        "va",
        "said",
        "Zoë’s",
        "2",
        "friends",
        "naïve",
        "中",
        "文",
    ]


def test_case_and_kind_of_apostrophe_make_no_difference() -> None:
    found = words.read(["Xi's VISIT", "xi’s visit"])
    assert found.hashes[:2].tolist() == found.hashes[2:].tolist()


@given(st.lists(st.text(max_size=60), max_size=6))
def test_every_word_lies_in_its_text(texts: list[str]) -> None:
    found = words.read(texts)
    place = np.arange(len(found))
    for text, start, end in zip(found.text(place), found.start.tolist(), found.end(place), strict=True):
        assert 0 <= start < end <= len(texts[text])
        assert texts[text][start].isalnum()
    assert np.bincount(found.text(place), minlength=len(texts)).tolist() == np.diff(found.first).tolist()


def test_a_shared_sentence_is_found_with_its_exact_place() -> None:
    left, right = f"{OTHER} {TALE}", f"{TALE} And so it went."
    found = passages.search([left, right])
    assert len(found.a) == 1
    assert left[found.a_start[0] : found.a_end[0]] == TALE.rstrip(".")
    assert right[found.b_start[0] : found.b_end[0]] == TALE.rstrip(".")
    assert found.similarity[0] == 1.0


def test_an_edited_sentence_is_found_as_one_passage() -> None:
    edited = TALE.replace("old customs house", "former customs building").replace("smoked herring", "herring")
    found = passages.search([f"{OTHER} {TALE}", edited])
    assert len(found.a) == 1
    assert 0.6 < found.similarity[0] < 1.0
    assert found.b_end[0] - found.b_start[0] > 0.9 * len(edited)


def test_passages_in_another_order_are_found_both() -> None:
    first, second = TALE.split(" and the price")[0], OTHER
    found = passages.search([f"{first}. Then rain fell. {second}", f"{second} Much later the sun came out. {first}."])
    assert len(found.a) == 2


def test_unrelated_texts_share_nothing() -> None:
    assert len(passages.search([TALE, OTHER]).a) == 0


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["one"], ["one two", "one two"]])
def test_little_or_nothing_is_no_error(texts: list[str]) -> None:
    assert len(passages.search(texts).a) == 0


def test_what_one_publisher_prints_everywhere_is_furniture_and_a_viral_sentence_is_not() -> None:
    rng = random.Random(3)
    fill = [" ".join(rng.choice(VOCABULARY) + str(rng.randrange(10**6)) for _ in range(60)) for _ in range(24)]
    footer = "Subscribe to the gull and get every tide table of the season delivered to your pier for nothing at all."
    texts = [f"{fill[k]} {TALE} {footer if k < 12 else ''}" for k in range(24)]
    publishers = ["The Gull" if k < 12 else f"Outlet {k}" for k in range(24)]
    found = passages.search(texts, publishers)
    shared = {texts[a][s:e] for a, s, e in zip(found.a, found.a_start, found.a_end, strict=True)}
    assert not any("tide table" in s for s in shared)
    assert any("northern skerry" in s for s in shared)


@given(st.permutations(range(5)))
def test_the_order_of_the_texts_makes_no_difference(order: list[int]) -> None:
    texts = [TALE, OTHER, f"{TALE} {OTHER}", f"{OTHER} Later: {TALE[40:]}", TALE.replace("ferry", "mail")]
    found = passages.search([texts[k] for k in order])
    rows = set()
    for k in range(len(found.a)):
        one = (order[found.a[k]], int(found.a_start[k]), int(found.a_end[k]))
        other = (order[found.b[k]], int(found.b_start[k]), int(found.b_end[k]))
        rows.add(tuple(sorted((one, other))))
    expected = passages.search(texts)
    assert rows == {
        tuple(
            sorted(
                (
                    (int(expected.a[k]), int(expected.a_start[k]), int(expected.a_end[k])),
                    (int(expected.b[k]), int(expected.b_start[k]), int(expected.b_end[k])),
                )
            )
        )
        for k in range(len(expected.a))
    }


@given(st.lists(st.lists(st.sampled_from(VOCABULARY), min_size=0, max_size=60), min_size=2, max_size=4))
def test_every_passage_lies_in_its_texts(rows: list[list[str]]) -> None:
    texts = [" ".join(row) for row in rows]
    found = passages.search(texts)
    for a, s, e, b, t, f in zip(found.a, found.a_start, found.a_end, found.b, found.b_start, found.b_end, strict=True):
        assert a < b
        assert 0 <= s < e <= len(texts[a])
        assert 0 <= t < f <= len(texts[b])


def test_a_passage_needs_more_evidence_in_a_larger_search() -> None:
    assert search.threshold(1_000) < search.threshold(1_000_000) < search.threshold(100_000_000)


def test_a_text_shares_no_passage_with_itself() -> None:
    assert len(passages.search([f"{TALE} {TALE}", OTHER]).a) == 0


def test_passages_by_meaning_give_way_to_passages_by_words() -> None:
    by_words = Passage("a", Span(0, 100), "b", Span(0, 100), 1.0)
    covered = Passage("a", Span(10, 90), "b", Span(10, 90), 0.7, "meaning")
    own = Passage("a", Span(200, 290), "b", Span(210, 290), 0.7, "meaning")
    assert passages.merged([by_words], [covered, own]) == (by_words, own)
