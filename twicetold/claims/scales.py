"""Scales of estimative language, and what people understand by a phrase. A phrase is read on one scale at a time, never on a mixture.

The house scale is ICD 203; PHIA, IPCC, Kent and the Admiralty code can be chosen. Ranges are probabilities 0..1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import get_args

from twicetold.claims.lexicon import reference, rows, table
from twicetold.types import Level

HOUSE = "icd203"
_FRAME = frozenset({"is", "are", "was", "were", "be", "it", "that", "to", "a", "an", "the", "there"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What one scale says about one phrase. `range` is None where the scale has no numbers (Admiralty code)."""

    scale: str
    phrase: str
    level: str
    range: tuple[float, float] | None
    reference: str


@dataclass(frozen=True, slots=True)
class Perception:
    """What people said they understand by a phrase: median and quartiles as probabilities 0..1."""

    phrase: str
    median: float
    low: float
    high: float
    reference: str


def scales() -> tuple[str, ...]:
    """The names of all scales."""
    return tuple(table("scales.toml"))


@cache
def _phrases(scale: str) -> Mapping[str, Reading]:
    entry = table("scales.toml")[scale]
    source = reference(entry["reference"])
    return {
        phrase: Reading(scale, phrase, band["level"], _range(band.get("range")), source)
        for band in entry["bands"]
        for phrase in band["phrases"]
    }


def _range(percent: list[float] | None) -> tuple[float, float] | None:
    return None if percent is None else (percent[0] / 100, percent[1] / 100)


def read(phrase: str, scale: str = HOUSE) -> Reading | None:
    """Read a phrase on one scale; None when the scale does not define it.

    Nothing is carried over from another scale: 'realistic possibility' has a band in PHIA and none in ICD 203.
    Raises KeyError for an unknown scale.

    >>> read("Likely", "ipcc").range
    (0.66, 1.0)
    >>> read("realistic possibility", "icd203") is None
    True
    """
    return _phrases(scale).get(" ".join(phrase.lower().split()))


@dataclass(frozen=True, slots=True)
class Ladder:
    """A scale as a whole: its name, what it measures ('likelihood', 'reliability', 'credibility') and how it wants to be used."""

    name: str
    title: str
    measures: str
    note: str
    reference: str


@cache
def ladder(scale: str) -> Ladder:
    """A scale by its name. Raises KeyError."""
    entry = table("scales.toml")[scale]
    return Ladder(scale, entry["title"], entry["measures"], entry.get("note", ""), reference(entry["reference"]))


def read_as(phrase: str, scale: str) -> Reading | None:
    """Read a phrase as it stands in a text: as it is, as its adjective or adverb, and without 'is … to'. None when the scale has none.

    >>> read_as("is unlikely to", "phia").range, read_as("may well", "phia")
    ((0.25, 0.35), None)
    """
    return next((found for form in _forms(phrase) if (found := read(form, scale)) is not None), None)


def _forms(phrase: str) -> list[str]:
    """'is almost certainly to' -> itself, 'almost certainly', 'almost certain'."""
    words = phrase.lower().replace("’", "'").split()
    kept = [w for w in words if w not in _FRAME]
    forms = [words, kept]
    if kept:
        last = kept[-1]
        forms += [[*kept[:-1], w] for w in (last.removesuffix("ly"), last.removesuffix("ly") + "le", last.removesuffix("y") + "le")]
        forms += [[*kept[:-1], last.removesuffix("le") + "ly"], [*kept[:-1], last + "ly"]]
    return list(dict.fromkeys(" ".join(f) for f in forms if f))


@cache
def band(level: Level) -> tuple[float, float] | None:
    """The range of a level of the house scale; None for asserted and possible, which have no band."""
    if level not in get_args(Level):
        raise KeyError(level)
    return next((r.range for r in _phrases(HOUSE).values() if r.level == level), None)


def perceived(phrase: str) -> tuple[Perception, ...]:
    """Published surveys about a phrase, shown beside what the standard says; empty when there is none."""
    for form in _forms(phrase):
        found = tuple(
            Perception(r["phrase"], float(r["median"]) / 100, float(r["low"]) / 100, float(r["high"]) / 100, reference(r["reference"]))
            for r in rows("perception.csv")
            if r["phrase"] == form
        )
        if found:
            return found
    return ()
