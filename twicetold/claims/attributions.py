"""Who is said to hold what in one document: reported speech with its sources resolved to actors (docs/attribution.md).

1. Reported speech as the language room found it, completed at the surface (completing.py, frames.py), the source resolved (holders.py).
2. Estimates that a verb's subject gives ('the centre rates its chances as poor') are the subject's.
3. Sentences that point back ('Analysts came to this conclusion.') hold the statement before them; 'as noted' repeats the source before it.
4. 'is said to exclude': unnamed outside, the subject inside. 'We' in a quotation is the one who is quoted.
5. A body relayed by an outlet ('a study quoted by the Evening Post') becomes a chain, the outlet outside.
6. A paper speaks for the body that issued it.
7. What stands inside another's content hangs on it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from twicetold.claims.certainty import Hedges
from twicetold.claims.chains import Contents, nested
from twicetold.claims.completing import completed
from twicetold.claims.continuing import continued
from twicetold.claims.holders import Authors, head_lemma, is_first_person, is_outlet, is_person, source_actor, speaks_for_author
from twicetold.claims.judging import judge, judging
from twicetold.claims.lexicon import words
from twicetold.claims.syntax import Tree
from twicetold.types import Attribution, Cast, Ranges, Reported, Span, hull

_SAID = "noted|said|stated|mentioned|stressed|emphasised|emphasized|reported|indicated|pointed out|explained|underlined"
AS_SAID = re.compile(
    rf"\bas\s+(?:was\s+|is\s+)?(?:also\s+|further\s+|previously\s+|already\s+)?(?:{_SAID})\b"
    rf"|(?<!so )(?<!as )\bit (?:is|was)\s+(?:also\s+)?(?:{_SAID})\b",
    re.I,
)
LONGEST_BACK_REFERENCE = 14  # words; a longer sentence says something of its own
LONGEST_POINTING = 26  # words, where the sentence opens with what it points at: 'To this conclusion comes X in a paper that …'
NAME = 5  # words of an outlet's name
_ORIGINATING = frozenset({"come", "result", "emerge", "follow", "stem", "draw", "reach", "arise", "derive", "proceed"})
_TALKS = frozenset({"interview", "remark", "comment", "conversation", "talk", "statement", "letter", "article", "column", "essay"})
_POINTERS = ("this", "that", "these", "such", "those")


def attributions(tree: Tree, cast: Cast, hedges: Hedges) -> list[Attribution]:
    """All attributions of a document; `parent` is an index into the list."""
    said = (_impersonal(tree, r) for r in completed(tree))
    out = [Attribution(r.kind, r.source, r.cue, r.content, source_actor(tree, cast, r.source), r.parent, r.negated, r.turn) for r in said]
    out += _judgements(tree, cast, hedges, out)
    out += _pointing_back(tree, cast, out)
    out = _carried_on(tree, out)
    out = continued(tree, cast, hedges, out)
    out += _said_to(tree, cast, out)
    out = _through_outlets(tree, cast, out)
    authors = Authors(tree, cast, out)
    out = [replace(a, actor=authors.of(a)) if a.actor is None and speaks_for_author(tree, a.source) else a for a in out]
    return nested(_in_first_person(tree, _it_says(tree, cast, out)))


def _impersonal(tree: Tree, r: Reported) -> Reported:
    """'It is underlined in the note that …': the note, and nobody where no paper is named; 'it' stands for the clause."""
    if r.turn or not r.cue or not (head_lemma(tree, r.source) == "it" or (not r.source and _opens_with_it(tree, r))):
        return r
    verb = next((k for s in r.cue for k in tree.parsed.tokens_in(s) if tree.tokens[k].upos == "VERB"), None)
    if verb is None or not any(tree.tokens[c].deprel in ("aux:pass", "nsubj:pass") for c in tree.children[verb]):
        return r
    places = (c for c in tree.below(verb, "obl") if c > verb and tree.lemma(c) in words("syntax.toml", "sources_of_paper"))
    paper = next((c for c in places if any(tree.lemma(b) in ("in", "by") for b in tree.below(c, "case"))), None)
    if paper is None:
        return replace(r, source=()) if r.source else r
    kept = [t for t in tree.parsed.subtree(paper) if tree.relation(t) not in ("case", "punct") or tree.tokens[t].head != paper]
    return replace(r, source=(tree.span(kept),))


def _opens_with_it(tree: Tree, r: Reported) -> bool:
    inside = tree.parsed.tokens_in(hull(r.cue))
    return bool(inside) and tree.lemma(inside[0]) == "it"


def _judgements(tree: Tree, cast: Cast, hedges: Hedges, out: list[Attribution]) -> list[Attribution]:
    """'The centre rates its chances as poor': who gives an estimate holds it."""
    cues = {k for a in out for s in a.cue for k in tree.parsed.tokens_in(s)}
    extra: list[Attribution] = []
    for k in tree.predicates:
        subject = judge(tree, k) if k not in cues and judging(tree, hedges, k) else None
        if subject is not None:
            given = _under(tree, cast, k, tree.span(tree.parsed.subtree(subject)))
            extra += [a for a in given if a.actor is not None or is_person(tree, subject)]
    return extra


def _under(tree: Tree, cast: Cast, verb: int, source: Span, parent: int | None = None) -> list[Attribution]:
    """An attribution with the words that depend on a verb as its content."""
    rest = [t for t in tree.parsed.subtree(verb) if t > verb and tree.tokens[t].start >= source.end and tree.tokens[t].upos != "PUNCT"]
    if not rest:
        return []
    return [Attribution("indirect", (source,), (tree.tokens[verb].span,), (tree.span(rest),), source_actor(tree, cast, (source,)), parent)]


def _carried_on(tree: Tree, out: list[Attribution]) -> list[Attribution]:
    """'As noted, …': no source of its own, so the one named before in the text."""
    text = tree.parsed.document.text
    fixed: list[Attribution] = []
    for a in out:
        cue = hull(a.cue) if a.cue else None
        if a.source or a.actor or cue is None or not AS_SAID.search(text[max(0, cue.start - 12) : cue.end]):
            fixed.append(a)
            continue
        before = [b for b in out if b.source and hull(b.source).start < cue.start and b.actor is not None]
        fixed.append(replace(a, actor=max(before, key=lambda b: hull(b.source).start).actor) if before else a)
    return fixed


def _said_to(tree: Tree, cast: Cast, out: list[Attribution]) -> list[Attribution]:
    """'The ministry is said to exclude its return': unnamed says it of the ministry, the ministry holds it."""
    extra: list[Attribution] = []
    for n, a in enumerate(out):
        if a.source or a.actor is not None:
            continue
        for k in (k for s in a.cue for k in tree.parsed.tokens_in(s) if tree.tokens[k].upos == "VERB"):
            subject = next((c for c in tree.below(k, "nsubj")), None)
            inner = next(
                (c for c in tree.below(k, "xcomp", "ccomp", "advcl") if any(tree.lemma(m) == "to" for m in tree.below(c, "mark"))), None
            )
            if subject is not None and inner is not None and _speaks(tree, inner):
                extra += _under(tree, cast, inner, tree.span(tree.parsed.subtree(subject)), n)
    return extra


def _speaks(tree: Tree, verb: int) -> bool:
    """A verb of saying or judging, or 'give an assurance'."""
    if tree.lemma(verb) in words("reporting.toml", "verbs") | words("syntax.toml", "judgement") - {"give"}:
        return True
    if tree.tokens[verb].text.lower() in words("reporting.toml", "certain") and tree.has(verb, "ccomp"):
        return True
    return tree.lemma(verb) == "give" and any(
        tree.lemma(c) in ("assurance", "promise", "pledge", "warning", "guarantee") for c in tree.below(verb, "obj")
    )


def _pointing_back(tree: Tree, cast: Cast, out: list[Attribution]) -> list[Attribution]:
    """'ISW analysts came to this conclusion.': the sentence before is what they hold."""
    extra: list[Attribution] = []
    contents, sentences = Contents(out), tree.parsed.sentences
    for n in range(1, len(sentences)):
        here, before = sentences[n], sentences[n - 1]
        if here.last - here.first > LONGEST_POINTING or not _points_back(tree, here.first, here.last):
            continue
        title = tree.parsed.document.title_span
        if any(out[k].actor is not None for k in contents.holding(before.span)) or (title is not None and title.overlap(before.span)):
            continue
        pointer = next(k for k in range(here.first, here.last) if tree.lemma(k) in _POINTERS)
        named = [m for m in cast.within(here.span) if m.actor is not None and m.kind != "pronoun"]
        if named:
            noun = max(named, key=lambda m: m.span.size)
            extra.append(Attribution("indirect", (noun.span,), (tree.tokens[pointer].span,), (before.span,), noun.actor, None))
    return extra


def _points_back(tree: Tree, first: int, last: int) -> bool:
    """Whether a short sentence has a demonstrative and a noun for something said, or opens with one and says where that comes from."""
    nouns = words("syntax.toml", "back_reference")
    pointers = [k for k in range(first, last) if tree.tokens[k].text.lower() in _POINTERS and tree.tokens[k].upos in ("DET", "PRON", "ADJ")]
    if not pointers:
        return False
    if last - first <= LONGEST_BACK_REFERENCE and any(
        tree.lemma(k) in nouns and tree.tokens[k].upos in ("NOUN", "PROPN") for k in range(first, last)
    ):
        return True
    opening = pointers[0] <= first + 2 and all(tree.tokens[k].upos == "ADP" for k in range(first, pointers[0]))
    verb = next((k for k in range(pointers[0] + 1, min(pointers[0] + 5, last)) if tree.tokens[k].upos in ("VERB", "AUX")), None)
    if not opening or verb is None:
        return False
    papers = nouns | words("syntax.toml", "sources_of_paper")
    near = [k for k in range(pointers[0], min(verb + 7, last)) if tree.lemma(k) in papers and tree.tokens[k].upos in ("NOUN", "PROPN")]
    stated = tree.lemma(verb) == "be" and tree.lemma(pointers[0] + 1) == tree.lemma(verb)
    return bool(near) and (stated or tree.lemma(verb) in _ORIGINATING)


def _in_first_person(tree: Tree, out: list[Attribution]) -> list[Attribution]:
    """'We think that …' in a quotation: the one who is quoted."""
    fixed: list[Attribution] = []
    contents = Contents(out)
    for a in out:
        if a.actor is None and is_first_person(tree, a.source):
            around = [b for k in contents.holding(hull(a.source)) if (b := out[k]) is not a and b.actor is not None]
            a = replace(a, actor=min(around, key=lambda b: sum(s.size for s in b.content)).actor) if around else a
        fixed.append(a)
    return fixed


def _it_says(tree: Tree, cast: Cast, out: list[Attribution]) -> list[Attribution]:
    """'…, according to the readout. China agreed to buy goods, it says.': 'it' goes on with the paper or body that spoke last."""
    order = sorted((k for k, a in enumerate(out) if a.source and a.parent is None), key=lambda k: hull(out[k].source).start)
    fixed = list(out)
    for before, k in pairwise(order):
        a, last = fixed[k], fixed[before]
        if head_lemma(tree, a.source) != "it" or not _same_paragraph(tree, hull(last.source), hull(a.source)):
            continue
        body = cast.actors.get(last.actor or "")
        if speaks_for_author(tree, last.source) or (body is not None and body.kind == "organisation"):
            fixed[k] = replace(a, actor=last.actor)
    return fixed


def _same_paragraph(tree: Tree, first: Span, then: Span) -> bool:
    return "\n" not in tree.parsed.document.text[first.end : then.start]


def _through_outlets(tree: Tree, cast: Cast, out: list[Attribution]) -> list[Attribution]:
    """The outlet that passes something on stands outside the one whose words it passes on."""
    result, contents = list(out), Contents(out)
    for k, a in enumerate(out):
        if a.parent is not None or not a.source or not a.cue:
            continue
        relay = _relay(tree, cast, a) or _told_outlet(tree, cast, a)
        if relay is None or any(out[o].actor == relay[1] for o in contents.holding(hull(a.content)) if o != k):
            continue
        place, actor = relay
        result.append(Attribution("indirect", (place,), a.cue, tuple(sorted((*a.content, *a.cue))), actor, None))
        result[k] = replace(a, parent=len(result) - 1, actor=None if a.actor == actor else a.actor)
    return result


def _relay(tree: Tree, cast: Cast, a: Attribution) -> tuple[Span, str] | None:
    """The outlet in 'a study quoted by X', 'says Y, as quoted by X'."""
    cue = [k for s in a.cue for k in tree.parsed.tokens_in(s)]
    source = list(tree.parsed.tokens_in(hull(a.source)))
    near = sorted({*source, *(t for k in (*source, *cue) for t in tree.parsed.subtree(k) if abs(t - k) < 16)})
    for k in near:
        relayed = tree.lemma(k) in words("reporting.toml", "relays") and tree.tokens[k].upos == "VERB" and k not in cue
        place = _agent(tree, k) if relayed else None  # 'a report by the agency' is the agency's own
        actor = source_actor(tree, cast, place) if place else None
        if place and actor is not None:
            return hull(place), actor
    return None


def _told_outlet(tree: Tree, cast: Cast, a: Attribution) -> tuple[Span, str] | None:
    """The other outlet in 'she told the Evening Post', 'he said in an interview with the Post', 'says an expert in the Post'."""
    own = tree.parsed.document.outlet
    if own is None:
        return None  # it may be the one that publishes this
    for verb in (k for s in a.cue for k in tree.parsed.tokens_in(s) if tree.tokens[k].upos == "VERB"):
        heard = list(tree.below(verb, "obj", "iobj")) if tree.lemma(verb) == "tell" else []
        places = [*tree.below(verb, "obl"), *(n for s in a.source for k in tree.parsed.tokens_in(s) for n in tree.below(k, "nmod"))]
        placed = [c for c in places if any(tree.lemma(b) == "in" for b in tree.below(c, "case"))]
        talks = [n for c in placed if tree.lemma(c) in _TALKS for n in tree.below(c, "nmod")]
        papers = [c for c in placed if tree.has(c, "det")]  # 'in the Post', not 'in Oslo'
        for c in (*heard, *papers, *talks):
            beside = [t for t in tree.below(c, "det", "compound", "amod", "flat") if abs(t - c) < NAME]
            place = tree.span(range(min((*beside, c)), max((*beside, c)) + 1))
            actor = source_actor(tree, cast, (place,))
            if tree.tokens[c].upos == "PROPN" and actor is not None and actor != a.actor and is_outlet(cast, actor, own):
                return place, actor
    return None


def _agent(tree: Tree, verb: int) -> Ranges | None:
    """The noun phrase after 'by'."""
    for c in tree.children[verb]:
        if any(tree.lemma(b) == "by" for b in tree.below(c, "case")):
            kept = [t for t in tree.parsed.subtree(c) if tree.relation(t) not in ("case", "punct") or tree.tokens[t].head != c]
            return (tree.span(kept),)
    return None
