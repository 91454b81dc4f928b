"""Events of the body with their dates (docs/forecasts.md#timeline): a clause that has a time of its own."""

from __future__ import annotations

import re
from datetime import timedelta

from twicetold.claims.dates import Time, published, times
from twicetold.claims.lexicon import table
from twicetold.claims.syntax import Tree, trimmed
from twicetold.types import Span, TimelineMention

LONGEST_EVENT = 160  # characters of a gist
_BEGINNINGS = frozenset({"arrive", "begin", "start", "open", "land", "fly", "travel", "kick", "launch"})
_NTH_DAY = re.compile(r"\b(?:on|by|in)?\s*the\s+(first|second|third|fourth|fifth|sixth|seventh)\s+day\b", re.IGNORECASE)
_NEXT_DAY = re.compile(r"\b(?:the\s+(?:next|following)\s+day|a\s+day\s+later|the\s+day\s+after)\b", re.IGNORECASE)
_DAY_BEFORE = re.compile(r"\b(?:the\s+(?:previous|preceding)\s+day|a\s+day\s+earlier|the\s+(?:day|night)\s+before)\b", re.IGNORECASE)


def timeline(tree: Tree) -> list[TimelineMention]:
    """Dated events in text order; the span is the clause.

    Days that follow from earlier ones ('the next day') count from the last day named.
    """
    parsed = tree.parsed
    anchor = published(parsed.document.published)
    out: list[TimelineMention] = []
    clauses: dict[int, Span | None] = {}
    begun: Time | None = None
    last: Time | None = None
    for sentence in parsed.sentences:
        if not any(b.overlap(sentence.span) for b in parsed.document.body):
            continue
        named = times(parsed.document.text, sentence.start, sentence.end, anchor)
        named += _relative(parsed.document.text, sentence.span, begun, last)
        for time in named:
            if time.relation != "at" or (time.last - time.first).days > 366:
                continue
            place = _clause(tree, time.span, clauses)
            if place is not None:
                out.append(TimelineMention(place, time.iso(), time.precision, " ".join(parsed.text(place).split())[:LONGEST_EVENT]))
            if time.precision == "day":
                last = time
                if begun is None and place is not None and any(tree.lemma(k) in _BEGINNINGS for k in parsed.tokens_in(place)):
                    begun = time
    return sorted(set(out), key=lambda t: (t.span, t.date))


def _relative(text: str, place: Span, begun: Time | None, last: Time | None) -> list[Time]:
    """'on the second day' of what began on a day named before; 'the next day' after the last one named."""
    out: list[Time] = []
    rules = [(_NEXT_DAY, last, 1), (_DAY_BEFORE, last, -1)]
    for pattern, known, shift in rules:
        out += [_moved(m, known, shift) for m in pattern.finditer(text, place.start, place.end) if known is not None]
    for m in _NTH_DAY.finditer(text, place.start, place.end):
        if begun is not None:
            out.append(_moved(m, begun, int(table("dates.toml")["ordinals"][m[1].lower()]) - 1))
    return out


def _moved(match: re.Match[str], known: Time, shift: int) -> Time:
    day = known.first + timedelta(days=shift)
    return Time(Span(*match.span()), day, day, "at")


def _clause(tree: Tree, span: Span, known: dict[int, Span | None]) -> Span | None:
    """The clause in which a time stands; `known` keeps what has been looked up."""
    inside = tree.parsed.tokens_in(span)
    if not inside:
        return None
    head = tree.clause_of(inside[0])
    if head not in known:
        kept = trimmed(tree, list(tree.clause(head).tokens)) if tree.is_predicate(head) else []
        known[head] = tree.span(kept) if kept else None
    return known[head]
