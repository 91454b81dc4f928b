"""How likely a source or content ends, or begins, between two words, by the tree and the marks around the gap.

The tags know the words, but stop in the middle of a phrase now and then ('the rule in the'). Weights are learned on gold spans
(logistic regression over features of the gap) and lie beside the model; the decoder adds their log odds to its transitions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

import numpy as np
from numpy.typing import NDArray

from twicetold.language.learned import folder
from twicetold.types import Token

KINDS = ("source_end", "cue_end", "content_end", "source_start", "cue_start", "content_start")
_QUOTES = frozenset("\"“”„«»‘’'") | {"''", "``"}
_POINTS = frozenset(".,;:!?()[]—–-…") | {"...", "--"}
MOST_CROSSING = 6
LOWEST, HIGHEST = -5.0, 1.0  # log odds are held in here: no gap is forbidden, none forced


def features(tokens: tuple[Token, ...], gap: int) -> Iterator[str]:
    """Names of the features of the gap between words `gap` - 1 and `gap`; either may lie outside."""
    left, right = _side(tokens, gap - 1, gap, "l"), _side(tokens, gap, gap, "r")
    yield "bias"
    yield from left
    yield from right
    if left and right:
        yield f"{left[0]}&{right[0]}"
        yield f"{left[1]}&{right[1]}"


def _side(tokens: tuple[Token, ...], k: int, gap: int, side: str) -> tuple[str, ...]:
    if not 0 <= k < len(tokens):
        return (f"{side}:none", f"{side}:none")
    token = tokens[k]
    away = token.head >= gap if side == "l" else token.head < gap
    shape = "root" if token.head == k else "across" if away else "own"
    return (
        f"{side}:{_class(token)}",
        f"{side}:{token.deprel}:{shape}",
        f"{side}w:{token.text.lower()}" if len(token.text) < 6 else f"{side}:long",
    )


def _class(token: Token) -> str:
    if token.upos == "PUNCT":
        return "quote" if token.text in _QUOTES else token.text if token.text in _POINTS else "PUNCT"
    return token.upos


def crossing(tokens: tuple[Token, ...]) -> NDArray[np.int64]:
    """For every gap (0 .. words), how many arcs span it."""
    change = np.zeros(len(tokens) + 2, np.int64)
    for k, token in enumerate(tokens):
        first, last = min(k, token.head), max(k, token.head)
        change[first + 1] += 1
        change[last + 1] -= 1
    return np.cumsum(change)[: len(tokens) + 1]


@cache
def weights() -> dict[str, NDArray[np.float32]] | None:
    """For each feature its learned weight in every kind of boundary; None for a model that came without."""
    path = folder() / "boundaries.json"
    if not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    names = sorted({n for table in data["weights"].values() for n in table})
    return {n: np.array([data["weights"][k].get(n, 0.0) for k in KINDS], np.float32) for n in names}


@cache
def shares() -> NDArray[np.float32]:
    """How much each kind of boundary counts."""
    data = json.loads((folder() / "boundaries.json").read_text(encoding="utf-8"))
    return np.array([data["share"][k] for k in KINDS], np.float32)


def odds(tokens: tuple[Token, ...], runs: list[tuple[int, int]]) -> NDArray[np.float32]:
    """Weighted log odds of every kind of boundary, (words + 1, KINDS), at the gaps of `runs` of words; zero elsewhere."""
    out = np.zeros((len(tokens) + 1, len(KINDS)), np.float32)
    known = weights()
    if known is None:
        return out
    spanned = np.minimum(crossing(tokens), MOST_CROSSING)
    for gap in sorted({gap for first, last in runs for gap in range(first, last + 1)}):
        names = [*features(tokens, gap), f"crossing:{spanned[gap]}"]
        if 0 < gap < len(tokens) and tokens[gap - 1].sentence != tokens[gap].sentence:
            names.append("sentence")
        out[gap] = sum(known[n] for n in names if n in known)
    return out.clip(LOWEST, HIGHEST) * shares()
