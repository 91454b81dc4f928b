"""Where sentences end: what the rules, the model's scores, the marks and shapes around a gap, and the tree across it say together.

A logistic regression over named features; `lexicons/endings.toml` holds its weights and how they were fitted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from twicetold.language.lexicon import table, words

# F1 of sentences and LAS on EWT / GUM dev with a bound above -1: 88.8, 85.06 / 94.4, 86.64; above -.5: 89.4, 85.00 / 94.6, 86.60;
# above 0: 88.6, 84.86 / 94.5, 86.54. The two constants before (rules unless the odds are sure): 84.6, 84.47 / 92.8, 86.50
BOUND = -0.75
LIKELY = -6.0  # log odds of the model below which no gap is looked at, unless the rules end a sentence there
HIGHEST = 5.0  # to which the odds are held: none of the training texts' is higher
MOST_CROSSED, FIRST_CROSSED = 12.0, 3.0  # to which the cost of a gap in the tree is held, twice for a bend
LONG = 60  # words since the last bound of the rules
LEAST = 1e-4  # probability: the logarithm is taken of this at least
_KINDS = (
    ("rule", r"([-=_*~#—–])\1{2,}"),
    ("url", r"(?:https?://|www\.).*|.*\.(?:com|org|net|html?|pdf|docx?|xls|jpg)"),
    ("mail", r".+@.+"),
    ("face", r"[:;=]-?[)(DPp]|\^_\^|<3"),
    ("ampm", r"[AaPp](?:M|m|\.m\.)"),
    ("date", r"\d\d?/\d\d?/\d{2,4}"),
    ("clock", r"\d\d?:\d\d(?::\d\d)?"),
    ("year", r"[12]\d{3}"),
    ("num", r"\d.*"),
    ("dots", r"\.{2,}|…"),
    (".", r"\."),
    ("!?", r"[.!?…。！？].*[.!?…。！？]|[!?…。！？]"),
    ("abbr", r".+\."),
    ("(", r"[(\[{]"),
    (")", r"[)\]}]"),
    ("quote", r"[\"“”«»„‟]|''|``"),
    ("apo", r"['’‘`]"),
    ("dash", r"[-–—]|--"),
    ("mark", r">>?|<<?|[|*•~·#+]"),
)  # the first that holds, of a whole word

# Kinds of the two words before a gap and the two behind it, parts of speech of the inner ones, whether no white space, a bound of the
# rules, a word that often begins a sentence
Shape = tuple[str, str, str, str, str, str, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words as the model read them in one window. Sentences of the rules begin at `starts`, paragraphs at `opens` (0 is in both)."""

    texts: Sequence[str]
    upos: Sequence[str]
    glued: Sequence[bool]  # no white space before the word
    starts: Sequence[int]
    opens: frozenset[int]
    odds: NDArray[np.float32]  # (words,), log odds that a sentence ends with the word
    arcs: NDArray[np.float32]  # (words, words), scores of heads; the diagonal is for the root
    crossed: dict[int, float] = field(default_factory=dict)  # cost of every gap in the tree


def ended(passage: Passage) -> list[int]:
    """First words of the sentences of a passage."""
    found = (k for k, value in _values(passage) if value > BOUND and passage.texts[k - 1] != ",")  # '“Yes,” / she said', never right
    return sorted({0, *passage.opens, *found})


def _values(p: Passage) -> Iterator[tuple[int, float]]:
    """The weighted sum of `features` of every gap; without the tree where the tree cannot lift it above BOUND."""
    weights, most = _weights(), _most_by_tree()
    gaps, shapes = _gaps(p), _shapes(p)
    known = {k: _valued(shapes(k)) + sum(weights.get(n, 0.0) * v for n, v in _measured(p, k).items()) for k in gaps}
    likely = [k for k in gaps if known[k] + most > BOUND]
    _cross(p, likely)
    for k in likely:
        yield k, known[k] + sum(weights.get(n, 0.0) * v for n, v in _crossing(p, k).items())


@cache
def _weights() -> dict[str, float]:
    fitted = table("endings")["fitted"]["weights"]
    assert isinstance(fitted, dict)
    return fitted


@cache
def _most_by_tree() -> float:
    """What the tree adds at most: its part of the sum bends at FIRST_CROSSED and ends at MOST_CROSSED."""
    all_, first = (_weights().get(name, 0.0) for name in ("cross", "cross3"))
    return max(all_ * cost + first * min(cost, FIRST_CROSSED) for cost in (0.0, FIRST_CROSSED, MOST_CROSSED))


def _gaps(p: Passage) -> list[int]:
    """The word behind each gap inside a paragraph that may end a sentence."""
    rules = frozenset(p.starts)
    return [k for k, odds in enumerate(p.odds[: len(p.texts) - 1].tolist(), 1) if k not in p.opens and (odds > LIKELY or k in rules)]


def features(p: Passage) -> list[tuple[int, dict[str, float]]]:
    """The gaps inside paragraphs that may end a sentence, as the word behind each, with the features of each."""
    gaps, shapes = _gaps(p), _shapes(p)
    _cross(p, gaps)
    return [(k, _measured(p, k) | _crossing(p, k) | dict.fromkeys(_named(shapes(k)), 1.0)) for k in gaps]


def _measured(p: Passage, k: int) -> dict[str, float]:
    """What the model says, and the length so far."""
    odds, begun = min(float(p.odds[k - 1]), HIGHEST), bisect_right(p.starts, k - 1) - 1
    out = {"bias": 1.0, "odds": max(odds, LIKELY - 2), "odds4": max(0.0, odds + 4), "odds0": max(0.0, odds)}
    return out | {"length": min(k - p.starts[begun], LONG) / LONG}


def _crossing(p: Passage, k: int) -> dict[str, float]:
    crossed = p.crossed.get(k, 0.0)
    return {"cross": min(crossed, MOST_CROSSED), "cross3": min(crossed, FIRST_CROSSED)}


def _shapes(p: Passage) -> Callable[[int], Shape]:
    """What stands around a gap, given the word behind it."""
    kinds = ["none", *map(kind, p.texts), "none"]
    rules, starters = frozenset(p.starts), words("tokens", "starters")

    def shape(k: int) -> Shape:
        before = kinds[k - 1] if k - 1 not in p.opens else "none"
        behind = kinds[k + 2] if k + 1 not in p.opens else "none"
        starter = p.texts[k].capitalize() in starters
        return before, kinds[k], kinds[k + 1], behind, p.upos[k - 1], p.upos[k], p.glued[k], k in rules, starter

    return shape


@lru_cache(maxsize=1 << 14)
def _valued(shape: Shape) -> float:
    weights = _weights()
    return sum(weights.get(name, 0.0) for name in _named(shape))


def _named(shape: Shape) -> list[str]:
    """Kinds and parts of speech of the words beside a gap and of the next ones in the paragraph, white space, what the rules say."""
    before, a, b, behind, x, y, glued, rule, starter = shape
    out = [f"l {a}", f"r {b}", f"l2 {before}", f"r2 {behind}", f"{a} {b}", f"lu {x}", f"ru {y}", f"u {x} {y}"]
    if glued:
        out += ["glued", f"glued {a}"]
    if rule:
        out += ["rule", f"rule l {a}", f"rule r {b}"]
    if starter:
        out += ["starter", f"starter {b}"]
    return out


def _cross(p: Passage, gaps: list[int]) -> None:
    """Fills `crossed` for `gaps`, in the sentence of the rules around each, or the two beside it."""
    bounds = [*p.starts, len(p.texts)]
    wanted = set(gaps)
    for a, b in pairwise(bounds):
        if not wanted.isdisjoint(range(a + 1, b)):
            p.crossed.update(_costs(p.arcs, a, b))
    for a, b, c in zip(bounds, bounds[1:], bounds[2:], strict=False):
        if b in wanted:
            p.crossed[b] = _cost(p.arcs, a, b, c)


def _cost(arcs: NDArray[np.float32], first: int, gap: int, last: int) -> float:
    """The same as `_costs` for one gap, the one before the word `gap`."""
    here, k = arcs[first:last, first:last], gap - first
    shares = np.exp(here - here.max(1, keepdims=True))
    left = shares[:, :k].sum(1) / shares.sum(1)
    return -float(np.log(left[:k].clip(LEAST)).sum() + np.log((1 - left[k:]).clip(LEAST)).sum())


def _costs(arcs: NDArray[np.float32], first: int, last: int) -> dict[int, float]:
    """For every gap between words `first` and `last`: minus log of the probability that no word's head lies beyond it."""
    here = arcs[first:last, first:last]
    shares = np.exp(here - here.max(1, keepdims=True))
    left = (shares / shares.sum(1, keepdims=True)).cumsum(1)  # [word, k]: the head is one of the first k + 1
    before = np.log(left.clip(LEAST)).cumsum(0).diagonal()[:-1]
    behind = np.log((1 - left).clip(LEAST))[::-1].cumsum(0)[::-1].diagonal(-1)
    return dict(enumerate((-before - behind).tolist(), first + 1))


@lru_cache(maxsize=1 << 14)
def kind(word: str) -> str:
    """What a word looks like: the marks themselves, one of `_KINDS`, else its letter case."""
    if word in ",;:":
        return word
    if not word.isalpha():
        for name, pattern in _KINDS:
            if re.fullmatch(pattern, word, re.DOTALL):
                return name
        if not any(c.isalnum() for c in word):
            return "sym"
    if word.islower():
        return "low"
    if word.isupper():
        return "CAP" if len(word) > 1 else "C"
    return "Tit" if word[0].isupper() else "mix"
