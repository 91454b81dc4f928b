"""How sure a bare stretch of text sounds: estimative phrases of the claims room's lexicon, found without a parse.

Used for quotations, which are not always a claim of their own. Levels are those of ICD 203; their order of strength is on both sides of
even: almost no chance is as strong a statement as almost certain.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple, cast

from twicetold.claims.lexicon import rows
from twicetold.retelling.terms import terms
from twicetold.types import Level

STRENGTH: dict[Level, int] = {
    "asserted": 5,
    "almost_certain": 4,
    "almost_no_chance": 4,
    "very_likely": 3,
    "very_unlikely": 3,
    "likely": 2,
    "unlikely": 2,
    "possible": 1,
    "roughly_even": 1,
}
OPINION = ("verb", "judgement")  # 'we think that': whose view it is, said beside the hedge of the statement itself
SIDE: dict[Level, int] = {"almost_no_chance": -1, "very_unlikely": -1, "unlikely": -1, "possible": 0, "roughly_even": 0}  # others +1


class Hedge(NamedTuple):
    """Words `first`..`last` (indices into `terms`, half open) that say how sure."""

    first: int
    last: int
    level: Level


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[tuple[str, ...], Level, str]]]:
    """Phrases by first word, longest first. Phrases with a gap or none of our words are left out."""
    index: dict[str, list[tuple[tuple[str, ...], Level, str]]] = defaultdict(list)
    for row in rows("certainty.csv"):
        words = tuple(t.word for t in terms(row["phrase"]))
        if words and row["kind"] not in OPINION:
            index[words[0]].append((words, cast(Level, row["level"]), row["kind"]))
    return {first: sorted(options, key=lambda o: (-len(o[0]), o)) for first, options in index.items()}


def hedges(text: str) -> list[Hedge]:
    """The estimative phrases of `text`, longest first where they overlap, in order. A capital inside it makes a name of 'May'."""
    words = terms(text)
    out: list[Hedge] = []
    k = 0
    while k < len(words):
        options = [] if k > 0 and text[words[k].start].isupper() else _phrases().get(words[k].word, [])
        fit = next((o for o in options if (o[2] != "initial" or k == 0) and tuple(t.word for t in words[k : k + len(o[0])]) == o[0]), None)
        if fit is not None:
            out.append(Hedge(k, k + len(fit[0]), fit[1]))
        k += len(fit[0]) if fit is not None else 1
    return out


def weakest(found: list[Hedge]) -> Level:
    """The level of a text with these hedges: that of the least sure one; asserted where there is none."""
    return min((h.level for h in found), key=lambda level: (STRENGTH[level], level), default="asserted")


def stronger(before: Level, after: Level) -> int:
    """1 when `after` is the surer statement, -1 when `before` is, 0 when they are level."""
    return (STRENGTH[after] > STRENGTH[before]) - (STRENGTH[after] < STRENGTH[before])


def side(level: Level) -> int:
    """1: rather yes, -1: rather no, 0: open."""
    return SIDE.get(level, 1)
