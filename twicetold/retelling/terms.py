"""Words as they are compared across documents: case, spelling and inflection taken off, number words turned into numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from twicetold.retelling.lists import function_words
from twicetold.retelling.numerals import number

TermKind = Literal["word", "function", "number"]


class Term(NamedTuple):
    """One word of a text: `start`..`end` in code points of that text, `key` what it is compared by, `word` as written, in lower case."""

    start: int
    end: int
    key: str
    kind: TermKind
    word: str


WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
JOINED = re.compile(r"[\s\-‐‑]*")
VOWEL = re.compile(r"[aeiouy]")
SPELLINGS = (
    (re.compile(r"is(e|ed|es|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"(?<=..)our(?=$|s$|ed$|ing$|able$|ite)"), "or"),
    (re.compile(r"(?<=..)tre$"), "ter"),
)
SUFFIXES = ("ies", "ied", "es", "s", "ing", "ed", "ly", "e")
UNINFLECTED = frozenset(("news", "means", "series", "species", "thing", "nothing", "during", "morning", "evening", "red", "need", "indeed"))
SHORTEST_STEM = 3  # characters: 'us', 'bus', 'red' stay whole
CONTRACTED = {"wo": "will", "ca": "can", "sha": "shall"}
CLITICS = frozenset(("s", "re", "ve", "ll", "d", "m"))


@lru_cache(maxsize=1 << 16)
def spelled(word: str) -> str:
    """`word` in lower case and in one spelling for British and American.

    >>> spelled("Recognised"), spelled("colour"), spelled("U.S.")
    ('recognized', 'color', 'us')
    """
    word = word.casefold().replace(".", "")
    for pattern, spelling in SPELLINGS:
        word = pattern.sub(spelling, word)
    return word


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """`word` without inflection and with one spelling for British and American.

    >>> stem("recognised") == stem("recognizes"), stem("favours") == stem("favor"), stem("bus")
    (True, True, 'bus')
    """
    word = spelled(word)
    if word in UNINFLECTED:
        return word
    for suffix in SUFFIXES:
        short = word.removesuffix(suffix)
        if (
            short != word
            and len(short) >= SHORTEST_STEM
            and VOWEL.search(short)
            and not (suffix == "s" and short.endswith(("s", "u", "i")))
        ):
            return _tidy(short + ("y" if suffix in ("ies", "ied") else ""))
    return _tidy(word)


def _tidy(short: str) -> str:
    """The same key for 'stopped' and 'stop', 'use' and 'using': doubled last consonants and a last e fall."""
    if len(short) > SHORTEST_STEM and short[-1] == short[-2] and short[-1] not in "aeious":
        short = short[:-1]
    return short.removesuffix("e") if len(short) > SHORTEST_STEM else short


@lru_cache(maxsize=1 << 13)
def terms(text: str) -> tuple[Term, ...]:
    """All words of `text` in order; a number written in several words ('five hundred', '15 million') is one term."""
    found = [(m.start(), m.end(), m.group().casefold().replace("’", "'")) for m in WORD.finditer(text)]
    out: list[Term] = []
    k = 0
    while k < len(found):
        size, key = number([w for _, _, w in _run(text, found, k)])
        if size:
            start, end = found[k][0], found[k + size - 1][1]
            out.append(Term(start, end, key, "number", text[start:end].casefold()))
        else:
            out.extend(_plain(*found[k]))
        k += max(size, 1)
    return tuple(out)


def _run(text: str, found: list[tuple[int, int, str]], k: int) -> list[tuple[int, int, str]]:
    """The k-th word and those after it with nothing but spaces or hyphens between them; digits keep a hyphen apart ('2015-03',
    '12-point')."""
    run = found[k : k + 1]
    for word in found[k + 1 : k + 8]:
        between = text[run[-1][1] : word[0]]
        if not JOINED.fullmatch(between) or (between.strip() and (run[-1][2][0].isdigit() or word[2][0].isdigit())):
            break
        run.append(word)
    return run


def _plain(start: int, end: int, word: str) -> list[Term]:
    """A word that is no number; contractions ("won't", "it's") count as their parts."""
    if word.endswith("n't") and len(word) > len("n't"):
        root, cut = CONTRACTED.get(word[:-3], word[:-3]), end - 3
        return [Term(start, cut, root, "function", root), Term(cut, end, "not", "function", "not")]
    base, _, clitic = word.partition("'")
    base = base if clitic in CLITICS or not clitic else word
    if base in function_words():
        return [Term(start, end, base, "function", base)]
    return [Term(start, end, stem(base), "word", base)]


def content(text: str) -> tuple[Term, ...]:
    """The words of `text` that carry its matter: no function words; all words where there are only such."""
    everything = terms(text)
    return tuple(t for t in everything if t.kind != "function") or everything
