"""A whole report as HTML: paragraphs numbered, cited words highlighted, page furniture dimmed, and a way back to each statement."""

from __future__ import annotations

from markupsafe import Markup, escape

from twicetold.brief import phrases
from twicetold.brief.marks import Mark, nest
from twicetold.brief.paragraphs import Paragraph
from twicetold.brief.places import Cited, Library, Told
from twicetold.types import Span

FURNITURE = "off"  # class of text outside the article

ITEMS = {
    "C": "claim", "Q": "quotation", "K": "commitment", "F": "forecast", "W": "wording", "T": "date", "R": "retelling", "P": "passage",
    "S": "statement", "N": "number", "A": "name",
}  # fmt: skip


def report(told: Told, library: Library) -> Markup:
    """All blocks of a report's text."""
    return Markup("\n".join(words for _, words in blocks(told, library)))


def blocks(told: Told, library: Library) -> list[tuple[Paragraph, Markup]]:
    """Each block of a report's text with its HTML."""
    cited = library.cited[told.number]
    spans = sorted(cited)
    off = _outside(told)
    marks = [Mark(span, k) for k, span in enumerate(off + spans)]
    told_by = [None] * len(off) + [cited[s] for s in spans]
    out: list[tuple[Paragraph, Markup]] = []
    first, active = 0, list[Mark]()
    marks.sort(key=lambda m: m.span)
    for block in told.blocks:  # marks and blocks both in text order: each mark is looked at where it can matter
        while first < len(marks) and marks[first].span.start < block.span.end:
            active.append(marks[first])
            first += 1
        active = [m for m in active if m.span.end > block.span.start]
        out.append((block, Markup(_block(told, block, active, told_by))))
    return out


def _outside(told: Told) -> list[Span]:
    """What is not article text inside paragraphs that hold some of it."""
    out, position = [], 0
    for start, end in sorted(told.data.body):
        if start > position:
            out.append(Span(position, start))
        position = max(position, end)
    if told.data.body and position < len(told.text):
        out.append(Span(position, len(told.text)))
    return out


def _block(told: Told, block: Paragraph, marks: list[Mark], told_by: list[Cited | None]) -> str:
    if block.role != "body":  # the whole block is dimmed or a headline; no need to say so again inside
        marks = [m for m in marks if told_by[m.key] is not None]
    pieces: list[str] = []
    recent: set[str] = set()  # ways back that stand at this very place already
    for event in nest(told.text, block.span, marks):
        if event.kind == "text":
            pieces.append(escape(phrases.clean(event.text)))
            recent.clear()
        elif event.mark is not None:
            why = told_by[event.mark.key]
            pieces.append(_open(told, event.mark, why, event.edge) if event.kind == "open" else _close(why, event.edge, recent))
    number, wrapped = "", " wrapped" if block.wrapped else ""
    anchor = ""
    if block.number is not None:
        anchor = f' id="{told.anchor}-p{block.number}"'
        number = f'<a class="pn" href="#{told.anchor}-p{block.number}" aria-label="Paragraph {block.number}">¶{block.number}</a>'
    return f'<p class="{block.role}{wrapped}"{anchor} dir="auto">{number}{"".join(pieces)}</p>'


def _open(told: Told, mark: Mark, why: Cited | None, edge: bool) -> str:
    if why is None:
        return f'<span class="{FURNITURE}">'
    anchor = f"{told.anchor}-{mark.span.start}-{mark.span.end}"
    name = f'id="{anchor}"' if edge else f'data-part="{anchor}"'
    return f'<mark class="{" ".join("m-" + k for k in why.kinds)}" {name}>'


def _close(why: Cited | None, edge: bool, recent: set[str]) -> str:
    if why is None:
        return "</span>"
    backs = "".join(
        f'<a class="back" href="#{anchor}" aria-label="Back to {ITEMS[label[0]]} {label}">{label}</a>'
        for label, anchor in why.backs
        if edge and anchor not in recent
    )
    recent.update(anchor for _, anchor in why.backs if edge)
    return "</mark>" + (f'<span class="backs">{backs}</span>' if backs else "")
