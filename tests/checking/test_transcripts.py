"""Drafts held against a transcript: its words stand in no quotation marks, its speakers in labels, and its questions state nothing."""

from __future__ import annotations

import pytest

from twicetold.brief.compose import report
from twicetold.checking import check_text
from twicetold.types import Document, Report, Span

BRIEFING = """MR. HOLLIS: Good afternoon. The talks are likely to resume next week.

We have seen no indication that either side wants to walk away.

QUESTION: But the Iranian foreign minister said yesterday that "there is nothing left to discuss."

MR. HOLLIS: I have seen those comments. What I can tell you is that we will not negotiate in public.

QUESTION: Mr. Secretary, will you sign the agreement on Friday?

SECRETARY LANG: I'll probably sign it on Friday."""


@pytest.fixture(scope="module")
def briefing() -> list[Report]:
    return [report(Document(id="b", source="b.txt", text=BRIEFING, body=(Span(0, len(BRIEFING)),), language="en", published="2023-03-14"))]


# fmt: off
WRONG = {
    'The Iranian foreign minister said: "We have seen no indication that either side wants to walk away."': "misattributed",
    "According to the Iranian foreign minister, the United States will not negotiate in public.": "misattributed",
    "Secretary Lang said he would sign the agreement on Friday.": "certainty_raised",
    'Hollis said that "there is nothing left to discuss."': "misattributed",
}
RIGHT = [
    'Hollis said that "the talks are likely to resume next week."',
    '"I\'ll probably sign it on Friday," Secretary Lang said.',
    'The Iranian foreign minister had said that there was "nothing left to discuss."',
]
# fmt: on


@pytest.mark.parametrize("text", WRONG)
def test_what_the_transcript_does_not_bear_out_is_named(text: str, briefing: list[Report]) -> None:
    assert WRONG[text] in {p for f in check_text(text, briefing, published="2023-03-14").failing for p in f.problems}


@pytest.mark.parametrize("text", RIGHT)
def test_what_it_bears_out_passes(text: str, briefing: list[Report]) -> None:
    assert [f.message for f in check_text(text, briefing, published="2023-03-14").failing] == []
