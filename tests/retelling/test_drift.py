"""What happened to the words of a quotation."""

from __future__ import annotations

import pytest

from tests.retelling.saying import embed
from twicetold.retelling.drift import drift
from twicetold.retelling.likeness import Likeness

TRUCE = "If there are fewer than five hundred observers on the ground by October, nobody will even be able to say who broke it."
FUND = "We think the fund will probably pay out two million crowns to the harbour towns before winter"


def labels(reference: str, variant: str) -> set[str]:
    return set(drift(reference, variant, Likeness([reference, variant], [reference, variant], embed)))


@pytest.mark.parametrize(
    "variant", [f"“{TRUCE}”", TRUCE.upper(), TRUCE.replace(", ", " — "), TRUCE.rstrip("."), TRUCE.replace("October", "[October]")]
)
def test_marks_and_case_are_no_drift(variant: str) -> None:
    assert labels(TRUCE, variant) == {"verbatim"}


def test_spelling_and_figures_are_no_drift_but_what_falls_away_is() -> None:
    assert labels("We recognise the harbour’s centre", "We recognize the harbor’s center") == {"verbatim"}
    assert labels(TRUCE, "nobody will even be able to say who broke it") == {"trimmed"}
    assert labels(TRUCE, TRUCE.replace("five hundred", "5,000").replace(" on the ground", "")) == {"trimmed", "number_changed"}


@pytest.mark.parametrize(
    ("reference", "variant", "expected"),
    [
        ("A truce without a map is a pause", "A truce without a map is only a pause", {"reworded"}),
        ("An embassy opens in May, and it will not be in the old town", "will be in the old town", {"trimmed", "reversed"}),
        ("To note is not to accept, and they knew it", "To note is to accept, and they knew it", {"reversed"}),
        ("India has promised less than it will deliver", "India has promised more than it will deliver", {"reversed"}),
        (FUND, FUND.replace("will probably pay", "may pay"), {"reworded", "certainty_lowered"}),
        (FUND, FUND.replace("probably ", ""), {"trimmed", "certainty_raised"}),
        (FUND, FUND.replace("two", "three"), {"number_changed"}),
        ("The deal was struck with Norland in May", "The deal was struck with Ostrel in May", {"name_changed"}),
        ("The United States will pay", "The U.S. will pay", {"reworded"}),
        ("It is the floor of this pact, not its ceiling", "is the floor of this pact", {"trimmed"}),
        ("Nobody asked the harbour towns", "The harbour towns were asked", {"reworded", "reversed"}),
    ],
)
def test_labels(reference: str, variant: str, expected: set[str]) -> None:
    assert labels(reference, variant) == expected


def test_no_less_than_is_no_negation() -> None:
    assert "reversed" not in labels("At least two towns will follow", "No less than two towns will follow")
