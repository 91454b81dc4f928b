"""Whom an act is for or against: the party praised or given to, else the one after 'to, with, for', else the other side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twicetold.claims.acts import Found, domain, lemmas, markers, pattern
from twicetold.claims.parties import Parties
from twicetold.claims.syntax import Tree
from twicetold.types import CommitmentMention, Span

TOWARD = frozenset({"to", "toward", "towards", "with", "for", "vis-à-vis"})
_FRONTED = frozenset({"only", "should", "were", "had", "assuming"})
_KEPT = frozenset({"refused", "withheld"})
BILATERAL = frozenset({"diplomatic", "security", "territorial"})
OBJECT, OWNER, OTHER, LAST = 0, 1, 2, 3
PRAISE = 1  # level


def toward(
    tree: Tree,
    parties: Parties,
    found: Found,
    party: str,
    owners: list[str],
    span: Span,
    teller: str | None = None,
    condition: Span | None = None,
) -> str | None:
    """Key of the party that an act of `party` is for or against, None when nobody plainly is; `teller`: the other party, who tells it.

    In a `condition` only the other side counts ('if Iran cheats'), not whoever checks it ('once the agency has verified').
    """
    others = [o for o in owners if o != party]
    clause = condition if condition is not None and tree.parsed.text(condition).split()[0].lower() in markers() | _FRONTED else None
    candidates = []
    for start, other in parties.inside(span) + _of_noun(tree, parties, found, span):
        if other == party or other in owners:
            continue
        if clause is not None and clause.start <= start < clause.end:
            candidates += [(LAST, start, other)] if other in parties.main else []
            continue
        k = tree.parsed.tokens_in(Span(start, start + 1))[0]
        candidates.append((closeness(tree, k, found), start, other))
    if found.act.level == PRAISE:
        candidates = [(OBJECT if c == OBJECT and _addressed(tree, start, found) else OWNER, start, o) for c, start, o in candidates]
    best = min(candidates, default=None)
    if tree.lemma(found.head) in lemmas("many_sided"):
        return next((p for c in tree.below(found.head, "obj") for p in parties.of(c) if p != party), None)
    if len(owners) == 2:
        if best is not None and best[0] == OBJECT:
            return best[2]
        return others[0] if _mutual(tree, found, span) else None
    if best is None and found.owner is not None and tree.lemma(found.head) in lemmas("obtaining"):
        return next((p for c in tree.below(found.head, "nsubj") for p in parties.of(c) if p != party), None)
    return best[2] if best is not None else counterpart(tree, parties, found, party) or teller


def _mutual(tree: Tree, found: Found, span: Span) -> bool:
    """Whether what two do together is done to each other: 'each other', 'ties', 'consult'; not 'halt the attacks'."""
    inside = {tree.lemma(k) for k in tree.parsed.tokens_in(span)}
    return bool(inside & lemmas("mutual"))


def _of_noun(tree: Tree, parties: Parties, found: Found, span: Span) -> list[tuple[int, str]]:
    """Parties behind a noun outside the act's words: 'the commitment to Taipei stands'."""
    if found.noun is None or span.covers(tree.tokens[found.noun].span):
        return []
    behind = [t for t in tree.parsed.subtree(found.noun) if t > found.noun]
    return parties.inside(tree.span(behind)) if behind else []


def _addressed(tree: Tree, start: int, found: Found) -> bool:
    """Whether a mention in praise is whom it goes to, not what it is for: 'thanked Oslo for its help to Kyiv'."""
    k = tree.parsed.tokens_in(Span(start, start + 1))[0]
    while tree.tokens[k].head not in (k, found.head, found.noun):
        k = tree.tokens[k].head
    case = next((tree.lemma(c) for c in tree.below(k, "case")), "")
    return tree.relation(k) in ("obj", "iobj", "ccomp", "xcomp") or case in ("to", "with", "toward", "towards")


def counterpart(tree: Tree, parties: Parties, found: Found, party: str) -> str | None:
    """The other one of the document's two main parties, where the sentence of the act or the one before names it."""
    number = tree.tokens[found.head].sentence
    sentences = tree.parsed.sentences
    words = tree.parsed.text(sentences[number].span)
    between = domain(words) in BILATERAL or pattern("under_agreement").search(words) is not None
    if party not in parties.main or not between:
        return None
    around = Span(sentences[max(number - 1, 0)].start, sentences[number].end)
    named = {p for _, p in parties.inside(around)}
    return next((p for p in parties.main if p != party and p in named), None)


def closeness(tree: Tree, k: int, found: Found) -> int:
    """OBJECT of praise or of a 'to', 'with', 'toward' phrase, OWNER, or any OTHER mention."""
    while tree.relation(k) in ("compound", "flat", "appos", "amod") and tree.tokens[k].head != k:
        k = tree.tokens[k].head
    case = next((tree.lemma(c) for c in tree.below(k, "case")), "")
    if case in TOWARD or (tree.relation(k) in ("obj", "iobj") and tree.tokens[k].head == found.head):
        return OBJECT
    return OWNER if tree.tokens[k].deprel == "nmod:poss" else OTHER


def exchanged(tree: Tree, found: Sequence[CommitmentMention]) -> list[CommitmentMention]:
    """'The union will call off its strike. In return the company …': what one gives for what the other gives goes to the other.

    `found` in text order. Only commitments that go to nobody yet, of two different sides in the same sentence or neighbouring ones.
    """
    out = list(found)
    for n, one in enumerate(out):
        here = tree.sentences_of(one.span).start
        if not _returned(tree, out, n, here):
            continue
        before = [k for k in range(n) if out[k].party != one.party and here - tree.sentences_of(out[k].span).start <= 1]
        if not before or any(c.joint or c.status in _KEPT for c in (one, out[before[-1]])):
            continue  # 'Oslo refused; Paris, for its part, agreed' sets two apart
        other = out[before[-1]].party
        pairs = [(n, other), *((k, one.party) for k in before if out[k].party == other)]
        for k, to in pairs:
            if out[k].toward is None and out[k].level > PRAISE:
                out[k] = replace(out[k], toward=to)
    return out


def _returned(tree: Tree, found: Sequence[CommitmentMention], n: int, sentence: int) -> bool:
    """Whether the words of a sentence up to a commitment, or the commitment's own, say that it is given in return."""
    start = tree.parsed.sentences[sentence].start
    before = [c.span.end for c in found[:n] if c.party != found[n].party and start <= c.span.end <= found[n].span.start]
    return pattern("returned").search(tree.parsed.document.text, max([start, *before]), found[n].span.end) is not None
