"""Parties that no list names: 'the employers', 'insurers', 'the mining union'; and what is no commitment although its verb is one."""

from __future__ import annotations

import pytest

from tests.claims.test_commitments import found, short
from twicetold import actors, claims, language
from twicetold.types import Document, Span


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


def test_what_one_gives_for_what_the_other_gives_goes_to_the_other():
    text = (
        "The talks lasted for three days and ended on Monday. The union agreed to suspend its strike. "
        "In return the company will raise basic pay by 4 per cent from April."
    )
    assert [(c.party, c.toward) for c in found(text)] == [("name:union", "name:company"), ("name:company", "name:union")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The nurses promised no further strikes until May.", ("name:nurses", 4, "given")),
        ("Brazil promised no new money.", ("state:BRA", 4, "withheld")),
        ("The lenders withdrew their support for the plan.", ("name:lenders", 4, "refused")),
        ("If the laws fail, the lenders will stop the payments, according to the agreement.", ("name:lenders", 4, "conditional")),
        ("In none of the points does Brazil undertake to cut its output.", ("state:BRA", 4, "withheld")),
        ("No Brazilian money would go to Chile, the government in Brasilia said.", ("state:BRA", 4, "refused")),
        ("Peru and Chile gave themselves until June to finish the text.", ("state:PER", 3, "given")),
        ("Brazil gave assurances that it would pay the debt.", ("state:BRA", 4, "given")),
        ("Brazil will help Chile to pay its debt.", ("state:BRA", 2, "given")),
    ],
)
def test_what_becomes_of_it(text, expected):
    assert expected in parties(text)


@pytest.mark.parametrize(
    "text", ["Brazil welcomed the release.", "Experts differ over how many men it would take.", "Brazil will help ease the shortage."]
)
def test_comments_and_questions_bind_nobody(text):
    assert parties(text) == []


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Brazil's decision to suspend the ban on Chilean wine is reversible and will be reviewed.",
            "Brazil's decision to suspend the ban on Chilean wine",
        ),
        ("Brazil cancelled the ban on wine in return for full relations with Chile.", "cancelled the ban on wine"),
        ("The trade minister, Rosa Lima, promised that Brazil would lift the ban.", "would lift the ban"),
    ],
)
def test_the_words_of_an_act(text, act):
    assert act in [c.act for c in found(text)]


def test_what_is_undertaken_is_not_foretold():
    text = (
        "The talks lasted for three days and ended on Monday. Brazil will free 477 prisoners in May, its government said. "
        "The truce will collapse before winter, analysts said."
    )
    parsed = language.parse(Document(id="d", source="t", text=text, body=(Span(0, len(text)),), published="2024-05-06", language="en"))
    foretold = claims.extract(parsed, actors.within(parsed)).forecasts
    assert ["truce" in f.event for f in foretold] == [True]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("The Fed cut its main rate to 4 per cent on Wednesday.", "org:us-fed"),
        ("The Bank of England will keep its rate at 4 per cent.", "org:uk-boe"),
        ("Both airlines agreed to give up slots at three airports.", "name:airlines"),
    ],
)
def test_who_decides_for_itself(text, party):
    assert [p for p, *_ in parties(text)] == [party]


@pytest.mark.parametrize(
    "text",
    [
        "The president's rating declined slightly from 58 per cent to 55.",
        "The government of Chile concluded that there was no basis for a trial.",
        "Critics would call them impulses.",
        "Chile would have accepted the offer.",
        "In the end Brazil would close the port within a year.",
        "Nearly all the voters say they plan to watch the debate.",
    ],
)
def test_other_senses_and_suppositions(text):
    assert parties(text) == []


def test_what_goes_on_behind_a_saying_is_still_said():
    text = "Brazil ruled out higher tariffs this year, its trade ministry said. It would consider the request of Chile in May."
    assert ("state:BRA", 4, "given") in parties(text)
