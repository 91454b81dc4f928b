"""Two documents side by side, from reports to page and terminal."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from lxml import html as lxml_html

from tests.families import documents
from twicetold.brief import compare_html, compare_terminal
from twicetold.brief.compare import Comparison, Unusable, compare, one_document
from twicetold.brief.compare_view import CompareView
from twicetold.brief.compose import report
from twicetold.types import Document, Span

FAMILY = "minsk-protocol-2014"


def _read(key: str) -> Document:
    found = next(d for d in documents(FAMILY) if d["id"] == key)
    text = found["text"]
    start = text.index("TALLINN")
    return Document(
        id=key, source=key, text=text, body=(Span(start, len(text)),), title=found["title"], outlet=found["outlet"],
        published=found["published"], language="en",
    )  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(report(_read("d1")), report(_read("d5")))


@pytest.fixture(scope="module")
def page(found: Comparison) -> str:
    return compare_html.page(found)


def test_a_spun_copy_shares_nearly_all(found: Comparison) -> None:
    assert found.right_shares.only < 0.2
    assert {p.kind for p in found.passages} <= {"verbatim", "edited", "paraphrased"}
    assert len(found.passages) >= 6


def test_spans_lie_in_their_texts(found: Comparison) -> None:
    for passage in found.passages:
        assert found.brief.texts[found.left][slice(*passage.left)].strip()
        assert found.brief.texts[found.right][slice(*passage.right)].strip()


def test_json_goes_round(found: Comparison) -> None:
    again = json.loads(found.to_json())
    assert again["schema"] == "twicetold.comparison/1"
    assert Comparison.model_validate(again).passages == found.passages


def test_the_same_comparison_gives_the_same_bytes(found: Comparison, page: str) -> None:
    assert compare_html.page(found) == page


def test_the_page_needs_nothing_else(page: str) -> None:
    assert not re.search(r"<(?:link|img|iframe)\b|\bsrc=|@import|url\(", page)


def test_every_link_leads_somewhere_and_no_id_stands_twice(page: str) -> None:
    tree = lxml_html.fromstring(page)
    ids = Counter(tree.xpath("//@id"))
    assert [k for k, n in ids.items() if n > 1] == []
    assert sorted({h[1:] for h in tree.xpath("//a/@href") if h.startswith("#")} - set(ids)) == []


def test_both_sides_of_every_passage_are_linked(found: Comparison, page: str) -> None:
    tree = lxml_html.fromstring(page)
    backs = Counter(a.text for a in tree.xpath("//a[@class='back']") if a.text.startswith("P"))
    assert backs == Counter({f"P{n}": 2 for n in range(1, len(found.passages) + 1)})


def test_a_fragment_is_part_of_the_page(found: Comparison, page: str) -> None:
    assert str(compare_html.fragment(found)).strip() in page


def test_hostile_text_stays_text() -> None:
    evil = "<script>alert(1)</script> The harbour council closed the northern pier on Monday after an inspection of the iron pillars."
    one, other = (
        Document(id=k, source=k, text=evil, body=(Span(0, len(evil)),), title="<b>t</b>", outlet="<i>o</i>", language="en") for k in "ab"
    )
    told = compare_html.page(compare(report(one), report(other)))
    assert "<script>alert" not in told
    assert "<i>o</i>" not in told


def test_the_terminal_fits_eighty_columns(found: Comparison) -> None:
    told = compare_terminal.as_text(found, colour=False)
    assert max(map(len, told.splitlines())) <= 80
    assert "SIDE BY SIDE" in told
    assert "QuickReads24" in told


def test_rows_and_gaps_tell_everything_once(found: Comparison) -> None:
    seen = CompareView(found)
    rows = list(seen.rows_and_gaps())
    assert [r.label for r, _, _ in rows if r] == [r.label for r in seen.rows]
    assert len([p for _, p, _ in rows if p]) == len(seen.missing[0])
    assert len([p for _, _, p in rows if p]) == len(seen.missing[1])


def test_documents_with_one_id_are_told_apart() -> None:
    one = report(_read("d1"))
    found = compare(one, one)
    assert found.left != found.right
    assert found.left_shares.only < 0.05


def test_one_record_is_named_by_its_id(tmp_path) -> None:
    path = tmp_path / "both.jsonl"
    path.write_text("".join(json.dumps({"id": k, "text": "The pier is closed. " * 9}) + "\n" for k in ("x", "y")), encoding="utf-8")
    assert one_document(f"{path}#y").id == "y"
    with pytest.raises(Unusable, match="holds 2 documents; name one"):
        one_document(str(path))
    with pytest.raises(Unusable, match="has no record z"):
        one_document(f"{path}#z")
    with pytest.raises(Unusable, match=r"missing\.txt"):
        one_document(str(tmp_path / "missing.txt"))
