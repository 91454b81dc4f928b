"""Parties that no list names: 'the employers', 'insurers', 'the mining union'; and what is no commitment although its verb is one."""

from __future__ import annotations

import pytest

from tests.claims.test_commitments import found, short


def parties(text: str) -> list[tuple[str, int, str]]:
    return [(c.party, c.level, c.status) for c in found("The talks lasted for three days and ended on Monday. " + text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The creditors agreed on Monday to extend the loans.", ("name:creditors", 4, "given")),
        ("The pilots' union agreed to suspend its strike.", ("name:pilots union", 4, "given")),
        ("Insurers ruled out higher premiums this year.", ("name:insurers", 4, "refused")),
        ("The hospitals are to hire 120 nurses by October.", ("name:hospitals", 4, "given")),
        ("The company will raise basic pay by 4 per cent.", ("name:company", 4, "given")),
        ("The owners dropped their demand for a longer week.", ("name:owners", 5, "given")),
        ("The farmers gave no undertaking to accept the quota.", ("name:farmers", 4, "withheld")),
    ],
)
def test_collectives_bind_themselves(text, expected):
    assert expected in parties(text)


def test_a_collective_is_the_same_one_afterwards():
    text = "The company will raise basic pay by 4 per cent. It promised not to cut any routes before 2030. The company refused to say more."
    assert {p for p, *_ in parties(text)} == {"name:company"}


def test_a_union_of_miners_is_not_the_european_union():
    text = "The European Union promised loans to Zambia. The mining union agreed to suspend its strike."
    assert [p for p, *_ in parties(text)] == ["org:eu", "name:mining union"]


@pytest.mark.parametrize(
    "text",
    [
        "Germany rejected the charge.",
        "Germany refused to give any details of the talks.",
        "Peru and Chile agreed on how long to talk.",
        "Insurers will decide how many ships sail.",
        "The exchange of the prisoners will take place on Monday.",
        "Some 800 persons agreed with him.",
        "Brazil had sought relief from the sanctions.",
    ],
)
def test_no_commitment(text):
    assert parties(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The environment minister, Asha Verma, promised that India would honour its target.", ("IND", None, 4, "given")),
        ("Chile announced that Peru will open its port.", ("PER", "CHL", 4, "reported")),
        ("Chile promised that the alliance would not arm the rebels.", ("CHL", None, 4, "given")),
    ],
)
def test_whom_the_promise_of_another_binds(text, expected):
    assert expected in short(text)
