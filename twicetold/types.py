"""The words of the house as types: what the rooms hand to each other.

Every position is a `Span`: half-open, in Unicode code points of `Document.text`, the text as it was read. Types here are
frozen and plain; the JSON of the brief has its own types in `twicetold.brief.schema`, the only place where pydantic is used.

Rooms, in the order in which data flows (a room imports only from rooms above it):
reading -> language -> actors -> claims -> retelling -> assessment -> brief
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray


class Span(NamedTuple):
    """Characters `start` up to, not including, `end` of a document's text, in code points."""

    start: int
    end: int

    @property
    def size(self) -> int:
        """Length in characters."""
        return self.end - self.start

    def overlap(self, other: Span) -> int:
        """How many characters both spans hold."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


Ranges = tuple[Span, ...]


def hull(ranges: Iterable[Span]) -> Span:
    """The smallest span that covers all of `ranges`. Raises ValueError when there is none."""
    spans = list(ranges)
    return Span(min(s.start for s in spans), max(s.end for s in spans))


# ---------------------------------------------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One report as it was read. What is not known is None."""

    id: str
    source: str  # path, URL or file#record it was read from
    text: str  # as read: before any cleaning; all spans refer to it
    body: Ranges  # article text; everything else is the headline or furniture
    title: str | None = None
    title_span: Span | None = None  # where the headline stands in `text`, if it does
    outlet: str | None = None
    author: str | None = None
    published: str | None = None  # ISO 8601, only as precise as known: '2023', '2023-03', '2023-03-22', '2023-03-22T10:00:00Z'
    url: str | None = None
    canonical: str | None = None  # rel=canonical or 'first published at', when it differs from `url`
    language: str = "und"  # ISO 639-1, 'und' when it cannot be told
    warnings: tuple[str, ...] = ()  # sentences for people: what was odd about the input
    capture: str | None = None  # 'FILE#RECORD' of the WARC file that keeps the page as it was fetched

    @property
    def readable(self) -> bool:
        """Whether the reader model knows this language. Furniture, story and retelling are told in any case."""
        return self.language in ("en", "und")


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read: one clear sentence what is wrong, where, and what to do."""

    source: str
    reason: str


# --------------------------------------------------------------------------------------------------------- language

EntityKind = Literal["person", "organisation", "place", "misc"]
AttributionKind = Literal["direct", "indirect", "mixed"]


class Token(NamedTuple):
    """A word with its place in the dependency tree (Universal Dependencies)."""

    start: int
    end: int
    text: str
    lemma: str
    upos: str
    deprel: str  # with subtype: 'nsubj:pass'
    head: int  # index into Parsed.tokens; its own index for a root
    sentence: int  # index into Parsed.sentences

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Sentence(NamedTuple):
    start: int
    end: int
    first: int  # first token
    last: int  # one past the last token

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Entity(NamedTuple):
    start: int
    end: int
    kind: EntityKind

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Quotation(NamedTuple):
    """Words inside one pair of quotation marks: `start`..`end` without the marks.

    A final comma is left out, a full stop kept. A quotation that runs over paragraphs (opening marks at each, closing marks
    at the last) is one Quotation a paragraph; `continues` names the one before it. `depth` 1 stands inside another.
    `scare` marks those that nobody is made to say (titles, nicknames, so-called).
    """

    start: int
    end: int
    depth: int
    continues: int | None
    scare: bool

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says at a stretch in a transcript. `mark` is the colon, empty behind a bare 'Q'."""

    label: Span
    mark: Span
    content: tuple[Span, ...]  # paragraphs, the first without its label
    named: bool  # by a name or an office, not by 'Q' or 'Question'


@dataclass(frozen=True, slots=True)
class Reported:
    """Reported speech found in one document: source, cue, content as in PARC and PolNeAR; any of them may be discontinuous."""

    source: Ranges  # empty: passive or absent
    cue: Ranges
    content: Ranges
    kind: AttributionKind
    parent: int | None  # index into Parsed.reported: the one whose content this stands in
    negated: bool  # 'did not say', 'denied that'
    quotations: tuple[int, ...]  # indices into Parsed.quotations that stand in the content
    score: float  # 0..1
    turn: bool = False  # a speaker's turn in a transcript: the content is what was said, over many sentences


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the language room says about one document. Headlines are parsed too (as sentences of their own), furniture is not."""

    document: Document
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    quotations: tuple[Quotation, ...]
    reported: tuple[Reported, ...]
    vectors: NDArray[np.float32]  # (sentences, 384), unit length
    children: tuple[tuple[int, ...], ...]  # of each token, in text order

    @property
    def transcript(self) -> bool:
        """Whether the text is told in turns of speakers."""
        return any(r.turn for r in self.reported)

    def text(self, span: tuple[int, int]) -> str:
        return self.document.text[span[0] : span[1]]

    def tokens_in(self, span: Span) -> range:
        """Indices of the tokens that overlap `span`."""
        lo, hi = 0, len(self.tokens)
        while lo < hi:
            mid = (lo + hi) // 2
            lo, hi = (mid + 1, hi) if self.tokens[mid].end <= span.start else (lo, mid)
        first = lo
        while lo < len(self.tokens) and self.tokens[lo].start < span.end:
            lo += 1
        return range(first, lo)

    def subtree(self, token: int) -> list[int]:
        """Indices of `token` and everything below it, in text order."""
        out, todo = [], [token]
        while todo:
            out.append(k := todo.pop())
            todo.extend(self.children[k])
        return sorted(out)

    def head_of(self, span: Span) -> int | None:
        """The token of `span` whose head lies outside it (the first such), None when no token is there."""
        inside = self.tokens_in(span)
        return next((k for k in inside if self.tokens[k].head == k or self.tokens[k].head not in inside), None)

    def ancestors(self, token: int) -> Iterator[int]:
        """The heads above `token`, nearest first."""
        while (up := self.tokens[token].head) != token:
            yield up
            token = up


# ----------------------------------------------------------------------------------------------------------- actors

ActorKind = Literal["person", "state", "organisation", "group", "document", "other"]
MentionKind = Literal["name", "title", "demonym", "metonym", "pronoun", "group", "definite"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who speaks, acts or commits. `key` is stable: 'Q…' or 'state:RUS' from the knowledge base, 'name:…' otherwise."""

    key: str
    name: str
    kind: ActorKind
    country: str | None = None  # ISO 3166-1 alpha-3 of the state it speaks for
    aliases: tuple[str, ...] = ()


class Mention(NamedTuple):
    """Words that name an actor; `actor` is the key of a member of `Cast.actors`, None while it is not resolved."""

    start: int
    end: int
    kind: MentionKind
    actor: str | None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of one document, and every mention of them, in text order."""

    actors: dict[str, Actor] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    longest: int = field(init=False, repr=False, compare=False, default=0)  # characters of the longest mention: how far back one may begin

    def __post_init__(self) -> None:
        object.__setattr__(self, "longest", max((m.end - m.start for m in self.mentions), default=0))

    def touching(self, span: Span) -> Sequence[Mention]:
        """Mentions that share a character with `span`, in text order; found by bisection, so that long documents stay linear."""
        first = bisect_left(self.mentions, span.start - self.longest, key=lambda m: m.start)
        last = bisect_left(self.mentions, span.end, key=lambda m: m.start)
        return [m for m in self.mentions[first:last] if m.end > span.start]

    def at(self, span: Span) -> str | None:
        """Key of the actor that `span` as a whole names: the mention that fits it best, None when none fits or it is unresolved."""
        best = max(self.touching(span), key=lambda m: m.span.overlap(span) / max(m.span.size, span.size, 1), default=None)
        return best.actor if best is not None else None

    def within(self, span: Span) -> list[Mention]:
        """Mentions that lie inside `span`."""
        return [m for m in self.touching(span) if span.covers(m.span)]

    def around(self, span: Span) -> list[Mention]:
        """Mentions that cover `span`."""
        return [m for m in self.touching(span) if m.span.covers(span)]

    def starting(self, place: int) -> list[Mention]:
        """Mentions that begin at a character."""
        return [m for m in self.touching(Span(place, place + 1)) if m.start == place]


@dataclass(frozen=True, slots=True)
class Roster:
    """The actors of all documents: `members[(document id, key in its Cast)]` is the one actor behind that key."""

    members: dict[tuple[str, str], Actor] = field(default_factory=dict)

    def of(self, document: str, key: str | None) -> Actor | None:
        return None if key is None else self.members.get((document, key))


# ----------------------------------------------------------------------------------------------------------- claims

Level = Literal[
    "asserted", "almost_certain", "very_likely", "likely", "roughly_even", "unlikely", "very_unlikely", "almost_no_chance", "possible"
]
Polarity = Literal["positive", "negative"]
Domain = Literal["energy", "trade", "security", "diplomatic", "humanitarian", "territorial", "technology", "legal", "other"]
Status = Literal["given", "reaffirmed", "withheld", "refused", "conditional", "reported"]
Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Certainty:
    """Estimative language on ICD 203. `range` in probabilities 0..1, None for asserted and possible."""

    level: Level = "asserted"
    range: tuple[float, float] | None = None
    phrase: str | None = None
    span: Span | None = None


ASSERTED = Certainty()


@dataclass(frozen=True, slots=True)
class Attribution:
    """One document's statement that somebody holds something. `actor` is a key of the document's Cast."""

    kind: AttributionKind
    source: Ranges
    cue: Ranges
    content: Ranges
    actor: str | None
    parent: int | None  # index into DocumentClaims.attributions
    negated: bool = False
    turn: bool = False  # a speaker's turn in a transcript
    continues: int | None = None  # a sentence without a frame of its own goes on with what this one holds; told as one with it


@dataclass(frozen=True, slots=True)
class ClaimMention:
    """One proposition as one document states it."""

    span: Span
    sentence: int  # index into Parsed.sentences
    chain: tuple[int, ...]  # indices into DocumentClaims.attributions, outermost first; () = the outlet's own voice
    certainty: Certainty
    polarity: Polarity
    headline: bool = False
    minor: bool = False  # another cut of words that a further mention covers: a subordinate clause, one of several coordinated verbs
    denied: bool = False  # its holder denies it: 'denied that …', 'rejects the charge'
    flat: bool = False  # its own words deny it outright: no estimate of it, no condition, no verb that only implies it ('failed to')

    @property
    def denies(self) -> bool:
        """Whether the proposition is denied, by its own words or by its holder; both together affirm it."""
        return (self.polarity == "negative") != self.denied


@dataclass(frozen=True, slots=True)
class QuoteMention:
    """Words inside quotation marks that somebody is made to say."""

    span: Span
    attribution: int | None  # index into DocumentClaims.attributions
    speaker: str | None  # key of the document's Cast
    headline: bool = False


@dataclass(frozen=True, slots=True)
class CommitmentMention:
    span: Span
    party: str  # key of the document's Cast
    toward: str | None
    act: str  # short gist, words of the text
    domain: Domain
    level: int  # 1..5, see docs/concepts.md
    status: Status
    chain: tuple[int, ...] = ()
    condition: Span | None = None
    deadline: Span | None = None
    amount: Span | None = None
    joint: bool = False  # both sides at once
    plover: str | None = None  # PLOVER type of the act: 'AGREE', 'SUPPORT', 'REJECT' … (docs/commitments.md)


@dataclass(frozen=True, slots=True)
class Horizon:
    """Until when a forecast should come true. Dates are ISO 8601, None when the words give none."""

    text: str
    span: Span
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class ForecastMention:
    span: Span
    holder: str | None  # key of the document's Cast; None = the outlet itself
    event: str
    certainty: Certainty
    horizon: Horizon | None
    chain: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    span: Span
    phrase: str
    speaker: str | None  # key of the document's Cast
    meaning: str
    reference: str
    established: str  # 'well', 'fairly', 'contested', 'folk', 'not'
    kind: Literal["phrase", "missing"] = "phrase"  # words of the register, or what an official text lacks


@dataclass(frozen=True, slots=True)
class TimelineMention:
    span: Span
    date: str  # ISO 8601, as precise as `precision`
    precision: Precision
    event: str


@dataclass(frozen=True, slots=True)
class DocumentClaims:
    """All that one document says."""

    attributions: tuple[Attribution, ...] = ()
    claims: tuple[ClaimMention, ...] = ()
    quotes: tuple[QuoteMention, ...] = ()
    commitments: tuple[CommitmentMention, ...] = ()
    forecasts: tuple[ForecastMention, ...] = ()
    wording: tuple[Wording, ...] = ()
    timeline: tuple[TimelineMention, ...] = ()


# -------------------------------------------------------------------------------------------------------- retelling


@dataclass(frozen=True, slots=True)
class Report:
    """A document with everything that was found in it: what the rooms from retelling on work with. Small enough to keep by the thousand."""

    document: Document
    sentences: tuple[Span, ...]
    vectors: NDArray[np.float32]  # (sentences, 384)
    quotations: tuple[Quotation, ...]
    cast: Cast
    claims: DocumentClaims

    def text(self, span: Span) -> str:
        return self.document.text[span.start : span.end]


Relation = Literal["copy", "excerpt", "rewrite", "spin", "translation", "merge"]
Drift = Literal[
    "verbatim",
    "trimmed",
    "reworded",
    "certainty_raised",
    "certainty_lowered",
    "reversed",
    "number_changed",
    "name_changed",
    "misattributed",
]
ShiftKind = Literal[
    "certainty_raised", "certainty_lowered", "reversed", "number_changed", "name_changed", "holder_dropped", "meaning_changed"
]


@dataclass(frozen=True, slots=True)
class Story:
    """Documents about one event, by id."""

    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Words two documents share, verbatim or edited."""

    left_document: str
    left: Span
    right_document: str
    right: Span
    similarity: float  # 0..1; 1 = the same words
    kind: Literal["words", "meaning"] = "words"  # aligned by shared words, or by sentence vectors


@dataclass(frozen=True, slots=True)
class Retelling:
    """`child` tells again what `parent` told. `parent` is a document id, or 'origin:NAME' for a source outside the set."""

    child: str
    parent: str
    relation: Relation
    score: float
    evidence: tuple[tuple[Span, Span | None], ...]  # (place in the child, place in the parent); None for an outside origin
    reason: str = ""  # one sentence: what was read and what was inferred
    credited: bool = False  # the child says itself where it has it from; else inferred from what the texts share


class Ref(NamedTuple):
    """A thing said in one document: `index` into the tuple of DocumentClaims that the context names."""

    document: str
    index: int  # type: ignore[assignment]  # it is an index: the name is worth hiding tuple.index, which nobody calls here


@dataclass(frozen=True, slots=True)
class Variant:
    """One appearance of an utterance."""

    quote: Ref  # into DocumentClaims.quotes
    similarity: float  # to the reference, 0..1
    drift: tuple[Drift, ...]


@dataclass(frozen=True, slots=True)
class QuoteFamily:
    variants: tuple[Variant, ...]
    reference: int | None  # index into variants: the most faithful one
    speaker: tuple[str, str] | None  # (document id, key in its Cast)


@dataclass(frozen=True, slots=True)
class Shift:
    """How a claim changed on the way from one mention to another; indices into ClaimGroup.mentions."""

    source: int
    target: int
    kind: ShiftKind


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """One proposition, however many documents state it."""

    mentions: tuple[Ref, ...]  # into DocumentClaims.claims
    shifts: tuple[Shift, ...]
    central: int  # index of the mention that reads best as a statement of the claim


@dataclass(frozen=True, slots=True)
class Retold:
    """What happened between the documents. `commitments`, `forecasts` and `timeline` fold mentions of one and the same thing."""

    stories: tuple[Story, ...] = ()
    passages: tuple[Passage, ...] = ()
    retellings: tuple[Retelling, ...] = ()
    quotes: tuple[QuoteFamily, ...] = ()
    claims: tuple[ClaimGroup, ...] = ()
    commitments: tuple[tuple[Ref, ...], ...] = ()
    forecasts: tuple[tuple[Ref, ...], ...] = ()
    timeline: tuple[tuple[Ref, ...], ...] = ()
