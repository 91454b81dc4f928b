"""The brief as data: the public interface `twicetold.brief/1` (docs/schema.md).

Fields may be added; those here keep their names and meaning. `start`/`end` are code points into the document's text as read.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from twicetold.types import ActorKind, AttributionKind, Domain, Drift, Level, Polarity, Precision, Relation, ShiftKind, Status

SCHEMA = "twicetold.brief/1"

Range = Annotated[tuple[int, int], Field(description="[start, end): code points into the document's text as read")]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BriefDocument(Model):
    id: str
    source: str
    outlet: str | None
    title: str | None
    author: str | None
    published: str | None
    url: str | None = None
    language: str
    characters: int
    body: list[Range]
    story: str
    warnings: list[str] = []
    capture: str | None = None


class BriefStory(Model):
    id: str
    title: str
    documents: list[str]
    independent_origins: int


class BriefActor(Model):
    id: str
    name: str
    kind: ActorKind
    country: str | None
    aliases: list[str]


class BriefAttribution(Model):
    id: str
    document: str
    kind: AttributionKind
    source: list[Range]
    cue: list[Range]
    content: list[Range]
    actor: str | None
    parent: str | None
    negated: bool = False


class BriefReading(Model):
    """What another scale than ICD 203 makes of a phrase, or of a claim; only there when one was asked for."""

    scale: str
    level: str | None = Field(description="null: the scale does not define the phrase")
    range: tuple[float, float] | None


class BriefMention(Model):
    document: str
    start: int
    end: int


class BriefClaimMention(BriefMention):
    chain: list[str]
    certainty: Level
    range: tuple[float, float] | None
    cue_phrase: str | None
    cue_span: Range | None
    polarity: Polarity = Field(description="negative: it denies what the claim says")
    negated: bool = Field(default=False, description="its own words hold a denial ('did not', 'failed to'), whatever the claim says")
    reading: BriefReading | None = None


class BriefPlace(Model):
    document: str
    mention: int


class BriefShift(Model):
    source: BriefPlace = Field(alias="from")
    target: BriefPlace = Field(alias="to")
    kind: ShiftKind
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class BriefClaim(Model):
    id: str
    text: str
    independent_sources: int
    documents: list[str]
    mentions: list[BriefClaimMention]
    shifts: list[BriefShift]
    minor: bool = Field(default=False, description="only other cuts of words that larger claims cover, and nothing shifted in them")
    reading: BriefReading | None = Field(default=None, description="Admiralty code: source and information")


class BriefVariant(BriefMention):
    text: str
    speaker: str | None
    similarity: float
    drift: list[Drift]


class BriefQuote(Model):
    id: str
    speaker: str | None
    reference: BriefMention | None
    variants: list[BriefVariant]


class BriefEvidence(Model):
    child: Range
    parent: Range | None


class BriefRetelling(Model):
    child: str
    parent: str
    relation: Relation
    score: float
    evidence: list[BriefEvidence]
    reason: str = ""
    credited: bool = Field(default=False, description="the child names its source itself; else inferred from what the texts share")


class BriefCommitment(Model):
    id: str
    party: str
    toward: str | None
    act: str
    domain: Domain
    level: int = Field(ge=1, le=5)
    status: Status
    independent_sources: int
    joint: bool = False
    condition: str | None = None
    deadline: str | None = None
    amount: str | None = None
    plover: str | None = None
    mentions: list[BriefMention]


class BriefBalance(Model):
    parties: tuple[str, str]
    index: float
    low: float
    high: float
    given: tuple[float, float]
    commitments: tuple[list[int], list[int]] = Field(description="indices into `commitments` counted for the first and the second party")
    withheld: tuple[list[int], list[int]] = Field(default=([], []), description="withheld or refused, tallied apart")
    sign_share: float | None = Field(default=None, description="share of monotone weightings under which the sign of the index holds")
    refused: tuple[list[int], list[int]] = Field(default=([], []), description="those of `withheld` that were refused in so many words")
    levels: tuple[list[int], list[int]] = Field(default=([], []), description="how many counted commitments of each side have level 1 to 5")


class BriefHorizon(Model):
    text: str
    since: str | None = Field(alias="from")
    until: str | None
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class BriefForecast(Model):
    holder: str | None
    event: str
    horizon: BriefHorizon | None
    certainty: Level
    range: tuple[float, float] | None
    outcome: Literal["yes", "no", "void"] | None = Field(default=None, description="void: it cannot be decided")
    mentions: list[BriefMention]
    id: str = Field(default="", description="the same for the same holder, words and document, whatever else is read beside it")
    reading: BriefReading | None = None


class BriefWording(BriefMention):
    phrase: str
    speaker: str | None
    meaning: str
    reference: str
    established: str
    kind: Literal["phrase", "missing"] = Field(default="phrase", description="missing: what an official text lacks; the place is its name")


class BriefTimelineEntry(Model):
    date: str
    precision: Precision
    event: str
    mentions: list[BriefMention]


class BriefFailure(Model):
    source: str
    reason: str


class Brief(Model):
    """All that Twicetold says about a set of documents. Lists are in a fixed order: the same input gives the same bytes."""

    schema_: str = Field(default=SCHEMA, alias="schema")
    scale: str = Field(default="icd203", description="the scale of `reading`; `certainty` and `range` are always ICD 203")
    documents: list[BriefDocument] = []
    stories: list[BriefStory] = []
    actors: list[BriefActor] = []
    attributions: list[BriefAttribution] = []
    claims: list[BriefClaim] = []
    quotes: list[BriefQuote] = []
    retellings: list[BriefRetelling] = []
    commitments: list[BriefCommitment] = []
    balance: list[BriefBalance] = []
    forecasts: list[BriefForecast] = []
    wording: list[BriefWording] = []
    timeline: list[BriefTimelineEntry] = []
    failures: list[BriefFailure] = []
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    _texts: dict[str, str] = PrivateAttr(default_factory=dict)  # document id -> text as read; never serialised

    @property
    def texts(self) -> dict[str, str]:
        """The documents' texts as read, by id. Not part of the JSON: they are other people's articles."""
        return self._texts

    def with_texts(self, texts: dict[str, str]) -> Brief:
        self._texts = texts
        return self

    def _repr_html_(self) -> str:
        """The brief as a notebook shows it: the whole page in a frame of its own, so that its styles stay inside."""
        from html import escape

        from twicetold.brief.html import render

        return f'<iframe title="Twicetold brief" style="width:100%;height:80vh;border:0" srcdoc="{escape(render(self))}"></iframe>'

    def to_json(self, *, indent: int | None = 1) -> str:
        """The contract's JSON, keys in the order of the schema, ending without a newline."""
        return self.model_dump_json(by_alias=True, indent=indent)
