"""Letters: what is no difference between a quotation and its source, and what is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.checking.plain import letters, plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“We will—if asked—sign.”", '"we will - if asked - sign"'),
        ("long-term", "longterm"),
        ("nego\u00adtiate", "nego-\ntiate"),
        ("ﬁrst oﬃce", "first office"),
        ("don’t", "don't"),
        ("Erdoğan", "Erdogan"),
        ("1,200 men", "1200 men"),
        ("1\u202f200 men", "1200 men"),
        ("5 %", "5 per cent"),
        ("‘a “b” c’", "“a ‘b’ c”"),
        ("zero\u200bwidth", "zerowidth"),
        ("a\u00a0b", "A b"),
        ("**not** now", "not now"),
    ],
)
def test_same_words(one: str, other: str) -> None:
    assert letters(one) == letters(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.5", "15"),
        ("10-15", "1015"),
        ("$5", "€5"),
        ("-5", "5"),
        ("is not", "is"),
        ("12", "12.0"),
        ("5 men", "5% men"),
        ("1, 200", "1,200"),
    ],
)
def test_other_words(one: str, other: str) -> None:
    assert letters(one) != letters(other)


def test_a_word_is_not_cut() -> None:
    body = plain("We can't say that the candidate can.")
    assert [body.span(*run) for run in body.find(letters("can"))] == [(32, 35)]  # not in "can't", not in "candidate"


@given(st.text(alphabet=st.sampled_from("abc é'’-–— \n“”1290.,%$[]ﬁ\u00ad\u200b"), max_size=80), st.integers(0, 30), st.integers(1, 12))
def test_every_run_of_words_is_found_where_it_stands(text: str, first: int, size: int) -> None:
    body = plain(text)
    if not body.starts:
        return
    first %= len(body.starts)
    last = min(first + size, len(body.starts))
    if first in body.clipped or last in body.clipped:
        return
    span = body.span(first, last)
    assert (first, last) in list(body.find(body.letters[body.at[first] : body.at[last]]))
    assert 0 <= span.start < span.end <= len(text)
