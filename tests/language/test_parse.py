"""The room as a whole, with the shipped model."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twicetold.language import parse
from twicetold.types import Document, Parsed, Span


def read(text: str, **known: object) -> Parsed:
    return parse(Document(id="d1", source="test", text=text, **{"body": (Span(0, len(text)),), "language": "en", **known}))  # type: ignore[arg-type]


def said(parsed: Parsed) -> list[tuple[str, str, str, str]]:
    return [
        (" | ".join(map(parsed.text, r.source)), " | ".join(map(parsed.text, r.cue)), " | ".join(map(parsed.text, r.content)), r.kind)
        for r in parsed.reported
    ]


def sound(parsed: Parsed) -> None:
    size = len(parsed.document.text)
    ranges = [s for r in parsed.reported for s in (*r.source, *r.cue, *r.content)]
    for start, end in [*((t.start, t.end) for t in (*parsed.tokens, *parsed.sentences, *parsed.entities, *parsed.quotations)), *ranges]:
        assert 0 <= start < end <= size
    assert [t.start for t in parsed.tokens] == sorted(t.start for t in parsed.tokens)
    assert all(t.text == parsed.document.text[t.start : t.end] for t in parsed.tokens)
    for sentence in parsed.sentences:
        words = range(sentence.first, sentence.last)
        assert sum(parsed.tokens[k].head == k for k in words) == 1
        assert all(parsed.tokens[k].head in words for k in words)
    assert parsed.vectors.shape == (len(parsed.sentences), 384)
    for k, r in enumerate(parsed.reported):
        assert r.content
        assert r.parent is None or (0 <= r.parent < len(parsed.reported) and r.parent != k)


def test_a_quotation_split_by_its_reporting_clause_is_one_attribution() -> None:
    parsed = read("“A truce without a map is a pause,” said Marit Solheim, “and a pause favours whoever is better supplied.”")
    assert [parsed.text(q.span) for q in parsed.quotations] == [
        "A truce without a map is a pause",
        "and a pause favours whoever is better supplied.",
    ]
    assert len(parsed.reported) == 1
    assert parsed.reported[0].quotations == (0, 1)
    assert said(parsed)[0][0] == "Marit Solheim"
    assert parsed.reported[0].kind == "direct"


def test_indirect_speech_and_according_to() -> None:
    parsed = read("The ministry said on Monday that the talks had failed. According to the study, the truce will collapse before winter.")
    assert [(r[0], r[3]) for r in said(parsed)] == [("The ministry", "indirect"), ("the study", "indirect")]


def test_a_quotation_without_a_cue_goes_to_the_last_speaker() -> None:
    parsed = read("“Prices fell,” the minister said on Friday. “They will fall again.”")
    assert {parsed.text(s) for r in parsed.reported for s in r.source} == {"the minister"}
    assert {q for r in parsed.reported for q in r.quotations} == {0, 1}


def test_furniture_is_not_read_and_the_headline_is_a_sentence_of_its_own() -> None:
    text = "Home > News\nTruce will fail, study says\nShare this\nThe truce is one day old."
    title, body = Span(12, 39), Span(51, 76)
    parsed = read(text, body=(body,), title="Truce will fail, study says", title_span=title)
    assert [parsed.text(s.span) for s in parsed.sentences] == ["Truce will fail, study says", "The truce is one day old."]


def test_a_language_the_model_does_not_know_gets_no_attributions() -> None:
    parsed = read("„Nein“, sagte der Minister am Montag.", language="de")
    assert parsed.reported == () and parsed.entities == ()
    assert [parsed.text(q.span) for q in parsed.quotations] == ["Nein"]
    assert len(parsed.tokens) > 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        '"' * 300,
        "said " * 400,
        "👩‍👩‍👧 said “ok 😀”",
        "THE MINISTER SAID THAT IT IS OVER. " * 9,
        "1" * 999,
        "a" + "\u0301" * 2000 + " said.",
        "The \ud800 minister said \udfff it is over.",
        "the minister said that the talks had gone on, and " * 60,
        "\u202eThe minister said\u202c \u200f“it is over\u200e”, he added. " * 3,
        "The mini\u200bster s\u200daid it\ufeff was o\u2060ver. " * 3,
        "Он сказал: «нет». 习近平说：“我们不同意。” قال الوزير إن المحادثات فشلت. She said “no”.",
        "“‘\"(['—…!?" * 20,
    ],
)
def test_odd_texts_are_read_without_harm(text: str) -> None:
    sound(read(text))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.sampled_from("abI said that he,. \n\"'“”’:\u200b\u202eé東😀THE"), max_size=120))
def test_any_text_gives_sound_spans_and_the_same_twice(text: str) -> None:
    first, second = read(text), read(text)
    sound(first)
    assert (first.tokens, first.reported, first.quotations) == (second.tokens, second.reported, second.quotations)
    assert np.array_equal(first.vectors, second.vectors)


def test_a_quotation_belongs_to_the_clause_behind_it_rather_than_to_the_next_sentence() -> None:
    parsed = read("“Two roads and one bridge do not make a network”, the note begins. Both sides have promised one another nothing at all.")
    assert [parsed.text(s) for r in parsed.reported if r.quotations for s in r.source] == ["the note"]
