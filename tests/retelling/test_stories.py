"""Documents about one event together, the next meeting of the same people apart."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.retelling.making import report
from twicetold.retelling import stories
from twicetold.types import Report, Retelling

TRUCE = (
    "Delegations from Varn and Ostrel signed a truce in Lomel. The guns along the river Ise fell silent at noon. "
    "President Halvard Ruun welcomed the truce."
)
AGAIN = (
    "Delegations from Varn and Ostrel met in Lomel once more. The truce along the river Ise had broken. "
    "President Halvard Ruun welcomed the new text."
)
OTHER = "The football club of Petrin sold its goalkeeper to a rival. Supporters burned scarves outside the stadium on Sunday evening."


def told(*reports: Report, retellings: tuple[Retelling, ...] = ()) -> set[tuple[str, ...]]:
    return {s.documents for s in stories.cluster(reports, retellings)}


def truce(key: str, day: str) -> Report:
    return report(key, TRUCE.replace("welcomed", f"on day {key} hailed"), published=day)


def test_one_event_is_one_story_and_another_is_another() -> None:
    assert told(truce("a", "2011-03-01"), truce("b", "2011-03-02"), report("c", OTHER, published="2011-03-01")) == {("a", "b"), ("c",)}


def test_the_next_meeting_of_the_same_people_is_another_story() -> None:
    assert told(truce("a", "2011-03-01"), truce("b", "2011-03-01"), report("c", AGAIN, published="2011-08-20")) == {("a", "b"), ("c",)}


def test_what_retells_an_old_report_belongs_to_its_story() -> None:
    edges = (Retelling("b", "a", "rewrite", 0.9, ()),)
    old, new = truce("a", "1991-03-01"), report("b", AGAIN, published="2011-03-01")
    assert told(old, new) == {("a",), ("b",)}
    assert told(old, new, retellings=edges) == {("a", "b")}


def test_documents_without_a_date_are_told_apart_by_their_words() -> None:
    assert told(report("a", TRUCE), report("b", TRUCE + " Bells rang."), report("c", OTHER)) == {("a", "b"), ("c",)}


def test_none_is_none() -> None:
    assert stories.cluster(()) == ()
    assert told(report("a", "")) == {("a",)}


@settings(max_examples=20)
@given(st.permutations(range(6)))
def test_the_order_of_the_reports_makes_no_difference(order: list[int]) -> None:
    reports = [truce(key, "2011-03-01") for key in "abc"] + [report(key, OTHER + key, published="2011-03-02") for key in "def"]
    assert stories.cluster([reports[k] for k in order]) == stories.cluster(reports)


def test_many_blocks_give_the_same_stories_as_one(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    reports = [truce(f"t{k}", "2011-03-01") for k in range(6)] + [report(f"o{k}", OTHER, published="2011-03-02") for k in range(6)]
    whole = stories.cluster(reports)
    monkeypatch.setattr(stories, "BLOCK", 5)
    assert stories.cluster(reports) == whole
