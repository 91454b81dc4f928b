"""Which word a punctuation mark hangs on, once the tree of the other words is known.

In Universal Dependencies a mark hangs on the highest word of the unit that it closes, opens or parts from another, such that no arc
crosses: one of the words above its two neighbours. A conditional logit over named features chooses; `lexicons/punctuation.toml` holds
its weights and how they were fitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from twicetold.language.lexicon import table

LOWEST = -10.0  # log probability of a head in the eyes of the model is held to this at least
MOST = 25  # words looked at above a neighbour
_OPENING = frozenset("([{“‘«„") | {"``"}
_CLOSING = frozenset(")]}”»") | {"''"}
_NEAR = 6  # words before a conjunct among which its conjunction is looked for
Features = dict[str, float]
# Of a mark and a word: class and place of the mark, side, `_what` and relation of the word, relations of the topmost words of both sides,
# words below it on its side, `_joined`, `_inside`
Shape = tuple[str, str, str, str, str, str, int, bool, str]
_Candidate = tuple[int, float, Shape]  # the word, its log probability in the eyes of the model


@dataclass(frozen=True, slots=True)
class Tree:
    """Words of one sentence with their tree; `heads` count from its first word, the root is its own head."""

    texts: Sequence[str]
    heads: NDArray[np.int64]  # changed by `attach`
    rels: Sequence[str]  # without subtypes
    arcs: NDArray[np.float32]  # (words, words), scores of heads


@dataclass(frozen=True, slots=True)
class _Side:
    """The words above one neighbour of a mark, lowest first, and whether the last of them hangs beyond the mark or is the root."""

    name: str
    words: list[int]
    spans: bool


def attach(tree: Tree) -> None:
    """Hangs every mark of `tree` on its likeliest word; marks that others hang on stay where they are."""
    chosen = [(k, max(found, key=_value)[0]) for k, found in _all(tree) if found]
    for k, head in chosen:
        tree.heads[k] = head


def _value(candidate: _Candidate) -> float:
    _, log, shape = candidate
    return _weights().get("log", 0.0) * log + _valued(shape)


@lru_cache(maxsize=1 << 14)
def _valued(shape: Shape) -> float:
    weights = _weights()
    return sum(weights.get(name, 0.0) for name in _named(shape))


@cache
def _weights() -> dict[str, float]:
    fitted = table("punctuation")["fitted"]["weights"]
    assert isinstance(fitted, dict)
    return fitted


def candidates(s: Tree) -> list[tuple[int, list[tuple[int, Features]]]]:
    """Every mark that nothing hangs on, with the words it may hang on and their features."""
    return [(k, [(word, {"log": log, **dict.fromkeys(_named(shape), 1.0)}) for word, log, shape in found]) for k, found in _all(s)]


def _all(s: Tree) -> list[tuple[int, list[_Candidate]]]:
    heads, size = s.heads.tolist(), len(s.texts)
    mark = [r == "punct" for r in s.rels]
    governing = {h for k, h in enumerate(heads) if h != k}
    mates = _mates(s.texts)
    words = [k for k in range(size) if not mark[k]]
    if not words:
        return []
    return [
        (k, _candidates(s, heads, mark, k, mates.get(k), "F" if k > words[-1] else "I" if k < words[0] else "M"))
        for k in range(size)
        if mark[k] and k not in governing and heads[k] != k
    ]


def _candidates(s: Tree, heads: list[int], mark: list[bool], k: int, mate: int | None, place: str) -> list[_Candidate]:
    row = s.arcs[k].astype(np.float64)
    row -= row.max()
    logs = np.maximum(row - np.log(np.exp(row).sum()), LOWEST).tolist()
    sides = [_side(heads, mark, k, step) for step in (-1, 1)]
    context = "|".join(s.rels[side.words[-1]] if side.spans and side.words else "." for side in sides)
    name = kind(s.texts[k])
    if mate is None:
        name += "1" * (name in ("open", "close"))
    elif name == "straight":
        name = "open" if mate > k else "close"
    out: list[_Candidate] = []
    for side in sides:
        for height, word in enumerate(side.words):
            inside = "" if mate is None else _inside(heads, min(k, mate), max(k, mate), word)
            what, joined = _what(heads, side, height), _joined(s, heads, word)
            out.append((word, logs[word], (name, place, side.name, what, s.rels[word], context, min(height, 3), joined, inside)))
    return out


def _what(heads: list[int], side: _Side, height: int) -> str:
    """Whether a word is the topmost of its side, the root, or hangs beyond the mark."""
    word, top = side.words[height], height == len(side.words) - 1
    return ("T" if top else "m") + ("r" if heads[word] == word else "s" if top and side.spans else "")


def _joined(s: Tree, heads: list[int], word: int) -> bool:
    """Whether a conjunct has a conjunction before it."""
    return s.rels[word] == "conj" and any(heads[j] == word and s.rels[j] == "cc" for j in range(max(0, word - _NEAR), word))


def _named(shape: Shape) -> list[str]:
    name, place, side, what, rel, context, height, joined, inside = shape
    out = [
        f"{name} {place} {side} {what}",
        f"{name} {side} {what} {rel}",
        f"{name} {side} {what} {context}",
        f"{name} {side} {height}",
        f"{side} {what} {rel}",
    ]
    if rel == "conj":
        out.append(f"{name} {side} conj {int(joined)} {what}")
    if inside:
        out.append(f"{name} inside {inside}")
    return out


def _inside(heads: list[int], first: int, last: int, word: int) -> str:
    """Whether a word stands between two marks that belong together, and is the highest there."""
    inside = first < word < last
    return f"{int(inside)} {int(inside and (heads[word] == word or not first < heads[word] < last))}"


def _side(heads: list[int], mark: list[bool], k: int, step: int) -> _Side:
    """The words above the neighbour of mark `k` to the left (`step` -1) or right (1), as long as none hangs beyond the mark."""
    word, name = k + step, "l" if step < 0 else "r"
    while 0 <= word < len(heads) and mark[word]:
        word += step
    out: list[int] = []
    if not 0 <= word < len(heads):
        return _Side(name, out, False)
    for _ in range(MOST):
        if not mark[word]:
            out.append(word)
        head = heads[word]
        if head == word or (head - k) * step < 0:
            return _Side(name, out, head != word)
        word = head
    return _Side(name, out, False)


def _mates(texts: Sequence[str]) -> dict[int, int]:
    """Brackets and quotation marks that belong together, each by the other."""
    out: dict[int, int] = {}
    opened: list[int] = []
    straight: int | None = None
    for k, word in enumerate(texts):
        if word in _OPENING and word != "``":
            opened.append(k)
        elif word in _CLOSING and word != "''" and opened:
            out[k] = opened.pop()
        elif word in ('"', "''", "``"):
            if straight is not None:
                out[k] = straight
            straight = k if straight is None else None
    return out | {b: a for a, b in out.items()}


@lru_cache(maxsize=1 << 10)
def kind(word: str) -> str:
    """Class of a mark."""
    if word in _OPENING:
        return "open"
    if word in _CLOSING:
        return "close"
    if word in ('"', "'", "’"):
        return "straight"
    if word in ",;:/-":
        return word
    if word in ("–", "—", "--"):
        return "--"
    if word in ("...", "…", ".."):
        return "..."
    return "." if word[0] in ".!?" else "other"
