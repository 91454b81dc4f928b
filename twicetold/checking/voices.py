"""Who says a stretch of a report, and whether the draft gives words to the same one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from twicetold.retelling import speakers
from twicetold.retelling.speakers import Voice
from twicetold.types import QuoteMention, Report, Roster, Span

HALF = 0.5  # share of a stretch that a quotation or the content of an attribution must hold to speak for it


def attribution_at(report: Report, span: Span) -> int | None:
    """The innermost attribution whose content holds most of `span`; None in the report's own voice."""
    best: tuple[int, int] | None = None
    for k, a in enumerate(report.claims.attributions):
        held = sum(s.overlap(span) for s in a.content)
        if held > HALF * span.size:
            size = sum(s.size for s in a.content)
            best = min(best, (size, k)) if best is not None else (size, k)
    return None if best is None else best[1]


def mention_at(report: Report, span: Span) -> QuoteMention:
    """The quotation at `span` with its speaker; one is made up from the attributions where the report has none there."""
    quotes = [q for q in report.claims.quotes if q.span.overlap(span) > HALF * span.size]
    best = max(quotes, key=lambda q: q.span.overlap(span) / max(q.span.size, 1), default=None)
    if best is not None and best.attribution is not None:
        return best
    k = attribution_at(report, span)
    speaker = report.claims.attributions[k].actor if k is not None else best.speaker if best is not None else None
    return QuoteMention(span, k, speaker)


def voice_at(report: Report, roster: Roster, span: Span, bodies: Mapping[str, frozenset[str]]) -> Voice:
    """The voice behind a stretch of text; its actor is None where nobody is made to say it or it cannot be told who."""
    return speakers.voice(report, roster, mention_at(report, span), bodies)


def told_by(voice: Voice) -> str | None:
    """Who speaks, in words; None where nobody is named."""
    if voice.actor is not None:
        return voice.actor.name
    return voice.described or None


def known(voice: Voice, usual: Mapping[str, frozenset[str]]) -> Voice:
    """The voice with the bodies that other sources tie it to, where its own report names none."""
    if voice.actor is None or voice.bodies:
        return voice
    return replace(voice, bodies=usual.get(voice.actor.key, frozenset()))


def chain_of(report: Report, roster: Roster, chain: Sequence[int]) -> list[str]:
    """Keys of the actors of a chain of attributions that are known, outermost first."""
    actors = (roster.of(report.document.id, report.claims.attributions[k].actor) for k in chain)
    return [a.key for a in actors if a is not None]


AROUND = 2  # sentences before and behind in which a source may name the one whom the draft makes speak


def elsewhere(report: Report, roster: Roster, span: Span, voice: Voice, said: Voice) -> bool:
    """Whether the draft gives words to somebody whom the source does not name anywhere near, though it is known who says them there."""
    if said.actor is None or voice.actor is None or said.actor.key == voice.actor.key or related(said, voice):
        return False
    return said.actor.key not in named_near(report, roster, span)


def related(one: Voice, other: Voice) -> bool:
    """Whether one speaks for the other, or both for the same state."""
    if one.actor is None or other.actor is None:
        return False
    if one.actor.key in other.bodies or other.actor.key in one.bodies:
        return True
    return (
        one.actor.country is not None and one.actor.country == other.actor.country and "person" not in {one.actor.kind} & {other.actor.kind}
    )


def named_near(report: Report, roster: Roster, span: Span) -> set[str]:
    """Keys of the actors that are mentioned around `span`."""
    near = [k for k, s in enumerate(report.sentences) if s.overlap(span)]
    if not near:
        return set()
    first, last = max(0, near[0] - AROUND), min(len(report.sentences) - 1, near[-1] + AROUND)
    window = Span(report.sentences[first].start, report.sentences[last].end)
    actors = (roster.of(report.document.id, m.actor) for m in report.cast.within(window))
    return {a.key for a in actors if a is not None}
