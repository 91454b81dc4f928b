"""The best legal sequence of BIO labels."""

from __future__ import annotations

from functools import cache

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
    path = [0] * len(scores)
    for first, last in open_runs(scores):
        extra = np.zeros((last - first + 1, len(steps) - 1), np.float32) if gaps is None else gaps[first : last + 1]
        path[first:last] = _solve(scores[first:last], steps, extra)
    return path


def open_runs(scores: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Stretches of words that may carry another label than O."""
    free = np.concatenate([[False], scores[:, 0] < SURE, [False]])
    edges = np.flatnonzero(free[1:] != free[:-1])
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _solve(scores: NDArray[np.float32], steps: NDArray[np.float32], gaps: NDArray[np.float32]) -> list[int]:
    """The best path through one stretch with O before and behind it."""
    leave, enter = _masks(len(steps))
    half = len(steps) // 2
    left = (gaps[:, :half] @ leave).reshape(-1, *steps.shape)
    moves = left + (gaps[:, half:] @ enter)[:, None, :] + steps
    total = moves[0, 0] + scores[0]
    back = np.zeros(scores.shape, np.int64)
    columns = np.arange(len(steps))
    for k in range(1, len(scores)):
        options = total[:, None] + moves[k]
        back[k] = options.argmax(0)
        total = options[back[k], columns] + scores[k]
    best = [int((total + moves[-1, :, 0]).argmax())]
    for k in range(len(scores) - 1, 0, -1):
        best.append(int(back[k][best[-1]]))
    return best[::-1]


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
