"""Who is said to hold what in one document: reported speech with its source resolved to an actor (docs/attribution.md).

1. Reported speech as the language room found it, the source resolved: the mention on its head word; a paper or a group of people stands
   for the body named with it ('ISW's report', 'analysts of the institute').
2. A body quoted through an outlet ('a study quoted by the Evening Post', 'X reported, citing Y') becomes a chain, the outlet outside.
3. Sentences that point back ('Analysts came to this conclusion.') hold the statement before them.
4. An absent source is the one before it in the paragraph where the text says so ('As noted, …'), otherwise unnamed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from twicetold.claims.lexicon import words
from twicetold.claims.syntax import Tree
from twicetold.types import Attribution, Cast, Mention, Ranges, Reported, Span, hull

AS_SAID = re.compile(
    r"\b(?:as|it (?:is|was)|is|was)\s+(?:also\s+|further\s+|previously\s+)?(?:noted|said|stated|mentioned|stressed|emphasi[sz]ed|reported|indicated|added|pointed out|explained|underlined)\b",
    re.I,
)
CITING = frozenset({"quote", "cite", "report", "carry", "publish", "obtain", "see", "tell"})
RELAYS = frozenset({"cite", "quote", "reference"})
LONGEST_BACK_REFERENCE = 14  # words; a longer sentence says something of its own


def attributions(tree: Tree, cast: Cast) -> list[Attribution]:
    """All attributions of a document. Parents come before or after their children; `parent` is an index into the list."""
    out = [_resolved(tree, cast, r) for r in tree.parsed.reported]
    out = _carried_on(tree, out)
    out += _pointing_back(tree, cast, out)
    return _through_outlets(tree, cast, out)


def chain_at(out: Sequence[Attribution], span: Span) -> tuple[int, ...]:
    """Indices of the attributions in whose content a span stands, outermost first."""
    holding = [k for k, a in enumerate(out) if _holds(a, span)]
    if not holding:
        return ()
    innermost = min(holding, key=lambda k: (sum(s.size for s in out[k].content), k))
    chain = [innermost]
    while (up := out[chain[-1]].parent) is not None and up not in chain:
        chain.append(up)
    chain += sorted((k for k in holding if k not in chain and not out[k].negated), key=lambda k: sum(s.size for s in out[k].content))
    return tuple(_without_doubles(out, chain))


def _without_doubles(out: Sequence[Attribution], chain: list[int]) -> list[int]:
    """One actor is named once in a chain: its innermost statement counts ('she said … , she added')."""
    kept: list[int] = []
    for k in chain:
        if not any(out[k].actor == out[other].actor for other in kept):
            kept.append(k)
    return kept[::-1]


def _holds(attribution: Attribution, span: Span) -> bool:
    """Whether most of a span stands in the content."""
    return 2 * sum(s.overlap(span) for s in attribution.content) > span.size


def _resolved(tree: Tree, cast: Cast, reported: Reported) -> Attribution:
    actor = source_actor(tree, cast, reported.source)
    return Attribution(reported.kind, reported.source, reported.cue, reported.content, actor, reported.parent, reported.negated)


def source_actor(tree: Tree, cast: Cast, source: Ranges) -> str | None:
    """The actor whom a source phrase names, None when it names none."""
    if not source:
        return None
    span = hull(source)
    head = tree.parsed.head_of(span)
    if head is None:
        return cast.at(span)
    word = tree.tokens[head].span
    own = [m for m in cast.mentions if m.span.covers(word) and m.actor is not None]
    if own:
        return max(own, key=lambda m: m.span.overlap(span)).actor
    return _behind(tree, cast, head, span)


def _behind(tree: Tree, cast: Cast, head: int, span: Span) -> str | None:
    """The actor beside a head word that names none: 'a study by the Observatory', 'ISW's report', 'Kremlin spokesman', 'Marit Solheim, …'."""
    inside = [m for m in cast.mentions if m.actor is not None and span.overlap(m.span)]
    if not inside:
        return None
    subtree = set(tree.parsed.subtree(head))
    near = [m for m in inside if any(k in subtree for k in tree.parsed.tokens_in(m.span))] or inside
    return min(near, key=lambda m: (_rank(tree, cast, m), abs(m.start - tree.tokens[head].start))).actor


def _rank(tree: Tree, cast: Cast, mention: Mention) -> int:
    """Persons in apposition first, then bodies, then states."""
    actor = cast.actors.get(mention.actor or "")
    order = {"person": 0, "organisation": 1, "group": 2, "state": 3}
    return order.get(actor.kind, 4) if actor else 5


def _carried_on(tree: Tree, out: list[Attribution]) -> list[Attribution]:
    """'As noted, …': no source of its own, so the one named before in the text."""
    text = tree.parsed.document.text
    fixed: list[Attribution] = []
    for a in out:
        cue = hull(a.cue) if a.cue else None
        if a.source or a.actor or cue is None or not AS_SAID.search(text[max(0, cue.start - 12) : cue.end]):
            fixed.append(a)
            continue
        before = [b for b in fixed if b.content and hull(b.content).start < cue.start and b.actor is not None]
        fixed.append(replace(a, actor=before[-1].actor) if before else a)
    return fixed


def _pointing_back(tree: Tree, cast: Cast, out: list[Attribution]) -> list[Attribution]:
    """'ISW analysts came to this conclusion.': the sentence before is what they hold."""
    extra: list[Attribution] = []
    sentences = tree.parsed.sentences
    for n in range(1, len(sentences)):
        here, before = sentences[n], sentences[n - 1]
        if here.last - here.first > LONGEST_BACK_REFERENCE or not _points_back(tree, here.first, here.last):
            continue
        if any(_holds(a, before.span) for a in out):
            continue
        pointer = next(k for k in range(here.first, here.last) if tree.lemma(k) in ("this", "that", "these", "such"))
        noun = next((m for m in cast.within(here.span) if m.actor is not None and m.kind != "pronoun"), None)
        if noun is None:
            continue
        extra.append(Attribution("indirect", (noun.span,), (tree.tokens[pointer].span,), (before.span,), noun.actor, None))
    return extra


def _points_back(tree: Tree, first: int, last: int) -> bool:
    """Whether a short sentence has a demonstrative and a noun for something said, or 'That is …'."""
    nouns = words("syntax.toml", "back_reference")
    pointers = [
        k
        for k in range(first, last)
        if tree.lemma(k) in ("this", "that", "these", "such") and tree.tokens[k].upos in ("DET", "PRON", "ADJ")
    ]
    said = any(tree.lemma(k) in nouns and tree.tokens[k].upos in ("NOUN", "PROPN") for k in range(first, last))
    return bool(pointers) and said


def _through_outlets(tree: Tree, cast: Cast, out: list[Attribution]) -> list[Attribution]:
    """'a study quoted by the Evening Post': the outlet that relays it stands outside the body it relays."""
    result = list(out)
    for k, a in enumerate(out):
        if a.parent is not None or not a.source:
            continue
        relay = _relay(tree, cast, a)
        if relay is None or relay[1] == a.actor:
            continue
        place, actor = relay
        if any(_holds(other, hull(a.content)) and other.actor == actor for other in out if a.content):
            continue
        content = tuple(sorted((*a.content, *a.cue)))
        result.append(Attribution("indirect", (place,), a.cue, content, actor, None))
        result[k] = replace(a, parent=len(result) - 1, actor=a.actor if a.actor != actor else None)
    return result


def _relay(tree: Tree, cast: Cast, a: Attribution) -> tuple[Span, str] | None:
    """The one named in 'quoted by X' under the source."""
    span = hull(a.source)
    for k in tree.parsed.tokens_in(span):
        if tree.relation(k) != "acl" or tree.lemma(k) not in CITING:
            continue
        for c in tree.below(k, "obl"):
            place = tree.span(t for t in tree.parsed.subtree(c) if tree.relation(t) not in ("case", "punct") or t > c)
            actor = source_actor(tree, cast, (place,))
            if actor is not None and any(tree.lemma(b) == "by" for b in tree.below(c, "case")):
                return place, actor
    return None
