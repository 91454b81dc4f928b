"""Quotations word for word: a quotation that is there is found whatever its marks; one that is not there never is."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checking.making import library
from tests.families import documents
from twicetold.checking import exact
from twicetold.checking.pieces import inlined, pieces
from twicetold.checking.plain import letters

SOURCE = (
    "The envoy spoke for an hour. “We will not sign the paper before the spring,” she said, “and nobody should be surprised if the "
    "talks, which have lasted for 1,200 days, end without it.” He did not answer; they think that we are ready."
)
FOUND = [
    "We will not sign the paper before the spring",
    "we will not sign the paper before the Spring, and nobody should be surprised",  # the reporting clause taken out
    "We will not sign the paper … before the spring",
    "We will not sign the paper . . . and nobody should be surprised",
    "[W]e will not sign the paper",
    "We will not sign [it] before the spring",
    "We will not sign the paper [with them] before the spring",
    "nobody should be sur-\nprised if the talks [...] end without it",
    "We will not sign the paper [sic] before the spring",
    "the talks, which have lasted for 1200 days, end without it.",
    "…nobody should be surprised…",
    "‘we will not sign the paper before the spring’",
    "[they] think that we are ready",
]
MISSING = [
    "We will sign the paper before the spring",
    "We will not sign the papers before the spring",
    "We will not sign the paper in the spring",
    "the talks … We will not sign the paper",  # the wrong way round
    "the talks, which have lasted for 1,300 days",
    "nobody should be surprised if we sign",
    "We can not sign the paper before the spring",
]


def hits(quotation: str, *sources: str) -> list[exact.Hit]:
    return exact.find(pieces(quotation), library(*(sources or (SOURCE,))))


@pytest.mark.parametrize("quotation", FOUND)
def test_what_is_there_is_found(quotation: str) -> None:
    found = hits(quotation)
    assert found and not found[0].reversed


@pytest.mark.parametrize("quotation", MISSING)
def test_what_is_not_there_is_not(quotation: str) -> None:
    assert not hits(quotation)


def test_an_ellipsis_says_what_it_left_out() -> None:
    (hit,) = hits("We will not sign … before the spring")
    assert [SOURCE[slice(*s)] for s in hit.left_out] == ["the paper"]


@pytest.mark.parametrize(
    "quotation", ["We will … sign the paper", "We will [...] sign", "We will not [refuse to] sign", "they think that we are [not] ready"]
)
def test_an_omission_or_an_insertion_that_turns_the_sense_round(quotation: str) -> None:
    found = hits(quotation)
    assert found and all(h.reversed for h in found)


def test_a_negation_in_a_clause_of_its_own_turns_nothing_round() -> None:
    (hit,) = hits("We agree … to the plan", "We agree, though not with joy, to the plan.")
    assert not hit.reversed


def test_a_hedge_left_out_raises() -> None:
    (hit,) = hits("It will … rain", "It will probably rain.")
    assert hit.raised


def test_an_ellipsis_does_not_reach_into_another_passage() -> None:
    assert not hits("We begin … we end", "We begin here. " + "This goes on for long. " * 60 + "At last we end.")


def test_pieces_read_aloud() -> None:
    assert inlined("[T]he plan … is [not] good[!]") == "The plan  is not good!".replace("  ", " ")


TEXTS = [d["text"] for d in documents("minsk-protocol-2014")]
STYLES = ["“{}”", '"{}"', "‘{}’", "«{}»", "„{}“"]


@given(st.integers(0, len(TEXTS) - 1), st.randoms(use_true_random=False))
def test_any_run_of_words_in_any_dress(number: int, random_: random.Random) -> None:
    text = TEXTS[number]
    words = text.split()
    first = random_.randrange(len(words) - 12)
    part = " ".join(words[first : first + random_.randint(3, 12)])
    part = re.sub(r"[\[\]…]|\.\.+", " ", part)
    if not letters(part) or part[0] in "'’" or "’" in part[-4:]:
        return
    dressed = random_.choice([str.upper, str.lower, str.title, str])(part)
    dressed = dressed.replace("fi", "ﬁ").replace(" ", random_.choice([" ", "\n", "\u00a0", "  "]))
    dressed = re.sub(r"(\w{3})(\w{3})", r"\1" + "\u00ad" + r"\2", dressed, count=1)
    assert exact.find(pieces(random_.choice(STYLES).format(dressed)), library(text))


@given(
    st.lists(
        st.sampled_from(
            ["peace", "treaty", "will", "never", "last", "for", "any", "of", "these", "eleven", "nations", "because", "somebody", "lied"]
        ),
        min_size=4,
        max_size=12,
    )
)
def test_an_invented_quotation_is_never_found(words: list[str]) -> None:
    quotation = " ".join(words)
    known = any(letters(quotation) in letters(t) for t in TEXTS)
    assert bool(exact.find(pieces(quotation), library(*TEXTS))) <= known
