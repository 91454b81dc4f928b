"""Where sentences end: what the rules, the model's scores, the marks and shapes around a gap, and the tree across it say together.

A logistic regression over named features; `lexicons/endings.toml` holds its weights and how they were fitted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    weights = _weights()
    found = [k for k, names in features(passage) if sum(weights.get(name, 0.0) * value for name, value in names.items()) > BOUND]
    return sorted({0, *passage.opens, *found})


@cache
def _weights() -> dict[str, float]:
    fitted = table("endings")["fitted"]["weights"]
    assert isinstance(fitted, dict)
    return fitted


def features(p: Passage) -> list[tuple[int, dict[str, float]]]:
    """The gaps inside paragraphs that may end a sentence, as the word behind each, with the features of each."""
    rules = frozenset(p.starts)
    gaps = [k for k in range(1, len(p.texts)) if k not in p.opens and (k in rules or p.odds[k - 1] > LIKELY)]
    _cross(p, gaps)
    kinds = [kind(t) for t in p.texts]
    begun = {k: k - s for s, e in pairwise([*p.starts, len(p.texts)]) for k in range(s, e)}
    return [(k, _odds(p, k, k in rules) | _around(p, k, kinds) | _rule(p, k, k in rules, kinds, begun)) for k in gaps]


def _odds(p: Passage, k: int, rule: bool) -> dict[str, float]:
    odds, crossed = min(float(p.odds[k - 1]), HIGHEST), p.crossed.get(k, 0.0)
    out = {"bias": 1.0, "odds": max(odds, LIKELY - 2), "odds4": max(0.0, odds + 4), "odds0": max(0.0, odds), "rule": float(rule)}
    return out | {"cross": min(crossed, MOST_CROSSED), "cross3": min(crossed, FIRST_CROSSED)}


def _around(p: Passage, k: int, kinds: list[str]) -> dict[str, float]:
    """Kinds and parts of speech of the words beside the gap, and of the next ones in the paragraph."""
    a, b, x, y = kinds[k - 1], kinds[k], p.upos[k - 1], p.upos[k]
    before = kinds[k - 2] if k > 1 and k - 1 not in p.opens else "none"
    behind = kinds[k + 1] if k + 1 < len(kinds) and k + 1 not in p.opens else "none"
    named = (f"l {a}", f"r {b}", f"l2 {before}", f"r2 {behind}", f"{a} {b}", f"lu {x}", f"ru {y}", f"u {x} {y}")
    return dict.fromkeys(named, 1.0)


def _rule(p: Passage, k: int, rule: bool, kinds: list[str], begun: dict[int, int]) -> dict[str, float]:
    """White space, what the rules say of words of these kinds, a word that often begins a sentence, the length so far."""
    out = {"length": min(begun[k - 1] + 1, LONG) / LONG}
    if p.glued[k]:
        out |= {"glued": 1.0, f"glued {kinds[k - 1]}": 1.0}
    if rule:
        out |= {f"rule l {kinds[k - 1]}": 1.0, f"rule r {kinds[k]}": 1.0}
    if p.texts[k].capitalize() in words("tokens", "starters"):
        out |= {"starter": 1.0, f"starter {kinds[k]}": 1.0}
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
            p.crossed[b] = _costs(p.arcs, a, c)[b]


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
