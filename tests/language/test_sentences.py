from __future__ import annotations

import pytest

from twicetold.language.paragraphs import paragraphs
from twicetold.language.sentences import MOST_PIECES, boundaries, capped
from twicetold.language.tokens import tokenize
from twicetold.types import Span


def split(text: str) -> list[str]:
    words = tokenize(text)
    starts = boundaries(text, words)
    ends = [*starts[1:], len(words)]
    return [text[words[i].start : words[j - 1].end] for i, j in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["He left.", "She stayed."],
        ["Mr. J. K. Smith met Gov. Brown in the U.S. Senate.", "They talked."],
        ["“It is over.”", "He left."],
        ["“Will it hold?” Ms Solheim asked."],
        ["He works for Acme Inc.", "The firm is small."],
        ["It fell by 3.5 per cent.", "“Prices rose,” she said."],
        ["So it was ... and still is."],
    ],
)
def test_full_stops_that_end_something(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_wrapped_lines_are_one_paragraph_and_short_lines_are_not() -> None:
    wrapped = (
        "The Vice President spoke by phone today with the Director-General to\n"
        "discuss the decision to reverse the withdrawal and to fulfil all of the\n"
        "financial obligations, and to work as a constructive partner in future\n"
        "reform.\n\nA second paragraph."
    )
    assert len(paragraphs(wrapped, [Span(0, len(wrapped))])) == 2
    plain = (
        "A headline\nBy somebody\nFirst paragraph, which is rather long and says a lot about many things of interest to readers everywhere."
    )
    assert len(paragraphs(plain, [Span(0, len(plain))])) == 3


def test_no_sentence_is_longer_than_a_window() -> None:
    costs = [3] * 1000
    starts = capped([0], costs, ["word", ","] * 500)
    assert all(3 * (b - a) <= MOST_PIECES for a, b in zip(starts, [*starts[1:], 1000], strict=True))
    assert starts == sorted(set(starts))
