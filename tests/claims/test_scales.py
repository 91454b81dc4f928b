"""Scales are read one at a time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.claims.lexicon import table
from twicetold.claims.scales import band, perceived, read, scales


def test_the_house_scale_has_the_bands_of_the_directive():
    levels = ("almost_no_chance", "very_unlikely", "unlikely", "roughly_even", "likely", "very_likely", "almost_certain")
    edges = (0.01, 0.05, 0.20, 0.45, 0.55, 0.80, 0.95, 0.99)
    assert [band(level) for level in levels] == list(pairwise(edges))
    assert band("possible") is None
    assert band("asserted") is None


def test_scales_differ_and_are_not_mixed():
    assert read("likely").range == (0.55, 0.80)
    assert read("likely", "phia").range == (0.55, 0.75)
    assert read("likely", "ipcc").range == (0.66, 1.0)
    assert read("realistic possibility", "phia").range == (0.40, 0.50)
    assert read("realistic possibility") is None
    assert read("remote chance", "icd203") is None


def test_the_admiralty_code_has_no_numbers():
    assert read("usually reliable", "admiralty_reliability").level == "B"
    assert read("probably true", "admiralty_credibility").level == "2"
    assert all(
        read(p, s).range is None
        for s in scales()
        if s.startswith("admiralty")
        for b in table("scales.toml")[s]["bands"]
        for p in b["phrases"]
    )


def test_an_unknown_scale_is_an_error():
    with pytest.raises(KeyError):
        read("likely", "gut feeling")


def test_perception_stands_beside_the_standard():
    low, high = min(p.low for p in perceived("likely")), max(p.high for p in perceived("likely"))
    assert (low, high) == (0.65, 0.80)
    assert perceived("without doubt") == ()


@given(st.sampled_from(scales()), st.text(max_size=20))
def test_reading_never_invents_numbers(scale, phrase):
    found = read(phrase, scale)
    assert found is None or found.scale == scale
    assert found is None or found.range is None or 0 <= found.range[0] <= found.range[1] <= 1
