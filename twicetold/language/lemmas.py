"""Dictionary forms by rule, with lists of exceptions (`lexicons/lemmas.toml`). Enough to recognise a verb; not a full morphology."""

from __future__ import annotations

from functools import lru_cache

from twicetold.language.lexicon import pairs, words

_LISTS = {
    "AUX": "aux",
    "VERB": "verb",
    "NOUN": "noun",
    "ADJ": "compare",
    "ADV": "compare",
    "PRON": "pronoun",
    "DET": "pronoun",
    "PART": "pronoun",
}


@lru_cache(maxsize=50_000)
def lemma(word: str, upos: str) -> str:
    """The dictionary form of `word` as part of speech `upos` (UD). Names keep their case."""
    if upos == "PROPN" or (upos == "ADJ" and word[0].isupper()) or (not word[:1].isalpha() and word[:1] not in "'’"):
        return word
    lower = word.lower()
    known = pairs("lemmas", _LISTS[upos]) if upos in _LISTS else {}
    if lower in known:
        return known[lower]
    if lower in ("n't", "n’t"):
        return "not"
    if word == "I":
        return word
    if upos in ("ADJ", "ADV") and lower.endswith(("er", "est")):
        return _base(lower)
    rule = {"VERB": _verb, "NOUN": _noun, "AUX": _verb}.get(upos)
    return rule(lower) if rule and len(lower) > 3 else lower


def _base(word: str) -> str:
    """Of a listed comparative; other words in -er ('former', 'never') stay."""
    known = words("lemmas", "graded")
    for ending in ("est", "er"):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            for base in (stem, stem + "e", stem[:-1], stem[:-1] + "y"):
                if base in known:
                    return base
    return word


def _noun(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _verb(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    if word.endswith("eed"):
        return word
    if word.endswith("ied"):
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        if word.endswith(ending) and any(c in "aeiouy" for c in word[: -len(ending)]):
            return _stem(word[: -len(ending)])
    return word


def _stem(stem: str) -> str:
    """'stopp' -> 'stop', 'believ' -> 'believe', 'claim' -> 'claim'."""
    if stem + "e" in words("lemmas", "silent"):
        return stem + "e"
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    return stem + "e" if stem[-1] in "vcu" or stem.endswith(("iz", "dg")) else stem
