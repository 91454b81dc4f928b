"""Whose word it is: leaders in reports that nobody dated, things that speak."""

from __future__ import annotations

import pytest

from twicetold.brief.compose import compose, report
from twicetold.types import Document, Span


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Emmanuel Macron pledged to send two hundred buses to the flooded towns.", "France"),
        ("The former president pledged to build a library. Nicolas Sarkozy, the former president of France, signed the lease.", None),
        ("Angela Merkel, a candidate for the chair, pledged to publish her tax returns before the vote.", None),
    ],
)
def test_without_a_date_a_candidate_and_a_former_leader_bind_no_state(text, party):
    document = Document(id="d", source="test", text=text, body=(Span(0, len(text)),), published=None, language="en")
    brief = compose([report(document)])
    names = {a.id: a.name for a in brief.actors}
    assert {names[c.party] for c in brief.commitments if names[c.party] in ("France", "Germany")} == ({party} if party else set())


def test_a_thing_that_speaks_far_from_any_body_is_nobody_s():
    far = "The Harbour Institute said that traffic had grown. " + "The ferries ran on time and the quays were full of lorries. " * 40
    for text, names in ((far, set()), ("The Harbour Institute said that traffic had grown. ", {"Harbour Institute"})):
        whole = text + "The advert says that nothing will change until the voters turn away."
        told = report(Document(id="d", source="test", text=whole, body=(Span(0, len(whole)),), published="2024-05-06", language="en"))
        said = [a for a in told.claims.attributions if any("advert" in whole[s.start : s.end] for s in a.source)]
        assert {told.cast.actors[a.actor].name for a in said if a.actor} == names


def test_a_report_cut_off_behind_a_source_is_read():
    cut = "Two-way trade can be eased step by step, he said. The side reiterated its adherence to the policy, according to th"
    for end in range(len(cut) - 30, len(cut) + 1):
        text = cut[:end]
        report(Document(id="d", source="test", text=text, body=(Span(0, len(text)),), published="2024-05-06", language="en"))
