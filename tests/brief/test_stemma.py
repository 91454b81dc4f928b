"""The stemma alone: as data, drawing, DOT and PROV-O."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree

import pytest
from rich.console import Console

from twicetold.brief import stemma_forms, terminal
from twicetold.brief.schema import BriefDocument, BriefEvidence, BriefRetelling, BriefStory
from twicetold.brief.stemma import Stemma, trace

TEXT = "The northern pier is closed."


def _document(key: str, outlet: str) -> BriefDocument:
    return BriefDocument(
        id=key, source=key, outlet=outlet, title=f"Pier closed, says “{outlet}”", author=None, published="2014-09-06", language="en",
        characters=len(TEXT), body=[(0, len(TEXT))], story="s1", url=f"https://{key}.example/pier",
    )  # fmt: skip


def _edge(child: str, parent: str, relation: str, *, credited: bool) -> BriefRetelling:
    place = None if parent.startswith("origin:") else (0, 12)
    return BriefRetelling(
        child=child, parent=parent, relation=relation, score=0.8, evidence=[BriefEvidence(child=(0, 12), parent=place)], credited=credited
    )


@pytest.fixture
def found() -> Stemma:
    out = Stemma(
        documents=[_document("a", 'The "Quay" Post'), _document("b", "Evening\nTide"), _document("c", "Gull News")],
        stories=[BriefStory(id="s1", title="Pier", documents=["a", "b", "c"], independent_origins=2)],
        origins=["Harbour Institute"],
        retellings=[_edge("a", "origin:Harbour Institute", "rewrite", credited=True), _edge("b", "a", "copy", credited=False)],
        roots={"a": ["origin:Harbour Institute"], "b": ["origin:Harbour Institute"], "c": ["c"]},
    )
    out._texts.update(dict.fromkeys("abc", TEXT))
    return out


def test_the_drawing_is_well_formed_and_tells_lost_origins_and_inference(found: Stemma) -> None:
    told = stemma_forms.svg(found)
    root = ElementTree.fromstring(told)
    classes = [e.get("class") or "" for e in root.iter()]
    assert classes.count("origin") == 1
    assert sum("head inferred" in c for c in classes) == 1
    assert "No retelling found: Gull News" in told
    assert "https://a.example/pier" in told


def test_dot_is_quoted(found: Stemma) -> None:
    told = stemma_forms.dot(found)
    assert '"a" [label="The \\"Quay\\" Post\\n6 September 2014"];' in told
    assert '"origin:Harbour Institute" -> "a" [label="rewrite 0.80", arrowhead=normal];' in told
    assert '"a" -> "b" [label="copy 0.80", arrowhead=empty];' in told


def test_prov_parts_quotation_from_derivation(found: Stemma) -> None:
    graph = {e["@id"]: e for e in json.loads(stemma_forms.prov(found))["@graph"]}
    a, b = graph["urn:twicetold:document:a"], graph["urn:twicetold:document:b"]
    assert a["prov:wasDerivedFrom"] == [{"@id": "urn:twicetold:origin:Harbour%20Institute"}]
    assert b["prov:wasQuotedFrom"] == [{"@id": "urn:twicetold:document:a"}]
    assert b["prov:qualifiedQuotation"][0]["twicetold:evidence"][0]["twicetold:child"]["oa:end"] == 12
    assert all(
        target["@id"] in graph for e in graph.values() for k in ("prov:wasQuotedFrom", "prov:wasDerivedFrom") for target in e.get(k, [])
    )


def test_the_tree_says_what_is_inferred(found: Stemma) -> None:
    out = io.StringIO()
    terminal.lineages(found.view(), Console(file=out, width=80, no_color=True))
    assert "rewrite 0.80\n" in out.getvalue()
    assert "copy 0.80, inferred" in out.getvalue()


def test_nothing_retold_is_drawn_as_a_sentence(found: Stemma) -> None:
    alone = found.model_copy(update={"retellings": [], "origins": []})
    assert "No retelling was found" in stemma_forms.svg(alone)
    assert "->" not in stemma_forms.dot(alone)


def test_one_report_has_a_stemma() -> None:
    from tests.retelling.making import report

    told = trace([report("a", "The pier is closed. It will open in May.")])
    assert told.retellings == []
    assert told.roots == {"a": ["a"]}
    assert json.loads(told.to_json())["schema"] == "twicetold.stemma/1"
