"""Attribution inside attribution: outer sources that stand beside an inner one, and contents read again for sources of their own."""

from __future__ import annotations

from twicetold.language import syntax
from twicetold.language.lexicon import words
from twicetold.language.page import Page, Stretch, merged, shared, without
from twicetold.language.relations import Relation

GUESSED = 0.5  # score of an inner attribution found in the tree
DEEPEST = 4  # levels of attribution; deeper ones are not believed


def nest(page: Page, relations: list[Relation]) -> None:
    """Sets `parent` of every relation, wraps inner ones into outer ones, adds those found inside contents. Changes `relations`."""
    _wrap(page, relations)
    for outer in list(relations):
        for stretch in outer.content:
            _inside(page, relations, outer, stretch)
    _parents(relations)


def _wrap(page: Page, relations: list[Relation]) -> None:
    """'“…,” he told ambassadors, the Telegraph reports': the second cue hangs beside the first and holds all of its sentence."""
    by_sentence: dict[int, list[Relation]] = {}
    for r in relations:
        if r.cue:
            by_sentence.setdefault(page.tokens[r.cue[0][0]].sentence, []).append(r)
    for number in sorted(by_sentence):
        group = by_sentence[number]
        for outer in group:
            inner = [r for r in group if r is not outer and r.source and r.content and _beside(page, outer, r)]
            if outer.source and inner and not any(w.wrapped for w in group):
                _swallow(page, outer, min(inner, key=lambda r: r.cue[0]))


def _beside(page: Page, outer: Relation, inner: Relation) -> bool:
    """Whether the outer cue is a comment clause or an 'according to' on the inner cue's clause, and comes with no clause of its own."""
    verb, said = syntax.verb_of(page, outer.cue[0]), syntax.verb_of(page, inner.cue[0])
    first = page.tokens[outer.cue[0][0]].text.lower()
    if first in words("cues", "according"):
        anchor = outer.source[0][0] if outer.source else outer.cue[0][0]
        return said in _chain(page, anchor) and page.sentence(said).first <= anchor
    if page.tokens[verb].lemma not in words("cues", "speech") and page.tokens[verb].lemma not in ("have", "put"):
        return False
    comment = page.tokens[verb].deprel in ("parataxis", "advcl") and page.tokens[verb].head == said and verb > said
    governs = page.tokens[said].head == verb and page.tokens[said].deprel in ("ccomp", "parataxis") and said < verb
    return comment or governs


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
        inner.content = [s for s in outer.content]
    outer.content = _trimmed(page, merged([*whole, *outer.content]))
    outer.wrapped = True


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


def _inside(page: Page, relations: list[Relation], outer: Relation, stretch: Stretch) -> None:
    """Verbs of saying inside a content, with a subject and a clause or quotation of their own."""
    for verb in range(*stretch):
        token = page.tokens[verb]
        if token.upos != "VERB" or token.lemma not in words("cues", "inner") or any(shared(r.cue, (verb, verb + 1)) for r in relations):
            continue
        content = _governed(page, verb, stretch)
        who = syntax.agent(page, verb)
        if content is None or (who is None and not syntax.passive(page, verb)):
            continue
        if who is not None and not (syntax.human(page, who) and _within(who, stretch, outer)):
            continue
        source = [] if who is None else syntax.phrase(page, who, (verb, verb + 1))
        relations.append(Relation([(verb, verb + 1)], source, _less(content, [*source, (verb, verb + 1)]), GUESSED))


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


def _parents(relations: list[Relation]) -> None:
    """The smallest content that holds a relation's cue (or, without one, its content) is its parent."""
    relations[:] = [r for r in relations if r.content]
    holders = sorted(range(len(relations)), key=lambda k: relations[k].content[0])
    for k, inner in enumerate(relations):
        spot = inner.cue[0] if inner.cue else inner.content[0]
        around = [h for h in _near(relations, holders, spot) if h != k and shared(relations[h].content, spot) == spot[1] - spot[0]]
        inner.parent = min(around, key=lambda h: (_size(relations[h]), h), default=None)
    _untangle(relations)


def _near(relations: list[Relation], holders: list[int], spot: Stretch) -> list[int]:
    return [h for h in holders if relations[h].content[0][0] <= spot[0] and spot[1] <= relations[h].content[-1][1]]


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
