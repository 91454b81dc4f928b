from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.language.endings import Passage, ended, features, kind


def passage(texts: list[str], odds: list[float], starts: list[int], opens: frozenset[int] = frozenset({0})) -> Passage:
    n = len(texts)
    return Passage(texts, ["X"] * n, [False] * n, starts, opens, np.array(odds, np.float32), np.zeros((n, n), np.float32))


def test_a_sure_end_cuts_and_a_sure_middle_joins() -> None:
    texts = ["He", "left", ".", "She", "met", "Ms.", "Le", "."]
    odds = [-9.0, -9, 5, -9, -9, -9, -9, 5]
    assert ended(passage(texts, odds, [0])) == [0, 3]
    assert ended(passage(texts, odds, [0, 3, 6])) == [0, 3]


def test_no_sentence_ends_at_a_comma_inside_a_paragraph() -> None:
    texts, odds = ["We", "left", ",", "She", "stayed", "."], [-9.0, -9, 5, -9, -9, 5]
    assert ended(passage(texts, odds, [0, 3])) == [0]
    assert ended(passage(texts, odds, [0, 3], frozenset({0, 3}))) == [0, 3]


def test_paragraphs_begin_sentences_whatever_the_model_says() -> None:
    assert ended(passage(["one", "two", "three"], [-9.0] * 3, [0, 2], frozenset({0, 2}))) == [0, 2]


def test_a_gap_that_an_arc_crosses_costs_more() -> None:
    arcs = np.full((4, 4), -9.0, np.float32)
    arcs[[0, 1, 2, 3], [1, 1, 1, 2]] = 9  # every head stands before the gap behind word 2, but for the arcs over the gap behind word 1
    one = Passage(["a", "b", "c", "d"], ["X"] * 4, [False] * 4, [0], frozenset({0}), np.zeros(4, np.float32), arcs)
    found = dict(features(one))
    assert found[1]["cross"] > 8
    loose = np.where(np.eye(4, dtype=bool), 9, -9).astype(np.float32)
    assert dict(features(passage(["a", "b", "c", "d"], [0.0] * 4, [0])))[1]["cross"] > 0
    alone = Passage(["a", "b", "c", "d"], ["X"] * 4, [False] * 4, [0], frozenset({0}), np.zeros(4, np.float32), loose)
    assert dict(features(alone))[1]["cross"] < 0.1


@pytest.mark.parametrize(
    ("word", "wanted"),
    [("====", "rule"), ("www.example.org/a", "url"), ("a@b.example", "mail"), (":-)", "face"), ("p.m.", "ampm"), ("08/16/2000", "date"),
     ("11:21", "clock"), ("1998", "year"), ("3.5", "num"), ("...", "dots"), (".", "."), ("?!", "!?"), ("Mr.", "abbr"), ("“", "quote"),
     ("said", "low"), ("NATO", "CAP"), ("I", "C"), ("Paris", "Tit"), ("eBay", "mix"), ("€", "sym"), ("东京", "mix")],
)  # fmt: skip
def test_kinds_of_words(word: str, wanted: str) -> None:
    assert kind(word) == wanted


@given(st.lists(st.tuples(st.text(min_size=1, max_size=4), st.floats(-9, 9)), min_size=1, max_size=30), st.sets(st.integers(0, 29)))
def test_starts_are_in_order_and_within_the_stretch(words: list[tuple[str, float]], starts: set[int]) -> None:
    rules = sorted({0} | {k for k in starts if k < len(words)})
    found = ended(passage([w for w, _ in words], [o for _, o in words], rules))
    assert found[0] == 0
    assert found == sorted(set(found))
    assert found[-1] < len(words)
