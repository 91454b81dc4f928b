"""How a claim moved between its mentions: surer, less sure, turned round, other numbers or names, its holder lost, or no longer the same
statement.

Direction: along the stemma where it is known (from the mention in the parent to that in the child), else from the first mention of the
group to each other one. First is the earliest; among those of one date the one that says more of whose claim it is, then the better
hedged one, for hedges and holders are lost in retelling and hardly ever gained.

`meaning_changed` is said only for what can be named (precision first): a step on a ladder of acts (aim -> promise, suspend -> cancel;
words.toml), or a negated degree that became a flat negation ('did not go much further' -> 'did not follow through').
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from twicetold.retelling.drift import Pair, negates
from twicetold.retelling.hedges import SIDE, STRENGTH
from twicetold.retelling.likeness import Embed, Likeness, embedder
from twicetold.retelling.lists import lists
from twicetold.retelling.terms import Term, terms
from twicetold.types import ClaimGroup, ClaimMention, Level, Polarity, Ref, Report, Retelling, Roster, Shift, ShiftKind

NEAR = 0.40  # cover both ways from which words can be held against words; below, only certainty and holders are compared
CLOSE = 0.60  # the same for a claim turned round: a missing 'not' in a free rewording says nothing
SCOPE = 4  # words a negation reaches to its degree: 'did not go much further'

Known = Mapping[str, Report]


def refine(
    groups: Sequence[ClaimGroup],
    reports: Sequence[Report],
    roster: Roster,
    retellings: Sequence[Retelling] = (),
    embed: Embed | None = None,
) -> tuple[ClaimGroup, ...]:
    """The same groups with central mention and shifts told along `retellings`."""
    known = {r.document.id: r for r in reports}
    texts = [known[m.document].text(_mention(known, m).span) for g in groups if len(g.mentions) > 1 for m in g.mentions]
    likeness = Likeness(texts, [r.text(s) for r in reports for s in r.sentences], embed or embedder())
    parents: dict[str, set[str]] = {}
    for r in retellings:
        parents.setdefault(r.child, set()).add(r.parent)
    return tuple(between(g.mentions, known, likeness, parents) for g in groups)


def between(mentions: Sequence[Ref], known: Known, likeness: Likeness, parents: Mapping[str, set[str]]) -> ClaimGroup:
    """The group of `mentions`, with its central mention and its shifts."""
    ordered = tuple(sorted(mentions))
    if len(ordered) == 1:
        return ClaimGroup(ordered, (), 0)
    first = min(range(len(ordered)), key=lambda k: (_rank(ordered[k], known), k))
    shifts = {s: None for k in range(len(ordered)) for s in _into(k, ordered, first, known, likeness, parents)}
    return ClaimGroup(ordered, tuple(sorted(shifts, key=lambda s: (s.target, s.source, s.kind))), _central(ordered, known, likeness))


def _mention(known: Known, ref: Ref) -> ClaimMention:
    return known[ref.document].claims.claims[ref.index]


def _rank(ref: Ref, known: Known) -> tuple[str, int, int, int]:
    """What comes first: early, attributed, hedged, in the body."""
    mention = _mention(known, ref)
    return known[ref.document].document.published or "9999", int(mention.headline), -len(mention.chain), STRENGTH[mention.certainty.level]


def _into(k: int, mentions: Sequence[Ref], first: int, known: Known, likeness: Likeness, parents: Mapping[str, set[str]]) -> list[Shift]:
    """Shifts into the k-th mention, from its counterpart in each parent document or else from the first mention."""
    above = parents.get(mentions[k].document, set())
    sources = [_likest(k, [j for j, m in enumerate(mentions) if m.document == d], mentions, known, likeness) for d in sorted(above)]
    found = [j for j in sources if j is not None] or ([first] if first != k else [])
    return [Shift(j, k, kind) for j in found for kind in kinds(mentions[j], mentions[k], known, likeness)]


def _likest(k: int, among: Sequence[int], mentions: Sequence[Ref], known: Known, likeness: Likeness) -> int | None:
    text = _text(known, mentions[k])
    return max(among, key=lambda j: (likeness.cover(_text(known, mentions[j]), text).f1, -j), default=None)


def _text(known: Known, ref: Ref) -> str:
    return known[ref.document].text(_mention(known, ref).span)


def _central(mentions: Sequence[Ref], known: Known, likeness: Likeness) -> int:
    """The mention that the others agree with most, in the body, early where they are level."""
    texts = [_text(known, m) for m in mentions]

    def score(k: int) -> float:
        covers = [likeness.cover(texts[k], t) for j, t in enumerate(texts) if j != k]
        return round(sum(c.f1 for c in covers) / len(covers) - 0.2 * _mention(known, mentions[k]).headline, 6)

    return max(range(len(mentions)), key=lambda k: (score(k), tuple(-ord(c) for c in _rank(mentions[k], known)[0]), -k))


def kinds(source: Ref, target: Ref, known: Known, likeness: Likeness) -> list[ShiftKind]:
    """What changed from `source` to `target`, in a fixed order."""
    before, after = _mention(known, source), _mention(known, target)
    left, right = _text(known, source), _text(known, target)
    cover = likeness.cover(left, right)
    out: list[ShiftKind] = []
    if min(cover) >= NEAR:
        pair = Pair(left, right, likeness)
        flipped = _flipped(before, after, pair) and (min(cover) >= CLOSE or pair.swapped)
        out += ["reversed"] if flipped else _sureness(before, after)
        out += ["number_changed"] if pair.numbers() else []
        out += ["name_changed"] if pair.names() else []
    else:
        out += _sureness(before, after)
    if before.chain and not after.chain and not after.headline:
        out.append("holder_dropped")
    if "reversed" not in out and another_statement(left, right):
        out.append("meaning_changed")
    return out


def stance(level: Level, polarity: Polarity) -> int:
    """1: the claim is held to be so, -1: not so, 0: open. 'Unlikely to last' and 'will not last' stand on one side."""
    return SIDE.get(level, 1) * (1 if polarity == "positive" else -1)


def _sureness(before: ClaimMention, after: ClaimMention) -> list[ShiftKind]:
    """Raised or lowered on the ICD 203 ladder; 'unlikely' -> 'almost no chance' is raised, both being on one side."""
    change = STRENGTH[after.certainty.level] - STRENGTH[before.certainty.level]
    if change == 0:
        return []
    return ["certainty_raised"] if change > 0 else ["certainty_lowered"]


def _flipped(before: ClaimMention, after: ClaimMention, pair: Pair) -> bool:
    """Turned round in words, and not made up for by 'unlikely' on the other side."""
    sides = [SIDE.get(m.certainty.level, 1) for m in (before, after)]
    return bool(pair.turned()) != (sides[0] * sides[1] < 0)


@lru_cache(maxsize=1)
def _ladders() -> tuple[tuple[frozenset[str], ...], ...]:
    return tuple(tuple(frozenset(rung.split()) for rung in ladder["rungs"]) for ladder in lists()["ladders"])


@lru_cache(maxsize=1)
def _degrees() -> frozenset[str]:
    return frozenset(lists()["degrees"]["words"].split())


def another_statement(before: str, after: str) -> bool:
    """Whether the rewording is another statement by one of the rules that can be named."""
    left, right = terms(before), terms(after)
    return _stepped(left, right) or _flattened(left, right)


def _stepped(left: Sequence[Term], right: Sequence[Term]) -> bool:
    """Each text stands on one rung of a ladder, and not on the same."""
    words = [{t.word for t in side} for side in (left, right)]
    for ladder in _ladders():
        rungs = [{k for k, rung in enumerate(ladder) if rung & side} for side in words]
        if len(rungs[0]) == len(rungs[1]) == 1 and rungs[0] != rungs[1]:
            return True
    return False


def _flattened(left: Sequence[Term], right: Sequence[Term]) -> bool:
    """A negated degree on one side, a bare negation on the other."""
    marks = [(_negated_degree(side), any(negates(side, k) for k in range(len(side)))) for side in (left, right)]
    return marks[0][1] and marks[1][1] and marks[0][0] != marks[1][0]


def _negated_degree(words: Sequence[Term]) -> bool:
    return any(negates(words, k) and any(t.word in _degrees() for t in words[k + 1 : k + 1 + SCOPE]) for k in range(len(words)))
