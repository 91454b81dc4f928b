"""How ranks are counted; the figures themselves come from `python -m evaluation.paraphrases`."""

from __future__ import annotations

import numpy as np

from evaluation.paraphrases import Ranks, Telling, Text, alike, by_sentence, by_statement
from twicetold.types import Span

EAST = np.array([[1, 0], [0, 1]], np.float32)


def told(*words: str, vectors: object = EAST, story: str = "s") -> Text:
    return Text(story, [Span(k, k + 1) for k in range(len(words))], list(words), np.asarray(vectors, np.float32))


def test_the_best_right_one_counts_and_equals_do_not_push_it_down() -> None:
    ranks = Ranks()
    ranks.add(np.array([0.9, 0.5, 0.7], np.float32), [1, 2])
    ranks.add(np.array([0.5, 0.5], np.float32), [1])
    assert (ranks.total, ranks.first, ranks.count) == (1.5, 1, 2)


def test_copies_and_other_stories_are_no_queries() -> None:
    known = {
        "a": told("the truce will fail", "rain"),
        "b": told("the truce will fail soon", "sun"),
        "c": told("no peace lasts", "wind", vectors=EAST[::-1]),
        "d": told("no peace lasts", "wind", story="t"),
    }
    tellings = [Telling("k", name, "", [0]) for name in known]
    ranks = Ranks()
    by_sentence(known, tellings, ranks)
    assert (ranks.count, ranks.first, ranks.total) == (4, 0, 2.0)  # a and b each with c; c's vectors stand the other way round


def test_statements_are_ranked_among_those_of_all_other_documents() -> None:
    known = {"a": told("x"), "b": told("y"), "c": told("z")}
    tellings = [Telling("k", "a", "peace", [0]), Telling("k", "b", "no more war", [0]), Telling("l", "c", "rain", [0])]
    ranks = Ranks()
    by_statement(known, tellings, np.array([[1, 0], [0.6, 0.8], [0.8, 0.6]], np.float32), ranks)
    assert (ranks.count, ranks.first) == (2, 0)


def test_texts_that_share_half_of_their_words_are_copies() -> None:
    assert alike("The truce fails.", "the truce ends")
    assert not alike("The truce fails.", "peace will not hold")
