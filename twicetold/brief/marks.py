"""Highlights over a text: overlapping spans turned into properly nested pieces."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from twicetold.types import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch to be highlighted; `key` names it."""

    span: Span
    key: int


class Event(NamedTuple):
    """One step through a text: open or close a mark, or write text. `first`/`last`: whether this piece begins or ends its mark."""

    kind: Literal["open", "close", "text"]
    mark: Mark | None
    text: str
    edge: bool  # open: the mark's first piece; close: its last


def nest(text: str, within: Span, marks: Sequence[Mark]) -> Iterator[Event]:
    """Walk through `text[within]`, opening and closing marks so that they nest; a mark that crosses another is split.

    `marks` may reach beyond `within`; what lies outside belongs to other paragraphs. Longer marks open first.
    """
    inside = [m for m in marks if m.span.overlap(within)]
    inside.sort(key=lambda m: (max(m.span.start, within.start), -min(m.span.end, within.end), m.key))
    edges = sorted({within.start, within.end, *(e for m in inside for e in m.span if within.start < e < within.end)})
    stack: list[Mark] = []
    position = 0
    for here, following in itertools.pairwise(edges):
        yield from _close(stack, here)
        while position < len(inside) and max(inside[position].span.start, within.start) == here:
            mark = inside[position]
            yield Event("open", mark, "", mark.span.start >= within.start)
            stack.append(mark)
            position += 1
        yield Event("text", None, text[here:following], False)
    yield from _close(stack, within.end)
    while stack:  # marks that go on in the next paragraph
        yield Event("close", stack.pop(), "", False)


def _close(stack: list[Mark], here: int) -> Iterator[Event]:
    """Close the marks that end by `here`, and open again those that had to be closed with them."""
    depth = next((k for k, m in enumerate(stack) if m.span.end <= here), None)
    if depth is None:
        return
    above = stack[depth:]
    for mark in reversed(above):
        yield Event("close", mark, "", mark.span.end <= here)
    del stack[depth:]
    for mark in above:
        if mark.span.end > here:
            yield Event("open", mark, "", False)
            stack.append(mark)
