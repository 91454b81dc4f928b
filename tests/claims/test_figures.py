"""Odds in figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.claims.figures import figures, level_of
from twicetold.claims.scales import band
from twicetold.types import Span


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("a 30 per cent chance of rain", ["unlikely"]),
        ("put the odds at one in three", ["unlikely"]),
        ("a 70% probability", ["likely"]),
        ("one chance in two, or 9 out of 10 odds", ["roughly_even", "very_likely"]),
        ("the chance that an agreement is signed by March 1 at no better than one in ten", ["very_unlikely"]),
        ("a two-to-three possibility", ["likely"]),
        ("output rose by 30 per cent", []),
        ("one in three voters", []),
    ],
)
def test_only_figures_that_measure_a_chance(text, levels):
    assert [level for _, level in figures(text, Span(0, len(text)))] == levels


@given(st.floats(0.01, 0.99))
def test_the_band_holds_the_figure(probability):
    low, high = band(level_of(probability))
    assert low <= probability <= high


@pytest.mark.parametrize(("probability", "level"), [(0.0, "almost_no_chance"), (1.0, "almost_certain"), (0.2, "unlikely"), (0.8, "likely")])
def test_edges(probability, level):
    assert level_of(probability) == level


@given(st.text(alphabet="0123456789 %percentchanceonoutofinodds-.", max_size=60))
def test_spans_lie_in_the_text(text):
    assert all(0 <= s.start < s.end <= len(text) for s, _ in figures(text, Span(0, len(text))))
