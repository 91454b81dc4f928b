"""Paragraphs of a report and their numbers: how the brief names a place ('¶5')."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from twicetold.types import Span

GAP = re.compile(r"\n[ \t\r\f\v\u00a0]*\n\s*")
LINE = re.compile(r"\n\s*")
TRIES, NEAR = 20, 80  # places where a headline is looked for, and characters looked at beside each: bounds for hostile input
WRAPPED = 50  # a paragraph whose lines (but the last) are all longer was wrapped for a fixed width; shorter lines are lines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of text without the blank space around it. `number` counts from 1 over article text; None for page furniture."""

    span: Span
    number: int | None
    role: str  # 'body', 'headline', 'furniture'
    wrapped: bool  # whether its line breaks mean nothing

    @property
    def label(self) -> str:
        """'¶5', 'headline', or 'page' for furniture."""
        return f"¶{self.number}" if self.number is not None else "headline" if self.role == "headline" else "page"


def paragraphs(text: str, body: Sequence[tuple[int, int]], title: str | None = None) -> list[Paragraph]:
    """All blocks of `text` in order, article text numbered. A text without blank lines is split at its line breaks."""
    spans = _blocks(text, GAP if GAP.search(text) else LINE)
    headline = _headline(text, body, title)
    spans = [piece for span in spans for piece in _at_edges(text, span, [*body, *headline])]
    out: list[Paragraph] = []
    number = 0
    for span in spans:
        inside = any(span.overlap(Span(*b)) for b in body)
        number += inside
        role = "body" if inside else "headline" if span in headline else "furniture"
        out.append(Paragraph(span, number if inside else None, role, _is_wrapped(text[span.start : span.end])))
    return out


def at(blocks: Sequence[Paragraph], position: int) -> Paragraph | None:
    """The paragraph in which `position` lies, or the one before it; None when there is none."""
    k = bisect_right([b.span.start for b in blocks], position) - 1
    return blocks[k] if k >= 0 else None


def _headline(text: str, body: Sequence[tuple[int, int]], title: str | None) -> list[Span]:
    """Where the headline first stands as a line of its own outside the article text; at most one place."""
    wanted = (title or "").strip()
    start = text.find(wanted) if wanted else -1
    for _ in range(TRIES):
        if start < 0:
            break
        span = Span(start, start + len(wanted))
        before = text[max(start - NEAR, 0) : start].rstrip(" \t")
        after = text[span.end : span.end + NEAR].lstrip(" \t")
        alone = before[-1:] in ("", "\n") and after[:1] in ("", "\n", "\r")
        if alone and not any(span.overlap(Span(*b)) for b in body):
            return [span]
        start = text.find(wanted, start + 1)
    return []


def _blocks(text: str, gap: re.Pattern[str]) -> list[Span]:
    """Stretches between gaps, without blank space at their ends."""
    out, start = [], 0
    for end, following in [*((m.start(), m.end()) for m in gap.finditer(text)), (len(text), len(text))]:
        piece = text[start:end]
        left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
        if right > left:
            out.append(Span(start + left, start + right))
        start = following
    return out


def _at_edges(text: str, span: Span, body: Sequence[tuple[int, int]]) -> list[Span]:
    """A block cut at line breaks where article text begins or ends inside it: 'Share Tweet' above a dateline is no part of ¶1."""
    cuts = sorted({edge for b in body for edge in b if span.start < edge < span.end and "\n" in text[max(edge - 2, span.start) : edge + 2]})
    edges = [span.start, *cuts, span.end]
    return [piece for a, b in itertools.pairwise(edges) for piece in _blocks_in(text, a, b)]


def _blocks_in(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
    return [Span(start + left, start + right)] if right > left else []


def _is_wrapped(text: str) -> bool:
    lines = text.split("\n")
    return len(lines) > 1 and all(len(line) > WRAPPED for line in lines[:-1])
