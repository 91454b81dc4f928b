"""Words that differ between two variants of a sentence, as they are shown side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from twicetold.retelling.differences import words

CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)  # from the first letter or digit to the last


class Change(NamedTuple):
    """A stretch of one side. `same`, `changed` (other words in its place on the other side), `only` (nothing in its place),
    `gone` (`text` stands on the other side alone)."""

    kind: Literal["same", "changed", "only", "gone"]
    text: str


def against(text: str, other: str) -> list[Change]:
    """`text` in stretches, each compared with `other`. All stretches but the `gone` ones joined give `text` back.

    >>> [tuple(c) for c in against("a pause, he said", "only a pause")]
    [('gone', 'only'), ('same', 'a pause, '), ('only', 'he said')]
    """
    if CORE.search(text) is None or CORE.search(other) is None:
        return [Change("same", text)] if text else []
    out: list[Change] = []
    for change in _pieces(text, other):
        if change.text and out and out[-1].kind == change.kind == "same":
            out[-1] = Change("same", out[-1].text + change.text)
        elif change.text:
            out.append(change)
    return out


def _pieces(text: str, other: str) -> Iterator[Change]:
    for d in words(text, other):
        here, there = text[slice(*d.left)], other[slice(*d.right)]
        core, missing = CORE.search(here), CORE.search(there)
        if d.op == "equal" or core is None:
            yield Change("same", here)
            if d.op != "equal" and missing is not None:
                yield Change("gone", missing[0])
            continue
        yield Change("same", here[: core.start()])
        yield Change("only" if missing is None else "changed", core[0])
        yield Change("same", here[core.end() :])


def alike(text: str, other: str) -> float:
    """Share of characters in words that both have, 0..1: whether marking the differences tells a reader anything."""
    size = len(text) + len(other)
    return sum(d.left.size + d.right.size for d in words(text, other) if d.op == "equal") / size if size else 0.0


def set_off(before: str, left_out: str) -> str:
    """Left-out words as shown behind `before`: with a blank on the side that has none."""
    return f"{left_out} " if not before or before[-1].isspace() else f" {left_out}"
