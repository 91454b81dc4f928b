"""The sentences of many reports as rows of numbers, so that any two of them can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from twicetold.retelling.common import frequency
from twicetold.retelling.terms import Term, terms
from twicetold.types import Report, Span

Matrix = NDArray[np.float32]
SMOOTHING = 0.2  # weight of a term that stands in every report: little, not nothing
USUAL = 8  # reports; fewer say little of how telling a term is, so the missing ones are imagined beside them
IMAGINED, LENGTH = 0.25, 300  # share of these that have a term of the story; words of one, for terms that are common in general English


@dataclass(frozen=True, slots=True)
class Lines:
    """The body sentences of one report, in text order. Matrices have one row a sentence."""

    report: Report
    spans: tuple[Span, ...]
    terms: tuple[tuple[Term, ...], ...]  # all words; offsets count from the start of the sentence
    vectors: Matrix  # (sentences, 384), unit length
    sizes: NDArray[np.int64]  # words
    marks: csr_matrix  # (sentences, vocabulary) 1 where a content term occurs
    weighted: csr_matrix  # the same, with the weight of the term
    mass: Matrix  # (sentences,) sum of the weights


def in_body(report: Report, span: Span) -> bool:
    """Whether a sentence, or another stretch of text, is article text, neither headline nor furniture."""
    headline = report.document.title_span
    if headline is not None and headline.overlap(span) * 2 > span.size:
        return False
    return sum(part.overlap(span) for part in report.document.body) * 2 >= span.size


def read(reports: Sequence[Report]) -> list[Lines]:
    """The lines of all `reports`; a term weighs the more, the fewer of these reports have it."""
    rows = [[k for k, s in enumerate(r.sentences) if in_body(r, s)] for r in reports]
    found = [[terms(r.text(r.sentences[k])) for k in ks] for r, ks in zip(reports, rows, strict=True)]
    counts = Counter(key for sentences in found for key in sorted({t.key for s in sentences for t in s if t.kind != "function"}))
    column = {key: k for k, key in enumerate(sorted(counts))}
    weight = np.array([_weight(key, counts[key], len(reports)) for key in column], np.float32)
    return [_lines(r, ks, sentences, column, weight) for r, ks, sentences in zip(reports, rows, found, strict=True)]


def _weight(key: str, count: int, reports: int) -> float:
    """The rarer the heavier: of `reports` so many have the term; in a set below the USUAL size, imagined ones too."""
    missing = max(0, USUAL - reports)
    expected = missing * (IMAGINED + (1 - IMAGINED) * (1 - np.exp(-LENGTH * frequency(key)))) if missing else 0.0
    return float(np.log((reports + missing + 1) / (count + expected)) + SMOOTHING)


def _lines(report: Report, rows: list[int], found: list[tuple[Term, ...]], column: dict[str, int], weight: Matrix) -> Lines:
    keys = [sorted({column[t.key] for t in s if t.kind != "function"}) for s in found]
    ends = np.cumsum([0, *map(len, keys)])
    index = np.array([k for row in keys for k in row], np.int64)
    shape = (len(rows), len(column))
    marks = csr_matrix((np.ones(len(index), np.float32), index, ends), shape)
    weighted = csr_matrix((weight[index] if len(index) else np.zeros(0, np.float32), index, ends), shape)
    return Lines(
        report,
        tuple(report.sentences[k] for k in rows),
        tuple(found),
        report.vectors[rows] if len(report.vectors) else np.zeros((0, 384), np.float32),
        np.array([len(s) for s in found], np.int64),
        marks,
        weighted,
        np.asarray(weighted.sum(axis=1), np.float32).ravel(),
    )


def overlap(child: Lines, parent: Lines) -> Matrix:
    """Weighted share of terms that two sentences have in common (Dice), 0..1, one row a sentence of `child`."""
    shared = np.asarray((child.marks @ parent.weighted.T).todense(), np.float32)
    return np.asarray(2 * shared / np.maximum(child.mass[:, None] + parent.mass[None, :], 1e-6), np.float32)
