"""Statements of two words that carry matter are held against the sources; lines that state nothing are not."""

from __future__ import annotations

import pytest

from twicetold.brief.compose import report
from twicetold.checking import check_text, frames
from twicetold.types import Document, Report, Span

SOURCE = (
    "The embassy will not be in Jerusalem, the foreign minister said on Tuesday.\n\n"
    "Prices on the bread market fell sharply after the announcement. Helena Brandt of the Harbour Institute said that the port would "
    "probably reopen in June. The port has been closed since March."
)


@pytest.fixture(scope="module")
def sources() -> list[Report]:
    one = Document(id="s", source="s.txt", text=SOURCE, body=(Span(0, len(SOURCE)),), language="en", published="2021-05-04")
    return [report(one)]


def problems(text: str, sources: list[Report]) -> set[str]:
    return {p for f in check_text(text, sources, published="2021-05-05").failing if f.kind == "statement" for p in f.problems}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("The embassy will be in Jerusalem.", "reversed"),
        ("The airport was bombed.", "not_found"),
        ("The port will reopen.", "certainty_raised"),
    ],
)
def test_a_short_statement_is_held_against_the_sources(text: str, problem: str, sources: list[Report]) -> None:
    assert problem in problems(text, sources)


@pytest.mark.parametrize(
    "text",
    [
        "The embassy will not be in Jerusalem.",
        "Prices fell.",
        "The port is closed.",
        "# What we know so far\n\nThe port is closed.",
        "Draft, not for publication.",
        "Here is what the documents say:\n\n- The port is closed.",
        "The port will probably reopen in June. The Harbour Institute said so.",
    ],
)
def test_what_a_source_says_and_what_states_nothing_pass(text: str, sources: list[Report]) -> None:
    assert problems(text, sources) == set()


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("In the view of the Harbour Institute, it will.", "In the view of the "),
        ("According to Ann Lee", "According to "),
        ("As per the note", "As per the "),
    ],
)
def test_the_frames_are_those_that_the_reader_knows(text: str, frame: str) -> None:
    match = frames.opening().match(text)
    assert match is not None and match[0] == frame


def test_reporting_words_are_told_from_nouns() -> None:
    assert frames.bare("Ann Lee put it this way").split() == ["Ann", "Lee", "put"]
    assert frames.bare("the State Department wrote").split() == ["the", "State", "Department"]
    assert frames.reports("Ann Lee told reporters") and not frames.reports("Ann Lee")
    assert frames.points("the service said so on Saturday") and not frames.points("he said so far nothing had moved")


def test_what_the_source_leaves_open_does_not_bear_out_a_flat_statement() -> None:
    text = "The chances that the truce survives the next winter are, in the view of the Harbour Institute, no better than even."
    source = [report(Document(id="s", source="s.txt", text=text, body=(Span(0, len(text)),), language="en", published="2021-05-04"))]
    assert "certainty_raised" in problems("The truce will survive the next winter, the Harbour Institute says.", source)
    faithful = "The chances that the truce survives the next winter are no better than even, the Harbour Institute says."
    assert problems(faithful, source) == set()
