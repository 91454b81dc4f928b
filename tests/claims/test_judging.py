"""Judgements and hearsay as the reader reads them: who holds what, and who denies it."""

from __future__ import annotations

import pytest

from twicetold import actors, claims, language
from twicetold.types import Document, Span, hull


def read(text):
    document = Document(id="d", source="test", text=text, body=(Span(0, len(text)),), published="2023-05-10", language="en")
    parsed = language.parse(document)
    return parsed, claims.extract(parsed, actors.within(parsed))


def holders(text):
    """The innermost source of every main statement, as printed, '' where nobody is named."""
    parsed, said = read(text)
    last = [said.attributions[c.chain[-1]] for c in said.claims if c.chain and not c.minor]
    return [parsed.text(hull(a.source)) if a.source else "" for a in last]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Denmark values the pledge as the only concrete step of the summit.", "Denmark"),
        ("Western diplomats put the chances of the truce surviving the winter at no better than even.", "Western diplomats"),
        ("German officials reject the charge.", "German officials"),
        ("In Ankara they estimate that the chance of a second round is low.", "Ankara"),
        ("The ceasefire will hold until spring, one hears from the Egyptians.", "the Egyptians"),
        ("It is believed that around 300 people are trapped, according to local media.", "local media"),
    ],
)
def test_who_judges_or_tells_holds_it(text, source):
    assert source in holders(text)


def test_an_outlet_that_quotes_another_stands_outside():
    parsed, said = read("The rover has found water, the Kyoto Daily quoted the space agency as saying.")
    (claim,) = (c for c in said.claims if not c.minor)
    assert [parsed.text(hull(said.attributions[k].source)) for k in claim.chain] == ["the Kyoto Daily", "the space agency"]


def test_calling_somebody_home_is_no_judgement():
    assert holders("Norway has called its ambassador home from Abu Dhabi.") == []


def test_what_is_denied_is_marked():
    _, said = read("The ministry denied that Chad had paid a ransom. The ministry said that Chad had paid a fine.")
    assert [c.denied for c in said.claims if not c.minor] == [True, False]
