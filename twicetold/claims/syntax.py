"""Reading the dependency tree: clauses, their predicates and what belongs to them. Positions of words are indices into Parsed.tokens."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from twicetold.claims.lexicon import words
from twicetold.types import EntityKind, Parsed, Span, hull

ClauseKind = Literal["main", "conjunct", "content", "relative", "participle", "adverbial", "aside"]

SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
_KINDS: dict[str, ClauseKind] = {
    "root": "main",
    "conj": "conjunct",
    "ccomp": "content",
    "csubj": "content",
    "parataxis": "main",
    "advcl": "adverbial",
    "acl": "participle",
    "appos": "aside",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A predicate and the words it governs. `tokens` leaves out coordinated clauses, `whole` holds them too."""

    head: int
    kind: ClauseKind
    tokens: tuple[int, ...]
    whole: tuple[int, ...]


def base(deprel: str) -> str:
    """The relation without its subtype: 'nsubj:pass' -> 'nsubj'."""
    return deprel.partition(":")[0]


class Tree:
    """Questions about one parsed document's syntax."""

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed
        self.tokens = parsed.tokens
        self.children = parsed.children
        self._relations = [base(t.deprel) for t in parsed.tokens]
        self._lemmas = [t.lemma.lower().replace("’", "'") for t in parsed.tokens]

    def relation(self, k: int) -> str:
        return self._relations[k]

    def lemma(self, k: int) -> str:
        return self._lemmas[k] if k < len(self._lemmas) else ""  # rules look at the word behind, at the last word too

    def below(self, k: int, *relations: str) -> Iterator[int]:
        """The children of `k` that stand in one of the relations."""
        known = self._relations
        return (c for c in self.children[k] if known[c] in relations)

    def has(self, k: int, *relations: str) -> bool:
        return next(self.below(k, *relations), None) is not None

    def is_predicate(self, k: int) -> bool:
        """Whether a word heads a clause of its own; open complements (xcomp) belong to the clause above."""
        relation = self.relation(k)
        if relation in ("root", "ccomp", "csubj", "parataxis", "advcl", "acl"):
            return True
        if relation == "conj":
            up = self.tokens[k].head
            return (self.is_predicate(up) or self.relation(up) == "xcomp") and self.is_verbal(k)
        return False

    def is_verbal(self, k: int) -> bool:
        """Whether a word is a verb or a noun or adjective with a copula, auxiliary or subject."""
        return self.tokens[k].upos in ("VERB", "AUX") or self.has(k, "cop", "aux", *SUBJECTS)

    def clause_of(self, k: int) -> int:
        """The predicate of the clause in which a word stands (itself when it is one)."""
        while not self.is_predicate(k) and self.tokens[k].head != k:
            k = self.tokens[k].head
        return k

    def chain(self, k: int) -> list[int]:
        """A predicate and its open complements, outermost first: 'did not seem to want' -> seem, want."""
        out = [k]
        while (deeper := next(self.below(out[-1], "xcomp"), None)) is not None and len(out) < 6:
            out.append(deeper)
        return out

    def opens_denied(self, k: int) -> int | None:
        """The word of denial that opens the sentence whose main verb is `k`, wherever it hangs: 'Nor did they agree', 'Nowhere does it'."""
        first = self.opening(k)
        denial = (
            self.lemma(first) in ("nor", "neither", "never", "nowhere") and self.tokens[first + 1 if first < k else first].upos == "AUX"
        )
        if denial and self.relation(k) == "root":
            return first
        return first + 1 if first + 1 < k and self._fronted_denial(first, k) else None

    def _fronted_denial(self, first: int, k: int) -> bool:
        """'In none of the points does Oslo accept', 'at no time did she say': the subject behind its auxiliary."""
        denied = self.tokens[first].upos == "ADP" and self.lemma(first + 1) in ("no", "none", "neither")
        auxiliary = next((t for t in range(first + 2, k) if self.tokens[t].upos == "AUX"), k)
        return denied and any(auxiliary < s < k for s in self.below(k, "nsubj"))

    def opening(self, k: int) -> int:
        """The first word of a token's sentence, behind quotation marks."""
        sentence = self.parsed.sentences[self.tokens[k].sentence]
        return next((t for t in range(sentence.first, sentence.last) if self.tokens[t].upos != "PUNCT"), sentence.first)

    def passive(self, k: int) -> bool:
        """'is expected', 'had been told', by relation or by form; not 'is saying'."""
        if any(self.tokens[c].deprel == "aux:pass" for c in self.children[k]):
            return True
        being = any(self.lemma(c) == "be" and c < k for c in self.below(k, "aux", "cop"))
        return being and self.tokens[k].upos == "VERB" and not self.tokens[k].text.lower().endswith("ing")

    def finite(self, k: int) -> bool:
        """Whether a clause has a subject or a finite verb of its own."""
        if self.has(k, *SUBJECTS):
            return True
        auxiliaries = list(self.below(k, "aux", "cop"))
        marked = any(self.lemma(c) == "to" for c in self.below(k, "mark"))
        return not marked and (bool(auxiliaries) or (self.tokens[k].upos == "VERB" and not self.tokens[k].text.lower().endswith("ing")))

    def span(self, tokens: Iterable[int]) -> Span:
        return hull(self.tokens[k].span for k in tokens)

    def sentences_of(self, span: Span) -> range:
        """Indices of the sentences that a span touches."""
        first = bisect_right(self.parsed.sentences, span.start, key=lambda s: s.end)
        return range(first, bisect_left(self.parsed.sentences, span.end, key=lambda s: s.start))

    @cached_property
    def quoted(self) -> frozenset[int]:
        """Words inside quotation marks."""
        return frozenset(k for q in self.parsed.quotations if q.depth == 0 for k in self.parsed.tokens_in(q.span))

    @cached_property
    def _entities(self) -> dict[int, EntityKind]:
        return {k: e.kind for e in self.parsed.entities for k in self.parsed.tokens_in(e.span)}

    def entity_at(self, k: int) -> EntityKind | None:
        """The kind of the name that a word belongs to."""
        return self._entities.get(k)

    @cached_property
    def predicates(self) -> tuple[int, ...]:
        return tuple(k for k in range(len(self.tokens)) if self.is_predicate(k) and self.tokens[k].upos != "PUNCT")

    def clauses(self) -> Iterator[Clause]:
        """Every clause of the document, in the order of their predicates."""
        return (self.clause(k) for k in self.predicates)

    def clause(self, predicate: int) -> Clause:
        """The clause of one predicate."""
        return Clause(predicate, self._kind(predicate), tuple(self._own(predicate)), tuple(self.parsed.subtree(predicate)))

    def _kind(self, k: int) -> ClauseKind:
        kind = _KINDS[self.relation(k)]
        if kind == "participle" and (self.tokens[k].deprel == "acl:relcl" or self.has(k, "nsubj", "aux", "cop")):
            return "relative"
        if kind == "conjunct":
            up = k
            while self.relation(up) == "conj":
                up = self.tokens[up].head
            outer = self._kind(up) if self.is_predicate(up) else "conjunct"
            return "conjunct" if outer in ("main", "content") else outer
        return kind

    def _own(self, k: int) -> list[int]:
        """The subtree of a predicate without the clauses joined to it on the same level, and without the words that join them."""
        gone: set[int] = set()
        for c in self.children[k]:
            if (self.relation(c) == "conj" and self.is_predicate(c)) or (self.relation(c) == "parataxis" and c > k):
                gone.update(self.parsed.subtree(c))
        kept = [t for t in self.parsed.subtree(k) if t not in gone]
        return [t for t in kept if not (t in self.children[k] and self.relation(t) == "cc" and t < k)]


def trimmed(tree: Tree, tokens: list[int]) -> list[int]:
    """Words of a clause without punctuation and joining words at its ends."""
    joining = words("syntax.toml", "connectives")
    first, last = 0, len(tokens)
    while last > first and tree.tokens[tokens[last - 1]].upos == "PUNCT":
        last -= 1
    while first < last:
        token = tree.tokens[tokens[first]]
        if (
            token.upos == "PUNCT"
            or (token.upos in ("CCONJ", "SCONJ") and token.text.lower() in joining)
            or _opens_with_connective(tree, tokens, first, joining)
        ):
            first += 1
        else:
            break
    return tokens[first:last]


def _opens_with_connective(tree: Tree, tokens: list[int], first: int, joining: frozenset[str]) -> bool:
    """'However, …', 'Still, …': a joining adverb that a comma sets off."""
    following = tokens[first + 1] if first + 1 < len(tokens) else None
    token = tree.tokens[tokens[first]]
    return following is not None and token.upos == "ADV" and token.text.lower() in joining and tree.tokens[following].text == ","
