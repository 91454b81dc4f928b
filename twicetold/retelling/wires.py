"""Outlets and agencies outside the set that a page credits: in its dateline, in a source line, or in its text.

'KYIV (Ukrinform) -', 'Source: Xinhua', 'the Harbour Post reported'. A dateline credit is the strongest: the text is the agency's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from twicetold.retelling import bodies, credits
from twicetold.retelling.tables import table, words
from twicetold.types import Report, Span, hull

Kind = Literal["dateline", "line", "text"]

DATELINE = re.compile(
    r"^[^\W\d_a-zà-ÿ]{2}[^\W\d_a-zà-ÿ .’'/-]{1,40}(?:,[^\n()]{0,40})?\s\(([^\W\d_][^()\n]{1,30})\)\s*[-–—]", re.M
)  # a place in capitals, perhaps a region and a date, an agency in brackets, a dash
LINE = re.compile(
    r"^[^\w\n]{0,4}(?:sources?|supply|via|by way of|(?:originally|first)\s+(?:published|appeared)(?:\s+(?:in|by|on|at))?"
    r"|courtesy(?:\s+of)?)"
    r"\s*[:–—-]?\s+([^\n]{2,120})$",
    re.I | re.M,
)
PARTS = re.compile(r"\s*[/|;,•·]\s*|\s+by way of\s+|\s+via\s+", re.I)
WRAPPED = 80  # characters: lines of more than half as many may be wrapped
LONGEST = 6  # words of an outlet's name
HEAD = 400  # characters above an article in which its outlet names itself


class Wire(NamedTuple):
    """An outlet outside the set that a page names as a source, and where."""

    kind: Kind
    name: str
    span: Span


def read(report: Report, known: Sequence[str]) -> list[Wire]:
    """Credits of `report` to outlets that are neither its own nor among the `known`, the strongest kind first."""
    own = [report.document.outlet or "", *_headed(report)]
    found = [*_datelines(report), *_elsewhere(report), *_lines(report), *_texts(report)]
    return [w for w in found if w.name and not any(bodies.same(w.name, outlet) for outlet in (*own, *known) if outlet)]


def _headed(report: Report) -> list[str]:
    """What stands above the article, part by part: an outlet names itself there."""
    top = report.document.text[: min((s.start for s in report.document.body), default=0)]
    return [part for part in re.split(r"\s*[|/·»>\n]\s*|\s[-–—]\s", top[:HEAD]) if 0 < len(part.split()) <= LONGEST]


def _agency(name: str) -> str | None:
    known: dict[str, str] = table("sources")["agencies"]["names"]
    return known.get(name.strip(" .,:"))


def _datelines(report: Report) -> Iterator[Wire]:
    for m in DATELINE.finditer(report.document.text):
        name = m.group(1).strip()
        if _agency(name) or (len(name.split()) <= 3 and name[:1].isupper() and not any(c.isdigit() for c in name)):
            yield Wire("dateline", _agency(name) or _longer(report, name), Span(m.start(1), m.end(1)))


def _longer(report: Report, name: str) -> str:
    """'Lumen Press Service' for '(Lumen)', where the page has both."""
    for m in bodies.NAME.finditer(report.document.text):
        if m.group().startswith(name + " ") and {w.casefold() for w in m.group().split()} & words("sources", "outlets"):
            return m.group()
    return name


def _lines(report: Report) -> Iterator[Wire]:
    """The first outlet of a source line; those after it are what it goes back to in turn."""
    for m in LINE.finditer(report.document.text):
        if not _stands_alone(report.document.text, m.start()):
            continue
        for part in PARTS.split(m.group(1)):
            name = re.sub(r"^(?:the|a|an)\s+", "", part.strip(" .:()"), flags=re.I)
            plain = {w.casefold() for w in bodies.WORD.findall(name)}
            if _agency(name) or (name[:1].isupper() and len(name.split()) <= LONGEST and not plain & words("sources", "unnamed")):
                yield Wire("line", _agency(name) or name, Span(m.start(1), m.end(1)))
                break


def _stands_alone(text: str, start: int) -> bool:
    """Whether a line begins something new: 'via the Initiative …' in a text that is wrapped hard goes on from the line above."""
    before = text[max(0, start - WRAPPED) : start]
    line = before.rstrip("\n").rpartition("\n")[2].rstrip()
    return not line or before.endswith("\n\n") or len(line) < WRAPPED // 2 or line[-1] in ".!?…”\"’')]*_|"


def _elsewhere(report: Report) -> Iterator[Wire]:
    """The site that the page (rel=canonical) or its feed (source) gives as that of the original, where it is not the page's own."""
    document = report.document
    if document.canonical and document.url and document.canonical.startswith("http"):
        own, other = credits.host(document.url), credits.host(document.canonical)
        if other and not own.endswith(other) and not other.endswith(own):
            label = other.split(".")[0]
            name = _agency(label.upper()) or _agency(label.capitalize()) or other
            yield Wire("line", name, credits.opening(report))


def _texts(report: Report) -> Iterator[Wire]:
    """Outlets that the report's attributions name as holders: what they hold stands in `span`."""
    for a in report.claims.attributions:
        source = " ".join(report.text(s) for s in a.source)
        if not a.content:
            continue
        for m in bodies.NAME.finditer(source):
            name = re.sub(r"^(?:The|A|An)\s+", "", re.sub(r"[’']s$", "", m.group()))
            if _agency(name) or (len(name.split()) > 1 and name.split()[-1].casefold() in words("sources", "media")):
                yield Wire("text", _agency(name) or name, hull(a.content))


def garbled(wire: Wire, report: Report, outlets: Sequence[str]) -> bool:
    """Whether a source line may name one of `outlets` in words that a thesaurus has changed."""
    line = report.document.text[wire.span.start : wire.span.end]
    return wire.kind == "line" and any(credits.garbled(line, credits.names(outlet)) for outlet in outlets)
