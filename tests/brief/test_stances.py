"""Who denies a claim, as against who uses a word of negation."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from twicetold.brief.stances import denying, disagrees, stances
from twicetold.types import ASSERTED, Certainty, ClaimMention, Span

DOUBT = Certainty("very_unlikely", (0.05, 0.2), "very unlikely", Span(0, 13))


def mention(polarity, certainty=ASSERTED):
    return ClaimMention(Span(0, 20), 0, (), certainty, polarity)


def test_what_all_say_nobody_denies():
    assert denying([True, True, False], [], 0) == frozenset()


def test_the_form_without_a_denial_is_the_proposition_where_something_was_turned_round():
    assert denying([True, True, False, True], [(0, 2)], 0) == {0, 1, 3}


def test_of_opposites_without_a_word_of_negation_the_one_that_turned_denies():
    assert denying([False, False, False], [(0, 2)], 0) == {2}
    assert denying([False, False, False], [(0, 2)], 2) == {0}


def test_a_flat_denial_denies_what_another_calls_unlikely():
    assert stances([mention("positive", DOUBT), mention("negative")], [], 0) == {1}
    assert stances([mention("positive"), mention("negative")], [], 0) == frozenset()


def test_who_says_outright_that_it_is_not_so_denies_also_where_all_do():
    flat = replace(mention("negative"), flat=True)
    assert stances([flat, flat], [], 0) == {0, 1}
    assert stances([mention("negative"), mention("negative")], [], 0) == frozenset()


def test_nobody_disagrees_with_a_denial_that_all_share():
    assert not disagrees([(True, True), (True, True)], 1)
    assert disagrees([(True, True), (False, False)], 0)
    assert disagrees([(True, False), (True, False)], 0), "'denied that …' opposes the words it denies"


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.data())
def test_the_two_ends_of_every_reversal_in_a_tree_stand_on_opposite_sides(negated, data):
    edges = [(data.draw(st.integers(0, k - 1)), k) for k in range(1, len(negated)) if data.draw(st.booleans())]
    out = denying(negated, edges, 0)
    assert all((a in out) != (b in out) for a, b in edges)
