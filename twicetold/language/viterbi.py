"""The best legal sequence of BIO labels."""

from __future__ import annotations

from functools import cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

SURE = -0.01  # log probability of O from which a word is left out of the search: nothing else could win there
FORBIDDEN = -50.0  # log scale: an inside label that does not follow its own class


def log_softmax(x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Logarithm of the softmax over the last axis."""
    shifted = x - x.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), np.float32)


def legal(transitions: NDArray[np.float32]) -> NDArray[np.float32]:
    """`transitions` with every illegal step forbidden. Labels: O, then B and I of each class in turn."""
    out = transitions.copy()
    for inside in range(2, len(out), 2):
        for before in range(len(out)):
            if before not in (inside - 1, inside):
                out[before, inside] = FORBIDDEN
    return out


def best_path(scores: NDArray[np.float32], transitions: NDArray[np.float32], gaps: NDArray[np.float32] | None = None) -> list[int]:
    """Labels that maximise scores plus transitions plus what `gaps` says about leaving and entering spans.

    Args:
        scores: (words, labels), log probabilities.
        transitions: (labels, labels), log scale.
        gaps: (words + 1, 2 * classes); for the gap before each word the log odds that a span of each class ends, then begins, there.
    """
    steps = legal(transitions)
    if gaps is None:
        gaps = np.zeros((len(scores) + 1, len(steps) - 1), np.float32)
    path = np.zeros(len(scores), np.int64)
    for group in _alike(open_runs(scores)):
        for (first, last), labels in zip(group, _solved(scores, steps, gaps, np.array(group)), strict=True):
            path[first:last] = labels[: last - first]
    return [int(k) for k in path]


def _alike(runs: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """The runs, longest first, in groups within which lengths differ by less than a factor of two."""
    ordered = sorted(runs, key=lambda r: (r[0] - r[1], r))
    return [list(group) for _, group in groupby(ordered, key=lambda r: (r[1] - r[0]).bit_length())]


def open_runs(scores: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Stretches of words that may carry another label than O."""
    free = np.concatenate([[False], scores[:, 0] < SURE, [False]])
    edges = np.flatnonzero(free[1:] != free[:-1])
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _solved(
    scores: NDArray[np.float32], steps: NDArray[np.float32], gaps: NDArray[np.float32], runs: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The best path through each of `runs` (longest first) with O before and behind it; all advance together, word by word."""
    sizes, size = runs[:, 1] - runs[:, 0], int(runs[0, 1] - runs[0, 0])
    places = runs[:, :1] + np.arange(size + 1)
    moves = _moves(gaps[np.minimum(places, len(scores))], steps)
    emitted = scores[np.minimum(places, len(scores) - 1)]
    total, last = moves[:, 0, 0] + emitted[:, 0], np.zeros(len(runs), np.int64)
    back = np.zeros((len(runs), size, len(steps)), np.int64)
    for k in range(1, size + 1):
        going = int((sizes > k).sum())
        ending = slice(going, len(total))
        last[ending] = (total[ending] + moves[ending, k, :, 0][: len(total) - going]).argmax(1)
        options = total[:going, :, None] + moves[:going, k]
        back[:going, k : k + 1] = options.argmax(1)[:, None]
        total = options.max(1) + emitted[:going, k]
    return _traced(back, last, sizes)


def _traced(back: NDArray[np.int64], last: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Labels of every run from the last one and where each came from."""
    out = np.zeros(back.shape[:2], np.int64)
    out[np.arange(len(out)), sizes - 1] = last
    for k in range(back.shape[1] - 1, 0, -1):
        here = int((sizes > k).sum())
        out[:here, k - 1] = back[np.arange(here), k, out[:here, k]]
    return out


def _moves(gaps: NDArray[np.float32], steps: NDArray[np.float32]) -> NDArray[np.float32]:
    """What every step of labels costs at every gap: (runs, gaps, labels, labels)."""
    leave, enter = _masks(len(steps))
    half = len(steps) // 2
    left = (gaps[..., :half] @ leave).reshape(*gaps.shape[:2], *steps.shape)
    return np.asarray(left + (gaps[..., half:] @ enter)[:, :, None, :] + steps, np.float32)


@cache
def _masks(labels: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Which steps leave a span of each class, (classes, labels * labels), and which labels enter one, (classes, labels)."""
    classes = labels // 2
    leave, enter = np.zeros((classes, labels, labels), np.float32), np.zeros((classes, labels), np.float32)
    for c in range(classes):
        leave[c, 2 * c + 1 : 2 * c + 3, :] = 1
        leave[c, :, 2 * c + 2] = 0
        enter[c, 2 * c + 1] = 1
    return leave.reshape(classes, -1), enter


def spans(path: list[int]) -> list[tuple[int, int, int]]:
    """(class, first, end) of every labelled stretch; odd labels begin one, even labels continue it."""
    out: list[tuple[int, int, int]] = []
    start, kind = 0, -1
    for k, label in enumerate([*path, 0]):
        now = (label - 1) // 2 if label else -1
        if kind >= 0 and (now != kind or label % 2):
            out.append((kind, start, k))
            kind = -1
        if now >= 0 and kind < 0:
            start, kind = k, now
    return out
