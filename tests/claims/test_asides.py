"""Attribution without a reporting verb, with an odd one, and over sentences: in words nobody tuned on."""

from __future__ import annotations

import pytest

from twicetold import actors, claims, language
from twicetold.types import Document, DocumentClaims, Ranges, Span

OPENING = "The talks were held in Geneva on Monday and lasted for three hours.\n\n"


def read(text: str) -> tuple[str, DocumentClaims]:
    whole = OPENING + text
    document = Document(id="d", source="test", text=whole, body=(Span(0, len(whole)),), published="2024-05-06", language="en")
    parsed = language.parse(document)
    return whole, claims.extract(parsed, actors.within(parsed))


def words(text: str, ranges: Ranges) -> str:
    return " … ".join(text[s.start : s.end] for s in ranges)


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The harvest will be late, so the institute.", "the institute", "The harvest will be late"),
        ("Per the ministry, exports will fall.", "the ministry", "exports will fall"),
        ("By the bank's count, 300 branches have closed.", "the bank", "300 branches have closed"),
        ("By the reckoning of the central bank, 300 branches have closed.", "the central bank", "300 branches have closed"),
        ("From the Foreign Office it was said that Chad would send experts.", "the Foreign Office", "Chad would send experts"),
        ("The word in Brussels is that the talks have failed.", "Brussels", "the talks have failed"),
        ("The contention of the minister is that the law is dead.", "the minister", "the law is dead"),
        ("The minister's verdict: the law is dead.", "The minister's", "the law is dead"),
        ("If the minister is to be believed, the law is dead.", "the minister", "the law is dead"),
        ("To hear the minister tell it, the law is dead.", "the minister", "the law is dead"),
        ("What the minister said was that the law was dead.", "the minister", "the law was dead"),
        ("So says the minister: the law is dead.", "the minister", "the law is dead"),
        ("The paper quoted the minister as saying that the law was dead.", "the minister", "the law was dead"),
        ("The institute puts the stock at 25 to 40 warheads.", "The institute", "the stock at 25 to 40 warheads"),
        ('From the chair: "The port is closed."', "the chair", "The port is closed."),
        ('"The law," said the minister, "is dead."', "the minister", "is dead."),
        ('"The port is closed," reads the notice.', "the notice", "The port is closed,"),
    ],
)
def test_the_source_and_what_it_holds_are_found(text, source, content):
    whole, found = read(text)
    told = [(words(whole, a.source), words(whole, a.content)) for a in found.attributions]
    assert any(s == source and content in c for s, c in told), told


@pytest.mark.parametrize(
    "text",
    [
        "The rate rose to 3 per cent, per head of population.",
        "The rain came late, so the farmers waited.",
        "The answer is that nobody knows.",
        "By Monday the talks had failed.",
    ],
)
def test_what_only_looks_like_a_source_is_none(text):
    whole, found = read(text)
    assert not [words(whole, a.source) for a in found.attributions if a.source]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The budget breaks the rules. That is the verdict of the European Commission.", "The budget breaks the rules."),
        ("The grain will come late. This emerges from a study by the European Commission.", "The grain will come late."),
        (
            "The statement names no date. To this conclusion comes the European Commission in an analysis published on Wednesday.",
            "The statement names no date.",
        ),
    ],
)
def test_a_sentence_that_points_back_holds_the_one_before(text, held):
    whole, found = read(text)
    assert ("org:ec", held) in {(a.actor, words(whole, a.content)) for a in found.attributions}


def test_it_goes_on_with_the_paper_that_spoke_last():
    text = "Tariffs will stay, according to a report by the European Commission. China agreed to buy more goods, it says."
    whole, found = read(text)
    assert {a.actor for a in found.attributions if "China agreed" in words(whole, a.content)} == {"org:ec"}


def test_a_paper_is_issued_by_the_body_beside_the_same_noun():
    text = (
        "The European Commission said in a brief that growth had slowed. The World Bank disagreed in a letter to members."
        "\n\nPrices will fall, the brief says."
    )
    whole, found = read(text)
    assert {a.actor for a in found.attributions if "Prices will fall" in words(whole, a.content)} == {"org:ec"}


def test_a_second_quotation_is_the_speakers_of_its_own_paragraph():
    text = (
        '"My mother set his plate every evening," said Samira Haddad, whose brother is on the list. "Tomorrow somebody will eat from it."'
        "\n\nThe movement will hand over the soldier when the buses have left, a spokesman for its armed wing, Omar Saleh, said."
    )
    whole, found = read(text)
    assert {a.actor for a in found.attributions if "Tomorrow somebody" in words(whole, a.content)} == {"name:samira haddad"}


@pytest.mark.parametrize(
    ("text", "statement", "level"),
    [
        ("It is doubtful, the minister wrote, that the party can govern for long.", "the party can govern for long", "unlikely"),
        ("It is improbable, on the other hand, that the bank amends its rules.", "the bank amends its rules", "unlikely"),
        ("The truce should last its term, said a former official.", "The truce should last its term", "likely"),
        ("The union should act, said a former official.", "The union should act", "asserted"),
        ("The ministry is certain that the plan will come back.", "the plan will come back", "asserted"),
        ("It is certain that the plan will come back.", "the plan will come back", "almost_certain"),
        ("The envoy would be surprised if the talks succeeded.", "the talks succeeded", "unlikely"),
    ],
)
def test_how_sure_a_statement_is(text, statement, level):
    whole, found = read(text)
    held = {c.certainty.level for c in found.claims if statement in whole[c.span.start : c.span.end]}
    assert level in held and (level == "asserted" or "asserted" not in held), held


@pytest.mark.parametrize(
    "end", ["So", "Thus", "The port is open", "What", "From", "If it", "So says", "Per", "In its view", "It is open to"]
)
def test_a_text_may_end_anywhere(end):
    whole, found = read(end)
    assert all(0 <= c.span.start < c.span.end <= len(whole) for c in found.claims)


def test_a_dateline_without_a_text_says_nothing():
    _, found = read("BEIRUT —")
    assert not [c for c in found.claims if c.span.start >= len(OPENING)]


def test_who_will_call_hearings_does_not_foretell_them():
    _, found = read("The accord is the third of its kind. Conservatives in the Senate will almost certainly call hearings.")
    assert [f.holder for f in found.forecasts] == [None]
