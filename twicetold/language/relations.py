"""Reported speech as the model marks it: spans of sources, cues and contents, and which belong together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twicetold.language.links import UNSEEN, Links

# Both constants were chosen with earlier weights and swept again with the shipped ones, relation F1 on PolNeAR dev, even / odd articles:
# gap cost .02 .722/.735, .03 .722/.733, .05 .723/.728, .07 .724/.728, .1 .723/.731: best on even is .07, not confirmed on odd (-.0004);
# shared source .0002 .723/.725, .002 .723/.728, .01 .723/.728, .05 .723/.729: best on even is .002, without effect on odd.
GAP_COST = 0.05  # log scale per word between a span and its cue
SHARED_SOURCE = 0.01  # probability from which a cue without a source takes one of another cue
Stretch = tuple[int, int]  # words, half open
Tie = Callable[[int, Stretch, Stretch], float]  # kind (0 source, 2 content), span, cue -> log scale


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


def relations(found: list[tuple[int, int, int]], links: Links, tie: Tie | None = None) -> list[Relation]:
    """Attributions from the labelled stretches of `viterbi.spans`; every source and content goes to the cue it is linked to best.

    `tie` says what the tree adds to a link.
    """
    cues = [(i, j) for kind, i, j in found if kind == 1]
    out = [Relation([c]) for c in cues]
    if not out:
        return []
    scores = {(kind, i, j): _scores(kind, (i, j), cues, links, tie) for kind, i, j in found if kind != 1}
    for (kind, i, j), (near, s) in scores.items():
        best = near[int(s.argmax())]
        (out[best].source if kind == 0 else out[best].content).append((i, j))
        if kind == 2:
            out[best].score = float(np.exp(s.max()))
    claimed: list[dict[Stretch, float]] = [{} for _ in cues]
    for (kind, i, j), (near, s) in scores.items():
        if kind == 0:
            for k, value in zip(near, s, strict=True):
                claimed[k][i, j] = float(value)
    for relation, sources in zip(out, claimed, strict=True):
        _one_source(relation, sources)
    return out


NEAREST = 24  # cues on either side that a span is compared with; keeps the cost linear


def _scores(kind: int, span: Stretch, cues: list[Stretch], links: Links, tie: Tie | None) -> tuple[list[int], NDArray[np.float64]]:
    """Cues near `span`, and the log probability of each. `cues` are in text order."""
    place = bisect_left(cues, (span[0], 0))
    near = range(max(0, place - NEAREST), min(len(cues), place + NEAREST))
    around = cues[near.start : near.stop]
    gaps = np.array([max(0, a - span[1], span[0] - b) for a, b in around], float)
    learned = links.to(span[0], span[1], [a for a, _ in around])
    raw = learned - GAP_COST * gaps
    if tie is not None:
        for n in np.flatnonzero(learned > UNSEEN).tolist():
            raw[n] += tie(kind, span, around[n])
    raw -= raw.max()
    return list(near), raw - np.log(np.exp(raw).sum())


def _one_source(relation: Relation, sources: dict[Stretch, float]) -> None:
    """Of several sources the likeliest; a cue without one may share another's."""
    if len(relation.source) > 1:
        relation.source = [max(relation.source, key=lambda s: sources.get(s, -np.inf))]
    elif not relation.source and sources:
        best = max(sources, key=lambda s: (sources[s], s))
        if sources[best] > np.log(SHARED_SOURCE):
            relation.source = [best]
