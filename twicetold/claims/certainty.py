"""How sure a statement is: estimative phrases with the clauses they govern, read on ICD 203 (docs/certainty.md).

The rules, by what a phrase is:
- adverb, modal: the clause in which it stands, not the clauses below it;
- adjective ('likely to', 'it is unlikely that'), verb ('suggest that', 'expects', 'seem'), noun ('an even chance of'), frame ('there is
  no sign that'): the clause in which it stands and the one that depends on it;
- the phrase nearest to a statement's own predicate wins over one that governs it from above;
- a negated phrase has a level of its own where the lexicon gives one ('not likely', 'is not expected to'); a negated statement beside an
  adverb or modal keeps the adverb's level and turns its polarity ('probably did not', 'did not probably').
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from twicetold.claims.figures import figures
from twicetold.claims.lexicon import words
from twicetold.claims.phrases import Found, longest
from twicetold.claims.scales import band
from twicetold.claims.senses import NEAR, Entry, Senses, lexicon
from twicetold.claims.syntax import SUBJECTS, Tree
from twicetold.types import Certainty, Level, Sentence, Span

_DOWNWARD = frozenset({"adjective", "verb", "noun", "frame", "chance", "judgement"})
_COMPLEMENTS = ("ccomp", "xcomp", "csubj", "acl", "advcl")
_UNBANDED = frozenset({"possible"})
HOUSE_REFERENCE = "ICD203"
_OPENERS = frozenset({"which", "who", "whose", "that", "because", "if", "when", "while", "what", "than"})
_TEMPORAL = frozenset({"before", "after", "until", "since", "till"})
_STOPS = frozenset({",", ";", ":", "—", "–", "“", "”", '"'})
_INNER, _OWN, _OUTER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Hedge:
    """An estimative phrase in its place: the level it stands for there, and the predicates it governs with their distance."""

    entry: Entry
    level: Level
    span: Span
    tokens: tuple[int, ...]
    negations: frozenset[int]  # words whose negation the level has used up
    governs: tuple[tuple[int, int], ...]  # (predicate, distance); 0 nearest

    def certainty(self, text: str) -> Certainty:
        return Certainty(self.level, band(self.level), text[self.span.start : self.span.end], self.span)


class Hedges:
    """All estimative phrases of a document and the statements they govern."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.text = tree.parsed.document.text
        self._senses = Senses(tree)
        self._by_sentence = [list(self._in_order(self._found(s))) for s in tree.parsed.sentences]
        self.all = [hedge for hedges in self._by_sentence for hedge in hedges]
        self._by_predicate: dict[int, list[tuple[int, Hedge]]] = defaultdict(list)
        for hedge in self.all:
            for predicate, distance in hedge.governs:
                self._by_predicate[predicate].append((distance, hedge))

    def _found(self, sentence: Sentence) -> list[Found[Entry]]:
        """Phrases of the lexicon and odds in figures, none inside another."""
        found = list(lexicon().find(self.tree.parsed, sentence))
        for span, level in figures(self.text, sentence.span):
            entry = Entry(self.text[span.start : span.end], level, "noun", None, HOUSE_REFERENCE, "a figure read into its band")
            found.append(Found(span, entry, tuple(self.tree.parsed.tokens_in(span))))
        return longest(found)

    def of(self, predicate: int) -> Hedge | None:
        """The phrase that says how sure the statement with this main predicate is; None when nothing marks it."""
        options: list[tuple[int, int, int, int, Hedge]] = []
        for depth, k in enumerate(self.tree.chain(predicate)):
            for distance, hedge in self._by_predicate.get(k, ()):
                if depth and distance == _OUTER:
                    continue
                unbanded = hedge.level in _UNBANDED
                options.append((distance, unbanded, abs(hedge.tokens[0] - k), hedge.span.start, hedge))
        return min(options, key=lambda o: o[:4])[4] if options else None

    def given_by(self, predicate: int) -> Hedge | None:
        """The estimate that this verb's subject gives: a phrase below the verb, or the verb itself ('expects', 'excludes')."""
        for _, hedge in self._by_predicate.get(predicate, ()):
            if hedge.entry.kind in _DOWNWARD and (predicate in hedge.tokens or hedge.span.start > self.tree.tokens[predicate].start):
                return hedge
        return None

    def inside(self, predicate: int, tokens: list[int]) -> Hedge | None:
        """A phrase within a stretch of words that it should govern by its place, though the tree hangs it elsewhere.

        Either its clause and the predicate are on one level, or nothing that opens a clause stands before it in the stretch.
        """
        within = set(tokens)
        for hedge in self._by_sentence[self.tree.tokens[predicate].sentence]:
            if not within.issuperset(hedge.tokens):
                continue
            hanging = hedge.entry.kind not in _DOWNWARD and any(self.tree.tokens[k].head == predicate for k in hedge.tokens)
            direct = hedge.entry.kind == "chance" or hanging
            level = any(p in within and self._same_level(p, predicate) for p, _ in hedge.governs)
            if direct or level or self._in_first_clause(hedge, tokens):
                return hedge
        return None

    def last_inside(self, tokens: list[int]) -> Hedge | None:
        """The last estimate within a stretch of words: what a verb of judgement puts a chance at stands at its end."""
        within = set(tokens)
        here = self._by_sentence[self.tree.tokens[tokens[0]].sentence]
        return next((h for h in reversed(here) if h.entry.kind in _DOWNWARD and within.issuperset(h.tokens)), None)

    def _in_first_clause(self, hedge: Hedge, tokens: list[int]) -> bool:
        before = [k for k in tokens if k < hedge.tokens[0]]
        if hedge.tokens[-1] == tokens[-1]:  # 'a round of tariffs before the summer cannot be excluded'
            before = [k for k in before if self.tree.lemma(k) not in _TEMPORAL]
        opened = any(
            self.tree.tokens[k].upos == "SCONJ" or self.tree.lemma(k) in _OPENERS or self.tree.tokens[k].text in _STOPS for k in before
        )
        return not opened and not any(self.tree.tokens[k].upos == "CCONJ" for k in before)

    def fits(self, hedge: Hedge, tokens: list[int]) -> bool:
        """Whether a phrase can speak of a stretch of words: it stands in it or before it, or after a clause that is its subject."""
        return hedge.tokens[0] <= tokens[-1] or any(self.tree.relation(k) == "csubj" for k in tokens)

    def _same_level(self, k: int, predicate: int) -> bool:
        """No clause of relation or circumstance lies between two predicates."""
        for _ in range(6):
            if k == predicate:
                return True
            if self.tree.relation(k) in ("acl", "advcl", "ccomp", "parataxis", "csubj") or self.tree.tokens[k].head == k:
                return False
            k = self.tree.tokens[k].head
        return False

    def _in_order(self, found: Iterable[Found[Entry]]) -> Iterable[Hedge]:
        for f in found:
            hedge = self._read(f)
            if hedge is not None:
                yield hedge

    def _read(self, found: Found[Entry]) -> Hedge | None:
        anchor = self._anchor(found)
        if anchor is None or not self._senses.fits(found, anchor):
            return None
        negation = self._negation(found, anchor)
        level = found.entry.level
        used: frozenset[int] = frozenset()
        if negation is not None and found.entry.negated is not None:
            level, used = found.entry.negated, frozenset({negation})
        elif found.entry.kind in _DOWNWARD:
            used = frozenset(k for k in found.tokens if self.tree.lemma(k) in words("syntax.toml", "negators") | {"no", "little", "hardly"})
        else:
            used = frozenset(found.tokens)
        return Hedge(found.entry, level, found.span, found.tokens, used, tuple(self._governed(found, anchor)))

    def _anchor(self, found: Found[Entry]) -> int | None:
        """The word of the phrase that hangs on the rest of the sentence."""
        inside = set(found.tokens)
        heads = [k for k in found.tokens if self.tree.tokens[k].head not in inside or self.tree.tokens[k].head == k]
        content = [k for k in heads if self.tree.tokens[k].upos in ("NOUN", "VERB", "ADJ", "PROPN", "NUM")]
        options = (content or heads) if found.entry.kind in ("verb", "noun", "frame") else heads
        return options[-1] if options else None

    def _negation(self, found: Found[Entry], anchor: int) -> int | None:
        """A negator that applies to the phrase itself and is not one of its words."""
        negators = words("syntax.toml", "negators")
        first = found.tokens[0]
        if first and self.tree.lemma(first - 1) in negators and self.tree.tokens[first - 1].sentence == self.tree.tokens[first].sentence:
            return first - 1
        if found.entry.kind in ("adverb", "modal", "initial"):
            return None
        if found.entry.kind == "verb":
            for k in (anchor, *found.tokens):
                nobody = next((c for c in self.tree.below(k, "nsubj") if c < k and self._nobody(c)), None)
                if nobody is not None:
                    return nobody
        hosts = [anchor] if found.entry.kind != "verb" else [anchor, *(k for k in found.tokens)]
        for k in hosts:
            for c in self.tree.below(k, "advmod", "neg"):
                if self.tree.lemma(c) in negators and c not in found.tokens and c < found.tokens[-1]:
                    return c
        return None

    def _nobody(self, k: int) -> bool:
        """'No one expected …'"""
        quantifiers = words("syntax.toml", "negative_quantifiers")
        return self.tree.lemma(k) in quantifiers or any(self.tree.lemma(c) in quantifiers for c in self.tree.below(k, "det"))

    def _governed(self, found: Found[Entry], anchor: int) -> Iterable[tuple[int, int]]:
        """Predicates under the phrase's scope, with their distance: own clause, complement."""
        kind = found.entry.kind
        own = self._own_clause(anchor, kind)
        yield own, _INNER if kind not in _DOWNWARD else _OWN
        if kind not in _DOWNWARD:
            yield from ((c, _OWN) for c in self._sharing(own, anchor))
            return
        for k in sorted({anchor, *found.tokens}):
            yield from ((c, _OUTER) for c in self._contents(k, found.tokens))
        if (behind := self._behind_aside(found)) is not None:
            yield behind, _OUTER
        judging = self._judging(own)
        for k in (own, *(() if judging is None else (judging,))):
            if k != anchor:
                yield k, _OWN
                yield from ((c, _OUTER) for c in self._contents(k, (*found.tokens, anchor, own)))

    def _behind_aside(self, found: Found[Entry]) -> int | None:
        """'It is likely, she writes, that …': the clause behind words set off by commas."""
        after, last = found.tokens[-1] + 1, self.tree.parsed.sentences[self.tree.tokens[found.tokens[-1]].sentence].last
        if after >= last or self.tree.tokens[after].text not in (",", "–", "—"):
            return None
        close = next((k for k in range(after + 2, min(after + NEAR + 2, last - 1)) if self.tree.tokens[k].text in (",", "–", "—")), None)
        if close is None or self.tree.lemma(close + 1) not in ("that", "whether"):
            return None
        return self.tree.clause_of(self.tree.tokens[close + 1].head)

    def _contents(self, k: int, without: tuple[int, ...]) -> Iterable[int]:
        """Clauses below a word that state what is estimated."""
        return (c for c in self.tree.below(k, *_COMPLEMENTS) if c not in without and self._is_content(c))

    def _judging(self, own: int) -> int | None:
        """The verb with which somebody gives the estimate: 'considers it unlikely', 'put the odds at', 'gave it an even chance'."""
        if self.tree.has(own, "nsubj") and self.tree.has(own, "cop", "aux"):
            return None
        above = [k for k in self.tree.parsed.ancestors(own) if self.tree.is_predicate(k)][:2]
        return next((k for k in above if self.tree.lemma(k) in words("syntax.toml", "judgement")), None)

    def _is_content(self, k: int) -> bool:
        """Whether a clause states what is estimated; conditions and reasons do not."""
        if self.tree.relation(k) != "advcl":
            return self.tree.tokens[k].deprel != "acl:relcl"
        if any(self.tree.lemma(c) in ("to", "that") for c in self.tree.below(k, "mark")):
            return True
        before = min(self.tree.parsed.subtree(k)) - 1
        return before >= 0 and self.tree.tokens[before].text.lower() == "that"

    def _own_clause(self, anchor: int, kind: str) -> int:
        """The predicate of the phrase's clause; a hedged noun outside any verb ('likely a step back') is its own."""
        head = self.tree.tokens[anchor].head
        if (
            kind == "adverb"
            and self.tree.tokens[head].upos == "NOUN"
            and not self.tree.has(head, "cop")
            and self.text[: self.tree.tokens[anchor].start].rstrip().endswith(",")
        ):
            return head
        if (
            kind == "adverb"
            and self.tree.relation(head) in ("appos", "parataxis", "dep", "acl", "advcl")
            and not self.tree.is_predicate(anchor)
        ):
            return head
        if kind == "adverb" and self.tree.relation(anchor) == "advmod" and self.tree.relation(head) == "xcomp":
            return self.tree.clause_of(head)
        return self.tree.clause_of(anchor) if not self.tree.is_predicate(anchor) or kind in _DOWNWARD else self.tree.clause_of(head)

    def _sharing(self, own: int, anchor: int) -> Iterable[int]:
        """Coordinated predicates that share the modal or adverb: no subject and no auxiliary of their own."""
        for c in self.tree.below(own, "conj"):
            bare = not self.tree.has(c, "aux", "cop", *SUBJECTS) and not self.tree.has(c, "advmod")
            if bare and anchor < c and self.tree.is_predicate(c):
                yield c
