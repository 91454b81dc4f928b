"""The labels on readouts stand on their texts, and the check finds what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.readouts.check import FIRST, TEXTS, agreement, bounded, check, faults, labels, pairs, texts

SHARED = Path(__file__).parents[3] / "shared"
TEXT = "The President thanked King Otto."
GOOD = {"party": "United States", "toward": "Ruritania", "start": 14, "end": 31, "domain": "diplomatic", "level": 1, "status": "given"}


def test_a_good_label_has_no_fault():
    assert faults(GOOD, TEXT) == []


@pytest.mark.parametrize(
    "change", [{"start": 15}, {"end": 30}, {"end": 99}, {"start": 13}, {"level": 6}, {"status": "vague"}, {"toward": "United States"}]
)
def test_a_bad_label_is_found(change):
    assert faults(GOOD | change, TEXT) != []


def test_a_span_may_end_before_a_mark():
    assert bounded(TEXT, 0, 31)
    assert bounded(TEXT, 0, 32)
    assert not bounded(TEXT, 5, 5)


def test_another_text_is_found():
    assert check([{"id": "r", "sha256": "0", "commitments": []}], {"r": TEXT}) == ["r: not the text that was labelled"]


def test_labels_are_well_formed_without_the_texts():
    records = labels()
    assert len({r["id"] for r in records}) == len(records)
    assert all(0 <= c["start"] < c["end"] for r in records for c in r["commitments"])


def test_a_label_matches_once():
    assert pairs([GOOD, GOOD], [GOOD]) == [(GOOD, GOOD)]
    assert pairs([GOOD], [GOOD | {"party": "Ruritania"}]) == []
    assert pairs([GOOD], [GOOD | {"start": 0, "end": 19}]) == []


def test_agreement_counts_what_one_pass_lacks():
    one = [{"id": "r", "commitments": [GOOD]}]
    two = [{"id": "r", "commitments": [GOOD | {"level": 2}, GOOD | {"party": "Ruritania"}]}]
    found = agreement(one, two)
    assert found["f1"] == pytest.approx(2 / 3)
    assert (found["level"], found["status"]) == (0, 1)


def test_the_first_pass_is_of_labelled_readouts():
    assert {r["id"] for r in labels(FIRST)} <= {r["id"] for r in labels()}


@pytest.mark.skipif(not (SHARED / TEXTS).exists(), reason="the readouts are not beside this checkout")
def test_every_label_stands_on_its_text():
    assert check(labels(), texts(SHARED)) == []
