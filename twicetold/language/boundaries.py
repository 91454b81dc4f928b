"""How likely a source or content ends, or begins, between two words, by the tree and the marks around the gap.

The tags know the words, but stop in the middle of a phrase now and then ('the rule in the'). Weights are learned on gold spans
(logistic regression over features of the gap) and lie beside the model; the decoder adds their log odds to its transitions.
"""

from __future__ import annotations

import json
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from twicetold.language.learned import folder
from twicetold.types import Token

KINDS = ("source_end", "cue_end", "content_end", "source_start", "cue_start", "content_start")
_QUOTES = frozenset("\"“”„«»‘’'") | {"''", "``"}
_POINTS = frozenset(".,;:!?()[]—–-…") | {"...", "--"}
MOST_CROSSING = 6
LONG = 6  # letters from which a word counts as any long one
LOWEST, HIGHEST = -5.0, 1.0  # log odds are held in here: no gap is forbidden, none forced
Side = tuple[int, int, int, str, str]  # rows of three features in the table, and the two names that pairs are made of


@cache
def _table() -> tuple[dict[str, int], NDArray[np.float32]]:
    """Where each feature's weights stand, and the weights, (rows, KINDS); row 0 is for features without any."""
    path = folder() / "boundaries.json"
    data = json.loads(path.read_text(encoding="utf-8"))["weights"] if path.is_file() else {}
    names = sorted({n for table in data.values() for n in table})
    rows = [[0.0] * len(KINDS), *([data[k].get(n, 0.0) for k in KINDS] for n in names)]
    return {n: k for k, n in enumerate(names, 1)}, np.array(rows, np.float32)


@cache
def shares() -> NDArray[np.float32]:
    """How much each kind of boundary counts."""
    data = json.loads((folder() / "boundaries.json").read_text(encoding="utf-8"))
    return np.array([data["share"][k] for k in KINDS], np.float32)


def _row(name: str) -> int:
    return _table()[0].get(name, 0)


@lru_cache(maxsize=1 << 15)
def _side(side: str, kind: str, relation: str, shape: str, word: str) -> Side:
    """The word left or right ('l', 'r') of a gap."""
    first, second = f"{side}:{kind}", f"{side}:{relation}:{shape}"
    return _row(first), _row(second), _row(f"{side}w:{word}" if word else f"{side}:long"), first, second


def _edge(side: str) -> Side:
    """Beyond the first or last word."""
    name = f"{side}:none"
    return _row(name), _row(name), 0, name, name


@lru_cache(maxsize=1 << 15)
def _pair(left: str, right: str) -> int:
    return _row(f"{left}&{right}")


def _sides(tokens: tuple[Token, ...], k: int) -> tuple[Side, Side]:
    """Word `k` as what stands left of a gap, and as what stands right of one."""
    token = tokens[k]
    kind, relation, word = _class(token), token.deprel, token.text.lower() if len(token.text) < LONG else ""
    left, right = ("root", "root") if token.head == k else ("across", "own") if token.head > k else ("own", "across")
    return _side("l", kind, relation, left, word), _side("r", kind, relation, right, word)


def _class(token: Token) -> str:
    if token.upos == "PUNCT":
        return "quote" if token.text in _QUOTES else token.text if token.text in _POINTS else "PUNCT"
    return token.upos


def crossing(tokens: tuple[Token, ...]) -> NDArray[np.int64]:
    """For every gap (0 .. words), how many arcs span it."""
    size = len(tokens)
    heads, own = np.fromiter((t.head for t in tokens), np.int64, size), np.arange(size)
    begin, end = (np.bincount(side(own, heads) + 1, minlength=size + 1) for side in (np.minimum, np.maximum))
    return np.asarray(np.cumsum(begin - end), np.int64)


def odds(tokens: tuple[Token, ...], runs: list[tuple[int, int]]) -> NDArray[np.float32]:
    """Weighted log odds of every kind of boundary, (words + 1, KINDS), at the gaps of `runs` of words; zero elsewhere."""
    out = np.zeros((len(tokens) + 1, len(KINDS)), np.float32)
    gaps = sorted({gap for first, last in runs for gap in range(first, last + 1)})
    known = _table()[1]
    if not gaps or len(known) == 1:
        return out
    rows = np.array(_features(tokens, gaps), np.int64)
    total = known[rows[:, 0]]
    for column in rows.T[1:]:
        total += known[column]
    out[gaps] = total.clip(LOWEST, HIGHEST) * shares()
    return out


def _features(tokens: tuple[Token, ...], gaps: list[int]) -> list[tuple[int, ...]]:
    """For every gap the rows of its features: bias, three of the word before and of the word behind, two pairs, arcs, sentence."""
    spanned = np.minimum(crossing(tokens), MOST_CROSSING).tolist()
    arcs = [_row(f"crossing:{k}") for k in range(MOST_CROSSING + 1)]
    bias, sentence, size = _row("bias"), _row("sentence"), len(tokens)
    sides = {k: _sides(tokens, k) for k in {*gaps, *(g - 1 for g in gaps)} if 0 <= k < size}
    out: list[tuple[int, ...]] = []
    for gap in gaps:
        a, b, c, first, second = sides[gap - 1][0] if gap else _edge("l")
        x, y, z, third, fourth = sides[gap][1] if gap < size else _edge("r")
        new = sentence if 0 < gap < size and tokens[gap - 1].sentence != tokens[gap].sentence else 0
        out.append((bias, a, b, c, x, y, z, _pair(first, third), _pair(second, fourth), arcs[spanned[gap]], new))
    return out
