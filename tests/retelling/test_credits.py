"""What pages say of themselves: credits among the documents, and to outlets outside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.retelling.making import report
from twicetold.retelling import bodies, credits, wires
from twicetold.types import Report

CLOSED = "The council closed the northern pier on Monday after inspectors found cracks in nine pillars."
PIER = report("a", "The pier was closed.", outlet="The Saltmarsh Courier")


def parents(text: str, outlet: str = "Tidewatch") -> set[str]:
    return {c.parent for c in credits.read([PIER, report("b", text, outlet=outlet)]) if c.child == "b"}


@pytest.mark.parametrize(
    "text",
    [
        "The pier is closed, the Saltmarsh Courier reports.",
        "The pier is closed (via The Saltmarsh Courier).",
        "“It is closed,” she told the Saltmarsh Courier.",
        "The pier is closed.\nSource: Saltmarsh Courier / Related Press",
        "The pier is closed.\nSupply: Saltmarsch Courier",
        "According to Saltmarsh, the pier is closed.",
    ],
)
def test_a_named_outlet_is_credited(text: str) -> None:
    assert parents(text) == {"a"}


def test_a_name_garbled_by_a_thesaurus_is_known_in_a_source_line_by_what_is_left_of_it() -> None:
    assert parents("The dock is shut.\nSource: Saltmarsh Messenger") == {"a"}
    assert parents("The dock is shut. Saltmarsh is a town.") == set()


def test_an_outlet_does_not_credit_itself() -> None:
    assert parents("The pier is closed, the Saltmarsh Courier has learned.", outlet="The Saltmarsh Courier") == set()


def test_generic_words_of_a_name_credit_nobody() -> None:
    news = report("a", "The pier was closed.", outlet="News Courier")
    assert not credits.read([news, report("b", "It is no news, said a courier according to News.", outlet="Tidewatch")])


def test_every_credit_lies_in_its_text() -> None:
    text = "Closed, says the Saltmarsh Courier.\nSource: The Saltmarsh Courier"
    for credit in credits.read([PIER, report("b", text, outlet="Tidewatch")]):
        assert 0 <= credit.span.start < credit.span.end <= len(text)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("KYIV, March 3 (Ukrinform) – The talks ended.", "dateline", "Ukrinform"),
        ("GENEVA (AP) — The talks ended.", "dateline", "Associated Press"),
        ("The talks ended.\nSource: The Harbour Post, by way of Related Press", "line", "Harbour Post"),
        ("The talks ended.\nOriginally published in Coastal Review", "line", "Coastal Review"),
    ],
)
def test_an_outside_outlet_is_read_off_the_page(text: str, kind: str, name: str) -> None:
    assert [(w.kind, w.name) for w in wires.read(report("a", text, outlet="Tidewatch"), ())][:1] == [(kind, name)]


@pytest.mark.parametrize(
    "text",
    [
        "TIDEWATCH (Tidewatch) – The talks ended.",
        "The talks ended.\nSource: comprehensive",
        "Source: own staff",
        "He came (late) – and left.",
    ],
)
def test_what_credits_nobody_outside(text: str) -> None:
    assert wires.read(report("a", text, outlet="Tidewatch News"), ()) == []


def test_a_known_outlet_is_not_outside() -> None:
    assert wires.read(report("a", "The talks ended.\nSource: The Harbour Post", outlet="Tidewatch"), ["Harbour Post"]) == []


def test_an_outlet_named_in_an_attribution_is_a_wire() -> None:
    text = "The talks ended in silence, the Levant Herald reported."
    found = wires.read(report("a", text, said=(("the Levant Herald", "reported", "The talks ended in silence"),)), ())
    assert [(w.kind, w.name) for w in found] == [("text", "Levant Herald")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A study by the Northern Ice Observatory", ["Northern Ice Observatory"]),
        ("Ada Berg of the Northern Ice Observatory", ["Northern Ice Observatory"]),
        ("the foreign ministry", ["foreign ministry"]),
        ("officials", []),
    ],
)
def test_names_of_bodies(text: str, names: list[str]) -> None:
    assert list(bodies.named(text)) == names


def test_an_abbreviation_is_written_out_where_the_text_explains_it() -> None:
    assert bodies.full("the Northern Ice Observatory (NIO) says; NIO adds", "NIO") == "Northern Ice Observatory"
    assert bodies.full("NIO adds", "NIO") == "NIO"


def test_one_body_under_two_names() -> None:
    assert bodies.same("NIO", "Northern Ice Observatory")
    assert bodies.same("Northern Observatory of Ice", "Northern Ice Observatory")
    assert not bodies.same("Southern Ice Observatory", "Northern Ice Observatory")


def _page(key: str, url: str | None, canonical: str | None = None, text: str = CLOSED) -> Report:
    made = report(key, text, outlet=None, published="2011-05-02")
    return replace(made, document=replace(made.document, url=url, canonical=canonical))


@pytest.mark.parametrize(
    "canonical",
    ["https://www.saltmarsh.example/pier-closed?from=rss", "http://saltmarsh.example/pier-closed/", "https://saltmarsh.example/rss"],
)
def test_a_page_that_names_the_address_of_the_original_credits_it(canonical: str) -> None:
    original, copy = _page("a", "https://saltmarsh.example/pier-closed"), _page("b", "https://tide.example/1", canonical)
    assert [(c.child, c.parent, c.strong) for c in credits.read([original, copy])] == [("b", "a", True)]


def test_a_page_of_the_same_site_is_no_source() -> None:
    original, twin = _page("a", "https://tide.example/1"), _page("b", "https://m.tide.example/1?amp", "https://tide.example/1")
    assert credits.read([original, twin]) == []


def test_an_original_outside_the_set_is_an_origin() -> None:
    copy = _page("b", "https://tide.example/1", "https://www.reuters.com/world/pier-closed")
    assert [(w.kind, w.name) for w in wires.read(copy, ())] == [("line", "Reuters")]
    assert wires.read(_page("b", "https://tide.example/1", "https://tide.example/pier"), ()) == []


@pytest.mark.parametrize(
    ("top", "name"),
    [
        ("The Saltmarsh Courier | World | Coast\n\nPier closed\n", "The Saltmarsh Courier"),
        ("SALTMARSH COURIER — the coast in five minutes\n", "SALTMARSH COURIER"),
        ("Home » News » Coast\n", ""),
        ("Pier closed\n", ""),
        ("", ""),
    ],
)
def test_a_masthead_stands_for_an_outlet_that_is_not_known(top: str, name: str) -> None:
    made = report("a", top + CLOSED, outlet=None, title="Pier closed", body=CLOSED)
    assert credits.publisher(made) == name


def test_a_place_is_no_outlet() -> None:
    paper = report("a", CLOSED, outlet="Saltmarsh Courier", published="2011-05-01")
    other = report("b", "Diplomats in Saltmarsh said the pier would open.", outlet="Tide", published="2011-05-02")
    assert credits.read([paper, other]) == []
