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


SPLITS = 8  # of one tree at most: which of them hold makes one byte


@dataclass(frozen=True, slots=True)
class Forest:
    """Small trees as tables: `split` and `limit` are (trees, SPLITS), `value` (trees, 256).

    All splits are asked at once, whether a row comes to them or not. Which hold (the measure is at most the limit) makes one byte a tree.
    """

    names: tuple[str, ...]
    split: NDArray[np.int64]  # numbers of measures
    limit: NDArray[np.float64]
    value: NDArray[np.float64]
    start: float
    least: float  # probability from which a candidate is kept
    lemmas: Mapping[str, float]  # log odds that a lemma is a cue where the tags think of one
    lemma: float  # of a lemma that is not listed

    def judge(self, rows: Sequence[Numbers]) -> NDArray[np.float64]:
        """Probabilities of candidates with these measures."""
        numbers = np.array([[row.get(name, ABSENT) for name in self.names] for row in rows])
        holds = np.packbits(numbers[:, self.split] <= self.limit, axis=-1)[:, :, 0]
        return np.asarray(1 / (1 + np.exp(-self.start - self.value[np.arange(len(self.value)), holds].sum(1))), np.float64)


@cache
def forest() -> Forest:
    """The shipped trees."""
    return planted(tomllib.loads((resources.files("twicetold.language") / "verdicts.toml").read_text(encoding="utf-8")))


def planted(data: Mapping[str, Any]) -> Forest:
    """Reads trees written in preorder, 'measure limit' for a split and '= value' for a leaf, separated by commas."""
    texts = [text.split(",") for text in data["trees"]]
    names = tuple(sorted({part.split()[0] for parts in texts for part in parts} - {"="}))
    split, limit, value = np.zeros((len(texts), SPLITS), np.int64), np.zeros((len(texts), SPLITS)), np.zeros((len(texts), 1 << SPLITS))
    for t, parts in enumerate(texts):
        asked = [part.split() for part in parts if not part.startswith("=")]
        split[t, : len(asked)], limit[t, : len(asked)] = [names.index(name) for name, _ in asked], [float(x) for _, x in asked]
        _spread(parts, value[t])
    lemmas = {lemma: float(odds) for odds, listed in data["lemmas"].items() for lemma in listed.split()}
    return Forest(names, split, limit, value, data["start"], data["least"], lemmas, data["unlisted"])


def _spread(parts: list[str], value: NDArray[np.float64]) -> None:
    """Writes the leaves of one tree to all bytes that lead to them; the first split in preorder is the highest bit."""
    bits = np.unpackbits(np.arange(len(value), dtype=np.uint8)[:, None], axis=1).astype(bool)
    at, asked = iter(parts), iter(range(SPLITS))

    def grow(here: NDArray[np.bool_]) -> None:
        first, number = next(at).split()
        if first == "=":
            value[here] = float(number)
            return
        holds = bits[:, next(asked)]
        grow(here & holds)
        grow(here & ~holds)

    grow(np.ones(len(value), bool))


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
