"""Commitments in sentences nobody tuned on."""

from __future__ import annotations

import pytest

from twicetold import actors, claims, language
from twicetold.claims.acts import domain, nouns, verbs
from twicetold.types import CommitmentMention, Document, Span


def found(text: str) -> list[CommitmentMention]:
    document = Document(id="d", source="test", text=text, body=(Span(0, len(text)),), published="2024-05-06", language="en")
    parsed = language.parse(document)
    return list(claims.extract(parsed, actors.within(parsed)).commitments)


def short(text: str) -> list[tuple[str, str | None, int, str]]:
    return [(c.party.removeprefix("state:"), (c.toward or "").removeprefix("state:") or None, c.level, c.status) for c in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("France pledged on Monday to send ten helicopters to Chad.", ("FRA", "TCD", 4, "given")),
        ("Germany refused to deliver the tanks to Poland.", ("DEU", "POL", 4, "refused")),
        ("Norway has not signalled any intention to join the union.", ("NOR", None, 3, "withheld")),
        ("Japan will lift the tariffs on Chilean wine if the parliament in Santiago agrees.", ("JPN", "CHL", 4, "conditional")),
        ("Canada reaffirmed its commitment to the sovereignty of Ukraine.", ("CAN", "UKR", 2, "reaffirmed")),
        ("Brazil delivered the first vaccines to Paraguay last week.", ("BRA", "PRY", 5, "given")),
        ("Spain intends to open a consulate in Ghana next year.", ("ESP", "GHA", 3, "given")),
        ("Australia praised Vietnam for its handling of the crisis.", ("AUS", "VNM", 1, "given")),
    ],
)
def test_one_party_and_what_became_of_it(text, expected):
    assert expected in short(text)


def test_a_joint_signature_commits_both_to_each_other():
    assert {(p, t, level) for p, t, level, _ in short("Peru and Chile signed a trade agreement on Friday.")} == {
        ("PER", "CHL", 5),
        ("CHL", "PER", 5),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Italy should send more aid to Libya, the minister said.",
        "Analysts hope that Sweden will join the alliance.",
        "Will Denmark sign the treaty with Canada?",
        "Egypt may withdraw its troops from the border.",
        "The weather in Portugal will remain warm for the rest of the week.",
        "Kenya will probably win the match against Uganda.",
    ],
)
def test_wishes_guesses_and_questions_commit_nobody(text):
    assert short(text) == []


def test_spans_lie_in_the_text_and_gists_are_its_words():
    text = "Turkey promised to reopen the border with Armenia once the talks are over."
    (commitment,) = found(text)
    assert commitment.status == "conditional"
    assert text[commitment.span.start : commitment.span.end].startswith("promised")
    assert commitment.condition is not None and "once" in text[commitment.condition.start : commitment.condition.end]


def test_every_entry_of_the_lexicon_has_a_level_and_a_group():
    assert all(1 <= act.level <= 5 and act.group for act in [*verbs().values(), *nouns().values()])


def test_the_domain_is_where_most_words_are():
    assert domain("a pipeline for gas and oil") == "energy"
    assert domain("something else") == "other"
