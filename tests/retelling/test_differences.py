"""Word-level differences for display."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twicetold.retelling.differences import folded, words

WORDS = st.lists(
    st.sampled_from(["the", "truce", "peace", "bought", "time", "not", "5,000", "—", "“Kremlin”", "won’t", "and,"]), max_size=12
)


def changes(a: str, b: str) -> list[tuple[str, str]]:
    return [(a[slice(*d.left)].strip(), b[slice(*d.right)].strip()) for d in words(a, b) if d.op != "equal"]


def test_changed_words_stand_against_each_other() -> None:
    assert changes("bought time rather than peace", "bought moments rather than peace") == [("time", "moments")]


def test_what_is_missing_and_what_is_new() -> None:
    assert [d.op for d in words("a truce is a pause", "a truce is only a pause")] == ["equal", "insert", "equal"]
    assert [d.op for d in words("on the ground by October", "by October")] == ["delete", "equal"]


def test_a_lone_function_word_does_not_break_a_change() -> None:
    assert changes("paid for the time", "settled for these hours") == [("paid for the time", "settled for these hours")]


def test_a_number_written_out_is_a_change_to_the_letter_only() -> None:
    assert changes("five hundred men", "500 men") == [("five hundred", "500")]


@given(WORDS, WORDS)
def test_differences_cover_both_texts_in_order(left: list[str], right: list[str]) -> None:
    a, b = " ".join(left), " ".join(right)
    found = words(a, b)
    assert "".join(a[slice(*d.left)] for d in found) == a
    assert "".join(b[slice(*d.right)] for d in found) == b
    assert all(folded(a[slice(*d.left)]) == folded(b[slice(*d.right)]) for d in found if d.op == "equal")


@given(WORDS)
def test_a_text_does_not_differ_from_itself(parts: list[str]) -> None:
    text = " ".join(parts)
    assert {d.op for d in words(text, text)} <= {"equal"}


def test_marks_case_and_spaces_are_no_difference() -> None:
    assert folded("“The  truce — held …”") == folded("the truce - held.")
