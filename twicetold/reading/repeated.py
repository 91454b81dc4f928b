"""A second look once more documents of an outlet are at hand: lines that its pages repeat are furniture, whatever they say.

Works on any number of documents in any order. Not needed for a first reading: documents are read one at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from twicetold.reading.units import Line, lines
from twicetold.types import Document, Span

SHORT: Final = 20
"""Words of a line that may be furniture by repetition; longer paragraphs that repeat are the same report again."""

REPEATS: Final = 2
"""Unrelated documents of one outlet that must share a line: whole lines alike by chance are rarer than boilerplate."""


def _short(line: Line) -> bool:
    return len(line.text.split()) <= SHORT


def _key(line: Line) -> str:
    return " ".join(line.text.split()).casefold()


def repeated_lines(documents: Iterable[Document]) -> dict[str, frozenset[str]]:
    """By outlet: the short lines that stand in several of its documents which share no paragraph (so are no copies of each other)."""
    by_outlet: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if document.outlet:
            by_outlet[document.outlet].append(document)
    return {outlet: found for outlet, members in sorted(by_outlet.items()) if (found := _repeated(members))}


def _repeated(documents: Sequence[Document]) -> frozenset[str]:
    seen: dict[str, set[int]] = defaultdict(set)
    groups = _groups([{_key(line) for line in lines(d.text) if not _short(line)} for d in documents])
    for group, document in zip(groups, documents, strict=True):
        for line in lines(document.text):
            if _short(line):
                seen[_key(line)].add(group)
    return frozenset(key for key, where in seen.items() if len(where) >= REPEATS)


def _groups(paragraphs: Sequence[set[str]]) -> list[int]:
    """A number for each document, the same for those that share a paragraph, directly or through others."""
    parent = list(range(len(paragraphs)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = parent[parent[k]]
            k = parent[k]
        return k

    holder: dict[str, int] = {}
    for k, texts in enumerate(paragraphs):
        for text in texts:
            parent[root(k)] = root(holder.setdefault(text, k))
    return [root(k) for k in range(len(paragraphs))]


def without_repeated(documents: Iterable[Document]) -> list[Document]:
    """The documents with lines that their outlet repeats taken out of the body. A body is never emptied by it."""
    kept = list(documents)
    known = repeated_lines(kept)
    return [_cut(d, known[d.outlet]) if d.outlet in known else d for d in kept]


def _cut(document: Document, gone: frozenset[str]) -> Document:
    body = tuple(part for span in document.body for part in _parts(document.text, span, gone))
    return replace(document, body=body) if body and body != document.body else document


def _parts(text: str, span: Span, gone: frozenset[str]) -> list[Span]:
    """What is left of a range of the body; neighbouring lines that stay remain one range."""
    out: list[Span] = []
    joined = False
    for line in lines(text[span.start : span.end]):
        keep = _key(line) not in gone
        place = Span(span.start + line.start, span.start + line.end)
        if keep and joined:
            out[-1] = Span(out[-1].start, place.end)
        elif keep:
            out.append(place)
        joined = keep
    return out
