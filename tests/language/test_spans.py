"""What is cut off the contents and sources of candidates, and which quotations are left alone."""

from __future__ import annotations

import pytest

from twicetold.language import _page, contents, reading, sources
from twicetold.language.found import Found
from twicetold.language.page import Page, Stretch
from twicetold.language.relations import Relation
from twicetold.language.speech import attach
from twicetold.types import Document, Span

QUOTED = "“A truce without a map is a pause,” said Marit Solheim, the deputy director, “and a pause favours the strong.”"
TWO = "The ministry said that talks would resume.\n\nGas prices fell by a tenth.\n\n“We are ready,” the envoy said."
PICKED = "The harbour was busy. The union called it “a show” and went on with the “old plan” for the port. Nobody slept."


def page(text: str) -> Page:
    document = Document(id="d", source="d", text=text, body=(Span(0, len(text)),), language="en")
    laid = reading.layout(document)
    return _page(document, laid, reading.model(laid))


def words(laid: Page, first: str, last: str) -> Stretch:
    texts = [t.text for t in laid.tokens]
    return texts.index(first), texts.index(last) + 1


def text(laid: Page, stretches: list[Stretch]) -> list[str]:
    return [laid.text[laid.tokens[a].start : laid.tokens[b - 1].end] for a, b in stretches]


@pytest.mark.parametrize(
    ("first", "last", "kept"),
    [("Marit", "and", "Marit Solheim, the deputy director"), ("Marit", "director", "Marit Solheim, the deputy director")],
)
def test_a_source_ends_before_a_quotation_that_goes_on(first: str, last: str, kept: str) -> None:
    laid = page(QUOTED)
    relation = Relation([words(laid, "said", "said")], [words(laid, first, last)])
    sources.complete(laid, [relation])
    assert text(laid, relation.source) == [kept]


def test_a_source_stands_in_one_paragraph() -> None:
    laid = page(TWO)
    relation = Relation([words(laid, "said", "said")], [words(laid, "tenth", "envoy")])
    sources.complete(laid, [relation])
    assert text(laid, relation.source) == ["“We are ready,” the envoy"]


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        ("Gas", "that talks would resume."),
        ("tenth", "that talks would resume.\n\nGas prices fell by a tenth"),  # nearly the whole sentence
        ("are", "that talks would resume.\n\nGas prices fell by a tenth.\n\n“We are"),  # quoted
    ],
)
def test_a_content_does_not_run_into_the_next_paragraph(last: str, kept: str) -> None:
    laid = page(TWO)
    assert text(laid, [contents._in_paragraph(laid, words(laid, "that", last))]) == [kept]


def test_a_few_words_in_quotation_marks_get_no_speaker_of_their_own() -> None:
    laid = page(PICKED)
    found = Found([Relation([words(laid, "called", "called")], [words(laid, "The", "harbour")], [words(laid, "it", "it")])])
    attach(laid, found)
    assert [text(laid, r.content) for r in found] == [["it"]]


def test_longer_quotations_do() -> None:
    laid = page("The union went on. “A truce without a map is only a pause,” said Marit Solheim.")
    found = Found([])
    attach(laid, found)
    assert [text(laid, r.source) for r in found] == [["Marit Solheim"]]
