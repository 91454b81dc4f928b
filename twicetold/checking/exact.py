"""Word for word: where in the sources the words of a quotation stand, whatever became of marks, spaces and line breaks.

An ellipsis may leave out words of one passage, a bracket may stand for a few. Whether that turns the sense round is told by the negations
among what was left out or put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from twicetold.checking.library import Library, Source
from twicetold.checking.pieces import Piece
from twicetold.checking.plain import Plain
from twicetold.retelling.drift import negates
from twicetold.retelling.hedges import STRENGTH, hedges
from twicetold.retelling.terms import terms
from twicetold.types import Span

PASSAGE = 150  # words that an ellipsis may leave out: beyond it the parts are two passages
REPLACED = 12  # words that a bracket may stand for: 'the president of the Russian Federation' for [he] has six
MOST = 40  # places of one quotation that are looked at: 'the' inside quotation marks stands everywhere
CLAUSE = re.compile(r"[,;:.!?()—–]|\s-\s")


@dataclass(frozen=True, slots=True)
class Hit:
    """The words of a quotation in source `source`. `span` is the whole passage, `left_out` what the quotation says it left out."""

    source: int
    span: Span
    left_out: tuple[Span, ...]
    reversed: bool
    raised: bool  # a hedge was left out between words that were kept


def find(parts: Sequence[Piece], library: Library) -> list[Hit]:
    """Every place where all parts stand in order in one passage, in the order of the sources."""
    sources = list(enumerate(library.sources))
    found = [hit for number, source in sources for hit in _in(parts, number, source, source.plain)]
    return found or [hit for number, source in sources for speech in source.speech for hit in _in(parts, number, source, speech)]


def _in(parts: Sequence[Piece], number: int, source: Source, body: Plain) -> Iterator[Hit]:
    """Places in one source; `body` is its text, or its quotations alone without the 'she said' between them."""
    words = [p for p in parts if p.kind == "words"]
    if not words:
        return
    for count, run in enumerate(body.find(words[0].letters)):
        if count >= MOST:
            return
        runs = _follow(parts, run, body)
        if runs is not None:
            yield _hit(parts, runs, number, source, body)


def _follow(parts: Sequence[Piece], first: tuple[int, int], body: Plain) -> list[tuple[int, int]] | None:
    """The runs of all word pieces behind `first`, each the nearest that its gap allows; None where one is missing."""
    runs = [first]
    allowed = 0
    begun = False
    for part in parts:
        if part.kind != "words":
            allowed = max(allowed, PASSAGE if part.kind == "gap" else REPLACED)
        elif not begun:
            begun = True
        else:
            run = next(iter(body.find(part.letters, runs[-1][1])), None)
            if run is None or run[0] - runs[-1][1] > allowed:
                return None
            runs.append(run)
            allowed = 0
    return runs


def _hit(parts: Sequence[Piece], runs: list[tuple[int, int]], number: int, source: Source, body: Plain) -> Hit:
    text = source.report.document.text
    gaps = [Span(body.ends[a[1] - 1], body.starts[b[0]]) for a, b in pairwise(runs)]
    inside = [Span(body.starts[a[1]], body.ends[b[0] - 1]) for a, b in pairwise(runs) if a[1] < b[0]]
    put_in = _brackets(parts)
    turned = any(_turns(text[slice(*gap)], said) for gap, said in zip(gaps, put_in, strict=True))
    raised = any(_raises(text[slice(*gap)], said) for gap, said in zip(gaps, put_in, strict=True))
    outer = _edges(parts)
    turned |= any(_negations(said) for said in outer)
    return Hit(number, body.span(runs[0][0], runs[-1][1]), tuple(inside), turned, raised)


def _brackets(parts: Sequence[Piece]) -> list[str]:
    """Between each two pieces of words what the editor put in there."""
    out: list[str] = []
    said = ""
    begun = False
    for part in parts:
        if part.kind == "words":
            if begun:
                out.append(said)
            begun, said = True, ""
        elif part.kind == "bracket":
            said += f" {part.text}"
    return out


def _edges(parts: Sequence[Piece]) -> list[str]:
    """What the editor put in before the first and behind the last words."""
    first = next(k for k, p in enumerate(parts) if p.kind == "words")
    last = max(k for k, p in enumerate(parts) if p.kind == "words")
    return [p.text for k, p in enumerate(parts) if p.kind == "bracket" and (k < first or k > last)]


def _turns(left_out: str, put_in: str) -> bool:
    """Whether a negation went or came between words that now stand next to each other: 'will … sign' for 'will not sign'."""
    return _attached(left_out) % 2 != _negations(put_in) % 2


def _attached(gap: str) -> int:
    """Negations of a gap that no mark sets off from the words behind it: they deny what is quoted."""
    clauses = CLAUSE.split(gap)
    return _negations(clauses[-1]) if len(clauses) > 1 else _negations(gap)


def _negations(text: str) -> int:
    words = terms(text)
    return sum(negates(words, k) for k in range(len(words)))


def _raises(left_out: str, put_in: str) -> bool:
    """Whether a hedge went with what was left out, and no bracket speaks for it."""
    gone = [h for h in hedges(CLAUSE.split(left_out)[-1]) if STRENGTH[h.level] < STRENGTH["almost_certain"]]
    return bool(gone) and not hedges(put_in)
