"""Names as strings: folding, spellings of one name, and when two names may stand for one actor."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import DamerauLevenshtein

_PLAIN = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "Ł": "L", "Đ": "D", "Ø": "O", "’": "'", "‘": "'", "`": "'"}
)
SMALL = frozenset({"the", "a", "an", "of", "for", "and", "on", "in", "at", "de", "la", "le", "du", "des", "und", "to"})


def straight(text: str) -> str:
    """Apostrophes straight, spaces single."""
    return " ".join(text.replace("’", "'").replace("‘", "'").split())


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no accents, no possessive, words of letters and digits only.

    >>> fold("Recep Tayyip Erdoğan’s")
    'recep tayyip erdogan'
    """
    plain = text.translate(_PLAIN)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = re.sub(r"'s?\b|'", "", plain.casefold())
    return " ".join(re.findall(r"\w+", plain))


def content_words(name: str) -> list[str]:
    """Folded words without articles and prepositions."""
    return list(_content(name))


@lru_cache(maxsize=1 << 14)
def _content(name: str) -> tuple[str, ...]:
    return tuple(w for w in fold(name).split() if w not in SMALL)


def head_noun(name: str) -> str:
    """The noun of a body's name, '' where it has none: 'heart' of 'Aldgate Heart for Financial Affairs'.

    >>> head_noun("Egyptian intelligence service"), head_noun("Aldgate Heart for Financial Affairs"), head_noun("Hamas")
    ('service', 'heart', '')
    """
    words = fold(name).split()
    joint = next((n for n, w in enumerate(words) if n and w in ("of", "for", "on")), len(words))
    return words[joint - 1] if joint > 1 else ""


@cache
def spelling_rules() -> tuple[tuple[str, str], ...]:
    """data/spellings.tsv: pairs of letters, in the order in which they apply."""
    text = files("twicetold.actors").joinpath("data", "spellings.tsv").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return tuple((p[0], p[1]) for p in pairs)


@cache
def skeleton(word: str) -> str:
    """What is left of a folded word when the romanisations agree: 'zelenskyy', 'zelenskiy' and 'zelensky' are one."""
    for old, new in spelling_rules():
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word)


def initials(name: str) -> str:
    """First letters of the capitalised words: 'Institute for the Study of War' -> 'ISW'."""
    return "".join(w[0] for w in re.findall(r"[^\W\d_][\w'’-]*", name) if w[0].isupper())


def abbreviates(short: str, name: str) -> bool:
    """Whether `short` ('ISW', 'UNSC', 'BCO') is made of the first letters of `name`'s words, small words counted or not."""
    letters = re.sub(r"[^A-Za-z]", "", short).upper()
    words = re.findall(r"[^\W\d_]+", name)
    every = "".join(w[0] for w in words).upper()
    large = "".join(w[0] for w in words if w.lower() not in SMALL).upper()
    return len(letters) > 1 and letters in (every, large, initials(name).upper())


def nearly_abbreviates(short: str, name: str) -> bool:
    """Whether one letter of the abbreviation in brackets has gone astray: a name reworded, its '(BCO)' left as it was."""
    letters = "".join(w[0] for w in re.findall(r"[^\W\d_]+", name) if w.lower() not in SMALL).upper()
    return len(short) == len(letters) > 2 and sum(a != b for a, b in zip(short, letters, strict=True)) == 1


def near(left: str, right: str) -> bool:
    """Whether two folded words may be one word spelled in two ways."""
    if left == right:
        return True
    if min(len(left), len(right)) < 4:  # 'Li' and 'Lee' are two families
        return False
    return skeleton(left) == skeleton(right) or DamerauLevenshtein.normalized_similarity(left, right) >= SAME_WORD


SAME_WORD = 0.8  # one slip in five letters, 'Whitcombe' and 'Whitkam' stay below: they need the first name's support


def same_person(left: str, right: str) -> bool:
    """Whether two names of people may be one: in spelling variants, with or without middle names and initials, a second surname or the
    family name first.

    >>> same_person("George W. Bush", "George Wallace"), same_person("Viktor Orbán", "Orban Viktor"), same_person("J. Comey", "James Comey")
    (False, True, True)
    """
    a, b = sorted((_unnumbered(left), _unnumbered(right)), key=len)
    if len(a) < 2:
        return len(a) == 1 and (near(a[0], b[0]) or near(a[0], b[-1]))
    turned = len(a) == len(b) and any(_each_near(a[k:] + a[:k], b) for k in (1, len(a) - 1))
    longer = _given(a[0], b[0]) and any(_in_order(a, b[:k]) for k in range(len(a), len(b)))
    return turned or _in_order(a, b) or longer


def _unnumbered(name: str) -> list[str]:
    return [w for w in content_words(name) if w not in ("jr", "sr", "ii", "iii", "iv")]


def _each_near(a: list[str], b: list[str]) -> bool:
    return all(near(x, y) for x, y in zip(a, b, strict=True))


def _in_order(a: list[str], b: list[str]) -> bool:
    """Whether the surnames agree and the names before it in `a` are among those in `b`, in their order."""
    if not near(a[-1], b[-1]) or len(a[-1]) == 1:
        return False
    if len(a) > 2 and len(b) > 2 and len(a[1]) == len(b[1]) == 1 and a[1] != b[1]:
        return False  # 'George W.', 'George H. W.'
    rest = iter(b[:-1])
    return all(any(_given(x, y) for y in rest) for x in a[:-1])


def _given(x: str, y: str) -> bool:
    return near(x, y) or (1 in (len(x), len(y)) and x[0] == y[0])
