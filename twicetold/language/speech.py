"""Every quotation to somebody's reported speech: by the model's spans, else by the tree, else by its place in the paragraph."""

from __future__ import annotations

from twicetold.language import syntax
from twicetold.language.found import Found
from twicetold.language.lexicon import words
from twicetold.language.page import Page, Stretch, merged, shared, without
from twicetold.language.relations import Relation

COVERED = 0.3  # share of a quotation's words in one content from which the whole quotation belongs to it
_PHRASES = (
    ("according", "to"),
    ("in", "the", "words", "of"),
    ("based", "on"),
    ("as", "per"),
    ("in", "the", "view", "of"),
    ("in", "the", "opinion", "of"),
)
REACH = 4  # paragraphs back in which the last speaker is looked for
# Words with marks from which a quotation that no content holds gets a speaker. Shorter ones are words that the text picks out: on every
# fourth article of PolNeAR train giving them one made things worse 52 times and better 3 times.
SHORT = 5
GUESSED = 0.5  # score of a relation made from the tree or the place alone


def attach(page: Page, found: Found) -> None:
    """Extends contents to whole quotations and adds relations for quotations that have none. Changes `found`."""
    for k, q in enumerate(page.quotations):
        if q.depth == 0 and not q.scare:
            _attach(page, found, k)


def _attach(page: Page, found: Found, number: int) -> None:
    stretch = page.quoted[number]
    relations = found.near(stretch)
    owner = _marked(relations, stretch)
    if owner is None or _later(page, owner, stretch):
        owner = _continued(page, relations, number) or owner
    own = _clause_after(page, stretch) if owner is not None and _elsewhere(page, owner, stretch) else None
    if owner is not None and own is not None:  # '“…”, the note begins. Both sides have promised …'
        owner.content = without(owner.content, stretch)
        found.add(own)
        return
    if owner is None and stretch[1] - stretch[0] < SHORT:
        return
    owner = owner or _same_sentence(page, relations, stretch)
    if owner is None:
        made = _by_tree(page, stretch)
        if made is not None:
            found.add(made)
            return
        owner = _neighbour(page, relations, stretch)
        if owner is not None and page.paragraph_of(_last(owner)) != page.paragraph_of(stretch[0]):
            found.add(Relation([], list(owner.source), [stretch], GUESSED))
            return
    if owner is not None:
        _extend(relations, owner, stretch)
        found.moved(owner)


def _extend(relations: list[Relation], owner: Relation, stretch: Stretch) -> None:
    """The whole quotation goes to `owner`; spans of others inside it go, unless the other's cue stands inside too."""
    owner.content = merged([*owner.content, stretch])
    for other in relations:
        if other is not owner and not any(shared([c], stretch) for c in other.cue):
            other.content = without(other.content, stretch)
    for spot in (owner.source, owner.cue):
        for part in spot:
            owner.content = without(owner.content, part) if not shared([part], stretch) else owner.content


def _outside(relation: Relation, stretch: Stretch) -> bool:
    """The relation's cue does not stand inside the quotation."""
    return not any(shared([c], stretch) for c in relation.cue)


def _marked(relations: list[Relation], stretch: Stretch) -> Relation | None:
    best = max((r for r in relations if _outside(r, stretch)), key=lambda r: shared(r.content, stretch), default=None)
    enough = max(1.0, COVERED * (stretch[1] - stretch[0]))
    return best if best is not None and shared(best.content, stretch) >= enough else None


def _later(page: Page, relation: Relation, stretch: Stretch) -> bool:
    """The relation's cue stands in a paragraph behind the quotation: what runs on from before is not its."""
    return bool(relation.cue) and page.paragraph_of(relation.cue[0][0]) > page.paragraph_of(stretch[1] - 1)


def _elsewhere(page: Page, relation: Relation, stretch: Stretch) -> bool:
    """The relation's cue stands in no sentence of the quotation."""
    near = range(page.tokens[stretch[0]].sentence, page.tokens[stretch[1] - 1].sentence + 1)
    return bool(relation.cue) and all(page.tokens[first].sentence not in near for first, _ in relation.cue)


def _owner_of(relations: list[Relation], stretch: Stretch) -> Relation | None:
    return next((r for r in relations if shared(r.content, stretch) * 2 >= stretch[1] - stretch[0] and _outside(r, stretch)), None)


def _continued(page: Page, relations: list[Relation], number: int) -> Relation | None:
    """The speaker of the paragraph before, when the quotation runs on from there."""
    before = page.quotations[number].continues
    return None if before is None else _owner_of(relations, page.quoted[before])


def _same_sentence(page: Page, relations: list[Relation], stretch: Stretch) -> Relation | None:
    """A relation in the sentence whose cue governs the quotation, or hangs on its clause."""
    sentence = page.sentence(stretch[0])
    near = [r for r in relations if r.cue and sentence.first <= r.cue[0][0] < sentence.last and _outside(r, stretch)]
    head = page.head_of(stretch)
    above = {head, *_ancestors(page, head)}
    tied = [
        r
        for r in near
        if any(k in above or page.tokens[k].head in above for c in r.cue for k in range(*c) if page.tokens[k].upos != "PUNCT")
    ]
    return min(tied, key=lambda r: _gap(r.cue[0], stretch), default=None)


def _ancestors(page: Page, word: int) -> list[int]:
    out = []
    while page.tokens[word].head != word:
        out.append(word := page.tokens[word].head)
    return out


def _gap(a: Stretch, b: Stretch) -> int:
    return max(0, a[0] - b[1], b[0] - a[1])


def _by_tree(page: Page, stretch: Stretch) -> Relation | None:
    """A verb above the quotation, or hung on it, that reports and has a subject who speaks."""
    head = page.head_of(stretch)
    for verb in [*_ancestors(page, head), *(k for k in page.children[head] if page.tokens[k].deprel == "parataxis")]:
        if stretch[0] <= verb < stretch[1] or page.tokens[verb].upos not in ("VERB", "AUX"):
            continue
        who = syntax.agent(page, verb)
        speaks = page.tokens[verb].lemma in words("cues", "speech") or page.tokens[verb].lemma in words("cues", "belief")
        if who is None or stretch[0] <= who < stretch[1]:
            if speaks and syntax.passive(page, verb):
                return Relation([(verb, verb + 1)], [], [stretch], GUESSED)
            continue
        if speaks or syntax.human(page, who):
            return Relation([(verb, verb + 1)], syntax.phrase(page, who, (verb, verb + 1)), [stretch], GUESSED)
    return _phrase_cue(page, stretch) or _clause_after(page, stretch) or _colon(page, stretch)


def _phrase_cue(page: Page, stretch: Stretch) -> Relation | None:
    """'"...", according to the study', 'in the words of a farmer, "..."': a prepositional cue in the sentence, beside the quotation."""
    sentence = page.sentence(stretch[0])
    lower = [page.tokens[k].text.lower() for k in range(sentence.first, sentence.last)]
    for phrase in _PHRASES:
        for at in range(len(lower) - len(phrase)):
            first = sentence.first + at
            if tuple(lower[at : at + len(phrase)]) == phrase and not stretch[0] <= first < stretch[1]:
                return _of_phrase(page, (first, first + len(phrase)), sentence.last, stretch)
    return None


def _of_phrase(page: Page, cue: Stretch, last: int, stretch: Stretch) -> Relation | None:
    names = [k for k in range(cue[1], min(last, cue[1] + 12)) if page.tokens[k].upos in ("NOUN", "PROPN", "PRON")]
    inside = [k for k in names if not stretch[0] <= k < stretch[1]]
    if not inside:
        return None
    top = min(inside, key=lambda k: (syntax.depth(page, k), k))
    return Relation([cue], _after(syntax.phrase(page, top, stretch), cue[1]), [stretch], GUESSED)


def _after(stretches: list[Stretch], first: int) -> list[Stretch]:
    return [(max(a, first), b) for a, b in stretches if b > first]


def _clause_after(page: Page, stretch: Stretch) -> Relation | None:
    """'"...," Eleanor Whitcombe of the institute observes': the clause that follows a quotation which ends in a comma."""
    end = page.sentence(stretch[1] - 1).last
    tail = {page.tokens[k].text for k in range(max(stretch[0], stretch[1] - 2), min(stretch[1] + 1, end))}
    if not tail & {",", "!", "?"}:
        return None
    for k in range(stretch[1], end):
        verb = page.tokens[k].head
        if stretch[1] <= verb < end and (page.tokens[k].deprel.startswith("nsubj") or _inverted(page, k, stretch)):
            return Relation([(verb, verb + 1)], syntax.phrase(page, k, (verb, verb + 1)), [stretch], GUESSED)
    return None


def _inverted(page: Page, word: int, stretch: Stretch) -> bool:
    """'“…,” reads the notice': what the tree takes for the object of a verb that opens the clause, and has no subject, speaks."""
    verb = page.tokens[word].head
    opens = verb == stretch[1] and page.tokens[verb].upos == "VERB" and page.tokens[word].deprel == "obj"
    return opens and not any(page.tokens[c].deprel.startswith("nsubj") for c in page.children[verb])


def _colon(page: Page, stretch: Stretch) -> Relation | None:
    """'From the chair: "..."', 'SMITH: "..."': the words before the colon in its sentence, or paragraph, name the speaker."""
    colon = stretch[0] - 1
    if colon < 1 or page.tokens[colon].text not in (":", "―", "—"):
        return None
    first = page.sentence(colon).first
    names = [k for k in range(first, colon) if page.tokens[k].upos in ("PROPN", "NOUN", "PRON") and syntax.human(page, k)]
    if not names:
        return None
    subject = next((k for k in names if page.tokens[k].deprel.startswith("nsubj")), min(names, key=lambda k: syntax.depth(page, k)))
    return Relation([(colon, colon + 1)], syntax.phrase(page, subject, (colon, colon + 1)), [stretch], GUESSED)


def _neighbour(page: Page, relations: list[Relation], stretch: Stretch) -> Relation | None:
    """Who spoke last in this paragraph, else who speaks next in it, else who was quoted at the end of the paragraph before."""
    here = page.paragraph_of(stretch[0])
    spoken = [r for r in relations if r.source and r.content and _outside(r, stretch)]
    before = [r for r in spoken if r.content[0][0] < stretch[0] and page.paragraph_of(_last(r)) == here]
    after = [r for r in spoken if r.content[0][0] > stretch[0] and page.paragraph_of(r.content[0][0]) == here]
    earlier = [r for r in spoken if r.content[0][0] < stretch[0] and here - REACH <= page.paragraph_of(_last(r)) < here]
    if before:
        return max(before, key=_last)
    if after:
        return min(after, key=lambda r: r.content[0][0])
    return max(earlier, key=lambda r: (page.paragraph_of(_last(r)), _quotes(page, r), _last(r)), default=None)


def _last(relation: Relation) -> int:
    return max(b - 1 for _, b in [*relation.content, *relation.cue])


def _quotes(page: Page, relation: Relation) -> bool:
    return any(page.tokens[a].text in ('"', "“", "‘", "„", "«", "``", "'") for a, _ in relation.content)
