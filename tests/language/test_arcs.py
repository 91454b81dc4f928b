from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from twicetold.language import looks
from twicetold.language.arcs import BASE, HEADS, Context, Stretch, first_look, heads_weighed, relations_weighed, settled
from twicetold.language.learned import labels, relation_weights
from twicetold.language.trees import is_tree


def stretch(arcs: np.ndarray, texts: list[str] | None = None, upos: list[str] | None = None, starts: list[int] | None = None) -> Stretch:
    n, width = len(arcs), len(relation_weights())
    sides = np.zeros((n, width), np.float32)
    parts = np.array([labels().upos.index(u) for u in upos or ["NOUN"] * n])
    return Stretch(texts or ["word"] * n, parts, starts or [0], arcs.astype(np.float32), sides, sides)


def test_sure_heads_and_marks_are_left_alone() -> None:
    arcs = np.zeros((3, 3))
    arcs[0, 1] = 20  # sure
    s = stretch(arcs, ["a", "b", ","], ["NOUN", "VERB", "PUNCT"])
    assert set(heads_weighed(s, *first_look(s)).word.tolist()) == {1}


def test_heads_are_of_the_same_sentence_and_no_more_than_there_are() -> None:
    s = stretch(np.zeros((5, 5)), starts=[0, 2])
    found = heads_weighed(s, *first_look(s))
    assert len(found.word) == 5 * HEADS
    assert ((found.option < 2) == (found.word < 2))[found.real].all()
    assert found.real.reshape(-1, HEADS).sum(1).tolist() == [2, 2, 3, 3, 3]


def test_a_word_is_told_where_it_hangs() -> None:
    s = stretch(np.zeros((4, 4)))
    heads = np.array([1, 1, 1, 2])
    c = Context(s, heads, np.zeros(4, np.int64))
    assert c.below(np.array([3, 0]), np.array([1, 2])).tolist() == [True, False]
    assert c.crossed(np.array([0]), np.array([2])).tolist() == [0]
    assert c.crossed(np.array([1]), np.array([3])).tolist() == [0]
    crossing = Context(s, np.array([2, 3, 2, 2]), np.zeros(4, np.int64))
    assert crossing.crossed(np.array([1]), np.array([3])).tolist() == [1]


def test_only_a_root_is_called_one() -> None:
    s = stretch(np.array([[5.0, 0], [5, 0]]))
    heads, rels = settled(s)
    assert heads.tolist() == [0, 0]
    assert labels().rels[rels[0]] == "root"
    assert labels().rels[rels[1]] != "root"


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 7).flatmap(lambda n: st.lists(st.lists(st.integers(-5, 5), min_size=n, max_size=n), min_size=n, max_size=n)))
def test_the_second_look_still_gives_a_tree(rows: list[list[int]]) -> None:
    heads, rels = settled(stretch(np.array(rows)))
    assert is_tree(heads)
    assert ((labels().rels.index("root") == rels) == (heads == np.arange(len(heads)))).all()


def test_every_weight_belongs_to_a_cell_that_the_code_asks_for() -> None:
    s = stretch(np.zeros((6, 6)), ["he", "said", "that", "they", "left", "."], ["PRON", "VERB", "SCONJ", "PRON", "VERB", "PUNCT"])
    logs, heads, scores = first_look(s)
    weighed = {"heads": heads_weighed(s, logs, heads, scores), "relations": relations_weighed(s, heads, scores)}
    for name, options in weighed.items():
        asked = {k: s for k, (s, _) in options.codes.items()} | {k: s for k, (_, s) in options.numbers.items()}
        look = looks.look(name)
        assert look.weights.keys() <= asked.keys()
        for template, cells in look.weights.items():
            assert np.count_nonzero(look.table(template, asked[template])) == sum(w != 0 for w in cells.values())


def test_cells_are_named_by_their_codes() -> None:
    slots = (looks.Slot(BASE, np.array([2])), looks.Slot(("no", "yes"), np.array([1])))
    assert looks.named(slots, int(looks.place(slots)[0])) == f"{BASE[2]} yes"
