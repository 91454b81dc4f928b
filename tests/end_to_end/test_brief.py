"""The main job on a synthetic family: every promise of the contract that does not depend on how well we read."""

from __future__ import annotations

import json
from itertools import chain

import jsonschema
import pytest

from tests.families import documents, write_lines

FAMILY = "minsk-protocol-2014"


@pytest.fixture(scope="module")
def told(twicetold, tmp_path_factory):
    path = write_lines(tmp_path_factory.mktemp("family") / "family.jsonl", documents(FAMILY))
    done = twicetold("brief", path, "--format", "json")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def brief(told):
    return json.loads(told)


def spans(brief):
    """Every (document, start, end) in a brief."""
    for d in brief["documents"]:
        yield from ((d["id"], *s) for s in d["body"])
    for a in brief["attributions"]:
        yield from ((a["document"], *s) for role in ("source", "cue", "content") for s in a[role])
    for section in ("claims", "commitments", "forecasts", "timeline"):
        yield from ((m["document"], m["start"], m["end"]) for x in brief[section] for m in x["mentions"])
    yield from ((v["document"], v["start"], v["end"]) for q in brief["quotes"] for v in q["variants"])
    yield from ((w["document"], w["start"], w["end"]) for w in brief["wording"])
    for r in brief["retellings"]:
        yield from ((r["child"], *e["child"]) for e in r["evidence"])
        yield from ((r["parent"], *e["parent"]) for e in r["evidence"] if e["parent"])


def test_the_brief_follows_the_schema_that_the_program_prints(brief, twicetold):
    schema = json.loads(twicetold("schema").stdout)
    jsonschema.validate(brief, schema)
    assert brief["schema"] == "twicetold.brief/1"


def test_every_span_lies_in_its_text_and_is_not_empty(brief):
    length = {d["id"]: len(d["text"]) for d in documents(FAMILY)}
    places = list(spans(brief))
    assert len(places) > 100
    assert [p for p in places if not 0 <= p[1] < p[2] <= length[p[0]]] == []


def test_every_reference_leads_somewhere(brief):
    known = {section: {x["id"] for x in brief[section]} for section in ("documents", "stories", "actors", "attributions")}
    assert {d["story"] for d in brief["documents"]} == known["stories"]
    assert set(chain.from_iterable(m["chain"] for c in brief["claims"] for m in c["mentions"])) <= known["attributions"]
    actors = (
        {a["actor"] for a in brief["attributions"]}
        | {c["party"] for c in brief["commitments"]}
        | {c["toward"] for c in brief["commitments"]}
    )
    assert actors - {None} <= known["actors"]
    assert {r["child"] for r in brief["retellings"]} <= known["documents"]
    assert {r["parent"] for r in brief["retellings"] if not r["parent"].startswith("origin:")} <= known["documents"]


def test_all_rooms_said_something(brief):
    empty = [k for k in ("stories", "actors", "attributions", "claims", "quotes", "retellings", "commitments", "timeline") if not brief[k]]
    assert empty == []


def test_quotations_are_the_words_of_the_text(brief):
    text = {d["id"]: d["text"] for d in documents(FAMILY)}
    for variant in chain.from_iterable(q["variants"] for q in brief["quotes"]):
        assert text[variant["document"]][variant["start"] : variant["end"]] == variant["text"]


def test_another_order_of_documents_gives_the_same_bytes(told, twicetold, tmp_path):
    """One file each, given in two orders: all that may differ from the first run is where a document was read from."""
    paths = [write_lines(tmp_path / f"{d['id']}.jsonl", [d]) for d in documents(FAMILY)]
    forth = twicetold("brief", *paths, "--format", "json")
    back = twicetold("brief", *reversed(paths), "--format", "json")
    assert forth.returncode == back.returncode == 0
    assert forth.stdout == back.stdout
    without_source = [[{**d, "source": ""} for d in json.loads(t)["documents"]] for t in (told, forth.stdout)]
    assert without_source[0] == without_source[1]


def test_json_lines_gives_each_document_alone_and_then_all_of_them(brief, twicetold, tmp_path):
    path = write_lines(tmp_path / "family.jsonl", documents(FAMILY))
    lines = [json.loads(line) for line in twicetold("brief", path, "--format", "jsonl").stdout.splitlines()]
    assert [len(line["documents"]) for line in lines[:-1]] == [1] * len(brief["documents"])
    assert {k: v for k, v in lines[-1].items() if k != "documents"} == {k: v for k, v in brief.items() if k != "documents"}


@pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
def test_every_form_names_every_outlet(form, twicetold, tmp_path):
    path = write_lines(tmp_path / "family.jsonl", documents(FAMILY))
    done = twicetold("brief", path, "--format", form)
    assert done.returncode == 0, done.stderr
    words = " ".join(done.stdout.split())
    short = (d["outlet"].split(" (")[0].removeprefix("The ") for d in documents(FAMILY))  # as labels give it
    assert [outlet for outlet in short if outlet not in words] == []


def test_the_demo_writes_a_page(twicetold, tmp_path):
    page = tmp_path / "demo.html"
    done = twicetold("demo", "--html", page)
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
