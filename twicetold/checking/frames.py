"""Words around what is said that give it to somebody: 'In the view of Ann Lee, …', 'Ann Lee put it this way: …'.

The words are those of `claims/data/reporting.toml`, by which the reader finds frames too.
"""

from __future__ import annotations

import re
from functools import cache

from twicetold.claims.lexicon import table, words
from twicetold.language.lemmas import lemma
from twicetold.retelling.terms import WORD

POINTING = frozenset(("so", "it", "this", "that", "way", "thus", "following", "as", "follows", "much", "likewise"))
"""What a reporting verb has in place of what is said: 'said so', 'put it this way' (Huddleston and Pullum 2002, chapter 17)."""
SO = re.compile(r"\b([a-z]+) (?:so|as much)\b(?! (?:far|much|many|few|little|long|that|as)\b)")


@cache
def opening() -> re.Pattern[str]:
    """A phrase at the head of a sentence that gives what follows to somebody (Quirk et al. 1985, 8.126: viewpoint adjuncts)."""
    phrases = [p.replace(" ", r"\s+") for p in table("reporting.toml")["phrases"]["words"]]
    nouns = "|".join(sorted(words("reporting.toml", "possessed")))
    every = "|".join(sorted(phrases, key=lambda p: (-len(p), p)))
    return re.compile(rf"[\s>*_•–-]*(?:(?:in|by|to|from)\s+the\s+(?:{nouns})\s+of|{every})\s+(?:the\s+|a\s+|an\s+)?", re.IGNORECASE)


def reporting(word: str) -> bool:
    """Whether a word as written is a reporting verb in the form that goes with a subject: 'said', 'writes'; not 'State', 'report'."""
    return word.islower() and (found := lemma(word, "VERB")) != word and found in words("reporting.toml", "verbs")


def reports(text: str) -> bool:
    """Whether there is a reporting verb, or a word that points at what is said."""
    return any(reporting(w) or w in POINTING for w in WORD.findall(text))


def bare(text: str) -> str:
    """The text without such words: who is meant by 'Ann Lee put it this way'."""
    return WORD.sub(lambda m: " " if reporting(m[0]) or m[0] in POINTING else m[0], text)


def points(text: str) -> bool:
    """Whether a clause only says that something was said: 'the service said so on Saturday', 'he said as much'."""
    return any(reporting(m[1]) for m in SO.finditer(text))
