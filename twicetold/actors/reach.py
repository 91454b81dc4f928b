"""From a stretch of text to its actor: for the rooms that find sources and parties by span."""

from __future__ import annotations

from twicetold.actors.knowledge import knowledge
from twicetold.types import Actor, Cast, Parsed, Ranges, Span


def holder(parsed: Parsed, cast: Cast, where: Span | Ranges) -> str | None:
    """Key of the actor that a source or party names, None when it stays unresolved.

    The mention around the syntactic head of the stretch decides ('An official of the OSCE, Marit Solheim'), the widest inside it first;
    without one, the only actor that is mentioned in it.
    """
    spans = [where] if isinstance(where, Span) else list(where)
    for span in spans:
        found = _one(parsed, cast, span)
        if found is not None:
            return found
    return None


def _one(parsed: Parsed, cast: Cast, span: Span) -> str | None:
    inside = [m for m in cast.mentions if m.span.overlap(span) == m.span.size]
    head = parsed.head_of(span)
    if head is not None:
        place = parsed.tokens[head].span
        around = [m for m in cast.mentions if m.span.covers(place) and m.span.overlap(span) >= 0.5 * m.span.size]
        if around:
            best = max(around, key=lambda m: (m.actor is not None, min(m.span.size, span.size) - max(0, m.span.size - span.size)))
            return best.actor
    known = list(dict.fromkeys(m.actor for m in inside if m.actor and m.kind != "pronoun"))
    return known[0] if len(known) == 1 else None


def state_of(actor: Actor) -> Actor | None:
    """The state behind a leader, a ministry, a seat of power: 'Kremlin' -> Russia. None where there is none or it is not known.

    >>> state_of(Actor("org:kremlin", "Kremlin", "organisation", "RUS")).name
    'Russia'
    """
    if actor.kind == "state":
        return actor
    return knowledge().actor(f"state:{actor.country}") if actor.country else None


def members_of(actor: Actor) -> tuple[str, ...]:
    """Keys of those whom a joint actor ('the two leaders') stands for; () for any other."""
    return tuple(actor.key.removeprefix("joint:").split("+")) if actor.key.startswith("joint:") else ()
