"""The stemma: who retells whom.

1. `lines.read`: the sentences of all reports as rows of numbers.
2. `credits.read`, `releases.read`: what the pages say of themselves, and which official texts they speak of.
3. `meaning.compare`: how much of each report stands in each that can be its parent (dates permitting).
4. `_parents`: credited parents first, then uncredited ones that were plainly copied; of an ancestor and its descendant the one whose own
   wording the child shares (the 'significant innovations' of stemmatology: what only one branch has shows the descent, Maas 1927; Trovato
   2014).
5. `outside.origin`: who has no parent among the documents but rests on somebody else's text, gets an outside origin.
6. `relations.of`: how it was retold, and the evidence.

A report that neither copies nor credits anybody stays independent: a false parent is worse than a missing one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from twicetold.retelling import bodies, credits, dates, lines, meaning, neighbourhoods, offices, outside, relations, releases
from twicetold.retelling.lines import Lines
from twicetold.retelling.meaning import Affinity
from twicetold.retelling.neighbourhoods import Neighbourhood
from twicetold.types import Passage, Report, Retelling, Roster, Story

CREDITED, MENTIONED = 0.105, 0.125  # mean weighted term overlap with a report that is credited as a source, or merely named, from which it
# is a parent: on the development families true parents have .12 and more, the same expert quoted again months later .10
AKIN = 0.20  # the same where nothing is credited: independent reports of one event reach .15 on the development families
AKIN_COVERED = 0.30  # share of sentences that tell the same
AKIN_FIGURES, AKIN_SHARE = 4, 0.75  # or so many figures, and such a share of the child's: independent reports share three at most
AKIN_DAYS = 21
BACKGROUND_DAYS = 60
RIGOUR = 0.5  # few reports say little of which words belong to the event alone: two on one event overlap by a third more than among eight
WITNESSED = 2.0  # how much of either text's own wording third reports have, against the shares of each that stands in the other
COPIED, COPIED_ORDER, COPIED_COVERED = (
    0.50,
    0.7,
    0.4,
)  # words kept in order: copies and spun copies .6-1, translations and rewrites below .5
VERBATIM = 0.8  # words kept in order from which a text with an agency's dateline, or one publisher's of another day, was still taken from
# another report; a hundred readouts of one office reach .63 with each other
SHORT = 150  # characters of article: headlines and one-line notes prove no descent
EDITIONS = 1  # days within which a publisher's later edition of a report may keep but half of its words
LEAST_WORDS = 30  # of both reports: two headlines alike prove nothing
SIBLINGS = 0.25  # the same between two reports whose outside origins bear different names, from which these are one body
GARBLED = 0.15  # the same where one report reads as translated and the names differ as translated names do
CLOSER = 1.5  # how many times more of one text's own wording has to be shared
MERGED = 0.12  # share of the child that a further parent has to explain better

Key = tuple[str, str]


def trace(
    reports: Sequence[Report], roster: Roster, shared: Sequence[Passage] = (), stories: Sequence[Story] = ()
) -> tuple[tuple[Retelling, ...], tuple[Passage, ...]]:
    """All retellings among `reports`, sorted by child and parent, and the sentences of related reports that tell the same in other words.

    Without `shared` passages and provisional `stories` every report is compared with every other; with them only reports of one story,
    and those of different ones that share a passage or where one credits the other.
    """
    ordered = sorted((r for r in reports if sum(s.size for s in r.document.body) >= SHORT), key=_when)
    named = _credited([*credits.read(ordered), *releases.read(ordered)])
    edges: list[Retelling] = []
    alike: list[Passage] = []
    for part in neighbourhoods.of(ordered, named, shared, stories):
        found, told = _trace(part, roster, named)
        edges += found
        alike += told
    return tuple(sorted(edges, key=lambda e: (e.child, e.parent))), tuple(alike)


def _trace(part: Neighbourhood, roster: Roster, named: Mapping[Key, credits.Credit]) -> tuple[list[Retelling], list[Passage]]:
    """The retellings of one neighbourhood, its reports in order of time."""
    rows = {r.report.document.id: r for r in lines.read(part.reports)}
    affinities = _affinities(part, rows, named)
    near = {
        key: [o for a in found if a.terms >= CREDITED and (o := credits.publisher(a.parent.report))] for key, found in affinities.items()
    }
    origin = _with_siblings(outside.origins(part.reports, roster, near), affinities, near, named)
    parents: dict[str, list[Affinity]] = {}
    for report in part.reports:
        key = report.document.id
        parents[key] = _parents(key, affinities[key], named, parents, origin, rigour(len(part.reports)))
    lost = {key: origin[key] for key in sorted(parents) if not parents[key] and key in origin}
    edges = [edge for key in sorted(parents) for edge in relations.edges(parents[key], _beside(rows[key], parents[key], near[key]), named)]
    for key, own in lost.items():
        edges.append(relations.outside_edge(rows[key], own, [rows[k] for k, o in lost.items() if k != key and o.name == own.name]))
    told = [p for key in sorted(parents) for a in parents[key] for p in meaning.passages(a.child, a.parent)]
    return edges, told


def _with_siblings(
    origin: Mapping[str, outside.Origin],
    affinities: Mapping[str, list[Affinity]],
    near: Mapping[str, Sequence[str]],
    named: Mapping[Key, credits.Credit],
) -> dict[str, outside.Origin]:
    """Reports akin to one that has an outside origin have it too, when they name it or refer to a text as their source.

    Where both name one, differently, it is taken for the same body under the name that the earlier gives it.
    """
    out = dict(origin)
    pairs = sorted((a.terms, _id(a), a.child.report.document.id, a) for found in affinities.values() for a in found if a.terms >= GARBLED)
    for terms, early, late, affinity in reversed(pairs):
        if (late, early) in named:
            continue  # then it has it from there
        if early in out and late in out:
            if out[late].kind == out[early].kind == "bulk" and (
                terms >= SIBLINGS or _is_garbled(out[late].name, out[early].name, affinity)
            ):
                out[late] = outside.renamed(out[late], out[early].name)
        elif terms >= AKIN and (early in out or late in out):
            known, new = (early, late) if early in out else (late, early)
            report, sibling = (affinity.child.report, affinity.parent.report)[:: 1 if new == late else -1]
            if outside.own_signs(report) > outside.OWN_SIGNS or offices.official(report):
                continue
            if credited := outside.beside(report, (), near[new]):
                out[new] = credited[0]
            elif out[known].kind == "bulk" and (spans := outside.named(report, out[known])):
                told = f"tells much of what {relations.outlet(sibling)} has from there"
                reason = f"It names {out[known].name} or a text as its source, and {told}."
                out[new] = outside.Origin(out[known].name, spans, round(0.4 + terms / 2, 3), reason)
    return out


def _is_garbled(one: str, other: str, affinity: Affinity) -> bool:
    """Whether two names are of one body, and one of the reports that have them reads as translated."""
    return bodies.garbled(one, other) and any(
        relations.translationese(x) >= relations.TRANSLATIONESE for x in (affinity.child, affinity.parent)
    )


def _when(report: Report) -> tuple[float, str]:
    span = dates.published(report)
    return (span[1] if span else float("inf"), report.document.id)


def _credited(found: Sequence[credits.Credit]) -> dict[Key, credits.Credit]:
    """The best credit of every child and parent: a strong one before a mere mention, then the first."""
    best: dict[Key, credits.Credit] = {}
    for credit in sorted(found, key=lambda c: (not c.strong, c)):
        best.setdefault((credit.child, credit.parent), credit)
    return best


def _affinities(part: Neighbourhood, rows: Mapping[str, Lines], named: Mapping[Key, credits.Credit]) -> dict[str, list[Affinity]]:
    """For every report its affinity to those that can be its parents."""
    out: dict[str, list[Affinity]] = {r.document.id: [] for r in part.reports}
    witnesses = Witnesses(rows.values())
    for k, m in part.pairs:
        pair = _directed(part.reports[k], part.reports[m], rows, named, witnesses)
        if pair is not None:
            out[pair.child.report.document.id].append(pair)
    return out


class Witnesses:
    """How many reports of a neighbourhood have each piece of wording."""

    def __init__(self, reports: Iterable[Lines]) -> None:
        self._wording = {r.report.document.id: wording(r) for r in reports}
        self._count = Counter(w for found in self._wording.values() for w in found)

    def lean(self, one: str, other: str) -> float:
        """Share of the wording of `one` that `other` lacks and third reports have, less the same the other way round.

        Who retells brings in readings of his own that nobody else has; what others have too is the older text's (Maas 1927, §8).
        """
        return self._known(one, other) - self._known(other, one)

    def _known(self, one: str, other: str) -> float:
        own = self._wording[one] - self._wording[other]
        return sum(self._count[w] > 1 for w in own) / max(1, len(own))


def _directed(
    one: Report, other: Report, rows: Mapping[str, Lines], named: Mapping[Key, credits.Credit], witnesses: Witnesses
) -> Affinity | None:
    """The affinity of the later of two reports to the earlier; by what they say where dates do not tell; None if nothing tells."""
    a, b = rows[one.document.id], rows[other.document.id]
    first = dates.precedes(one, other)
    if first is not None:
        return meaning.compare(b, a) if first else meaning.compare(a, b)
    forth, back = meaning.compare(b, a), meaning.compare(a, b)
    if forth is None or back is None:
        return None
    told = ((other.document.id, one.document.id) in named) - ((one.document.id, other.document.id) in named)
    lean = forth.covered + forth.words - back.covered - back.words
    lean += WITNESSED * witnesses.lean(one.document.id, other.document.id)
    return forth if (told or lean) >= 0 else back


def _parents(
    key: str,
    found: Sequence[Affinity],
    named: Mapping[Key, credits.Credit],
    above: Mapping[str, list[Affinity]],
    origin: Mapping[str, outside.Origin],
    strict: float,
) -> list[Affinity]:
    """The direct parents of one report, best first; overlaps of terms have to be `strict` times their thresholds."""
    near = sorted(found, key=lambda a: (-a.terms, _id(a)))
    if key in origin and origin[key].kind == "dateline":
        return [a for a in near if a.words >= VERBATIM and not _signed_alike(origin, key, _id(a))][:1]
    chosen = _one_an_outlet([a for a in near if _is_credited(named.get((key, _id(a))), a, strict)])
    if chosen:
        chosen = _without_ancestors(chosen, above)
        return _handed_down(chosen, near, above)
    near = [a for a in near if a.child.sizes.sum() >= LEAST_WORDS and a.parent.sizes.sum() >= LEAST_WORDS]
    copied = [a for a in near if _is_copied(a)]
    akin = copied or [a for a in near if key not in origin and _is_akin(a, strict) and _of_one_time(a)]
    return [_closest(akin)] if akin else []


def rigour(reports: int) -> float:
    """What thresholds of term overlap are multiplied by in a set of so many reports: 1 in sets of the usual size."""
    return 1 + RIGOUR * max(0, lines.USUAL - reports) / lines.USUAL


def _is_akin(affinity: Affinity, strict: float) -> bool:
    """Whether so much of the child is told by the parent too that it has it from there, though in other words."""
    if affinity.terms < AKIN * strict:
        return False
    here, there = _figures(affinity.child), _figures(affinity.parent)
    same = len(here & there)
    return affinity.covered >= AKIN_COVERED or (same >= AKIN_FIGURES and same >= AKIN_SHARE * len(here))


def _figures(report: Lines) -> set[str]:
    return {t.key for sentence in report.terms for t in sentence if t.kind == "number"}


def _is_copied(affinity: Affinity) -> bool:
    """Whether the child plainly has the parent's words.

    An office's texts, and one publisher's of different days, share formulas: there only nearly the same text is a copy, and of an office's
    none where the headlines name other counterparts.
    """
    if affinity.order < COPIED_ORDER or affinity.covered < COPIED_COVERED or affinity.words < COPIED:
        return False
    child, parent = affinity.child.report, affinity.parent.report
    if offices.official(child):
        return affinity.words >= VERBATIM and not offices.other_counterpart(child, parent)
    days = dates.days_between(dates.published(child), dates.published(parent))
    return affinity.words >= VERBATIM or not offices.one_publisher(child, parent) or (days is not None and days < EDITIONS)


def _of_one_time(affinity: Affinity) -> bool:
    """Whether two reports of different outlets appeared within weeks: a paper's own background and the next event look like retellings.

    An office's own text is none.
    """
    child, parent = affinity.child.report, affinity.parent.report
    days = dates.days_between(dates.published(child), dates.published(parent))
    return (days is None or days <= AKIN_DAYS) and not offices.one_publisher(child, parent) and not offices.official(child)


def _signed_alike(origin: Mapping[str, outside.Origin], one: str, other: str) -> bool:
    """Whether both print the same agency's text: they have it from there, not from each other."""
    return other in origin and origin[one].name == origin[other].name


def _beside(child: Lines, parents: Sequence[Affinity], near: Sequence[str]) -> list[outside.Origin]:
    return outside.beside(child.report, [a.parent.report for a in parents], near) if parents else []


def _is_credited(credit: credits.Credit | None, affinity: Affinity, strict: float) -> bool:
    """Whether a named report is the source of this text. What appeared long before is named as background, unless much is taken from it."""
    if credit is None:
        return False
    days = dates.days_between(dates.published(affinity.child.report), dates.published(affinity.parent.report))
    enough = AKIN if days is not None and days > BACKGROUND_DAYS else CREDITED if credit.strong else MENTIONED
    return affinity.terms >= enough * strict


def _id(affinity: Affinity) -> str:
    return affinity.parent.report.document.id


def _one_an_outlet(found: list[Affinity]) -> list[Affinity]:
    """Of several reports of one outlet that all bear the credited name, the likest."""
    best: dict[tuple[str, ...], Affinity] = {}
    for affinity in found:
        best.setdefault(credits.names(credits.publisher(affinity.parent.report) or _id(affinity)), affinity)
    return list(best.values())


def _ancestors(key: str, above: Mapping[str, list[Affinity]]) -> set[str]:
    out: set[str] = set()
    todo = [key]
    while todo:
        for affinity in above.get(todo.pop(), ()):
            if _id(affinity) not in out:
                out.add(_id(affinity))
                todo.append(_id(affinity))
    return out


def _without_ancestors(chosen: list[Affinity], above: Mapping[str, list[Affinity]]) -> list[Affinity]:
    """Without those that another one retells, unless the child has much that only they have."""
    out = []
    for old in chosen:
        younger = [a for a in chosen if _id(old) in _ancestors(_id(a), above)]
        if not any(_gain(old, young) < MERGED for young in younger):
            out.append(old)
    return out


def _gain(one: Affinity, other: Affinity) -> float:
    """Share of the child whose sentences `one` explains clearly better than `other`."""
    better = (one.likeness >= meaning.ALIGNED) & (one.likeness > other.likeness + 0.1)
    return float((better * one.child.sizes).sum() / max(1, one.child.sizes.sum()))


def _handed_down(chosen: list[Affinity], near: Sequence[Affinity], above: Mapping[str, list[Affinity]]) -> list[Affinity]:
    """A credit is often handed down: in place of a credited report one that retells it, when its own wording is what the child shares."""
    out: list[Affinity] = []
    for affinity in chosen:
        younger = [a for a in near if _id(affinity) in _ancestors(_id(a), above) and a.terms >= AKIN]
        younger = [a for a in younger if closeness(a, affinity) >= CLOSER]
        best = _closest(younger) if younger else affinity
        if _id(best) not in [_id(a) for a in out]:
            out.append(best)
    return out


def _closest(found: Sequence[Affinity]) -> Affinity:
    """The one that wins most comparisons with the others on shared own wording; the greater overlap breaks ties."""
    return max(found, key=lambda a: (sum(closeness(a, b) > 1 for b in found if b is not a), a.terms + a.words, _id(a)))


def closeness(one: Affinity, other: Affinity) -> float:
    """How many times likelier the child shares wording of `one` that `other` lacks than the reverse; above 1 speaks for `one`."""
    child, left, right = wording(one.child), wording(one.parent), wording(other.parent)
    ignored = {w for a in (one, other) for w in credits.names(credits.publisher(a.parent.report))}
    return _rate(left - right, child, ignored) / _rate(right - left, child, ignored)


def _rate(own: set[tuple[str, ...]], child: set[tuple[str, ...]], ignored: set[str]) -> float:
    own = {w for w in own if not ignored.intersection(w)}
    return (len(own & child) + 1) / (len(own) + 20)  # added counts: a few shared words in a short remainder prove little


def wording(report: Lines) -> set[tuple[str, ...]]:
    """Content terms and pairs of neighbouring ones, by which one report's wording is told from another's."""
    out: set[tuple[str, ...]] = set()
    for sentence in report.terms:
        keys = [t.key for t in sentence if t.kind != "function"]
        out.update((k,) for k in keys)
        out.update(pairwise(keys))
    return out


def origins(reports: Sequence[Report], retellings: Sequence[Retelling]) -> dict[str, frozenset[str]]:
    """For every document the ids of its roots: documents that retell nobody, and outside origins ('origin:NAME')."""
    parents: dict[str, list[str]] = defaultdict(list)
    for edge in retellings:
        parents[edge.child].append(edge.parent)
    roots: dict[str, frozenset[str]] = {}

    def find(name: str, below: frozenset[str]) -> frozenset[str]:
        up = [p for p in parents.get(name, ()) if p not in below]
        if name not in roots:
            roots[name] = frozenset().union(*(find(p, below | {name}) for p in up)) if up else frozenset({name})
        return roots[name]

    return {r.document.id: find(r.document.id, frozenset()) for r in reports}
