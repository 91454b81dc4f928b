"""Quotations of a draft that a reporting clause interrupts: “We will,” she said, “if they do.” A reader takes both for one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from twicetold.checking import exact, tell
from twicetold.checking.found import NOTES, Finding, Problem, ordered, verdict
from twicetold.checking.library import INTERRUPTED, Library
from twicetold.checking.pieces import CUT, Piece, pieces
from twicetold.retelling.terms import terms
from twicetold.types import Report, Span

COMMA = re.compile(r"[,–—-]")
ENDED = re.compile(r"[.!?;:]\W*$")
LEFT_OUT = 12  # words; two parts that stand further apart are two quotations


def joined(report: Report, findings: Sequence[Finding], library: Library) -> list[Finding]:
    """The findings; the second part of an interrupted quotation is `cut` where no source goes on from the first part with it."""
    out = list(findings[:1])
    for before, one in pairwise(findings):
        out.append(_held(one, _gap(report, before, one, library)))
    return out


def _gap(report: Report, first: Finding, second: Finding, library: Library) -> list[Problem]:
    """What is the matter with the seam of two quotations."""
    if not _one_sentence(report, first.span, second.span) or not (_sound(first) and _sound(second)):
        return []
    parts = pieces(first.text), pieces(second.text)
    if any(len(p) != 1 for p in parts) or any(CUT.search(f.text) for f in (first, second)):
        return []  # something was left out openly: what was left out at the seam cannot be told apart
    seams = [_seam(hit, library) for hit in exact.find([*parts[0], Piece("gap", ""), *parts[1]], library)]
    return ["cut"] if seams and 0 < min(seams) <= LEFT_OUT else []


def _one_sentence(report: Report, first: Span, second: Span) -> bool:
    """Whether the second part goes on in small letters behind a short clause."""
    between = report.document.text[first.end : second.start]
    opening = report.text(second).lstrip("[ ")[:1]
    ended = COMMA.search(report.text(first)[-1:] + between[:2]) is None or ENDED.search(between) is not None
    home = any(s.overlap(first) and s.overlap(second) for s in report.sentences)
    return home and 0 < len(between) <= INTERRUPTED and opening.islower() and not ended


def _sound(one: Finding) -> bool:
    return one.source is not None and not [p for p in one.problems if p not in NOTES]


def _seam(hit: exact.Hit, library: Library) -> int:
    """Words of the source between the two parts."""
    text = library.sources[hit.source].report.document.text
    return sum(len(terms(text[slice(*s)])) for s in hit.left_out)


def _held(one: Finding, more: list[Problem]) -> Finding:
    if not more:
        return one
    problems = ordered([*one.problems, *more])
    return tell.quotation(replace(one, problems=problems, verdict=verdict(problems, verbatim=True)))
