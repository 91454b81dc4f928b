"""Whether a phrase of the lexicon is used in the sense that its entry describes: 'likely' as an estimate, 'May' as a month."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from twicetold.claims.lexicon import rows, words
from twicetold.claims.phrases import Found, Lexicon
from twicetold.claims.syntax import Tree, base
from twicetold.types import Level

_CHANCES = frozenset({"chance", "odds", "probability", "likelihood", "possibility", "prospect", "hope", "risk", "chances"})
NEAR = 8  # words within which a complement or a noun of chance is looked for where the tree shows none
_BOTH = frozenset(
    {"likely", "very likely", "highly likely", "most likely", "extremely likely", "more than likely", "quite likely", "unlikely"}
)
_CONVICTIONS = frozenset({"certain", "sure", "be convinced", "be sure", "be certain", "be confident", "be persuaded"})
_SHOWING = frozenset({"suggest", "imply", "hint", "suggests", "suggested"})
_EVEN = frozenset({"even", "evens", "fifty-fifty", "50-50"})
_PERSONS = frozenset({"he", "she", "they", "we", "i", "you", "who"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of data/certainty.csv."""

    phrase: str
    level: Level
    kind: str
    negated: Level | None
    reference: str
    note: str


@cache
def entries() -> tuple[Entry, ...]:
    """The lexicon of estimative language."""
    return tuple(
        Entry(r["phrase"], cast(Level, r["level"]), r["kind"], cast(Level, r["negated"]) or None, r["reference"], r["note"])
        for r in rows("certainty.csv")
    )


@cache
def lexicon() -> Lexicon[Entry]:
    return Lexicon((e.phrase, e, e.kind in ("verb", "noun", "frame")) for e in entries())


def seeks(tree: Tree, noun: int) -> bool:
    """Whether a noun for evidence is what somebody found: 'found no proof that'; not 'there is no proof'."""
    verb = tree.tokens[noun].head
    return tree.relation(noun) == "obj" and tree.lemma(verb) in words("syntax.toml", "finding") and verb < noun


class Senses:
    """Questions about the phrases of one document."""

    def __init__(self, tree: Tree) -> None:
        self.tree, self.text = tree, tree.parsed.document.text

    def fits(self, found: Found[Entry], anchor: int) -> bool:
        """Whether the phrase is used in the sense that its entry describes."""
        kind = found.entry.kind
        token = self.tree.tokens[anchor]
        if kind == "modal" and found.entry.phrase == "should":
            return self._epistemic(anchor)
        if kind == "modal":
            return self._is_modal(found) and not self._ability(found, anchor) and not self._unable(found)
        if kind == "initial":
            return self._opens_clause(found, anchor)
        if kind == "chance":
            return self._of_chances(found, anchor)
        if kind == "judgement":
            return self._judged(anchor)
        if found.entry.phrase.endswith("bound") and self.tree.lemma(found.tokens[-1] + 1) != "to":
            return False  # 'bound by the treaty'
        if kind == "frame" and self._looked_for(found):
            return False
        if found.entry.phrase in _CONVICTIONS and self._convinced(anchor):
            return False
        if kind == "adjective":
            return not self._adverbial(found, anchor) and self._estimates(anchor)
        if kind == "verb":
            shown = not set(found.entry.phrase.split()) & _SHOWING or not self._spoken(found)
            return token.upos in ("VERB", "AUX", "ADJ", "NOUN") and shown and self._governs_something(found, anchor)
        if kind == "adverb":
            return (self._adverbial(found, anchor) or found.entry.phrase not in _BOTH) and (token.upos != "VERB" or len(found.tokens) > 1)
        return True

    def _looked_for(self, found: Found[Entry]) -> bool:
        """'found no evidence that': somebody looked and says so, which denies; 'there is no evidence that' leaves it unlikely."""
        noun = next((k for k in found.tokens if self.tree.lemma(k) in words("syntax.toml", "traces")), None)
        return noun is not None and seeks(self.tree, noun)

    def _adverbial(self, found: Found[Entry], anchor: int) -> bool:
        """'likely' and its like stand before a verb, or as a predicate; the latter has a complement or a copula."""
        if found.entry.phrase not in _BOTH:
            return False
        relation = self.tree.relation(anchor)
        return (
            relation in ("advmod", "aux", "obl", "nmod", "amod")
            and not self.tree.has(anchor, "cop")
            and self.tree.tokens[anchor].upos != "ADJ"
        )

    def _is_modal(self, found: Found[Entry]) -> bool:
        """Not the month, not the noun."""
        first = self.tree.tokens[found.tokens[0]]
        return first.upos in ("AUX", "VERB") and (first.text[:1].islower() or self.tree.relation(found.tokens[0]) == "aux")

    def _epistemic(self, anchor: int) -> bool:
        """'The truce should last' expects, 'Europe should act' advises: a thing as subject, and a verb of lasting or changing."""
        head = self.tree.tokens[anchor].head
        subject = next(self.tree.below(head, "nsubj"), None)
        if subject is None or self.tree.lemma(head) not in words("syntax.toml", "courses"):
            return False
        return self.tree.tokens[subject].upos == "NOUN" and not self.tree.has(head, "advmod", "obj")

    def _convinced(self, anchor: int) -> bool:
        """'The ministry is certain that …': its confidence, no estimate. 'It is certain that', 'he is certain to' are estimates."""
        above = self.tree.tokens[anchor].head if self.tree.relation(anchor) == "xcomp" else anchor  # 'is said to be convinced that'
        subject = next((s for k in (anchor, above) for s in self.tree.below(k, "nsubj")), None)
        if subject is None or self.tree.lemma(subject) in ("it", "that", "this", "what"):
            return False
        denied = any(self.tree.lemma(c) in words("syntax.toml", "negators") for c in self.tree.below(anchor, "advmod"))
        return self.tree.has(anchor, "ccomp") and not denied

    def _ability(self, found: Found[Entry], anchor: int) -> bool:
        """'could find no obligation': past ability, not chance."""
        head = self.tree.tokens[anchor].head
        if found.entry.phrase not in ("could", "may", "might") or found.entry.phrase != "could":
            return False
        if self.tree.lemma(head) not in words("syntax.toml", "ability"):
            return False
        conditional = any(
            self.tree.lemma(c) in ("if", "unless") for a in self.tree.below(head, "advcl") for c in self.tree.below(a, "mark")
        )
        return not conditional

    def _unable(self, found: Found[Entry]) -> bool:
        """'could never be enforced', 'could not agree': inability; 'could not have known' is a guess."""
        if found.entry.phrase != "could":
            return False
        after = [self.tree.lemma(k) for k in range(found.tokens[-1] + 1, found.tokens[-1] + 3)]
        return after[0] in ("not", "n't", "never") and after[1] not in ("have", "yet", "only", "but")

    def _opens_clause(self, found: Found[Entry], anchor: int) -> bool:
        before = self.text[: found.span.start].rstrip(" \t“\"'‘")
        after = self.text[found.span.end : found.span.end + 1]
        return len(found.tokens) > 1 or ((not before or before[-1] in ".!?:\n") and after == ",")

    def _of_chances(self, found: Found[Entry], anchor: int) -> bool:
        if set(found.entry.phrase.split()) & _EVEN:
            return True  # 'no better than even' is said of nothing else
        clause = self.tree.clause_of(anchor)
        near = [anchor, self.tree.tokens[anchor].head, *self.tree.below(clause, "nsubj", "obj")]
        before = range(max(self.tree.parsed.sentences[self.tree.tokens[anchor].sentence].first, anchor - NEAR), anchor)
        return any(self.tree.lemma(k) in _CHANCES for k in (*near, *before))

    def _judged(self, anchor: int) -> bool:
        head = self.tree.tokens[anchor].head
        near = [head, self.tree.tokens[head].head]
        return self.tree.relation(anchor) in ("xcomp", "amod", "obj", "ccomp", "advcl", "acl", "obl") and any(
            self.tree.lemma(k) in words("syntax.toml", "judgement") for k in near
        )

    def _estimates(self, anchor: int) -> bool:
        """A predicate or complement, not a mere attribute ('a possible ceasefire' is none, 'a likely summit' after 'credits with' is)."""
        token = self.tree.tokens[anchor]
        if self.tree.lemma(token.head) == "make" or (self.tree.lemma(anchor) == "sure" and self.tree.lemma(anchor - 2) == "to"):
            return False  # 'make sure', 'to be sure'
        if base(token.deprel) != "amod" and (base(token.deprel) not in ("nmod", "compound", "det") or token.upos != "ADJ"):
            return True
        noun = token.head
        if self.tree.has(noun, "cop") or self.tree.relation(noun) in ("appos", "parataxis", "root", "xcomp"):
            return True
        clause = self.tree.clause_of(noun)
        return self.tree.lemma(clause) in words("syntax.toml", "judgement")

    def _spoken(self, found: Found[Entry]) -> bool:
        """'He suggested that …' is speech; 'the drafts suggest that …' is evidence."""
        subjects = [c for k in found.tokens for c in self.tree.below(k, "nsubj") if c < k]
        return any(self.tree.tokens[c].upos == "PROPN" or self.tree.lemma(c) in _PERSONS for c in subjects)

    def _governs_something(self, found: Found[Entry], anchor: int) -> bool:
        return len(found.tokens) > 1 or self._has_complement(anchor) or self._opens(anchor)

    def _opens(self, anchor: int) -> bool:
        """Whether 'to' or 'that' follows closely, whatever the tree makes of it."""
        place = self.tree.parsed.sentences[self.tree.tokens[anchor].sentence]
        return any(self.tree.tokens[k].text.lower() in ("to", "that") for k in range(anchor + 1, min(anchor + NEAR, place.last)))

    def _has_complement(self, k: int) -> bool:
        return self.tree.has(k, "ccomp", "xcomp", "obj", "csubj", "advcl") or self.tree.relation(k) == "parataxis"
