"""The API: what it answers, and that it is what its description says."""

from __future__ import annotations

import json
import re

import pytest

from tests.web.making import client
from twicetold import archive
from twicetold.brief.compare import Comparison
from twicetold.brief.schema import Brief
from twicetold.web import Settings


def test_stories_and_their_briefs(kept, web):
    lines = web.get("/api/stories").json()
    assert kept.story in [line["id"] for line in lines]
    assert web.get(f"/api/stories/{kept.story}").json()["documents"] == 2
    assert Brief.model_validate(web.get(f"/api/stories/{kept.story}/brief").json()).stories
    assert web.get("/api/counts").json()["documents"] == kept.archive.counts()["documents"]
    assert {c["story"] for c in web.get("/api/changes?since=2000-01-01").json()} >= {kept.story}


def test_documents_and_comparisons(kept, web):
    told = web.get(f"/api/documents/{kept.first}").json()
    assert told["entry"]["outlet"] == "The Harbour Gazette" and told["text"][slice(*told["body"][0])]
    assert len(web.get(f"/api/documents?story={kept.story}").json()) == 2
    assert Comparison.model_validate(web.get(f"/api/compare?left={kept.first}&right={kept.second}").json()).passages


def test_search_and_ledgers(kept, web):
    hits = web.get("/api/search", params={"q": "dockers", "holder": "Institute for Port Studies"}).json()["hits"]
    assert hits and all("dockers" in h["text"] for h in hits)
    assert all(p["party"] for p in web.get("/api/commitments?party=Osmar").json())
    assert isinstance(web.get("/api/forecasts").json(), list)
    assert web.get("/api/scores").json()["schema"] == "twicetold.scores/1"
    lines = web.get("/api/export").text.splitlines()
    assert (
        len([line for line in lines if json.loads(line)["schema"].startswith("twicetold.archive/")]) == kept.archive.counts()["documents"]
    )


def test_an_outcome_is_written_down(kept, web):
    one = kept.archive.forecasts()[-1].expected.id
    told = {"outcome": "void", "on": "2031-12-01", "source": "https://example.org/x"}
    assert web.post(f"/api/forecasts/{one}/resolution", json=told).status_code == 201
    assert web.get("/api/resolutions").json()[-1]["outcome"] == "void"
    assert web.post(f"/api/forecasts/{one}/resolution", json={**told, "on": "soon"}).status_code == 422


def test_documents_come_and_go(tmp_path, kept):
    from dataclasses import replace

    with archive.open(tmp_path / "api.db") as fresh, client(replace(kept, archive=fresh)) as web:
        answer = web.post("/api/documents", files=[("files", ("a.txt", b"The board said it will close the pier in May.\n"))])
        assert answer.status_code == 202
        state = answer.json()
        while state["state"] not in ("done", "failed"):
            state = web.get(f"/api/work/{state['id']}").json()
        (added,) = state["added"]
        identifier = added["id"] if isinstance(added, dict) else added[0]
        assert web.delete(f"/api/documents/{identifier}").json()["id"] == identifier
        assert web.get(f"/api/documents/{identifier}").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/stories/s99", 404),
        ("/api/stories?limit=0", 422),
        ("/api/stories?since=now", 422),
        ("/api/search?q=-x", 400),
        ("/api/search?until=0", 422),
        ("/api/nothing", 404),
    ],
)
def test_errors_are_one_sentence(web, path, status):
    answer = web.get(path)
    assert answer.status_code == status and set(answer.json()) == {"detail"}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("OPTIONS", "/api/documents/d0", "DELETE, GET"), ("PUT", "/api/documents", "GET, POST"), ("DELETE", "/api/stories", "GET")],
)
def test_a_method_that_is_not_known_is_told_those_that_are(web, method, path, allowed):
    answer = web.request(method, path)
    assert answer.status_code == 405 and answer.headers["allow"] == allowed and set(answer.json()) == {"detail"}


def test_a_form_without_files_is_none(web):
    told = web.get("/api/openapi.json").json()["components"]["schemas"]
    assert next(s for name, s in told.items() if "Body_add" in name)["properties"]["files"]["minItems"] == 1
    assert web.post("/api/documents", files=[("other", ("a.txt", b"x"))]).status_code == 422


def test_the_description_holds_together(web):
    told = web.get("/api/openapi.json").json()
    text = json.dumps(told)
    known = set(told["components"]["schemas"])
    assert set(re.findall(r'"#/components/schemas/([^"]+)"', text)) <= known
    for path, methods in told["paths"].items():
        for operation in methods.values():
            assert operation["description"] and "500" in operation["responses"], path


def test_only_so_much_of_a_draft(kept):
    with client(kept, Settings(draft=10)) as web:
        assert web.post("/api/check", json={"text": ""}).status_code == 422
        assert web.post("/api/check", json={"text": "x" * 500_001}).status_code == 422
