"""The best legal sequence of BIO labels."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

SURE = -0.01  # log probability of O from which a word is left out of the search: nothing else could win there
FORBIDDEN = -50.0  # log scale: an inside label that does not follow its own class
PIECE = 24  # words that are gone through one by one, in all pieces of a text at once; 16 and 32 take as long
LARGEST = 1 << 14  # words searched together, bounds the memory
Floats = NDArray[np.float32]


def log_softmax(x: Floats) -> Floats:
    """Logarithm of the softmax over the last axis."""
    shifted = x - x.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), np.float32)


def legal(transitions: Floats) -> Floats:
    """`transitions` with every illegal step forbidden. Labels: O, then B and I of each class in turn."""
    out = transitions.copy()
    for inside in range(2, len(out), 2):
        for before in range(len(out)):
            if before not in (inside - 1, inside):
                out[before, inside] = FORBIDDEN
    return out


def best_path(scores: Floats, transitions: Floats, gaps: Floats | None = None) -> list[int]:
    """Labels that maximise scores plus transitions plus what `gaps` says about leaving and entering spans.

    Args:
        scores: (words, labels), log probabilities.
        transitions: (labels, labels), log scale.
        gaps: (words + 1, 2 * classes); for the gap before each word the log odds that a span of each class ends, then begins, there.
    """
    steps = legal(transitions)
    if gaps is None:
        gaps = np.zeros((len(scores) + 1, len(steps) - 1), np.float32)
    path = np.zeros(len(scores) + 1, np.int64)
    for runs in _batches(open_runs(scores)):
        places = np.concatenate([np.arange(first, last + 1) for first, last in runs])
        path[places] = _solved(scores, steps, gaps, places, np.cumsum([last + 1 - first for first, last in runs]) - 1)
    return [int(k) for k in path[: len(scores)]]


def open_runs(scores: Floats) -> list[tuple[int, int]]:
    """Stretches of words that may carry another label than O."""
    free = np.concatenate([[False], scores[:, 0] < SURE, [False]])
    edges = np.flatnonzero(free[1:] != free[:-1])
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _batches(runs: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The runs in groups of some LARGEST words."""
    group: list[tuple[int, int]] = []
    size = 0
    for first, last in runs:
        group.append((first, last))
        size += last - first
        if size >= LARGEST:
            yield group
            group, size = [], 0
    if group:
        yield group


def _solved(scores: Floats, steps: Floats, gaps: Floats, places: NDArray[np.int64], closing: NDArray[np.int64]) -> NDArray[np.int64]:
    """Labels of `places`, words of runs one after another; those at `closing`, one behind each run, are O.

    The sequence is cut into pieces. The best ways through each, from every label before it to every label at its end, are found for all
    pieces at once, and then which of them make the best way through all.
    """
    labels, pieces = len(steps), -(-len(places) // PIECE)
    emitted = np.full((pieces * PIECE, labels), FORBIDDEN, np.float32)
    emitted[:, 0] = 0.0
    emitted[: len(places)] = scores[np.minimum(places, len(scores) - 1)]
    emitted[closing] = [0.0, *[FORBIDDEN] * (labels - 1)]
    moves = np.zeros((pieces * PIECE, labels, labels), np.float32)
    moves[: len(places)] = _moves(gaps[places], steps)
    moves[len(places) :] = steps
    by_word = np.ascontiguousarray(moves.reshape(pieces, PIECE, labels, labels).transpose(1, 2, 3, 0))  # word, from, to, piece
    totals = _through(by_word, emitted.reshape(pieces, PIECE, labels).transpose(1, 2, 0))
    entry, leave = _joined(totals[-1])
    return _traced(totals, by_word, entry, leave)[: len(places)]


def _through(moves: Floats, emitted: Floats) -> Floats:
    """What the best way to each label costs: (word of the piece, label before the piece, label, piece)."""
    totals = np.empty_like(moves)
    totals[0] = moves[0] + emitted[0]
    for k in range(1, len(moves)):
        before, best = totals[k - 1], totals[k]
        np.add(before[:, 0, None], moves[k, 0], out=best)
        for label in range(1, moves.shape[1]):
            np.maximum(best, before[:, label, None] + moves[k, label], out=best)
        best += emitted[k]
    return totals


def _joined(through: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The labels before and at the end of every piece; `through` is (label before, label at the end, piece)."""
    ways = through.transpose(2, 0, 1).astype(np.float64)
    value = np.array([0.0, *[2 * FORBIDDEN] * (ways.shape[1] - 1)])
    back = np.zeros(ways.shape[:2], np.int64)
    for k, way in enumerate(ways):
        options = value[:, None] + way
        back[k] = options.argmax(0)
        value = options.max(0)
    leave = np.zeros(len(ways), np.int64)
    leave[-1] = value.argmax()
    for k in range(len(ways) - 1, 0, -1):
        leave[k - 1] = back[k, leave[k]]
    return np.concatenate([[0], leave[:-1]]), leave


def _traced(totals: Floats, moves: Floats, entry: NDArray[np.int64], leave: NDArray[np.int64]) -> NDArray[np.int64]:
    """Labels of all words, from the labels around every piece."""
    every = np.arange(len(entry))
    known = totals[:, entry, :, every]  # piece, word, label
    out = np.zeros(known.shape[:2], np.int64)
    out[:, -1] = leave
    for k in range(len(moves) - 1, 0, -1):
        out[:, k - 1] = (known[:, k - 1] + moves[k][:, out[:, k], every].T).argmax(1)
    return out.reshape(-1)


def _moves(gaps: Floats, steps: Floats) -> Floats:
    """What every step of labels costs at every gap: (gaps, labels, labels)."""
    leave, enter = _masks(len(steps))
    half = len(steps) // 2
    left = (gaps[:, :half] @ leave).reshape(-1, *steps.shape)
    return np.asarray(left + (gaps[:, half:] @ enter)[:, None, :] + steps, np.float32)


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
