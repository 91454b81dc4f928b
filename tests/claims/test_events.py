"""PLOVER events in sentences nobody tuned on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold import actors, claims, language
from twicetold.actors.knowledge import knowledge
from twicetold.claims.lexicon import rows, table
from twicetold.types import Document, Span


def coded(text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    document = Document(id="d", source="test", text=text, body=(Span(0, len(text)),), language="en")
    parsed = language.parse(document)
    events = claims.coded(parsed, actors.within(parsed))
    assert all(0 <= e.span.start < e.span.end <= len(text) for e in events)
    return [(e.type, e.sources, e.targets) for e in events]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Denmark condemned Hungary over the new law, officials said.", ("ACCUSE", ("DNK",), ("HUN",))),
        ("Soldiers from Chad attacked a village in Sudan on Monday.", ("ASSAULT", ("TCD",), ("SDN",))),
        ("Thousands of Peruvians marched in Lima against the president.", ("PROTEST", ("PER",), ("PER",))),
        ("Canada will visit Ghana next month.", ("AGREE", ("CAN",), ("GHA",))),
        ("Norway threatened to recall its ambassador from Libya.", ("THREATEN", ("NOR",), ("LBY",))),
        ("Kenya demanded that Uganda withdraw its troops.", ("REQUEST", ("KEN",), ("UGA",))),
        ("Italy and Greece signed a treaty on fishing.", ("COOPERATE", ("ITA", "GRC"), ())),
        ("Bolivia lifted the curfew in La Paz.", ("CONCEDE", ("BOL",), ("BOL",))),
    ],
)
def test_the_main_event_of_a_sentence(text, event):
    assert coded(text)[0] == event


def test_what_officials_say_is_the_event_and_not_their_saying():
    assert coded("Oman donated tents to Yemen, an official of Qatar said.")[0] == ("AID", ("OMN",), ("YEM",))


def test_places_have_states_and_references():
    codes = set(knowledge().states)
    assert all(row["code"] in codes and row["reference"] for row in rows("places.csv"))


def test_types_have_words_and_references():
    assert all(t["verbs"] and t["reference"] for t in table("plover.toml")["types"].values())


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_coded_twice_alike(text):
    assert coded(text) == coded(text)
