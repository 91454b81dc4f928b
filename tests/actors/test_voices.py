"""Whoever is made to speak is somebody: sources that no list knows, one of several, another, and people by their nation."""

from __future__ import annotations

import pytest

from twicetold import actors, claims, language
from twicetold.types import Document, Span

OPENING = "The talks were held in Geneva on Monday and lasted for three hours.\n\n"


def told(text: str) -> dict[str, str | None]:
    """The first words of every attribution's content -> the name of its actor."""
    whole = OPENING + text
    document = Document(id="d", source="test", text=whole, body=(Span(0, len(whole)),), published="2024-05-06", language="en")
    parsed = language.parse(document)
    cast = actors.within(parsed)
    names = {key: actor.name for key, actor in cast.actors.items()}
    found = claims.extract(parsed, cast).attributions
    return {whole[a.content[0].start : a.content[-1].end].strip('"'): names.get(a.actor or "") for a in found if a.content}


def speaker(text: str, words: str) -> str | None:
    found = told(text)
    return next((name for content, name in found.items() if words in content and name), None)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The price will fall, merchants at the terminal said.", "price will fall", "merchants at the terminal"),
        ('"The road is shut," said a tribal elder.', "road is shut", "tribal elder"),
        ('A tribal elder spoke first. "The road is shut," the elder said.', "road is shut", "elder"),
        ("The union said that its members were tired of waiting.", "members were tired", "union"),
        ("A person close to the governor said that the road was shut.", "road was shut", "person close to the governor"),
        (
            'Merchants at the terminal said that prices fell. "We have seen worse," said one of them.',
            "seen worse",
            "merchant at the terminal",
        ),
        ('The dockers I meet shake their heads. "The crane is rotten," says one of them.', "crane is rotten", "docker"),
        ('"Two weeks is a nuisance," said one economist. Another said that six would be a problem.', "six would be", "another economist"),
        ('Economists worry. "Two weeks is a nuisance," said one, Trevor Haines of Fraser Bank.', "nuisance", "Trevor Haines"),
        ('"The rock is rotten," ironised the deputy Walid Haddad to the exit.', "rock is rotten", "Walid Haddad"),
        ('The Minister of Finance, Ghazi Saab, said that "there is no plan B".', "no plan B", "Ghazi Saab"),
        ("Marcel Dupuis spoke in Lausanne. The Frenchman said that the vote was fair.", "vote was fair", "Marcel Dupuis"),
        (
            'Angela Reeve said the plan was dead. "Nobody believed in it," the shadow transport secretary said.',
            "believed in it",
            "Angela Reeve",
        ),
        ("Two members voted against it. One of the two, Elena Naudon, said that growth was weak.", "growth was weak", "Elena Naudon"),
        ("Another Tory MP said that the week was lost.", "week was lost", "Tory MP"),
        ("One of the bank's ten largest investors said that the price was low.", "price was low", "investor"),
        ("Elena Sadeh wrote the study. The jurist says that the law will fail.", "law will fail", "Elena Sadeh"),
        ("In Ms Sadeh's judgement the law will fail before the winter.", "law will fail", "Sadeh"),
        ("Its author, Elena Sadeh, a cousin of the mayor, said that the road was shut.", "road was shut", "Elena Sadeh"),
    ],
)
def test_the_one_who_speaks_is_somebody(text, words, name):
    assert (speaker(text, words) or "").removeprefix("the ").endswith(name), told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The figures show that the road is shut more often.",
        "The footage shows that the road was shut.",
        "People say that the road is shut.",
    ],
)
def test_things_are_nobody(text):
    assert not any(told(text).values())


@pytest.mark.parametrize("text", ["The German chancellor said that talks would go on.", "The French said that talks would go on."])
def test_nations_are_not_people(text):
    names = [name for name in told(text).values() if name]
    assert names and "another" not in names[0]


def test_a_ministry_is_not_that_of_banks_named_later():
    text = "The finance ministry says that construction will begin in spring. The minister hopes that Chinese banks will lend the money."
    assert (speaker(text, "construction will begin") or "") == "finance ministry"


def test_a_paper_is_not_by_those_it_tells_of():
    text = (
        "The Harbour Institute published a note on Monday.\n\nThe Northern Union will not pay, it is underlined in the note. "
        "The Northern Union has promised nothing, according to the note."
    )
    assert speaker(text, "Northern Union will not pay") == "Harbour Institute"
    assert speaker(text, "has promised nothing") == "Harbour Institute"


def test_what_is_announced_before_a_colon_is_the_announcers():
    whole = OPENING + "The mayor on Thursday announced what she called a great step: the port will open to tankers in May."
    document = Document(id="d", source="test", text=whole, body=(Span(0, len(whole)),), published="2024-05-06", language="en")
    parsed = language.parse(document)
    found = claims.extract(parsed, actors.within(parsed))
    stated = [c for c in found.claims if whole[c.span.start : c.span.end].startswith("the port will open")]
    assert stated and all(c.chain for c in stated)


def test_a_sentence_set_in_a_capital_is_about_its_president():
    text = "Barack Obama spoke in Washington. In Kyiv, the president said that the truce would hold."
    whole = OPENING + text
    document = Document(id="d", source="test", text=whole, body=(Span(0, len(whole)),), published="2014-09-06", language="en")
    parsed = language.parse(document)
    cast = actors.within(parsed)
    place = whole.index("the president said")
    key = actors.holder(parsed, cast, Span(place, place + len("the president")))
    assert key is not None and cast.actors[key].name == "Petro Poroshenko"


def test_words_in_which_something_is_rejected_are_said():
    whole = 'The leadership of the union met on Friday. The union rejected the deal as "a betrayal of the port" and recalled its envoys.'
    document = Document(id="d", source="test", text=whole, body=(Span(0, len(whole)),), published="2024-05-06", language="en")
    parsed = language.parse(document)
    quoted = claims.extract(parsed, actors.within(parsed)).quotes
    assert [q.attribution is not None for q in quoted] == [True]
