"""Spellings of one name, and names that are not one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.actors.names import abbreviates, fold, nearly_abbreviates, same_person, skeleton


@pytest.mark.parametrize(
    ("left", "right"),
    [("Zelensky", "Zelenskyy"), ("Zelenskiy", "Zelenskyi"), ("Dmitry", "Dmitri"), ("centre", "center"), ("Sergei", "Sergey")],
)
def test_spellings_share_a_skeleton(left: str, right: str) -> None:
    assert skeleton(fold(left)) == skeleton(fold(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [("Walter P. McConaughy", "Walter McConaughy"), ("Recep Tayyip Erdoğan", "Tayyip Erdogan"), ("Marit Solheim", "M. Solheim")],
)
def test_one_person(left: str, right: str) -> None:
    assert same_person(left, right)


@pytest.mark.parametrize(("left", "right"), [("George Bush", "Kate Bush"), ("Marit Solheim", "Anders Solheim"), ("Lee", "Li")])
def test_two_people(left: str, right: str) -> None:
    assert not same_person(left, right)


@pytest.mark.parametrize(
    ("short", "name", "fits"),
    [
        ("ISW", "Institute for the Study of War", True),
        ("BCO", "Baltic Conflict Observatory", True),
        ("WHO", "World Health Organization", True),
        ("NATO", "Baltic Conflict Observatory", False),
    ],
)
def test_abbreviations(short: str, name: str, fits: bool) -> None:
    assert abbreviates(short, name) is fits


def test_an_abbreviation_left_from_before_the_rewording() -> None:
    assert nearly_abbreviates("BCO", "Baltic Battle Observatory")
    assert not nearly_abbreviates("BCO", "Baltic Battle Lookout")


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40), st.text(max_size=40))
def test_same_person_is_symmetric(left: str, right: str) -> None:
    assert same_person(left, right) == same_person(right, left)
