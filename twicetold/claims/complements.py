"""What a verb stands with: the objects, infinitives and goals without which a word of the lexicon undertakes nothing."""

from __future__ import annotations

from collections.abc import Callable

from twicetold.claims.acts import Act, domain, lemmas, nouns, verbs
from twicetold.claims.parties import Parties
from twicetold.claims.syntax import Tree
from twicetold.claims.whose import Whose

_WEIGHTY = frozenset({"praise", "recognise"})  # groups whose object may be a 'role' or a 'need': one is praised for it


class Complements:
    """Questions about what the verbs of one document stand with."""

    def __init__(self, tree: Tree, parties: Parties, whose: Whose) -> None:
        self.tree, self.parsed, self.tokens = tree, tree.parsed, tree.tokens
        self.parties, self.whose = parties, whose
        self._needs: dict[str, Callable[[int, list[int]], bool]] = {
            "object": self._needs_object, "party": self._needs_party, "words": self._needs_words, "to": self._needs_to,
            "kept": self._needs_kept,
        }  # fmt: skip

    def undertakes(self, k: int) -> bool:
        """Whether a verb states an act by itself, so that its clause only spells it out."""
        act = verbs().get(self.tree.lemma(k))
        return act is not None and not act.negated and self.complete(k, act)

    def objects(self, k: int) -> list[int]:
        """Direct objects; a noun that the parser took for a clause is one too."""
        plain = list(self.tree.below(k, "obj", "iobj"))
        return plain + [
            c for c in self.tree.below(k, "ccomp", "xcomp") if self.tokens[c].upos == "NOUN" and not self.tree.has(c, "cop", "nsubj")
        ]

    def object(self, k: int) -> int | None:
        """The noun of the lexicon that a verb carries, seen through 'the strength of', 'decades of'."""
        for o in self.objects(k):
            seen = [o, *(self._inside(o) if self.tree.lemma(o) in lemmas("transparent") else [])]
            if (found := next((n for n in seen if self.tree.lemma(n) in nouns()), None)) is not None:
                return found
        return None

    def _inside(self, noun: int) -> list[int]:
        return list(self.tree.below(noun, "nmod"))

    def _affirmable(self, o: int) -> bool:
        if self.tree.lemma(o) in lemmas("weak"):
            return False
        listed = lemmas("affirmable")
        inner = self._inside(o) if self.tree.lemma(o) in lemmas("transparent") else []
        return any(self.tree.lemma(n) in nouns() or self.tree.lemma(n) in listed for n in (o, *inner))

    def complete(self, k: int, act: Act) -> bool:
        """Whether the verb stands with what it needs to say that something is undertaken; denial is not looked at."""
        if act.particle and not self._has_particle(k, act.particle):
            return False
        if any(self.tree.lemma(c) in lemmas("silences") for c in self.tree.below(k, "xcomp")):
            return False
        if act.negated:
            return True
        if act.delivered and domain(self.parsed.text(self.tree.span(self.parsed.subtree(k)))) == "other":
            return False  # deeds are told of everybody; only those of a known field commit ('sold the same horse twice' does not)
        objects = self.objects(k)
        light = lemmas("weighing") if act.group in _WEIGHTY else lemmas("weak") | lemmas("weighing")
        if objects and all(self.tree.lemma(o) in light for o in objects):
            return False
        if act.needs in self._needs:
            return self._needs[act.needs](k, objects)
        return self._has_complement(k, objects)

    def _has_particle(self, k: int, particle: str) -> bool:
        near = [*self.tree.children[k], *(c for o in self.tree.below(k, "obl", "advmod") for c in self.tree.below(o, "case"))]
        return any(self.tree.lemma(c) == particle for c in near)

    def _has_complement(self, k: int, objects: list[int]) -> bool:
        clause = self.tree.has(k, "ccomp")
        if not objects and clause and self.tree.lemma(k) in lemmas("telling") | lemmas("judging"):
            return False
        passive = any(self.tokens[c].deprel in ("nsubj:pass", "obl:agent") for c in self.tree.children[k])
        if self.tree.relation(k) == "acl" and not passive and not self.tree.has(k, "mark", "nsubj"):
            return self.tokens[k].text.lower().endswith("ing") and bool(objects)  # 'the points agreed in Minsk' name nobody
        if objects or passive:
            return True
        infinitive = any(self.tree.lemma(m) == "to" for c in self.tree.below(k, "advcl") for m in self.tree.below(c, "mark"))
        goals = [o for o in self.tree.below(k, "obl") if self._is_goal(k, o)]
        return clause or infinitive or self.tree.has(k, "xcomp") or bool(goals)

    def _is_goal(self, k: int, o: int) -> bool:
        """'agreed to the truce', 'decided on sanctions'; not 'announced on Friday', 'agreed on the importance of'."""
        if self.tree.lemma(k) in lemmas("telling") or self.tree.lemma(o) in lemmas("weak") | lemmas("days"):
            return False
        opening = {self.tree.lemma(c) for c in self.tree.below(o, "case", "mark") if c < o}  # 'to' is tagged as either
        return bool(opening & lemmas("objects")) and self.tokens[o].upos in ("NOUN", "PROPN", "PRON", "VERB")

    def _needs_party(self, k: int, objects: list[int]) -> bool:
        """Done to a party, or to what belongs to one: 'invited the king'."""
        return any(self.parties.of(o) for o in objects)

    def _needs_words(self, k: int, objects: list[int]) -> bool:
        amounts = any(self.tokens[c].upos == "NUM" for o in objects for c in self.tree.below(o, "nummod"))
        return amounts or any(self._affirmable(o) for o in objects)

    def _needs_kept(self, k: int, objects: list[int]) -> bool:
        """'stood by its obligation', 'stands by its ally': a word of the lexicon or a party behind the preposition."""
        return any(self.tree.lemma(o) in nouns() or self._affirmable(o) or self.parties.of(o) for o in self.tree.below(k, "obl"))

    def _needs_object(self, k: int, objects: list[int]) -> bool:
        """Something that is given, done or praised; a passive with its agent has it as its subject."""
        agent = any(self.tokens[c].deprel == "obl:agent" for c in self.tree.children[k])
        return bool(objects) or (agent and (self.tree.has(k, "nsubj") or self.tree.relation(k) == "acl"))

    def _needs_to(self, k: int, objects: list[int]) -> bool:
        """'committed to', 'committed 5 million', 'committed that': not 'abuses committed'."""
        to = any(
            self.tree.lemma(m) == "to"
            for c in self.tree.below(k, "xcomp", "advcl", "obl", "obj")
            for m in self.tree.below(c, "mark", "case")
        )
        amounts = any(self.tokens[t].upos == "NUM" for o in objects for t in self.parsed.subtree(o))
        return to or amounts or self.tree.has(k, "ccomp")
