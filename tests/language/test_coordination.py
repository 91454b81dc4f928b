"""Lists hang on their first member."""

from __future__ import annotations

import numpy as np

from twicetold.language.coordination import mend
from twicetold.language.learned import labels


def mended(rows: list[tuple[str, str, int]], texts: str = "") -> list[tuple[int, str]]:
    names = labels()
    upos, rels = (np.array([known.index(r[i]) for r in rows]) for i, known in ((0, names.upos), (1, names.rels)))
    heads = np.array([r[2] for r in rows])
    mend(heads, rels, upos, texts.split() or ["word"] * len(rows))
    return [(int(h), names.rels[r]) for h, r in zip(heads, rels, strict=True)]


def test_a_chain_becomes_a_flat_list():
    # Canada , Mexico and Chile agreed
    rows = [
        ("PROPN", "nsubj", 5),
        ("PUNCT", "punct", 2),
        ("PROPN", "conj", 0),
        ("CCONJ", "cc", 4),
        ("PROPN", "conj", 2),
        ("VERB", "root", 5),
    ]
    assert mended(rows)[4] == (0, "conj")


def test_a_list_in_a_list_stays():
    # Peru and Chile and Cuba: 'and' before the middle member
    rows = [("PROPN", "root", 0), ("CCONJ", "cc", 2), ("PROPN", "conj", 0), ("CCONJ", "cc", 4), ("PROPN", "conj", 2)]
    assert mended(rows)[4] == (2, "conj")


def test_what_and_joins_is_a_member():
    # The minister and Ms Ruiz agreed
    rows = [
        ("DET", "det", 4),
        ("NOUN", "nmod:desc", 4),
        ("CCONJ", "cc", 4),
        ("PROPN", "nmod:desc", 4),
        ("PROPN", "nsubj", 5),
        ("VERB", "root", 5),
    ]
    assert mended(rows) == [(1, "det"), (5, "nsubj"), (4, "cc"), (4, "nmod:desc"), (1, "conj"), (5, "root")]


def test_a_root_hands_its_place_on():
    # The minister and Ruiz
    rows = [("DET", "det", 3), ("NOUN", "nmod:desc", 3), ("CCONJ", "cc", 3), ("PROPN", "root", 3)]
    assert mended(rows) == [(1, "det"), (1, "root"), (3, "cc"), (1, "conj")]


def test_a_finite_verb_goes_on_from_a_finite_verb():
    rows = [
        ("PRON", "nsubj", 1),
        ("VERB", "root", 1),
        ("NOUN", "obj", 1),
        ("SCONJ", "mark", 4),
        ("VERB", "acl", 2),
        ("NOUN", "obj", 4),
        ("CCONJ", "cc", 7),
        ("VERB", "conj", 4),
    ]
    assert mended(rows, "It drops plans of selling ships and intends")[7] == (1, "conj")
    assert mended(rows, "It drops plans of selling ships and lending")[7] == (4, "conj")


def test_a_participle_with_its_auxiliary_is_a_clause():
    rows = [("PRON", "nsubj", 2), ("AUX", "aux", 2), ("VERB", "root", 2), ("CCONJ", "cc", 4), ("VERB", "conj", 2)]
    assert mended(rows, "She is selling and buys")[4] == (2, "conj")
