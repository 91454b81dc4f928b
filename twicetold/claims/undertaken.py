"""Acts that can commit: which verbs, nouns and adjectives of the lexicon stand in a frame that says something is undertaken.

A word alone commits nobody: it needs what it undertakes ('reaffirmed its commitment', not 'confirmed the call'), a frame that is not a
wish, a question, a guess or a topic, and no other act above it that says the same ('agreed to provide' is one act).
"""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.claims.acts import Act, Found, adjectives, domain, lemmas, nouns, verbs
from twicetold.claims.certainty import Hedges
from twicetold.claims.parties import Parties
from twicetold.claims.syntax import Tree
from twicetold.claims.whose import Whose

NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "nobody", "none", "nothing", "nowhere", "without", "hardly"})
FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "would"})
UNCERTAIN = frozenset({"may", "might", "could", "can", "should", "must", "ought"})
WILL = Act("will", 4, "given", "object")
OPEN, WORDS = 3, 2  # levels of an undertaking without an end, and of words of support
DEED, ANNOUNCED = 5, 4
_ASKING = frozenset({"whether", "if", "when", "how"})
_COMPLEMENTS = ("ccomp", "xcomp", "advcl")


class Acts:
    """All acts of one document, in text order."""

    def __init__(self, tree: Tree, parties: Parties, whose: Whose, hedges: Hedges) -> None:
        self.tree, self.parsed, self.tokens = tree, tree.parsed, tree.tokens
        self.parties, self.whose, self.hedges = parties, whose, hedges

    def all(self) -> Iterator[Found]:
        """Every word of the lexicon in a frame that can commit."""
        for k, token in enumerate(self.tokens):
            if self._in_title(k) or self._asked(k):
                continue
            if token.upos == "VERB":
                yield from self._verb(k)
            elif token.upos == "NOUN" and (act := nouns().get(self.tree.lemma(k))):
                yield from self._noun(k, act)
            if token.upos in ("ADJ", "VERB") and (
                act := adjectives().get(self.tree.lemma(k) if token.upos == "ADJ" else token.text.lower())
            ):
                yield from self._adjective(k, act)

    # ---------------------------------------------------------------------------------------------------------- verbs

    def _verb(self, k: int) -> Iterator[Found]:
        if self.wished(k) or self.modal(k) & UNCERTAIN or self._hedged(k):
            return
        if any(self.tree.lemma(c) == "than" for c in self.tree.below(k, "mark")):
            return  # 'more than it had planned' compares, it plans nothing
        act = self._stated(k) or self._reflexive(k) or verbs().get(self.tree.lemma(k))
        if self._withholds_answer(k):
            yield Found(verbs()["withhold"], k)
        elif act is not None and self._complete(k, act) and not self._foretold(k, act):
            found = Found(self._weighed(k, act), k, self._own_words(k, act), self._object(k))
            yield found
            yield from self._further(found)
        elif self._ahead(k):
            yield from self._announced(k, act)

    def _foretold(self, k: int, act: Act) -> bool:
        """'there is no chance that they will agree', 'the parliament will reject it': told of somebody, a forecast."""
        if not self._ahead(k):
            return False
        return self.hedges.of(k) is not None or (act.status == "refused" and not (self._told(k) and self._is_own_word(k)))

    def _told(self, k: int) -> bool:
        """Whether a word stands in reported speech."""
        return any(s.covers(self.tokens[k].span) for a in self.whose.attributions for s in a.content)

    def _withholds_answer(self, k: int) -> bool:
        """'declined to say whether it would', 'has not said when it will follow': silence about an act of one's own."""
        refusing = (verb := verbs().get(self.tree.lemma(k))) is not None and verb.status == "refused"
        told = [c for c in self.tree.below(k, "xcomp") if self.tree.lemma(c) in lemmas("silences")] if refusing else [k]
        if not refusing and not (self.tree.lemma(k) in lemmas("silences") and self._negated_at(k)):
            return False
        asked = (c for t in told for c in self.tree.below(t, "ccomp", "advcl", "xcomp"))
        return any(self.tree.lemma(m) in _ASKING for c in asked for m in self.tree.below(c, "mark", "advmod"))

    def _ahead(self, k: int) -> bool:
        return bool(self.modal(k) & FUTURE) or self._is_to(k)

    def _announced(self, k: int, act: Act | None) -> Iterator[Found]:
        """'will' with a party as its subject; without one, what is to be done in the words of whoever will see to it."""
        if act is not None and act.negated and not self._negated_at(k):
            act = None
        if self.tree.lemma(k) in lemmas("stative") | lemmas("silences") or self.hedges.of(k) is not None:
            return
        if self._impersonal(k):
            yield Found(WILL, k, None, speaker=True)
        elif self._is_own_word(k):
            yield Found(self._weighed(k, WILL), k, None)

    def _impersonal(self, k: int) -> bool:
        """'no ship would be let through, the adviser said', 'supplies would continue': whoever says it sees to it."""
        subject = next(self.tree.below(k, "nsubj"), None)
        if subject is None or self.parties.of(subject) or self.tokens[subject].upos in ("PRON", "PROPN"):
            return False
        passive = self.tokens[subject].deprel == "nsubj:pass" and not self.tree.has(k, "obl:agent")
        return passive or self.tree.lemma(k) in lemmas("going_on")

    def _weighed(self, k: int, act: Act) -> Act:
        """The act at the level that its complement gives it: a deed ahead, an undertaking without an end, a pledge of support."""
        if act.level == DEED and self._lies_ahead(k):
            return _at(act, ANNOUNCED)
        noun = self._object(k)
        of = nouns().get(self.tree.lemma(noun)) if noun is not None else None
        if act.status == "given" and of is not None and of.level <= WORDS < act.level:
            return _at(act, of.level)
        if act.level == ANNOUNCED and act.status == "given" and self._open_ended(k, act):
            return _at(act, OPEN)
        return act

    def _lies_ahead(self, k: int) -> bool:
        return self._ahead(k) or any(self.tree.lemma(c) == "to" for c in self.tree.below(k, "mark"))

    def _open_ended(self, k: int, act: Act) -> bool:
        """'agreed to work together', 'will continue to': no end and nothing to show."""
        inner = [k] if act is WILL else [c for c in self.tree.below(k, *_COMPLEMENTS, "obl") if c > k]
        if not any(self.tree.lemma(c) in lemmas("open_ended") for c in inner):
            return False
        return not any(self.tokens[t].upos == "NUM" for t in self.parsed.subtree(k))

    def _asked(self, k: int) -> bool:
        """Questions undertake nothing."""
        sentence = self.parsed.sentences[self.tokens[k].sentence]
        return self.parsed.document.text[sentence.start : sentence.end].rstrip("\"'”’» \n").endswith("?")

    def _in_title(self, k: int) -> bool:
        title = self.parsed.document.title_span
        return title is not None and title.covers(self.tokens[k].span)

    def _hedged(self, k: int) -> bool:
        return any(self.tree.lemma(c) in lemmas("hedges") for c in self.tree.below(k, "advmod"))

    def _stated(self, k: int) -> Act | None:
        """'intends to cut … and to lower …': a second thing that one verb states takes its act from that verb."""
        if self.tree.relation(k) != "conj" or self.tree.relation(self.tokens[k].head) != "xcomp" or not self._own_conjunct(k):
            return None
        return verbs().get(self.tree.lemma(self.tokens[self.tokens[k].head].head))

    def _own_conjunct(self, k: int) -> bool:
        """Whether a coordinated verb has an object or complement beside that of the first: 'deepen and expand ties' is one act."""
        first = self.tokens[k].head
        return any(first < c < k for c in self.tree.below(first, "obj", "obl", "xcomp", "ccomp")) and self.tree.has(
            k, "obj", "obl", "xcomp"
        )

    def _reflexive(self, k: int) -> Act | None:
        """'obliges itself to …' undertakes, where 'obliges the party' is said of a paper."""
        bound = any(self.tree.lemma(o).endswith(("self", "selves")) for o in self.tree.below(k, "obj"))
        return verbs()["undertake"] if bound and self.tree.lemma(k) in ("oblige", "bind", "commit") else None

    def _own_words(self, k: int, act: Act) -> int | None:
        """The word that names the party where the subject does not: 'it confirms the countries' commitment', 'nothing binds X'."""
        if act.object_is_party:
            return next(self.tree.below(k, "obj"), None)
        if act.needs != "words" or any(self.parties.of(s) for s in self.whose.subjects(k)):
            return None
        return next((o for n in self._objects(k) if (o := self.whose.of_noun(n)) is not None), None)

    # ---------------------------------------------------------------------------------------- what a verb stands with

    def _objects(self, k: int) -> list[int]:
        """Direct objects; a noun that the parser took for a clause is one too."""
        plain = list(self.tree.below(k, "obj", "iobj"))
        return plain + [
            c for c in self.tree.below(k, "ccomp", "xcomp") if self.tokens[c].upos == "NOUN" and not self.tree.has(c, "cop", "nsubj")
        ]

    def _object(self, k: int) -> int | None:
        """The noun of the lexicon that a verb carries, seen through 'the strength of', 'decades of'."""
        for o in self._objects(k):
            for n in (o, *(self._inside(o) if self.tree.lemma(o) in lemmas("transparent") else ())):
                if self.tree.lemma(n) in nouns():
                    return n
        return None

    def _inside(self, noun: int) -> list[int]:
        return list(self.tree.below(noun, "nmod"))

    def _affirmable(self, o: int) -> bool:
        if self.tree.lemma(o) in lemmas("weak"):
            return False
        listed = lemmas("affirmable")
        inner = self._inside(o) if self.tree.lemma(o) in lemmas("transparent") else []
        return any(self.tree.lemma(n) in nouns() or self.tree.lemma(n) in listed for n in (o, *inner))

    def _complete(self, k: int, act: Act) -> bool:
        """Whether the verb stands with what it needs to say that something is undertaken."""
        if act.particle and not self._has_particle(k, act.particle):
            return False
        if act.negated:
            return self._negated_at(k)
        if any(self.tree.lemma(c) in lemmas("silences") for c in self.tree.below(k, "xcomp")):
            return False
        if act.delivered and domain(self.parsed.text(self.tree.span(self.parsed.subtree(k)))) == "other":
            return False  # deeds are told of everybody; only those of a known field commit ('sold the same horse twice' does not)
        objects = self._objects(k)
        if objects and all(self.tree.lemma(o) in lemmas("weak") | lemmas("weighing") for o in objects):
            return False
        if act.needs in _NEEDS:
            return _NEEDS[act.needs](self, k, objects)
        return self._has_complement(k, act, objects)

    def _has_particle(self, k: int, particle: str) -> bool:
        near = [*self.tree.children[k], *(c for o in self.tree.below(k, "obl", "advmod") for c in self.tree.below(o, "case"))]
        return any(self.tree.lemma(c) == particle for c in near)

    def _has_complement(self, k: int, act: Act, objects: list[int]) -> bool:
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
        return act.needs is None and (clause or infinitive or self.tree.has(k, "xcomp") or bool(goals))

    def _is_goal(self, k: int, o: int) -> bool:
        """'agreed to the truce', 'decided on sanctions'; not 'announced on Friday', 'agreed on the importance of'."""
        if self.tree.lemma(k) in lemmas("telling") or self.tree.lemma(o) in lemmas("weak") | lemmas("days"):
            return False
        return self.whose.case(o) in lemmas("objects") and self.tokens[o].upos in ("NOUN", "PROPN", "PRON", "VERB")

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

    def _further(self, found: Found) -> Iterator[Found]:
        """'expressed his respect for X and his commitment to Y': a second noun with an owner of its own is a second act."""
        if found.noun is None:
            return
        for c in self.tree.below(found.noun, "conj"):
            act = nouns().get(self.tree.lemma(c))
            if act is not None and self.tree.has(c, "nmod:poss", "nmod", "acl") and self.tree.has(c, "nmod", "det"):
                status = found.act.status if found.act.group == "affirm" else act.status
                yield Found(Act(act.group, act.level, status), found.head, found.owner, c, partial=True)

    # ------------------------------------------------------------------------------------------- nouns and adjectives

    def _noun(self, k: int, act: Act) -> Iterator[Found]:
        up, relation = self.tokens[k].head, self.tree.relation(k)
        if up != k and self.tokens[up].upos == "VERB" and self._carried(k, up):
            found = Found(act, up, None, k)
            verb = verbs().get(self.tree.lemma(up))
            stated = verb is not None and self._complete(up, verb)
            if not stated and not self.wished(up) and (self._negated_at(up, k) or not self.modal(up) & UNCERTAIN):
                yield found
                yield from self._further(found)
            return
        if standing := self._standing(k, act):
            yield standing
            return
        owner = self.whose.of_noun(k)
        if owner is None or relation == "conj" or self._is_topic(k, act):
            return
        aim = relation in ("nsubj", "obj") and self.tree.has(up, "cop") and k < up
        if relation == "obj" and not aim:
            return
        told = any(self.tree.has(c, "mark") for c in self.tree.below(k, "acl"))  # 'a decision to …', 'the promise that …'
        if aim or (relation == "nsubj" and self.tokens[k].deprel != "nsubj:pass" and not (told or self.tree.has(k, "nmod"))):
            clause = self.tree.has(up, "cop") and (aim or self.tree.has(up, "csubj", "ccomp", "xcomp", "acl"))
            if clause or self.tokens[up].upos == "VERB":
                yield Found(act, up, owner, noun=k)
        elif told or any(c != owner for c in self.tree.below(k, "nmod")):
            yield Found(act, k, owner, noun=k)

    def _carried(self, k: int, up: int) -> bool:
        """'expressed its readiness', 'named it as the goal', 'made it its goal', 'underscored his commitment'."""
        relation, lemma = self.tree.relation(k), self.tree.lemma(up)
        if lemma not in lemmas("carriers") and not (
            lemma in lemmas("topics") and nouns()[self.tree.lemma(k)].level >= WORDS and self._definite(k)
        ):
            return False
        own = self.tree.has(k, "nmod:poss") and k > up
        return relation in ("obj", "xcomp", "ccomp") or (
            relation == "obl" and (self.whose.case(k) == "as" or (own and lemma in ("make", "call")))
        )

    def _definite(self, k: int) -> bool:
        return self.tree.lemma(k) in lemmas("acts_of_will") and self.whose.of_noun(k) is not None

    def _standing(self, k: int, act: Act) -> Found | None:
        """'the commitment to X stands', 'our support remains unchanged'."""
        up = self.tokens[k].head
        if self.tree.relation(k) != "nsubj" or not (self.tree.lemma(up) in lemmas("standing") or self._remains(up)):
            return None
        owner = self.whose.of_noun(k)
        return Found(Act(act.group, act.level, "reaffirmed"), up, owner, noun=k, speaker=owner is None)

    def _remains(self, k: int) -> bool:
        return self.tree.lemma(k) in lemmas("unchanged") and (
            self.tree.has(k, "cop") or any(self.tree.lemma(c) == "remain" for c in self.tree.children[k])
        )

    def _is_topic(self, k: int, act: Act) -> bool:
        """Under a verb of discussing or thanking a noun is what is spoken of: 'discussed support for', 'thanked him for his support'."""
        for up in self.parsed.ancestors(k):
            if self.tree.lemma(up) in lemmas("topics") | lemmas("thanks"):
                return not (self.tree.lemma(up) in lemmas("topics") and self._definite(k))
            if self.tokens[up].upos == "VERB":
                return False
        return False

    def _adjective(self, k: int, act: Act) -> Iterator[Found]:
        """'is ready to keep shipping', 'remains committed to', 'stands ready'."""
        up = self.tokens[k].head
        linked = self.tree.has(k, "cop") or any(self.tree.lemma(c) == "be" for c in self.tree.below(k, "aux"))
        verb = up if self.tree.relation(k) in ("xcomp", "advcl") and self.tree.lemma(up) in lemmas("linking") else None
        to = any(
            self.tree.lemma(m) in ("to", "for")
            for c in self.tree.below(k, "xcomp", "advcl", "obl", "ccomp", "csubj")
            for m in self.tree.below(c, "mark", "case")
        )
        head = verb if verb is not None else k
        if to and (linked or verb is not None) and not self.wished(head) and not self.modal(head) & UNCERTAIN and not self._hedged(head):
            yield Found(act, head, None)

    # ---------------------------------------------------------------------------------------------------------- frames

    def wished(self, k: int) -> bool:
        """Whether somebody's wish or estimate governs the act, or another act states it ('agreed to provide')."""
        joined, ahead = False, self._ahead(k)
        while self.tree.relation(k) in ("xcomp", "ccomp", "conj", "advcl"):
            joined = joined or self.tree.relation(k) == "conj"
            open_clause = self.tree.relation(k) in ("xcomp", "advcl") and any(
                self.tree.lemma(m) == "to" for m in self.tree.below(k, "mark")
            )
            open_clause = open_clause or self.tree.relation(k) == "xcomp"
            inner = open_clause or self.tree.relation(k) == "ccomp"
            k = self.tokens[k].head
            lemma = self.tree.lemma(k)
            if lemma in lemmas("wishes") or (ahead and lemma in lemmas("estimates")):
                return True
            stated = verbs().get(lemma) or (adjectives().get(lemma) if inner else None)
            if (
                inner
                and not joined
                and stated
                and not stated.negated
                and (open_clause or lemma not in lemmas("telling") | lemmas("judging"))
            ):
                return True
        return False

    def modal(self, k: int) -> set[str]:
        """Auxiliaries of a verb, lower case."""
        return {self.tokens[c].text.lower() for c in self.tree.below(k, "aux")}

    def _is_to(self, k: int) -> bool:
        """'Ukraine is to regain control', 'inspectors are to search': settled, not wished."""
        marked = any(self.tree.lemma(c) == "to" for c in self.tree.below(k, "mark"))
        return marked and any(self.tree.lemma(c) == "be" and c < k for c in self.tree.below(k, "aux", "cop"))

    def negated(self, found: Found) -> bool:
        """Whether the act is denied."""
        return self._negated_at(found.head, found.noun)

    def _negated_at(self, head: int, noun: int | None = None) -> bool:
        heads = [k for k in (head, noun) if k is not None]
        words = [c for k in heads for c in self.tree.below(k, "advmod", "det", "aux", "cc", "case", "obj", "nsubj", "obl")]
        words += [c for o in self.tree.below(head, "obj", "nsubj", "obl") for c in self.tree.below(o, "det")]
        longer = any(self.tree.lemma(c) == "long" or self.tokens[c].text.lower() == "longer" for c in self.tree.below(head, "advmod"))
        return longer or any(self.tokens[c].text.lower() in NEGATORS for c in words)

    def _is_own_word(self, k: int) -> bool:
        """'will' commits in the outlet's voice or in the party's own words; in a third party's it is a forecast."""
        holder = self.whose.holder(k)
        if not self._told(k):
            return True
        party = self.parties.party(holder)
        if party is not None and party in self.whose.owners(Found(WILL, k)):
            return True
        return self.tree.has(k, "obj") and self._quantified(k)

    def _quantified(self, k: int) -> bool:
        """'will cut its emissions by 26 per cent': an amount makes it a target, not a guess. Years are no amounts."""
        numbers = (self.tokens[t].text for t in self.parsed.subtree(k) if self.tokens[t].upos == "NUM")
        return any(not (n.isdigit() and len(n) == 4) for n in numbers)


def _at(act: Act, level: int) -> Act:
    return Act(act.group, level, act.status, act.needs, act.delivered, act.particle, act.negated, act.object_is_party)


_NEEDS = {
    "object": Acts._needs_object,
    "kept": Acts._needs_kept,
    "party": Acts._needs_party,
    "words": Acts._needs_words,
    "to": Acts._needs_to,
}
