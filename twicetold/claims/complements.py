"""What a verb stands with: the objects, infinitives and goals without which a word of the lexicon undertakes nothing."""

from __future__ import annotations

from collections.abc import Callable

from twicetold.claims.acts import Act, domain, lemmas, nouns, verbs
from twicetold.claims.parties import Parties
from twicetold.claims.syntax import Tree
from twicetold.claims.whose import Whose

_WH = frozenset({"how", "what", "which", "who", "where", "why", "when"})
_LINKS = frozenset({"ADP", "SCONJ"})
_WEIGHTY = frozenset({"praise", "recognise"})  # groups whose object may be a 'role' or a 'need': one is praised for it


class Complements:
    """Questions about what the verbs of one document stand with."""

    def __init__(self, tree: Tree, parties: Parties, whose: Whose) -> None:
        self.tree, self.parsed, self.tokens = tree, tree.parsed, tree.tokens
        self.parties, self.whose = parties, whose
        self._needs: dict[str, Callable[[int, list[int]], bool]] = {
            "object": self._needs_object, "party": self._needs_party, "words": self._needs_words, "to": self._needs_to,
            "kept": self._needs_kept, "measure": self._needs_measure, "own": self._needs_own, "unchanged": self._needs_unchanged,
        }  # fmt: skip

    def undertakes(self, k: int) -> bool:
        """Whether a verb states an act by itself, so that its clause only spells it out."""
        act = verbs().get(self.tree.lemma(k))
        return act is not None and not act.negated and self.complete(k, act)

    def objects(self, k: int) -> list[int]:
        """Direct objects; a noun that the parser took for a clause is one too."""
        plain = list(self.tree.below(k, "obj", "iobj"))
        plain += [c for c in self.tree.below(k, "obl") if c > k and self._bare(c)]
        return plain + [
            c for c in self.tree.below(k, "ccomp", "xcomp") if self.tokens[c].upos == "NOUN" and not self.tree.has(c, "cop", "nsubj")
        ]

    def _bare(self, c: int) -> bool:
        """'handed over the crew': an object that the parser hung as an oblique; days and places have a preposition."""
        days = self.tree.lemma(c) in lemmas("days")
        return self.tokens[c].upos in ("NOUN", "PROPN") and not days and not self.tree.has(c, "case") and self.tree.has(c, "det", "nummod")

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
        if self._silent(k) or self._rebuts(k, act) or self.asks(k) or self._other_sense(k, act):
            return False
        if act.negated:
            return True
        measure = act.delivered and (
            act.needs in ("measure", "unchanged") or self.tree.lemma(k) == "lend" or self._about_measure(k, self.objects(k))
        )
        objects = self.objects(k)
        if act.delivered and not measure and self._field(k, objects) == "other":
            return False  # deeds are told of everybody; only those of a known field commit ('sold the same horse twice' does not)
        light = lemmas("weighing") if act.group in _WEIGHTY else lemmas("weak") | lemmas("weighing")
        if objects and all(self.tree.lemma(o) in light for o in objects):
            return False
        if act.needs in self._needs:
            return self._needs[act.needs](k, objects)
        return self._has_complement(k, objects, act.particle)

    def _field(self, k: int, objects: list[int]) -> str:
        """The field of what is given and to whom; what stands beside the verb in the sentence says nothing of it."""
        governed = [*objects, *self.tree.below(k, "obl", "nsubj")]
        return domain(" ".join(self.parsed.text(self.tree.span(self.parsed.subtree(o))) for o in governed))

    def _other_sense(self, k: int, act: Act) -> bool:
        """'declined from 58 per cent', 'concluded that', 'groups backed by the brothers', 'a push to help': no acts of will."""
        if self.tree.lemma(k) == "decline":
            return not self.tree.has(k, "xcomp", "obj", "advcl")
        described = self.tree.relation(k) == "acl"
        backed = described and act.group == "support" and not self.tree.has(k, "nsubj", "mark")
        noun = self.tree.lemma(self.tokens[k].head)
        aimed = described and act.group in ("support", "refuse") and self._done_to_be(k) and noun not in nouns()
        return backed or aimed or (self.tree.lemma(k) == "conclude" and self.tree.has(k, "ccomp"))

    def _silent(self, k: int) -> bool:
        """'refused to comment', 'declined to give details': silence, no refusal of an act."""
        told = list(self.tree.below(k, "xcomp"))
        if any(self.tree.lemma(c) in lemmas("silences") for c in told):
            return True
        return any(self.tree.lemma(o) in lemmas("told_things") for c in told for o in self.tree.below(c, "obj", "obl"))

    def _rebuts(self, k: int, act: Act) -> bool:
        """'rejected the charge': a denial of something said, no refusal of something asked."""
        return act.status == "refused" and any(self.tree.lemma(o) in lemmas("sayings") for o in self.tree.below(k, "obj"))

    def asks(self, k: int) -> bool:
        """'agreed on how long to argue', 'will decide how many ships sail': settles a question, promises nothing."""
        if self.tree.lemma(k) not in ("agree", "decide", "resolve", "settle"):
            return False
        below = [c for c in self.tree.below(k, "ccomp", "advcl", "xcomp", "obl") if c > k]
        opened = (min(self.parsed.subtree(c)) for c in below)
        loose = any(self.tree.lemma(c) in lemmas("vague_goals") and self.tree.has(c, "case") for c in below)
        return loose or any(self.tree.lemma(t) in _WH or (self.tokens[t].upos in _LINKS and self.tree.lemma(t + 1) in _WH) for t in opened)

    def _done_to_be(self, k: int) -> bool:
        """'its plan to buy the missiles': in the infinitive a deed is what another word plans or wants."""
        while self.tree.relation(k) == "conj" and not self.tree.has(k, "nsubj", "aux") and self.tokens[self.tokens[k].head].upos == "VERB":
            k = self.tokens[k].head
        marked = any(self.tree.lemma(m) == "to" for m in self.tree.below(k, "mark"))
        return marked and not any(self.tree.lemma(c) == "be" for c in self.tree.below(k, "aux", "cop"))

    def _has_particle(self, k: int, particle: str) -> bool:
        near = [*self.tree.children[k], *(c for o in self.tree.below(k, "obl", "advmod") for c in self.tree.below(o, "case"))]
        return any(self.tree.lemma(c) == particle for c in near)

    def _under_particle(self, k: int, particle: str) -> bool:
        """'stopped short of promising': what is denied hangs on the particle."""
        return any(self.tree.lemma(c) == particle and self.tree.has(c, "advcl", "obl", "acl", "ccomp") for c in self.tree.children[k])

    def _has_complement(self, k: int, objects: list[int], act_particle: str | None = None) -> bool:
        clause = self.tree.has(k, "ccomp")
        if self.tree.lemma(k) == "seek" and not self.tree.has(k, "xcomp", "advcl"):
            return False  # 'sought relief' asks it of others, 'seeks to end' is an aim of one's own
        if not objects and clause and self.tree.lemma(k) in lemmas("telling") | lemmas("judging"):
            return False
        passive = any(self.tokens[c].deprel in ("nsubj:pass", "obl:agent") for c in self.tree.children[k])
        if self.tree.relation(k) == "acl" and not passive and not self.tree.has(k, "mark", "nsubj"):
            return self.tokens[k].text.lower().endswith("ing") and bool(objects)  # 'the points agreed in Minsk' name nobody
        if objects or passive or (act_particle is not None and self._under_particle(k, act_particle)):
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

    def _lent(self, k: int) -> bool:
        """'kept lending to Pakistan'"""
        return any(self.tree.lemma(c) == "to" for o in self.tree.below(k, "obl") for c in self.tree.below(o, "case"))

    def _needs_object(self, k: int, objects: list[int]) -> bool:
        """Something that is given, done or praised; a passive with its agent has it as its subject."""
        agent = any(self.tokens[c].deprel == "obl:agent" for c in self.tree.children[k])
        if self.tree.lemma(k) in ("lend", "sell", "ship", "contribute", "supply") and not objects:
            return self._lent(k)
        if self.tree.lemma(k) == "threaten":
            return self.tree.has(k, "xcomp", "ccomp", "obl", "obj")
        return bool(objects) or (agent and (self.tree.has(k, "nsubj") or self.tree.relation(k) == "acl"))

    def _needs_measure(self, k: int, objects: list[int]) -> bool:
        """A measure of policy: 'imposed sanctions', 'cleared a third bailout', 'voted to send 200 soldiers'."""
        return not self._done_to_be(k) and self._about_measure(k, objects)

    def _needs_unchanged(self, k: int, objects: list[int]) -> bool:
        """'kept its emergency lending unchanged', 'left rates steady', 'kept the border closed'."""
        as_it_is = any(self.tokens[t].text.lower() in lemmas("kept") for t in self.parsed.subtree(k) if t > k)
        return as_it_is and not self._done_to_be(k) and self._about_measure(k, objects)

    def _about_measure(self, k: int, objects: list[int]) -> bool:
        listed = lemmas("measures") | (lemmas("positions") if self.tree.lemma(k) in lemmas("giving_up") else frozenset())
        done = objects or [c for c in self.tree.below(k, "nsubj") if self.tokens[c].deprel == "nsubj:pass"]
        if self.tree.lemma(k) in ("vote",):
            return self.tree.has(k, "xcomp", "advcl")
        if self.tree.lemma(k) in lemmas("handing_over") and any(self.parties.person(o) for o in done):
            return True  # 'handed over', 'released' somebody by name
        return any(self.tree.lemma(n) in listed for o in done for n in (o, *self._counted(o)))

    def _counted(self, o: int) -> list[int]:
        """'a package of sanctions', '$500 million for': seen through to what it is made of."""
        return [c for c in (*self.tree.below(o, "nmod", "compound", "nummod"),) if self.tokens[c].upos in ("NOUN", "NUM", "SYM")]

    def in_place(self, k: int) -> bool:
        """'the sanctions will remain in place': a measure that is kept, as those who keep it say."""
        subject = next(self.tree.below(k, "nsubj"), None)
        following = {self.tree.lemma(t) for t in range(k + 1, min(k + 4, len(self.tokens)))}
        return subject is not None and self.tree.lemma(subject) in lemmas("measures") and bool(following & {"place", "force", "effect"})

    def _needs_own(self, k: int, objects: list[int]) -> bool:
        """One's own people, and what they are to do: 'instructed their teams to'."""
        infinitive = any(
            self.tree.lemma(m) == "to" for c in self.tree.below(k, "xcomp", "advcl", "acl", "ccomp") for m in self.tree.below(c, "mark")
        )
        own = any(self.tree.lemma(o) in lemmas("own_people") and self.tree.has(o, "nmod", "det", "amod") for o in objects)
        return own and (infinitive or any(self.tree.has(o, "acl") for o in objects))

    def _needs_to(self, k: int, objects: list[int]) -> bool:
        """'committed to', 'committed 5 million', 'committed that': not 'abuses committed'."""
        to = any(
            self.tree.lemma(m) == "to"
            for c in self.tree.below(k, "xcomp", "advcl", "obl", "obj")
            for m in self.tree.below(c, "mark", "case")
        )
        amounts = any(self.tokens[t].upos == "NUM" for o in objects for t in self.parsed.subtree(o))
        return to or amounts or self.tree.has(k, "ccomp")
