"""Words as they are compared: spelling, inflection, numbers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.retelling.lists import lists
from twicetold.retelling.terms import WORD, content, stem, terms


def numbers(text: str) -> list[str]:
    return [t.key for t in terms(text) if t.kind == "number"]


@pytest.mark.parametrize(
    ("left", "right"),
    [("five hundred", "500"), ("5 hundred", "500"), ("5,000", "five thousand"), ("6pm", "18:00"), ("5.30 pm", "17:30"),
     ("€15m", "15 million"), ("one hundred and five thousand", "105,000"), ("twenty-five", "25")],
)  # fmt: skip
def test_a_number_has_one_key_however_it_is_written(left: str, right: str) -> None:
    assert numbers(left) == numbers(right) != []


def test_numbers_that_stand_apart_are_not_one_number() -> None:
    assert numbers("by 26 to 28 per cent") == ["26", "28"]
    assert numbers("in 2015-03, 12-point plan") == ["2015", "3", "12"]
    assert numbers("one of them") == []


@pytest.mark.parametrize(
    ("left", "right"), [("recognised", "recognizes"), ("favours", "favor"), ("stopped", "stop"), ("countries", "country")]
)
def test_inflection_and_spelling_are_folded(left: str, right: str) -> None:
    assert stem(left) == stem(right)


@pytest.mark.parametrize(("left", "right"), [("peace", "war"), ("news", "new"), ("business", "busy"), ("us", "use")])
def test_other_words_stay_apart(left: str, right: str) -> None:
    assert stem(left) != stem(right)


def test_contractions_are_their_parts() -> None:
    assert [t.key for t in terms("it won’t")] == ["it", "will", "not"]


@given(st.text(alphabet=st.sampled_from("abé Z09,.:'’-–\n中“"), max_size=60))
def test_terms_lie_in_the_text_in_order_and_leave_no_word_out(text: str) -> None:
    found = terms(text)
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(any(t.start < m.end() and m.start() < t.end for t in found) for m in WORD.finditer(text))


def test_a_text_of_function_words_keeps_them_all() -> None:
    assert [t.key for t in content("not to be")] == ["not", "to", "be"]


def test_every_list_says_where_it_comes_from() -> None:
    tables = [(name, t) for name, table in lists().items() for t in (table if isinstance(table, list) else [table])]
    assert [name for name, table in tables if len(table.get("reference", "")) < 20] == []
