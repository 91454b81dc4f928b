"""Link scores between words of a span and the first words of cues, kept only where something is likely: bounded memory for any text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

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
    """Looks up how strongly a stretch of words belongs to each cue."""

    def __init__(self, blocks: list[Block]) -> None:
        self._blocks = blocks
        self._starts = [b.first for b in blocks]

    def to(self, first: int, last: int, cues: list[int]) -> NDArray[np.float64]:
        """Mean score of words `first`..`last` towards the cues that begin at words `cues`; the window that sees most of both decides."""
        best, out = (0, 0), np.full(len(cues), UNSEEN)
        for b in self._near(first, last):
            seen = [k for k, c in enumerate(cues) if b.first <= c < b.last]
            shared = min(last, b.last) - max(first, b.first)
            if shared > 0 and seen and (shared, len(seen)) > best:
                best, out = (shared, len(seen)), self._mean(b, first, last, cues, seen)
        return out

    def _near(self, first: int, last: int) -> list[Block]:
        lo = bisect_right(self._starts, first) - 1
        hi = bisect_left(self._starts, last)
        while lo > 0 and self._blocks[lo - 1].last > first:
            lo -= 1
        return self._blocks[max(lo, 0) : hi]

    @staticmethod
    def _mean(b: Block, first: int, last: int, cues: list[int], seen: list[int]) -> NDArray[np.float64]:
        out = np.full(len(cues), UNSEEN)
        top, bottom = np.searchsorted(b.rows, [first, last])
        if top == bottom or not len(b.columns):
            return out
        wanted = np.array([cues[k] for k in seen])
        place = np.minimum(np.searchsorted(b.columns, wanted), len(b.columns) - 1)
        known = b.columns[place] == wanted
        means = b.scores[top:bottom].astype(np.float64).mean(0)
        out[np.array(seen)[known]] = np.maximum(UNSEEN, means[place[known]])
        return out
