"""Small rules about what differs: negations, ends of quotations, limits of time."""

from __future__ import annotations

import pytest

from tests.checking.making import library, report
from twicetold.checking import dates, near
from twicetold.checking.quotations import negated
from twicetold.types import Span

SOURCE = "We had to print the agreement twice because they would not share a page. I will unpack when I have slept for seven nights."


@pytest.mark.parametrize(
    ("reference", "variant", "turned"),
    [
        ("A truce is only a pause", "A truce is not only a pause", True),
        ("If there are fewer than five", "If there are not fewer than five", True),
        ("A truce is only a pause", "A truce is just a pause", False),
        ("They will not go", "They will not go there", False),
    ],
)
def test_a_negation_that_is_all_that_differs(reference: str, variant: str, turned: bool) -> None:
    assert negated(reference, variant) is turned


@pytest.mark.parametrize(
    ("quotation", "begins"),
    [
        ("We had twice because they would not share a page", "We had to print"),
        ("I will I have slept for seven nights", "I will unpack"),
        ("because they would not share a page", "because they"),
    ],
)
def test_a_stretch_reaches_to_the_first_words_that_were_kept(quotation: str, begins: str) -> None:
    found = near.nearest(quotation, library(SOURCE), None)
    assert found is not None and SOURCE[slice(*found.span)].startswith(begins)


@pytest.mark.parametrize(("said", "found"), [("on Friday", True), ("on Monday", False), ("on 3 May", False)])
def test_days_of_a_source_without_a_date_are_found_by_their_words(said: str, found: bool) -> None:
    source = report("The envoys met the minister in the capital on Friday for six hours.")
    told = dates.Told(said, Span(0, len(said)), None)
    place = dates.written(told, source, source.sentences[0])
    assert (place is not None) is found
    assert place is None or source.text(place) == "Friday"
