from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twicetold.language.sentences import CUT, JOINED, ended


def test_a_sure_end_cuts_and_a_sure_middle_joins() -> None:
    odds = np.zeros(10, np.float32)
    odds[3], odds[5] = CUT + 1, JOINED - 1
    assert ended([100, 106], {100}, odds, 100) == [100, 104]


def test_a_fixed_start_stands_whatever_the_model_says() -> None:
    odds = np.full(6, JOINED - 1, np.float32)
    assert ended([0, 3], {0, 3}, odds, 0) == [0, 3]


@given(st.lists(st.floats(-9, 9), min_size=1, max_size=40), st.sets(st.integers(0, 39)))
def test_starts_are_in_order_and_within_the_stretch(odds: list[float], starts: set[int]) -> None:
    rules = sorted({0} | {k for k in starts if k < len(odds)})
    found = ended(rules, {0}, np.array(odds, np.float32), 0)
    assert found[0] == 0
    assert found == sorted(set(found))
    assert found[-1] < len(odds)
