"""Reports that say something: quotations and claims put into `making.report` by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tests.retelling.making import report, vector
from twicetold.types import (
    Actor,
    Attribution,
    Cast,
    Certainty,
    ClaimMention,
    CommitmentMention,
    DocumentClaims,
    ForecastMention,
    Level,
    Mention,
    Polarity,
    QuoteMention,
    Report,
    Roster,
    Span,
    TimelineMention,
)


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Vectors without a model: shared words make texts alike."""
    return np.array([vector(t) for t in texts], np.float32).reshape(len(texts), -1)


def person(name: str) -> Actor:
    return Actor(f"name:{name.casefold()}", name, "person")


def body(name: str) -> Actor:
    return Actor(f"org:{name.casefold()}", name, "organisation")


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


class Teller:
    """Builds one report: `quote`, `claim` and the rest add what it says, `report` gives it."""

    def __init__(self, key: str, text: str, *, published: str | None = None, outlet: str | None = None) -> None:
        self.plain = report(key, text, published=published, outlet=outlet)
        self.text = text
        self.said = DocumentClaims()
        self.cast = Cast()

    def attributed(self, actor: Actor | None, source: str = "") -> int:
        """Index of a new attribution to `actor`; `source` are the words that name it."""
        if actor is not None:
            mentions = (*self.cast.mentions, *((Mention(*place(self.text, source), "name", actor.key),) if source else ()))
            self.cast = Cast({**self.cast.actors, actor.key: actor}, mentions)
        spans = (place(self.text, source),) if source else ()
        made = Attribution("indirect", spans, (), (), None if actor is None else actor.key, None)
        self.said = replace(self.said, attributions=(*self.said.attributions, made))
        return len(self.said.attributions) - 1

    def quote(self, words: str, speaker: Actor | None = None, source: str = "") -> Teller:
        at = self.attributed(speaker, source)
        mention = QuoteMention(place(self.text, words), at, None if speaker is None else speaker.key)
        self.said = replace(self.said, quotes=(*self.said.quotes, mention))
        return self

    def claim(self, words: str, *, holder: Actor | None = None, level: Level = "asserted", polarity: Polarity = "positive") -> Teller:
        chain = () if holder is None else (self.attributed(holder),)
        span = place(self.text, words)
        sentence = max(range(len(self.plain.sentences)), key=lambda k: self.plain.sentences[k].overlap(span))
        self.said = replace(self.said, claims=(*self.said.claims, ClaimMention(span, sentence, chain, Certainty(level), polarity)))
        return self

    def commitment(self, words: str, party: Actor, *, status: str = "given") -> Teller:
        self.attributed(party)
        made = CommitmentMention(place(self.text, words), party.key, None, words, "trade", 4, status)  # type: ignore[arg-type]
        self.said = replace(self.said, commitments=(*self.said.commitments, made))
        return self

    def forecast(self, words: str, level: Level = "likely") -> Teller:
        made = ForecastMention(place(self.text, words), None, words, Certainty(level), None)
        self.said = replace(self.said, forecasts=(*self.said.forecasts, made))
        return self

    def dated(self, words: str, date: str) -> Teller:
        made = TimelineMention(place(self.text, words), date, "day", words)
        self.said = replace(self.said, timeline=(*self.said.timeline, made))
        return self

    @property
    def report(self) -> Report:
        return replace(self.plain, cast=self.cast, claims=self.said)


def roster(reports: Sequence[Report]) -> Roster:
    """Everybody is the one its key says."""
    return Roster({(r.document.id, key): actor for r in reports for key, actor in r.cast.actors.items()})
