"""Acts that can commit: which verbs, nouns and adjectives of the lexicon stand in a frame that says something is undertaken.

A word alone commits nobody: it needs what it undertakes (`complements`: 'reaffirmed its commitment', not 'confirmed the call'), a frame
that is not a wish, a question, a guess or a topic (`moods`), and no other act above it that says the same ('agreed to provide' is one).
"""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.claims.acts import Act, Found, adjectives, lemmas, nouns, verbs
from twicetold.claims.certainty import Hedges
from twicetold.claims.complements import Complements
from twicetold.claims.moods import UNCERTAIN, Moods
from twicetold.claims.parties import Parties
from twicetold.claims.syntax import Tree
from twicetold.claims.whose import Whose

WILL = Act("will", 4, "given", "object")
WITHDRAWN = Act("refuse", 4, "refused")
CANNOT = Act("cannot", 4, "refused")
OPEN, WORDS = 3, 2  # levels of an undertaking without an end, and of words of support
DEED, ANNOUNCED = 5, 4
_COMPLEMENTS = ("ccomp", "xcomp", "advcl")


class Acts:
    """All acts of one document, in text order."""

    def __init__(self, tree: Tree, parties: Parties, whose: Whose, hedges: Hedges) -> None:
        self.tree, self.parsed, self.tokens = tree, tree.parsed, tree.tokens
        self.parties, self.whose, self.hedges = parties, whose, hedges
        self.complements = Complements(tree, parties, whose)
        self.moods = Moods(tree, whose, self.complements, hedges)
        self.agreed = whose.agreed

    def all(self) -> Iterator[Found]:
        """Every word of the lexicon in a frame that can commit."""
        for k, token in enumerate(self.tokens):
            if token.upos not in ("VERB", "NOUN", "ADJ") or self.moods.in_title(k) or self.moods.asked(k):
                continue
            if (act := nouns().get(self.tree.lemma(k))) is not None and (token.upos == "NOUN" or self._nominal(k)):
                yield from self._noun(k, act)
            elif token.upos == "VERB":
                yield from self._verb(k)
            if (act := adjectives().get(token.text.lower())) is not None:
                yield from self._adjective(k, act)

    def _nominal(self, k: int) -> bool:
        """'Brazil's decision to …': a noun by what stands before it, whatever it is tagged as."""
        return self.tree.has(k, "det") or any(self.tokens[c].deprel == "nmod:poss" and c < k for c in self.tree.children[k])

    # ---------------------------------------------------------------------------------------------------------- verbs

    def _verb(self, k: int) -> Iterator[Found]:
        yield from self.agreed.obliged(k)
        if (listed := self.agreed.listed(k)) is not None:
            yield Found(listed, k)
            return
        if self.moods.wished(k) or self.moods.hedged(k) or self._state(k) or self.moods.supposed(k):
            return
        if self.moods.modal(k) & UNCERTAIN:
            if self.moods.unable(k):
                yield Found(CANNOT, k)
            elif "must" in self.moods.modal(k) and self.moods.under_agreement(k) and not self.moods.negated_at(k):
                yield Found(WILL, k)
            return
        if self.moods.denies_force(k) or self._not_bound(k):
            yield Found(CANNOT, k)
            return
        if any(self.tree.lemma(c) == "than" for c in self.tree.below(k, "mark")):
            return  # 'more than it had planned' compares, it plans nothing
        if any(self.tree.lemma(c) in lemmas("opening") for c in self.tree.below(k, "mark") if c < k):
            return
        act = self._term_set(k) or self._stated(k) or self._reflexive(k) or verbs().get(self.tree.lemma(k))
        if self.moods.withholds_answer(k):
            yield Found(verbs()["withhold"], k)
        elif self._gives_up_support(k):
            yield Found(WITHDRAWN, k)
        elif act is not None and self._complete(k, act) and not self.moods.foretold(k, act.status):
            behind = self._impersonal(k) and self.moods.ahead(k) and self.moods.told(k)
            found = Found(self._weighed(k, act), k, self._own_words(k, act), self.complements.object(k), behind)
            yield found
            yield from self._further(found)
        elif self.moods.ahead(k) and (act is None or act.status != "refused"):
            yield from self._announced(k)

    def _state(self, k: int) -> bool:
        """'is committed to', 'remains committed': said of a state, not of an act; read as an adjective."""
        if self.tokens[k].text.lower() not in adjectives():
            return False
        up = self.tokens[k].head
        linked = self.tree.relation(k) in ("xcomp", "advcl") and self.tree.lemma(up) in lemmas("linking")
        passive = any(self.tree.lemma(c) == "be" for c in self.tree.below(k, "aux", "cop"))
        return linked or (passive and not self.tree.has(k, "obj"))

    def _not_bound(self, k: int) -> bool:
        """'is not bound by the accord', as the party itself says."""
        by = any(self.whose.case(o) == "by" for o in self.tree.below(k, "obl"))
        return self.tokens[k].text.lower() == "bound" and by and self.moods.negated_at(k) and self.moods.told(k)

    def _complete(self, k: int, act: Act) -> bool:
        return self.complements.complete(k, act) and (not act.negated or self.moods.negated_at(k))

    def _announced(self, k: int) -> Iterator[Found]:
        """'will' with a party as its subject; without one, what is to be done in the words of whoever will see to it."""
        silent = self.tree.lemma(k) in lemmas("silences") and not (self.tree.lemma(k) == "draw" and self.tree.has(k, "obj"))
        kept = self.tree.lemma(k) in ("remain", "stay") and self.complements.in_place(k)
        stative = self.tree.lemma(k) in lemmas("stative") and not kept and not self._helps(k)
        if silent or stative or self.hedges.of(k) is not None or self.complements.asks(k) or self._within_question(k):
            return
        if self._impersonal(k):
            owner = self.whose.of_measure(next(self.tree.below(k, "nsubj")))
            yield Found(WILL, k, owner, speaker=owner is None)
        elif self.moods.own_word(k):
            yield Found(self._weighed(k, WILL), k, None)

    def _helps(self, k: int) -> bool:
        """'will help Greece to draw on the fund': done for a party, where 'will help ease the shortage' foretells."""
        return self.tree.lemma(k) == "help" and any(self.parties.of(o) for o in self.tree.below(k, "obj"))

    def _within_question(self, k: int) -> bool:
        """'experts differ over how many it would take'; 'would only let it be known': no act is announced."""
        first = min(self.parsed.subtree(k))
        opened = {self.tree.lemma(first), self.tree.lemma(first + 1) if self.tokens[first].upos in ("ADP", "SCONJ") else ""}
        clause = self.tree.relation(k) in ("ccomp", "acl", "advcl", "csubj", "obl", "nmod")
        known = self.tree.lemma(k) == "let" and any(self.tree.lemma(c) == "know" for c in self.tree.below(k, "xcomp", "ccomp"))
        return known or (clause and bool(opened & {"how", "what", "why", "where"}))

    def _impersonal(self, k: int) -> bool:
        """'no ship would be let through, the adviser said', 'supplies would continue': whoever says it sees to it."""
        subject = next(self.tree.below(k, "nsubj"), None)
        if subject is None or self.parties.of(subject) or self.tokens[subject].upos in ("PRON", "PROPN"):
            return False
        passive = self.tokens[subject].deprel == "nsubj:pass" or self._participle(k)
        passive = passive and not any(self.whose.case(c) == "by" or self.tokens[c].deprel == "obl:agent" for c in self.tree.below(k, "obl"))
        moved = self.tree.lemma(k) in lemmas("moving") and self.tree.lemma(subject) in lemmas("measures") | lemmas("money")
        return passive or self.tree.lemma(k) in lemmas("going_on") or (moved and self.moods.told(k))

    def _participle(self, k: int) -> bool:
        """'will be raised': a form of 'be' before a past participle, whatever the tree calls it."""
        be = any(self.tree.lemma(c) == "be" and c < k for c in self.tree.below(k, "aux", "cop"))
        form = self.tokens[k].text.lower()
        return be and form != self.tree.lemma(k) and not form.endswith("ing")

    def _weighed(self, k: int, act: Act) -> Act:
        """The act at the level that its complement gives it: a deed ahead, an undertaking without an end, a pledge of support."""
        if act.level == DEED and self.moods.lies_ahead(k):
            return _at(act, ANNOUNCED)
        noun = self.complements.object(k)
        of = nouns().get(self.tree.lemma(noun)) if noun is not None else None
        if act.group == "affirm" and of is not None:
            return _at(act, max(act.level, of.level))
        if act.status == "given" and of is not None and of.level <= WORDS < act.level:
            return _at(act, of.level)
        if act.level == ANNOUNCED and act.status == "given" and self._open_ended(k, act):
            return _at(act, OPEN)
        return act

    def _gives_up_support(self, k: int) -> bool:
        """'withdrew its support': what was given is taken back."""
        goodwill = any(self.tree.lemma(o) in lemmas("goodwill") for o in self.tree.below(k, "obj"))
        return goodwill and self.tree.lemma(k) in lemmas("giving_up") | {"revoke", "withhold", "rescind"}

    def _open_ended(self, k: int, act: Act) -> bool:
        """'agreed to work together', 'will continue to': no end and nothing to show."""
        inner = [k] if act is WILL else [c for c in self.tree.below(k, *_COMPLEMENTS, "obl") if c > k]
        if not any(self.tree.lemma(c) in lemmas("open_ended") for c in inner):
            return False
        return not any(self.tokens[t].upos == "NUM" for t in self.parsed.subtree(k))

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

    def _term_set(self, k: int) -> Act | None:
        """'gave themselves until June to write it down': a time that one sets oneself."""
        own = any(self.tree.lemma(o).endswith("selves") or self.tree.lemma(o) == "itself" for o in self.tree.below(k, "obj", "iobj"))
        until = any(self.tokens[t].text.lower() in ("until", "till") for t in self.parsed.subtree(k))
        return verbs()["intend"] if own and until and self.tree.lemma(k) in ("give", "set", "allow") else None

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
        carried = (n for n in self.complements.objects(k) if self.tree.lemma(n) in nouns() or self.tree.lemma(n) in lemmas("affirmable"))
        return next((o for n in carried if (o := self.whose.of_noun(n)) is not None), None)

    def _further(self, found: Found) -> Iterator[Found]:
        """'expressed his respect for X and his commitment to Y': a second noun with an owner of its own is a second act."""
        if found.noun is None:
            return
        for c in self.tree.below(found.noun, "conj"):
            act = nouns().get(self.tree.lemma(c))
            if act is not None and self.tree.has(c, "nmod", "acl") and self.tree.has(c, "nmod", "det"):
                status = found.act.status if found.act.group == "affirm" else act.status
                yield Found(Act(act.group, act.level, status), found.head, found.owner, c, partial=True)

    # ------------------------------------------------------------------------------------------- nouns and adjectives

    def _noun(self, k: int, act: Act) -> Iterator[Found]:
        up, relation = self._carrier(k), self.tree.relation(k)
        above = verbs().get(self.tree.lemma(up))
        if relation == "obl" and above is not None and above.group == "stand" and self._complete(up, above):
            return  # 'stood by its obligation' is one act
        carrier = self.tokens[up].upos == "VERB" or self.tree.lemma(up) == "have"
        if up != k and carrier and self._carried(k, up):
            found = Found(self._spelled(k, act), up, None, k)
            verb = verbs().get(self.tree.lemma(up))
            stated = verb is not None and self._complete(up, verb)
            if not stated and not self.moods.wished(up) and (self.moods.negated_at(up, k) or not self.moods.modal(up) & UNCERTAIN):
                yield found
                yield from self._further(found)
            return
        if up != k and (got := self._obtained(k, up, act)):
            yield got
            return
        if standing := self._standing(k, act):
            yield standing
            return
        owner = self.whose.of_noun(k)
        if owner is None or relation == "conj" or self._is_topic(k, act):
            return
        told = any(self.tree.has(c, "mark") for c in self.tree.below(k, "acl"))  # 'a decision to …', 'the promise that …'
        aim = relation in ("nsubj", "obj") and self.tree.has(up, "cop") and k < up and not told  # 'the goal is to …'
        if relation == "obj" and not aim:
            return
        if aim or (relation == "nsubj" and self.tokens[k].deprel != "nsubj:pass" and not (told or self.tree.has(k, "nmod"))):
            clause = self.tree.has(up, "cop") and (aim or self.tree.has(up, "csubj", "ccomp", "xcomp", "acl"))
            if clause or self.tokens[up].upos == "VERB":
                yield Found(act, up, owner, noun=k)
        elif told or any(c != owner for c in self.tree.below(k, "nmod")):
            yield Found(act, k, owner, noun=k)

    def _spelled(self, k: int, act: Act) -> Act:
        """'gave assurances that it would pay', 'a commitment to designate the drug': a definite act, more than a word of support."""
        clause = next((c for c in self.tree.below(k, "acl", "ccomp") if c > k and self.tree.has(c, "mark")), None)
        loose = clause is None or self.tree.lemma(clause) in lemmas("open_ended") or self.tokens[clause].upos != "VERB"
        return act if loose or self.tree.lemma(k) not in ("assurance", "commitment") else _at(act, ANNOUNCED)

    def _carrier(self, k: int) -> int:
        """The verb that carries a noun: the one it hangs on, or the one whose object it is said of ('named X as the goal')."""
        up = self.tokens[k].head
        said_of = self.tree.relation(k) == "nmod" and self.whose.case(k) == "as" and self.tree.relation(up) == "obj"
        return self.tokens[up].head if said_of else up

    def _carried(self, k: int, up: int) -> bool:
        """'expressed its readiness', 'named it as the goal', 'made it its goal', 'underscored his commitment'."""
        relation, lemma = self.tree.relation(k), self.tree.lemma(up)
        if nouns()[self.tree.lemma(k)].group == "deal":
            aimed = any(self.tree.lemma(m) == "to" for c in self.tree.below(k, "acl") for m in self.tree.below(c, "mark"))
            direct = relation == "obj" or (relation == "obl" and not self.tree.has(k, "case"))
            return direct and lemma in lemmas("dealing") and aimed
        if self.tree.lemma(k) == "word" and not (lemma in ("give", "keep", "have") and self.tree.has(k, "nmod")):
            return False  # 'gave its word', not 'gave the word'
        topic = lemma in lemmas("topics") and nouns()[self.tree.lemma(k)].level >= WORDS and self._definite(k)
        if lemma not in lemmas("carriers") and not topic:
            return False
        own = self.tree.has(k, "nmod") and k > up and lemma in ("make", "call")
        if lemma in ("call", "describe") and not self.tree.has(k, "nmod"):
            return False  # 'called it a proposal' names it
        return relation in ("obj", "xcomp", "ccomp") or self.whose.case(k) == "as" or (relation == "obl" and own)

    def _definite(self, k: int) -> bool:
        return self.tree.lemma(k) in lemmas("acts_of_will") and self.whose.of_noun(k) is not None

    def _obtained(self, k: int, up: int, act: Act) -> Found | None:
        """'secured guarantees from Moscow': the one from whom they come has given them, as the other tells it."""
        if self.tree.lemma(up) not in lemmas("obtaining") or self.tree.relation(k) != "obj" or self.moods.wished(up):
            return None
        givers = (*self.tree.below(k, "nmod"), *self.tree.below(up, "obl"))
        giver = next((c for c in givers if self.whose.case(c) == "from" and self.parties.of(c)), None)
        return None if giver is None else Found(Act(act.group, act.level, "reported"), up, giver, noun=k)

    def _standing(self, k: int, act: Act) -> Found | None:
        """'the commitment to X stands', 'our support remains unchanged'."""
        up = self.tokens[k].head
        if self.tree.relation(k) != "nsubj" or not (self.tree.lemma(up) in lemmas("standing") or self._remains(up)):
            return None
        if any(k < c < up for c in self.tree.below(up, "nsubj")):
            return None  # two subjects: the tree joined two sentences
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
        linked = linked or any(self.tree.lemma(c) in lemmas("linking") for c in self.tree.below(k, "advcl") if c < k)
        verb = up if self.tree.relation(k) in ("xcomp", "advcl") and self.tree.lemma(up) in lemmas("linking") else None
        following = [t.text.lower() for t in self.tokens[k + 1 : k + 3]]
        to = following[:1] == ["to"] or any(
            self.tree.lemma(m) in ("to", "for")
            for c in self.tree.below(k, "xcomp", "advcl", "obl", "ccomp", "csubj")
            for m in self.tree.below(c, "mark", "case")
        )
        head = verb if verb is not None else k
        if self.tree.lemma(k) == "open":  # 'open to approving it', 'open to talks', not 'open to the public'
            to = following[:1] == ["to"] and (following[-1].endswith("ing") or following[-1].rstrip("s") in lemmas("parley"))
        if (
            to
            and (linked or verb is not None)
            and not self.moods.wished(head)
            and not self.moods.modal(head) & UNCERTAIN
            and not self.moods.hedged(head)
            and not any(self.tree.lemma(a) == "have" for c in self.tree.below(k, "xcomp") for a in self.tree.below(c, "aux"))
        ):
            yield Found(act, head, None)


def _at(act: Act, level: int) -> Act:
    return Act(act.group, level, act.status, act.needs, act.delivered, act.particle, act.negated, act.object_is_party)
