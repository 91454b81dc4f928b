"""On what an act depends: the words of a clause, a phrase or an opening that set a condition."""

from __future__ import annotations

import re

from twicetold.claims.acts import Found, adjectives, markers, pattern, verbs
from twicetold.claims.moods import FUTURE, Moods
from twicetold.claims.syntax import Tree
from twicetold.types import Span

VAGUE = frozenset({"when", "as"})  # time or reason rather than condition, unless what they belong to lies ahead
INVERTED = frozenset({"should", "were", "had"})  # 'should both sides so wish'
OPENING = frozenset({"if", "unless", "provided", "providing", "assuming"})
SHORTEST = 3  # words of a condition that opens a sentence
_WHOEVER = re.compile(r"\b(?:anyone|anybody|any\s+[\w-]+)\s+(?:who|which|that)\b|\bwhoever\b", re.IGNORECASE)  # 'will arrest anyone who'
_LATER = frozenset({"then", "if", "when", "after", "once"})


class Conditions:
    """Conditions of the acts of one document."""

    def __init__(self, tree: Tree, moods: Moods) -> None:
        self.tree, self.parsed, self.tokens, self.moods = tree, tree.parsed, tree.tokens, moods

    def of(self, found: Found) -> Span | None:
        """The words that make an act depend on something; none for praise ('thanked him as he left')."""
        if adjectives().get(self.tree.lemma(found.head)) is None and found.act.level == 1:
            return None
        place = self._clause(found) or self._behind(found.head) or self._fronted(found) or self._phrase(found.head)
        return None if place is None else Span(place.start, place.start + len(self.parsed.text(place).rstrip(" .,;:")))

    def _clause(self, found: Found) -> Span | None:
        """'if …', 'until …', 'should they …'; not 'as long as it takes', which says how long."""
        verbs = [*self.tree.chain(found.head), *self.tree.below(found.head, "xcomp", "ccomp")]
        for c in (clause for k in verbs for clause in self.tree.below(k, "advcl")):
            words = self.parsed.subtree(c)
            mark = next((self.tree.lemma(m) for m in self.tree.below(c, "mark", "advmod")), "")
            if not mark and min(words) > found.head and self.tree.relation(min(words) - 1) == "mark":
                mark = self.tree.lemma(min(words) - 1)  # hung on the verb above
            if not mark and self.tokens[min(words)].text.lower() in INVERTED:
                return self.tree.span(words)
            lasting = mark in ("until", "till") and not self.moods.negated(found)  # 'patrol until they leave' says how long
            lasting = lasting or pattern("lasting").search(self.parsed.text(self.tree.span(words))) is not None
            if mark in markers() and not lasting and (mark not in VAGUE or self.moods.modal(found.head) & FUTURE):
                return self.tree.span(words)
        return None

    def _behind(self, k: int) -> Span | None:
        """'…, should both sides so wish', with the auxiliary hung on the verb before it."""
        aux = next((c for c in self.tree.below(k, "aux") if c > k and self.tokens[c].text.lower() in INVERTED), None)
        return None if aux is None else Span(self.tokens[aux].start, self.tree.span(self.parsed.subtree(k)).end)

    def _fronted(self, found: Found) -> Span | None:
        """'Should they agree, Seoul will …', 'Only then will the lenders …': a condition that opens the sentence, by its words."""
        place = self.parsed.sentences[self.tokens[found.head].sentence]
        first = place.first + (self.tokens[place.first].upos == "PUNCT")
        ahead = self.moods.modal(found.head) & FUTURE or self._present(found)
        if not ahead or self.tree.relation(found.head) not in ("root", "conj", "ccomp", "advcl", "parataxis"):
            return None
        opening = self.tokens[first].text.lower()
        stop = next((k for k in range(first + 1, found.head) if self.tokens[k].text == ","), None)
        if opening == "only" and self.tokens[first + 1].text.lower() in _LATER:
            return self.tree.span(range(first, (stop or first + 2)))
        if stop is None or stop - first < SHORTEST or opening not in INVERTED | OPENING:
            return None
        return self.tree.span(range(first, stop))

    def _present(self, found: Found) -> bool:
        """'intends', 'is ready', 'pledges': an act of the lexicon in the present."""
        act = verbs().get(self.tree.lemma(found.head))
        form = self.tokens[found.head].text.lower()
        return act is None or (act.level in (3, 4) and form in (self.tree.lemma(found.head), self.tree.lemma(found.head) + "s"))

    def _phrase(self, k: int) -> Span | None:
        """'subject to approval', 'in return for the hostages'."""
        span = self.tree.span(self.parsed.subtree(k))
        words = self.parsed.text(span)
        match = pattern("conditions").search(words) or (_WHOEVER.search(words) if self.moods.modal(k) & FUTURE else None)
        lasting = match is not None and pattern("lasting").match(words, match.start())
        return None if match is None or lasting else Span(span.start + match.start(), span.end)
