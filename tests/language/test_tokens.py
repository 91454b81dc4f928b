from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.language.tokens import LONGEST, tokenize


def words(text: str) -> list[str]:
    return [text[a:b] for a, b in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They cannot go.", ["They", "can", "not", "go", "."]),
        ("We're gonna win, aren’t we?", ["We", "'re", "gon", "na", "win", ",", "are", "n’t", "we", "?"]),
        ("Mr. Smith left the U.S. on Sept. 21st.", ["Mr.", "Smith", "left", "the", "U.S.", "on", "Sept.", "21st", "."]),
        ("O'Brien's co-founder", ["O'Brien", "'s", "co-founder"]),
        ("a well-known $5.5m deal", ["a", "well", "-", "known", "$", "5.5", "m", "deal"]),
        ("At 10:30 a.m. ... so", ["At", "10:30", "a.m.", "...", "so"]),
        ("See https://example.org/a?b=1.", ["See", "https://example.org/a?b=1", "."]),
        ("No. 5, No.", ["No.", "5", ",", "No", "."]),
    ],
)
def test_words_follow_universal_dependencies(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_invisible_characters_belong_to_no_word_and_cut_none() -> None:
    assert words("\u200fsai\u00add\u202c now") == ["sai\u00add", "now"]


@given(st.text())
def test_words_lie_in_the_text_in_order_and_hold_no_space(text: str) -> None:
    last = 0
    for start, end in tokenize(text):
        assert last <= start < end <= len(text)
        assert end - start <= 8 * LONGEST
        assert text[start:end].split() == [text[start:end]]
        last = end


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"])))
def test_no_visible_letter_or_digit_is_lost(text: str) -> None:
    covered = {k for a, b in tokenize(text) for k in range(a, b)}
    assert all(k in covered for k, c in enumerate(text) if c.isalnum())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Shi'ite and Qur’an", ["Shi'ite", "and", "Qur’an"]),
        ("WE DON'T KNOW", ["WE", "DO", "N'T", "KNOW"]),
        ("call 800-273-8255 in 2015-2016", ["call", "800-273-8255", "in", "2015", "-", "2016"]),
        ("AT&T's plan", ["AT&T", "'s", "plan"]),
        ("What?! Really...", ["What", "?!", "Really", "..."]),
        ("pens, paper, etc. The rest", ["pens", ",", "paper", ",", "etc", ".", "The", "rest"]),
        ("its the end of its run", ["it", "s", "the", "end", "of", "its", "run"]),
        ("they'll say we've", ["they", "'ll", "say", "we", "'ve"]),
        ("it was “no [...] deal”", ["it", "was", "“", "no", "[", "...", "]", "deal", "”"]),
        ("from ana...@mail.example on", ["from", "ana...@mail.example", "on"]),
        (
            "MR. LE left in the 80's (b. 1950, c. 1900)",
            ["MR.", "LE", "left", "in", "the", "80's", "(", "b.", "1950", ",", "c.", "1900", ")"],
        ),
        ("the U.S and a.k.a.", ["the", "U.S", "and", "a.k.a."]),
        ("____________ Yes!. No", ["____________", "Yes", "!.", "No"]),
    ],
)
def test_words_of_web_text_and_names(text: str, wanted: list[str]) -> None:
    assert [text[a:b] for a, b in tokenize(text)] == wanted
