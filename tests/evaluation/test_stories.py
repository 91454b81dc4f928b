"""The scorer of stories."""

from __future__ import annotations

import pytest

from evaluation.stories import b_cubed

GOLD = {"a": 1, "b": 1, "c": 2}


def test_the_truth_scores_one() -> None:
    assert b_cubed(GOLD, {"a": "x", "b": "x", "c": "y"}) == (1.0, 1.0, 1.0)


def test_all_together_and_all_apart() -> None:
    assert b_cubed(GOLD, dict.fromkeys(GOLD, 0))[:2] == pytest.approx((5 / 9, 1.0))
    assert b_cubed(GOLD, {})[:2] == pytest.approx((1.0, 2 / 3))
