"""How common words are in general English: what keeps 'it was said that the' from looking rare when only two reports are compared."""

from __future__ import annotations

import math
from functools import lru_cache

from twicetold.retelling.tables import table
from twicetold.retelling.terms import stem


@lru_cache(maxsize=1)
def listed() -> dict[str, float]:
    """Relative frequency of the commonest words."""
    return {word: 10 ** (float(zipf) - 9) for zipf, row in table("common_words")["zipf"].items() for word in row}


@lru_cache(maxsize=1)
def unlisted() -> float:
    """Relative frequency taken for every other word."""
    default: float = table("common_words")["default"]
    return math.pow(10, default - 9)


@lru_cache(maxsize=1)
def _stems() -> dict[str, float]:
    out: dict[str, float] = {}
    for word, share in listed().items():
        out[stem(word)] = max(share, out.get(stem(word), 0.0))
    return out


def frequency(key: str) -> float:
    """Relative frequency, 0..1, of the words that `terms` gives the key `key`."""
    return _stems().get(key, unlisted())
