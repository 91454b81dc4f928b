"""Claim groups: the mentions of one proposition, within a document and across them.

How it goes (docs/shifts-and-quotes.md):
1. pairs of mentions of a story are measured (`pairs`): words in common, vectors, numbers, the place in documents that tell the same, and
   whether both documents go back to one origin: of two that do not, each more likely says something of its own;
2. a logistic regression turns the measures into one score (links.toml);
3. clustering between average and single link joins mentions; two mentions side by side in one sentence stay apart;
4. each group gets its central mention and its shifts (`shifts`).
Polarity, certainty and holders are left out of 1 on purpose: they are what may shift inside a group.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from twicetold.retelling.likeness import Embed, embedder
from twicetold.retelling.links import clustered, unique
from twicetold.retelling.pairs import Item, Pairs, by_story, item, worth
from twicetold.retelling.shifts import Descent, between
from twicetold.retelling.stemma import origins
from twicetold.types import ClaimGroup, QuoteFamily, Ref, Report, Retelling, Roster, Span, Story

NESTED = 0.5  # share of the shorter of two mentions of one sentence that must lie in the other; without this rule link F1 falls by .07

Quoted = Mapping[str, Sequence[tuple[Span, int]]]  # document -> (span of a quotation, number of its family)


def claims(
    reports: Sequence[Report],
    roster: Roster,
    families: Sequence[QuoteFamily] = (),
    stories: Sequence[Story] = (),
    retellings: Sequence[Retelling] = (),
    embed: Embed | None = None,
) -> tuple[ClaimGroup, ...]:
    """Groups of all claim mentions, in the order of their first mentions (documents by id); every mention is in exactly one."""
    embed = embed or embedder()
    known = {r.document.id: r for r in reports}
    quoted = _quoted(known, families)
    descent, roots = Descent(retellings), origins(reports, retellings)
    out: list[ClaimGroup] = []
    for members in by_story(reports, stories):
        items = [i for r in members for i in _items(r, roster, quoted)]
        if items:
            kept, places = unique(items)
            pairs = Pairs(kept, members, worth(embed, members), (i.text for i in items), roots)
            for group in clustered(pairs, "claims", partial(_apart, kept)):
                refs = [Ref(items[p].report.document.id, items[p].index) for k in group for p in places[k]]
                out.append(between(refs, known, pairs.likeness, descent))
    return tuple(sorted(out, key=lambda g: g.mentions[0]))


def _apart(items: Sequence[Item], first: int, second: int) -> bool:
    """Whether two mentions stand side by side in one sentence: then they say different things. One inside the other may say the same."""
    a, b = items[first], items[second]
    if a.report is not b.report or a.sentence != b.sentence or a.sentence < 0:
        return False
    return a.span.overlap(b.span) < NESTED * min(a.span.size, b.span.size)


def _quoted(known: Mapping[str, Report], families: Sequence[QuoteFamily]) -> Quoted:
    out: dict[str, list[tuple[Span, int]]] = {}
    for number, family in enumerate(families):
        for variant in family.variants:
            span = known[variant.quote.document].claims.quotes[variant.quote.index].span
            out.setdefault(variant.quote.document, []).append((span, number))
    return out


def _items(report: Report, roster: Roster, quoted: Quoted) -> list[Item]:
    order = sorted(range(len(report.claims.claims)), key=lambda k: (report.claims.claims[k].span, k))
    return [_item(report, roster, k, place, quoted) for place, k in enumerate(order)]


def _item(report: Report, roster: Roster, index: int, place: int, quoted: Quoted) -> Item:
    mention = report.claims.claims[index]
    holder = report.claims.attributions[mention.chain[-1]].actor if mention.chain else None
    within = frozenset(n for s, n in quoted.get(report.document.id, ()) if s.overlap(mention.span))
    speaker = roster.of(report.document.id, holder)
    return item(report, roster, index, mention.span, order=place, speaker=speaker, quotes=within)
