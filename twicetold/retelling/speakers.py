"""Whether an utterance is still given to the one who said it: other people, other offices, other bodies, garbled names.

A voice is compared as far as it is known; what is unknown is no difference. Going from a person to the body it speaks for, or from a
name to a description ('a spokesman'), is no misattribution; going from a nameless source to a named person, or up to a minister, is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from twicetold.retelling.lists import lists
from twicetold.retelling.terms import stem, terms
from twicetold.types import Actor, Drift, Mention, QuoteMention, Report, Roster

GARBLED = 62.0  # ratio of two spellings of one name: 'Elinor Whitkam' for 'Eleanor Whitcombe' reaches 71; two people's names seldom 55
SHORTEST_NAME = 3  # letters: "of", "bin", "van" inside a name
OF = re.compile(r" (?:of|for|in|at|from) ")
BEHIND = re.compile(r",? (?:of|from|at|with|for) (?:the )?")
BODIES = frozenset(("organisation", "state"))


@dataclass(frozen=True, slots=True)
class Voice:
    """Who is made to say something, as one document puts it. `bodies`: keys of organisations that the document ties to it."""

    actor: Actor | None
    name: str | None  # the actor's name in this document
    described: str  # words of the attribution's source
    bodies: frozenset[str]
    offices: frozenset[str]

    @property
    def named(self) -> bool:
        """Whether this is a person with a name, not 'a Kremlin spokesman'."""
        if self.actor is None or self.name is None or self.actor.kind != "person":
            return False
        return all(self.name[t.start].isupper() for t in terms(self.name) if t.kind == "word" and len(t.word) > SHORTEST_NAME)

    @property
    def role(self) -> str | None:
        """The word that says what a nameless person is: 'director' of 'director of policy planning of the ministry'."""
        if self.named or self.name is None:
            return None
        words = [t.word for t in terms(OF.split(self.name)[0]) if t.kind == "word"]
        return words[-1] if words else None


@lru_cache(maxsize=1)
def offices() -> frozenset[str]:
    return frozenset(lists()["offices"]["words"].split())


def voice(report: Report, roster: Roster, quote: QuoteMention, bodies: Mapping[str, frozenset[str]]) -> Voice:
    """The voice behind a quotation. `bodies` is `affiliations` of the same report."""
    local = None if quote.speaker is None else report.cast.actors.get(quote.speaker)
    source = () if quote.attribution is None else report.claims.attributions[quote.attribution].source
    described = " ".join(report.text(s) for s in source)
    actor = roster.of(report.document.id, quote.speaker) or local
    words = {t.word for t in terms(f"{described} {local.name if local else ''}")}
    return Voice(
        actor, local.name if local else None, described, bodies.get(quote.speaker or "", frozenset()), frozenset(words & offices())
    )


def affiliations(report: Report, roster: Roster) -> dict[str, frozenset[str]]:
    """Key of a person in the cast -> keys of the organisations that the document ties to that person.

    They stand in one of its descriptions ('the OSCE official'), in the source of one of its attributions, or behind its name ('of the
    OSCE').
    """
    found: dict[str, set[str]] = {}
    described = [(m.actor, m.span) for m in _runs(report) if m.actor is not None]
    described += [(a.actor, s) for a in report.claims.attributions if a.actor is not None for s in a.source]
    mentions = sorted(report.cast.mentions)
    starts = [m.start for m in mentions]
    for key, span in described:
        person = roster.of(report.document.id, key)
        if person is None or person.kind in BODIES:
            continue
        inside = [m for m in mentions[bisect_left(starts, span.start) : bisect_right(starts, span.end)] if span.covers(m.span)]
        if (behind := BEHIND.match(report.document.text, span.end)) is not None:
            inside += mentions[bisect_left(starts, behind.end()) : bisect_right(starts, behind.end())]
        for mention in inside:
            actor = roster.of(report.document.id, mention.actor) if mention.actor != key else None
            if actor is not None and actor.kind == "organisation":
                found.setdefault(key, set()).add(actor.key)
    return {key: frozenset(bodies) for key, bodies in found.items()}


def _runs(report: Report) -> list[Mention]:
    """Mentions of one actor with nothing but a comma between them, as one: 'Ann Lee, the director of the fund'."""
    out: list[Mention] = []
    for mention in sorted(report.cast.mentions):
        before = next((m for m in reversed(out[-3:]) if m.actor == mention.actor and m.actor is not None), None)
        if before is not None and not report.document.text[before.end : mention.start].strip(" ,"):
            out[out.index(before)] = before._replace(end=max(before.end, mention.end))
        else:
            out.append(mention)
    return out


def usual(reports: Sequence[Report], roster: Roster) -> dict[str, frozenset[str]]:
    """Actor -> the organisation that most documents tie it to; all of them where several are tied most often."""
    counts: dict[str, Counter[str]] = {}
    for report in reports:
        for key, bodies in affiliations(report, roster).items():
            actor = roster.of(report.document.id, key)
            if actor is not None:
                counts.setdefault(actor.key, Counter()).update(bodies)
    return {key: frozenset(b for b, n in found.items() if n == max(found.values())) for key, found in counts.items() if found}


def of_outlets(reports: Sequence[Report]) -> list[frozenset[str]]:
    """The words of the names of the reports' own outlets."""
    return sorted({_folded(r.document.outlet) for r in reports if r.document.outlet}, key=sorted)


def _folded(name: str) -> frozenset[str]:
    return frozenset(t.key for t in terms(name) if t.kind == "word")


def changed(reference: Voice, variant: Voice, outlets: Sequence[frozenset[str]] = ()) -> set[Drift]:
    """`name_changed`, `misattributed`, both or none. `outlets` as in `of_outlets`."""
    if variant.actor is not None and variant.actor.kind == "organisation" and any(_folded(variant.actor.name) <= o for o in outlets):
        return set()  # an outlet that another outlet quotes from: whoever spoke stands behind it
    if reference.actor is None or variant.actor is None:
        return {"misattributed"} if _promoted(reference, variant) else set()
    if reference.actor.key == variant.actor.key:
        return _garbled(reference, variant) | _moved(reference, variant)
    if reference.named and variant.named:
        return _garbled(reference, variant) or {"misattributed"}
    if reference.actor.kind == variant.actor.kind and reference.actor.kind in BODIES:
        alike = fuzz.token_sort_ratio(reference.actor.name, variant.actor.name) >= GARBLED
        return set() if alike or _tied(reference, variant) else {"misattributed"}
    return {"misattributed"} if _promoted(reference, variant) or _moved(reference, variant) or _exposed(reference, variant) else set()


def _garbled(reference: Voice, variant: Voice) -> set[Drift]:
    """A name that is nearly, but not quite, the other's: neither is a part of the other."""
    if not (reference.named and variant.named) or reference.name is None or variant.name is None:
        return set()
    left, right = set(reference.name.casefold().split()), set(variant.name.casefold().split())
    if left <= right or right <= left or left & right:
        return set()
    return {"name_changed"} if fuzz.ratio(reference.name, variant.name) >= GARBLED else set()


def _tied(reference: Voice, variant: Voice) -> bool:
    """Whether one is a body of the other."""
    keys = {v.actor.key for v in (reference, variant) if v.actor is not None}
    return bool(keys & (reference.bodies | variant.bodies))


def _moved(reference: Voice, variant: Voice) -> set[Drift]:
    """The right person in the wrong body, or a body the person does not belong to."""
    left, right = (
        v.bodies | ({v.actor.key} if v.actor is not None and v.actor.kind == "organisation" else set()) for v in (reference, variant)
    )
    return {"misattributed"} if left and right and not left & right else set()


def _promoted(reference: Voice, variant: Voice) -> bool:
    """An office in the variant that the reference knows nothing of, where the reference describes somebody else."""
    return bool(variant.offices - reference.offices) and bool(reference.described) and not reference.named and not reference.offices


def _exposed(reference: Voice, variant: Voice) -> bool:
    """A nameless source has become a named person who is not said to be what the source was."""
    if not variant.named or reference.named or reference.actor is None or reference.actor.kind in BODIES:
        return False
    return reference.role is None or stem(reference.role) not in {t.key for t in terms(variant.described)}
