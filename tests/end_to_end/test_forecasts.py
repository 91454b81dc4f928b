"""`twicetold forecasts`: listed, resolved, scored."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from tests.brief.examples import small
from twicetold.brief.forecasts import listed, with_ids, with_outcomes
from twicetold.brief.schema import Brief


@pytest.fixture
def made(tmp_path) -> Path:
    path = tmp_path / "brief.json"
    path.write_text(with_ids(small()).to_json(), encoding="utf-8")
    return path


def resolve(twicetold, made, identifier, outcome="yes", *more):
    source = ("--on", "2024-05-01", "--source", "https://example.org/a", "--from", made)
    return twicetold("forecasts", "resolve", identifier, outcome, *source, *more, cwd=made.parent)


def test_listed_resolved_and_scored(twicetold, made):
    forecasts = listed(small())
    lines = twicetold("forecasts", "list", made, cwd=made.parent).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [e.id for e in forecasts]
    assert all(line.split()[1] == "open" for line in lines)
    done = resolve(twicetold, made, forecasts[0].id[:6], "no")
    assert done.returncode == 0 and "did not come true" in done.stderr and done.stdout == ""
    told = json.loads(twicetold("forecasts", "list", made, "-f", "json", cwd=made.parent).stdout)
    assert [t["outcome"] for t in told] == ["no", *[None] * (len(forecasts) - 1)]
    assert len(json.loads(twicetold("forecasts", "list", made, "--open", "-f", "json", cwd=made.parent).stdout)) == len(forecasts) - 1
    scored = json.loads(twicetold("forecasts", "score", made, "-f", "json", cwd=made.parent).stdout)
    assert scored["n"] + scored["unscored"] == 1 and scored["unresolved"] == len(forecasts) - 1
    assert "too few to say" in twicetold("forecasts", "score", cwd=made.parent).stdout


def test_a_slip_is_corrected_by_resolving_again(twicetold, made):
    identifier = listed(small())[0].id
    for outcome in ("yes", "void"):
        assert resolve(twicetold, made, identifier, outcome, "-q").stderr == ""
    assert len((made.parent / "forecasts.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert " void " in twicetold("forecasts", "list", cwd=made.parent).stdout


def test_the_page_of_scores_loads_nothing(twicetold, made):
    resolve(twicetold, made, listed(small())[0].id)
    page = twicetold("forecasts", "score", "-f", "html", cwd=made.parent).stdout
    assert "<svg" in page and "<script" not in page
    assert not re.search(r"(?:src|href)=", page)


def test_a_table_runs_no_formula(twicetold, made):
    told = small()
    evil = told.model_copy(update={"forecasts": [f.model_copy(update={"event": '=HYPERLINK("x")'}) for f in told.forecasts]})
    made.write_text(evil.to_json(), encoding="utf-8")
    rows = list(csv.DictReader(twicetold("forecasts", "list", made, "-f", "csv", cwd=made.parent).stdout.splitlines()))
    assert rows and all(r["event"].startswith("'=") for r in rows)


@pytest.mark.parametrize(
    "arguments",
    [
        ("resolve", "f00", "yes", "--on", "2024-05-01", "--source", "x"),
        ("resolve", "f00", "maybe", "--on", "2024-05-01", "--source", "x"),
        ("resolve", "f00", "yes", "--on", "May", "--source", "x"),
        ("list", "--due", "soon"),
    ],
)
def test_wrong_usage_is_said(twicetold, tmp_path, arguments):
    done = twicetold("forecasts", *arguments, cwd=tmp_path)
    assert done.returncode == 2 and "Error" in done.stderr
    assert not (tmp_path / "forecasts.jsonl").exists()


def test_what_is_no_brief_of_ours_is_said(twicetold, tmp_path):
    path = tmp_path / "brief.json"
    path.write_text('{"schema": "twicetold.brief/1", "documents": 3}', encoding="utf-8")
    done = twicetold("forecasts", "list", path, cwd=tmp_path)
    assert done.returncode == 2 and "no brief that this version can read" in done.stderr


def test_outcomes_are_put_into_the_brief():
    told = small()
    identifier = listed(told)[0].id
    again = with_outcomes(told, {identifier: "yes"})
    assert again.forecasts[0].outcome == "yes"
    assert again.texts == told.texts
    assert Brief.model_validate_json(again.to_json()).forecasts == again.forecasts
