"""Whole checks: what is planted is found and named, what is faithful is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from twicetold.checking import Checked, check_text, sarif
from twicetold.checking.html import render
from twicetold.checking.schema import Check
from twicetold.types import Report

DRAFT = """# Minsk: what is left

The ceasefire signed in the Belarusian capital on Friday is unlikely to last through the autumn, the Baltic Conflict Observatory said.

"The Kremlin has bought time rather than peace … and it has paid for that time," the group wrote. The protocol has 12 points.

- **Marit Solheim**: ‘A truce without a map is a pause, and a pause favours whoever is better supplied’
- In the view of the Baltic Conflict Observatory, Moscow probably agreed to the truce because its aims had been met on the battlefield.
- “[A] truce without a map,” Marit Solheim said, “is a pause.” The observatory put it this way: "bought time rather than peace".
- A Kremlin spokesman said that Russia is not a party to the conflict.
"""
# fmt: off
WRONG = {
    '"We shall hold elections before the first snow falls," the Baltic Conflict Observatory wrote.': "not_found",
    "“A truce without a map is a break,” said Marit Solheim.": "reworded",
    "“A truce with a map is a pause,” said Marit Solheim.": "reworded",
    "“Nowhere in the twelve points does Ankara accept an obligation of its own,” the assessment says.": "name_changed",
    "“A truce without a map is not a pause,” said Marit Solheim.": "reversed",
    "“A truce without a map is a pause,” said Petro Poroshenko.": "misattributed",
    "“If there are fewer than 800 observers on the ground by October, nobody will know who broke it,” she said.": "number_changed",
    "“The Kremlin has bought time, and it has paid for that time with other people's signatures,” the research group wrote.": "cut",
    "Moscow agreed to the truce because its immediate aims had been met on the battlefield, the authors argue.": "certainty_raised",
    "The protocol runs to fifteen points.": "number_changed",
    "The observatory's deputy director is called Marit Solberg-Hansen.": "not_found",
    "The protocol provides for a halt to firing on 9 September.": "date_changed",
    "The Baltic Conflict Observatory said that the grain harvest had been sold to China.": "not_found",
    "In the words of Petro Poroshenko, «A truce without a map is a pause, and a pause favours whoever».": "misattributed",
    "In the view of Petro Poroshenko, the ceasefire is unlikely to last through the autumn.": "misattributed",
    "“The Kremlin has bought,” the Baltic Conflict Observatory wrote, “rather than peace.”": "cut",
    "Nowhere in the thirteen points, which were signed on Friday, does Moscow accept an obligation of its own.": "number_changed",
}
# fmt: on


def problems(text: str, sources: list[Report]) -> set[str]:
    return {p for f in check_text(text, sources, published="2014-09-08").failing for p in f.problems}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_found_and_named(text: str, sources: list[Report]) -> None:
    assert WRONG[text] in problems(text, sources)


@pytest.fixture(scope="module")
def faithful(sources: list[Report]) -> Checked:
    return check_text(DRAFT, sources, published="2014-09-08")


@pytest.fixture(scope="module")
def wrong(sources: list[Report]) -> Checked:
    return check_text("\n\n".join(WRONG), sources, published="2014-09-08")


def test_what_is_faithful_holds(faithful: Checked) -> None:
    assert [(f.text, f.problems) for f in faithful.failing] == []
    assert {f.kind for f in faithful.findings} >= {"quotation", "statement", "number", "name"}
    assert faithful.holds


def test_every_span_says_what_it_points_at(wrong: Checked) -> None:
    for f in wrong.findings:
        assert wrong.by_id[f.document].text[slice(*f.span)] == f.text
        if f.source is not None:
            assert wrong.by_id[f.source.document].text[slice(*f.source.span)] == f.source_text


def test_the_same_input_gives_the_same_bytes(wrong: Checked, sources: list[Report]) -> None:
    again = check_text("\n\n".join(WRONG), sources[::-1], published="2014-09-08")
    assert again.to_json() == wrong.to_json()


def test_json_fits_its_schema(wrong: Checked) -> None:
    told = json.loads(wrong.to_json())
    jsonschema.validate(told, Check.model_json_schema(by_alias=True))
    assert told["schema"] == "twicetold.check/1" and told["fails"] == len(wrong.failing)


def test_sarif_fits_its_schema(wrong: Checked) -> None:
    schema = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    log = json.loads(sarif.render(wrong))
    jsonschema.validate(log, schema)
    results = log["runs"][0]["results"]
    assert {r["ruleId"] for r in results} >= {"not_found", "reversed", "misattributed", "number_changed"}
    draft = wrong.drafts[0].text.splitlines()
    for r in results:
        region = r["locations"][0]["physicalLocation"]["region"]
        assert draft[region["startLine"] - 1][region["startColumn"] - 1 :].startswith(region["snippet"]["text"].split("\n")[0])


def test_page_is_self_contained_and_escapes(sources: list[Report]) -> None:
    page = render(check_text("“<script>alert(1)</script> is what they said at the end of it,” he said.", sources))
    assert "<script>alert(1)" not in page and "&lt;script&gt;" in page
    assert 'http-equiv="Content-Security-Policy"' in page and "src=" not in page


def test_nothing_to_check(sources: list[Report]) -> None:
    checked = check_text("   ", sources)
    assert checked.holds and not checked.findings


def test_a_frame_alone_states_nothing(sources: list[Report]) -> None:
    found = check_text("According to Marit Solheim, “A truce without a map is a pause.”", sources)
    assert [f.kind for f in found.failing] == []
    assert "statement" not in {f.kind for f in found.findings}
