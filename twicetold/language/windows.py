"""Windows of whole sentences for the model, and what comes back put together word by word.

Windows overlap; a sentence takes its scores from the window in which it stands farthest from an edge (`Window.own`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twicetold.language import session

LENGTH = 256  # pieces of a window, as in training
OVERLAP = 64  # pieces of context repeated from the window before
BATCH = 4
CLS, SEP = 101, 102  # of the uncased BERT vocabulary


@dataclass(frozen=True, slots=True)
class Text:
    """What the model sees: words with their pieces and case, `bounds` the first word of each sentence and one past the last word."""

    ids: list[list[int]]
    case: list[int]
    paragraph: list[bool]  # of every sentence: begins a paragraph
    bounds: list[int]

    def costs(self) -> list[int]:
        """Pieces of each sentence, with the separator before a paragraph."""
        sizes = np.fromiter((len(i) for i in self.ids), int, len(self.ids))
        total = np.concatenate([[0], np.cumsum(sizes)])
        return [int(total[b] - total[a]) + int(p) for a, b, p in zip(self.bounds, self.bounds[1:], self.paragraph, strict=False)]


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences `first` up to `last`; `own` are those whose scores are taken from here."""

    first: int
    last: int
    own: range


@dataclass(frozen=True, slots=True)
class Scores:
    """Output of the model for one window; words and pieces counted from the window's first."""

    window: Window
    word: int  # first word of the window
    first: list[int]  # first piece of every word, and one past the last word's last piece
    heads: dict[str, NDArray[np.float32]]


def case(word: str) -> int:
    """Case class, since the vocabulary is uncased: 1 no letters, 2 lower, 3 UPPER, 4 single capital, 5 Title, 6 miXed."""
    if not any(c.isalpha() for c in word):
        return 1
    if word.islower():
        return 2
    if word.isupper():
        return 3 if len(word) > 1 else 4
    return 5 if word[0].isupper() and word[1:].islower() else 6


def cut(costs: Sequence[int]) -> list[Window]:
    """Windows over sentences of the given costs."""
    places = _places(costs)
    best = [-1] * len(costs)
    margin = [-1] * len(costs)
    for w, (i, j) in enumerate(places):
        for s in range(i, j):
            free = min(s - i if i else len(costs), j - 1 - s if j < len(costs) else len(costs))
            if free > margin[s]:
                best[s], margin[s] = w, free
    owned: list[list[int]] = [[] for _ in places]
    for s, w in enumerate(best):
        owned[w].append(s)
    return [Window(i, j, range(own[0], own[-1] + 1) if own else range(0)) for (i, j), own in zip(places, owned, strict=True)]


def _places(costs: Sequence[int]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    i, n = 0, len(costs)
    while i < n:
        j, total = i, 2
        while j < n and (j == i or total + costs[j] <= LENGTH):
            total += costs[j]
            j += 1
        out.append((i, j))
        if j >= n:
            break
        i = _restart(costs, i, j)
    return out


def _restart(costs: Sequence[int], i: int, j: int) -> int:
    """Where the next window begins: with some context before sentence `j`, but never without room for `j`."""
    k, context = j, 0
    while k - 1 > i and context + costs[k - 1] <= OVERLAP and context + costs[k - 1] + costs[j] + 2 <= LENGTH:
        k -= 1
        context += costs[k]
    return k


def read(text: Text) -> Iterator[Scores]:
    """Runs the model over the whole text, window by window, in text order."""
    windows = cut(text.costs())
    for k in range(0, len(windows), BATCH):
        group = windows[k : k + BATCH]
        rows = [features(text, w) for w in group]
        out = session.run(batch(rows))
        for q, (w, row) in enumerate(zip(group, rows, strict=True)):
            yield Scores(w, text.bounds[w.first], [*row["first"], len(row["ids"]) - 1], _slice(out, q, len(row["first"])))


_PAIRS = ("link", "raw")


def _slice(out: session.Arrays, q: int, n: int) -> dict[str, NDArray[np.float32]]:
    return {k: v[q, :n, :n] if k in _PAIRS else v[q] if k == "piece" else v[q, :n] for k, v in out.items()}


def features(text: Text, window: Window) -> dict[str, list[int]]:
    ids, cases, sents, first = [CLS], [0], [-1], []
    for s in range(window.first, window.last):
        if text.paragraph[s] and s > window.first:
            ids.append(SEP)
            cases.append(0)
            sents.append(-1)
        for k in range(text.bounds[s], text.bounds[s + 1]):
            first.append(len(ids))
            ids += text.ids[k]
            cases += [text.case[k]] * len(text.ids[k])
            sents += [s - window.first] * len(text.ids[k])
    return {"ids": [*ids, SEP], "case": [*cases, 0], "psent": [*sents, -1], "first": first}


def batch(rows: list[dict[str, list[int]]]) -> session.Arrays:
    out = {name: _padded([r[name] for r in rows], -1 if name == "psent" else 0) for name in ("ids", "case", "psent", "first")}
    out["mask"] = _padded([[1] * len(r["ids"]) for r in rows], 0)
    out["sid"] = np.arange(max(max(r["psent"]) for r in rows) + 1)
    return out


def _padded(rows: list[list[int]], fill: int) -> NDArray[np.int64]:
    out = np.full((len(rows), max(map(len, rows))), fill, np.int64)
    for k, row in enumerate(rows):
        out[k, : len(row)] = row
    return out
