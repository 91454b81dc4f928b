"""Whether an utterance is still given to the one who said it: other people, other offices, other bodies, garbled names.

A voice is compared as far as it is known; what is unknown is no difference. Going from a person to the body it speaks for, or from a
name to a description ('a spokesman'), is no misattribution; going from a nameless source to a named person, or up to a minister, is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from twicetold.retelling.lists import lists
from twicetold.retelling.terms import terms
from twicetold.types import Actor, Drift, QuoteMention, Report, Roster

GARBLED = 62.0  # ratio of two spellings of one name: 'Elinor Whitkam' for 'Eleanor Whitcombe' reaches 71; two people's names seldom 55
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
        return self.actor is not None and self.actor.kind == "person" and self.name is not None and self.name[:1].isupper()


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
    """Speaker's key in the cast -> keys of the organisations named in the sources of its attributions, anywhere in the document."""
    found: dict[str, set[str]] = {}
    for attribution in report.claims.attributions:
        if attribution.actor is None:
            continue
        for span in attribution.source:
            for mention in report.cast.within(span):
                actor = roster.of(report.document.id, mention.actor)
                if actor is not None and actor.kind == "organisation" and mention.actor != attribution.actor:
                    found.setdefault(attribution.actor, set()).add(actor.key)
    return {key: frozenset(bodies) for key, bodies in found.items()}


def changed(reference: Voice, variant: Voice) -> set[Drift]:
    """`name_changed`, `misattributed`, both or none."""
    if reference.actor is None or variant.actor is None:
        return {"misattributed"} if _promoted(reference, variant) else set()
    if reference.actor.key == variant.actor.key:
        return _garbled(reference, variant) | _moved(reference, variant)
    if reference.named and variant.named:
        return _garbled(reference, variant) or {"misattributed"}
    if {reference.actor.kind, variant.actor.kind} <= BODIES:
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
    """A nameless source has become a named person."""
    return variant.named and not reference.named and reference.actor is not None and reference.actor.kind in ("other", "group")
