"""Who holds the words of a place: the attributions in whose content it stands, outermost first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from twicetold.claims.holders import head_lemma, is_first_person, is_paper
from twicetold.claims.judging import evaluates
from twicetold.claims.lexicon import words
from twicetold.claims.syntax import Tree
from twicetold.types import Attribution, Span, hull

BLOCK = 512  # characters
_LIGHT = frozenset({"make", "give", "take", "issue", "offer", "renew", "repeat"})


class Chains:
    """Who holds the words of a span."""

    def __init__(self, tree: Tree, attributions: Sequence[Attribution]) -> None:
        self.tree = tree
        self.all = attributions
        self._holding = {k for k, a in enumerate(attributions) if self._is_holding(a)}
        self._by_sentence: dict[int, list[int]] = defaultdict(list)
        for k in sorted(self._holding):
            for n in sorted({n for s in attributions[k].content for n in tree.sentences_of(s)}):
                self._by_sentence[n].append(k)

    def at(self, span: Span, predicate: int | None = None) -> tuple[int, ...]:
        """Indices of the attributions in whose content a span stands, outermost first; each actor once."""
        near = sorted({k for n in self.tree.sentences_of(span) for k in self._by_sentence.get(n, ())})
        holding = [k for k in near if holds(self.all[k], span) and not self._beside(k, predicate)]
        holding = [k for k in holding if not self._named_beside(k, holding)]
        if not holding:
            return ()
        return self._without_doubles(self._ordered(holding))

    def is_holding(self, attribution: int) -> bool:
        """Whether an attribution gives its content a holder, rather than reports an act or shows evidence."""
        return attribution in self._holding

    def of(self, attribution: int) -> tuple[int, ...]:
        """The chain that ends in one attribution."""
        return self._without_doubles(self._ordered([attribution]))

    def _named_beside(self, k: int, holding: list[int]) -> bool:
        """'It is thought to be near, according to officials': those who are named for it are the ones who think so."""
        a = self.all[k]
        if a.source or a.actor is not None or not a.cue:
            return False
        others = [self.all[o] for o in holding if o != k and self.all[o].source]
        return any(self._is_phrase(b) and any(s.covers(hull(a.cue)) for s in b.content) for b in others)

    def _is_phrase(self, a: Attribution) -> bool:
        """'according to', not a verb of saying."""
        cue = [t for s in a.cue for t in self.tree.parsed.tokens_in(s)]
        return not any(self.tree.tokens[t].upos == "VERB" and self.tree.lemma(t) != "accord" for t in cue)

    def _depth(self, k: int, holding: list[int]) -> int:
        """In the content of how many of the others the frame of one stands."""
        a = self.all[k]
        frame = hull((*a.cue, *a.source)) if a.cue else None
        inside = [o for o in holding if o != k and frame is not None and any(s.covers(frame) for s in self.all[o].content)]
        return len({*inside, *([a.parent] if a.parent in holding else [])})

    def _ordered(self, holding: list[int]) -> list[int]:
        """Innermost first."""
        chain: list[int] = []
        depth = {k: self._depth(k, holding) for k in holding}
        for k in sorted(holding, key=lambda k: (-depth[k], sum(s.size for s in self.all[k].content), k)):
            up: int | None = k
            while up is not None and up not in chain:
                chain.append(up)
                up = self.all[up].parent
        return chain

    def _without_doubles(self, chain: list[int]) -> tuple[int, ...]:
        """One actor is named once, as the innermost; a paper around its author's words, and 'we' beside the speaker, add nothing."""
        kept: list[int] = []
        for n, k in enumerate(chain):
            a = self.all[k]
            other = (n > 0 and is_paper(self.tree, a.source)) or (len(chain) > 1 and is_first_person(self.tree, a.source))
            if not other and not any(self._same_holder(a, self.all[o]) for o in kept):
                kept.append(k)
        return tuple((kept or chain[:1])[::-1])

    def _same_holder(self, a: Attribution, b: Attribution) -> bool:
        """One actor; of those who are not resolved, one wording."""
        if a.actor is not None or b.actor is not None:
            return a.actor == b.actor
        return self._wording(a) == self._wording(b)

    def _wording(self, a: Attribution) -> str:
        return self.tree.parsed.text(hull(a.source)).casefold() if a.source else ""

    def _is_holding(self, a: Attribution) -> bool:
        """Content with a finite verb or quoted words; 'praised him' and 'plans to leave' report acts."""
        tree = self.tree
        inside = [k for s in a.content for k in tree.parsed.tokens_in(s)]
        cue = [k for s in a.cue for k in tree.parsed.tokens_in(s)]
        if is_first_person(tree, a.source) and not any(k in tree.quoted for k in tree.parsed.tokens_in(hull(a.source))):
            return False  # 'we have found': whoever writes
        act = any(tree.lemma(k) in words("reporting.toml", "acts") for k in cue) or self._undertakes(cue)
        if not a.source and any(tree.lemma(k) in words("reporting.toml", "unnamed") and tree.lemma(k + 1) == "to" for k in cue):
            return True  # 'is said to have left'
        own_words = not any(k in tree.quoted for k in cue)  # 'Oslo announced' inside somebody else's quotation quotes nobody
        if own_words and (quoted := sum(k in tree.quoted for k in inside)) and (not act or 2 * quoted >= len(inside)):
            return True
        if not any(tree.is_verbal(k) and tree.finite(k) for s in a.content for k in tree.parsed.tokens_in(s)):
            return any(tree.lemma(k) in words("syntax.toml", "judgement") or evaluates(tree, k) for k in cue)
        if act and not self._states_clause(a, cue):
            return False
        return not self._is_evidence(a)

    def _undertakes(self, cue: list[int]) -> bool:
        """'made a commitment to', 'gave an undertaking to': an act, in a verb and a noun."""
        said = {self.tree.lemma(k) for k in cue}
        return bool(said & _LIGHT) and bool(said & words("reporting.toml", "given"))

    def _states_clause(self, a: Attribution, cue: list[int]) -> bool:
        """'agreed that …' against 'agreed to …' and 'promised them a law'."""
        first = self.tree.parsed.tokens_in(hull(a.content))[0]
        before_cue = bool(cue) and first < cue[0]
        head = self.tree.parsed.head_of(hull(a.content))
        clausal = head is not None and self.tree.relation(head) in ("ccomp", "root", "parataxis")
        return before_cue or self.tree.lemma(first) in ("that", ":") or clausal or self._spelled_out(a)

    def _spelled_out(self, a: Attribution) -> bool:
        """'announced what he called a historic deal: the two states will …'"""
        inside = [k for s in a.content for k in self.tree.parsed.tokens_in(s)]
        colon = next((n for n, k in enumerate(inside) if self.tree.tokens[k].text == ":"), len(inside))
        return any(self.tree.tokens[k].upos in ("VERB", "AUX") and self.tree.finite(k) for k in inside[colon + 1 :])

    def _is_evidence(self, a: Attribution) -> bool:
        """'Drafts suggest that …': a thing shows, nobody says."""
        cue = {self.tree.lemma(k) for s in a.cue for k in self.tree.parsed.tokens_in(s)}
        head = self.tree.parsed.head_of(hull(a.source)) if a.source else None
        named = a.actor is not None and head is not None and self.tree.tokens[head].upos != "NOUN"
        thing = head_lemma(self.tree, a.source) in words("reporting.toml", "evidence") and not named
        return thing and bool(cue & words("reporting.toml", "evidential"))

    def _beside(self, k: int, predicate: int | None) -> bool:
        """A verb coordinated with the reporting verb, or above it, is no part of what is reported."""
        if predicate is None:
            return False
        cue = {t for s in self.all[k].cue for t in self.tree.parsed.tokens_in(s)}
        place = self.tree.tokens[predicate].span
        if predicate in cue:
            return bool(self.all[k].source) or self.tree.lemma(predicate + 1) != "to"  # not 'is said to have left', nobody's words
        around = self.all[k].content
        if len(around) > 1 and cue and any(s.end <= self.tree.tokens[min(cue)].start for s in around) and around[-1].covers(place):
            return False  # 'Oslo, it was understood, had not been told'
        marked = any(self.tree.lemma(m) == "that" for m in self.tree.below(predicate, "mark"))
        if self.tree.relation(predicate) == "conj" and self.tree.tokens[predicate].head in cue and not marked:
            return predicate not in self.tree.quoted
        return False


class Contents:
    """Looks up in whose content a place stands, by blocks of characters: the work on a place does not grow with the document."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self._all = attributions
        self._blocks: dict[int, list[int]] = defaultdict(list)
        for k, a in enumerate(attributions):
            for block in sorted({b for s in a.content for b in _blocks(s)}):
                self._blocks[block].append(k)

    def holding(self, span: Span) -> list[int]:
        """Indices of the attributions that hold most of a span, in order."""
        near = sorted({k for b in _blocks(span) for k in self._blocks.get(b, ())})
        return [k for k in near if holds(self._all[k], span)]


def nested(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Each with its parent: of the attributions in whose content its frame and its own content stand, the one with the least content.

    Those that have a parent keep it. The content of a parent is longer than that of its child, so that nobody is his own ancestor.
    """
    contents, out = Contents(attributions), list(attributions)
    for k, a in enumerate(attributions):
        if a.parent is not None or not a.cue or not a.content:
            continue
        frame, own = hull((*a.cue, *a.source)), _size(a)
        framed = (o for o in contents.holding(frame) if o != k and attributions[o].continues is None)
        around = [o for o in framed if _size(attributions[o]) > own and _inside(a, attributions[o])]
        if around:
            out[k] = replace(a, parent=min(around, key=lambda o: (_size(attributions[o]), o)))
    return out


def _inside(a: Attribution, outer: Attribution) -> bool:
    """Whether a frame and its content stand in the content of another."""
    return all(any(c.covers(s) for c in outer.content) for s in (*a.cue, *a.source, *a.content))


def _size(a: Attribution) -> int:
    return sum(s.size for s in a.content)


def _blocks(span: Span) -> range:
    return range(span.start // BLOCK, span.end // BLOCK + 1)


def holds(attribution: Attribution, span: Span) -> bool:
    """Whether most of a span stands in the content."""
    return 2 * sum(s.overlap(span) for s in attribution.content) > span.size


def chain_at(attributions: Sequence[Attribution], span: Span) -> tuple[int, ...]:
    """Indices of the attributions in whose content a span stands, outermost first, whatever it is (`Chains` reads syntax too)."""
    holding = [k for k, a in enumerate(attributions) if holds(a, span)]
    holding.sort(key=lambda k: (-sum(s.size for s in attributions[k].content), k))
    return tuple(holding)
