"""Sources that the words around the cue give: who only hears, who is quoted by whom, whose view it is."""

from __future__ import annotations

import pytest

from twicetold import language
from twicetold.types import Document, Parsed, Ranges, Reported, Span


def parsed(text: str, title: str = "") -> Parsed:
    whole = f"{title}\n\n{text}" if title else text
    first = len(whole) - len(text)
    return language.parse(
        Document(
            id="d",
            source="test",
            text=whole,
            body=(Span(first, len(whole)),),
            title=title or None,
            title_span=Span(0, len(title)) if title else None,
            language="en",
        )
    )


def told(found: Parsed, ranges: Ranges) -> str:
    return " ".join(found.text(s) for s in ranges)


def holding(found: Parsed, words: str) -> Reported:
    """The narrowest attribution whose content holds `words`."""
    start = found.document.text.index(words)
    place = Span(start, start + len(words))
    fits = [r for r in found.reported if any(2 * s.overlap(place) > place.size for s in r.content)]
    return min(fits, key=lambda r: sum(s.size for s in r.content))


@pytest.mark.parametrize(
    ("text", "words", "source"),
    [
        ("Residents were told that the dam would hold.", "dam would hold", ""),
        ("He was told by the police that she had left the town.", "she had left", "the police"),
        ("In the end she was assured by the ministry that it was untrue.", "it was untrue", "the ministry"),
        ("Colin Ferris was quoted as saying that the dam was safe.", "dam was safe", "Colin Ferris"),
        ("Colin Ferris was quoted by the Herald as saying the dam was safe.", "dam was safe", "Colin Ferris"),
        ("The Daily Echo reported, citing two officials, that the base would close.", "base would close", "two officials"),
        ("The Herald quoted a senior aide as warning that the money was gone.", "money was gone", "a senior aide"),
        ("For the landlords, the matter is closed. Others disagree.", "the matter is closed", "the landlords"),
    ],
)
def test_whose_words_they_are(text: str, words: str, source: str) -> None:
    found = parsed(text)
    assert told(found, holding(found, words).source) == source


def test_a_quoting_outlet_stands_outside() -> None:
    found = parsed("Colin Ferris was quoted by the Herald as saying the dam was safe.")
    inner = holding(found, "dam was safe")
    assert inner.parent is not None
    assert told(found, found.reported[inner.parent].source) == "the Herald"


@pytest.mark.parametrize(
    "text", ["For years, the matter was closed.", "For the first time, the matter is open.", "For Smith, it was the third win."]
)
def test_not_every_for_is_a_view(text: str) -> None:
    assert not [r for r in parsed(text).reported if r.cue and parsed(text).text(r.cue[0]) == "For"]


def test_nobody_in_particular_alleges() -> None:
    found = parsed("The trial began in May. It was alleged the timber had been sold for a song.")
    assert told(found, holding(found, "timber had been sold").source) == ""


def test_a_headline_that_addresses_somebody() -> None:
    found = parsed("A senator has told the minister to go.", "Senator to minister: Resign or face the people in the street")
    assert told(found, holding(found, "face the people").source) == "Senator"


def test_a_headline_s_speaker_stands_behind_the_topic() -> None:
    found = parsed("The prime minister slammed the council on Monday.", "Floods: PM slams council, says 'nobody ever listened to us'")
    assert told(found, holding(found, "nobody ever listened").source) == "PM"


def test_a_quotation_that_runs_on_is_not_the_next_speaker_s() -> None:
    found = parsed(
        "Harbour Minister Aziz Kent said:\n\n“Our ports are great.\n\n“They need money.\n\n“They will get it soon.”\n\n"
        "The head of the Ports Trust, Olga Brandt, said:\n\n“We welcome this. It is overdue.”"
    )
    assert "Aziz Kent" in told(found, holding(found, "They will get it soon").source)
    assert "Olga Brandt" in told(found, holding(found, "It is overdue").source)
