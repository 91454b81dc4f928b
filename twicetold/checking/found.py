"""What a check says: findings on a draft, each with its place in the draft and the place in a source that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from twicetold.types import Document, Failure, Span

Kind = Literal["quotation", "statement", "number", "date", "name"]
Verdict = Literal["verbatim", "supported", "changed", "misattributed", "overstated", "not_found", "unchecked"]
Problem = Literal[
    "not_found",
    "misattributed",
    "reversed",
    "number_changed",
    "date_changed",
    "name_changed",
    "certainty_raised",
    "certainty_lowered",
    "meaning_changed",
    "reworded",
    "cut",
    "origin_differs",
    "holder_dropped",
    "trimmed",
]
PROBLEMS: tuple[Problem, ...] = get_args(Problem)
"""From the gravest to the lightest."""
NOTES: frozenset[Problem] = frozenset(("trimmed", "holder_dropped", "origin_differs"))
"""Problems that are told but do not fail a check unless asked for: words openly left out, reported speech told as fact, and what only
retellings of a report say that says it differently."""
FAILING: frozenset[Problem] = frozenset(PROBLEMS) - NOTES


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a document, by its id."""

    document: str
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One quotation, statement, number, date or name of a draft, and what the sources say about it.

    `span` lies in the draft `document`; `source` is the place it rests on or comes nearest to, None where there is none. `problems` from
    the gravest to the lightest, none when it holds. `likeness`: 0..1, how much of its words the source has. `speaker`: who the draft says
    said it; `source_speaker`: who the source says did. `origin`: the place in the report that `source` retells where that one says it
    differently, and how.
    """

    kind: Kind
    document: str
    span: Span
    text: str
    verdict: Verdict
    problems: tuple[Problem, ...]
    message: str
    source: Place | None = None
    source_text: str | None = None
    likeness: float = 0.0
    speaker: str | None = None
    source_speaker: str | None = None
    also: tuple[Place, ...] = ()  # other places that say the same
    origin: Place | None = None
    origin_text: str | None = None
    origin_problems: tuple[Problem, ...] = ()

    def fails(self, on: frozenset[Problem] = FAILING) -> bool:
        """Whether it does not hold, counting only the problems in `on`."""
        return bool(on.intersection(self.problems))


@dataclass(frozen=True, slots=True)
class Checked:
    """Drafts held against sources. `findings` by draft, in text order."""

    drafts: tuple[Document, ...]
    sources: tuple[Document, ...]
    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...] = ()
    fail_on: frozenset[Problem] = FAILING

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that do not hold, counting only the problems in `fail_on`."""
        return tuple(f for f in self.findings if f.fails(self.fail_on))

    @property
    def holds(self) -> bool:
        """Whether nothing fails."""
        return not self.failing

    @property
    def by_id(self) -> Mapping[str, Document]:
        """Drafts and sources by id."""
        return {d.id: d for d in (*self.sources, *self.drafts)}

    def to_json(self, *, indent: int | None = 1) -> str:
        """The result as documented in docs/check.md, ending without a newline."""
        from twicetold.checking.schema import Check

        return Check.of(self).model_dump_json(indent=indent, by_alias=True)

    def _repr_html_(self) -> str:
        """The page in a frame of its own, as a notebook shows it."""
        from html import escape

        from twicetold.checking.html import render

        return f'<iframe title="Twicetold check" style="width:100%;height:80vh;border:0" srcdoc="{escape(render(self))}"></iframe>'


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems without repeats, the gravest first."""
    found = set(problems)
    return tuple(p for p in PROBLEMS if p in found)


def verdict(problems: tuple[Problem, ...], *, verbatim: bool) -> Verdict:
    """What all of the problems together come to."""
    real = [p for p in problems if p not in NOTES]
    if not real:
        return "verbatim" if verbatim else "supported"
    if "not_found" in real:
        return "not_found"
    if "misattributed" in real:
        return "misattributed"
    return "overstated" if real == ["certainty_raised"] else "changed"
