"""Scores of pairs, and the groups they make: a logistic regression over `pairs.MEASURES`, then average-link clustering.

The learned numbers stand in links.toml, written by training/retelling/fit_links.py.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import resources
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling.clusters import clusters
from twicetold.retelling.pairs import MEASURES, Item, Pairs
from twicetold.retelling.terms import content

Floats = NDArray[np.float32]
Kind = Literal["quotes", "claims"]

ABSENT = -6.0  # log odds of a pair that was not worth measuring
BULK = 240  # items; NEAREST of `pairs`
TELLING = 3  # content words from which equal words are no chance
CLIP = 8.0  # log odds beyond which one pair says no more: keeps one certain pair from carrying a group
TIE = 6  # decimals: sums of floats differ in the last places with the order of machine instructions


class Links(NamedTuple):
    """log odds of 'the same' = bias + weights x measures; groups are joined (`clusters`) down to `threshold`, `single` being the weight
    of their best pair."""

    bias: float
    weights: Floats
    threshold: float
    single: float


@lru_cache(maxsize=2)
def links(kind: Kind) -> Links:
    """The learned numbers. Raises KeyError for a measure that links.toml names and `pairs` does not know."""
    table = tomllib.loads(resources.files(__package__).joinpath("links.toml").read_text(encoding="utf-8"))[kind]
    if unknown := set(table["weights"]) - set(MEASURES):
        raise KeyError(f"links.toml weighs measures that do not exist: {sorted(unknown)}")
    return Links(table["bias"], np.array([table["weights"].get(m, 0.0) for m in MEASURES], np.float32), table["threshold"], table["single"])


def scores(pairs: Pairs, kind: Kind) -> dict[tuple[int, int], float]:
    """Log odds of every candidate pair."""
    learned = links(kind)
    found = pairs.candidates()
    wanted = [m for m, w in zip(MEASURES, learned.weights, strict=True) if w]
    measures = pairs.measures(found, wanted)
    odds = learned.bias + sum(measures[m].astype(np.float64) * float(w) for m, w in zip(MEASURES, learned.weights, strict=True) if w)
    odds = np.round(np.clip(odds, -CLIP, CLIP), TIE) * np.ones(len(found))
    return dict(zip(map(tuple, found.tolist()), odds.tolist(), strict=True))


def clustered(pairs: Pairs, kind: Kind, forbidden: Callable[[int, int], bool] | None = None) -> list[list[int]]:
    """Groups of the items of `pairs`, by their places."""
    learned = links(kind)
    return clusters(
        len(pairs.items),
        scores(pairs, kind),
        absent=ABSENT,
        threshold=learned.threshold,
        single=learned.single,
        forbidden=forbidden,
    )


def unique(items: Sequence[Item]) -> tuple[list[Item], list[list[int]]]:
    """In sets larger than BULK one item for all with the same words, and the places of those it stands for; else every item for itself.

    A sentence that five hundred reports print is one node of the clustering, not five hundred with 125,000 pairs.
    """
    if len(items) <= BULK:
        return list(items), [[k] for k in range(len(items))]
    same: dict[tuple[str, ...], list[int]] = {}
    for k, one in enumerate(items):
        words = tuple(t.key for t in content(one.text))
        same.setdefault(words if len(words) >= TELLING else (str(k), ""), []).append(k)
    places = sorted(same.values())
    return [items[p[0]] for p in places], places
