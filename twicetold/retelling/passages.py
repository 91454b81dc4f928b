"""Shared passages: every stretch of words that two documents have in common, verbatim or edited, wherever it stands.

The search is `reuse.search`: pure functions of arrays, which make no difference between two reports and a corpus. This is what the other
rooms ask: reports in, passages with the places of article text out.
"""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.retelling import meaning
from twicetold.retelling.reuse.search import Shared, search
from twicetold.types import Document, Passage, Report, Span

__all__ = ["Shared", "article", "find", "merged", "search"]


def find(reports: Sequence[Report]) -> list[Passage]:
    """The passages that the article texts of `reports` share, sorted by documents and place."""
    ordered = sorted(reports, key=lambda r: r.document.id)
    shared = search([article(r.document) for r in ordered], [r.document.outlet for r in ordered])
    out = []
    for k in range(len(shared.a)):
        left, right = ordered[int(shared.a[k])].document, ordered[int(shared.b[k])].document
        spans = Span(int(shared.a_start[k]), int(shared.a_end[k])), Span(int(shared.b_start[k]), int(shared.b_end[k]))
        out.append(Passage(left.id, spans[0], right.id, spans[1], round(float(shared.similarity[k]), 4)))
    return sorted(out, key=lambda p: (p.left_document, p.right_document, p.left, p.right))


def article(document: Document) -> str:
    """The text with everything blanked that is not article text; places stay where they are."""
    text, out, at = document.text, [], 0
    for span in sorted(document.body):
        out.append("\n" * max(0, span.start - at) + text[max(at, span.start) : span.end])
        at = max(at, span.end)
    return "".join(out)


def merged(words: Sequence[Passage], meanings: Sequence[Passage]) -> tuple[Passage, ...]:
    """Passages shared by words, and those shared by meaning where no words are, sorted by documents and place."""
    found = [*words, *meaning.without_known(meanings, words)]
    return tuple(sorted(found, key=lambda p: (p.left_document, p.right_document, p.left, p.right, p.kind)))
