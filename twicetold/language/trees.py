"""Dependency trees: the highest scoring tree with exactly one root (Chu and Liu 1965, Edmonds 1967), labelled under its final heads."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST_ROOTS = 8  # tried at most: sentences have one or two likely ones, and only junk has more
Scores = NDArray[np.float64]
Heads = NDArray[np.int64]


def tree(scores: NDArray[np.float32]) -> Heads:
    """Heads of the words of one sentence, a word that is its own head being the root. `scores[word, head]`, the diagonal for the root."""
    heads: Heads = scores.argmax(1).astype(np.int64)
    return heads if is_tree(heads) else _spanning(scores)


def is_tree(heads: Heads) -> bool:
    """One root, and every word hangs below it."""
    n = len(heads)
    if int((heads == np.arange(n)).sum()) != 1:
        return False
    seen = heads.copy()
    for _ in range(max(1, n.bit_length())):  # pointer jumping: after k steps everybody points 2**k heads up
        seen = seen[seen]
    return bool((seen == seen[0]).all() and heads[seen[0]] == seen[0])


def _spanning(scores: NDArray[np.float32]) -> Heads:
    """The best tree over all roots, tried in the order of what they could give at best until none left could give more."""
    others = scores.astype(np.float64)
    np.fill_diagonal(others, -np.inf)
    top = others.max(1)
    bounds = top.sum() - top + np.diag(scores)
    best, value = np.zeros(0, np.int64), -np.inf
    for root in np.argsort(-bounds, kind="stable")[:MOST_ROOTS]:
        if bounds[root] <= value:
            break
        heads = _rooted(scores, int(root))
        total = float(scores[np.arange(len(heads)), heads].astype(np.float64).sum())
        if total > value:
            best, value = heads, total
    return best


def _rooted(scores: NDArray[np.float32], root: int) -> Heads:
    n = len(scores)
    m = np.full((n + 1, n + 1), -np.inf)
    m[1:, 1:] = scores
    np.fill_diagonal(m, -np.inf)
    m[root + 1, 1:], m[root + 1, 0], m[0, 0] = -np.inf, 0.0, 0.0
    heads = _edmonds(m)[1:]
    return np.asarray(np.where(heads == 0, np.arange(n), heads - 1), np.int64)


def _edmonds(m: Scores) -> Heads:
    """`m[word, head]`; node 0 is the root. Contracts one cycle after another."""
    heads: Heads = m.argmax(1).astype(np.int64)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    ring = np.array(cycle)
    rest = np.array([i for i in range(len(m)) if i not in set(cycle)])
    smaller, enter, leave = _contracted(m, heads, ring, rest)
    inner = _edmonds(smaller)
    out, k = heads.copy(), len(rest)
    for i in range(1, k):
        out[rest[i]] = ring[leave[i]] if inner[i] == k else rest[inner[i]]
    out[ring[enter[inner[k]]]] = rest[inner[k]]
    return out


def _contracted(m: Scores, heads: Heads, ring: Heads, rest: Heads) -> tuple[Scores, Heads, Heads]:
    """`m` with the cycle as its last node, and which word of the cycle each arc enters or leaves."""
    k = len(rest)
    smaller = np.full((k + 1, k + 1), -np.inf)
    above, below = m[rest], m[ring]
    smaller[:k, :k] = above[:, rest]
    into = below[:, rest] - m[ring, heads[ring]][:, None]
    out = above[:, ring]
    smaller[k, :k], smaller[:k, k] = into.max(0), out.max(1)
    smaller[k, k] = -np.inf
    return smaller, into.argmax(0), out.argmax(1)


def _cycle(heads: Heads) -> list[int]:
    state = [0] * len(heads)
    state[0] = 2
    for start in range(len(heads)):
        path, x = [], start
        while state[x] == 0:
            state[x] = 1
            path.append(x)
            x = int(heads[x])
        if state[x] == 1:
            return path[path.index(x) :]
        for y in path:
            state[y] = 2
    return []
