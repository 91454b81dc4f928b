"""Commitments, forecasts and dated events that several documents tell, folded into one each.

The spans are scored like claims (`links`); what is known beyond the words then forbids a pair or speaks for it: the parties, the status,
the date, a claim that both rest on. Numbers below are log odds, set by hand: the development families hold too few of these to learn them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from twicetold.retelling.clusters import clusters
from twicetold.retelling.likeness import Embed, embedder
from twicetold.retelling.links import ABSENT, links, scores
from twicetold.retelling.pairs import Item, Pairs, by_story, item, worth
from twicetold.retelling.stemma import origins
from twicetold.types import ClaimGroup, CommitmentMention, Ref, Report, Retelling, Roster, Span, Story

SAME_CLAIM = 4.0  # both lie on mentions of one claim group
SAME_PARTY, SAME_DATE = 1.5, 2.5  # the party or the date agrees, which chance seldom brings about in one story
STRANGERS = 1.0  # what claims of reports without a common origin are docked too much where party, status and event are held to agree
OTHER_HOLDER = -1.5  # another holder tells it: retellings change holders, so this is no bar
OWN_CLAIM = 1 / 3  # of a claim that holds a commitment: less, and it holds others too ('will open an embassy, and the other will end …')
WITHHELD = frozenset(("withheld", "refused"))

Bonus = Callable[[Item, Item], float | None]  # None: never the same
Mentions = Callable[[Report], list[tuple[Span, str | None]]]
Folded = tuple[tuple[Ref, ...], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The documents whose mentions are folded, with what is known of them: who is who, one claim's mentions, stories, who retells whom."""

    reports: Sequence[Report]
    roster: Roster
    groups: Sequence[ClaimGroup] = ()
    stories: Sequence[Story] = ()
    retellings: Sequence[Retelling] = ()
    embed: Embed | None = None  # the reader's own where none is given


def commitments(told: Told) -> Folded:
    """Mentions of one commitment: the same party towards the same side, the same act, both given or both withheld."""

    def bonus(a: Item, b: Item) -> float | None:
        x, y = _commitment(a), _commitment(b)
        if a.report is b.report and a.sentence == b.sentence:
            return None  # 'will cut emissions and lower tariffs': two acts told side by side are two
        if a.speaker != b.speaker or (x.status in WITHHELD) != (y.status in WITHHELD) or _conflict(a, b, told.roster):
            return None
        return SAME_PARTY - 1.0 * (x.domain != y.domain)

    return _folded(told, lambda r: [(m.span, m.party) for m in r.claims.commitments], bonus, OWN_CLAIM)


def _commitment(one: Item) -> CommitmentMention:
    return one.report.claims.commitments[one.index]


def _conflict(a: Item, b: Item, roster: Roster) -> bool:
    """Two known and different receivers."""
    towards = [roster.of(i.report.document.id, _commitment(i).toward) for i in (a, b)]
    return towards[0] is not None and towards[1] is not None and towards[0].key != towards[1].key


def forecasts(told: Told) -> Folded:
    """Mentions of one forecast: the same event; another holder counts against it."""

    def bonus(a: Item, b: Item) -> float | None:
        levels = [i.report.claims.forecasts[i.index].certainty.level for i in (a, b)]
        if a.report is b.report and a.sentence == b.sentence and levels[0] != levels[1]:
            return None  # 'is likely to be extended; a new round cannot be excluded': one sentence foretells two events
        return OTHER_HOLDER if a.speaker and b.speaker and a.speaker != b.speaker else 0.0

    return _folded(told, lambda r: [(m.span, m.holder) for m in r.claims.forecasts], bonus)


def timeline(told: Told) -> Folded:
    """Mentions of one dated event: dates of the same or a coarser precision that agree, and the same event."""

    def bonus(a: Item, b: Item) -> float | None:
        x, y = (i.report.claims.timeline[i.index] for i in (a, b))
        if not (x.date.startswith(y.date) or y.date.startswith(x.date)):
            return None
        return SAME_DATE if x.date == y.date else 0.0

    return _folded(replace(told, groups=()), lambda r: [(m.span, None) for m in r.claims.timeline], bonus)


def _folded(told: Told, mentions: Mentions, bonus: Bonus, least: float = 0.0) -> Folded:
    """Cluster what `mentions` gives for each report, in the order of first mentions; every mention is in exactly one tuple.

    A claim counts for a mention when both share half of the shorter span and `least` of the longer one.
    """
    claims, roots = _claim_spans(told), origins(told.reports, told.retellings)
    out: list[tuple[Ref, ...]] = []
    for members in by_story(told.reports, told.stories):
        items = [i for r in members for i in _items(r, told.roster, mentions(r), _near(claims.get(r.document.id, ()), least))]
        if items:
            found = _cluster(Pairs(items, members, worth(told.embed or embedder(), members), (), roots), bonus)
            out.extend(tuple(sorted(Ref(items[k].report.document.id, items[k].index) for k in g)) for g in found)
    return tuple(sorted(out))


def _claim_spans(told: Told) -> Mapping[str, list[tuple[Span, int]]]:
    """document -> (span of a claim mention, number of its group)."""
    known = {r.document.id: r for r in told.reports}
    out: dict[str, list[tuple[Span, int]]] = {}
    for number, group in enumerate(told.groups):
        for ref in group.mentions:
            out.setdefault(ref.document, []).append((known[ref.document].claims.claims[ref.index].span, number))
    return out


def _items(
    report: Report, roster: Roster, mentions: Sequence[tuple[Span, str | None]], near: Callable[[Span], frozenset[int]]
) -> list[Item]:
    ordered = sorted(range(len(mentions)), key=lambda k: (mentions[k][0], k))
    found = [(place, k, *mentions[k]) for place, k in enumerate(ordered)]
    return [
        item(report, roster, k, span, order=place, speaker=roster.of(report.document.id, key), quotes=near(span))
        for place, k, span, key in found
    ]


def _near(claims: Sequence[tuple[Span, int]], least: float) -> Callable[[Span], frozenset[int]]:
    """The groups of those claims of one report that a span is, which an item keeps as its `quotes`."""

    def of(span: Span) -> frozenset[int]:
        shares = [(n, s.overlap(span), min(s.size, span.size), max(s.size, span.size)) for s, n in claims]
        return frozenset(n for n, shared, shorter, longer in shares if 2 * shared >= shorter > 0 and shared >= least * longer)

    return of


def _cluster(pairs: Pairs, bonus: Bonus) -> list[list[int]]:
    items = pairs.items
    found = scores(pairs, "claims")
    extra = {(a, b): bonus(items[a], items[b]) for a, b in found}
    total = {p: found[p] + e + _shared(pairs, *p) for p, e in extra.items() if e is not None}
    return clusters(
        len(items),
        total,
        absent=ABSENT,
        threshold=links("claims").threshold,
        single=links("claims").single,
        forbidden=lambda a, b: bonus(items[a], items[b]) is None,
    )


def _shared(pairs: Pairs, first: int, second: int) -> float:
    """What speaks for a pair beyond its words: a claim that both rest on; between strangers, what is asked of them besides."""
    a, b = pairs.items[first], pairs.items[second]
    strangers = a.report is not b.report and not pairs.kin(a, b)
    return SAME_CLAIM * bool(a.quotes & b.quotes) + STRANGERS * strangers
