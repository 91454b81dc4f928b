"""Events of the body with their dates (docs/timeline.md): a clause that has a time of its own.

Days that follow from others are counted from them: 'the next day' from the last day named, 'the second day' from the day on which something
began, 'two days after the warrant' from the day of an event whose clause names the warrant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from twicetold.claims.calendar import number, shift
from twicetold.claims.dates import Time, published, times
from twicetold.claims.lexicon import table, words
from twicetold.claims.syntax import Tree, trimmed
from twicetold.types import Attribution, Span, TimelineMention

LONGEST_EVENT = 160  # characters of a gist
LONGEST_TIME = 366  # days: what spans more is a background, not an event
NEAR = 6  # words behind 'after' among which the event is named
_BEGINNINGS = frozenset({"arrive", "begin", "start", "open", "land", "fly", "travel", "kick", "launch"})
_NTH_DAY = re.compile(r"\b(?:on|by|in)?\s*the\s+(first|second|third|fourth|fifth|sixth|seventh)\s+day\b", re.IGNORECASE)
_STEP = r"(?P<n>a|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+(?P<unit>days?|weeks?|months?)"
_ALONE = r"\b(?!\s+(?:the|a|an|his|her|its|their)\b)"  # 'the day after', not 'the day after the vote'
_SHIFTS = tuple(
    (re.compile(pattern, re.IGNORECASE), days)
    for pattern, days in (  # what counts from the last day named
        (r"\bthe\s+(?:next|following)\s+day\b|\bthe\s+(?:day|morning)\s+after" + _ALONE, 1),
        (r"\bthe\s+(?:previous|preceding)\s+day\b|\bthe\s+(?:day|night)\s+before" + _ALONE, -1),
        (r"\b(?:on\s+)?(?:the|that)\s+same\s+(?:day|evening|night)\b|\bthat\s+(?:day|evening|night)\b", 0),
    )
)
_COUNTED = re.compile(rf"\b{_STEP}\s+(?P<way>later|earlier)\b", re.IGNORECASE)
_FROM_EVENT = re.compile(
    rf"\b(?:the\s+(?P<unit1>day)|{_STEP})\s+(?P<way>after|before)\s+(?=(?:the|a|an|his|her|its|their)\s)", re.IGNORECASE
)


class Timeline:
    """The dated events of one document, gathered in text order."""

    def __init__(self, tree: Tree, attributions: Sequence[Attribution] = ()) -> None:
        self.tree = tree
        self.text = tree.parsed.document.text
        self.events: list[TimelineMention] = []
        stating = [a for a in attributions if self._states(a)]  # 'issued a warrant' is what happened, 'said that …' is not
        self._cues = {k for a in stating for s in a.cue for k in tree.parsed.tokens_in(s)}
        self._clauses: dict[int, Span | None] = {}
        self._begun: date | None = None
        self._last: date | None = None

    def all(self) -> list[TimelineMention]:
        document = self.tree.parsed.document
        anchor = published(document.published)
        for sentence in self.tree.parsed.sentences:
            if any(b.overlap(sentence.span) for b in document.body):
                followed = self._following(sentence.span)
                named = [
                    t for t in times(self.text, sentence.start, sentence.end, anchor) if not any(t.span.overlap(f.span) for f in followed)
                ]
                for time in sorted([*named, *followed], key=lambda t: t.span):
                    self._add(time)
        return sorted(set(self.events), key=lambda t: (t.span, t.date))

    def _add(self, time: Time) -> None:
        if time.relation != "at" or (time.last - time.first).days > LONGEST_TIME:
            return
        place = self._clause(time.span)
        if place is not None:
            event = " ".join(self.text[place.start : place.end].split())[:LONGEST_EVENT]
            self.events.append(TimelineMention(place, time.iso(), time.precision, event))
        if time.precision == "day":
            self._last = time.first
            if (
                self._begun is None
                and place is not None
                and any(self.tree.lemma(k) in _BEGINNINGS for k in self.tree.parsed.tokens_in(place))
            ):
                self._begun = time.first

    # ------------------------------------------------------------------ days that follow from others

    def _following(self, place: Span) -> list[Time]:
        """'the next day', 'on the second day', 'two days later', 'the day after the warrant'."""
        found = [(m, self._from_event(m)) for m in _FROM_EVENT.finditer(self.text, place.start, place.end)]
        if self._last is not None:
            found += [
                (m, _moved(self._last, days)) for pattern, days in _SHIFTS for m in pattern.finditer(self.text, place.start, place.end)
            ]
            found += [(m, self._stepped(self._last, m)) for m in _COUNTED.finditer(self.text, place.start, place.end)]
        if self._begun is not None:
            ordinals = table("dates.toml")["ordinals"]
            nth = [(m, int(ordinals[m[1].lower()]) - 1) for m in _NTH_DAY.finditer(self.text, place.start, place.end)]
            found += [(m, _moved(self._begun, days)) for m, days in nth]
        return [Time(Span(*m.span()), day, day, "at") for m, day in found if day is not None]

    def _stepped(self, day: date, m: re.Match[str]) -> date | None:
        back = m["way"].lower() in ("before", "earlier")
        amount = number(m["n"] or "one")
        try:
            return shift(day, -amount if back else amount, m["unit"] or "day") if amount else None
        except (ValueError, OverflowError):
            return None

    def _from_event(self, m: re.Match[str]) -> date | None:
        """The day counted from an earlier event, the last whose words name what stands behind 'after'."""
        behind = self.tree.parsed.tokens_in(Span(m.end(), min(m.end() + NEAR * 20, len(self.text))))[:NEAR]
        noun = next((k for k in behind if self.tree.tokens[k].upos in ("NOUN", "PROPN") and not self._modifies(k)), None)
        if noun is None:
            return None
        wanted = self.tree.lemma(noun)
        known = [
            e for e in self.events if e.precision == "day" and any(self.tree.lemma(k) == wanted for k in self.tree.parsed.tokens_in(e.span))
        ]
        return self._stepped(date.fromisoformat(known[-1].date), m) if known else None

    def _modifies(self, k: int) -> bool:
        return self.tree.relation(k) in ("compound", "flat", "amod") or self.tree.tokens[k].deprel == "nmod:poss"

    # ------------------------------------------------------------------ the event

    def _clause(self, span: Span) -> Span | None:
        """The clause in which a time stands; a participle with the noun it describes; None for a mere 'he said on Friday'."""
        inside = self.tree.parsed.tokens_in(span)
        if not inside:
            return None
        head = self.tree.clause_of(inside[0])
        if head not in self._clauses:
            kept = trimmed(self.tree, list(self.tree.clause(head).tokens)) if self.tree.is_predicate(head) else []
            self._clauses[head] = self._with_noun(head, self.tree.span(kept)) if kept and not self._says(head) else None
        return self._clauses[head]

    def _states(self, attribution: Attribution) -> bool:
        """Whether what is reported holds a finite verb or quoted words."""
        inside = [k for s in attribution.content for k in self.tree.parsed.tokens_in(s)]
        return any(k in self.tree.quoted or (self.tree.is_verbal(k) and self.tree.finite(k)) for k in inside)

    def _says(self, head: int) -> bool:
        """Whether a clause only frames what somebody says; announcing and signing are events."""
        return head in self._cues and self.tree.lemma(head) not in words("reporting.toml", "acts")

    def _with_noun(self, head: int, place: Span) -> Span:
        """'the ceasefire signed on Friday' for 'signed on Friday'."""
        if self.tree.relation(head) != "acl":
            return place
        noun = self.tree.tokens[head].head
        before = [k for k in (noun, *self.tree.below(noun, "det", "amod", "compound", "nummod", "nmod")) if k < head]
        start = min((self.tree.tokens[k].start for k in before), default=place.start)
        return Span(min(start, place.start), place.end)


def timeline(tree: Tree, attributions: Sequence[Attribution] = ()) -> list[TimelineMention]:
    """Dated events in text order; the span is the clause."""
    return Timeline(tree, attributions).all()


def _moved(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
