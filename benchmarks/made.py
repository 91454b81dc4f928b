"""Reports made up without the reader model: any number of documents on any number of events, for speed and for tests.

Every event has its parties, its place, its day and words of its own; its documents tell the same sentences in other orders and cuts.
The words are invented from syllables; only how many there are and how often they come back resembles news.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from twicetold.types import (
    Actor,
    Attribution,
    Cast,
    Certainty,
    ClaimMention,
    CommitmentMention,
    Document,
    DocumentClaims,
    ForecastMention,
    Horizon,
    Mention,
    Quotation,
    QuoteMention,
    Report,
    Span,
    TimelineMention,
)

DIMENSIONS = 384
SPREAD = 0.55  # of sentence vectors around their event's: cosines within an event about .75, as sentences on one subject have
SYLLABLES = (
    "ba",
    "dor",
    "el",
    "fin",
    "gra",
    "hu",
    "is",
    "kol",
    "lam",
    "mer",
    "nov",
    "or",
    "pel",
    "qua",
    "ros",
    "sin",
    "tur",
    "ul",
    "ven",
    "zan",
)
VERBS = (
    "agreed to supply",
    "promised to fund",
    "refused to open",
    "will probably close",
    "may delay",
    "signed a plan to build",
    "rejected",
)
PLACES = 400
FIRST = date(2001, 1, 1)
DAYS = 9_000
LARGEST = 40  # documents of one event


@dataclass(frozen=True)
class _Event:
    parties: tuple[str, str]
    words: tuple[str, ...]
    day: date
    place: str
    vector: NDArray[np.float64]
    sentences: tuple[str, ...]


def reports(count: int, *, seed: int = 7, sentences: int = 9) -> Iterator[Report]:
    """`count` reports, a few at a time on one event; ids 'm000000' on, the same for the same seed."""
    made = 0
    number = 0
    while made < count:
        event = _event(seed, number)
        size = min(LARGEST, int(random.Random(f"size/{seed}/{number}").paretovariate(1.1)))
        for k in range(min(size, count - made)):
            yield _report(event, seed, f"m{made:06}", f"{number}/{k}", sentences)
            made += 1
        number += 1


def _word(chance: random.Random, size: int = 3) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(size))


def _event(seed: int, number: int) -> _Event:
    chance = random.Random(f"event/{seed}/{number}")
    people = (f"{_word(chance, 2).title()} {_word(chance).title()}", f"{_word(chance, 2).title()} {_word(chance).title()}")
    words = tuple(_word(chance) for _ in range(30))
    vector = np.random.default_rng([seed, number]).standard_normal(DIMENSIONS)
    day = FIRST + timedelta(days=chance.randrange(DAYS))
    place = _word(random.Random(f"place/{chance.randrange(PLACES)}")).title()
    told = tuple(_sentence(chance, people, words, place) for _ in range(16))
    return _Event(people, words, day, place, vector / np.linalg.norm(vector), told)


def _sentence(chance: random.Random, people: tuple[str, str], words: tuple[str, ...], place: str) -> str:
    who = chance.choice(people)
    return f"{who} {chance.choice(VERBS)} the {' '.join(chance.choices(words, k=8))} in {place} for {chance.randrange(2, 900)} million."


def _report(event: _Event, seed: int, name: str, key: str, sentences: int) -> Report:
    chance = random.Random(f"report/{seed}/{key}")
    told = chance.sample(event.sentences, min(sentences, len(event.sentences)))
    told[-1] = f"“{told[-1][:-1]},” {event.parties[0]} said."
    text = " ".join(told)
    spans, place = [], 0
    for line in told:
        spans.append(Span(place, place + len(line)))
        place += len(line) + 1
    published = f"{event.day + timedelta(days=chance.randrange(2))}T{chance.randrange(24):02}:{chance.randrange(60):02}:00Z"
    title = f"{event.parties[0]} and {event.parties[1]} meet in {event.place}"
    outlet = f"{_word(random.Random(f'outlet/{chance.randrange(300)}')).title()} News"
    document = Document(
        id=name,
        source=f"{name}.txt",
        text=text,
        body=(Span(0, len(text)),),
        title=title,
        outlet=outlet,
        published=published,
        url=f"https://{outlet.split()[0].lower()}.example/{name}",
        language="en",
    )
    noise = np.random.default_rng(chance.randrange(2**32)).standard_normal((len(told), DIMENSIONS)) * SPREAD / DIMENSIONS**0.5
    vectors = event.vector + noise
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    quotation = Quotation(spans[-1].start + 1, text.rindex(",”"), 0, None, False)
    return Report(document, tuple(spans), vectors, (quotation,), _cast(event, text), _claims(event, text, spans, quotation))


def _cast(event: _Event, text: str) -> Cast:
    actors = {f"name:{p.lower()}": Actor(f"name:{p.lower()}", p, "person") for p in event.parties}
    found = [Mention(k, k + len(p), "name", f"name:{p.lower()}") for p in event.parties for k in _places(text, p)]
    return Cast(actors, tuple(sorted(found)))


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _claims(event: _Event, text: str, spans: list[Span], quotation: Quotation) -> DocumentClaims:
    first, second = (f"name:{p.lower()}" for p in event.parties)
    source = Span(text.rindex(event.parties[0]), text.rindex(event.parties[0]) + len(event.parties[0]))
    cue = Span(text.rindex("said"), text.rindex("said") + 4)
    said = Attribution("direct", (source,), (cue,), (quotation.span,), first, None)
    claims, commitments, forecasts = [], [], []
    for k, span in enumerate(spans):
        line, chain = text[span.start : span.end], (0,) if k == len(spans) - 1 else ()
        hedge = next((w for w in ("probably", "may") if f" {w} " in line), None)
        claims.append(ClaimMention(span, k, chain, _certainty(hedge, line, span.start), "negative" if "refused" in line else "positive"))
        party, toward = (first, second) if line.lstrip("“").startswith(event.parties[0]) else (second, first)
        if hedge:
            until = str(event.day + timedelta(days=90))
            horizon = Horizon("in three months", span, str(event.day), until)
            forecasts.append(ForecastMention(span, party, line[:80], _certainty(hedge, line, span.start), horizon, chain))
        else:
            status = "refused" if "refused" in line or "rejected" in line else "given"
            level = 5 if "signed" in line else 4
            commitments.append(CommitmentMention(span, party, toward, line[:80], "trade", level, status, chain))
    quote = QuoteMention(quotation.span, 0, first)
    entry = TimelineMention(spans[0], str(event.day), "day", text[spans[0].start : spans[0].end][:80])
    return DocumentClaims((said,), tuple(claims), (quote,), tuple(commitments), tuple(forecasts), (), (entry,))


def _certainty(hedge: str | None, line: str, start: int) -> Certainty:
    if hedge is None:
        return Certainty()
    at = start + line.index(f" {hedge} ") + 1
    level, band = ("likely", (0.55, 0.8)) if hedge == "probably" else ("possible", None)
    return Certainty(level, band, hedge, Span(at, at + len(hedge)))  # type: ignore[arg-type]
