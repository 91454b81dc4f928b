"""How alike two stretches of text are: words matched softly and weighted by how telling they are, and vectors of whole stretches.

Two words match wholly when they share a key (`terms`), partly when their vectors are near (truce and ceasefire, bought and purchased); a
number matches only itself. The share of a text's weight that finds a match in the other is its cover: 1 both ways = the same words, 1
one way = a part of the other. Soft alignment as in BERTScore (Zhang et al. 2020), on word types instead of tokens, so that a corpus
costs one vector a word.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from twicetold.retelling.terms import Term, terms

Floats = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Floats]

RANDOM_COSINE, SAME_COSINE = 0.30, 0.75  # of single words: unrelated ones lie around .1, synonyms between .45 and .9
SYNONYM = 0.95  # a perfect synonym is still another word
MOST = 1000  # words: of a longer stretch only the beginning is compared, for the grid of two is their product
KEPT = 3000  # words
WHOLE = 100_000  # words in all texts up to which one product over all of them costs less than picking out (measured: even at about 150,000)
FUNCTION_WEIGHT, NUMBER_WEIGHT = 0.15, 1.2  # against 0.4..1 of other words
LOWEST_WEIGHT = 0.4


class Cover(NamedTuple):
    """Shares of the weight of the left and of the right text that the other holds."""

    left: float
    right: float

    @property
    def f1(self) -> float:
        return 2 * self.left * self.right / (self.left + self.right) if self.left + self.right else 0.0


class Bag(NamedTuple):
    """A text as rows of the vocabulary, with their weights."""

    terms: tuple[Term, ...]
    rows: NDArray[np.int32]
    weights: Floats


class Likeness:
    """Compares texts of one set. `background` are the sentences that say how common a word is here.

    Args:
        texts: every text that will be compared; words outside them cannot be.
        background: sentences of the documents.
        embed: texts -> unit vectors; without it only equal words match.
    """

    def __init__(self, texts: Iterable[str], background: Sequence[str], embed: Embed | None) -> None:
        self.vocabulary: dict[tuple[str, str], int] = {}
        self.words: list[Term] = []
        for text in dict.fromkeys(texts):
            for term in terms(text):
                if self.vocabulary.setdefault((term.kind, term.key), len(self.words)) == len(self.words):
                    self.words.append(term)
        self._frequency = Counter((t.kind, t.key) for s in background for t in set(_keys(s)))
        self._background = max(len(background), 1)
        self._embed = embed
        self._bags: dict[str, Bag] = {}

    @cached_property
    def _vectors(self) -> Floats:
        """A unit vector for every word, zero for numbers and function words (they match only themselves)."""
        vectors = np.zeros((len(self.words), 384), np.float32)
        rows = [k for k, t in enumerate(self.words) if t.kind == "word"]
        if self._embed is not None and rows:
            vectors[rows] = self._embed([self.words[k].word for k in rows])
        return vectors

    @cached_property
    def _weights(self) -> Floats:
        return np.array([self._weight(t) for t in self.words], np.float32)

    def _weight(self, term: Term) -> float:
        if term.kind == "function":
            return FUNCTION_WEIGHT
        if term.kind == "number":
            return NUMBER_WEIGHT
        seen = self._frequency[(term.kind, term.key)]
        return max(LOWEST_WEIGHT, math.log((self._background + 1) / (seen + 1)) / math.log(self._background + 1))

    def bag(self, text: str) -> Bag:
        if text not in self._bags:
            found = terms(text)[:MOST]
            rows = np.array([self.vocabulary[(t.kind, t.key)] for t in found], np.int32)
            self._bags[text] = Bag(found, rows, self._weights[rows])
        return self._bags[text]

    @cached_property
    def _all(self) -> Floats | None:
        """How well every word matches every other, None for a vocabulary too large to keep that (36 MB at most)
        and where only equal words match."""
        everything = np.arange(len(self.words), dtype=np.int32)
        return self._measured(everything, everything) if self._embed is not None and len(everything) <= KEPT else None

    def _near(self, rows: NDArray[np.int32], columns: NDArray[np.int32]) -> Floats:
        """(rows, columns) of the vocabulary: 0..1, how well each pair of words matches."""
        return self._measured(rows, columns) if self._all is None else self._all[np.ix_(rows, columns)]

    def _measured(self, rows: NDArray[np.int32], columns: NDArray[np.int32]) -> Floats:
        if self._embed is None:
            equal: Floats = (rows[:, None] == columns[None, :]).astype(np.float32)
            return equal
        cosine = self._vectors[rows] @ self._vectors[columns].T
        near = np.clip((cosine - RANDOM_COSINE) / (SAME_COSINE - RANDOM_COSINE), 0.0, 1.0)
        return np.where(rows[:, None] == columns[None, :], np.float32(1.0), np.float32(SYNONYM) * near.astype(np.float32))

    def matches(self, left: str, right: str) -> Floats:
        """(words of left, words of right): 0..1, how well each pair of words matches."""
        return self._near(self.bag(left).rows, self.bag(right).rows)

    def cover(self, left: str, right: str) -> Cover:
        a, b = self.bag(left), self.bag(right)
        if not len(a.rows) or not len(b.rows):
            return Cover(0.0, 0.0)
        grid = self.matches(left, right)
        return Cover(float(grid.max(1) @ a.weights / a.weights.sum()), float(grid.max(0) @ b.weights / b.weights.sum()))

    def covers(self, texts: Sequence[str], pairs: NDArray[np.int64]) -> Floats:
        """(pairs, 2): the left and the right cover of many pairs of `texts` at once; time about words x vocabulary for each text, not
        for each pair."""
        bags = [self.bag(t) for t in texts]
        used = np.unique(np.concatenate([b.rows for b in bags])) if bags else np.zeros(0, np.int32)
        place = {int(r): k for k, r in enumerate(used)}
        index = [
            (k, place[int(r)], float(w))
            for k, b in enumerate(bags)
            for r, w in zip(b.rows, b.weights / max(float(b.weights.sum()), 1e-9), strict=True)
        ]
        rows, columns, values = (np.array(c) for c in zip(*index, strict=True)) if index else (np.zeros(0, int),) * 3
        shares = csr_matrix((values.astype(np.float32), (rows, columns)), shape=(len(bags), len(used)))
        out = np.zeros((len(pairs), 2), np.float32)
        for side in (0, 1):
            order = np.argsort(pairs[:, 1 - side], kind="stable")
            edges = np.flatnonzero(np.diff(pairs[order, 1 - side], prepend=-1, append=-1))
            for first, last in pairwise(edges.tolist()):
                holder = bags[pairs[order[first], 1 - side]]
                if len(holder.rows):
                    held, sought = self._near(used, holder.rows).max(1), pairs[order[first:last], side]
                    out[order[first:last], side] = (shares @ held)[sought] if shares.nnz <= WHOLE else shares[sought] @ held
        return out


def _keys(text: str) -> list[Term]:
    return [t._replace(start=0, end=0, word="") for t in terms(text)]


class Remembering:
    """An `Embed` that embeds each text once. Made anew for every comparison: what it knows depends on nothing before."""

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        self._known: dict[str, Floats] = {}

    def __call__(self, texts: Sequence[str]) -> Floats:
        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        if new:
            self._known.update(zip(new, self._embed(new), strict=True))
        return np.array([self._known[t] for t in texts], np.float32).reshape(len(texts), -1)


def embedder() -> Embed | None:
    """The language room's function from texts to unit vectors, remembering; None where it has none."""
    from twicetold import language

    found: Embed | None = getattr(language, "embed", None)
    return Remembering(found) if found is not None else None
