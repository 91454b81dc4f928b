"""The formats of other programs: read again by those programs' own libraries, with hostile briefs too."""

from __future__ import annotations

import csv
import io
import json
import warnings
import zipfile

import pytest

from tests.brief.examples import EVIL, hostile, small
from twicetold import reading
from twicetold.brief import exports
from twicetold.brief.schema import Brief

BRIEFS = {"small": small, "hostile": hostile, "empty": Brief}


@pytest.fixture(params=BRIEFS)
def brief(request: pytest.FixtureRequest) -> Brief:
    made: Brief = BRIEFS[request.param]()
    return made


def text(name: str, brief: Brief) -> str:
    found = exports.exporter(name).export(brief)
    assert isinstance(found, str)
    return found


@pytest.mark.parametrize("name", exports.FORMATS)
def test_the_same_brief_gives_the_same_bytes(name, brief):
    export = exports.exporter(name).export
    assert exports.as_bytes(export(brief)) == exports.as_bytes(export(brief))


@pytest.mark.parametrize("name", exports.FORMATS)
def test_a_brief_without_its_texts_can_be_exported(name):
    brief = Brief.model_validate_json(small().to_json())
    exported = exports.as_bytes(exports.exporter(name).export(brief))
    assert exported or name == "plover"  # no act in it has a PLOVER type


@pytest.mark.parametrize("name", exports.FORMATS)
def test_every_format_says_what_it_is(name):
    assert exports.exporter(name).ABOUT


def test_an_unknown_format_names_the_others():
    with pytest.raises(exports.Unknown, match="csv, parquet"):
        exports.exporter("xlsx")


def test_tables_have_every_mention_with_its_words():
    tables = exports.exporter("csv").export(small())
    rows = list(csv.DictReader(io.StringIO(tables["mentions.csv"], newline="")))
    assert [(r["claim"], r["document"], r["holders"], r["certainty"]) for r in rows[:2]] == [
        ("c1", "d1", "Institute for Port Studies", "unlikely"),
        ("c1", "d2", "the Harbour Gazette > Institute for Port Studies", "asserted"),
    ]
    assert rows[0]["words"] == "The ferry pact between Norrland and Osmar is unlikely to survive the summer"
    archive = zipfile.ZipFile(io.BytesIO(exports.as_bytes(tables)))
    assert set(archive.namelist()) == set(tables)


def test_no_cell_is_a_formula():
    brief = small()
    claim = brief.claims[0].model_copy(update={"text": '=HYPERLINK("http://example.org")'})
    tables = exports.exporter("csv").export(brief.model_copy(update={"claims": [claim]}))
    (row,) = csv.DictReader(io.StringIO(tables["claims.csv"], newline=""))
    assert row["text"].startswith("'=")


def test_parquet_columns_have_the_same_types_in_every_brief(brief):
    from pyarrow import parquet

    reference = {n: parquet.read_schema(io.BytesIO(data)) for n, data in exports.exporter("parquet").export(small()).items()}
    for name, data in exports.exporter("parquet").export(brief).items():
        found = parquet.read_table(io.BytesIO(data))
        if name in reference:
            assert found.schema.equals(reference[name])
    if brief.claims:
        assert str(reference["mentions.parquet"].field("low").type) == "double"
        assert str(reference["mentions.parquet"].field("start").type) == "int64"


def test_annotations_point_at_their_words():
    found = json.loads(text("annotations", small()))
    assert found["type"] == "AnnotationCollection" and found["total"] == len(found["first"]["items"]) > 10
    ids = [a["id"] for a in found["first"]["items"]]
    assert len(set(ids)) == len(ids)
    texts = small().texts
    for a in found["first"]["items"]:
        for target in a["target"] if isinstance(a["target"], list) else [a["target"]]:
            quote, position = target["selector"]
            assert any(t[position["start"] : position["end"]] == quote["exact"] for t in texts.values())


def test_the_stix_bundle_is_valid(brief):
    import stix2

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        bundle = stix2.parse(text("stix", brief), allow_custom=False)
    ids = {o.id for o in bundle.objects}
    assert all(ref in ids for o in bundle.objects for ref in getattr(o, "object_refs", []))
    assert not any(hasattr(o, "confidence") for o in bundle.objects)
    assert len({o.id for o in bundle.objects if o.type == "report"}) == len(brief.stories)


def test_who_denies_a_claim_disagrees():
    brief = small()
    mention = brief.claims[2].mentions[0].model_copy(update={"polarity": "negative", "chain": ["t2"]})
    claim = brief.claims[2].model_copy(update={"mentions": [mention]})
    bundle = json.loads(text("stix", brief.model_copy(update={"claims": [claim]})))
    assert [o["opinion"] for o in bundle["objects"] if o["type"] == "opinion"] == ["disagree"]


def test_misp_tags_are_of_the_taxonomies():
    event = json.loads(text("misp", small()))["Event"]
    assert event["date"] == "2031-03-05"
    tags = [t["name"] for t in event["Attribute"][0]["Tag"]]
    assert tags == [
        'estimative-language:likelihood-probability="unlikely"',
        'admiralty-scale:information-credibility="6"',
        'admiralty-scale:source-reliability="f"',
    ]


def test_graphml_is_read_again(brief):
    import networkx as nx

    graph = nx.read_graphml(io.BytesIO(exports.exporter("graphml").export(brief)), force_multigraph=True)
    assert sum(data["kind"] == "report" for _, data in graph.nodes(data=True)) == len(brief.documents)
    if brief.documents and "origin:Institute for Port Studies" in graph:
        assert graph.has_edge("document:d1", "origin:Institute for Port Studies")


def test_a_headline_does_not_break_out_of_the_front_matter():
    brief = small()
    story = brief.stories[0].model_copy(update={"title": 'x"\n---\ntags: [evil]\n' + EVIL})
    lines = text("note", brief.model_copy(update={"stories": [story]})).split("\n")
    assert lines[0] == "---" and lines.index("---", 1) < 12
    assert json.loads(lines[1].removeprefix("title: ")).startswith('x"\n---\n')
    assert json.loads(lines[3].removeprefix("tags: ")) == ["twicetold", "institute-for-port-studies", "norrland", "osmar"]


def test_the_pdf_holds_the_brief(tmp_path):
    path = tmp_path / "brief.pdf"
    path.write_bytes(exports.as_bytes(exports.exporter("pdf").export(small())))
    (document,) = reading.read([str(path)])
    words = " ".join(document.text.split())
    assert "Ferry deal ‘buys a winter’, port study says" in words and "Institute for Port Studies" in words
    assert document.title == small().stories[0].title


def test_prov_names_quotations_and_derivations():
    graph = json.loads(text("prov", small()))["@graph"]
    assert any("prov:wasQuotedFrom" in e for e in graph) and any("prov:wasDerivedFrom" in e for e in graph)


def test_commitments_are_plover_events():
    brief = small()
    coded = brief.commitments[0].model_copy(update={"plover": "COOPERATE"})
    (line,) = text("plover", brief.model_copy(update={"commitments": [coded, brief.commitments[1]]})).splitlines()
    event = json.loads(line)
    assert (event["event_type"], event["event_date"], event["actor_name"], event["recipient_name"]) == (
        "COOPERATE",
        "2031-03-04",
        "Norrland",
        "Osmar",
    )
    assert [s["document"] for s in event["sources"]] == ["d1", "d2"]
