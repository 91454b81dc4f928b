"""The figures that the project states hold on this commit, and the machinery that guards them works."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.families import FLOORS, TOLERANCE, checksum, fallen, family_files, measure

SHARED = Path(__file__).parents[3] / "shared"


def test_a_figure_below_its_floor_is_named():
    assert fallen({"body.f1": 0.90}, {"body.f1": 0.95}) == ["body.f1: 0.900 is below its floor 0.95"]
    assert fallen({"body.f1": 0.95 - TOLERANCE / 2}, {"body.f1": 0.95}) == []
    assert fallen({}, {"body.f1": 0.95}) != []


def test_the_checksum_changes_with_the_corpus(tmp_path):
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.write_text("one")
    second.write_text("two")
    assert checksum([first]) != checksum([first, second])


@pytest.mark.skipif(not family_files(SHARED), reason="the development families are not beside this checkout")
def test_no_figure_on_the_development_families_has_fallen():
    recorded = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert recorded["corpus"] == checksum(family_files(SHARED)), (
        "floors.json is for another corpus; run python -m evaluation.families --raise"
    )
    assert fallen(measure(SHARED)["average"], recorded["floors"]) == []
