"""Which mentions of a claim deny it (docs/certainty.md#polarity).

A claim's proposition is the form without a denial. It is denied by who says flatly that it is not so ('has not accepted', 'nothing binds'),
by who is said to deny it ('denied that it had paid'), and by who stands on the other side where the comparison found that something was
turned round, or one calls unlikely what another denies. An estimate is of the words as they stand ('will almost certainly not return' is
affirmed), and what is only implied ('failed to') or depends on a condition denies nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.types import ClaimMention, Level

Edge = tuple[int, int]
_DOUBTED: frozenset[Level] = frozenset({"unlikely", "very_unlikely", "almost_no_chance"})


def stances(mentions: Sequence[ClaimMention], turned: Sequence[Edge], central: int) -> frozenset[int]:
    """Indices of the mentions of one claim that deny it; `turned`: pairs of which the comparison says that one turns the other round."""
    negated = [m.polarity == "negative" for m in mentions]
    doubted = any(m.certainty.level in _DOUBTED and m.polarity == "positive" for m in mentions)
    outright = {k for k, m in enumerate(mentions) if m.denied or m.flat}
    return denying(negated, turned, central, doubted=doubted) | outright


def disagrees(polarities: Sequence[tuple[bool, bool]], k: int) -> bool:
    """Whether the k-th mention says the opposite of its claim as it is worded; (denies it, holds a word of denial) of every mention.

    A claim worded as a denial ('will not accept it') is held, not opposed, by those who all deny its proposition.

    >>> disagrees([(True, True), (True, True)], 0), disagrees([(True, True), (False, False)], 0), disagrees([(True, False)], 0)
    (False, True, True)
    """
    denies, own_words = polarities[k]
    return denies and not (own_words and all(d for d, _ in polarities))


def denying(negated: Sequence[bool], turned: Sequence[Edge], central: int, *, doubted: bool = False) -> frozenset[int]:
    """Indices of the mentions that deny the proposition of their claim.

    `negated`: whether each mention's own words hold a denial; `turned`: pairs of mentions of which one turns the other round;
    `doubted`: whether one calls the form without a denial unlikely.

    >>> sorted(denying([True, True, False], [(0, 2)], 0)), sorted(denying([True, True], [], 0))
    ([0, 1], [])
    """
    if not turned and not doubted:
        return frozenset()
    out = {k for k, n in enumerate(negated) if n}
    for sides in _sides(turned):
        first, second = sides if _positive_first(sides, negated, central) else sides[::-1]
        out = (out - first) | second
    return frozenset(out)


def _positive_first(sides: tuple[set[int], set[int]], negated: Sequence[bool], central: int) -> bool:
    """Which of two opposed sides affirms: the one with fewer denials in its words, then the central one, then the one told first."""
    counts = [sum(negated[k] for k in side) / len(side) for side in sides]
    if counts[0] != counts[1]:
        return counts[0] < counts[1]
    return central not in sides[1]


def _sides(turned: Sequence[Edge]) -> list[tuple[set[int], set[int]]]:
    """Every connected set of mentions as its two opposed sides; the one of the first source first."""
    side: dict[int, tuple[int, bool]] = {}
    for start, _ in turned:
        if start in side:
            continue
        number, todo = len(side), [(start, False)]
        while todo:
            k, other = todo.pop()
            if k not in side:
                side[k] = (number, other)
                todo += [(b, not other) for a, b in turned if a == k] + [(a, not other) for a, b in turned if b == k]
    numbers = dict.fromkeys(number for number, _ in side.values())
    return [({k for k, s in side.items() if s == (n, False)}, {k for k, s in side.items() if s == (n, True)}) for n in numbers]
