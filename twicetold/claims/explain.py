"""Why a certainty is what it is: the words, the rule, the reference, and what people understand by the words."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.claims.lexicon import reference
from twicetold.claims.phrases import cut
from twicetold.claims.scales import Perception, perceived
from twicetold.claims.senses import Entry, entries
from twicetold.types import Certainty

_RULES = {
    "adverb": "an adverb speaks of the clause in which it stands",
    "modal": "a modal verb speaks of the clause in which it stands",
    "initial": "at the head of a statement it speaks of all of it",
    "adjective": "a predicate adjective speaks of its clause and of what depends on it",
    "judgement": "as the complement of a verb that judges it speaks of what is judged",
    "verb": "a verb of expectation or appearance speaks of its complement",
    "noun": "a noun of chance speaks of its clause and of what depends on it",
    "chance": "said of a chance it speaks of what the chance is of",
    "frame": "a fixed frame speaks of what it introduces",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasons for one certainty. `reference` and `rule` are None for a bare statement and for odds in figures."""

    words: str | None
    rule: str | None
    reference: str | None
    note: str
    perceptions: tuple[Perception, ...] = ()


def explain(certainty: Certainty) -> Explanation:
    """What a certainty rests on. Where a phrase stands in several frames, the one with this level is given.

    >>> from twicetold.types import Certainty
    >>> explain(Certainty("likely", (0.55, 0.8), "probably")).rule
    'an adverb speaks of the clause in which it stands'
    """
    if certainty.phrase is None:
        return Explanation(None, None, None, "no estimative phrase: a bare statement")
    entry = _entry(certainty)
    perceptions = perceived(certainty.phrase)
    if entry is None:
        return Explanation(certainty.phrase, None, None, "odds in figures or an inflected phrase, read into its band", perceptions)
    note = entry.note if entry.level == certainty.level else "negated here, which the lexicon reads as this level"
    return Explanation(certainty.phrase, _RULES[entry.kind], reference(entry.reference), note, perceptions)


def _entry(certainty: Certainty) -> Entry | None:
    """The line of the lexicon for the words as they stand, preferring one with the level that was read."""
    words = cut(certainty.phrase or "")
    found = [e for e in entries() if cut(e.phrase) == words] or [e for e in entries() if _inflected(words, cut(e.phrase))]
    return min(found, key=lambda e: (e.level != certainty.level, e.negated != certainty.level), default=None)


def _inflected(words: tuple[str, ...], entry: tuple[str, ...]) -> bool:
    """Whether words are a form of an entry, each beginning as it does: 'expects' of 'expect', 'is thought to' of 'be thought to'."""
    return len(words) == len(entry) and all(w == e or (e == "be" and w in _BE) or _form(w, e) for w, e in zip(words, entry, strict=True))


def _form(word: str, base: str) -> bool:
    stem = base.rstrip("ey")
    return len(stem) > 2 and word.startswith(stem) and word[len(stem) :] in _ENDINGS


_BE = frozenset({"is", "are", "was", "were", "been", "being"})
_ENDINGS = frozenset({"s", "es", "ed", "d", "ing", "ies", "ied", "ying", "e", "y"})
