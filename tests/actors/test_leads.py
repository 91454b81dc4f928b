"""Who a description means when the name comes later, or when the newsroom varies what it calls somebody."""

from __future__ import annotations

import pytest

from twicetold import actors, claims, language
from twicetold.types import Document, Span


def speaker(text: str, words: str) -> str | None:
    """Name of the actor of the narrowest attribution whose content holds `words`."""
    document = Document(
        id="d", source="test", text=text, body=(Span(0, len(text)),), published="2024-05-06", language="en", outlet="Gazette"
    )
    parsed = language.parse(document)
    cast = actors.within(parsed)
    start = text.index(words)
    place = Span(start, start + len(words))
    holding = [a for a in claims.extract(parsed, cast).attributions if any(2 * s.overlap(place) > place.size for s in a.content)]
    best = min(holding, key=lambda a: sum(s.size for s in a.content), default=None)
    return cast.actors[best.actor].name if best is not None and best.actor is not None else None


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "The leader of Wexcombe council said the barrier was safe.\n\n"
            "Dame Harriet Pryce, who has led the council since 2017, told reporters that it was paid for.",
            "barrier was safe",
            "Harriet Pryce",
        ),
        (
            "The bridge is closed until May, the transport minister said on Monday.\n\n"
            "Speaking with his Polish counterpart Ewa Nowicka in Zagreb, Tomislav Bukovac said that the line would save hours.",
            "bridge is closed",
            "Tomislav Bukovac",
        ),
        ('"I lost everything," he said.\n\nTesfaye Alemu, a farmer, walked for three days.', "lost everything", "Tesfaye Alemu"),
    ],
)
def test_the_name_comes_after_the_description(text: str, words: str, name: str) -> None:
    assert speaker(text, words) == name


@pytest.mark.parametrize(
    "text",
    [
        "A senior official, who asked not to be named, said the ship had sunk.\n\nJane Roth, a sailor, said that she had seen it.",
        "The council's leader said the ship had sunk.\n\nJudge Kiri Hopewell said that she had not seen it.",
    ],
)
def test_whoever_is_named_next_may_be_another(text: str) -> None:
    assert speaker(text, "ship had sunk") not in ("Jane Roth", "Kiri Hopewell")


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Malcolm Roth, 61, left the room. “Nobody listened,” the 61-year-old wrote.", "Nobody listened", "Malcolm Roth"),
        ("Solène Brissac teaches here. “Nobody asked,” the 38-year-old teacher said.", "Nobody asked", "Solène Brissac"),
        ("Ruud Hoekstra said he was calm. The former striker said that the pitch was wet.", "pitch was wet", "Ruud Hoekstra"),
        ("“I ran,” said Tracy Nolan. “The lights went out at nine,” the mum-of-two added.", "lights went out", "Tracy Nolan"),
        ("Kusal Jayawardena came late. “They were unlucky today,” the Sri Lankan said.", "They were unlucky", "Kusal Jayawardena"),
        ("PC Owen Lloyd saw the fire. “It burned for two hours,” the constable said.", "burned for two", "Owen Lloyd"),
        ("Rodrigo Ibáñez Quispe spoke first. Ibáñez said that the offer was bad.", "offer was bad", "Rodrigo Ibáñez Quispe"),
        ("Farida Nasseri KC spoke first. “It is late, my lord,” Ms Nasseri said.", "It is late", "Farida Nasseri"),
        ("Georg von und zu Trotha said that the milk was clean.", "milk was clean", "Georg von und zu Trotha"),
        ("Mayor of Stoke Emily Prender: “Stay at home tonight if you can.”", "Stay at home", "Emily Prender"),
        ("Mayor of Stoke Emily Prender said that the road was shut.", "road was shut", "Emily Prender"),
    ],
)
def test_somebody_is_called_by_something_else(text: str, words: str, name: str) -> None:
    assert speaker(text, words) == name


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The sentiment was shared by Gideon Rotich, who said leaders should stop fighting.", "leaders should stop", "Gideon Rotich"),
        ("Abdel Fattah al-Rashid, a general, said that the army was ready.", "army was ready", "Abdel Fattah al-Rashid"),
        ("The port’s manager, one Noor Abdi, said that a probe was on.", "probe was on", "Noor Abdi"),
        (
            "Iran and Oman said that the strait would stay open. The two countries added that patrols would double.",
            "patrols",
            "Iran and Oman",
        ),
        ("Governor Dr Ali Hassan came late. “Let her go to court,” the governor said.", "go to court", "Ali Hassan"),
        ("Mr. Ali Hassan is governor of Nyeri. He said that it was late.", "it was late", "Ali Hassan"),
    ],
)
def test_who_stands_beside_or_before(text: str, words: str, name: str) -> None:
    assert speaker(text, words) == name


def test_a_post_of_another_country_or_body_is_another() -> None:
    text = "The envoy Fatoumata Berg said that the truce held. The representative of Estonia said that sanctions should stay."
    assert speaker(text, "sanctions should stay") != "Fatoumata Berg"


def test_who_is_only_spoken_of_does_not_go_on() -> None:
    text = "Dana Frick said that the raid killed Osman Bey. “We need a change here,” the New York lawyer said."
    assert speaker(text, "We need a change") != "Osman Bey"


def test_a_body_is_nobody_who_spoke_before() -> None:
    assert speaker("Paul Adair flew home. The airline said that it was pilot error.", "pilot error") != "Paul Adair"


def test_initials_in_an_interview_are_the_names_printed_once() -> None:
    text = (
        "Lena Voss, a pilot, spoke to us about fear.\n\nPaul Adair: Were you afraid?\n\nLena Voss: Of course I was.\n\n"
        "PA: And in the end?\n\nLV: In the end we landed safely."
    )
    assert speaker(text, "we landed safely") == "Lena Voss"
    assert speaker(text, "And in the end") == "Paul Adair"
