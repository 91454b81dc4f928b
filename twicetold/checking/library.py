"""The sources of a check, made ready to be searched: letters for what is quoted word for word, words and vectors for the rest."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twicetold.checking.plain import Plain, plain
from twicetold.checking.prepared import Prepared, keys, times_in
from twicetold.claims.dates import Time
from twicetold.retelling import speakers
from twicetold.retelling.terms import Term, terms
from twicetold.types import Report, Roster, Span

INTERRUPTED = 160  # characters of a reporting clause between two quotations of one speaker


class Spot(NamedTuple):
    """A sentence of a source: indices into `Library.sources` and `Report.sentences`."""

    source: int
    sentence: int


@dataclass(slots=True)
class Source:
    """One source. What is worked out of it is worked out when it is first asked for."""

    report: Report
    prepared: Prepared | None = None
    _plain: Plain | None = None
    _speech: list[Plain] | None = None
    _runs: list[list[Span]] | None = None
    _bodies: dict[str, frozenset[str]] | None = None
    _claims: dict[int, list[int]] | None = None
    _starts: list[int] = field(default_factory=list)

    @property
    def plain(self) -> Plain:
        if self._plain is None:
            self._plain = self.prepared.plain if self.prepared is not None else plain(self.report.document.text)
        return self._plain

    def keys(self, sentence: int) -> tuple[str, ...]:
        """The words of a sentence that carry matter, each once."""
        return self.prepared.keys[sentence] if self.prepared is not None else keys(self.report, self.report.sentences[sentence])

    def times(self, sentence: int) -> tuple[Time, ...]:
        """The dates named in a sentence."""
        return self.prepared.times[sentence] if self.prepared is not None else times_in(self.report, self.report.sentences[sentence])

    @property
    def speech(self) -> list[Plain]:
        """Its quotations that a reporting clause interrupts, each run of them as one text."""
        if self._speech is None:
            self._speech = [plain(self.report.document.text, run) for run in self.runs]
        return self._speech

    @property
    def runs(self) -> list[list[Span]]:
        """Quotations with nothing but a short clause between them, as in '“We will,” she said, “if they do.”'; two at least."""
        if self._runs is None:
            runs: list[list[Span]] = []
            text = self.report.document.text
            for span in (q.span for q in self.report.quotations if q.depth == 0):
                if runs and span.start - runs[-1][-1].end <= INTERRUPTED and span.start >= runs[-1][-1].end:
                    between = text[runs[-1][-1].end : span.start]
                    if between.count("\n\n") == 0 or not between.strip('\n "“”'):
                        runs[-1].append(span)
                        continue
                runs.append([span])
            self._runs = [r for r in runs if len(r) > 1]
        return self._runs

    def part(self, span: Span) -> Span:
        """`span`, or the longest part of it inside quotation marks where a clause interrupts the speech in it."""
        inside = [s for run in self.runs for s in run if s.overlap(span)]
        if len(inside) < 2:
            return span
        longest = max(inside, key=lambda s: (s.overlap(span), -s.start))
        return Span(max(longest.start, span.start), min(longest.end, span.end))

    def spoken(self, span: Span) -> str:
        """The words of `span` without clauses that interrupt the speech in it."""
        text = self.report.document.text
        inside = [s for run in self.runs for s in run if s.overlap(span)]
        if len(inside) < 2:
            return text[slice(*span)]
        pieces = [Span(max(s.start, span.start), min(s.end, span.end)) for s in inside]
        pieces[0] = Span(span.start, pieces[0].end)
        pieces[-1] = Span(pieces[-1].start, span.end)
        return " ".join(text[slice(*p)] for p in pieces)

    def bodies(self, roster: Roster) -> dict[str, frozenset[str]]:
        if self._bodies is None:
            self._bodies = speakers.affiliations(self.report, roster)
        return self._bodies

    @property
    def claims(self) -> dict[int, list[int]]:
        """Sentence -> indices of the claims in it."""
        if self._claims is None:
            self._claims = defaultdict(list)
            for k, claim in enumerate(self.report.claims.claims):
                self._claims[claim.sentence].append(k)
        return self._claims

    def sentence_at(self, position: int) -> int:
        """The sentence in which `position` lies, or the next one; -1 where there is none."""
        if not self._starts:
            self._starts = [s.end for s in self.report.sentences]
        k = bisect_left(self._starts, position + 1)
        return min(k, len(self._starts) - 1)


class Library:
    """All sources of a check, with one roster for them and the drafts."""

    def __init__(self, reports: Sequence[Report], roster: Roster, prepared: Mapping[str, Prepared] | None = None) -> None:
        self.sources = [Source(r, (prepared or {}).get(r.document.id)) for r in reports]
        self._weights: dict[str, float] = {}
        self.roster = roster
        self.outlets = speakers.of_outlets(reports)
        self.spots = [Spot(i, k) for i, r in enumerate(reports) for k in range(len(r.sentences))]
        vectors = [r.vectors for r in reports if len(r.vectors)]
        self.vectors: NDArray[np.float32] = np.concatenate(vectors) if vectors else np.zeros((0, 384), np.float32)

    def text(self, spot: Spot) -> str:
        report = self.sources[spot.source].report
        return report.text(report.sentences[spot.sentence])

    def said(self, spot: Spot, span: Span) -> str:
        """The words at `span` of the source of `spot`."""
        return self.sources[spot.source].report.text(span)

    def terms(self, spot: Spot) -> tuple[Term, ...]:
        return terms(self.text(spot))

    @cached_property
    def usual(self) -> dict[str, frozenset[str]]:
        """Actor -> the organisations that the sources tie it to."""
        return speakers.usual([s.report for s in self.sources], self.roster)

    @cached_property
    def index(self) -> dict[str, list[int]]:
        """Key of a word that carries matter -> numbers of the sentences that have it."""
        out: dict[str, list[int]] = defaultdict(list)
        for number, spot in enumerate(self.spots):
            for key in self.sources[spot.source].keys(spot.sentence):
                out[key].append(number)
        return out

    def weight(self, key: str) -> float:
        """How telling a word is: 0..1, 1 for one that one sentence has or none."""
        if key not in self._weights:
            seen, total = len(self.index.get(key, ())), max(len(self.spots), 2)
            self._weights[key] = max(0.1, math.log((total + 1) / (seen + 1)) / math.log(total + 1))
        return self._weights[key]

    def shared(self, text: str) -> dict[int, float]:
        """Number of a sentence -> share of the weight of the words of `text` that it has, 0..1."""
        wanted = dict.fromkeys(t.key for t in terms(text) if t.kind != "function")
        total = sum(map(self.weight, wanted))
        found: dict[int, float] = defaultdict(float)
        for key in wanted:
            weight = self.weight(key)
            for number in self.index.get(key, ()):
                found[number] += weight
        return {n: w / total for n, w in found.items()} if total else {}

    def surroundings(self, spot: Spot, before: int, after: int) -> Span:
        """The sentence with so many before and behind it."""
        sentences = self.sources[spot.source].report.sentences
        first, last = max(0, spot.sentence - before), min(len(sentences) - 1, spot.sentence + after)
        return Span(sentences[first].start, sentences[last].end)
