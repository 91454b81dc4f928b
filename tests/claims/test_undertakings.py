"""Agreements, communiqués and reports of kinds that nobody tuned on: who undertakes what in them."""

from __future__ import annotations

import pytest

from tests.claims.test_commitments import found, short


def acts(text: str) -> dict[str, list[tuple[str, str]]]:
    """Party -> (status, first words of the act)."""
    out: dict[str, list[tuple[str, str]]] = {}
    for c in found(text):
        out.setdefault(c.party.removeprefix("state:"), []).append((c.status, c.act))
    return out


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Brazil will not enrich uranium above 20 per cent.", "given"),
        ("Brazil will not export arms for five years.", "given"),
        ("Brazil said its forces would not attack the port.", "given"),
        ("Brazil shall not apply export duties to nickel.", "given"),
        ("Under the deal, Brazil will not open new mines.", "given"),
        ("Brazil promised that it would not close the port.", "given"),
        ("Brazil reaffirmed that it would not seek nuclear weapons.", "reaffirmed"),
        ("Brazil reiterated that it would never accept the proposal.", "refused"),
        ("Brazil will close its coal plants and will not finance new mines abroad.", "given"),
        ("Brazil will not take part in the conference.", "refused"),
        ("Brazil will not accept the award.", "refused"),
        ("Brazil does not recognise the award, its foreign ministry said.", "refused"),
        ("Brazil is not bound by the accord, its president said.", "refused"),
        ("Brazil has not said whether it will send ships.", "withheld"),
        ("Brazil will decide in May whether to send ships.", "withheld"),
    ],
)
def test_what_is_left_undone(text, status):
    given = [c for c in found(text) if c.party == "state:BRA"]
    assert given[-1].status == status


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Japan will support Ghana for as long as it takes.", None),
        ("Japan will arrest anyone who breaks the truce.", "anyone who breaks the truce"),
        ("If the talks go well, Japan intends to lift its ban.", "If the talks go well"),
        ("Japan will abide by the truce so long as Ghana does the same.", "so long as Ghana does the same"),
    ],
)
def test_conditions(text, condition):
    (one,) = [c for c in found(text) if c.party == "state:JPN"]
    assert (None if one.condition is None else text[one.condition.start : one.condition.end]) == condition
    assert (one.status == "conditional") == (condition is not None)


def test_who_checks_a_condition_is_not_the_one_promised():
    text = "Japan and Ghana signed the accord. Japan will lift its sanctions once the African Union has verified that Ghana kept it."
    assert ("JPN", "GHA", 4, "conditional") in short(text)


def test_what_an_agreement_requires_is_undertaken():
    text = "The agreement calls for Chile to let observers visit its prisons. It requires Peru to publish the names of the missing."
    assert set(acts(text)) == {"CHL", "PER"}


def test_a_news_agency_that_requires_something_obliges_nobody():
    assert acts("The law of physics requires Chile to wait. The minister wants Peru to publish the names.") == {}


def test_points_of_a_resolution_have_the_council_as_their_subject():
    text = (
        "The Security Council,\n\n1. Decides to extend the mandate of the Force until 31 August;\n\n2. Calls upon all to respect the line;"
    )
    assert list(acts(text)) == ["org:unsc"]
    assert acts(text)["org:unsc"][0][1].startswith("Decides to extend")


def test_points_behind_they_have_the_subject_of_the_sentence_before():
    text = (
        "The presidents of Poland and Lithuania met in Vilnius. They:\n\n- agreed to build a railway by 2028;\n\n- condemned the attacks."
    )
    assert {p: len(a) for p, a in acts(text).items()} == {"POL": 1, "LTU": 1}


def test_a_list_of_bare_verbs_is_what_its_opening_says():
    text = "Norway will:\n\n- cut its emissions by half;\n\n- lift its ban on imports."
    assert [s for s, _ in acts(text)["NOR"]] == ["given", "given"]


def test_each_party_and_neither_side_are_the_two():
    text = "Peru and Chile signed the truce on Monday. Each party shall publish its maps within 30 days. Neither side will attack the port."
    given = acts(text)
    assert all(any("maps" in a for _, a in given[p]) and ("given", "will attack the port") in given[p] for p in ("PER", "CHL"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Fishermen's Union of Norway pledged to end its strike.", "pledged to end its strike"),
        ("Hargreaves Foods offered to waive its fees for members.", "offered to waive its fees"),
        ("Amina Okafor said she would not sell the farm.", "would not sell the farm"),
    ],
)
def test_an_undertaking_is_anybodys(text, words):
    assert any(a.startswith(words) for given in acts(text).values() for _, a in given)


def test_a_president_who_will_not_resign_binds_himself_alone():
    (party,) = acts("President Emmanuel Macron said he would not resign.")
    assert party != "FRA"


def test_a_former_president_does_not_speak_for_the_state():
    assert "USA" not in acts("Former president Barack Obama promised to build a library in Chicago.")


def test_a_list_of_three_is_one_party():
    (one,) = found("Turkey, Qatar and Oman have agreed to receive the prisoners.")
    assert one.party == "joint:state:OMN+state:QAT+state:TUR"


def test_the_subject_stands_before_the_relative_clause():
    text = "Cameroon will hold back 60,000 tonnes, and Nigeria, which is not a member, has promised to freeze its output."
    assert set(acts(text)) == {"CMR", "NGA"}


@pytest.mark.parametrize(
    "text",
    [
        "The envoy found no evidence that Peru had agreed to close the port.",
        "The minister denied that Peru had promised to close the port.",
        "The party in parliament that opposes Peru called the map a proposal.",
    ],
)
def test_what_is_denied_or_named_undertakes_nothing(text):
    assert acts(text) == {}


def test_cuts_that_will_be_eased_are_theirs_who_made_them():
    text = "Oman agreed to cut oil output by a tenth in May. The cuts will be eased in July."
    assert any("will be eased" in a for _, a in acts(text)["OMN"])


def test_amounts_keep_their_unit():
    texts = [
        "Norway will supply 5bcm of gas to Spain.",
        "Norway will pay €7bn to the fund.",
        "Norway will spend 3 per cent of GDP on defence.",
    ]
    assert [t[c.amount.start : c.amount.end] for t in texts for c in found(t) if c.amount] == ["5bcm", "€7bn", "3 per cent of GDP"]
