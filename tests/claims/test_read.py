"""Sentences of our own read by the shipped reader: denials, estimates, forecasts, the timeline. The rules at work on real trees."""

from __future__ import annotations

import pytest

from twicetold import actors, claims, language
from twicetold.claims.certainty import Hedges
from twicetold.claims.polarity import polarity
from twicetold.claims.syntax import Tree
from twicetold.types import Document, Span

DENIED = """The ministry failed to publish the figures.
The court refused to hear the appeal.
No minister attended the ceremony.
None of the clauses obliges Norway to pay.
The statement makes no mention of sanctions.
The text contains neither a date nor an amount.
The envoy stopped short of promising troops.
The declaration falls short of a guarantee.
The bank has yet to release the funds.
The spokesman denied any involvement in the raid.
He can no longer travel.
The fleet no longer patrols the strait.
The government lacks a majority.
The two sides avoided naming a date.
Both governments refrained from comment.
The premier was unable to convince his coalition.
The tanker was prevented from docking.
Officials stopped issuing visas in May.
We do not think the truce will hold.
At no point did the delegation ask for money.
In none of the meetings was the island raised.
The coalition is anything but stable.
Neither side confirmed the report.
The two leaders signalled no intention of meeting again.""".splitlines()
AFFIRMED = """The army denied that it had shelled the village.
The delegation left the island before anything was signed.
Not only did the president sign, he also apologised.
Few observers reached the line.
The port remains closed.
Parliament did not fail to notice the change.
The visit was cancelled not because of illness but because of the vote.
The talks ended without an agreement.""".splitlines()
ESTIMATED = {
    "He gave slim odds to a quick recovery.": "very_unlikely",
    "The envoy is believed to have left the capital.": "likely",
    "The bank put the chance of a default at no better than even.": "roughly_even",
    "It may be doubted whether the fund will pay.": "unlikely",
    "There is every chance that the fund will pay.": "very_likely",
    "There is no indication that the fund will pay.": "unlikely",
    "The fund is not certain to pay.": "possible",
    "The fund is as likely as not to pay.": "roughly_even",
    "The fund has reportedly paid.": "asserted",
    "The fund is not expected to pay.": "unlikely",
    "A default is out of the question.": "almost_no_chance",
    "Everything suggests that the court will hear the case.": "very_likely",
    "The prospects of a default are dim.": "unlikely",
    "The court is reluctant to hear the case.": "asserted",
}


def read(sentences, published="2024-05-15"):
    text = "\n\n".join(sentences)
    parsed = language.parse(Document(id="d", source="t", text=text, body=(Span(0, len(text)),), language="en", published=published))
    return parsed, claims.extract(parsed, actors.within(parsed))


@pytest.fixture(scope="module")
def told():
    return read([*DENIED, *AFFIRMED, *ESTIMATED])


def of(told, sentence):
    """The statement that covers most of a sentence, and its own certainty."""
    parsed, found = told
    start = parsed.document.text.index(sentence)
    place = Span(start, start + len(sentence))
    return max((c for c in found.claims if place.covers(c.span)), key=lambda c: (not c.minor, c.span.size))


@pytest.mark.parametrize("sentence", DENIED)
def test_denied(told, sentence):
    assert of(told, sentence).polarity == "negative"


@pytest.mark.parametrize("sentence", AFFIRMED)
def test_affirmed(told, sentence):
    assert of(told, sentence).polarity == "positive"


@pytest.mark.parametrize("sentence", ESTIMATED)
def test_estimated(told, sentence):
    assert of(told, sentence).certainty.level == ESTIMATED[sentence]


def test_negations_used_up_by_a_phrase_deny_nothing(told):
    parsed, _ = told
    tree = Tree(parsed)
    hedges = Hedges(tree)
    start = parsed.document.text.index("The fund is not expected")
    head = next(k for k in tree.predicates if tree.tokens[k].start > start)
    hedge = hedges.of(head)
    assert hedge is not None and polarity(tree, head, hedge.negations) == "positive"


PREDICTED = """The truce will probably collapse before winter, the institute said.
Prices will double by 2030, the institute said.
Analysts expect the coalition to fall within six months.
The premier may resign before the end of the year, the analyst said.""".splitlines()
ANNOUNCED = """The president will sign the treaty on Tuesday.
The foreign ministry said the embassy would be closed next week.
The minister said that the army would halt its exercises.
The prime minister plans to visit Oslo in June.
The company could not do that, its director said.""".splitlines()


def test_predictions_are_told_from_announcements():
    parsed, found = read([*PREDICTED, *ANNOUNCED])
    text = parsed.document.text
    forecast = {s for s in (*PREDICTED, *ANNOUNCED) for f in found.forecasts if text.index(s) <= f.span.start < text.index(s) + len(s)}
    assert forecast == set(PREDICTED)
    horizons = [f.horizon.until if f.horizon else None for f in found.forecasts]
    assert horizons == ["2024-11-30", "2030-12-31", "2024-11-15", "2024-12-31"]


def test_days_are_counted_from_events_and_from_one_another():
    parsed, found = read(
        [
            "The court issued a warrant on 10 March 2024.",
            "The president fled the country two days after the warrant.",
            "The next day parliament met in the old theatre.",
            "Talks began on 20 March 2024 in Oslo.",
            "On the third day the two sides signed a truce.",
            "The minister said on Friday that he was tired.",
        ]
    )
    days = [(e.date, e.event.split()[1]) for e in found.timeline]
    assert [d for d, _ in days] == ["2024-03-10", "2024-03-12", "2024-03-13", "2024-03-20", "2024-03-22"]
    assert all(parsed.text(e.span) for e in found.timeline)


UNSAID = """The minister did not say that troops would leave the island.
The company has not confirmed that the plant is closed.
The report does not say that the ministry built the bridge.
The bank refused to say whether the fund would pay.
No one has said that the deal is dead.
She did not deny that talks were under way.""".splitlines()
SAID = """The minister said that troops would not leave the island.
The army denied that it had shelled the village.
The report does not mention that the bridge fell in May.""".splitlines()


@pytest.mark.parametrize("sentence", UNSAID)
def test_what_was_not_said_is_nobodys_statement(sentence):
    parsed, found = read([sentence])
    main = [c for c in found.claims if not c.minor]
    assert [parsed.text(c.span) for c in main] == [sentence.rstrip(".")]
    assert all(c.chain == () for c in found.claims)


@pytest.mark.parametrize("sentence", SAID)
def test_what_was_said_or_denied_is_the_holders(sentence):
    parsed, found = read([sentence])
    assert any(parsed.text(c.span) != sentence.rstrip(".") and c.chain for c in found.claims)


def test_a_denial_outside_the_words_is_one():
    _, found = read(["The army denied that it had shelled the village.", "The army had shelled the village."])
    assert [(c.polarity, c.denied, c.denies) for c in found.claims if not c.minor] == [("positive", True, True), ("positive", False, False)]


def test_a_verb_of_saying_may_be_the_last_word():
    read(["The list was locked, as the ministry is said", "Nobody knows what she said", "said"])
