"""Numbers and their rounding."""

from __future__ import annotations

import pytest

from twicetold.checking.numbers import agrees, numbers
from twicetold.types import Span


def one(text: str) -> object:
    found = numbers(text, Span(0, len(text)))
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("draft", "source"),
    [
        ("1,200 troops", "1200 troops"), ("twelve hundred troops", "1,200 troops"), ("3m people", "3 million people"),
        ("about 1,200 troops", "1,187 troops"), ("some 1,200 troops", "1,187 troops"), ("nearly 1,200 troops", "1,187 troops"),
        ("more than 1,100 troops", "1,187 troops"), ("over 1,000 troops", "1,187 troops"), ("roughly $3 million", "$2.96 million"),
        ("about 20 per cent", "19.7 percent"), ("at least 500 observers", "520 observers"), ("up to 500 observers", "490 observers"),
        ("five hundred observers", "500 observers"), ("6pm", "18:00"), ("1,200 or so troops", "1,187 troops"),
    ],
)  # fmt: skip
def test_holds(draft: str, source: str) -> None:
    assert agrees(one(draft), one(source))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("draft", "source"),
    [
        ("about 1,300 troops", "1,187 troops"), ("1,200 troops", "1,187 troops"), ("nearly 1,200 troops", "1,210 troops"),
        ("more than 1,200 troops", "1,187 troops"), ("over 500 troops", "1,187 troops"), ("3m people", "3 billion people"),
        ("1.5 points", "15 points"), ("at least 500 observers", "480 observers"), ("about 5 dogs", "9 dogs"),
    ],
)  # fmt: skip
def test_does_not_hold(draft: str, source: str) -> None:
    assert not agrees(one(draft), one(source))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["1. First\n", "- see [3]\n", "12) Last\n", "https://example.org/2014/06\n", "## 4 Results\n"])
def test_markers_are_no_numbers(text: str) -> None:
    assert not numbers(text, Span(0, len(text)))
