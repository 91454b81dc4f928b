"""Transcripts: labels at the head of paragraphs, the turns they open, and what stays an ordinary text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.language import parse
from twicetold.language.paragraphs import paragraphs
from twicetold.language.turns import parted, turns
from twicetold.types import Document, Span, Turn

BRIEFING = """Department press briefing

MR. HOLLIS: Good afternoon. The talks are likely to resume next week.

We have no further announcements.

QUESTION: The minister said yesterday that "there is nothing left to discuss." Do you agree?

MR. HOLLIS (continuing): I have seen those comments.

(Laughter.)

Q    Will you sign?

THE PRESIDENT: I'll probably sign it on Friday.

END 2:58 P.M.

The department published this transcript.
"""


def found(text: str) -> tuple[Turn, ...]:
    return turns(text, paragraphs(text, [Span(0, len(text))]))


def told(text: str) -> list[tuple[str, list[str]]]:
    return [(text[slice(*t.label)], [text[slice(*s)] for s in t.content]) for t in found(text)]


def test_a_briefing_is_read_in_turns() -> None:
    assert told(BRIEFING) == [
        ("MR. HOLLIS", ["Good afternoon. The talks are likely to resume next week.", "We have no further announcements."]),
        ("QUESTION", ['The minister said yesterday that "there is nothing left to discuss." Do you agree?']),
        ("MR. HOLLIS", ["I have seen those comments."]),
        ("Q", ["Will you sign?"]),
        ("THE PRESIDENT", ["I'll probably sign it on Friday."]),
    ]
    assert [t.named for t in found(BRIEFING)] == [True, False, True, False, True]


def test_labels_in_markdown_lose_their_marks() -> None:
    text = "**Q: Will you raise rates?**\n\nA: We may have to.\n\n**Q: When?**\n\nA: Soon.\n\n*Edited for length.*"
    assert told(text) == [("Q", ["Will you raise rates?"]), ("A", ["We may have to."]), ("Q", ["When?"]), ("A", ["Soon."])]


def test_full_names_and_a_label_on_a_line_of_its_own() -> None:
    text = "Ana Paula de Souza:\nWelcome.\n\nJohn Smith (via interpreter): Thank you.\n\nAna Paula de Souza:\nLet us begin.\nNow."
    assert told(text)[0] == ("Ana Paula de Souza", ["Welcome."])
    assert told(text)[2] == ("Ana Paula de Souza", ["Let us begin.", "Now."])


def test_in_a_fact_check_the_outlet_speaks_between_the_statements() -> None:
    text = "HARLOW: Crime has doubled.\n\nTHE FACTS: It fell.\n\nHARLOW: Nobody works.\n\nTHE FACTS: Most do.\n\nHARLOW: I won."
    assert [said for _, said in told(text)] == [["Crime has doubled."], ["Nobody works."], ["I won."]]


@pytest.mark.parametrize(
    "text",
    [
        "Background: The two met in May.\n\nWhy it matters: Trade.\n\nBackground: They parted.\n\nWhy it matters: Peace.",
        "Result: Draw.\n\nVenue: Oslo.\n\nResult: Win.\n\nVenue: Bergen.",  # single words that no name in the text bears out
        "Turkey: 120 days.\n\nRussia: 60 days.\n\nUkraine: no limit.",  # nothing comes back
        "The minister said: We will not yield.\n\nThe minister said: Never.\n\nThe minister said: No.",
        "John Smith: One.\n\nJohn Smith: Two.\n\nJohn Smith: Three.",  # one name is no conversation
        "",
    ],
)
def test_other_texts_are_no_transcripts(text: str) -> None:
    assert found(text) == ()


def test_every_turn_is_its_speakers_and_nothing_reaches_over_its_end() -> None:
    parsed = parse(Document(id="d", source="d", text=BRIEFING, body=(Span(0, len(BRIEFING)),), language="en"))
    own = [r for r in parsed.reported if r.turn]
    assert [parsed.text(r.source[0]) for r in own] == ["MR. HOLLIS", "QUESTION", "MR. HOLLIS", "Q", "THE PRESIDENT"]
    assert all(r.kind == "direct" and r.parent is None for r in own)
    assert [bool(r.cue) for r in own] == [True, True, True, False, True]
    inner = next(r for r in parsed.reported if r.source and parsed.text(r.source[0]) == "The minister")
    assert inner.parent == parsed.reported.index(own[1])
    wholes = [Span(r.source[0].start, r.content[-1].end) for r in own]
    for r in parsed.reported:
        places = [s for s in (*r.source, *r.cue, *r.content) if any(w.overlap(s) for w in wholes)]
        assert sum(any(w.overlap(s) for s in places) for w in wholes) <= 1
    assert all(any(e.span.overlap(r.source[0]) for e in parsed.entities) for r in own if r.cue and parsed.text(r.source[0]) != "QUESTION")


LABELS = st.sampled_from(
    ["MR. HOLLIS: ", "QUESTION: ", "Q  ", "**A:** ", "Vladimir Ivanov (retranslated): ", "(Applause.)", "END", "", "- ", "Note: "]
)
LINES = st.lists(st.tuples(LABELS, st.text(alphabet="ab .:*_()?\n“”'", max_size=30)), max_size=12)


@given(LINES)
def test_spans_lie_in_their_text_in_order_and_nothing_is_lost_but_marks(lines: list[tuple[str, str]]) -> None:
    text = "\n\n".join(label + said for label, said in lines)
    cut = paragraphs(text, [Span(0, len(text))])
    made = turns(text, cut)
    pieces = [s for t in made for s in (t.label, t.mark, *t.content)]
    assert all(0 <= a <= b <= len(text) for a, b in pieces)
    assert pieces == sorted(pieces)
    parts = parted(text, cut, made)
    assert all(a.end <= b.start for a, b in pairwise(parts))
    kept = {k for s in parts for k in range(*s)}
    assert all(text[k] in "*_ \n" for s in cut for k in range(*s) if k not in kept)
