"""Two documents side by side: what both have, word for word, edited or in other words; what moved; what only one has.

1. Passages that share words (`passages`), cut where a sentence ends on the left, so that each piece is about one sentence.
2. Sentences outside them that tell the same in other words (`meaning`), each with the likest that is left.
3. What stands in another order: everything outside the heaviest chain of pieces that keeps the order of both sides.
4. Sentences of which hardly anything stands in a piece are only on their side.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from twicetold.retelling import lines, meaning, passages
from twicetold.retelling.differences import words
from twicetold.retelling.terms import terms
from twicetold.types import Passage, Report, Span

Kind = Literal["verbatim", "edited", "paraphrased"]

ALIKE = 0.42  # likeness from which two sentences are shown beside each other; two documents alone say little of how telling a word is
KEPT = 0.3  # share of a sentence that must stand in pieces for it not to count as missing on the other side
EDITED = 0.5  # share of words kept from which a piece is shown as edited; with fewer the whole sentences are compared
WEIGHT: dict[Kind, int] = {"verbatim": 4, "edited": 4, "paraphrased": 1}  # a character of each in the question what keeps its place
LEAST = 3  # words of a piece; what a cut leaves shorter joins the piece before it
_OPENED = re.compile(r"[\s“‘«„‹(\[]{1,20}\Z|\s[\"']\Z")
_CLOSED = re.compile(r"[\s,;:.!?”’»›)\]]{1,20}")


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of the left document and what stands for it in the right one. `similarity` 0..1; `moved`: not in the others' order."""

    left: Span
    right: Span
    kind: Kind
    similarity: float
    moved: bool = False


class Shares(NamedTuple):
    """Shares of the characters of one article, 0..1; together 1."""

    verbatim: float
    edited: float
    paraphrased: float
    only: float


@dataclass(frozen=True, slots=True)
class Sides:
    """`matches` in the order of the left side; `left_only`, `right_only`: sentences without a counterpart."""

    matches: tuple[Match, ...]
    left_only: tuple[Span, ...]
    right_only: tuple[Span, ...]
    left: Shares
    right: Shares


def align(left: Report, right: Report) -> Sides:
    """What two documents have in common, and what not. Their ids must differ (ValueError)."""
    if left.document.id == right.document.id:
        raise ValueError(f"both documents have the id {left.document.id}")
    shared = [_turned(p, left) for p in passages.find([left, right])]
    pieces = [m for p in _apart(shared) for m in _pieces(left, right, p)]  # 1
    pieces += _paraphrased(left, right, pieces)  # 2
    matches = _moved(sorted(set(pieces), key=lambda m: (m.left, m.right)))  # 3
    sides = [[m.left for m in matches], [m.right for m in matches]]
    only = [_missing(r, spans) for r, spans in zip((left, right), sides, strict=True)]  # 4
    shares = [_shares(left, [(m.left, m.kind) for m in matches]), _shares(right, [(m.right, m.kind) for m in matches])]
    return Sides(tuple(matches), *map(tuple, only), *shares)  # type: ignore[arg-type]


def _turned(passage: Passage, left: Report) -> Passage:
    """The passage with `left` on its left side."""
    p = passage
    return p if p.left_document == left.document.id else Passage(p.right_document, p.right, p.left_document, p.left, p.similarity, p.kind)


def _apart(shared: Iterable[Passage]) -> list[Passage]:
    """The largest passages, none of which overlaps another on either side by half: a phrase printed twice is shown once."""
    kept: list[Passage] = []
    for p in sorted(shared, key=lambda p: (-p.left.size - p.right.size, p.left, p.right)):
        if not any(2 * k.left.overlap(p.left) > p.left.size or 2 * k.right.overlap(p.right) > p.right.size for k in kept):
            kept.append(p)
    return kept


def _pieces(left: Report, right: Report, passage: Passage) -> list[Match]:
    """One passage cut at the ends of the left side's sentences, each piece with what stands for it on the right."""
    here, there = left.text(passage.left), right.text(passage.right)
    steps = words(here, there)
    breaks = (e for s in (*left.sentences, *left.document.body) for e in s)
    edges = {e - passage.left.start for e in breaks if passage.left.start < e < passage.left.end}
    cuts, last = [(0, 0)], len(here)
    for end in sorted(edges):
        other = next(
            (d.right.end if d.op != "equal" else d.right.start + end - d.left.start for d in steps if d.left.start < end <= d.left.end), 0
        )
        short = min(len(terms(here[cuts[-1][0] : end])), len(terms(there[cuts[-1][1] : other])), len(terms(here[end:last])))
        if short >= LEAST:
            cuts.append((end, min(other, len(there))))
    cuts.append((last, len(there)))
    out: list[Match] = []
    for (a, b), (c, d) in pairwise(cuts):
        spans = _inside(left, _shifted(Span(a, c), passage.left)), _inside(right, _shifted(Span(b, d), passage.right))
        spans = _trimmed(left.document.text, *spans[0]), _trimmed(right.document.text, *spans[1])
        similarity = kept_words(left.text(spans[0]), right.text(spans[1]))
        if similarity >= EDITED:
            kind: Kind = "verbatim" if similarity == 1 else "edited"
            out.append(_whole(left, right, Match(*spans, kind, similarity)))
    return out


def _whole(left: Report, right: Report, match: Match) -> Match:
    """An edited piece that holds most of a sentence on both sides, as these whole sentences, if they are still much the same."""
    homes = [max(r.sentences, key=s.overlap, default=s) for r, s in ((left, match.left), (right, match.right))]
    if match.kind == "verbatim" or any(2 * s.overlap(h) < h.size for s, h in zip((match.left, match.right), homes, strict=True)):
        return match
    spans = [Span(min(s.start, h.start), max(s.end, h.end)) for s, h in zip((match.left, match.right), homes, strict=True)]
    similarity = kept_words(left.text(spans[0]), right.text(spans[1]))
    return Match(spans[0], spans[1], "edited", similarity) if EDITED <= similarity < 1 else match


def _inside(report: Report, span: Span) -> Span:
    """The part of `span` that stands in one stretch of the article: what an advertisement parts is two pieces."""
    home = max(report.document.body, key=span.overlap, default=span)
    return Span(max(span.start, home.start), min(span.end, home.end)) if span.overlap(home) else Span(span.start, span.start)


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without the blanks at either end, marks that open what comes next, and marks that close what came before."""
    piece = text[start:end]
    left, right = _CLOSED.match(piece), _OPENED.search(piece)
    first = left.end() if left else 0
    return Span(start + first, start + max(first, right.start() if right else len(piece)))


def _shifted(span: Span, by: Span) -> Span:
    return Span(span.start + by.start, span.end + by.start)


def kept_words(one: str, other: str) -> float:
    """Share of the words of both that stand in the other in the same order, 0..1; 1 only where all do.

    >>> kept_words("It was agreed, he said.", "it was agreed he said"), kept_words("a b c d", "a b x d")
    (1.0, 0.75)
    """
    size = len(terms(one)) + len(terms(other))
    gone = sum(len(terms(one[slice(*d.left)])) + len(terms(other[slice(*d.right)])) for d in words(one, other) if d.op != "equal")
    return round(max(0.0, 1 - gone / size), 4) if size else 0.0


def _paraphrased(left: Report, right: Report, known: Sequence[Match]) -> list[Match]:
    """Pairs of sentences that tell the same in other words, the likest first, as long as one of both is not yet told for."""
    one, other = lines.read([left, right])
    found = [_turned(p, left) for p in meaning.passages(one, other, ALIKE)]
    taken = [[m.left for m in known], [m.right for m in known]]
    out = []
    for p in sorted(found, key=lambda p: (-p.similarity, p.left, p.right)):
        free = [_free(p.left, taken[0]), _free(p.right, taken[1])]
        if any(free) and not all(k >= 0.5 for k in (_told(p.left, taken[0]), _told(p.right, taken[1]))):
            out.append(Match(p.left, p.right, "paraphrased", round(p.similarity, 4)))
            taken[0].append(p.left)
            taken[1].append(p.right)
    return out


def _told(span: Span, spans: Iterable[Span]) -> float:
    """Share of `span` that `spans`, which do not overlap each other much, cover."""
    return min(1.0, sum(span.overlap(s) for s in spans) / max(1, span.size))


def _free(span: Span, spans: Iterable[Span]) -> bool:
    return _told(span, spans) < KEPT


def _moved(matches: list[Match]) -> list[Match]:
    """`matches`, sorted by their left side, with those marked that the heaviest chain of rising right sides leaves out."""
    order = sorted({m.right.start for m in matches})
    best = [(0, -1)] * (len(order) + 1)  # a Fenwick tree over the places on the right: the heaviest chain that ends there
    before: list[int] = []
    top = (0, -1)
    for k, m in enumerate(matches):
        place = bisect_left(order, m.right.start) + 1
        weight, last = max((best[i] for i in _below(place)), default=(0, -1))
        before.append(last)
        chain = (weight + (m.left.size + m.right.size) * WEIGHT[m.kind], k)
        top = max(top, chain, key=lambda c: c[0])
        while place < len(best):
            best[place] = max(best[place], chain, key=lambda c: c[0])
            place += place & -place
    kept, k = set(), top[1]
    while k >= 0:
        kept.add(k)
        k = before[k]
    return [m if k in kept else Match(m.left, m.right, m.kind, m.similarity, True) for k, m in enumerate(matches)]


def _below(place: int) -> Iterable[int]:
    """The nodes of a Fenwick tree that hold all places up to, and with, `place`."""
    while place > 0:
        yield place
        place -= place & -place


def _missing(report: Report, taken: Sequence[Span]) -> list[Span]:
    """Sentences of the article of which next to nothing stands on the other side."""
    return [s for s in report.sentences if lines.in_body(report, s) and len(terms(report.text(s))) >= LEAST and _free(s, taken)]


def _shares(report: Report, spans: Iterable[tuple[Span, Kind]]) -> Shares:
    """How much of the article's characters stands in each kind of piece; a character in two counts for the closer kind."""
    body = sorted(report.document.body)
    kinds: tuple[Kind, ...] = ("verbatim", "edited", "paraphrased")
    size, taken, out = max(1, sum(b.size for b in body)), list[Span](), list[float]()
    found = sorted(spans)
    for kind in kinds:
        union = _union([*taken, *(s for s, k in found if k == kind)])
        inside = sum(b.overlap(s) for b in body for s in union)
        out.append(inside / size - sum(out))
        taken = union
    verbatim, edited, paraphrased = (round(max(0.0, x), 4) for x in out)
    return Shares(verbatim, edited, paraphrased, round(max(0.0, 1 - sum(out)), 4))


def _union(spans: Sequence[Span]) -> list[Span]:
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out
