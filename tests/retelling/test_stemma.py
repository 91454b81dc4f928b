"""Who retells whom, how, and from which roots."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.retelling.making import report
from twicetold.retelling import dates, lines, meaning, stemma
from twicetold.types import Report, Retelling, Roster

STORY = (
    "The ferry Aldona left the quay of Brenn at dawn with forty passengers and a cargo of slate. "
    "Off the northern skerry her engine failed, and the pilot Ruben Dahl dropped both anchors in eleven fathoms. "
    "“I counted the waves until the tug came,” he said when he was ashore. "
    "The harbour office has opened an inquiry into the maintenance of the engine. "
    "Two years ago the same vessel lost her rudder in the strait."
)
REWRITE = (
    "Forty people spent a morning at anchor after the engine of the Aldona failed off the northern skerry, the Brenn Courier reports. "
    "“I counted the waves until the tug came,” said the pilot, Ruben Dahl, who had dropped both anchors. "
    "An inquiry into the maintenance of the engine has been opened by the harbour office at Brenn, "
    "and the vessel lost her rudder two years ago."
)
OWN = (
    "In the fish market of Brenn the talk on Tuesday was of the price of herring. "
    "A trader named Sunniva said that she had sold nothing since the ferry was late. "
    "The mayor declined to comment on the inquiry."
)
FIRST = report("a", STORY, outlet="Brenn Courier", published="2019-05-06T08:00:00Z")


def trace(*reports: Report) -> dict[tuple[str, str], Retelling]:
    return {(e.child, e.parent): e for e in stemma.trace(reports, Roster())[0]}


def test_a_copy_is_a_copy_of_the_earlier() -> None:
    edges = trace(FIRST, report("b", STORY, outlet="Tidewatch", published="2019-05-06T11:00:00Z"))
    assert list(edges) == [("b", "a")]
    assert edges["b", "a"].relation == "copy"


def test_a_credited_rewrite_names_its_parent_and_shows_where() -> None:
    child = report("b", REWRITE, outlet="Tidewatch", published="2019-05-07")
    edge = trace(FIRST, child)["b", "a"]
    assert edge.relation in ("rewrite", "excerpt")
    assert "credits Brenn Courier" in edge.reason
    for there, here in edge.evidence:
        assert 0 <= there.start < there.end <= len(REWRITE)
        assert here is not None
        assert 0 <= here.start < here.end <= len(STORY)


def test_own_reporting_stays_independent() -> None:
    assert trace(FIRST, report("b", OWN, outlet="Tidewatch", published="2019-05-07")) == {}


def test_the_later_is_never_the_parent() -> None:
    child = report("b", REWRITE, outlet="Tidewatch", published="2019-05-07")
    early = replace(child, document=replace(child.document, published="2019-05-01"))
    assert ("b", "a") in trace(FIRST, child)
    assert ("b", "a") not in trace(FIRST, early)


def test_without_dates_the_credit_tells_the_direction() -> None:
    bare = replace(FIRST, document=replace(FIRST.document, published=None))
    assert list(trace(bare, report("b", REWRITE, outlet="Tidewatch"))) == [("b", "a")]


def test_a_report_of_two_parents_is_a_merger() -> None:
    market = report("b", OWN, outlet="Quay Herald", published="2019-05-07")
    both = (
        "A trader named Sunniva said that she had sold nothing since the ferry was late, according to the Quay Herald. "
        "The pilot Ruben Dahl dropped both anchors in eleven fathoms off the northern skerry "
        "when the engine failed, the Brenn Courier says. "
        "The mayor declined to comment on the inquiry, and the harbour office has opened it."
    )
    edges = trace(FIRST, market, report("c", both, outlet="Tidewatch", published="2019-05-08"))
    assert {key: e.relation for key, e in edges.items()} == {("c", "a"): "merge", ("c", "b"): "merge"}


def test_a_handed_down_credit_goes_to_the_one_whose_own_words_are_shared() -> None:
    middle_text = REWRITE.replace("Forty people", "Some forty souls").replace("a morning at anchor", "a bitter morning riding at anchor")
    middle = report("b", middle_text, outlet="Tidewatch", published="2019-05-07")
    last = report(
        "c", middle_text.replace("the Brenn Courier reports", "the Brenn Courier has it"), outlet="Gullspeak", published="2019-05-08"
    )
    assert ("c", "b") in trace(FIRST, middle, last)
    assert ("c", "a") not in trace(FIRST, middle, last)


def outside_report(key: str, published: str, text: str) -> Report:
    said = (
        ("The Northern Ice Observatory", "writes", "that the ferry line will close within a decade"),
        ("the assessment", "according to", "no captain will insure a wooden hull in the strait after the winter"),
    )
    return report(key, text, outlet=f"Outlet {key}", published=published, said=said)


ASSESSED = (
    "The Northern Ice Observatory writes in an assessment that the ferry line will close within a decade. "
    "It adds little else of note for sailors. "
    "And no captain will insure a wooden hull in the strait after the winter, according to the assessment."
)


def test_a_lost_origin_is_named_by_the_attributions() -> None:
    edges = trace(outside_report("a", "2019-05-06", ASSESSED))
    assert list(edges) == [("a", "origin:Northern Ice Observatory")]
    assert all(here is None for _, here in edges["a", "origin:Northern Ice Observatory"].evidence)


def test_a_name_is_garbled_only_where_a_report_reads_as_translated() -> None:
    names = ("Lindqvist Institute for Sea Ice", "Institute Lindqvist of Marine Frost")
    turned = (
        REWRITE + " In its turn, it was noted on the day of yesterday, with regard to the ferry, that it is worth noting the said harbour."
    )
    plain, calque = (lines.read([FIRST, report("b", text)]) for text in (REWRITE, turned))
    for pair, garbled in ((plain, False), (calque, True)):
        affinity = meaning.compare(pair[1], pair[0])
        assert affinity is not None
        assert stemma._is_garbled(*names, affinity) == garbled
        assert not stemma._is_garbled(names[0], "Institute for Tides", affinity)


def test_who_asked_on_the_spot_rests_on_nobody() -> None:
    asked = ASSESSED.replace("It adds little else", "Asked whether, its director told reporters little else")
    assert trace(outside_report("a", "2019-05-06", asked)) == {}


def test_what_an_outlet_of_the_set_published_is_no_outside_origin() -> None:
    own = report("o", STORY, outlet="Northern Ice Observatory", published="2019-05-01")
    assert not any(parent.startswith("origin:") for _, parent in trace(own, outside_report("a", "2019-05-06", ASSESSED)))


def test_an_agency_s_dateline_is_an_origin() -> None:
    wire = report("a", f"BRENN, May 6 (Ukrinform) – {STORY}", outlet="Tidewatch", published="2019-05-06")
    assert list(trace(wire)) == [("a", "origin:Ukrinform")]


@pytest.mark.parametrize("shift", range(3))
def test_the_order_of_the_reports_makes_no_difference(shift: int) -> None:
    reports = [
        FIRST,
        report("b", REWRITE, outlet="Tidewatch", published="2019-05-07"),
        report("c", OWN, outlet="Quay Herald", published="2019-05-07"),
    ]
    turned = reports[shift:] + reports[:shift]
    assert stemma.trace(turned, Roster()) == stemma.trace(reports, Roster())


def test_nothing_comes_of_nothing() -> None:
    assert trace() == {}
    assert trace(report("a", ""), report("b", "")) == {}


def test_roots_count_origins_and_not_reports() -> None:
    edges = [
        Retelling("b", "a", "rewrite", 0.9, ()),
        Retelling("c", "b", "spin", 0.9, ()),
        Retelling("d", "b", "merge", 0.9, ()),
        Retelling("d", "origin:X", "merge", 0.9, ()),
    ]
    reports = [report(key, OWN) for key in "abcde"]
    roots = stemma.origins(reports, edges)
    assert roots["c"] == {"a"}
    assert roots["d"] == {"a", "origin:X"}
    assert roots["e"] == {"e"}


def test_roots_of_a_circle_end() -> None:
    edges = [Retelling("a", "b", "copy", 0.9, ()), Retelling("b", "a", "copy", 0.9, ())]
    assert set(stemma.origins([report("a", OWN), report("b", OWN)], edges)) == {"a", "b"}


def test_sentences_in_another_order_are_aligned() -> None:
    parts = STORY.split(". ")
    left, right = lines.read([FIRST, report("b", ". ".join(parts[2:] + parts[:2]), outlet="Tidewatch")])
    found = meaning.compare(left, right)
    assert found is not None
    assert found.covered > 0.7
    assert found.order < 1


def test_monotone_alignment_keeps_the_order() -> None:
    first, second = lines.read([FIRST, report("b", STORY, outlet="Tidewatch")])
    pairs = meaning.monotone(meaning.likeness(first, second))
    assert pairs == [(k, k) for k in range(len(first.spans))]


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("2019", "2020-01-01", True),
        ("2019-05-06", "2019-05-06T10:00:00Z", None),
        ("2019-05-07", "2019-05-06T10:00:00Z", False),
        (None, "2019-05-06", None),
        ("last week", "2019-05-06", None),
    ],
)
def test_dates_tell_only_what_they_say(one: str | None, other: str, told: bool | None) -> None:
    assert dates.precedes(report("a", OWN, published=one), report("b", OWN, published=other)) is told
