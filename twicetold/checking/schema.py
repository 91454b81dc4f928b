"""A check as data: the public interface `twicetold.check/1` (docs/check.md).

Fields may be added; those here keep their names and meaning. `start`/`end` are code points into a document's text as read; lines and
columns count from 1.
"""

from __future__ import annotations

from collections import Counter
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from twicetold.checking.found import Checked, Finding, Kind, Place, Problem, Verdict
from twicetold.checking.lines import Lines
from twicetold.types import Document

SCHEMA: Literal["twicetold.check/1"] = "twicetold.check/1"


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class CheckDocument(Model):
    id: str
    source: str = Field(description="path, URL or file#record it was read from")
    outlet: str | None
    title: str | None
    published: str | None
    characters: int
    warnings: list[str] = []

    @classmethod
    def of(cls, d: Document) -> CheckDocument:
        return cls(
            id=d.id, source=d.source, outlet=d.outlet, title=d.title, published=d.published, characters=len(d.text),
            warnings=list(d.warnings),
        )  # fmt: skip


class CheckPlace(Model):
    document: str
    start: int
    end: int
    line: int
    column: int
    text: str


class CheckFinding(Model):
    kind: Kind
    verdict: Verdict
    problems: list[Problem] = Field(description="what does not hold, the gravest first; none when it holds")
    fails: bool = Field(description="whether one of the problems makes the check fail, by default or by --fail-on")
    message: str
    draft: CheckPlace
    source: CheckPlace | None = Field(description="the place it rests on or comes nearest to")
    also: list[CheckPlace] = Field(default=[], description="other places that say the same")
    origin: CheckPlace | None = Field(default=None, description="the place in the report that the source retells, where it says otherwise")
    origin_problems: list[Problem] = Field(default=[], description="what the draft and the source say otherwise than that origin")
    likeness: float = Field(description="0..1: how much of its words the source has")
    speaker: str | None = Field(description="who says it, as the draft has it")
    source_speaker: str | None = Field(description="who says it, as the source has it")


class CheckFailure(Model):
    source: str
    reason: str


class Check(Model):
    """Drafts held against sources. The same input gives the same bytes."""

    schema_: Literal["twicetold.check/1"] = Field(default=SCHEMA, alias="schema")
    drafts: list[CheckDocument]
    sources: list[CheckDocument]
    summary: dict[Verdict, int] = Field(description="number of findings by verdict")
    fails: int = Field(description="number of findings that make the check fail")
    findings: list[CheckFinding]
    failures: list[CheckFailure] = []

    @classmethod
    def of(cls, checked: Checked) -> Check:
        lines = {k: Lines(d.text) for k, d in checked.by_id.items()}
        findings = [_finding(f, checked, lines) for f in checked.findings]
        counts = Counter(f.verdict for f in checked.findings)
        return cls(
            drafts=[CheckDocument.of(d) for d in checked.drafts],
            sources=[CheckDocument.of(d) for d in checked.sources],
            summary={k: counts[k] for k in sorted(counts)},
            fails=sum(f.fails for f in findings),
            findings=findings,
            failures=[CheckFailure(source=f.source, reason=f.reason) for f in checked.failures],
        )


def _finding(f: Finding, checked: Checked, lines: dict[str, Lines]) -> CheckFinding:
    def place(p: Place) -> CheckPlace:
        line, column = lines[p.document].at(p.span.start)
        text = checked.by_id[p.document].text[slice(*p.span)]
        return CheckPlace(document=p.document, start=p.span.start, end=p.span.end, line=line, column=column, text=text)

    return CheckFinding(
        kind=f.kind, verdict=f.verdict, problems=list(f.problems), fails=f.fails(checked.fail_on), message=f.message,
        draft=place(Place(f.document, f.span)), source=place(f.source) if f.source else None, also=[place(p) for p in f.also],
        origin=place(f.origin) if f.origin else None, origin_problems=list(f.origin_problems),
        likeness=f.likeness, speaker=f.speaker, source_speaker=f.source_speaker,
    )  # fmt: skip
