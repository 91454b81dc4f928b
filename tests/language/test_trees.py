from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from twicetold.language.trees import is_tree, tree
from twicetold.language.viterbi import best_path, legal, spans

scores = st.integers(1, 6).flatmap(lambda n: arrays(np.float32, (n, n), elements=st.integers(-8, 8).map(float)))


@given(scores)
def test_always_one_root_and_no_circle(matrix: np.ndarray) -> None:
    assert is_tree(tree(matrix))


@given(st.integers(1, 4).flatmap(lambda n: arrays(np.float32, (n, n), elements=st.integers(-8, 8).map(float))))
def test_no_other_tree_scores_higher(matrix: np.ndarray) -> None:
    n = len(matrix)
    best = max(
        sum(matrix[k, h] for k, h in enumerate(heads))
        for heads in itertools.product(range(n), repeat=n)
        if is_tree(np.array(heads, np.int64))
    )
    assert sum(matrix[k, h] for k, h in enumerate(tree(matrix))) == best


@given(st.integers(0, 12).flatmap(lambda n: arrays(np.float32, (n, 7), elements=st.integers(-6, 0).map(float))))
def test_labels_are_legal(matrix: np.ndarray) -> None:
    path = best_path(matrix, np.zeros((7, 7), np.float32))
    assert len(path) == len(matrix)
    steps = legal(np.zeros((7, 7), np.float32))
    assert all(steps[a, b] == 0 for a, b in itertools.pairwise([0, *path]))


def test_spans_of_a_path() -> None:
    assert spans([1, 2, 0, 3, 5, 6, 5]) == [(0, 0, 2), (1, 3, 4), (2, 4, 6), (2, 6, 7)]
