"""Conditional logits whose features are tables over small codes: what they weigh, and their weights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


class Slot(NamedTuple):
    """One code of every option; `names` of the codes, None for words of the lexicon."""

    names: Sequence[str] | None
    codes: Ints

    def vocabulary(self) -> Sequence[str]:
        return words() if self.names is None else self.names


Codes = dict[str, tuple[tuple[Slot, ...], Bools | None]]  # templates with their slots, and where they hold


@dataclass
class Options:
    """`each` options for every word, the one after the other; `real` where an option stands for something."""

    each: int
    word: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    option: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    real: Bools = field(default_factory=lambda: np.zeros(0, bool))
    numbers: dict[str, tuple[Floats, tuple[Slot, ...]]] = field(default_factory=dict)
    codes: Codes = field(default_factory=dict)

    def values(self, look: Look) -> Floats:
        """What the weights say of every option."""
        total = np.zeros(len(self.word), np.float32)
        for name, (slots, where) in self.codes.items():
            found = look.table(name, slots)[place(slots)]
            total += found if where is None else np.where(where, found, 0)
        for name, (numbers, slots) in self.numbers.items():
            total += numbers * look.table(name, slots)[place(slots)]
        return np.where(self.real, total, -np.inf).astype(np.float32)

    def logs(self, look: Look) -> Floats:
        """Log probabilities of the options of each word."""
        values = self.values(look).reshape(-1, self.each).astype(np.float64)
        values -= values.max(1, keepdims=True, initial=-np.inf)
        return np.asarray(values - np.log(np.exp(values).sum(1, keepdims=True)), np.float32).reshape(-1)

    def best(self, look: Look) -> Ints:
        """The best option of each word."""
        values = self.values(look).reshape(-1, self.each)
        return np.take_along_axis(self.option.reshape(-1, self.each), values.argmax(1)[:, None], 1)[:, 0]


def place(slots: Sequence[Slot]) -> Ints:
    """Where the codes of several slots stand in a flat table."""
    out = slots[0].codes if slots else np.zeros(1, np.int64)
    for slot in slots[1:]:
        out = out * len(slot.vocabulary()) + slot.codes
    return out


def size(slots: Sequence[Slot]) -> int:
    """Cells of the flat table."""
    return prod(len(slot.vocabulary()) for slot in slots)


@dataclass(frozen=True)
class Look:
    """The weights of one logit, by template."""

    weights: dict[str, dict[str, float]]
    tables: dict[str, Floats] = field(default_factory=dict)

    def table(self, name: str, slots: Sequence[Slot]) -> Floats:
        """The weights of a template, cell by cell."""
        if name not in self.tables:
            places = [{w: k for k, w in enumerate(slot.vocabulary())} for slot in slots]
            out = np.zeros(size(slots), np.float32)
            for cell, weight in self.weights.get(name, {}).items():
                at = 0
                for where, code in zip(places, cell.split(" "), strict=True) if slots else ():
                    at = at * len(where) + where[code]
                out[at] = weight
            self.tables[name] = out
        return self.tables[name]


@cache
def look(name: str) -> Look:
    """The logit of that name."""
    weights = _data()[name]
    assert isinstance(weights, dict)
    return Look(weights)


def named(slots: Sequence[Slot], cell: int) -> str:
    """The names of the codes of a cell of the flat table."""
    names: list[str] = []
    for slot in reversed(slots):
        cell, code = divmod(cell, len(slot.vocabulary()))
        names.insert(0, slot.vocabulary()[code])
    return " ".join(names)


def codes_of(lower: Sequence[str]) -> Ints:
    """The codes of words in lower case, 0 for those that the lexicon does not list."""
    known = _places()
    return np.array([known.get(w, 0) for w in lower], np.int64)


@cache
def _data() -> dict[str, object]:
    path = resources.files("twicetold.language") / "lexicons" / "arcs.json"
    data: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def words() -> tuple[str, ...]:
    return ("-", *str(_data()["words"]).split())


@cache
def _places() -> dict[str, int]:
    return {w: k for k, w in enumerate(words())}


def forget() -> None:
    """Reads the lexicon anew when it is asked for next."""
    for remembered in (_data, look, words, _places):
        remembered.cache_clear()
