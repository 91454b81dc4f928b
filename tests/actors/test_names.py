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


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("James Comey", "James B. Comey"),
        ("J. Edgar Hoover", "Edgar Hoover"),
        ("Viktor Orbán", "Orban Viktor"),
        ("Jong Un Kim", "Kim Jong-un"),
        ("Gabriel García", "Gabriel García Márquez"),
        ("Mohammed bin Salman", "Mohammed bin Salman Al Saud"),
        ("Luiz Inácio Lula da Silva", "Lula da Silva"),
        ("Joe Manchin", "Joe Manchin III"),
        ("Moammar Gadhafi", "Muammar Gaddafi"),
    ],
)
def test_forms_of_one_name(left: str, right: str) -> None:
    assert same_person(left, right)
    assert same_person(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("James A. Baker", "James B. Comey"),
        ("James Baker", "James B. Comey"),
        ("George W. Bush", "George Wallace"),
        ("George W. Bush", "George H. W. Bush"),
        ("John F. Kennedy", "John Faso"),
        ("Boris Johnson", "Johnson & Johnson"),
        ("Paul Ryan", "Paul Paul"),
        ("Bill Clinton", "Hillary Clinton"),
    ],
)
def test_an_initial_is_no_surname(left: str, right: str) -> None:
    assert not same_person(left, right)
    assert not same_person(right, left)
