"""Attribution inside attribution: outer sources that stand beside an inner one, and contents read again for sources of their own."""

from __future__ import annotations

from twicetold.language import syntax
from twicetold.language.found import Found
from twicetold.language.lexicon import words
from twicetold.language.page import Page, Stretch, merged, shared, without
from twicetold.language.relations import Relation

_SELF = frozenset({"I", "we", "We", "you", "You"})  # 'we think' in a quotation is the speaker's own voice
GUESSED = 0.5  # score of an inner attribution found in the tree
SHORTEST = 3  # words of what somebody cited says
DEEPEST = 4  # levels of attribution; deeper ones are not believed


def nest(page: Page, found: Found) -> list[Relation]:
    """All relations that have a content, with `parent` set; inner ones wrapped into outer ones, those inside contents added."""
    _wrap(page, found)
    for outer in list(found):
        _hearsay(page, found, outer)
        _quoted_as_saying(page, found, outer)
        _citing(page, found, outer)
        for stretch in outer.content:
            _inside(page, found, outer, stretch)
    return _parents(found)


def _wrap(page: Page, found: Found) -> None:
    """'“…,” he told ambassadors, the Telegraph reports': the second cue hangs beside the first and holds all of its sentence."""
    by_sentence: dict[int, list[Relation]] = {}
    for r in found:
        if r.cue:
            by_sentence.setdefault(page.tokens[r.cue[0][0]].sentence, []).append(r)
    for number in sorted(by_sentence):
        group = by_sentence[number]
        for outer in group:
            inner = [r for r in group if r is not outer and r.source and bool(r.content) != bool(outer.content) and beside(page, outer, r)]
            if outer.source and inner and not any(w.wrapped for w in group):
                _swallow(page, outer, min(inner, key=lambda r: r.cue[0]))
                found.moved(outer)


def beside(page: Page, outer: Relation, inner: Relation) -> bool:
    """Whether the outer cue is a comment clause or an 'according to' on the inner cue's clause, and comes with no clause of its own."""
    verb, said = syntax.verb_of(page, outer.cue[0]), syntax.verb_of(page, inner.cue[0])
    first = page.tokens[outer.cue[0][0]].text.lower()
    if first in words("cues", "according"):
        anchor = outer.source[0][0] if outer.source else outer.cue[0][0]
        return said in _chain(page, anchor) and page.sentence(said).first <= anchor
    if page.tokens[verb].lemma not in words("cues", "speech") and page.tokens[verb].lemma not in ("have", "put"):
        return False
    comment = page.tokens[verb].head == said and verb > said and _bare(page, outer, verb)
    governs = page.tokens[said].head == verb and page.tokens[said].deprel in ("ccomp", "parataxis") and said < verb
    return comment or governs


def _bare(page: Page, outer: Relation, verb: int) -> bool:
    """The clause of `verb` is a comment: nothing but source and cue, 'as' and adverbs ('as the Post has it', 'the Telegraph reports')."""
    if page.tokens[verb].deprel not in ("parataxis", "advcl", "ccomp"):
        return False
    known = [*outer.source, *outer.cue]
    rest = [k for k in page.subtree(verb) if not any(a <= k < b for a, b in known)]
    return all(page.tokens[k].upos in ("PUNCT", "ADV", "SCONJ", "PRON", "AUX") for k in rest)


def _chain(page: Page, word: int) -> list[int]:
    out = []
    while page.tokens[word].head != word:
        out.append(word := page.tokens[word].head)
    return out


def _swallow(page: Page, outer: Relation, inner: Relation) -> None:
    sentence = page.sentence(inner.cue[0][0])
    own = merged([*outer.source, *outer.cue])
    start = min(a for a, _ in [*inner.source, *inner.cue, *inner.content])
    end = max(b for _, b in [*inner.source, *inner.cue, *inner.content, *outer.content])
    whole: list[Stretch] = [(max(min(start, *(a for a, _ in outer.content or [(start, 0)])), sentence.first), end)]
    for part in own:
        whole = without(whole, part)
        inner.content = without(inner.content, part)
    if not inner.content:
        inner.content = list(outer.content)
    inner.content = merged([*inner.content, *_later_quotes(page, outer, sentence.last)])
    outer.content = _trimmed(page, merged([*whole, *outer.content]))
    outer.wrapped = True


def _later_quotes(page: Page, outer: Relation, last: int) -> list[Stretch]:
    """Quotations after the sentence that were counted to the outer source: the inner one speaks on in them."""
    return [s for s in outer.content if s[0] >= last and page.tokens[s[0]].upos == "PUNCT" and page.tokens[s[0]].text not in ",;:-–—.("]


def _trimmed(page: Page, stretches: list[Stretch]) -> list[Stretch]:
    out = []
    for first, last in stretches:
        while last > first and page.tokens[last - 1].upos == "PUNCT" and page.tokens[last - 1].text in ",;:—–-.":
            last -= 1
        while last > first and page.tokens[first].upos == "PUNCT" and page.tokens[first].text in ",;:—–-.":
            first += 1
        if last > first:
            out.append((first, last))
    return out


def _inside(page: Page, found: Found, outer: Relation, stretch: Stretch) -> None:
    """Verbs of saying inside a content, with a subject and a clause or quotation of their own."""
    for verb in range(*stretch):
        token = page.tokens[verb]
        if token.upos != "VERB" or token.lemma not in words("cues", "inner") or _is_cue(found, verb):
            continue
        content = _governed(page, verb, stretch)
        who = syntax.agent(page, verb)
        if content is None or (who is None and not syntax.passive(page, verb)):
            continue
        if who is not None and not (_may_speak(page, who) and _within(who, stretch, outer) and page.tokens[who].text not in _SELF):
            continue
        source = [] if who is None else syntax.phrase(page, who, (verb, verb + 1))
        found.add(Relation([(verb, verb + 1)], source, _less(content, [*source, (verb, verb + 1)]), GUESSED))


def _may_speak(page: Page, who: int) -> bool:
    return syntax.human(page, who) or page.tokens[who].lemma in words("cues", "speaking")


def _is_cue(found: Found, verb: int) -> bool:
    return any(shared(r.cue, (verb, verb + 1)) for r in found.near((verb, verb + 1), 0))


def _quoted_as_saying(page: Page, found: Found, outer: Relation) -> None:
    """'It quotes the researcher as saying "..."', 'it has her say': whom the outer source makes speak."""
    if not outer.cue:
        return
    verb = syntax.verb_of(page, outer.cue[0])
    said = next((k for k in page.subtree(verb) if k > verb and _saying(page, k)), None)
    who = syntax.child(page, verb, "obj")
    if (
        page.tokens[verb].lemma not in ("quote", "cite", "have")
        or said is None
        or who is None
        or not verb < who < said
        or _is_cue(found, said)
    ):
        return
    source = syntax.phrase(page, who, (said, said + 1))
    content = _trimmed(page, _less(list(outer.content), [*source, (said - 1, said + 1)]))
    if content:
        found.add(Relation([(said, said + 1)], source, content, GUESSED))
        outer.content = merged([*outer.content, *source, (said, said + 1)])


def _saying(page: Page, k: int) -> bool:
    """'as saying', 'as warning', 'say'."""
    token = page.tokens[k]
    return token.lemma == "say" or (
        token.text.endswith("ing") and page.tokens[k - 1].text == "as" and token.lemma in words("cues", "speech")
    )


def _citing(page: Page, found: Found, outer: Relation) -> None:
    """'reported, citing two officials, that the base would close': the officials say it, in the words of whoever cites them."""
    if not outer.cue or not outer.source:
        return
    verb = syntax.verb_of(page, outer.cue[0])
    near = [k for k in page.children[verb] if k > verb and page.tokens[k].text.lower() in ("citing", "quoting")]
    cited = near[0] if near else None
    who = syntax.child(page, cited, "obj") if cited is not None else None
    if cited is None or who is None or _is_cue_of_other(found, cited, outer) or not (_may_speak(page, who) and _personal(page, who)):
        return
    that = next((k for k in range(who, page.sentence(verb).last) if page.tokens[k].text.lower() == "that"), None)
    source = [(a, min(b, that) if that is not None else b) for a, b in syntax.phrase(page, who, (cited, cited + 1))]
    content = _trimmed(page, _less(list(outer.content), [*source, (cited, cited + 1)]))
    if not content or sum(b - a for a, b in content) < SHORTEST:
        return
    outer.cue = _less(outer.cue, [(cited, cited + 1)]) or outer.cue
    found.add(Relation([(cited, cited + 1)], source, content, GUESSED))
    outer.content = merged([*outer.content, *source, (cited, cited + 1)])
    found.moved(outer)


def _personal(page: Page, who: int) -> bool:
    return page.tokens[who].lemma not in words("cues", "papers")


def _is_cue_of_other(found: Found, word: int, outer: Relation) -> bool:
    return any(r is not outer and r.content and shared(r.cue, (word, word + 1)) for r in found.near((word, word + 1), 0))


def _hearsay(page: Page, found: Found, outer: Relation) -> None:
    """'The ministry is said to exclude its return': inside the hearsay, the ministry excludes something."""
    if outer.source or not outer.cue:
        return
    passive = syntax.verb_of(page, outer.cue[0])
    subject, verb = syntax.child(page, passive, "nsubj:pass"), syntax.child(page, passive, "xcomp", "advcl")
    if subject is None or verb is None or not syntax.human(page, subject) or _is_cue(found, verb):
        return
    if page.tokens[verb].lemma not in words("cues", "inner") and page.tokens[verb].lemma not in words("cues", "speech"):
        return
    below = [(k, k + 1) for k in page.subtree(verb) if k > verb]
    content = _trimmed(page, merged(below))
    if content:
        found.add(Relation([(verb, verb + 1)], syntax.phrase(page, subject, (verb, verb + 1)), content, GUESSED))


def _within(word: int, stretch: Stretch, outer: Relation) -> bool:
    return stretch[0] <= word < stretch[1] or any(a <= word < b for a, b in outer.content)


def _governed(page: Page, verb: int, stretch: Stretch) -> list[Stretch] | None:
    """The finite clause that `verb` governs inside `stretch`, or, for a clause it comments on, that clause."""
    clause = next((k for k in page.children[verb] if page.tokens[k].deprel == "ccomp"), None)
    if clause is None and page.tokens[verb].deprel == "parataxis" and stretch[0] <= page.tokens[verb].head < stretch[1]:
        below = set(page.subtree(page.tokens[verb].head)) - set(page.subtree(verb))
    elif clause is not None:
        below = set(page.subtree(clause))
    else:
        return None
    return _trimmed(page, merged([(k, k + 1) for k in sorted(below) if stretch[0] <= k < stretch[1]])) or None


def _less(content: list[Stretch], parts: list[Stretch]) -> list[Stretch]:
    for part in parts:
        content = without(content, part)
    return content


def _parents(found: Found) -> list[Relation]:
    """The smallest content that holds a relation's cue (or, without one, its content) is its parent."""
    relations = [r for r in found if r.content]
    place = {id(r): k for k, r in enumerate(relations)}
    for inner in relations:
        spot = inner.cue[0] if inner.cue else inner.content[0]
        around = [r for r in found.near(spot, 0) if r is not inner and shared(r.content, spot) == spot[1] - spot[0]]
        outer = min(around, key=lambda r: (_size(r), place[id(r)]), default=None)
        inner.parent = None if outer is None else place[id(outer)]
    _untangle(relations)
    return relations


def _size(relation: Relation) -> int:
    return sum(b - a for a, b in relation.content)


def _untangle(relations: list[Relation]) -> None:
    """No circles, nothing deeper than DEEPEST."""
    for k, relation in enumerate(relations):
        seen, at = [k], relation.parent
        while at is not None and at not in seen and len(seen) <= DEEPEST:
            seen.append(at)
            at = relations[at].parent
        if at is not None:
            relation.parent = None
