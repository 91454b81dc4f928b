"""Reported speech of one document: what the model marks, joined with quotation marks and syntax.

1. `candidates`: spans and links as the model scores them, more and more of them; `contents.tidy` takes scraps and addressees out of the
   contents, `sources.complete` gives missing sources from the tree;
2. `verdicts`: which of these are kept; `frames`: who tells and who is only told or spoken of;
3. `speech.attach`: every quotation to a speaker;
4. `turns`: in a transcript nothing reaches over a turn's end, and every turn is its speaker's;
5. `nested.nest`: attribution inside attribution.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from twicetold.language import frames, nested, speech, syntax, turns
from twicetold.language.found import Found
from twicetold.language.learned import labels
from twicetold.language.page import Page, spans
from twicetold.language.reading import Read
from twicetold.language.relations import Relation
from twicetold.language.verdicts import judged
from twicetold.types import AttributionKind, Quotation, Ranges, Reported, Span

MOSTLY = 0.9  # share of the content's letters in quotation marks from which speech is direct
HARDLY = 0.02  # share up to which it is indirect


def reported(page: Page, read: Read) -> tuple[Reported, ...]:
    """All attributions in the order of their contents."""
    everything = Found(frames.mended(page, judged(page, read), _people(read)))
    speech.attach(page, everything)
    if page.turns:
        spoken = turns.spoken(page)
        everything = Found([*turns.apart(list(everything), spoken), *turns.said(spoken)])
    found = nested.nest(page, everything)
    order = sorted(range(len(found)), key=lambda k: (found[k].content, found[k].cue))
    place = {k: n for n, k in enumerate(order)}
    return tuple(_finished(page, found[k], place) for k in order)


def _people(read: Read) -> frozenset[int]:
    """Words that the model takes for parts of names of people."""
    person = [k for k, name in enumerate(labels().ner) if name.endswith("PERSON")]
    return frozenset(np.flatnonzero(np.isin(read.ner.argmax(-1), person)).tolist()) if len(read.ner) else frozenset()


def _finished(page: Page, relation: Relation, place: dict[int, int]) -> Reported:
    source, cue, content = (spans(page, s) for s in (relation.source, relation.cue, relation.content))
    inside = tuple(k for k, q in _near(page, content) if any(c.start <= q.start and q.end <= c.end for c in content))
    negated = any(syntax.negated(page, syntax.verb_of(page, c)) for c in relation.cue[:1])
    parent = None if relation.parent is None else place[relation.parent]
    kind: AttributionKind = "direct" if relation.turn else _kind(page, content, inside)
    return Reported(source, cue, content, kind, parent, negated, inside, relation.score, relation.turn)


def _near(page: Page, content: Ranges) -> list[tuple[int, Quotation]]:
    """Quotations that begin between the content's first character and its last."""
    first, last = (bisect_left(page.quotations, place, key=lambda q: q.start) for place in (content[0].start, content[-1].end))
    return list(enumerate(page.quotations[first:last], first))


def _kind(page: Page, content: Ranges, inside: tuple[int, ...]) -> AttributionKind:
    quoted = [page.quotations[k].span for k in inside if page.quotations[k].depth == 0 and not page.quotations[k].scare]
    share = _letters(page, quoted) / max(1, _letters(page, list(content)))
    return "direct" if share >= MOSTLY else "mixed" if share > HARDLY else "indirect"


def _letters(page: Page, ranges: list[Span]) -> int:
    return sum(sum(map(str.isalnum, page.text[r.start : r.end])) for r in ranges)
