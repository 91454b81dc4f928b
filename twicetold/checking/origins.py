"""What a draft follows against its origin: the report that bears it out retells one that says it differently.

Every check of quotations, statements and numbers hands on which sources bear a finding out, and which near places say otherwise. Only
where there are such places the stemma of the sources concerned is worked out (`retelling.lineage`); a finding is marked where everything
that bears it out comes from a source which says otherwise. It still holds: a source says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from twicetold.checking import tell
from twicetold.checking.found import FAILING, PROBLEMS, Finding, Place, Problem, ordered
from twicetold.checking.library import Library

MOST = 40  # sources whose stemma is worked out for a check: two seconds


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place of a source that says otherwise what a finding says, and how."""

    place: Place
    text: str
    problems: tuple[Problem, ...]


class Held(NamedTuple):
    """A finding, the ids of the sources that bear it out, and what speaks against it."""

    finding: Finding
    bearing: frozenset[str] = frozenset()
    doubts: tuple[Doubt, ...] = ()


def told(held: Sequence[Held], library: Library) -> Iterator[Finding]:
    """The findings, those marked that are borne out only by retellings of what says otherwise."""
    open_ = [h for h in held if h.bearing and h.doubts and not FAILING.intersection(h.finding.problems)]
    wanted = sorted({d for h in open_ for d in h.bearing} | {d.place.document for h in open_ for d in h.doubts})
    lines = _lines(wanted[:MOST], library) if open_ else {}
    for h in held:
        origin = _origin(h, lines) if h in open_ else None
        yield h.finding if origin is None else _marked(h.finding, origin)


def _lines(wanted: Sequence[str], library: Library) -> dict[str, set[str]]:
    """Source -> itself and all it comes from."""
    from twicetold.retelling import lineage
    from twicetold.retelling.shifts import Descent

    reports = [s.report for s in library.sources if s.report.document.id in wanted]
    descent = Descent(lineage(reports, library.roster, one_story=True).retellings)
    return {d: descent.line(d) for d in wanted}


def _origin(held: Held, lines: dict[str, set[str]]) -> Doubt | None:
    """The place that says otherwise in a source from which all that bear the finding out come; the farthest back of several."""
    above = [d for d in held.doubts if all(b in lines and b != d.place.document and d.place.document in lines[b] for b in held.bearing)]
    return min(above, key=lambda d: (len(lines.get(d.place.document, ())), PROBLEMS.index(d.problems[0]), d.place.span), default=None)


def _marked(finding: Finding, origin: Doubt) -> Finding:
    problems = ordered([*finding.problems, "origin_differs"])
    return tell.retold(replace(finding, problems=problems, origin=origin.place, origin_text=origin.text, origin_problems=origin.problems))
