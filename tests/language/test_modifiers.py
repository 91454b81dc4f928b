"""What hangs on a noun."""

from __future__ import annotations

import numpy as np

from twicetold.language.learned import labels
from twicetold.language.modifiers import hang

Row = tuple[str, str, str, int]


def hung(rows: list[Row]) -> list[tuple[int, str]]:
    names = labels()
    upos, rels = (np.array([known.index(r[i]) for r in rows]) for i, known in ((1, names.upos), (2, names.rels)))
    heads = np.array([r[3] for r in rows])
    hang(heads, rels, upos, [r[0] for r in rows])
    return [(int(h), names.rels[r]) for h, r in zip(heads, rels, strict=True)]


def director(mark: str) -> list[Row]:
    return [
        ("Its", "PRON", "nmod:poss", 1),
        ("director", "NOUN", "nmod:desc", 3),
        (mark, "PUNCT", "punct", 3),
        ("Ruiz", "PROPN", "nsubj", 5),
        (",", "PUNCT", "punct", 3),
        ("agreed", "VERB", "root", 5),
    ]


def test_a_name_behind_a_comma_stands_in_apposition() -> None:
    found = hung(director(","))
    assert found[0] == (1, "nmod:poss")
    assert found[1] == (5, "nsubj")
    assert found[3] == (1, "appos")


def test_a_title_without_a_comma_stays() -> None:
    assert hung(director('"'))[1] == (3, "nmod:desc")


def test_a_title_may_be_the_root() -> None:
    rows = [("That", "PRON", "nsubj", 3), ("director", "NOUN", "nmod:desc", 3), (",", "PUNCT", "punct", 3), ("Ruiz", "PROPN", "root", 3)]
    assert hung(rows) == [(1, "nsubj"), (1, "root"), (3, "punct"), (1, "appos")]


def statement(own: Row) -> list[Row]:
    return [
        ("statement", "NOUN", "nsubj", 5),
        ("signed", "VERB", "advcl", 5),
        own,
        ("both", "PRON", "obl:agent", 1),
        (",", "PUNCT", "punct", 1),
        ("sets", "VERB", "root", 5),
    ]


def test_a_participle_between_subject_and_verb_is_the_subjects() -> None:
    assert hung(statement(("by", "ADP", "case", 3)))[1] == (0, "acl")


def test_a_clause_with_a_subject_of_its_own_stays() -> None:
    assert hung(statement(("they", "PRON", "nsubj", 1)))[1] == (5, "advcl")


def test_a_dateline_is_no_subject() -> None:
    rows = [
        ("Cairo", "PROPN", "nsubj", 4),
        (":", "PUNCT", "punct", 0),
        ("the", "DET", "det", 3),
        ("ministry", "NOUN", "nsubj", 4),
        ("said", "VERB", "root", 4),
    ]
    assert hung(rows)[0] == (4, "obl:unmarked")
    rows[3] = ("ministry", "NOUN", "obj", 4)
    assert hung(rows)[0] == (4, "nsubj")


def announced(subject: str) -> list[Row]:
    return [
        ("She", "PRON", "nsubj", 1),
        ("announced", "VERB", "root", 1),
        ("plans", "NOUN", "obj", 1),
        (":", "PUNCT", "punct", 5),
        ("ports", "NOUN", subject, 5),
        ("open", "VERB", "acl:relcl", 2),
    ]


def test_a_clause_behind_a_colon_stands_beside() -> None:
    assert hung(announced("nsubj"))[5] == (2, "parataxis")
    assert hung(announced("obj"))[5] == (2, "acl:relcl")  # no subject: 'plans: to be opened'


def hosted(*before: Row) -> list[Row]:
    n = len(before)
    name: list[Row] = [("Olaf", "PROPN", "obl", 1), ("Scholz", "PROPN", "flat", 2 + n)]
    return [("Macron", "PROPN", "nsubj", 1), ("hosted", "VERB", "root", 1), *before, *name]


def test_a_name_without_a_preposition_is_an_object() -> None:
    assert hung(hosted())[2] == (1, "obj")
    assert hung(hosted(("with", "ADP", "case", 3)))[3] == (1, "obl")
    assert hung(hosted(("talks", "NOUN", "obj", 1)))[3] == (1, "obl")
