"""Two documents side by side."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.retelling.making import report
from twicetold.retelling.sides import Sides, align, kept_words
from twicetold.types import Report

FIRST = "The harbour council of Saltmarsh closed the northern pier on Monday after inspectors found cracks in nine of its iron pillars."
SECOND = "Repairs will cost about two million crowns and take until the herring season, the surveyor Ada Quill told the evening meeting."
THIRD = "Ferries to Gull Island leave from the old lime quay instead, an hour later than usual, and take no lorries."
EDITED = "Repairs will cost about three million crowns and take until the herring season, the surveyor Ada Quill told a late meeting."
OTHER = "A travelling circus has pitched its tents behind the railway station for a fortnight."


def sides(left: str, right: str) -> tuple[Report, Report, Sides]:
    a, b = report("a", left), report("b", right)
    return a, b, align(a, b)


def test_the_same_text_is_word_for_word() -> None:
    _, _, found = sides(f"{FIRST} {SECOND}", f"{FIRST} {SECOND}")
    assert {m.kind for m in found.matches} == {"verbatim"}
    assert found.left.verbatim > 0.95
    assert found.left_only == found.right_only == ()


def test_a_passage_is_cut_where_sentences_end() -> None:
    a, _, found = sides(f"{FIRST} {SECOND}", f"{FIRST} {EDITED}")
    assert [(m.kind, a.text(m.left)[:7]) for m in found.matches] == [("verbatim", "The har"), ("edited", "Repairs")]
    assert found.matches[1].similarity > 0.8


def test_what_changed_places_moved() -> None:
    a, _, found = sides(f"{FIRST} {SECOND} {THIRD}", f"{THIRD} {FIRST} {SECOND}")
    assert [a.text(m.left)[:7] for m in found.matches if m.moved] == ["Ferries"]


def test_what_only_one_side_has() -> None:
    a, b, found = sides(f"{FIRST} {THIRD}", f"{FIRST} {OTHER}")
    assert [a.text(s) for s in found.left_only] == [THIRD]
    assert [b.text(s) for s in found.right_only] == [OTHER]


def test_nothing_in_common() -> None:
    _, _, found = sides(FIRST, OTHER)
    assert found.matches == ()
    assert found.left.only == found.right.only == 1.0


def test_one_id_for_both_is_refused() -> None:
    with pytest.raises(ValueError, match="the id a"):
        align(report("a", FIRST), report("a", OTHER))


def test_sides_turned_round_give_the_same_pairs() -> None:
    a, b = report("a", f"{FIRST} {SECOND} {OTHER}"), report("b", f"{THIRD} {EDITED} {FIRST}")
    there, back = align(a, b), align(b, a)
    assert {(m.left.start, m.right.start) for m in there.matches} == {(m.right.start, m.left.start) for m in back.matches}
    assert there.left_only == back.right_only


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([FIRST, SECOND, THIRD, EDITED, OTHER]), max_size=5), st.permutations([FIRST, THIRD, OTHER]))
def test_every_span_lies_in_its_text(left: list[str], right: list[str]) -> None:
    a, b, found = sides(" ".join(left), " ".join(right))
    for match in found.matches:
        assert 0 <= match.left.start < match.left.end <= len(a.document.text)
        assert 0 <= match.right.start < match.right.end <= len(b.document.text)
        assert 0 < match.similarity <= 1
    assert sum(found.left) == pytest.approx(1, abs=0.01) or not left
    assert found == align(a, b)


def test_kept_words_counts_both_sides() -> None:
    assert kept_words("one two three", "one two three four five six") == pytest.approx(6 / 9, abs=0.001)
