from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.language.paragraphs import paragraphs
from twicetold.language.quotations import quotations
from twicetold.types import Quotation, Span


def found(text: str) -> list[Quotation]:
    return quotations(text, paragraphs(text, [Span(0, len(text))]))


def inside(text: str) -> list[str]:
    return [text[q.start : q.end] for q in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"A truce is a pause," she said.', ["A truce is a pause"]),
        ("“A truce is a pause.”", ["A truce is a pause."]),
        ("„Nein“, sagte er. «Non», dit-il.", ["Nein", "Non"]),
        ("``We go,'' he said.", ["We go"]),
        ('She said ""never"" twice.', ["never"]),
        ("‘Three more capitals’: minister predicts rush", ["Three more capitals"]),
        ("He called it 'a good day' for the workers' party.", ["a good day"]),
        ("the workers’ rights and the farmers’ pay", []),
        ("'Tis the season, rock 'n' roll", []),
        ("He is 6'2\" tall and she is 5'4\" tall.", []),
        ("“She said ‘no’ twice,” he told us.", ["She said ‘no’ twice", "no"]),
        ("“A truce,” she said, “is a pause.”", ["A truce", "is a pause."]),
        ('"One thing ... The other thing," he said.', ["One thing ...", "The other thing"]),
        ('""', []),
    ],
)
def test_words_between_marks(text: str, expected: list[str]) -> None:
    assert inside(text) == expected


def test_a_nested_quotation_is_one_level_deeper() -> None:
    assert [q.depth for q in found("“She said ‘no’ twice,” he told us.")] == [0, 1]


def test_a_quotation_runs_over_paragraphs() -> None:
    text = "“First we go.\n\n“Then we stay,” she said.\n\n“Other.”"
    assert inside(text) == ["First we go.", "Then we stay", "Other."]
    assert [q.continues for q in found(text)] == [None, 0, None]


def test_an_unclosed_mark_ends_with_its_sentence() -> None:
    text = "“We go. He left.\n\nThe end of “it”."
    assert inside(text) == ["We go.", "it"]


@given(st.text(alphabet="ab ,.\n\"'“”‘’„«»`"))
def test_any_marks_give_sorted_spans_in_the_text(text: str) -> None:
    result = found(text)
    assert result == sorted(result, key=lambda q: (q.start, -q.end))
    for k, q in enumerate(result):
        assert 0 <= q.start < q.end <= len(text)
        assert text[q.start : q.end].strip() == text[q.start : q.end]
        assert q.continues is None or q.continues < k
