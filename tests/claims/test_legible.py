"""Cuts begin and end at whole word groups."""

from __future__ import annotations

import pytest

from twicetold.claims.legible import broken, mended, stands
from twicetold.claims.syntax import Tree
from twicetold.types import Span

BOTH = "Both/DET/nsubj/4 sides:side/NOUN/nsubj/4 have/AUX/aux/4 agreed:agree/VERB/root/0 ~./PUNCT/punct/4"
FRAMED = "According/VERB/case/3 to/ADP/fixed/1 envoys:envoy/NOUN/obl/6 ~,/PUNCT/punct/6 talks:talk/NOUN/nsubj/6 ended:end/VERB/root/0"
OWNED = "The/DET/det/2 envoy/NOUN/nmod/4 ~’s/PART/case/2 trade-talks/NOUN/nsubj/5 failed:fail/VERB/root/0"


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ("The envoy’s trade-talks failed", False),
        ("’s trade-talks failed", True),
        ("talks failed", True),
        ("The envoy", True),
        ("The envoy’s trade", True),
    ],
)
def test_cuts_inside_a_word_group_are_broken(build, piece, expected):
    tree = Tree(build(OWNED))
    start = tree.parsed.document.text.index(piece)
    assert broken(tree, Span(start, start + len(piece))) is expected


def test_a_frame_goes_and_a_bare_frame_leaves_nothing(build):
    tree = Tree(build(FRAMED))
    assert mended(tree, list(range(6))) == [4, 5]
    assert mended(tree, [0, 1, 2, 3]) == []


def test_the_first_group_is_completed(build):
    tree = Tree(build(BOTH))
    assert mended(tree, [1, 2, 3]) == [0, 1, 2, 3]


def test_what_hangs_does_not_stand(build):
    tree = Tree(build("than/SCONJ/mark/3 envoys:envoy/NOUN/nsubj/3 wanted:want/VERB/root/0"))
    assert not stands(tree, 2, [0, 1, 2])
    assert stands(tree, 2, [1, 2])
