"""Reported speech of one document: what the model marks, joined with quotation marks and syntax."""

from __future__ import annotations

from twicetold.language.links import Links
from twicetold.language.reading import Layout, Read
from twicetold.language.relations import Relation, Stretch, relations
from twicetold.types import AttributionKind, Quotation, Ranges, Reported, Span

MOSTLY = 0.9  # share of the content in quotation marks from which speech is direct
HARDLY = 0.02


def reported(laid: Layout, read: Read, quotations: tuple[Quotation, ...]) -> tuple[Reported, ...]:
    """All attributions in the order of their contents."""
    found = [_finished(r, laid, quotations) for r in relations(read.tags, Links(read.blocks))]
    return tuple(sorted(found, key=lambda r: (r.content[0].start, r.content[0].end)))


def _finished(relation: Relation, laid: Layout, quotations: tuple[Quotation, ...]) -> Reported:
    content = _ranges(relation.content, laid)
    inside = tuple(k for k, q in enumerate(quotations) if any(c.start <= q.start and q.end <= c.end for c in content))
    kind = _kind(content, [quotations[k].span for k in inside])
    return Reported(_ranges(relation.source, laid), _ranges(relation.cue, laid), content, kind, None, False, inside, relation.score)


def _ranges(stretches: list[Stretch], laid: Layout) -> Ranges:
    return tuple(Span(laid.words[i].start, laid.words[j - 1].end) for i, j in sorted(stretches))


def _kind(content: Ranges, quoted: list[Span]) -> AttributionKind:
    size = sum(c.size for c in content)
    covered = (
        sum(max((c.overlap(q) for q in quoted), default=0) for c in content)
        if len(quoted) < 2
        else sum(c.overlap(q) for c in content for q in quoted)
    )
    share = covered / max(size, 1)
    return "direct" if share >= MOSTLY else "mixed" if share > HARDLY else "indirect"
