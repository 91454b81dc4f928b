"""Nearly the words of a quotation: the stretch of a source that has most of them, by words first, by meaning where need be."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from twicetold.checking.library import Library, Spot
from twicetold.retelling.likeness import Embed, Likeness
from twicetold.retelling.terms import Term, terms
from twicetold.types import Span

WIDTH = 384  # of a vector
CANDIDATES = 8  # sentences looked at word by word
FUNCTION = 0.15  # weight of a function word against that of a rare word, as in `retelling.likeness`
SKIPPED = 0.12  # what a word of the source between two shared words costs
LEAST = 0.45  # share of the weight of a quotation's words that a stretch must have to be the same utterance; swept in evaluation/drafts
OFF = 12  # words of the source between the end of a quotation and the rest of it, as many as a bracket may stand for
FRAME, FRAMED, LOOSE = 6, 0.6, 1.4  # words; share of them in order, function words too; length of the stretch against the quotation
NEARLY = 0.6  # the same share from which another source has the utterance too, in other words
SOFT, MEANT = 0.42, 0.95
"""Cover where words may stand for each other by meaning, and cover and cosine together: of 62 utterances reworded by a translation or a
thesaurus 50 reach them, of 78 invented ones on the same subjects none (.41, .85)."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of source `source` that stand for a quotation; `cover`: 0..1, the weight of the quotation's words among them."""

    source: int
    span: Span
    cover: float


def nearest(text: str, library: Library, embed: Embed | None) -> Stretch | None:
    """The stretch that has most of the words of `text`; None where none has enough to be the same utterance."""
    wanted = terms(text)
    shares = library.shared(text)
    ranked = sorted(shares, key=lambda n: (-shares[n], n))[:CANDIDATES]
    found = [s for n in ranked if (s := _best(wanted, library, library.spots[n])) is not None]
    best = max(found, key=lambda s: (s.cover, -s.source, -s.span.start), default=None)
    if best is not None and best.cover >= LEAST:
        return best
    return _by_meaning(text, library, ranked, embed) if embed is not None else None


def others(text: str, library: Library, taken: Set[int]) -> list[Stretch]:
    """The best stretch of every source outside `taken` that has nearly all of the words; by words alone."""
    wanted, shares = terms(text), library.shared(text)
    ranked = sorted((n for n in shares if library.spots[n].source not in taken), key=lambda n: (-shares[n], n))[:CANDIDATES]
    found = [s for n in ranked if (s := _best(wanted, library, library.spots[n])) is not None and s.cover >= NEARLY]
    best: dict[int, Stretch] = {}
    for one in sorted(found, key=lambda s: (-s.cover, s.span)):
        best.setdefault(one.source, one)
    return list(best.values())


def _weights(wanted: tuple[Term, ...], library: Library) -> list[float]:
    return [FUNCTION if t.kind == "function" else library.weight(t.key) for t in wanted]


def _best(wanted: tuple[Term, ...], library: Library, spot: Spot) -> Stretch | None:
    """Local alignment of the words with a sentence and its neighbours (Smith and Waterman 1981)."""
    place = library.surroundings(spot, 1, 1 + len(wanted) // 25)
    report = library.sources[spot.source].report
    there = terms(report.text(place))
    if not wanted or not there:
        return None
    weights = _weights(wanted, library)
    keys = {t.key for t in wanted}
    columns = [j for j, t in enumerate(there) if t.key in keys]
    chain = _align(wanted, weights, there, columns)
    if chain.score <= 0:
        return None
    first, last = chain.first[1], chain.last[1]
    held = {t.key for t in there[first : last + 1]}
    cover = sum(w for t, w in zip(wanted, weights, strict=True) if t.key in held) / sum(weights)
    cover = max(cover, _in_order(wanted, there[first : last + 1]))
    first, last = _with_edges(wanted, there, *_with_ends(wanted, there, chain))
    span = Span(place.start + there[first].start, place.start + there[last].end)
    return Stretch(spot.source, span, cover)


def _in_order(wanted: tuple[Term, ...], there: tuple[Term, ...]) -> float:
    """How far the frame of an utterance stands where its telling words were replaced; 0 for a short one, whose frame says nothing."""
    if len(wanted) < FRAME or len(there) > LOOSE * len(wanted):
        return 0.0
    shared = LCSseq.similarity([t.key for t in wanted], [t.key for t in there]) / len(wanted)
    return LEAST if shared >= FRAMED else 0.0


def _with_ends(wanted: tuple[Term, ...], there: tuple[Term, ...], chain: Chain) -> tuple[int, int]:
    """The stretch from the quotation's first words to its last where those stand a few words off: what lies between was left out."""
    (head, first), (tail, last) = chain.first, chain.last
    start = _found_in_order([t.key for t in wanted[:head]][::-1], [t.key for t in there[max(0, first - OFF) : first]][::-1])
    end = _found_in_order([t.key for t in wanted[tail + 1 :]], [t.key for t in there[last + 1 : last + 1 + OFF]])
    return first - start, last + end


def _found_in_order(wanted: Sequence[str], there: Sequence[str]) -> int:
    """Words of `there` up to the last of `wanted`, where all of these stand in it in order; 0 where they do not."""
    position = 0
    for key in wanted:
        if key not in there[position:]:
            return 0
        position = there.index(key, position) + 1
    return position


def _with_edges(wanted: tuple[Term, ...], there: tuple[Term, ...], first: int, last: int) -> tuple[int, int]:
    """The stretch with as many words at either end as the quotation has there that the source does not: they stand for each other."""
    keys = {t.key for t in there[first : last + 1]}
    hits = [i for i, t in enumerate(wanted) if t.key in keys]
    before, behind = hits[0], len(wanted) - 1 - hits[-1]
    while before and first and there[first].start - there[first - 1].end <= 2:
        first, before = first - 1, before - 1
    while behind and last + 1 < len(there) and there[last + 1].start - there[last].end <= 2:
        last, behind = last + 1, behind - 1
    return first, last


Pair = tuple[int, int]
"""A word of the quotation and one of the source."""


class Chain(NamedTuple):
    """Words of a quotation found in order in a source: the first of them and the last."""

    score: float
    first: Pair
    last: Pair


def _later(chain: tuple[float, Pair]) -> tuple[float, int, int]:
    """Of chains of one score the shorter."""
    score, (row, column) = chain
    return score, column, row


def _align(wanted: tuple[Term, ...], weights: list[float], there: tuple[Term, ...], columns: list[int]) -> Chain:
    """The stretch of `there` that chains most of `wanted` in order; words skipped cost a little."""
    best: dict[int, tuple[float, Pair]] = {}  # last shared column -> (best chain ending there, its first pair)
    top = Chain(0.0, (0, 0), (0, 0))
    for i, term in enumerate(wanted):
        new: dict[int, tuple[float, Pair]] = {}
        for j in columns:
            if there[j].key != term.key:
                continue
            options = [(s - SKIPPED * min(j - k - 1, 12), f) for k, (s, f) in best.items() if k < j]
            before, first = max(options, key=_later, default=(0.0, (i, j)))
            new[j] = (weights[i] + before, first) if before > 0 else (weights[i], (i, j))
        for j, value in new.items():
            if j not in best or _later(value) > _later(best[j]):
                best[j] = value
                top = max(top, Chain(*value, (i, j)), key=lambda c: (c.score, c.first[1], c.last[1]))
    return top


def _by_meaning(text: str, library: Library, ranked: list[int], embed: Embed) -> Stretch | None:
    """A sentence that says it in other words: its vector is near, and most of its words stand for the quotation's."""
    vector = embed([text])[0]
    cosines = library.vectors @ vector
    numbers = list(dict.fromkeys([*ranked[:3], *np.argsort(-cosines, kind="stable")[:3].tolist()]))
    texts = [library.text(library.spots[n]) for n in numbers]
    likeness = Likeness([text, *texts], texts, embed)
    covers = [likeness.cover(t, text).right for t in texts]
    best = max(range(len(numbers)), key=lambda k: (covers[k] + float(cosines[numbers[k]]), -k), default=None)
    if best is None or covers[best] < SOFT or covers[best] + float(cosines[numbers[best]]) < MEANT:
        return None
    spot = library.spots[numbers[best]]
    place = library.sources[spot.source].report.sentences[spot.sentence]
    return Stretch(spot.source, _held(text, texts[best], likeness, place), covers[best])


def _held(text: str, sentence: str, likeness: Likeness, place: Span) -> Span:
    """The part of a sentence from the first to the last word that stands for one of the quotation's."""
    grid = likeness.matches(sentence, text)
    words = likeness.bag(sentence).terms
    hits = [i for i, t in enumerate(words) if t.kind != "function" and grid[i].max() >= 0.5]
    return Span(place.start + words[hits[0]].start, place.start + words[hits[-1]].end) if hits else place


def sparing(left: str, right: str, embed: Embed | None) -> Embed | None:
    """An `Embed` that leaves out words which both texts have: they match as they are, and a vector costs milliseconds."""
    if embed is None:
        return None
    keys = [{t.key for t in terms(x)} for x in (left, right)]
    shared = {t.word for x in (left, right) for t in terms(x) if t.key in keys[0] & keys[1]}

    def some(texts: Sequence[str]) -> NDArray[np.float32]:
        out = np.zeros((len(texts), WIDTH), np.float32)
        rows = [k for k, t in enumerate(texts) if t not in shared]
        if rows:
            out[rows] = embed([texts[k] for k in rows])
        return out

    return some
