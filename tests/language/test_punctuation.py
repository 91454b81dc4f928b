from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.language.punctuation import Tree, attach, candidates
from twicetold.language.trees import is_tree


def drawn(words: str, heads: list[int], rels: str) -> Tree:
    n = len(heads)
    return Tree(words.split(), np.array(heads, np.int64), rels.split(), np.zeros((n, n), np.float32))


def test_the_last_stop_hangs_on_the_root_and_no_arc_is_crossed() -> None:
    tree = drawn("He left the old town .", [1, 1, 4, 4, 1, 4], "nsubj root det amod obj punct")
    attach(tree)
    assert tree.heads[5] == 1


def test_brackets_hang_on_the_highest_word_inside() -> None:
    tree = drawn("The ministry ( of defence ) said so .", [1, 6, 1, 4, 1, 1, 6, 6, 6], "det nsubj punct case nmod punct root advmod punct")
    attach(tree)
    assert tree.heads[[2, 5]].tolist() == [4, 4]


def test_words_beyond_an_arc_over_the_mark_are_no_candidates() -> None:
    tree = drawn("a b , c d", [3, 0, 3, 3, 3], "nsubj nmod punct root obj")
    assert sorted(word for word, _ in candidates(tree)[0][1]) == [0, 1, 3]


def test_a_mark_that_governs_stays() -> None:
    tree = drawn("x , y", [0, 0, 1], "root punct conj")
    attach(tree)
    assert tree.heads.tolist() == [0, 0, 1]


@pytest.mark.parametrize("words", [". . .", "( ( )", '" a "'])
def test_marks_alone_are_left_in_peace(words: str) -> None:
    tree = drawn(words, [0, 0, 0], "root punct punct")
    attach(tree)
    assert is_tree(tree.heads)


@given(st.data())
def test_trees_stay_trees(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 9))
    heads = [0, *(data.draw(st.integers(0, k - 1)) for k in range(1, n))]
    rels = ["root", *(data.draw(st.sampled_from(["punct", "nsubj", "conj", "cc", "obj"])) for _ in range(n - 1))]
    texts = [data.draw(st.sampled_from([",", ".", '"', "(", ")", "–", "word"])) for _ in range(n)]
    tree = Tree(texts, np.array(heads, np.int64), rels, np.zeros((n, n), np.float32))
    attach(tree)
    assert is_tree(tree.heads)
