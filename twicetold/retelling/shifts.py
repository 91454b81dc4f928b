"""How a claim moved between its mentions: surer, less sure, turned round, other numbers or names, its holder lost, or no longer the same
statement.

Direction: along the stemma where it is known (from the mention in the parent to that in the child). Documents that share a source but
not as parent and child are compared from the one that tells it with more care (a copy or excerpt, then a rewrite or translation, then
spin); of equal ones from the better hedged mention, then from that which says more of whose claim it is, for hedges and holders are lost
in retelling and hardly ever gained; then from the earlier one. Independent reports are not compared: what differs between them did not
change on the way.

`meaning_changed` is said only for what can be named (precision first): a step on a ladder of acts (aim -> promise, suspend -> cancel;
words.toml), or a negated degree that became a flat negation ('did not go much further' -> 'did not follow through').
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from twicetold.retelling.drift import Pair, negates
from twicetold.retelling.hedges import SIDE, STRENGTH
from twicetold.retelling.likeness import Likeness
from twicetold.retelling.lists import lists
from twicetold.retelling.neighbours import sentence_of
from twicetold.retelling.pairs import spread
from twicetold.retelling.terms import Term, terms
from twicetold.types import ClaimGroup, ClaimMention, Level, Ref, Relation, Report, Retelling, Shift, ShiftKind

COMPARED = 60  # mentions that each one of a large group is held against for the central one
EARLIEST = 20  # mentions of a large group that later ones without a known parent are held against
NEAR = 0.25  # cover both ways below which two mentions are too far apart in words to say what changed
CLOSE = 0.60  # the same for a claim turned round by a negation: a missing 'not' in a free rewording says nothing
FREEDOM: Mapping[Relation, int] = {"copy": 0, "excerpt": 0, "rewrite": 1, "translation": 1, "merge": 1, "spin": 2}
MODERATE = 25  # words; what reads well in one breath
LENGTHY = 0.2  # what a mention of twice that length falls short by
FEW = 5
FREE = 0.05  # what a mention falls short by for every step of freedom with which its document retells
ALTERED = 0.2  # what a mention falls short by that says something else than an earlier one
_MARKS = "“”„«»‘’'\""
_HANGING = frozenset({"than", "who", "whom", "whose", "which", "that", "where", "when", "to", "from", "with", "of", "including", "likely"})
_POINTING = frozenset({"he", "she", "it", "they", "this", "these", "those", "his", "her", "its", "their"})
_DETERMINERS = frozenset(
    {"the", "a", "an", "at", "no", "both", "all", "some", "any", "most", "many", "several", "there", "each", "neither"}
)
RELATIVE = re.compile(r"(?<=\w),?\s+(?:which|who|whose|whom)\b", re.I)
SCOPE = 4  # words a negation reaches to its degree: 'did not go much further'

Known = Mapping[str, Report]


class Descent:
    """Who retells whom, for shifts. Without any retellings every document counts as related to every other."""

    def __init__(self, retellings: Sequence[Retelling]) -> None:
        self.parents: dict[str, set[str]] = {}
        for r in retellings:
            self.parents.setdefault(r.child, set()).add(r.parent)
        self._unknown = not retellings
        self._freedom: dict[str, int] = {}
        for r in retellings:
            self._freedom[r.child] = max(self._freedom.get(r.child, 0), FREEDOM[r.relation])

    def freedom(self, document: str) -> int:
        """How freely a document tells what it retells: 0 for an original, a copy or an excerpt, 2 for spin."""
        return self._freedom.get(document, 0)

    def distance(self, document: str) -> int:
        """How far the words of a document are from those of its origins: the freedom of all retellings that it comes from and its own."""
        return sum(self.freedom(d) for d in self.line(document))

    def line(self, document: str) -> set[str]:
        """The document and all it comes from."""
        seen, todo = {document}, [document]
        while todo:
            new = self.parents.get(todo.pop(), set()) - seen
            seen |= new
            todo.extend(sorted(new))
        return seen

    def before(self, left: str, right: str) -> bool:
        """Whether something may have changed on the way from `left` to `right`: they share a source, and `left` does not retell `right`."""
        return self._unknown or (bool(self.line(left) & self.line(right)) and right not in self.line(left))


def between(mentions: Sequence[Ref], known: Known, likeness: Likeness, descent: Descent) -> ClaimGroup:
    """The group of `mentions`, with its central mention and its shifts."""
    ordered = tuple(sorted(mentions))
    if len(ordered) == 1:
        return ClaimGroup(ordered, (), 0)
    fit = _fit(ordered, known, likeness)
    early = sorted(range(len(ordered)), key=lambda k: (_rank(ordered[k], known, descent), k))[:EARLIEST]
    shifts = _once([s for k in range(len(ordered)) for s in _into(k, early, ordered, known, likeness, descent)], ordered, known, fit)
    altered = {s.target for s in shifts}
    flaws = [
        _handicap(_mention(known, m))
        + _hard(_mention(known, m), _text(known, m))
        + FREE * descent.freedom(m.document)
        + ALTERED * (k in altered)
        for k, m in enumerate(ordered)
    ]
    central = max(range(len(ordered)), key=lambda k: (fit[k] - flaws[k], _earliness(ordered[k], known), -k))
    return ClaimGroup(ordered, tuple(sorted(shifts, key=lambda s: (s.target, s.source, s.kind))), central)


def _handicap(mention: ClaimMention) -> float:
    """What a headline, and a minor cut of a statement, fall short of the full one by."""
    return 0.2 * mention.headline + 0.1 * mention.minor


def _hard(mention: ClaimMention, text: str) -> float:
    """What a mention falls short by as the words for its group: one long or cut short, one that points back or hangs on what is before."""
    words = text.lstrip(_MARKS).split()
    opening = words[0].lower() if words else ""
    long = LENGTHY * max(0, len(words) - MODERATE) / MODERATE
    small = opening != "" and words[0][0].islower() and opening not in _DETERMINERS
    return long + 0.1 * (len(words) < FEW) + 0.3 * (opening in _HANGING) + 0.15 * (opening in _POINTING or small) + 0.15 * mention.minor


def _fit(mentions: Sequence[Ref], known: Known, likeness: Likeness) -> list[float]:
    """How well each mention agrees with those of other documents (with all, where there are none): mean F1 of covers."""
    texts = [_text(known, m) for m in mentions]
    several = len({m.document for m in mentions}) > 1
    others = spread(len(mentions), COMPARED)
    pairs = [(a, b) for a, x in enumerate(mentions) for b in others if a != b and not (several and x.document == mentions[b].document)]
    covers = likeness.covers(texts, np.array(pairs, np.int64).reshape(-1, 2))
    sums, counts = [0.0] * len(mentions), [0] * len(mentions)
    for (a, _), (left, right) in zip(pairs, covers.tolist(), strict=True):
        sums[a] += 2 * left * right / (left + right) if left + right else 0.0
        counts[a] += 1
    return [round(s / max(n, 1), 6) for s, n in zip(sums, counts, strict=True)]


def _once(shifts: Sequence[Shift], mentions: Sequence[Ref], known: Known, fit: Sequence[float]) -> list[Shift]:
    """Of shifts of one kind into mentions that overlap (one statement, cut twice) only that into the mention that agrees best with the
    others."""
    out: list[Shift] = []

    def order(s: Shift) -> tuple[float, int, bool, int, str]:
        inside = mentions[s.source].document == mentions[s.target].document
        return _handicap(_mention(known, mentions[s.target])) - fit[s.target], s.target, inside, s.source, s.kind

    for s in sorted(shifts, key=order):
        place = _mention(known, mentions[s.target]).span
        twins = (o for o in out if o.kind == s.kind and mentions[o.target].document == mentions[s.target].document)
        if not any(place.overlap(_mention(known, mentions[o.target]).span) for o in twins):
            out.append(s)
    return out


def _earliness(ref: Ref, known: Known) -> tuple[int, ...]:
    """Greater for earlier documents."""
    return tuple(-ord(c) for c in known[ref.document].document.published or "9999")


def _mention(known: Known, ref: Ref) -> ClaimMention:
    return known[ref.document].claims.claims[ref.index]


def _rank(ref: Ref, known: Known, descent: Descent) -> tuple[int, int, int, int, str]:
    """What comes first: told with care, in the body, hedged, attributed, early."""
    mention = _mention(known, ref)
    sure, held = STRENGTH[own_level(mention, _text(known, ref))], -len(mention.chain)
    return descent.freedom(ref.document), int(mention.headline), sure, held, known[ref.document].document.published or "9999"


def _into(k: int, early: Sequence[int], mentions: Sequence[Ref], known: Known, likeness: Likeness, descent: Descent) -> list[Shift]:
    """Shifts into the k-th mention: from its counterpart in each parent document; else from the likest of the mentions before it, in
    another document and in its own."""
    here = mentions[k].document
    above = descent.parents.get(here, set()) & {m.document for m in mentions}
    if above:
        among = [[j for j, m in enumerate(mentions) if m.document == d] for d in sorted(above)]
    else:
        rank = _rank(mentions[k], known, descent)
        before = [j for j in early if _rank(mentions[j], known, descent) < rank]
        among = [[j for j in before if mentions[j].document != here and descent.before(mentions[j].document, here)]]
    among.append(_beside(k, mentions, known, descent))
    sources = [_likest(k, _fuller(js, mentions, known), mentions, known, likeness) for js in among]
    found = [j for j in sources if j is not None and _worth(j, k, mentions, known) and _mutual(j, k, mentions, known, likeness)]
    return [Shift(j, k, kind) for j in found for kind in kinds(mentions[j], mentions[k], known, likeness)]


def _beside(k: int, mentions: Sequence[Ref], known: Known, descent: Descent) -> list[int]:
    """Statements of the same document that come before the k-th: its text before its headline, what it hedges before what it states."""
    if _mention(known, mentions[k]).minor:
        return []
    rank = _rank(mentions[k], known, descent)
    return [
        j
        for j, m in enumerate(mentions)
        if m.document == mentions[k].document
        and not _mention(known, m).minor
        and _rank(m, known, descent) < rank
        and not _overlap(m, mentions[k], known)
    ]


def _fuller(among: Sequence[int], mentions: Sequence[Ref], known: Known) -> list[int]:
    """Those from the text, where there are any: a headline is no source for what the text says."""
    body = [j for j in among if not _mention(known, mentions[j]).headline]
    return body or list(among)


def _worth(j: int, k: int, mentions: Sequence[Ref], known: Known) -> bool:
    """Between two minor cuts nothing is said."""
    return not (_mention(known, mentions[j]).minor and _mention(known, mentions[k]).minor)


def _overlap(a: Ref, b: Ref, known: Known) -> bool:
    return a.document == b.document and _mention(known, a).span.overlap(_mention(known, b).span) > 0


def _likest(k: int, among: Sequence[int], mentions: Sequence[Ref], known: Known, likeness: Likeness) -> int | None:
    text = _text(known, mentions[k])
    return max(among, key=lambda j: (likeness.cover(_text(known, mentions[j]), text).f1, -j), default=None)


def _mutual(j: int, k: int, mentions: Sequence[Ref], known: Known, likeness: Likeness) -> bool:
    """Whether the k-th mention is the likest of its document to the j-th: a whole sentence is not held against a part of one."""
    beside = [i for i, m in enumerate(mentions) if m.document == mentions[k].document and i != j]
    return _likest(j, beside, mentions, known, likeness) == k


def _text(known: Known, ref: Ref) -> str:
    return known[ref.document].text(_mention(known, ref).span)


def kinds(source: Ref, target: Ref, known: Known, likeness: Likeness) -> list[ShiftKind]:
    """What changed from `source` to `target`, in a fixed order; nothing where the words are too far apart to tell."""
    before, after = _mention(known, source), _mention(known, target)
    left, right = _text(known, source), _text(known, target)
    cover = likeness.cover(left, right)
    if min(cover) < NEAR:
        return []
    pair = Pair(left, right, likeness)
    levels = own_level(before, left), own_level(after, right)
    flipped = _flipped(levels, pair, min(cover))
    out: list[ShiftKind] = ["reversed"] if flipped else _sureness(levels)
    out += ["number_changed"] if pair.numbers() else []
    out += ["name_changed"] if pair.names() else []
    out += ["holder_dropped"] if before.chain and _bare(target, known) else []
    out += ["meaning_changed"] if not flipped and another_statement(left, right) else []
    return out


def own_level(mention: ClaimMention, text: str) -> Level:
    """How sure the statement is of its main point: a hedge in a relative clause ('measures, which seem one-sided') is that clause's."""
    cue = mention.certainty.span
    if cue is None or not mention.span.covers(cue):
        return mention.certainty.level
    before = text[: cue.start - mention.span.start]
    relative = [m.end() for m in RELATIVE.finditer(before)]
    return "asserted" if relative and "," not in before[relative[-1] :] else mention.certainty.level


def _sureness(levels: tuple[Level, Level]) -> list[ShiftKind]:
    """Raised or lowered on the ICD 203 ladder; 'unlikely' -> 'almost no chance' is raised, both being on one side."""
    change = STRENGTH[levels[1]] - STRENGTH[levels[0]]
    if change == 0:
        return []
    return ["certainty_raised"] if change > 0 else ["certainty_lowered"]


def _flipped(levels: tuple[Level, Level], pair: Pair, cover: float) -> bool:
    """Turned round in words and not made up for by 'unlikely' on the other side; or 'likely' against 'unlikely' in the same words."""
    across = "asserted" not in levels and SIDE.get(levels[0], 1) * SIDE.get(levels[1], 1) < 0
    turned = bool(pair.turned()) and (cover >= CLOSE or pair.swapped)
    return turned != across if cover >= CLOSE else turned and not across


def _bare(ref: Ref, known: Known) -> bool:
    """Whether a mention is in the outlet's own voice, outside headlines, and nothing in its sentence is attributed to anybody."""
    mention, report = _mention(known, ref), known[ref.document]
    if mention.chain or mention.headline:
        return False
    place = sentence_of(report, mention.span)
    home = report.sentences[place] if place >= 0 else mention.span
    said = (s for a in report.claims.attributions for s in (*a.content, *a.cue))
    return not any(home.overlap(s) for s in said)


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
    degrees = {k for k, t in enumerate(words) if t.word in _degrees() and not (t.word == "all" and k and words[k - 1].word == "at")}
    return any(negates(words, k) and degrees.intersection(range(k + 1, k + 1 + SCOPE)) for k in range(len(words)))
