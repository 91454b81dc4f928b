"""Whose statement it is: the holder that the draft gives it to, held against the places of the sources that say the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from twicetold.checking import voices
from twicetold.checking.found import Problem
from twicetold.checking.library import Library, Spot
from twicetold.checking.own import BESIDE, matter
from twicetold.retelling.terms import content, terms
from twicetold.types import Actor, Attribution, ClaimMention, Report, Span

SAME = 0.55  # likeness from which differences between two statements say something
FAR = 4  # sentences around a statement without a holder in which a source may name one
HALF = 0.5
CROWD = re.compile(r"\b[a-z]{3,}(?<!s)s\b(?! of\b)")  # 'officials', 'Egyptian spies': people who are not named

Standing = Literal["same", "near", "other", "own", "unknown"]
"""What a place of a source makes of the draft's holder: it is theirs; they are named near by; it is somebody else's; it is said in the
source's own voice; it cannot be told."""


@dataclass(frozen=True, slots=True)
class Match:
    """A statement of a source that may be the draft's. `likeness`: 0..1."""

    spot: Spot
    index: int | None  # into the claims of its report, None for the sentence as a whole
    span: Span
    likeness: float


class Holder:
    """The holder of one statement of a draft; `actor` is None where it has none that is known."""

    def __init__(self, report: Report, claim: ClaimMention, library: Library) -> None:
        self.report, self.claim, self.library = report, claim, library
        inner = report.claims.attributions[claim.chain[-1]] if claim.chain else None
        self.inner: Attribution | None = None if inner is not None and _deed(report, claim, inner) else inner
        self.framed = False
        self.actor: Actor | None = library.roster.of(report.document.id, self.inner.actor) if self.inner is not None else None
        if self.actor is None and (voice := voices.framed(report, library.roster, claim.span)) is not None:
            self.actor, self.framed = voice.actor, True
        self._known: dict[Match, Standing] = {}

    def problems(self, match: Match, elsewhere: bool) -> list[Problem]:
        """`misattributed` or nothing. `elsewhere`: whether another place near by gives the statement to somebody else."""
        standing = self.at(match)
        if standing == "near":
            return ["misattributed"] if elsewhere and match.likeness < SAME else []
        if standing == "other":
            return ["misattributed"] if match.likeness >= SAME or elsewhere else []
        if standing == "own":
            return ["misattributed"] if elsewhere or match.likeness >= SAME else []
        return []

    def at(self, match: Match) -> Standing:
        """How the source at `match` stands to the holder."""
        if match not in self._known:
            self._known[match] = self._standing(match)
        return self._known[match]

    def _standing(self, match: Match) -> Standing:
        if self.actor is None or self._outlet or match.index is None or not self._explicit:
            return "unknown"
        source = self.library.sources[match.spot.source].report
        chain = [k for k in source.claims.claims[match.index].chain if not self._doubtful(source, k, match.span)]
        holders = voices.chain_of(source, self.library.roster, chain)
        if any(voices.one_body(self.actor, h) for h in holders) or self._described(source, chain):
            return "same"
        voice = voices.voice_at(source, self.library.roster, match.span, {})
        if voices.beside(self.report, self.claim.span, voice) or self._beside(source, match.span):
            return "near"
        around = voices.named_near(source, self.library.roster, match.span, 0 if holders else FAR)
        if any(voices.one_body(self.actor, a) for a in around) or any(voices.of_state(self.actor, h) for h in holders):
            return "near"
        if self._crowd and any(h.kind == "group" and CROWD.search(h.name) for h in holders):
            return "near"
        if self.actor.kind == "state" and any(voices.of_state(self.actor, a) for a in around if a.key != self.actor.key):
            return "near"
        if any(h.key in self.library.usual.get(self.actor.key, ()) for h in holders):
            return "near"  # its own institute, its own ministry
        guessed = [h for h in holders if voices.of_a_kind(h, self.actor)]
        if guessed and not any(voices.explicit(source, k) for k in chain) and self._in(match):
            return "near"  # 'the note says': whose note is a guess
        return "other" if holders else "own"

    def _beside(self, source: Report, span: Span) -> bool:
        """Whether the source's own sentence has the draft's words for the holder: 'Traders in the market are of the opinion that …'."""
        words = {t.key for s in (self.inner.source if self.inner else ()) for t in terms(self.report.text(s)) if t.kind == "word"}
        return bool(words) and words <= {t.key for t in terms(voices.around(source, span))}

    def _in(self, match: Match) -> bool:
        """Whether the source names the holder anywhere."""
        actor, source = self.actor, self.library.sources[match.spot.source].report
        actors = (self.library.roster.of(source.document.id, m.actor) for m in source.cast.mentions)
        return actor is not None and any(voices.one_body(actor, a) for a in actors if a is not None)

    @cached_property
    def _explicit(self) -> bool:
        """Whether the draft names the holder there, and does not only point back with 'he' or 'the group'."""
        if self.framed or self.inner is None or self.actor is None:
            return self.framed
        words = {t.key for s in self.inner.source for t in terms(self.report.text(s)) if t.kind == "word"}
        names = {t.key for n in (self.actor.name, *self.actor.aliases) for t in terms(n) if t.kind == "word" and n[t.start].isupper()}
        return bool(words & names)

    @cached_property
    def _crowd(self) -> bool:
        """Whether the draft gives it to unnamed people: the source may call them otherwise at another place."""
        return self.inner is not None and any(CROWD.search(self.report.text(s)) for s in self.inner.source)

    def _doubtful(self, source: Report, k: int, span: Span) -> bool:
        """Whether the holder is a word of the statement itself: a subject that was taken for a speaker, or for what 'it' means."""
        one = source.claims.attributions[k]
        if any(span.covers(s) for s in one.source):
            return True
        pointing = [m for s in one.source for m in source.cast.starting(s.start) if m.kind == "pronoun"]
        return bool(pointing) and any(m.actor == one.actor for m in source.cast.within(span))

    def _described(self, source: Report, chain: Sequence[int]) -> bool:
        """Whether a holder of the source is described in the words of the draft's: 'Traders', 'traders in the market'."""
        words = {t.key for s in (self.inner.source if self.inner else ()) for t in terms(self.report.text(s)) if t.kind == "word"}
        there = [{t.key for s in source.claims.attributions[k].source for t in terms(source.text(s)) if t.kind == "word"} for k in chain]
        return any(words and len(words & t) >= HALF * min(len(words), len(t)) > 0 for t in there)

    @cached_property
    def _outlet(self) -> bool:
        """Whether the draft gives it to one of the outlets."""
        words = frozenset(t.key for t in content(self.actor.name)) if self.actor is not None else frozenset()
        return any(words <= outlet for outlet in self.library.outlets)


def _deed(report: Report, claim: ClaimMention, inner: Attribution) -> bool:
    """Whether what was read as speech is what the statement tells of its subject: 'Ann Lee calls a truce'."""
    content = " ".join(report.text(s) for s in inner.content)
    return len(matter(content)) < BESIDE and any(claim.span.covers(s) for s in inner.source)
