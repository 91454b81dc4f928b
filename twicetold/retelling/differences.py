"""Word-level differences between two texts, tidied for people: whole words, neighbouring changes merged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

from twicetold.retelling.terms import Term, terms
from twicetold.types import Span

Op = Literal["equal", "replace", "insert", "delete"]

LONGEST = 20_000  # words: beyond that the texts are called wholly different, for the alignment is quadratic
ISLAND = 1  # this many function words alone between two changes join them: 'bought |the| time' reads better as one change
SPACE = re.compile(r"\s+")


class Difference(NamedTuple):
    """A stretch of the left text and what stands for it in the right one; either may be empty. Spans are code points of each text."""

    op: Op
    left: Span
    right: Span


class Change(NamedTuple):
    """The same in words: half-open ranges of indices into `terms` of each text."""

    op: Op
    left: tuple[int, int]
    right: tuple[int, int]


def aligned(a: Sequence[Term], b: Sequence[Term]) -> list[Change]:
    """The longest common subsequence of words by their keys, as changes in order that cover both texts."""
    if max(len(a), len(b)) > LONGEST:
        return [Change("replace", (0, len(a)), (0, len(b)))]
    numbering: dict[str, int] = {}
    rows = [[numbering.setdefault(t.key, len(numbering)) for t in side] for side in (a, b)]
    out: list[Change] = []
    for op in Indel.opcodes(rows[0], rows[1]):
        change = Change("equal" if op.tag == "equal" else "replace", (op.src_start, op.src_end), (op.dest_start, op.dest_end))
        out = [*out[:-1], _joined(out[-1], change)] if out and out[-1].op == change.op else [*out, change]
    return [_named(c) for c in out]


def _joined(first: Change, second: Change) -> Change:
    return Change(first.op, (first.left[0], second.left[1]), (first.right[0], second.right[1]))


def _named(change: Change) -> Change:
    if change.op == "equal" or (change.left[0] < change.left[1] and change.right[0] < change.right[1]):
        return change
    return change._replace(op="delete" if change.left[0] < change.left[1] else "insert")


def _tidied(changes: list[Change], a: Sequence[Term]) -> list[Change]:
    """Lone function words between two changes become part of the change."""
    out: list[Change] = []
    for k, change in enumerate(changes):
        island = (
            change.op == "equal"
            and 0 < k < len(changes) - 1
            and change.left[1] - change.left[0] <= ISLAND
            and all(a[i].kind == "function" for i in range(*change.left))
            and {changes[k - 1].op, changes[k + 1].op} == {"replace"}
        )
        change = change._replace(op="replace") if island else change
        if out and out[-1].op != "equal" and change.op != "equal":
            out[-1] = _named(_joined(out[-1], change)._replace(op="replace"))
        else:
            out.append(change)
    return out


def words(a: str, b: str) -> list[Difference]:
    """What turns `a` into `b`: equal, replaced, inserted and deleted stretches that together cover both texts, in order.

    Words count as equal when they differ in case, inflection or spelling only in so far as `terms` folds them; an equal stretch that is
    written differently is split into what is the same to the letter and what is not. Marks and spaces between words go with the word
    before them.

    >>> [(d.op, "bought time"[slice(*d.left)], "purchased time"[slice(*d.right)]) for d in words("bought time", "purchased time")]
    [('replace', 'bought ', 'purchased '), ('equal', 'time', 'time')]
    """
    left, right = _written(a), _written(b)
    out: list[Difference] = []
    for change in _by_letter(_tidied(aligned(left, right), left), left, right):
        spans = (_stretch(left, change.left, len(a)), _stretch(right, change.right, len(b)))
        if spans[0].size or spans[1].size:
            out.append(Difference(change.op, *spans))
    return _whole(out, a, b)


def _by_letter(changes: list[Change], a: Sequence[Term], b: Sequence[Term]) -> list[Change]:
    """Equal changes cut where the words as written differ ('promises' and 'promise'); those become replacements."""
    out: list[Change] = []
    for change in changes:
        if change.op != "equal":
            pieces = [change]
        else:
            pairs = zip(range(*change.left), range(*change.right), strict=True)
            pieces = [Change("equal" if a[i].word == b[j].word else "replace", (i, i + 1), (j, j + 1)) for i, j in pairs]
        for piece in pieces:
            if out and (out[-1].op == "equal") == (piece.op == "equal"):
                joined = _joined(out[-1], piece)
                out[-1] = joined if piece.op == "equal" else _named(joined._replace(op="replace"))
            else:
                out.append(piece)
    return out


def _stretch(words_: Sequence[Term], part: tuple[int, int], size: int) -> Span:
    """From the first of these words to the one behind them, the text's ends included."""
    edge = [0, *(t.start for t in words_[1:]), size] if words_ else [0, size]
    first, last = (min(k, len(edge) - 1) for k in part)
    return Span(edge[first], edge[last])


def _written(text: str) -> list[Term]:
    """The terms of `text` with the parts of a contraction as one word."""
    out: list[Term] = []
    for term in terms(text):
        if out and out[-1].end == term.start:
            out[-1] = out[-1]._replace(end=term.end, key=f"{out[-1].key} {term.key}", word=f"{out[-1].word} {term.word}", kind="word")
        else:
            out.append(term)
    return out


def _whole(differences: list[Difference], a: str, b: str) -> list[Difference]:
    """Both texts covered to their ends, also where one has no words at all."""
    last = differences[-1] if differences else Difference("equal", Span(0, 0), Span(0, 0))
    left, right = Span(last.left.start, len(a)), Span(last.right.start, len(b))
    if (left, right) == (last.left, last.right):
        return differences
    same = last.op == "equal" and a[slice(*left)] == b[slice(*right)]
    op: Op = "equal" if same else "replace" if left.size and right.size else "delete" if left.size else "insert"
    return [*differences[:-1], Difference(op, left, right)]


def folded(text: str) -> str:
    """`text` without what is no drift: quotation marks, dashes, case, spaces, ellipses, brackets, final marks."""
    return " ".join(t.word for t in terms(SPACE.sub(" ", text)))
