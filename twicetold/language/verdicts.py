"""Which candidate attributions are kept: judged as wholes by small decision trees, then one after another, the likeliest first.

The trees (`verdicts.toml`, written by training/attribution/fit_verdicts.py) give the probability that annotators of PolNeAR have the same
attribution: a content that overlaps by half or more and a source that touches, and in part that both are exact. Gradient boosting:
Friedman 2001.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twicetold.language import syntax
from twicetold.language.candidates import Candidates, Part, candidates
from twicetold.language.measures import ABSENT, Measures, Numbers
from twicetold.language.nested import beside
from twicetold.language.page import Page, Stretch
from twicetold.language.reading import Read
from twicetold.language.relations import Relation

Candidate = tuple[Part, Part, Part]  # cue, source, content


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees as tables, (trees, nodes). A row goes to `left` when its measure is at most the limit; leaves lead to themselves."""

    names: tuple[str, ...]
    measure: NDArray[np.int64]
    limit: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    depth: int
    start: float
    least: float  # probability from which a candidate is kept
    lemmas: Mapping[str, float]  # log odds that a lemma is a cue where the tags think of one
    lemma: float  # of a lemma that is not listed

    def judge(self, rows: Sequence[Numbers]) -> NDArray[np.float64]:
        """Probabilities of candidates with these measures."""
        numbers = np.array([[row.get(name, ABSENT) for name in self.names] for row in rows])
        trees, cases = np.arange(len(self.measure))[None, :], np.arange(len(numbers))[:, None]
        at = np.zeros((len(numbers), len(self.measure)), np.int64)
        for _ in range(self.depth):
            below = numbers[cases, self.measure[trees, at]] <= self.limit[trees, at]
            at = np.where(below, self.left[trees, at], self.right[trees, at])
        return np.asarray(1 / (1 + np.exp(-self.start - self.value[trees, at].sum(1))), np.float64)


@cache
def forest() -> Forest:
    """The shipped trees."""
    return planted(tomllib.loads((resources.files("twicetold.language") / "verdicts.toml").read_text(encoding="utf-8")))


def planted(data: Mapping[str, Any]) -> Forest:
    """Reads trees written in preorder, 'measure limit' for a split and '= value' for a leaf, separated by commas."""
    trees = [_grown(text.split(",")) for text in data["trees"]]
    names = tuple(sorted({part.split()[0] for text in data["trees"] for part in text.split(",")} - {"="}))
    size = max(map(len, trees))
    table = np.zeros((5, len(trees), size))
    for t, nodes in enumerate(trees):
        for k, (name, limit, left, right, value) in enumerate(nodes):
            table[:, t, k] = names.index(name) if name else 0, limit, left, right, value
    measure, left, right = (table[k].astype(np.int64) for k in (0, 2, 3))
    lemmas = {lemma: float(odds) for odds, listed in data["lemmas"].items() for lemma in listed.split()}
    return Forest(names, measure, table[1], left, right, table[4], size // 2, data["start"], data["least"], lemmas, data["unlisted"])


def _grown(parts: list[str]) -> list[tuple[str, float, int, int, float]]:
    """The nodes of one tree; a split's left node follows it, its right node follows the left one's last."""
    nodes: list[tuple[str, float, int, int, float]] = []

    def grow(at: int) -> int:
        first, number = parts[at].split()
        here = len(nodes)
        if first == "=":
            nodes.append(("", 0.0, here, here, float(number)))
            return at + 1
        nodes.append((first, float(number), here + 1, 0, 0.0))
        after = grow(at + 1)
        nodes[here] = (first, float(number), here + 1, len(nodes), 0.0)
        return grow(after)

    grow(0)
    return nodes


def judged(page: Page, read: Read) -> list[Relation]:
    """The attributions of a document, in the order of their cues; those without a content `nested.nest` may wrap around others."""
    if not page.tokens:
        return []
    found = candidates(page, read)
    options, rows = listed(page, read, found, forest().lemmas, forest().lemma)
    likely = forest().judge(rows) if rows else np.zeros(0)
    kept = [_relation(options[k], float(likely[k])) for k in chosen(options, likely, forest().least, len(page.tokens))]
    return sorted([*kept, *_inner(page, kept, found.plain)], key=lambda r: r.cue)


def _inner(page: Page, kept: list[Relation], plain: list[Relation]) -> list[Relation]:
    """Cues of the first pass that have no content, or whose content went to another cue beside theirs.

    '“…,” said X, according to Y': annotators give all to Y alone, but X speaks inside. Y's content is taken away for `nested.nest` to
    wrap Y around X again.
    """
    owner = {k: r for r in kept for a, b in r.content for k in range(a, b)}
    taken = {k for r in kept for part in (r.cue, r.content) for a, b in part for k in range(a, b)}
    out: list[Relation] = []
    for r in plain:
        if any(k in taken for a, b in r.cue for k in range(a, b)):
            continue
        around = {id(owner[k]): owner[k] for a, b in r.content for k in range(a, b) if k in owner}
        outer = next(iter(around.values())) if len(around) == 1 else None
        if not r.content:
            out.append(r)
        elif outer is not None and r.source and outer.source and beside(page, outer, r):
            outer.content = []
            out.append(r)
    return out


def listed(
    page: Page, read: Read, found: Candidates, lemmas: Mapping[str, float], unlisted: float
) -> tuple[list[Candidate], list[Numbers]]:
    """All candidates of a document and what is measured on each."""
    if not found.options:
        return [], []
    measures = Measures(page, read.tags, found)
    options: list[Candidate] = []
    rows: list[Numbers] = []
    for cue, choice in found.options.items():
        pairs, measured = measures.of(cue, choice)
        odds = {"cue_lemma": lemmas.get(cue_lemma(page, cue), unlisted)}
        options += [(cue, source, content) for source, content in pairs]
        rows += [row | odds for row in measured]
    return options, rows


def cue_lemma(page: Page, cue: Part) -> str:
    """The lemma of a cue's main word with the first letter of its part of speech: 'say/V'."""
    token = page.tokens[syntax.verb_of(page, cue[0])]
    return f"{token.lemma}/{token.upos[0]}"


def chosen(options: Sequence[Candidate], likely: NDArray[np.float64], least: float, words: int) -> Iterator[int]:
    """The likeliest candidates that leave each other's words alone: no cue lies in another's cue or content."""
    cues, contents = np.zeros(words, bool), np.zeros(words, bool)
    for k in np.argsort(-likely, kind="stable").tolist():
        if likely[k] < least:
            return
        cue, _, content = options[k]
        if _free(cues, cue) and _free(contents, cue) and _free(cues, content):
            _take(cues, cue)
            _take(contents, content)
            yield k


def _free(taken: NDArray[np.bool_], part: Part) -> bool:
    return not any(taken[a:b].any() for a, b in part)


def _take(taken: NDArray[np.bool_], part: Part) -> None:
    for a, b in part:
        taken[a:b] = True


def _relation(candidate: Candidate, score: float) -> Relation:
    cue, source, content = (list[Stretch](part) for part in candidate)
    return Relation(cue, source, content, score)
