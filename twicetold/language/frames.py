"""Who tells and who is only spoken to or of: frames whose source the model's spans take for somebody else.

1. 'Residents were told that …', 'she was assured by the ministry that …': the subject hears it, the 'by' phrase says it, or nobody.
2. 'Ferris was quoted by the Herald as saying that …': Ferris says it, in the Herald's words.
3. 'Floods: PM slams council, says “…”': in a headline whoever stands behind the colon; 'Senator to minister: Resign …': the senator.
4. 'For Nadia Bouzid, of the tenants' union, the plan is a trap.': her view.
5. 'It was alleged the swan had been sold.': said, by nobody in particular.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from twicetold.language import syntax
from twicetold.language.lexicon import words
from twicetold.language.page import Page, Stretch, merged, shared, without
from twicetold.language.relations import Relation

VIEW = 0.5  # score of a view made from 'For X,'
LONGEST_NAME = 12  # words between 'For' and the comma that ends X with what is said of it
_PRESENT = ("is", "are", "means", "remains", "remain", "mean", "amounts", "smacks", "shows", "proves")
SHORTEST = 4  # words of a view


def mended(page: Page, relations: list[Relation], people: Collection[int]) -> list[Relation]:
    """The relations with the sources that these frames give them, and those that the model missed.

    `people` are the words in names of people.
    """
    out: list[Relation] = []
    for r in relations:
        if r.cue:
            _hearer(page, r)
            _behind_colon(page, r)
        out += [r, *_quoted_by(page, r)]
    out += _views(page, out, people)
    return out + _impersonal(page, out) + _addressed(page, out)


def _hearer(page: Page, r: Relation) -> None:
    verb = syntax.verb_of(page, r.cue[0])
    here, hedged = page.tokens[verb].sentence, page.tokens[verb].lemma in words("cues", "hedged_passive")
    if hedged and syntax.passive(page, verb) and all(page.tokens[s[0]].text.lower() == "it" for s in r.source):
        r.source = []  # 'it was alleged that'
    if hedged and syntax.passive(page, verb) and syntax.child(page, verb, "xcomp") is not None:
        r.source = [s for s in r.source if page.tokens[s[0]].sentence == here]  # 'is understood to have resigned. She …'
    if page.tokens[verb].lemma not in words("cues", "addressing") or not syntax.passive(page, verb):
        return
    subject = syntax.child(page, verb, "nsubj:pass", "nsubj")
    if subject is None or page.tokens[subject].text.lower() == "it" or syntax.child(page, verb, "xcomp") is not None:
        return
    who = page.tokens[subject]
    if not (who.upos in ("PRON", "PROPN") or syntax.human(page, subject)) or syntax.child(page, verb, "ccomp", "obl") is None:
        return  # 'a different story was told by the paper'
    by = syntax.child(page, verb, "obl:agent")
    hearer = syntax.phrase(page, subject, (verb, verb + 1))
    inside = any(a <= subject < b for a, b in (*r.source, *r.content))
    if by is None and not inside and r.source:
        return  # the tags found somebody else
    r.source = [] if by is None else syntax.phrase(page, by, (verb, verb + 1))
    for part in (*hearer, *r.source):
        r.content = without(r.content, part) or r.content
    r.cue = [c for part in (r.source or [(0, 0)]) for c in without(r.cue, part)] or [(verb, verb + 1)]


def _quoted_by(page: Page, r: Relation) -> list[Relation]:
    verb = syntax.verb_of(page, r.cue[0]) if r.cue else None
    if verb is None or page.tokens[verb].lemma not in ("quote", "cite", "paraphrase") or not syntax.passive(page, verb):
        return []
    subject, by = syntax.child(page, verb, "nsubj:pass", "nsubj"), syntax.child(page, verb, "obl:agent")
    end = page.sentence(verb).last
    said = next((k for k in range(verb + 1, end - 1) if page.tokens[k].text == "as" and page.tokens[k + 1].text.endswith("ing")), None)
    if subject is None or said is None:
        return []
    speaker = syntax.phrase(page, subject, (verb, verb + 1))
    relay = [] if by is None or not verb < by < said else [(a, min(b, said)) for a, b in syntax.phrase(page, by, (verb, verb + 1))]
    r.content = _less(r.content, [*speaker, *relay, (said, said + 2)]) or r.content
    r.source = speaker
    if not relay:
        return []
    r.cue = [(said + 1, said + 2)]
    return [Relation([(verb, verb + 1)], relay, merged([*speaker, (said, said + 2), *r.content]), r.score)]


def _words(stretches: Iterable[Stretch]) -> set[int]:
    return {k for first, last in stretches for k in range(first, last)}


def _less(content: list[Stretch], parts: list[Stretch]) -> list[Stretch]:
    for part in parts:
        content = without(content, part)
    return content


def _behind_colon(page: Page, r: Relation) -> None:
    cue = r.cue[0][0]
    if page.tokens[cue].sentence not in page.title or not r.source or r.source[-1][1] >= cue:
        return
    colon = next((k for k in range(r.source[-1][1], cue) if page.tokens[k].text == ":"), None)
    if colon is None or colon - r.source[-1][1] > 1:
        return
    who = next((k for k in range(colon + 1, cue) if page.tokens[k].deprel.startswith("nsubj")), None)
    if who is None:
        who = colon + 1 if colon + 1 < cue and page.tokens[colon + 1].upos in ("PROPN", "NOUN") else None
    if who is not None and page.tokens[who].upos in ("PROPN", "NOUN"):
        below = [k for k in page.subtree(who) if colon < k < cue]
        last = who
        while last + 1 in below and page.tokens[last + 1].upos in ("PROPN", "NOUN"):
            last += 1
        r.source = [(max(colon + 1, min([k for k in below if k <= who], default=who)), last + 1)]


def _views(page: Page, relations: list[Relation], people: Collection[int]) -> list[Relation]:
    out, taken = [], _words(s for r in relations for s in (*r.source, *r.content))
    for s in page.sentences:
        made = _view(page, s.first, s.last, people) if page.tokens[s.first].text == "For" else None
        if made is not None and made.source[0][0] not in taken:
            out.append(made)
    return out


def _view(page: Page, first: int, last: int, people: Collection[int]) -> Relation | None:
    """'For X, …' where X is somebody and what follows is said in the present tense or in quotation marks."""
    tokens = page.tokens
    who = next((k for k in range(first + 1, min(first + 6, last)) if tokens[k].upos in ("PROPN", "NOUN")), None)
    if who is None or any(tokens[k].upos not in ("DET", "ADJ", "NUM", "PRON") for k in range(first + 1, who)):
        return None
    who = tokens[who].head if first < tokens[who].head < last and tokens[tokens[who].head].upos in ("NOUN", "PROPN") else who
    commas = [k for k in range(who + 1, min(who + LONGEST_NAME, last)) if tokens[k].text == ","]
    below = set(page.subtree(who))
    stop = next((k for k in commas if k + 1 not in below), None)
    if stop is None or last - stop < SHORTEST or not _somebody(page, who, people) or not _held(page, stop + 1, last):
        return None
    source = syntax.phrase(page, who, (first, first + 1))
    end = last - 1 if tokens[last - 1].text in ".!?" else last
    return Relation([(first, first + 1)], [(max(a, first + 1), min(b, stop)) for a, b in source], [(stop + 1, end)], VIEW)


def _somebody(page: Page, who: int, people: Collection[int]) -> bool:
    token = page.tokens[who]
    if token.upos == "PROPN":
        return who in people
    lemma = token.lemma[:-3] + "man" if token.lemma.endswith("men") else token.lemma
    return token.upos == "NOUN" and lemma in words("cues", "holding_views")


def _held(page: Page, first: int, last: int) -> bool:
    """A clause with a subject whose verb stands in the present tense, or one with quoted words."""
    subject = next((k for k in range(first, last) if page.tokens[k].deprel.startswith("nsubj")), None)
    if subject is None:
        return False
    quoted = any(first <= a and b <= last + 1 for a, b in page.quoted)
    verbs = [page.tokens[k].text.lower() for k in range(subject + 1, min(subject + 6, last)) if page.tokens[k].upos in ("AUX", "VERB")]
    return quoted or (bool(verbs) and verbs[0] in _PRESENT)


def _impersonal(page: Page, relations: list[Relation]) -> list[Relation]:
    out, cues = [], _words(s for r in relations for s in r.cue)
    for first, token in enumerate(page.tokens):
        verb = token.head
        if token.text.lower() != "it" or not first < verb <= first + 4 or page.tokens[verb].upos != "VERB" or verb in cues:
            continue
        listed = page.tokens[verb].lemma in words("cues", "hedged_passive") or page.tokens[verb].lemma in words("cues", "hearsay")
        clause = next((k for k in page.children[verb] if k > verb and page.tokens[k].deprel in ("ccomp", "csubj", "csubj:pass")), None)
        if not listed or clause is None or syntax.child(page, verb, "aux:pass") is None:
            continue
        below = [k for k in page.subtree(clause) if k > verb and page.tokens[k].upos != "PUNCT"]
        if len(below) >= SHORTEST:
            out.append(Relation([(verb, verb + 1)], [], [(below[0], below[-1] + 1)], VIEW))
    return out


def _addressed(page: Page, relations: list[Relation]) -> list[Relation]:
    """'Senator to minister: Resign …', in a headline."""
    if not page.title:
        return []
    first, last = page.sentences[min(page.title)].first, page.sentences[max(page.title)].last
    colon = next((k for k in range(first, min(first + LONGEST_NAME, last)) if page.tokens[k].text == ":"), None)
    to = next((k for k in range(first + 1, (colon or first + 1) - 1) if page.tokens[k].text == "to"), None)
    if colon is None or to is None or last - colon <= SHORTEST:
        return []
    nominal = all(page.tokens[k].upos in ("PROPN", "NOUN", "ADJ", "DET") for k in range(first, colon) if k != to)
    if not nominal or any(shared(r.content, (colon + 1, last)) for r in relations):
        return []
    return [Relation([(to, to + 1)], [(first, to)], [(colon + 1, last)], VIEW)]
