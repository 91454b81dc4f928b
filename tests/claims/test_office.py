"""Whether a leader's word is the state's, in a report that nobody dated."""

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
