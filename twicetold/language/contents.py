"""What the tags call content but nobody said: scraps of a phrase, the person spoken to, words of the headline under a cue of the body."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from twicetold.language import syntax
from twicetold.language.page import LONGEST, Page, Stretch, merged
from twicetold.language.relations import Relation

WHOLE = 0.7  # share of a following sentence from which it counts as going on with the speech before
_SCRAPS = ("DET", "ADP", "PUNCT", "CCONJ", "SCONJ", "AUX", "PART")
_ADDRESSED = frozenset(
    ["tell", "inform", "notify", "remind", "assure", "reassure", "warn", "brief", "advise", "ask", "convince", "persuade"]
)
_TIMES = frozenset(["second", "minute", "hour", "day", "night", "week", "weekend", "month", "year", "decade"])


def tidy(page: Page, relations: list[Relation]) -> None:
    """Drops such stretches where the relation keeps another. Changes `relations`."""
    for relation in relations:
        relation.content = [s for s in _at_hand(page, relation, _one_part(page, relation)) if not _moment(page, s)]
        if relation.cue:
            relation.content = [_in_paragraph(page, s) for s in relation.content]
        if len(relation.content) > 1:
            kept = [s for s in relation.content if not _scrap(page, s) and not _addressee(page, relation, s)]
            relation.content = kept or relation.content


def _at_hand(page: Page, relation: Relation, content: list[Stretch]) -> list[Stretch]:
    """Without stretches of other sentences than the cue's, unless quoted or nearly a whole sentence that follows in the paragraph."""
    if not relation.cue:
        return content
    here = page.tokens[relation.cue[0][0]].sentence
    own = [s for s in content if here in (page.tokens[s[0]].sentence, page.tokens[s[1] - 1].sentence)]
    return [s for s in content if s in own or _quoted(page, s) or _goes_on(page, here, s)] if own else content


def _quoted(page: Page, stretch: Stretch) -> bool:
    near = bisect_left(page.quoted, (stretch[0] - LONGEST, 0))
    return any(b > stretch[0] for a, b in page.quoted[near : bisect_left(page.quoted, (stretch[1], 0))])


def _goes_on(page: Page, here: int, stretch: Stretch) -> bool:
    number = page.tokens[stretch[0]].sentence
    sentence = page.sentences[number]
    follows = number == here + 1 and page.paragraph[number] == page.paragraph[here]
    return follows and min(stretch[1], sentence.last) - stretch[0] >= WHOLE * (sentence.last - sentence.first)


def _in_paragraph(page: Page, stretch: Stretch) -> Stretch:
    """Without the beginning of a sentence of the next paragraph that is not quoted."""
    first, last = stretch
    sentence = page.sentence(last - 1)
    if sentence.first <= first or page.paragraph_of(sentence.first - 1) == page.paragraph_of(sentence.first):
        return stretch
    part = last - sentence.first < WHOLE * (sentence.last - sentence.first)
    return (first, sentence.first) if part and not _quoted(page, (sentence.first, last)) else stretch


def _one_part(page: Page, relation: Relation) -> list[Stretch]:
    """Contents on the cue's side of the line between headline and body."""
    if not page.title or not relation.cue:
        return merged(relation.content)
    headline = page.tokens[relation.cue[0][0]].sentence in page.title
    cut = [piece for s in relation.content for piece in _sides(page, s)]
    return merged([s for s in cut if (page.tokens[s[0]].sentence in page.title) == headline])


def _sides(page: Page, stretch: Stretch) -> list[Stretch]:
    inside = [k for k in range(*stretch) if page.tokens[k].sentence in page.title]
    if not inside or len(inside) == stretch[1] - stretch[0]:
        return [stretch]
    return [(inside[0], inside[-1] + 1), *((a, b) for a, b in ((stretch[0], inside[0]), (inside[-1] + 1, stretch[1])) if a < b)]


def _scrap(page: Page, stretch: Stretch) -> bool:
    """One or two function words."""
    return stretch[1] - stretch[0] <= 2 and all(page.tokens[k].upos in _SCRAPS for k in range(*stretch))


def _moment(page: Page, stretch: Stretch) -> bool:
    """'announced four weeks after the others did': when it was said, not what."""
    opening = [page.tokens[k].lemma for k in range(stretch[0], min(stretch[1], stretch[0] + 4))]
    timed = any(a in _TIMES and b in ("after", "before") for a, b in pairwise(opening))
    return timed and all(page.tokens[k].text not in ("that", ",", "“", '"') for k in range(*stretch))


def _addressee(page: Page, relation: Relation, stretch: Stretch) -> bool:
    """'told ambassadors': a short object of a verb that says to whom."""
    verb = syntax.verb_of(page, relation.cue[0])
    head = page.tokens[page.head_of(stretch)]
    short = stretch[1] - stretch[0] <= 4
    return short and page.tokens[verb].lemma in _ADDRESSED and head.head == verb and head.deprel in ("obj", "iobj") and head.upos != "VERB"
