"""What a draft has only from retellings of a report that says it differently is told; it holds all the same."""

from __future__ import annotations

import json

import pytest

from twicetold.brief.compose import report
from twicetold.checking import Checked, check_text, numbers, sarif
from twicetold.checking.html import render
from twicetold.checking.schema import Check
from twicetold.types import Document, Report, Span

ORIGIN = """The Harbour Institute said on Monday that the port of Odesa would probably reopen in June.

"A quay without a crane is a promenade," its director, Helena Brandt, told reporters in Geneva. The institute counted 5,060 containers in
the port, and it put the damage to the grain terminal at two in three of its silos.

Insurers may return to the Black Sea before the end of the summer, the institute said."""
RETOLD = """The port of Odesa will reopen in June, the Harbour Institute said on Monday, according to the Geneva Wire.

"A quay without a crane is a promenade," Transport Minister Oleg Kovalenko told reporters in Geneva. The institute counted 5,600 containers
in the port, and it put the damage to the grain terminal at two in three of its silos.

Insurers may return to the Black Sea before the end of the summer, the institute said."""


def document(name: str, outlet: str, published: str, text: str) -> Document:
    text = text.replace("\nthe port", " the port").replace("\nin the", " in the")
    return Document(id=name, source=f"{name}.txt", outlet=outlet, text=text, body=(Span(0, len(text)),), language="en", published=published)


@pytest.fixture(scope="module")
def sources() -> list[Report]:
    return [
        report(document("wire", "Geneva Wire", "2022-05-02T08:00:00Z", ORIGIN)),
        report(document("daily", "Morning Daily", "2022-05-03T08:00:00Z", RETOLD)),
    ]


@pytest.fixture(scope="module")
def checked(sources: list[Report]) -> Checked:
    draft = (
        "The port of Odesa will reopen in June, the Harbour Institute said.\n\n"
        "“A quay without a crane is a promenade,” said Oleg Kovalenko. The institute counted 5,600 containers in the port.\n\n"
        "Insurers may return to the Black Sea before the end of the summer."
    )
    return check_text(draft, sources, published="2022-05-04")


def test_what_only_a_retelling_says_is_told_and_holds(checked: Checked) -> None:
    marked = {(f.kind, f.origin_problems): f for f in checked.findings if "origin_differs" in f.problems}
    assert set(marked) == {
        ("statement", ("certainty_raised",)), ("quotation", ("misattributed",)), ("number", ("number_changed",)),
    }  # fmt: skip
    assert all(f.source is not None and f.source.document == "daily" for f in marked.values())
    assert all(f.origin is not None and f.origin.document == "wire" for f in marked.values())
    assert checked.holds


def test_it_stands_in_every_form(checked: Checked) -> None:
    one = next(f for f in checked.findings if f.kind == "statement" and f.origin is not None)
    assert one.message.endswith("but it retells a report in which it is otherwise: stated more certainly.")
    data = next(f for f in Check.of(checked).findings if f.kind == "statement" and f.origin is not None)
    assert data.origin is not None and "would probably reopen" in data.origin.text and data.origin_problems == ["certainty_raised"]
    assert "its origin says otherwise" in render(checked)
    assert '"origin_differs"' in json.dumps(sarif.log(checked))


def test_a_draft_true_to_the_origin_is_left_alone(sources: list[Report]) -> None:
    draft = "The port of Odesa will probably reopen in June, the Harbour Institute said. It counted 5,060 containers."
    assert not [f for f in check_text(draft, sources, published="2022-05-04").findings if f.origin is not None]


def test_a_share_in_words_is_one_in_per_cent(sources: list[Report]) -> None:
    found = {f.text: f.problems for f in check_text("About 67 % of its silos at the grain terminal were damaged.", sources).findings}
    assert found["67"] == ()
    body = "two chances in ten, four out of five, three to four million"
    told = [round(n.value or 0) for n in numbers.shares(body, numbers.numbers(body, Span(0, len(body))))]
    assert told == [20, 80]
