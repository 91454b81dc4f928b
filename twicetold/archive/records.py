"""What an archive answers with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from twicetold.types import Level, Span

EPOCH = date(1970, 1, 1)
ChangeKind = Literal[
    "story_new", "documents_added", "version_new", "stories_merged", "source_added", "source_lost", "certainty_raised", "certainty_lowered",
    "reversed", "number_changed", "name_changed", "holder_dropped", "meaning_changed", "retelling_found", "commitment_new", "forecast_due",
]  # fmt: skip


class Added(NamedTuple):
    """What became of a document: its id, its story, and whether it was new; `supersedes` is the version of its page before."""

    id: str
    story: str
    new: bool
    supersedes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document in a list."""

    id: str
    story: str
    title: str | None
    outlet: str | None
    author: str | None
    published: str | None
    source: str
    url: str | None
    language: str
    characters: int
    added: str
    supersedes: str | None = None  # the version of the same page before
    superseded_by: str | None = None
    capture: str | None = None  # where the page is kept as it was fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """A story in a list. `origins` is None while its brief has never been composed; `stale` says that documents came since."""

    id: str
    title: str
    first: str | None  # ISO days of the first and the last dated report
    last: str | None
    documents: int
    origins: int | None
    updated: str
    stale: bool
    news: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What somebody holds in one document. `holder` None: the outlet in its own voice, or nobody known."""

    span: Span
    holder: str | None
    certainty: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A document that was found: `text` is what stands at `start`..`end` of it, `marks` lie inside, all in the document's code points."""

    document: Entry
    start: int
    end: int
    text: str
    marks: tuple[Span, ...]
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of hits. `total` counts all, as far as `complete`: of more than a few thousand only the newest are looked at."""

    hits: tuple[Hit, ...]
    total: int
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something new in a story; `text` is a sentence for people."""

    at: str
    story: str
    kind: ChangeKind
    text: str
    document: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """A commitment in the ledger: all its mentions in one story as one. `day` is the day of the first report that tells it."""

    story: str
    party: str
    toward: str | None
    act: str
    domain: str
    level: int
    status: str
    joint: bool
    day: str | None
    independent_sources: int | None  # None while the story has not been composed since
    mentions: tuple[tuple[str, Span], ...]  # document id, place


def number_of(day: str | None) -> int | None:
    """Days since 1970 of an ISO date or moment, of the first day where it is less precise; None where there is none."""
    if not day:
        return None
    try:
        padded = day[:10] if len(day) >= 10 else (day + "-01-01"[len(day) - 4 :])
        return (date.fromisoformat(padded) - EPOCH).days
    except ValueError:
        return None


def day_of(number: int | None) -> str | None:
    """The ISO date of a number of days since 1970."""
    return None if number is None else (EPOCH + timedelta(days=number)).isoformat()
