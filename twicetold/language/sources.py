"""Sources that the tags missed, found in the tree; and subjects of hearsay ('X is said to ...') that are no sources."""

from __future__ import annotations

from bisect import bisect_left

from twicetold.language import syntax
from twicetold.language.lexicon import words
from twicetold.language.page import Page, Stretch, merged, shared
from twicetold.language.relations import Relation

_EMPTY = ("DET", "PUNCT", "ADP", "CCONJ")  # a source of such words only is a scrap


def complete(page: Page, relations: list[Relation]) -> None:
    """Gives every relation without a source the one its cue's verb has in the tree."""
    for relation in relations:
        relation.source = [
            _with_article(page, _bare(page, _outside(page, _in_paragraph(page, s))))
            for s in relation.source
            if any(page.tokens[k].upos not in _EMPTY for k in range(*s))
        ]
        if relation.cue:
            _hearsay(page, relation)
        if not relation.source and relation.cue:
            _find(page, relation)


def _bare(page: Page, source: Stretch) -> Stretch:
    """Without a comma or a dash at its end."""
    first, last = source
    while last - 1 > first and page.tokens[last - 1].text in (",", ";", ":", "-", "–", "—"):
        last -= 1
    return first, last


def _with_article(page: Page, source: Stretch) -> Stretch:
    """With the article right before it that belongs to it."""
    first, last = source
    before = page.tokens[first - 1] if first else None
    return (first - 1, last) if before is not None and before.deprel == "det" and first <= before.head < last else source


def _in_paragraph(page: Page, source: Stretch) -> Stretch:
    """Only what stands in the paragraph of its last word."""
    first, last = source
    cut = next((k for k in range(last - 1, first, -1) if page.paragraph_of(k) != page.paragraph_of(k - 1)), first)
    return cut, last


def _outside(page: Page, source: Stretch) -> Stretch:
    """'said the director, “and a pause': without the beginning of a quotation that goes on behind it."""
    first, last = source
    opened = page.quoted[bisect_left(page.quoted, (first + 1, 0)) : bisect_left(page.quoted, (last, 0))]
    return first, next((a for a, b in opened if b > last), last)


def _find(page: Page, relation: Relation) -> None:
    verb = syntax.verb_of(page, relation.cue[0])
    who = syntax.agent(page, verb) if page.tokens[verb].upos in ("VERB", "AUX", "NOUN") else None
    if who is None:
        return
    taken = merged([*relation.cue, *relation.content])
    found = syntax.phrase(page, who, relation.cue[0])
    if not any(shared(taken, s) for s in found):
        relation.source = found


def _hearsay(page: Page, relation: Relation) -> None:
    """'The ministry is said to exclude it': nobody is named as the source, and the subject belongs to the content."""
    verb = syntax.verb_of(page, relation.cue[0])
    if page.tokens[verb].lemma not in words("cues", "hedged_passive") or not syntax.passive(page, verb):
        return
    subject = syntax.child(page, verb, "nsubj:pass")
    if subject is None or syntax.child(page, verb, "xcomp", "ccomp", "advcl") is None:
        return
    if any(a <= subject < b for a, b in relation.source):
        relation.content = merged([*relation.content, *relation.source])
        relation.source = []
