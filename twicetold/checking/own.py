"""Which statements of a draft are its own: those with words outside quotation marks and reporting frames."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from twicetold.checking import frames
from twicetold.retelling.terms import stem, terms
from twicetold.types import Report, Span

QUOTED = 0.4  # share of a statement inside quotation marks from which the quotation speaks for it
FEWEST = 2  # words that carry matter, names among them: 'Stocks rose'; one word alone is nobody's statement
BESIDE = 3  # the same beside a quotation or a phrase that gives it to somebody, names and such phrases left out
BEHIND, MARKS = 4, " \n*_“\"‘'«„"  # characters between a statement and a quotation behind it; marks among them


def in_draft(report: Report, quoted: Sequence[Span]) -> list[int]:
    """Indices of the claims to check: main cuts with enough words of their own outside quotations and reporting frames.

    A minor cut counts where no main one holds its words: nothing of a draft may pass unread.
    """
    claims = report.claims.claims
    main = [c.span for c in claims if not c.minor]
    out: list[int] = []
    for k in sorted(range(len(claims)), key=lambda k: (claims[k].minor, -claims[k].span.size, claims[k].span)):
        covered = main if claims[k].minor else []
        twin = any(claims[j].span == claims[k].span for j in out)
        if not twin and not any(s.overlap(claims[k].span) for s in covered) and _own(report, claims[k].span, quoted):
            out.append(k)
            main.append(claims[k].span)
    return sorted(out)


def _own(report: Report, span: Span, quoted: Sequence[Span]) -> bool:
    """Whether the draft says something in its own words there."""
    inside, text = sum(span.overlap(q) for q in quoted), report.text(span)
    if inside >= QUOTED * span.size or _introduces(report, span, quoted) or frames.points(text):
        return False
    opening = frames.opening().match(text)  # 'According to Ann Lee', and no more
    if not inside and opening is None:
        words = matter(without(report, span, _frames(report, span)))
        return len(words) > FEWEST or (len(words) == FEWEST and not _of_itself(text))
    names = [m.span for m in report.cast.touching(span)]
    head = [Span(span.start, span.start + opening.end())] if opening else []
    told = [s for a in report.claims.attributions for s in (*a.source, *a.cue)]
    return len(matter(without(report, span, [*quoted, *told, *names, *head]))) >= BESIDE


def _of_itself(text: str) -> bool:
    """Whether a short line only says what follows: 'What we know so far', 'Draft, not for publication'."""
    found = terms(text)
    if not found or stem(found[0].word) in _apparatus("heads"):
        return True
    return all(t.kind == "function" or t.key in _apparatus("lines") for t in found)


@cache
def _apparatus(name: str) -> frozenset[str]:
    table = tomllib.loads(resources.files(__package__).joinpath("data/apparatus.toml").read_text(encoding="utf-8"))
    return frozenset(stem(w) for w in table[name]["words"])


def _frames(report: Report, span: Span) -> list[Span]:
    """Who says something, and that they do, where what they say stands outside `span`: 'European negotiators write'."""
    outside = [a for a in report.claims.attributions if a.content and not any(s.overlap(span) for s in a.content)]
    return [s for a in outside for s in (*a.source, *a.cue)]


def _introduces(report: Report, span: Span, quoted: Sequence[Span]) -> bool:
    """Whether a statement only hands over to the quotation behind it: 'The ministry put it this way: “…”'."""
    following = next((q for q in sorted(quoted) if q.start > span.start and q.start - span.end <= BEHIND), None)
    if following is None:
        return False
    lead = Span(span.start, following.start)
    names = [m.span for m in report.cast.touching(lead) if m.kind != "pronoun"]
    rest = [t for t in terms(without(report, lead, names)) if t.kind != "function"]
    words = without(report, lead, names)
    return report.text(lead).rstrip(MARKS).endswith(":") and sum(not words[t.start].isupper() for t in rest) < BESIDE


def without(report: Report, span: Span, cut: Sequence[Span]) -> str:
    """The text of `span` outside the places in `cut`."""
    parts, position = [], span.start
    for other in sorted(s for s in cut if s.overlap(span)):
        parts.append(report.document.text[position : max(position, other.start)])
        position = max(position, other.end)
    return " ".join([*parts, report.document.text[position : max(position, span.end)]])


def matter(text: str) -> list[str]:
    return [t.key for t in terms(text) if t.kind != "function"]
