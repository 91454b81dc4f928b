"""From scores to attributions, names and trees, as simply as measuring needs; the program's own decoder is in twicetold/language."""

from __future__ import annotations

from typing import Any

import numpy as np
from features import Attribution
from numpy.typing import NDArray

Scores = NDArray[np.floating[Any]]
NEVER = -50.0
NEW_SHARE = 0.25  # of a source's link mass: enough to be the source of another cue too (it was trained on equal shares)


def log_softmax(x: Scores) -> Scores:
    x = x - x.max(-1, keepdims=True)
    return x - np.log(np.exp(x).sum(-1, keepdims=True))


def viterbi(scores: Scores, steps: Scores) -> list[int]:
    """The best legal BIO sequence; odd labels begin, the even one after continues."""
    n, size = scores.shape
    steps, best = steps.copy(), scores[0].copy()
    for i in range(2, size, 2):
        best[i] += NEVER
        steps[[p for p in range(size) if p not in (i - 1, i)], i] = NEVER
    back = np.zeros((n, size), int)
    for k in range(1, n):
        reach = best[:, None] + steps
        back[k] = reach.argmax(0)
        best = reach.max(0) + scores[k]
    out = [int(best.argmax())]
    for k in range(n - 1, 0, -1):
        out.append(int(back[k][out[-1]]))
    return out[::-1]


def spans(labels: list[int]) -> list[tuple[int, int, int]]:
    """(class, first word, one past the last) of BIO numbers; classes from 0. Unknown labels (negative) belong to none."""
    out: list[tuple[int, int, int]] = []
    now: tuple[int, int] | None = None
    for k, label in enumerate([*labels, 0]):
        kind = (label - 1) // 2 if label > 0 else None
        if now and (kind != now[0] or label % 2):
            out.append((*now, k))
            now = None
        if kind is not None and now is None:
            now = (kind, k)
    return out


def attributions(tags: list[int], links: list[tuple[int, int, Scores]], gap_cost: float = 0.1) -> list[Attribution]:
    """Sources and contents joined to cues by the link scores less `gap_cost` a word between; `links`: windows i..j with [words, words]."""
    found = spans(tags)
    cues = [s[1:] for s in found if s[0] == 1]
    if not cues:
        return []
    relations = [Attribution([], [c], []) for c in cues]
    shares = {s: np.exp(_link(s, cues, links, gap_cost)) for s in found if s[0] != 1}
    for (kind, a, b), share in shares.items():
        best = int(share.argmax())
        if kind == 2:
            relations[best].content.append((a, b))
        else:
            for k in map(int, np.flatnonzero(share >= min(NEW_SHARE, share[best]))):
                relations[k].source.append((a, b))
    for k, r in enumerate(relations):
        if len(r.source) > 1:  # one source a cue
            likely = {s: float(shares[(0, *s)][k]) for s in r.source}
            r.source[:] = [max(likely, key=likely.__getitem__)]
    return [r for r in relations if r.content]


def _link(span: tuple[int, int, int], cues: list[tuple[int, int]], links: list[tuple[int, int, Scores]], gap_cost: float) -> Scores:
    """Log share of each cue for a span, from the window that shows most of both."""
    _, a, b = span
    best, score = (-1, -1), np.full(len(cues), NEVER)
    for i, j, matrix in links:
        if a >= j or b <= i:
            continue
        seen = [k for k, c in enumerate(cues) if i <= c[0] < j]
        lo, hi = max(a, i), min(b, j)
        if seen and (hi - lo, len(seen)) > best:
            best = (hi - lo, len(seen))
            score = np.full(len(cues), NEVER)
            score[seen] = matrix[lo - i : hi - i][:, [cues[k][0] - i for k in seen]].mean(0)
    gap = np.array([max(0, c[0] - b, a - c[1]) for c in cues], float)
    return log_softmax(np.maximum(score, -15) - gap_cost * gap)


def tree(scores: Scores) -> NDArray[np.int64]:
    """Heads of the best tree with exactly one root. `scores` [dependent, head], the diagonal being the root's. Own index = root."""
    n = len(scores)
    m = np.full((n + 1, n + 1), -np.inf)
    m[1:, 1:] = scores
    m[1:, 0] = np.diag(scores) - 1e5  # each root costs dear, so that there is one
    np.fill_diagonal(m, -np.inf)
    m[0, 0] = 0
    heads = _edmonds(m)[1:]
    return np.where(heads == 0, np.arange(n), heads - 1)


def _cycle(heads: NDArray[np.int64]) -> list[int]:
    state = [0] * len(heads)
    state[0] = 2
    for begin in range(len(heads)):
        path, x = [], begin
        while state[x] == 0:
            state[x] = 1
            path.append(x)
            x = int(heads[x])
        if state[x] == 1:
            return path[path.index(x) :]
        for y in path:
            state[y] = 2
    return []


def _edmonds(m: Scores) -> NDArray[np.int64]:
    """Chu-Liu-Edmonds on [dependent, head]; node 0 is the root."""
    heads = m.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    c, rest = np.array(cycle), np.array([i for i in range(len(m)) if i not in set(cycle)])
    k = len(rest)
    small = np.full((k + 1, k + 1), -np.inf)
    small[:k, :k] = m[np.ix_(rest, rest)]
    enter = m[np.ix_(c, rest)] - m[c, heads[c]][:, None]
    small[k, :k] = enter.max(0)
    leave = m[np.ix_(rest, c)]
    small[:k, k] = leave.max(1)
    inner, out = _edmonds(small), heads.copy()
    for i in range(1, k):
        out[rest[i]] = c[leave.argmax(1)[i]] if inner[i] == k else rest[inner[i]]
    out[c[enter.argmax(0)[inner[k]]]] = rest[inner[k]]
    return out


def is_tree(heads: list[int]) -> bool:
    roots = [k for k, h in enumerate(heads) if h == k]
    if len(roots) != 1 or min(heads) < 0 or max(heads) >= len(heads):
        return False
    safe = {roots[0]}
    for k in range(len(heads)):
        path: list[int] = []
        x = k
        while x not in safe and len(path) <= len(heads):
            path.append(x)
            x = heads[x]
        if x not in safe:
            return False
        safe.update(path)
    return True
