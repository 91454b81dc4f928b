"""Reported speech as the model marks it: spans of sources, cues and contents, and which belong together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from twicetold.language.links import UNSEEN, Links

# Both constants were chosen with earlier weights and swept again with the shipped ones, relation F1 on PolNeAR dev, even / odd articles:
# gap cost .02 .722/.735, .03 .722/.733, .05 .723/.728, .07 .724/.728, .1 .723/.731: best on even is .07, not confirmed on odd (-.0004);
# shared source .0002 .723/.725, .002 .723/.728, .01 .723/.728, .05 .723/.729: best on even is .002, without effect on odd.
GAP_COST = 0.05  # log scale per word between a span and its cue
SHARED_SOURCE = 0.01  # probability from which a cue without a source takes one of another cue
NEAREST = 24  # cues on either side that a span is compared with; keeps the cost linear
SOURCE, CUE, CONTENT = range(3)
Stretch = tuple[int, int]  # words, half open


class Tie(Protocol):
    """What the tree adds to the links of spans of a kind: (spans, cues), log scale."""

    def __call__(self, kind: int, spans: list[Stretch], cues: list[Stretch], near: NDArray[np.int64]) -> NDArray[np.float64]: ...


@dataclass(slots=True)
class Relation:
    """One attribution in words. `score` is the probability of its links."""

    cue: list[Stretch]
    source: list[Stretch] = field(default_factory=list)
    content: list[Stretch] = field(default_factory=list)
    score: float = 1.0
    parent: int | None = None  # index of the relation in whose content this one stands
    wrapped: bool = False  # holds another attribution of its sentence
    turn: bool = False  # a speaker's turn in a transcript


@dataclass(frozen=True, slots=True)
class Scores:
    """Log probabilities of the cues around each span, (spans, cues around), -inf for none; `first` is the number of the first of them."""

    spans: list[Stretch]
    first: NDArray[np.int64]
    values: NDArray[np.float64]

    def best(self) -> list[int]:
        """For every span the number of its likeliest cue."""
        return (self.first + self.values.argmax(1)).tolist() if self.spans else []

    def of(self, cue: int) -> dict[Stretch, float]:
        """What the spans around a cue have for it."""
        reach = self.values.shape[1]
        rows = range(*np.searchsorted(self.first, [cue - reach + 1, cue + 1]).tolist())
        return {self.spans[k]: float(self.values[k, cue - self.first[k]]) for k in rows}


def relations(found: list[tuple[int, int, int]], links: Links, tie: Tie | None = None) -> list[Relation]:
    """Attributions from the labelled stretches of `viterbi.spans`; every source and content goes to the cue it is linked to best.

    `tie` says what the tree adds to a link.
    """
    cues = [(i, j) for kind, i, j in found if kind == CUE]
    out = [Relation([c]) for c in cues]
    if not out:
        return []
    sources, contents = (_scores(kind, [(i, j) for k, i, j in found if k == kind], cues, links, tie) for kind in (SOURCE, CONTENT))
    for span, cue, value in zip(contents.spans, contents.best(), np.exp(contents.values.max(1)).tolist(), strict=True):
        out[cue].content.append(span)
        out[cue].score = value
    for span, cue in zip(sources.spans, sources.best(), strict=True):
        out[cue].source.append(span)
    for number, relation in enumerate(out):
        if len(relation.source) != 1:
            _one_source(relation, sources.of(number))
    return out


def _scores(kind: int, spans: list[Stretch], cues: list[Stretch], links: Links, tie: Tie | None) -> Scores:
    """Log probabilities of the cues near each span. `spans` and `cues` are in text order."""
    begin, end = np.array(cues).T
    places = np.array(spans, np.int64).reshape(-1, 2)
    reach = min(NEAREST, len(cues))
    around = np.searchsorted(begin, places[:, 0])[:, None] + np.arange(-reach, reach)
    there = (around >= 0) & (around < len(cues))
    near = np.where(there, around, 0)
    learned = links.table(places, np.where(there, begin[near], -1))
    gaps = np.maximum(0, np.maximum(begin[near] - places[:, 1:], places[:, :1] - end[near]))
    raw = np.where(there, learned - GAP_COST * gaps, -np.inf)
    if tie is not None and spans:
        raw += np.where(learned > UNSEEN, tie(kind, spans, cues, near), 0.0)
    raw -= raw.max(1, keepdims=True, initial=-np.inf)
    return Scores(spans, around[:, 0], raw - np.log(np.exp(raw).sum(1, keepdims=True)))


def _one_source(relation: Relation, sources: dict[Stretch, float]) -> None:
    """Of several sources the likeliest; a cue without one may share another's."""
    if len(relation.source) > 1:
        relation.source = [max(relation.source, key=lambda s: sources.get(s, -np.inf))]
    elif not relation.source and sources:
        best = max(sources, key=lambda s: (sources[s], s))
        if sources[best] > np.log(SHARED_SOURCE):
            relation.source = [best]
