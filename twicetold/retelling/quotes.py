"""Quote families: one utterance, every appearance of it inside quotation marks, and what happened to it.

How it goes (docs/shifts-and-quotes.md):
1. every pair of quotations of a story is measured (`pairs`) and scored by a logistic regression (links.toml);
2. average-link clustering makes families;
3. the most faithful variant becomes the reference: it holds what the others have, it is early, it is nobody's translation;
4. every variant is compared with the reference: its words in `drift`, its speaker in `speakers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from twicetold.retelling import speakers
from twicetold.retelling.drift import ORDER, drift
from twicetold.retelling.likeness import Cover, Embed, Likeness, embedder
from twicetold.retelling.links import clustered, unique
from twicetold.retelling.pairs import Item, Pairs, by_story, item, spread, worth
from twicetold.retelling.stemma import origins
from twicetold.retelling.terms import terms
from twicetold.types import Drift, QuoteFamily, Ref, Report, Retelling, Roster, Story, Variant

HELD, HOLDS = 0.7, 0.3  # weights of what the others have that this has, and the reverse; 21 of 21 families of the development set right
LATE = 0.3  # loss of the latest variant against the first; swept .05 to 1, flat from .1 on
RETOLD = 1.0  # loss of a variant whose document retells another one in the family
DISTORTED = 0.5  # loss of a variant in a translation or spun copy
COMPARED = 60  # variants that each one of a large family is held against
CLAUSE = 120  # characters of a reporting clause between two parts of a quotation
REPEATED = 0.8  # cover from which two quotations side by side are one utterance told twice
FEW = 5  # words that tell, up to which two people may say the same of their own accord
UNDECIDED = 0.01  # two variants nearer than this with different words: no reference


def families(
    reports: Sequence[Report],
    roster: Roster,
    stories: Sequence[Story] = (),
    retellings: Sequence[Retelling] = (),
    embed: Embed | None = None,
) -> tuple[QuoteFamily, ...]:
    """Families of all quote mentions, in the order of their first variants (documents by id); every mention is in exactly one."""
    embed = embed or embedder()
    roots, lineage = origins(reports, retellings), Lineage.of(retellings)
    known = _Speakers(reports, roster, roots)
    out: list[QuoteFamily] = []
    for members in by_story(reports, stories):
        items = _items(members, roster)
        if items:
            kept, places = unique(items)
            pairs = Pairs(kept, members, worth(embed, members), (i.text for i in items), roots)
            found = clustered(pairs, "quotes", partial(_different, pairs))
            groups = [sorted(p for k in group for p in places[k]) for group in found]
            parts = (part for group in groups for part in _divided([items[k] for k in group], pairs.likeness, lineage))
            out.extend(_family(part, pairs.likeness, known, lineage) for part in parts)
    return tuple(sorted(out, key=lambda f: f.variants[0].quote))


def _different(pairs: Pairs, first: int, second: int) -> bool:
    """Whether two quotations are two utterances, however alike.

    In one report: one inside the other, those of two people, and what one person says again in other words (the parts of one quotation,
    with only a reporting clause between them, aside). In reports that share no origin: a few words in two mouths ('Second Amendment
    people' inside another's sentence), and one word that is not the same speaker's ('proof', 'evidence').
    """
    a, b = pairs.items[first], pairs.items[second]
    others = a.speaker is not None and b.speaker is not None and a.speaker != b.speaker and _named(a) and _named(b)
    if a.report is b.report:
        if others or a.span.overlap(b.span) > 0:
            return True
        return not _side_by_side(a, b) and max(pairs.likeness.cover(a.text, b.text)) < REPEATED
    if pairs.kin(a, b):
        return False
    fewest = min(sum(t.kind != "function" for t in terms(i.text)) for i in (a, b))
    return fewest < (FEW if others else 2) and min(pairs.likeness.cover(a.text, b.text)) < REPEATED


def _named(one: Item) -> bool:
    """Whether a speaker is a person with a name."""
    actor = one.report.cast.actors.get(one.report.claims.quotes[one.index].speaker or "")
    return actor is not None and actor.kind == "person" and actor.name[:1].isupper()


def _divided(items: Sequence[Item], likeness: Likeness, lineage: Lineage) -> Iterator[list[Item]]:
    """The families in a group: as many as the parts in which the document with the most faithful variant has it.

    A quotation split by a reporting clause is two utterances, though a translation may have both inside one pair of quotation marks; the
    fragments that a rewrite has of one quotation are one.
    """
    best = _reference(items, likeness, lineage) if len(items) > 2 else None
    own = [] if best is None else [i for i in items if i.report is items[best].report]
    parts = own if len(own) > 1 and all(_apart(a, b, likeness) for a, b in pairwise(sorted(own, key=lambda i: i.span))) else []
    if not parts:
        yield list(items)
    for part in parts:
        likest = [i for i in items if i not in own and part is max(parts, key=lambda p: likeness.cover(p.text, i.text).f1)]
        yield [i for i in items if i is part or i in likest]


def _apart(one: Item, other: Item, likeness: Likeness) -> bool:
    """Whether two quotations of one document stand side by side and say different things."""
    return _side_by_side(one, other) and max(likeness.cover(one.text, other.text)) < REPEATED


def _side_by_side(one: Item, other: Item) -> bool:
    """Whether no more than a reporting clause stands between two quotations of one document."""
    first, second = sorted((one.span, other.span))
    between = one.report.document.text[first.end : second.start]
    return len(between) <= CLAUSE and "\n" not in between


def _items(members: Sequence[Report], roster: Roster) -> list[Item]:
    out: list[Item] = []
    for report in members:
        order = sorted(range(len(report.claims.quotes)), key=lambda k: (report.claims.quotes[k].span, k))
        out.extend(_one(report, roster, k, place) for place, k in enumerate(order))
    return out


def _one(report: Report, roster: Roster, index: int, place: int) -> Item:
    quote = report.claims.quotes[index]
    return item(report, roster, index, quote.span, order=place, speaker=roster.of(report.document.id, quote.speaker))


@dataclass(frozen=True, slots=True)
class Lineage:
    """Who comes from whom, and which documents distort."""

    parents: Mapping[str, frozenset[str]]
    ancestors: Mapping[str, frozenset[str]]
    distorted: frozenset[str]

    @classmethod
    def of(cls, retellings: Sequence[Retelling]) -> Lineage:
        parents: dict[str, set[str]] = {}
        for r in retellings:
            parents.setdefault(r.child, set()).add(r.parent)
        ancestors: dict[str, frozenset[str]] = {}
        for child in sorted(parents):
            seen: set[str] = set()
            todo = sorted(parents[child])
            while todo:
                if (up := todo.pop()) not in seen:
                    seen.add(up)
                    todo.extend(sorted(parents.get(up, ())))
            ancestors[child] = frozenset(seen - {child})
        direct = {child: frozenset(above) for child, above in parents.items()}
        return cls(direct, ancestors, frozenset(r.child for r in retellings if r.relation in ("translation", "spin")))


def _family(items: Sequence[Item], likeness: Likeness, known: _Speakers, lineage: Lineage) -> QuoteFamily:
    best = _reference(items, likeness, lineage)
    base = items[best if best is not None else 0]
    voices = _taken_over(items, [known.voice(i, i.report.document.id in lineage.distorted) for i in items], lineage)
    origin = voices[best if best is not None else 0]
    if origin.actor is not None and not origin.bodies:
        origin = replace(origin, bodies=known.usual.get(origin.actor.key, frozenset()))
    variants = []
    for one, said in zip(items, voices, strict=True):
        labels: set[Drift] = set(drift(base.text, one.text, likeness)) | speakers.changed(origin, said, known.outlets)
        if len(items) == 1 and one.report.document.id in lineage.distorted and not known.local(one, said):
            labels = {"reworded"}
        variants.append(Variant(_ref(one), round(likeness.cover(base.text, one.text).f1, 4), _ordered(labels)))
    mention = base.report.claims.quotes[base.index]
    speaker = None if mention.speaker is None else (base.report.document.id, mention.speaker)
    return QuoteFamily(tuple(variants), best, speaker)


def _taken_over(items: Sequence[Item], voices: Sequence[speakers.Voice], lineage: Lineage) -> list[speakers.Voice]:
    """Voices, an unknown one taken from the parent that has the utterance too: a copy that says 'he' means the one its source named."""
    spoke = {i.report.document.id: v for i, v in zip(items, voices, strict=True) if v.actor is not None}
    out = []
    for one, own in zip(items, voices, strict=True):
        above = sorted(lineage.parents.get(one.report.document.id, frozenset()) & spoke.keys())
        out.append(spoke[above[0]] if own.actor is None and not own.offices and above else own)
    return out


def _ordered(labels: set[Drift]) -> tuple[Drift, ...]:
    """Labels in their order; 'verbatim' says that nothing else happened."""
    return tuple(label for label in ORDER if label in labels and (label != "verbatim" or len(labels) == 1))


def _ref(one: Item) -> Ref:
    return Ref(one.report.document.id, one.index)


class _Speakers:
    """Who speaks in which report, and for whom; worked out once for all families."""

    def __init__(self, reports: Sequence[Report], roster: Roster, roots: Mapping[str, frozenset[str]]) -> None:
        self._roster, self._roots = roster, roots
        self._heard: dict[str, set[str]] = {}  # actor -> the documents that know it
        for (document, _), actor in roster.members.items():
            self._heard.setdefault(actor.key, set()).add(document)
        self._bodies = {r.document.id: speakers.affiliations(r, roster) for r in reports if r.claims.quotes}
        self.usual = speakers.usual(reports, roster)
        self.outlets = speakers.of_outlets(reports)

    def voice(self, one: Item, distorted: bool) -> speakers.Voice:
        """Who speaks. A `distorted` report's own names of bodies went through another language or a synonym machine: they tell nothing."""
        quote = one.report.claims.quotes[one.index]
        found = speakers.voice(one.report, self._roster, quote, self._bodies[one.report.document.id])
        known = frozenset(b for b in found.bodies if not (distorted and b.startswith("name:")) and not self._is_outlet(b))
        return replace(found, bodies=known)

    def local(self, one: Item, said: speakers.Voice) -> bool:
        """Whether a report heard a speaker itself: other reports go back to what it retells, and none of them knows him."""
        own = one.report.document.id
        kin = {d for d, roots in self._roots.items() if d != own and roots & self._roots[own]}
        return said.actor is not None and bool(kin) and not kin & self._heard[said.actor.key]

    def _is_outlet(self, body: str) -> bool:
        """Whether the body tied to a speaker is the outlet that is quoted ('the Potomac News Service quoted its director')."""
        return frozenset(t.key for t in terms(body.partition(":")[2]) if t.kind == "word") in self.outlets


def _reference(items: Sequence[Item], likeness: Likeness, lineage: Lineage) -> int | None:
    """Index of the most faithful variant; None where two with different words are equally good."""
    if len(items) == 1:
        return 0
    dates = sorted({i.report.document.published or "9999" for i in items})
    documents = {i.report.document.id for i in items}
    scores = []
    for one in items:
        covers = [likeness.cover(one.text, items[k].text) for k in spread(len(items), COMPARED) if items[k] is not one] or [Cover(1.0, 1.0)]
        score = sum(HOLDS * c.left + HELD * c.right for c in covers) / len(covers)
        score -= LATE * dates.index(one.report.document.published or "9999") / max(len(dates) - 1, 1)
        score -= RETOLD * bool(lineage.ancestors.get(one.report.document.id, frozenset()) & documents)
        scores.append(score - DISTORTED * (one.report.document.id in lineage.distorted))
    ranked = sorted(range(len(items)), key=lambda k: (-scores[k], -len(items[k].text), k))
    first, second = ranked[0], ranked[1]
    tied = (
        scores[first] - scores[second] < UNDECIDED
        and likeness.bag(items[first].text).rows.tolist() != likeness.bag(items[second].text).rows.tolist()
    )
    return None if tied else first
