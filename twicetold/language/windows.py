"""Windows of whole sentences for the model, and what comes back put together word by word.

A window ends with a paragraph where it can. Where it cannot, the next one repeats some of it, and a sentence takes its scores from the
window in which it stands farthest from an edge (`Window.own`). The last one reaches back until it is full: the model has learned from
full windows alone and reads short ones worse; the trees of a text that fills none are therefore read off a repetition of it (`COPIES`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twicetold.language import session

LENGTH = 256  # pieces of a window, as in training
ENOUGH = 192  # pieces from which a window ends with the paragraph: attention costs the square of the length
OVERLAP = 64  # pieces of context repeated from the window before
COPIES = 3  # of a short text: LAS on EWT dev, a third of it in such texts, 84.7 with one, 85.2 with 2, 85.4 with 3, 85.5 with a full window
TREES = ("upos", "raw", "end", "rel_dep", "rel_head")  # taken from the repetition; attributions in single sentences are lost in it
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


def cut(costs: Sequence[int], opens: Sequence[bool]) -> list[Window]:
    """Windows over sentences of the given costs; `opens` says of each whether it begins a paragraph."""
    places = _places(costs, opens)
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


def _places(costs: Sequence[int], opens: Sequence[bool]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    i, n = 0, len(costs)
    while i < n:
        j, total = i, 2
        while j < n and (j == i or (total + costs[j] <= LENGTH and not (opens[j] and total >= ENOUGH))):
            total += costs[j]
            j += 1
        out.append((i, j))
        if j >= n:
            break
        i = j if opens[j] else _restart(costs, i, j)
    return [*out[:-1], _back(costs, *out[-1])] if out else out


def _back(costs: Sequence[int], i: int, j: int) -> tuple[int, int]:
    """The sentences `i` to `j` with as many before them as one window holds."""
    total = 2 + sum(costs[i:j])
    while i > 0 and total + costs[i - 1] <= LENGTH:
        i -= 1
        total += costs[i]
    return i, j


def _restart(costs: Sequence[int], i: int, j: int) -> int:
    """Where the next window begins: with some context before sentence `j`, but never without room for `j`."""
    k, context = j, 0
    while k - 1 > i and context + costs[k - 1] <= OVERLAP and context + costs[k - 1] + costs[j] + 2 <= LENGTH:
        k -= 1
        context += costs[k]
    return k


def read(text: Text) -> Iterator[Scores]:
    """Runs the model over the whole text, window by window, in text order.

    One window at a time: the model scales its int8 numbers over all that it gets at once, so that windows would colour each other.
    """
    for window in cut(text.costs(), text.paragraph):
        ids, cases, first = pieces(text, window)
        out = _scored(ids, cases, first)
        if len(ids) < ENOUGH:
            again = _scored(_repeated(ids), _repeated(cases), first)
            out |= {name: again[name] for name in TREES}
        yield Scores(window, text.bounds[window.first], [*first, len(ids) - 1], out)


def _scored(ids: list[int], cases: list[int], first: list[int]) -> dict[str, NDArray[np.float32]]:
    out = session.read({"ids": _row(ids), "case": _row(cases), "first": _row(first), "mask": _row([1] * len(ids))})
    return {k: v[0] for k, v in out.items()}


def _repeated(row: list[int]) -> list[int]:
    """COPIES of a row as far as a window holds them, its [CLS] once."""
    return [row[0], *(row[1:] * COPIES)[: LENGTH - 1]]


def _row(numbers: list[int]) -> NDArray[np.int64]:
    return np.array([numbers], np.int64)


def pieces(text: Text, window: Window) -> tuple[list[int], list[int], list[int]]:
    """The pieces of a window and the case class of each, specials included, and the first piece of every word."""
    ids, cases, first = [CLS], [0], list[int]()
    for s in range(window.first, window.last):
        if text.paragraph[s] and s > window.first:
            ids.append(SEP)
            cases.append(0)
        for k in range(text.bounds[s], text.bounds[s + 1]):
            first.append(len(ids))
            ids += text.ids[k]
            cases += [text.case[k]] * len(text.ids[k])
    return [*ids, SEP], [*cases, 0], first
