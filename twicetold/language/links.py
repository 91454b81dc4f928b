"""Link scores between words of a span and the first words of cues, kept only where something is likely: bounded memory for any text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

LIKELY = 0.02  # probability of any label, or of a cue, from which a word's scores are kept
UNSEEN = -15.0  # log scale: a pair that no window has seen together


@dataclass(frozen=True, slots=True)
class Block:
    """Scores of one window: `rows` are words of sources or contents, `columns` words of cues (numbers in the document)."""

    first: int
    last: int
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    scores: NDArray[np.float16]


def block(first: int, tags: NDArray[np.float32], link: NDArray[np.float32]) -> Block:
    """What to keep of one window; `tags` are log probabilities of O, then B and I of source, cue, content."""
    rows = np.flatnonzero(np.exp(tags[:, 0]) < 1 - LIKELY)
    columns = np.flatnonzero(np.exp(tags[:, 3:5]).sum(-1) > LIKELY)
    scores = np.clip(link[np.ix_(rows, columns)], -6e4, 6e4).astype(np.float16)
    return Block(first, first + len(tags), rows + first, columns + first, scores)


class Links:
    """Looks up how strongly stretches of words belong to cues."""

    def __init__(self, blocks: list[Block]) -> None:
        self._blocks = blocks
        self._starts = [b.first for b in blocks]
        self._ends = list(accumulate((b.last for b in blocks), max))
        self._sums: dict[int, NDArray[np.float64]] = {}

    def table(self, spans: NDArray[np.int64], cues: NDArray[np.int64]) -> NDArray[np.float64]:
        """Mean score of the words of each span towards cues; the window that sees most of both decides.

        Args:
            spans: (spans, 2), first word and end of each, in text order and apart.
            cues: (spans, cues), the first words of the cues that each span is compared with, -1 for none.

        Returns:
            (spans, cues), log scale, UNSEEN where no window sees both.
        """
        out = np.full(cues.shape, UNSEEN)
        most = np.zeros((len(spans), 2), np.int64)  # words of the span, cues
        for k in self._near(int(spans[0, 0]), int(spans[-1, 1])) if len(spans) else ():
            b = self._blocks[k]
            here = slice(int(np.searchsorted(spans[:, 1], b.first, "right")), int(np.searchsorted(spans[:, 0], b.last)))
            seen = (cues[here] >= b.first) & (cues[here] < b.last)
            words = np.minimum(spans[here, 1], b.last) - np.maximum(spans[here, 0], b.first)
            found, before = seen.sum(1), most[here]
            better = (found > 0) & ((words > before[:, 0]) | ((words == before[:, 0]) & (found > before[:, 1])))
            rows = np.flatnonzero(better) + here.start
            most[rows, 0], most[rows, 1] = words[better], found[better]
            out[rows] = np.where(seen[better], self._means(k, spans[rows], cues[rows]), UNSEEN)
        return out

    def to(self, first: int, last: int, cue: int) -> float:
        """The same for one span and one cue."""
        most, out = 0, UNSEEN
        for k in self._near(first, last):
            b = self._blocks[k]
            words = min(last, b.last) - max(first, b.first)
            if words > most and b.first <= cue < b.last:
                most, out = words, self._mean(k, first, last, cue)
        return out

    def _near(self, first: int, last: int) -> range:
        """Numbers of the windows that may see words `first`..`last`."""
        return range(bisect_right(self._ends, first), bisect_left(self._starts, last))

    def _mean(self, number: int, first: int, last: int, cue: int) -> float:
        b = self._blocks[number]
        top, bottom, place = (int(np.searchsorted(*x)) for x in ((b.rows, first), (b.rows, last), (b.columns, cue)))
        if top == bottom or place == len(b.columns) or b.columns[place] != cue:
            return UNSEEN
        sums = self._summed(number)
        return max(UNSEEN, float(sums[bottom, place] - sums[top, place]) / (bottom - top))

    def _means(self, number: int, spans: NDArray[np.int64], cues: NDArray[np.int64]) -> NDArray[np.float64]:
        b = self._blocks[number]
        if not len(b.rows) or not len(b.columns):
            return np.full(cues.shape, UNSEEN)
        top, bottom = np.searchsorted(b.rows, spans[:, 0]), np.searchsorted(b.rows, spans[:, 1])
        place = np.minimum(np.searchsorted(b.columns, cues), len(b.columns) - 1)
        sums = self._summed(number)
        means = (sums[bottom[:, None], place] - sums[top[:, None], place]) / np.maximum(bottom - top, 1)[:, None]
        known = (b.columns[place] == cues) & (bottom > top)[:, None]
        return np.where(known, np.maximum(UNSEEN, means), UNSEEN)

    def _summed(self, number: int) -> NDArray[np.float64]:
        """Scores of a window added up word by word, (rows + 1, columns)."""
        if number not in self._sums:
            b = self._blocks[number]
            self._sums[number] = np.vstack([np.zeros((1, len(b.columns))), np.cumsum(b.scores, 0, dtype=np.float64)])
        return self._sums[number]
