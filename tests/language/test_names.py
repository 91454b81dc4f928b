"""Names weighed by what stands around them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twicetold.language.entities import entities
from twicetold.language.learned import labels
from twicetold.language.names import Words, weighed
from twicetold.language.viterbi import log_softmax
from twicetold.types import Span


def names_of(texts: list[str], scores: np.ndarray) -> list[tuple[int, str]]:
    """First word and kind of each name; every word a proper noun of one sentence."""
    starts = np.cumsum([0, *(len(t) + 1 for t in texts)]).tolist()
    words = Words(texts, np.full(len(texts), labels().upos.index("PROPN")), [0])
    found = entities(scores, [Span(a, a + len(t)) for a, t in zip(starts, texts, strict=False)], words)
    return [(starts.index(e.start), e.kind) for e in found]


def likely(size: int, **labelled: tuple[str, float]) -> np.ndarray:
    """Scores of `size` words: no names but for `w3=("B-PERSON", -0.7)` and the like."""
    scores = np.full((size, len(labels().ner)), -6.0, np.float32)
    scores[:, 0] = -0.02
    for word, (label, value) in labelled.items():
        scores[int(word[1:]), [0, labels().ner.index(label)]] = np.log(1 - np.exp(value)), value
    return scores


def test_a_doubtful_name_follows_its_sure_namesakes() -> None:
    texts = ["Yes", ",", "Brown", "said", "that", "Brown", "and", "Brown", "left", "."]
    doubtful = ("B-PERSON", -0.8)
    assert (2, "person") in names_of(texts, likely(10, w2=doubtful, w5=("B-PERSON", -0.01), w7=("B-PERSON", -0.01)))
    words = Words(texts, np.zeros(10, np.int64), [0])
    assert weighed(likely(10, w2=doubtful), words)[2, 0] > weighed(likely(10, w2=doubtful, w5=doubtful), words)[2, 0]


def test_what_follows_tells_a_house_from_a_person() -> None:
    scores = likely(4, w1=("B-PERSON", -0.75), w2=("I-PERSON", -1.2))
    proper = np.full(4, labels().upos.index("PROPN"))
    chances = [weighed(scores, Words(["the", "Baker", last, "."], proper, [0])) for last in ("Committee", "Jr.")]
    organisation = labels().ner.index("B-ORGANIZATION")
    assert chances[0][1, organisation] > chances[1][1, organisation]


@given(st.lists(st.sampled_from(["The", "U.S.", "Ford", "of", "@x", "A-b", "’", "ÀÉ", "one"]), min_size=1, max_size=12), st.integers(0, 11))
def test_weighing_keeps_probabilities(texts: list[str], cut: int) -> None:
    raw = np.random.default_rng(len(texts)).normal(0, 4, (len(texts), len(labels().ner))).astype(np.float32)
    words = Words(texts, np.zeros(len(texts), np.int64), sorted({0, min(cut, len(texts) - 1)}))
    assert np.allclose(np.exp(weighed(log_softmax(raw), words)).sum(1), 1, atol=1e-4)
