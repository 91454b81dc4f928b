"""Words that differ between two variants of a sentence, for marking them side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from rapidfuzz.distance import LCSseq

TOKEN = re.compile(r"\w+(?:['’\-.,]\w+)*|[^\w\s]")
LONGEST = 3000  # words on a side; two texts that long are compared in well under a second, longer ones are shown unmarked
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "."})


class Change(NamedTuple):
    """A stretch of one side. `same`, `changed` (other words in its place on the other side), `only` (nothing in its place),
    `gone` (`text` stands on the other side alone)."""

    kind: Literal["same", "changed", "only", "gone"]
    text: str


def against(text: str, other: str) -> list[Change]:
    """`text` in stretches, each compared with `other`. All stretches but the `gone` ones joined give `text` back.

    >>> [tuple(c) for c in against("a pause, he said", "only a pause")]
    [('gone', 'only'), ('same', 'a pause'), ('only', ', he said')]
    """
    mine, theirs = list(TOKEN.finditer(text)), list(TOKEN.finditer(other))
    if not mine or not theirs or max(len(mine), len(theirs)) > LONGEST:
        return [Change("same", text)] if text else []
    out: list[Change] = []
    position = 0
    for equal, a, b, c, d in _stretches(_keys(mine), _keys(theirs)):
        start, end = (mine[a].start(), mine[b - 1].end()) if b > a else (_blank_end(text, position),) * 2
        missing = other[theirs[c].start() : theirs[d - 1].end()] if d > c and not equal else ""
        told = text[start:end]
        _add(out, Change("same", text[position:start]))
        if equal or not (_words(told) or _words(missing)):
            _add(out, Change("same", told))
        elif not _words(told):
            _add(out, Change("same", told))
            out.append(Change("gone", missing))
        else:
            _add(out, Change("changed" if _words(missing) else "only", told))
        position = end
    _add(out, Change("same", text[position:]))
    return out


def alike(text: str, other: str) -> float:
    """Share of words in common, 0..1, in order: whether marking the differences tells a reader anything."""
    mine, theirs = _keys(list(TOKEN.finditer(text))[:LONGEST]), _keys(list(TOKEN.finditer(other))[:LONGEST])
    return float(LCSseq.normalized_similarity(mine, theirs)) if mine and theirs else 0.0


def _stretches(mine: list[str], theirs: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """(equal, start and end here, start and end there), with every run of insertions and deletions taken together."""
    pending: tuple[int, int, int, int] | None = None
    for op in LCSseq.opcodes(mine, theirs):
        a, b, c, d = op.src_start, op.src_end, op.dest_start, op.dest_end
        if op.tag != "equal":
            pending = (a, b, c, d) if pending is None else (pending[0], b, pending[2], d)
            continue
        if pending is not None:
            yield (False, *pending)
            pending = None
        yield (True, a, b, c, d)
    if pending is not None:
        yield (False, *pending)


def _blank_end(text: str, position: int) -> int:
    """Where the blank space from `position` on ends: words left out stood behind it."""
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def set_off(before: str, words: str) -> str:
    """Left-out words as shown behind `before`: with a blank on the side that has none."""
    return f"{words} " if not before or before[-1].isspace() else f" {words}"


def _add(out: list[Change], change: Change) -> None:
    if change.text and out and out[-1].kind == change.kind == "same":
        out[-1] = Change("same", out[-1].text + change.text)
    elif change.text:
        out.append(change)


def _keys(tokens: list[re.Match[str]]) -> list[str]:
    return [t[0].casefold().translate(PLAIN) for t in tokens]


def _words(text: str) -> bool:
    return any(c.isalnum() for c in text)
