"""The things a brief tells, as every format shows them: names in place of ids, places for all of it.

Claims are C1, C2 …, quotations Q, retellings R, commitments K, forecasts F, wording W, dates T: numbered as in the brief's JSON.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from twicetold.brief import phrases
from twicetold.brief import schema as s
from twicetold.brief.places import Place, Told
from twicetold.types import Drift, Level, Relation, ShiftKind


@dataclass(frozen=True, slots=True)
class Certainty:
    """How surely something is said. `low`..`high` on the scale of the claim: turned round where a report denies it."""

    level: Level
    low: float | None
    high: float | None
    denied: bool
    cue: str | None
    reading: str = ""  # on the other scale that was asked for: 'PHIA …: likely, 55–75 %'

    @property
    def words(self) -> str:
        """'likely, 55–80 %', 'stated flatly', 'denied: likely not'."""
        text = phrases.LEVELS[self.level]
        if self.level == "asserted":
            return "denied flatly" if self.denied else text
        return ("denied: " if self.denied else "") + text

    @property
    def band(self) -> str:
        return "" if self.low is None or self.high is None else phrases.band((self.low, self.high))


@dataclass(frozen=True, slots=True)
class Holder:
    """One link in the chain of who is said to hold a claim; `place` is where the report names it."""

    name: str
    place: Place | None
    known: bool  # resolved to an actor


@dataclass(frozen=True, slots=True)
class ShiftSeen:
    kind: ShiftKind
    since: Place | None  # the mention it changed from

    @property
    def words(self) -> str:
        return phrases.SHIFTS[self.kind]


@dataclass(frozen=True, slots=True)
class Mention:
    """A claim as one report makes it."""

    place: Place
    chain: tuple[Holder, ...]  # outermost first; () = the outlet in its own voice
    certainty: Certainty
    shifts: tuple[ShiftSeen, ...]
    compared: str  # the words it changed from, '' when it did not
    verbatim: bool  # whether the claim is shown in this report's words


@dataclass(frozen=True, slots=True)
class Item:
    """Something numbered. `actors` are the ids of who holds, says, gives or expects it."""

    label: str
    anchor: str
    places: tuple[Place, ...]
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Claim(Item):
    text: str
    sources: int
    mentions: tuple[Mention, ...]
    also: tuple[Mention, ...]  # mentions that overlap one of `mentions`: parts and wider readings of the same words
    reading: str = ""  # on a scale of sources and information, where one was asked for

    @property
    def shifts(self) -> list[ShiftKind]:
        """The kinds of shift in it, the weightiest first."""
        kinds = {x.kind for m in (*self.mentions, *self.also) for x in m.shifts}
        return [k for k in phrases.SHIFTS if k in kinds]

    @property
    def reports(self) -> int:
        return len({p.report.number for p in self.places})


@dataclass(frozen=True, slots=True)
class Said:
    """One appearance of an utterance."""

    place: Place
    text: str
    speaker: str | None
    similarity: float
    drift: tuple[Drift, ...]
    reference: bool


@dataclass(frozen=True, slots=True)
class Quote(Item):
    speaker: str | None
    variants: tuple[Said, ...]  # the reference first, where there is one

    @property
    def retold(self) -> bool:
        """Whether it appears more than once."""
        return len(self.variants) > 1

    @property
    def drifts(self) -> list[Drift]:
        """The kinds of drift in it, the weightiest first."""
        kinds = {d for v in self.variants for d in v.drift}
        return [d for d in phrases.DRIFTS if d in kinds]

    @property
    def altered(self) -> bool:
        """Whether any appearance is more than a word-for-word part of the reference."""
        return any(set(v.drift) - {"verbatim", "trimmed"} for v in self.variants)

    @property
    def reports(self) -> int:
        return len({p.report.number for p in self.places})


@dataclass(frozen=True, slots=True)
class Retelling(Item):
    child: Told
    parent: Told | None
    origin: str | None  # name of a parent that is not among the reports
    relation: Relation
    score: float
    evidence: tuple[tuple[Place, Place | None], ...]
    reason: str
    credited: bool = False  # the child says so itself; else inferred

    @property
    def parent_name(self) -> str:
        return self.parent.name if self.parent else self.origin or ""


@dataclass(frozen=True, slots=True)
class Commitment(Item):
    data: s.BriefCommitment
    party: str
    toward: str | None

    @property
    def act(self) -> str:
        """What is committed, as it is shown."""
        return phrases.paired(self.data.act)

    @property
    def apart(self) -> bool:
        """Withheld or refused: a finding, but nothing given."""
        return self.data.status in ("withheld", "refused")


@dataclass(frozen=True, slots=True)
class Balance:
    data: s.BriefBalance
    names: tuple[str, str]
    given: tuple[tuple[Commitment, ...], tuple[Commitment, ...]]
    apart: tuple[tuple[Commitment, ...], tuple[Commitment, ...]]

    @property
    def slight(self) -> bool:
        """Whether it rests on a single commitment, which is told among the others: of one thing there is no balance."""
        return sum(map(len, self.data.commitments)) < 2


@dataclass(frozen=True, slots=True)
class Forecast(Item):
    data: s.BriefForecast
    holder: str | None
    certainty: Certainty

    @property
    def event(self) -> str:
        """What is forecast, as it is shown."""
        return phrases.gist(self.data.event)

    @property
    def until(self) -> str:
        """Until when, in the words of the report; '' where the event says it already or nobody said."""
        words = phrases.one_line(self.data.horizon.text) if self.data.horizon else ""
        return "" if words.casefold() in self.event.casefold() else words


@dataclass(frozen=True, slots=True)
class Wording(Item):
    data: s.BriefWording
    speaker: str | None

    @property
    def shown(self) -> str:
        """The phrase as it is told: in quotation marks; what a text lacks as it is."""
        words = phrases.shorten(self.data.phrase, 160)
        return words if self.data.kind == "missing" else f"‘{words}’"

    @property
    def joint(self) -> str:
        """What stands between it and its reading."""
        return "" if self.data.kind == "missing" else ":"


@dataclass(frozen=True, slots=True)
class Dated(Item):
    data: s.BriefTimelineEntry

    @property
    def event(self) -> str:
        """What is dated, as it is shown."""
        return phrases.gist(self.data.event)


@dataclass(slots=True)
class Story:
    """One story of the brief with all that belongs to it."""

    number: int
    title: str
    origins: int
    reports: list[Told]
    claims: list[Claim]
    quotes: list[Quote]
    retellings: list[Retelling]
    commitments: list[Commitment]
    balances: list[Balance]
    forecasts: list[Forecast]
    wording: list[Wording]
    timeline: list[Dated]
    omitted: int = 0  # claims of a very large brief that are not listed: each stated flatly by one report

    @property
    def anchor(self) -> str:
        return f"s{self.number}"

    @property
    def when(self) -> str:
        return phrases.date_range([r.data.published for r in self.reports if r.data.published])

    @property
    def several(self) -> bool:
        """Whether more than one report tells it."""
        return len(self.reports) > 1

    @property
    def outside(self) -> list[str]:
        """Names of origins that are not among the reports, the most retold first."""
        counts = Counter(r.origin for r in self.retellings if r.origin)
        return sorted(counts, key=lambda name: (-counts[name], name))

    @property
    def alone(self) -> list[Told]:
        """Reports for which no retelling was found, in either direction."""
        linked = {r.child.number for r in self.retellings} | {r.parent.number for r in self.retellings if r.parent}
        return [r for r in self.reports if r.number not in linked]

    @property
    def balanced(self) -> list[Balance]:
        """The balances that rest on more than one commitment."""
        return [b for b in self.balances if not b.slight]

    @property
    def shifted(self) -> list[Claim]:
        return [c for c in self.claims if c.shifts]

    @property
    def altered(self) -> list[Quote]:
        return [q for q in self.quotes if q.altered]
