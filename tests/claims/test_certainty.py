# ruff: noqa: E501 (a sentence with its tree reads best on one line)
"""Estimative phrases: which level, and over which statement."""

from __future__ import annotations

from typing import get_args

import pytest

from twicetold.claims.certainty import Hedges
from twicetold.claims.lexicon import reference, rows
from twicetold.claims.polarity import polarity
from twicetold.claims.senses import entries
from twicetold.claims.syntax import Tree
from twicetold.types import Level


def level(build, notation, word):
    tree = Tree(build(notation))
    predicate = next(k for k, t in enumerate(tree.tokens) if t.text == word)
    hedge = Hedges(tree).of(predicate)
    used = frozenset() if hedge is None else hedge.negations
    return (hedge.level if hedge else "asserted"), polarity(tree, predicate, used)


CASES = {
    "probably did not": (
        "Moscow/PROPN/nsubj/5 probably/ADV/advmod/5 did:do/AUX/aux/5 not/PART/advmod/5 agree/VERB/root/0 ~./PUNCT/punct/5",
        "agree",
        ("likely", "negative"),
    ),
    "did not probably": (
        "Moscow/PROPN/nsubj/5 did:do/AUX/aux/5 not/PART/advmod/5 probably/ADV/advmod/5 agree/VERB/root/0 ~./PUNCT/punct/5",
        "agree",
        ("likely", "negative"),
    ),
    "is unlikely to": (
        "The/DET/det/2 truce/NOUN/nsubj/4 is:be/AUX/cop/4 unlikely/ADJ/root/0 to/PART/mark/6 last/VERB/xcomp/4 ~./PUNCT/punct/4",
        "unlikely",
        ("unlikely", "positive"),
    ),
    "is not likely to": (
        "The/DET/det/2 truce/NOUN/nsubj/5 is:be/AUX/cop/5 not/PART/advmod/5 likely/ADJ/root/0 to/PART/mark/7 last/VERB/xcomp/5 ~./PUNCT/punct/5",
        "likely",
        ("unlikely", "positive"),
    ),
    "is not expected to": (
        "The/DET/det/2 truce/NOUN/nsubj:pass/5 is:be/AUX/aux:pass/5 not/PART/advmod/5 expected:expect/VERB/root/0 to/PART/mark/7 last/VERB/xcomp/5",
        "expected",
        ("unlikely", "positive"),
    ),
    "may well": (
        "The/DET/det/2 formula/NOUN/nsubj/5 may/AUX/aux/5 well/ADV/advmod/5 outlast/VERB/root/0 it/PRON/obj/5",
        "outlast",
        ("likely", "positive"),
    ),
    "may": ("Delhi/PROPN/nsubj/3 might/AUX/aux/3 raise/VERB/root/0 it/PRON/obj/3", "raise", ("possible", "positive")),
    "May, the month": (
        "It/PRON/nsubj/2 began:begin/VERB/root/0 in/ADP/case/4 May/PROPN/obl/2 ~./PUNCT/punct/2",
        "began",
        ("asserted", "positive"),
    ),
    "could find no": (
        "They/PRON/nsubj/3 could/AUX/aux/3 find/VERB/root/0 no/DET/det/5 obligation/NOUN/obj/3 ~./PUNCT/punct/3",
        "find",
        ("asserted", "negative"),
    ),
    "cannot rule out": (
        "We/PRON/nsubj/4 can/AUX/aux/4 ~not/PART/advmod/4 rule/VERB/root/0 out/ADP/compound:prt/4 a/DET/det/7 war/NOUN/obj/4",
        "rule",
        ("possible", "positive"),
    ),
    "reportedly": (
        "Moscow/PROPN/nsubj/3 reportedly/ADV/advmod/3 agreed:agree/VERB/root/0 ~./PUNCT/punct/3",
        "agreed",
        ("asserted", "positive"),
    ),
    "failed to": (
        "Putin/PROPN/nsubj/2 failed:fail/VERB/root/0 to/PART/mark/4 secure/VERB/xcomp/2 it/PRON/obj/4",
        "failed",
        ("asserted", "negative"),
    ),
    "no obligation": (
        "None:none/PRON/nsubj/5 of/ADP/case/4 the/DET/det/4 points:point/NOUN/nmod/1 binds:bind/VERB/root/0 Moscow/PROPN/obj/5",
        "binds",
        ("asserted", "negative"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_level_and_polarity(build, case):
    notation, word, expected = CASES[case]
    assert level(build, notation, word) == expected


SUGGEST = (
    "The/DET/det/2 drafts:draft/NOUN/nsubj/3 suggest/VERB/root/0 that/SCONJ/mark/7 it/PRON/nsubj/7 almost/ADV/advmod/7 failed:fail/VERB/ccomp/3 "
    "because/SCONJ/mark/11 nobody/PRON/nsubj/11 probably/ADV/advmod/11 cared:care/VERB/advcl/7 ~./PUNCT/punct/3"
)


def test_a_verb_governs_its_complement_but_not_the_reason_below(build):
    assert level(build, SUGGEST, "suggest")[0] == "likely"
    assert level(build, SUGGEST, "failed")[0] == "likely"


def test_an_inner_phrase_wins_and_stays_inside(build):
    tree = Tree(build(SUGGEST))
    hedge = Hedges(tree).of(10)
    assert hedge is not None and hedge.entry.phrase == "probably"
    assert all(predicate == 10 for predicate, _ in hedge.governs)


JUDGED = (
    "The/DET/det/2 ministry/NOUN/nsubj/3 considers:consider/VERB/root/0 it/PRON/expl/6 very/ADV/advmod/6 unlikely/ADJ/xcomp/3 that/SCONJ/mark/9 "
    "annexation/NOUN/nsubj/9 returns:return/VERB/ccomp/6 ~./PUNCT/punct/3"
)


@pytest.mark.parametrize("word", ["considers", "returns"])
def test_a_judgement_covers_the_verb_that_judges_and_what_is_judged(build, word):
    assert level(build, JUDGED, word) == ("very_unlikely", "positive")


def test_the_phrase_is_where_its_span_says(build):
    tree = Tree(build(JUDGED))
    for hedge in Hedges(tree).all:
        found = hedge.certainty(tree.parsed.document.text)
        assert tree.parsed.document.text[hedge.span.start : hedge.span.end] == found.phrase
        assert found.range == (0.05, 0.2)


def test_every_entry_has_a_level_of_the_house_scale_and_a_reference():
    levels = set(get_args(Level)) - {"asserted"}
    for entry in entries():
        assert entry.level in levels, entry
        assert entry.negated is None or entry.negated in levels, entry
        assert reference(entry.reference)
    assert len(entries()) >= 500


def test_no_phrase_stands_twice_in_one_frame():
    seen = [(r["phrase"], r["kind"]) for r in rows("certainty.csv")]
    assert len(seen) == len(set(seen))
