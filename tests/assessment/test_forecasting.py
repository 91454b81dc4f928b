"""Scores of forecasts: known values, identities, and honesty about small numbers."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.assessment import forecasting as f
from twicetold.assessment.forecasting import Judged, score

LIKELY, UNLIKELY, EVEN = (0.55, 0.80), (0.20, 0.45), (0.45, 0.55)
LEVELS = {"likely": LIKELY, "unlikely": UNLIKELY, "roughly_even": EVEN}

judged = st.builds(
    lambda holder, level, happened, group: Judged(holder, level, LEVELS.get(level), happened, group),
    st.sampled_from([None, "A", "B"]),
    st.sampled_from([*LEVELS, "asserted"]),
    st.booleans(),
    st.sampled_from(["", "s1", "s2", "s3"]),
)


def many(level, happened, n, holder="A"):
    return [Judged(holder, level, LEVELS.get(level), k < happened, f"s{k}") for k in range(n)]


def test_known_values():
    told = score([Judged("A", "likely", LIKELY, True), Judged("A", "likely", LIKELY, False)])
    assert told.brier is not None and told.log is not None
    assert told.brier.value == pytest.approx((0.325**2 + 0.675**2) / 2)
    assert (told.brier.low, told.brier.high) == (pytest.approx((0.2**2 + 0.55**2) / 2), pytest.approx((0.45**2 + 0.8**2) / 2))
    assert told.base_rate == 0.5


def test_words_without_a_band_are_counted_and_never_scored():
    told = score([*many("asserted", 3, 4), *many("likely", 1, 1)])
    assert (told.n, told.unscored) == (1, 4)
    flat = next(b for b in told.bins if b.level == "asserted")
    assert (flat.n, flat.happened, flat.verdict) == (4, 3, "no band")
    assert score(many("asserted", 1, 2)).brier is None
    assert score([]).holders == ()


@pytest.mark.parametrize(
    ("happened", "n", "verdict"),
    [
        (9, 9, "too few to say"),
        (7, 10, "as said"),
        (10, 10, "as said"),
        (40, 40, "more often than said"),
        (2, 20, "less often than said"),
    ],
)
def test_a_level_is_judged_by_its_interval_and_only_with_enough(happened, n, verdict):
    (level,) = score(many("likely", happened, n)).bins
    assert level.verdict == verdict


def test_with_nine_an_interval_is_as_wide_as_the_constant_says():
    low, high = f.wilson(5, f.ENOUGH - 1)
    assert high - low > 0.45


def test_few_forecasts_are_drawn_towards_all():
    told = score([*many("likely", 30, 40, "A"), *many("likely", 0, 1, "B")])
    a, b = told.holders
    assert (a.holder, a.enough, b.enough) == ("A", True, False)
    assert told.brier is not None and b.brier is not None and b.shrunk is not None
    assert told.brier.value < b.shrunk < (b.brier + told.brier.value) / 2
    assert a.low is not None and a.high is not None and a.brier is not None
    assert a.low <= a.brier <= a.high
    assert b.low is None


def test_forecasts_on_one_story_count_as_one_when_the_interval_is_drawn():
    apart = score(many("likely", 10, 20)).holders[0]
    together = score([Judged("A", "likely", LIKELY, j.happened, "yes" if j.happened else "no") for j in many("likely", 10, 20)]).holders[0]
    assert together.high - together.low > apart.high - apart.low


def test_murphy_adds_up_and_is_told_only_with_enough():
    forecasts = [*many("likely", 14, 20), *many("unlikely", 5, 15), *many("roughly_even", 4, 9)]
    told = score(forecasts)
    assert told.murphy is not None and told.brier is not None
    assert told.brier.value == pytest.approx(told.murphy.reliability - told.murphy.resolution + told.murphy.uncertainty)
    assert score(forecasts[:29]).murphy is None
    assert score(many("likely", 20, 40)).murphy is None


@given(st.lists(judged, max_size=40), st.randoms(use_true_random=False))
def test_the_order_does_not_matter_and_bounds_hold(forecasts, shuffler: random.Random):
    shuffled = list(forecasts)
    shuffler.shuffle(shuffled)
    told = score(forecasts)
    again = score(shuffled)
    assert (told.n, told.unscored, told.bins) == (again.n, again.unscored, again.bins)
    assert [(h.holder, h.n) for h in told.holders] == [(h.holder, h.n) for h in again.holders]
    assert told == again
    assert told.n + told.unscored == len(forecasts)
    if told.brier:
        assert 0 <= told.brier.low <= told.brier.value <= told.brier.high <= 1
    for b in told.bins:
        assert 0 <= b.low <= b.happened / b.n <= b.high <= 1


def test_ids_hold_whatever_is_read_beside():
    assert f.forecast_id("A", "it ends", "d1") == f.forecast_id("a", "It  ends", "d1")
    assert len({f.forecast_id(h, e, d) for h in ("A", None) for e in ("x", "y") for d in ("d1", "d2")}) == 8
