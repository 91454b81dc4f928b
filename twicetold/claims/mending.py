"""The reader model's reported speech put right where the page shows that it must be: whose quotation, which words, and whether at all."""

from __future__ import annotations

from dataclasses import replace

from twicetold.claims.lexicon import words
from twicetold.claims.pieces import dateline_end
from twicetold.claims.syntax import Tree
from twicetold.types import Parsed, Ranges, Reported, Span, hull

_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "ADP"})
_CLOSING = frozenset('"”»')
_ENDS = frozenset({".", ";", ":"})
_DAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
NOBODY = frozenset({"nobody", "nothing", "none", "nowhere"})


def mended(tree: Tree) -> list[Reported]:
    """Every attribution with its source, content and quotations put right; none left out (`plausible`)."""
    return _by_paragraph(tree, [r if r.turn else _put_right(tree, r) for r in tree.parsed.reported])


def _put_right(tree: Tree, r: Reported) -> Reported:
    for step in (_sourced, _own_subject, _spoken_to, _inverted, _named, _trimmed, _tidied):
        r = step(tree, r)
    return r


def _by_paragraph(tree: Tree, reported: list[Reported]) -> list[Reported]:
    """'"…," said Samira. "Tomorrow …."' and a new paragraph with a speaker of its own: the second quotation is still Samira's."""
    out, text = list(reported), tree.parsed.document.text
    speakers = [n for n, r in enumerate(out) if r.cue and r.source and r.quotations]
    for n, r in enumerate(reported):
        if not r.cue or len(r.content) < 2 or r.turn:
            continue
        for s in r.content:
            if s.end >= hull(r.cue).start or "\n" not in text[s.end : hull(r.cue).start] or not _all_quoted(tree, s):
                continue
            start = text.rfind("\n", 0, s.start)
            own = [m for m in speakers if m != n and start < hull(out[m].cue).start < s.start]
            if own:
                other = out[own[-1]]
                moved = tuple(q for q in r.quotations if s.overlap(tree.parsed.quotations[q].span))
                out[own[-1]] = replace(
                    other, content=tuple(sorted((*other.content, s))), quotations=tuple(sorted({*other.quotations, *moved}))
                )
                left = replace(out[n], content=tuple(c for c in out[n].content if c != s))
                left = replace(left, quotations=tuple(q for q in left.quotations if q not in moved))
                out[n] = left if left.quotations or left.kind == "indirect" else replace(left, kind="indirect")
    return out


def _sourced(tree: Tree, r: Reported) -> Reported:
    """'The law,"' is no source but the quotation before the cue."""
    if len(r.source) != 1 or not r.cue:
        return r
    closed = tree.parsed.text(r.source[0])[-2:]
    if closed[1:] in _CLOSING and not closed[:1].isalnum() and r.source[0].end <= r.cue[0].start:  # "'the film \"Home\"'" is a title
        before = tuple(k for k, q in enumerate(tree.parsed.quotations) if q.span.overlap(r.source[0]) and k not in r.quotations)
        return replace(r, source=(), content=tuple(sorted((*r.content, r.source[0]))), quotations=tuple(sorted((*r.quotations, *before))))
    return r


def _spoken_to(tree: Tree, r: Reported) -> Reported:
    """'The crew had been told by the port that …', 'Oslo is expected to': who a passive is said of or to is no source, its agent is."""
    verb = _passive_cue(tree, r)
    if verb is None or not r.source:
        return r
    source = set(tree.parsed.tokens_in(hull(r.source)))
    subject = any(c in source for c in tree.below(verb, "nsubj"))
    elsewhere = tree.tokens[min(source, default=verb)].sentence != tree.tokens[verb].sentence
    if not (subject or elsewhere):
        return r
    agent = next((c for c in tree.below(verb, "obl") if any(tree.lemma(b) == "by" for b in tree.below(c, "case"))), None)
    if agent is None and tree.lemma(verb) in ("accuse", "charge"):
        return replace(r, source=(), content=tuple(sorted({*r.source, *r.content})))  # the charge is about its subject
    if agent is None:
        return replace(r, source=())
    kept = [t for t in tree.parsed.subtree(agent) if tree.tokens[t].head != agent or tree.relation(t) not in ("case", "punct")]
    return replace(r, source=(tree.span(kept),))


def _passive_cue(tree: Tree, r: Reported) -> int | None:
    """The verb of a cue in the passive that speaks of its subject; 'is quoted as saying' and 'is convinced' speak for it."""
    inside = (k for s in r.cue for k in tree.parsed.tokens_in(s))
    listed = words("reporting.toml", "spoken_of")
    return next((k for k in inside if tree.lemma(k) in listed and tree.passive(k) and not _speaks_so(tree, k)), None)


def _speaks_so(tree: Tree, k: int) -> bool:
    """'is reported as saying', 'who's called for it'"""
    return tree.lemma(k + 1) == "as" or (tree.lemma(k) == "call" and tree.lemma(k + 1) in ("for", "on"))


def _own_subject(tree: Tree, r: Reported) -> Reported:
    """'The farmers, according to the Post, find it unlikely': who finds is the verb's subject, not who is named between commas."""
    first = min(tree.parsed.tokens_in(hull(r.source)), default=0) if r.source and r.cue else 0
    if first < 3 or tree.lemma(first - 1) != "to" or tree.lemma(first - 2) != "accord":
        return r
    behind = max(tree.parsed.tokens_in(hull(r.source))) + 1
    if behind == len(tree.tokens) or tree.tokens[behind].text != ",":
        return r
    verb = next((k for s in r.cue for k in tree.parsed.tokens_in(s) if tree.tokens[k].upos == "VERB" and k > first), None)
    subject = next((c for c in tree.below(verb, "nsubj") if c < first - 2), None) if verb is not None else None
    if subject is None or tree.has(subject, "case") or first - 4 not in tree.parsed.subtree(subject):
        return r
    kept = [t for t in tree.parsed.subtree(subject) if t < first - 2 and tree.tokens[t].upos != "PUNCT"]
    return replace(r, source=(tree.span(kept),)) if kept else r


def _named(tree: Tree, r: Reported) -> Reported:
    """'About 9,000 were there, the brief notes, adding that …': a source that swallowed its clause is the subject of the verb in it."""
    inside = list(tree.parsed.tokens_in(hull(r.source))) if len(r.source) == 1 and r.cue and r.source[0].end <= hull(r.cue).start else []
    stop = next((k for k in reversed(inside) if tree.tokens[k].text in (",", "–", "—")), None)
    if stop is None or len(inside) < 6 or tree.tokens[inside[-1]].upos != "VERB":
        return r
    verb = inside[-1]
    if tree.lemma(verb) not in words("reporting.toml", "verbs") or verb - stop < 2:
        return r
    return replace(r, source=(tree.span(range(stop + 1, verb)),))


def _trimmed(tree: Tree, r: Reported) -> Reported:
    """A source without dateline, day and full stop: 'BRUSSELS - European leaders', 'the council on Friday'."""
    if len(r.source) != 1 or not (inside := list(tree.parsed.tokens_in(r.source[0]))):
        return r
    start = dateline_end(tree, tree.tokens[inside[0]].sentence)
    kept = [k for k in inside if k >= start] or inside
    while len(kept) > 1 and tree.tokens[kept[-1]].text in _ENDS:
        kept.pop()
    if len(kept) > 2 and tree.tokens[kept[-1]].text in _DAYS and tree.tokens[kept[-2]].text.lower() == "on":
        kept = kept[:-2]
    return r if kept == inside else replace(r, source=(tree.span(kept),))


def _all_quoted(tree: Tree, span: Span) -> bool:
    inside = [k for k in tree.parsed.tokens_in(span) if tree.tokens[k].upos != "PUNCT"]
    return bool(inside) and all(k in tree.quoted for k in inside)


def _inverted(tree: Tree, r: Reported) -> Reported:
    """'"The port," said the minister, "is shut."', '"…," reads the notice.': without a source, the noun phrase after the cue is it."""
    if r.source or not r.cue or not r.quotations:
        return r
    cue = tree.parsed.tokens_in(hull(r.cue))
    verb = next((k for k in cue if tree.tokens[k].upos == "VERB"), None)
    if verb is None or tree.lemma(verb) not in words("reporting.toml", "verbs") or verb in tree.quoted:
        return r
    end = verb + 1
    sentence = tree.parsed.sentences[tree.tokens[verb].sentence]
    while end < sentence.last and end not in tree.quoted and tree.tokens[end].upos in _NAMING:
        end += 1
    closed = end >= sentence.last or tree.tokens[end].upos == "PUNCT"
    if not closed or not any(tree.tokens[k].upos in ("NOUN", "PROPN") for k in range(verb + 1, end)):
        return r
    quoted = [tree.parsed.quotations[q].span for q in r.quotations]
    marks = [Span(q.start - 1, q.end + 1) for q in quoted]
    content = tuple(m for m in marks if any(m.overlap(s) for s in r.content))
    source, cue_span = tree.span(range(verb + 1, end)), tree.tokens[verb].span
    return replace(r, source=(source,), cue=(cue_span,), content=content, kind="direct") if content else r


def _tidied(tree: Tree, r: Reported) -> Reported:
    """Content of the headline belongs to no frame of the body, indirect speech to the sentence of its frame."""
    parsed = tree.parsed
    title = parsed.document.title_span
    if title is not None and r.cue and not title.overlap(hull(r.cue)):
        r = replace(r, content=tuple(s for s in r.content if not title.covers(s)))
    if not r.cue:
        return r
    here = next((parsed.sentences[n].span for n in tree.sentences_of(hull(r.cue))), None)
    quoted = [parsed.quotations[q].span for q in r.quotations]
    inside = tuple(s for s in r.content if (here is not None and here.overlap(s)) or any(q.overlap(s) for q in quoted))
    r = replace(r, content=inside) if inside else r
    r = replace(r, content=_before_semicolon(tree, r)) if not r.quotations else r
    return replace(r, content=_after_colon(parsed, r.content, here)) if here is not None and r.content else r


def _before_semicolon(tree: Tree, r: Reported) -> Ranges:
    """'The ship is near, according to officials; Ankara has …': a frame that a semicolon closes holds nothing behind it."""
    frame = hull((*r.cue, *r.source))
    closed = tree.parsed.document.text[frame.end : frame.end + 1] == ";"
    kept = tuple(s for s in r.content if s.start < frame.start)
    return kept if closed and kept else r.content


def _after_colon(parsed: Parsed, content: Ranges, sentence: Span) -> Ranges:
    """'announced what he called historic: A will …, and B will …': what follows a colon runs to the end of the sentence."""
    last = content[-1]
    rest = parsed.document.text[last.end : sentence.end]
    if ":" in parsed.text(last) and rest.startswith((", and ", "; ")) and not any(mark in rest for mark in '“”"‘'):
        return (*content[:-1], Span(last.start, sentence.end - (rest.rstrip()[-1:] in ".!")))
    return content


def plausible(tree: Tree, r: Reported) -> bool:
    """Somebody says it, or it is said: an active verb without a source reports nothing ('None of the points obliges …').

    'than he assumed' compares.
    """
    if not r.content:
        return False
    if r.source and (_in_dateline(tree, r) or _modifies_content(tree, r)):
        return False
    if r.source and any(tree.lemma(k) in NOBODY for k in tree.parsed.tokens_in(hull(r.source))):
        return False
    verb = _passive_cue(tree, r)
    if not r.source and _compares(tree, r):
        return False
    if verb is not None and not r.source and tree.lemma(verb) in words("reporting.toml", "required") and tree.lemma(verb + 1) == "to":
        return False
    if r.source and any(tree.lemma(k - 1) == "than" for k in tree.parsed.tokens_in(hull(r.source))[:1] if k):
        return False
    if r.source or r.quotations or not r.cue:
        return True
    inside = [k for s in r.cue for k in tree.parsed.tokens_in(s)]
    lemmas = {tree.lemma(k) for k in inside}
    if lemmas & words("reporting.toml", "adverbs") or not any(tree.tokens[k].upos in ("VERB", "AUX") for k in inside):
        return True
    passive = any(
        tree.tokens[c].deprel in ("aux:pass", "nsubj:pass") or tree.lemma(c) in ("be", "as") for k in inside for c in (k, *tree.children[k])
    )
    return passive and bool(lemmas & words("reporting.toml", "passive"))


def _compares(tree: Tree, r: Reported) -> bool:
    """'…, as had been reported', 'as had been feared': tells how it was before, and reports nothing."""
    inside = tree.parsed.tokens_in(hull(r.cue)) if r.cue else range(0)
    said = [tree.tokens[k].text.lower() for k in range(max(0, inside[0] - 1), inside[-1] + 1)] if inside else []
    return "as" in said[:2] and said[said.index("as") + 1 :][:2] == ["had", "been"]


def _in_dateline(tree: Tree, r: Reported) -> bool:
    """'Abu Dhabi: …' is a place, no source."""
    inside = tree.parsed.tokens_in(hull(r.source))
    return bool(inside) and inside[-1] < dateline_end(tree, tree.tokens[inside[-1]].sentence)


def _modifies_content(tree: Tree, r: Reported) -> bool:
    """'the partnership he had hoped for': a relative clause on a word of the content."""
    content = {k for s in r.content for k in tree.parsed.tokens_in(s)}
    first = tree.parsed.tokens_in(hull(r.source))[:1]
    if (
        not r.quotations
        and first
        and first[0] - 1 in content
        and tree.tokens[first[0] - 1].upos == "NOUN"
        and tree.tokens[first[0]].upos == "PRON"
    ):
        return True
    cue = [k for s in r.cue for k in tree.parsed.tokens_in(s)]
    return not r.quotations and any(tree.tokens[k].deprel == "acl:relcl" and tree.tokens[k].head in content for k in cue)
