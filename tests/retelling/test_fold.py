"""Commitments, forecasts and dated events of several documents, folded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.retelling.saying import Teller, embed, person, roster
from twicetold.retelling import fold
from twicetold.types import ClaimGroup, Ref, Report

KING, QUEEN = person("King Olaf"), person("Queen Maud")
GRAIN = "will send grain to the harbour towns before winter"
SALT = "will lower the tax on salt"


def promise(key: str, act: str, party: object, status: str = "given") -> Report:
    made = Teller(key, f"The crown {act}. The fair was quiet this year.")
    return made.commitment(act, party, status=status).report  # type: ignore[arg-type]


def told(reports: Sequence[Report]) -> fold.Told:
    return fold.Told(reports, roster(reports), embed=embed)


def folded(*reports: Report) -> list[list[str]]:
    return [[r.document for r in group] for group in fold.commitments(told(reports))]


def test_one_promise_of_one_party_is_one_commitment() -> None:
    assert folded(promise("a", GRAIN, KING), promise("b", GRAIN, KING), promise("c", SALT, KING)) == [["a", "b"], ["c"]]


def test_another_number_is_no_other_commitment() -> None:
    more = GRAIN.replace("grain", "900 sacks of grain")
    less = GRAIN.replace("grain", "300 sacks of grain")
    assert folded(promise("a", more, KING), promise("b", less, KING)) == [["a", "b"]]


def test_another_party_or_a_refusal_is_another_commitment() -> None:
    assert folded(promise("a", GRAIN, KING), promise("b", GRAIN, QUEEN)) == [["a"], ["b"]]
    assert folded(promise("a", GRAIN, KING), promise("b", GRAIN, KING, "refused")) == [["a"], ["b"]]


def test_forecasts_and_dates() -> None:
    reports = [
        Teller(k, f"The crown {GRAIN}.").forecast(GRAIN).dated(GRAIN, d).report
        for k, d in (("a", "2011-05-01"), ("b", "2011-05"), ("c", "2011-06-01"))
    ]
    assert [[r.document for r in g] for g in fold.forecasts(told(reports))] == [["a", "b", "c"]]
    dated = [[r.document for r in g] for g in fold.timeline(told(reports))]
    assert sorted(d for g in dated for d in g) == ["a", "b", "c"]
    assert not any({"a", "c"} <= set(g) for g in dated)


def test_two_forecasts_of_one_sentence_stay_two() -> None:
    told_twice = "The crown will send grain to the towns before winter, and the crown may send grain to the towns before winter"
    first, second = told_twice.split(", and ")
    report = Teller("a", f"{told_twice}.").forecast(first, "likely").forecast(second, "possible").report
    assert [[r.index for r in g] for g in fold.forecasts(told([report]))] == [[0], [1]]
    alike = Teller("a", f"{told_twice}.").forecast(first).forecast(second).report
    assert [[r.index for r in g] for g in fold.forecasts(told([alike]))] == [[0, 1]]


def test_two_acts_told_in_one_claim_stay_two() -> None:
    bridge = "the old bridge across the river at the northern gate will be mended by the masons of the town"
    both = f"{GRAIN}, while the tax on salt in all the northern valleys will be lowered next year and {bridge}"
    act = "the tax on salt in all the northern valleys will be lowered"
    one = Teller("a", f"The crown {both}.").claim(f"The crown {both}").commitment(GRAIN, KING).report
    other = Teller("b", f"The crown {both}.").claim(f"The crown {both}").commitment(act, KING).report
    group = ClaimGroup((Ref("a", 0), Ref("b", 0)), (), 0)
    assert len(fold.commitments(replace(told([one, other]), groups=(group,)))) == 2
