"""Whose act it is: the word that names the party of a verb or noun, through passives, relatives, coordination and crossed trees."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.claims.acts import Found, adjectives, lemmas
from twicetold.claims.agreed import Agreed
from twicetold.claims.parties import Parties
from twicetold.claims.syntax import Tree
from twicetold.types import Attribution

FAR = 150  # words back to which 'the cuts' may refer
HOPS = 4  # clauses up within which a subject is looked for: 'promised to try to help to open'
_GENITIVE = frozenset({"'", "’", "'s", "’s"})
LONGEST_ASIDE = 25  # words of a relative clause that is looked over
ANYBODYS = frozenset({"will", "intend", "undertake", "commit", "refuse", "ready", "unwilling"})  # groups of acts
SHORT_ASIDE = 5  # words and the comma behind them: 'he added,'
_NOMINAL = frozenset({"NOUN", "PROPN"})
_RELATIVES = frozenset({"which", "that", "who"})


class Whose:
    """Owners of acts in one document."""

    def __init__(self, tree: Tree, parties: Parties, attributions: Sequence[Attribution]) -> None:
        self.tree, self.tokens, self.parties, self.attributions = tree, tree.tokens, parties, attributions
        self.agreed = Agreed(tree, parties)

    def owners(self, found: Found) -> list[str]:
        """Keys of the parties of an act, [] when nobody is named that can commit."""
        if found.owner is not None:
            owners = self.parties.of(found.owner)
            if owners or self.tokens[found.owner].upos != "PRON":
                return owners
        if found.speaker:
            return self.speaker(found.head)
        if (clause := self.told_clause(found)) is not None:
            return self.parties.of(next(self.tree.below(clause, "nsubj")))
        for word in self.subjects(found.head):
            if self._personal(found.head) and (person := self.parties.person(word)):
                return [person]
            if owners := self.parties.of(word):
                return self.parties.as_one(list(dict.fromkeys([*owners, *self._beside(found.head, word)])))
        return self._anyone(found) or self._carried_on(found.head)

    def _personal(self, k: int) -> bool:
        """'will not resign', 'vowed to veto the bill': what only a person can do."""
        return any(self.tree.lemma(c) in lemmas("personal") for c in (k, *self.tree.below(k, "xcomp")))

    def told_clause(self, found: Found) -> int | None:
        """'The minister promised that India would', 'announced that the two will': the verb of those whom another speaks for."""
        k = found.head
        if found.act.group != "undertake" or self.tree.lemma(k) not in lemmas("announcing") or found.noun is not None:
            return None
        clause = next((c for c in self.tree.below(k, "ccomp", "parataxis") if c > k and self.tree.finite(c)), None)
        inner = None if clause is None else next(self.tree.below(clause, "nsubj"), None)
        if clause is None or inner is None or not k < inner < clause or self.tree.has(clause, "cop"):
            return None
        theirs, own = self.parties.of(inner), next((o for w in self.subjects(k) if (o := self.parties.of(w))), [])
        states = [o for o in own if self.parties.is_state(o)]
        spoken_for = theirs and not set(theirs) & set(own) and (not states or self.tree.lemma(k) == "announce")
        return clause if spoken_for else None

    def _carried_on(self, k: int) -> list[str]:
        """'It pledged …' with nobody known behind 'it': whoever the sentence before was about."""
        number = self.tokens[k].sentence
        opening = self.tree.parsed.sentences[number].first
        if number == 0 or self.tree.lemma(opening) not in ("it", "they") or self.parties.actor(opening) or opening not in self.subjects(k):
            return []
        before = self.tree.parsed.sentences[number - 1]
        main = next((t for t in range(before.first, before.last) if self.tree.relation(t) == "root"), None)
        return [] if main is None else next((o for w in self.tree.below(main, "nsubj") if (o := self.parties.of(w))), [])

    def _anyone(self, found: Found) -> list[str]:
        """'The cooperative will waive its fees', 'the farmer said she would not sell': an undertaking is anybody's, a deed is not."""
        named = ((word, key) for word in self.subjects(found.head) if (key := self.parties.actor(word)) is not None)
        word, key = next(named, (None, None))
        if key is None or word is None or set(self.parties.name(key)) & lemmas("crowds"):
            return []
        if self.tree.lemma(found.head) in lemmas("commissives"):
            return [key]
        own = self.parties.speaks_for_none(key) and found.act.group in ANYBODYS
        told = key in self._tellers(found.head)
        if found.act.group == "will" and not self.parties.is_body(key) and not self._denied(found.head):
            return []  # 'I will unpack my suitcase': what a person says he will do is talk, what he will not do is a stand
        plain = found.act.group != "will" or self.parties.is_body(key)
        guessed = self.tokens[word].upos == "PRON" and any(a.actor == key for a in self.attributions)  # 'it': not the analyst
        return [key] if own and (told or (plain and not guessed)) and self._spelled_out(found) else []

    def _denied(self, k: int) -> bool:
        return any(self.tree.lemma(c) in ("not", "n't", "never", "no") for c in self.tree.below(k, "advmod", "aux", "obj", "det"))

    def _spelled_out(self, found: Found) -> bool:
        """What is undertaken stands as a verb: 'plans to', 'agreed to', 'refuses to'."""
        clauses = self.tree.below(found.head, "xcomp", "advcl", "ccomp")
        return found.act.group == "will" or any(self.tree.lemma(m) == "to" for c in clauses for m in self.tree.below(c, "mark"))

    def _tellers(self, k: int) -> set[str | None]:
        inner = self.inner(k)
        return set() if inner is None else {inner.actor}

    def _beside(self, k: int, word: int) -> list[str]:
        """'He and Dr Mohib agreed': two subjects of one verb that 'and' joins."""
        return [
            p
            for c in self.tree.below(k, "nsubj")
            if c != word and c < k and any(self.tree.lemma(j) == "and" for j in self.tree.below(max(c, word), "cc"))
            for p in self.parties.of(c)
        ]

    def speaker(self, k: int) -> list[str]:
        """The parties in whose words a token stands."""
        inner = self.inner(k)
        return [] if inner is None else self.parties.parties(inner.actor)

    def inner(self, k: int) -> Attribution | None:
        """The innermost attribution of what token `k` is part of."""
        place = self.tokens[k].span
        around = (a for a in self.attributions if any(s.covers(place) for s in a.content))
        return min(around, key=lambda a: sum(s.size for s in a.content), default=None)

    def subjects(self, k: int) -> list[int]:
        """Words that may name who does `k`, the likeliest first."""
        found = self.subject(k)
        first = [] if found is None else [found, *(c for c in self.rivals(k) if c != found)]
        opening = self.agreed.opening(k) if found is None and self.tree.relation(k) == "root" else None
        return first + self._shared(k) + ([opening] if opening is not None else [])

    def _shared(self, k: int) -> list[int]:
        """Subjects of the clauses that a coordinated verb without one of its own may belong to, the nearest first."""
        if self.tree.relation(k) != "conj" or self.tree.has(k, "nsubj"):
            return []
        above = (up for up in self.tree.parsed.ancestors(k) if self.tree.is_predicate(up))
        return [s for up in above for s in self.rivals(up)]

    def rivals(self, k: int) -> list[int]:
        """Several subjects of one verb: a dateline or an aside took the place of the real one, which stands nearest to the verb."""
        return sorted((c for c in self.tree.below(k, "nsubj") if c < k and self.tokens[c].deprel != "nsubj:pass"), reverse=True)

    def subject(self, k: int, hops: int = HOPS) -> int | None:
        """The word that does what `k` says: its subject, the agent of a passive, or the subject of the verb above."""
        own = list(self.tree.below(k, "nsubj"))
        agent = next((c for c in self.tree.children[k] if self.tokens[c].deprel == "obl:agent"), None)
        if agent is not None and not (own and self.tokens[k].text.lower() == "bound"):
            return agent
        if own:
            if all(self.tokens[c].deprel == "nsubj:pass" for c in own) and self.tokens[k].text.lower() in {*adjectives(), "bound"}:
                return self.antecedent(own[0])  # 'is committed to': a state, said of its subject
            if all(self.tokens[c].deprel == "nsubj:pass" for c in own):
                return next((o for o in self.tree.below(k, "obl") if self.case(o) == "by"), None)
            return self.antecedent(next(iter(self.rivals(k)), own[0]))
        if self._said_it(k):
            return self.subject(self.tokens[k].head, hops - 1)
        fronted = next((c for c in self.tree.below(k, "obj") if c < k and self.tokens[c].upos == "PROPN"), None)
        if fronted is not None:
            return fronted  # 'Reagan has assured Taipei' with its subject taken for an object
        stray = self._stray(k)
        stray = stray if stray is not None else self._in_front(k)
        return stray if stray is not None else self._above(k, hops)

    def _said_it(self, k: int) -> bool:
        """'Norway said it would consider a cut', with 'it' taken for one that stands for nothing."""
        empty = any(self.tree.lemma(c) == "it" for c in self.tree.below(k, "expl"))
        return empty and self.tree.relation(k) == "ccomp" and not self.tree.has(k, "csubj", "ccomp", "cop")

    def _above(self, k: int, hops: int) -> int | None:
        relation, up = self.tree.relation(k), self.tokens[k].head
        if relation == "acl":
            by = next((o for o in self.tree.below(k, "obl") if self.case(o) == "by"), None)
            return by if by is not None else self._acl(k, up, hops)
        climbs = relation in ("conj", "xcomp", "advcl", "ccomp", "parataxis") and up != k and hops > 0
        if relation in ("ccomp", "parataxis") and self.tree.finite(k) and not self._bare(k):
            return None
        return self.subject(up, hops - 1) if climbs else None

    def _bare(self, k: int) -> bool:
        """A clause without a subject or mark of its own: an infinitive or a verb that the parser hung as one."""
        return not self.tree.has(k, "nsubj", "csubj", "expl") and not any(self.tree.lemma(m) == "that" for m in self.tree.below(k, "mark"))

    def _acl(self, k: int, up: int, hops: int) -> int | None:
        """'his intention to send': whose noun it is; 'the states sending troops': the noun itself."""
        if not any(self.tree.lemma(m) == "to" for m in self.tree.below(k, "mark")):
            return up
        poss = next((c for c in self.tree.children[up] if self.tokens[c].deprel == "nmod:poss"), None)
        return poss if poss is not None else self._above(up, hops - 1) if self.tree.relation(up) in ("obj", "obl") and hops else up

    def _stray(self, k: int) -> int | None:
        """A subject that stands before a finite verb but was hung on a verb after it: the tree is crossed, the order is not."""
        if self.tree.relation(k) not in ("root", "ccomp", "parataxis"):
            return None
        below = self.tree.parsed.subtree(k)
        return next((t for t in below if t < k < self.tokens[t].head and self.tokens[t].deprel == "nsubj"), None)

    def _in_front(self, k: int) -> int | None:
        """The noun right before a finite verb, or before the relative clause between them, hung elsewhere: the order says whose it is."""
        start = k
        while self.tokens[start - 1].upos in ("AUX", "ADV", "PART") and start > self._first(k):
            start -= 1
        clause = self.tree.relation(k) in ("root", "conj", "ccomp", "parataxis") or (start < k and not self.tree.has(k, "mark"))
        if not self.tree.finite(k) or not clause:
            return None
        last = self._before_aside(start - 1, self._first(k))
        if last < self._first(k) or self.tokens[last].upos not in ("NOUN", "PROPN"):
            return None
        noun = last
        while self._below_noun(noun, last):
            noun = self.tokens[noun].head
        governed = self.tree.has(noun, "case") or (self.tree.relation(noun) == "obj" and self.tokens[noun].head < noun)
        return noun if not governed and (self.parties.of(noun) or self.parties.actor(noun)) else None

    def _below_noun(self, noun: int, last: int) -> bool:
        """Whether a noun belongs to another one before the verb; 'tonnes, and Nigeria has promised' begins anew."""
        up = self.tokens[noun].head
        anew = self.tree.relation(noun) == "appos" and self.tree.has(noun, "cc")
        return up != noun and up <= last and self.tokens[up].upos in _NOMINAL and not anew

    def _before_aside(self, k: int, first: int) -> int:
        """'Nigeria, which is no member, has promised', 'Oslo, he added, will': the word before what two commas enclose."""
        if k <= first or self.tokens[k].text != ",":
            return k
        opening = (j for j in range(k - 2, max(first, k - LONGEST_ASIDE), -1) if self.tokens[j].text == ",")
        return next((j - 1 for j in opening if self.tokens[j + 1].text.lower() in _RELATIVES or k - j <= SHORT_ASIDE), k)

    def _first(self, k: int) -> int:
        return self.tree.parsed.sentences[self.tokens[k].sentence].first

    def antecedent(self, subject: int) -> int:
        """'a plan that …', 'the state, which …': the noun a relative pronoun stands for."""
        up = self.tokens[subject].head
        if self.tokens[subject].text.lower() in _RELATIVES and self.tree.relation(up) == "acl":
            return self.tokens[up].head
        return subject

    def of_measure(self, k: int) -> int | None:
        """'The cuts will be eased', 'the tariffs will be raised': whose the last cut or tariff was that the text spoke of."""
        definite = any(self.tree.lemma(c) == "the" for c in self.tree.below(k, "det"))
        if not definite or self.tree.lemma(k) not in lemmas("measures") | lemmas("own_measures"):
            return None
        earlier = (t for t in range(k - 1, max(-1, k - FAR), -1) if self.tree.lemma(t) == self.tree.lemma(k))
        for t in earlier:
            owner = self.of_noun(t) if self.tokens[t].upos == "NOUN" else self.subject(t) if self.tokens[t].upos == "VERB" else None
            if owner is not None and self.parties.of(owner):
                return owner
        return None

    def case(self, k: int) -> str:
        return next((self.tree.lemma(c) for c in self.tree.below(k, "case")), "")

    def of_noun(self, k: int) -> int | None:
        """Whose a noun is: 'X's pledge', 'a pledge by X', 'the Xish commitment', 'the X commitment'."""
        children = self.tree.children[k]
        poss = next((c for c in children if self.tokens[c].deprel == "nmod:poss" or self.case(c) in _GENITIVE), None)
        by = next((c for c in self.tree.below(k, "nmod") if self.case(c) in ("by", "of") and self.parties.of(c)), None)
        before = next((c for c in self.tree.below(k, "amod", "compound") if c < k and self.parties.of(c)), None)
        aimed = any(self.case(c) == "to" for c in self.tree.below(k, "nmod")) or any(
            self.tree.has(c, "mark") for c in self.tree.below(k, "acl")
        )
        made = (c for c in self.tree.below(k, "acl") if self.tree.lemma(c) in lemmas("made")) if aimed else iter(())
        spoken = next((c for c in made if self.subject(c) is not None), None)
        found = next((c for c in (poss, by, before) if c is not None), None)
        return found if found is not None or spoken is None else self.subject(spoken)
