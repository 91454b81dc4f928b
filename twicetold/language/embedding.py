"""Vectors for stretches of text on their own: words, phrases, sentences, without what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from twicetold.language import session
from twicetold.language.tokens import tokenize
from twicetold.language.windows import LENGTH, Text, Window, case, pieces

MOST_PIECES = 2048  # of one batch, padding included: bounds memory; words in larger batches are read no faster
WIDTH = 384
Row = tuple[list[int], list[int]]  # pieces and their case classes


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """(texts, 384), unit length; zero for a text without words. What goes beyond a window of 256 pieces is left out.

    A text of several words is read alone, so that its vector hangs on nothing else: the model scales its int8 numbers over all that it
    gets at once, and in a batch the same sentence differed from itself by a cosine of up to .02. That takes less time, too, as nothing is
    padded (84 sentences: .62 processor seconds, in batches .95). Single words are read in batches, in a third of the time; they are sorted
    first, so that their vectors depend on the set of words and not on its order.
    """
    out = np.zeros((len(texts), WIDTH), np.float32)
    known: dict[str, list[int]] = {}
    for k, text in enumerate(texts):
        known.setdefault(text, []).append(k)
    rows = [(t, row) for t in known if (row := _row(t))]
    for text, (ids, cases) in rows:
        if len(text.split()) > 1:
            out[known[text]] = session.vector(ids, cases)
    for group in _batches([(t, row) for t, row in rows if len(t.split()) == 1]):
        vectors = session.run(_batch([row for _, row in group]), ("vec",))["vec"]
        for (text, _), vector in zip(group, vectors[:, 0], strict=True):
            out[known[text]] = vector
    return out


def _row(text: str) -> Row | None:
    words = [text[a:b] for a, b in tokenize(text, 0, min(len(text), LENGTH * 16))][: LENGTH - 2]
    if not words:
        return None
    ids = session.pieces(words)
    while sum(map(len, ids)) > LENGTH - 2:
        ids.pop()
    coded, cases, _ = pieces(Text(ids, [case(w) for w in words[: len(ids)]], [False], [0, len(ids)]), Window(0, 1, range(1)))
    return coded, cases


def _batch(rows: list[Row]) -> session.Arrays:
    """Rows padded to one length; `psent` says that all pieces but the first and the last are of sentence 0."""
    ids, cases = (_padded([r[k] for r in rows], 0) for k in (0, 1))
    mask = _padded([[1] * len(r[0]) for r in rows], 0)
    inside = _padded([[-1, *[0] * (len(r[0]) - 2), -1] for r in rows], -1)
    return {"ids": ids, "case": cases, "mask": mask, "psent": inside, "sid": np.arange(1)}


def _padded(rows: list[list[int]], fill: int) -> NDArray[np.int64]:
    out = np.full((len(rows), max(map(len, rows))), fill, np.int64)
    for k, row in enumerate(rows):
        out[k, : len(row)] = row
    return out


def _batches(rows: list[tuple[str, Row]]) -> Iterator[list[tuple[str, Row]]]:
    """Rows of about one length together."""
    group: list[tuple[str, Row]] = []
    for text, row in sorted(rows, key=lambda r: (len(r[1][0]), r[0])):
        if group and len(row[0]) * (len(group) + 1) > MOST_PIECES:
            yield group
            group = []
        group.append((text, row))
    if group:
        yield group
