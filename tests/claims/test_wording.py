# ruff: noqa: E501 (a sentence with its tree reads best on one line)
"""The diplomatic register, and events with dates."""

from __future__ import annotations

from twicetold import claims
from twicetold.claims.lexicon import rows

TALKS = (
    "They/PRON/nsubj/2 had:have/VERB/root/0 a/DET/det/5 frank/ADJ/amod/5 exchange/NOUN/obj/2 of/ADP/case/7 views:view/NOUN/nmod/5 on/ADP/case/9 "
    "Friday/PROPN/obl/2 ~./PUNCT/punct/2"
)


def test_wording_has_a_reading_a_reference_and_says_how_well_it_is_established(build, nobody):
    parsed = build(TALKS)
    (found,) = claims.extract(parsed, nobody).wording
    assert parsed.text(found.span) == "frank exchange of views"
    assert (found.established, "disagreed" in found.meaning, bool(found.reference)) == ("well", True, True)


def test_every_entry_is_complete():
    for row in rows("wording.csv"):
        assert row["meaning"] and row["reference"]
        assert row["established"] in ("well", "fairly", "contested", "folk", "not")


def test_what_no_source_defines_is_said_to_be_so():
    constructive = next(r for r in rows("wording.csv") if r["phrase"] == "constructive talks")
    assert constructive["established"] == "not"


def test_an_event_takes_its_day(build, nobody):
    parsed = build(TALKS, published="2014-09-07")
    (event,) = claims.extract(parsed, nobody).timeline
    assert (event.date, event.precision) == ("2014-09-05", "day")
    assert event.event.startswith("They had a frank exchange")


def test_no_event_without_a_day(build, nobody):
    assert claims.extract(build(TALKS), nobody).timeline == ()


def test_days_that_follow_from_earlier_ones(build, nobody):
    parsed = build(
        "He/PRON/nsubj/2 arrived:arrive/VERB/root/0 on/ADP/case/4 20/NUM/obl/2 March/PROPN/nmod/4 ~./PUNCT/punct/2\n\n"
        "On/ADP/case/4 the/DET/det/4 second/ADJ/amod/4 day/NOUN/obl/7 both/DET/det/6 sides:side/NOUN/nsubj/7 signed:sign/VERB/root/0 ~./PUNCT/punct/7",
        published="2023-03-22",
    )
    assert [e.date for e in claims.extract(parsed, nobody).timeline] == ["2023-03-20", "2023-03-21"]
