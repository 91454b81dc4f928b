"""Commitments: what a party says it will do, does, withholds or refuses, found by lexicon and syntax.

1. An act: a verb of the lexicon ('pledged', 'signed'), a noun carried by a verb ('gave no promise', 'reaffirmed its commitment'),
   a noun with its owner ('Israel's decision to …'), or plain 'will' with a party as its subject.
2. A party that can commit: a state, an organisation, or the state behind a leader. No party, no commitment.
3. What becomes of it: negated = withheld, conditional, hearsay = reported;
   a deed that is announced ('will send') is an undertaking, a deed done is a deed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twicetold.claims.acts import Act, domain, lemmas, markers, nouns, pattern, verbs
from twicetold.claims.attributions import chain_at
from twicetold.claims.parties import Parties
from twicetold.claims.syntax import Tree
from twicetold.types import Attribution, Cast, CommitmentMention, Span, Status

GIST = 110  # characters of an act shown; longer ones end at a word
NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "nobody", "none", "nothing", "nowhere", "without", "hardly"})
FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "would"})
UNCERTAIN = frozenset({"may", "might", "could", "can", "should", "must", "ought"})
WILL = Act("will", 4, "given", "object")
TOWARD = frozenset({"to", "toward", "towards", "with", "for", "vis-à-vis"})
VAGUE = frozenset({"when", "as"})  # time or reason rather than condition, unless what they belong to lies ahead
BILATERAL = frozenset({"diplomatic", "security", "territorial"})
DEED = 5
ANNOUNCED = 4


@dataclass(frozen=True, slots=True)
class Found:
    """An act at a predicate (or noun) with the words that state it."""

    act: Act
    head: int
    owner: int | None  # the word that names the party; None where it is the subject of `head`
    noun: int | None = None


def commitments(tree: Tree, cast: Cast, attributions: Sequence[Attribution]) -> tuple[CommitmentMention, ...]:
    """Every commitment of one document, in text order. `attributions` are the document's."""
    finder = _Finder(tree, cast, attributions)
    found = [c for f in finder.acts() for c in finder.commitments(f)]
    return tuple(sorted(_distinct(found), key=lambda c: (c.span, c.party)))


def _distinct(found: list[CommitmentMention]) -> Iterator[CommitmentMention]:
    """One commitment by a party for the same words: the widest."""
    kept: list[CommitmentMention] = []
    for c in sorted(found, key=lambda c: (-c.span.size, c.span.start, c.party)):
        if not any(k.party == c.party and k.span.overlap(c.span) > c.span.size // 2 for k in kept):
            kept.append(c)
            yield c


class _Finder:
    def __init__(self, tree: Tree, cast: Cast, attributions: Sequence[Attribution]) -> None:
        self.tree, self.parsed, self.tokens, self.attributions = tree, tree.parsed, tree.tokens, attributions
        self.parties = Parties(cast, tree)

    def _chain(self, k: int) -> tuple[int, ...]:
        return chain_at(self.attributions, self.tokens[k].span)

    # ------------------------------------------------------------------ acts

    def acts(self) -> Iterator[Found]:
        """Every word of the lexicon in a frame that can commit."""
        for k, token in enumerate(self.tokens):
            if token.upos == "VERB":
                yield from self._verb(k)
            elif token.upos == "NOUN" and (act := nouns().get(self.tree.lemma(k))):
                yield from self._noun(k, act)

    def _verb(self, k: int) -> Iterator[Found]:
        if self._in_title(k) or self._asked(k) or self._wished(k) or self._modal(k) & UNCERTAIN or self._hedged(k):
            return
        if any(self.tree.lemma(c) == "than" for c in self.tree.below(k, "mark")):
            return  # 'more than it had planned' compares, it plans nothing
        act = self._stated(k) or self._reflexive(k) or verbs().get(self.tree.lemma(k))
        if act is not None and self._complete(k, act):
            yield Found(self._announced(k, act), k, self._own_words(k, act))
        elif (
            (act is None or act.negated)
            and self._modal(k) & FUTURE
            and self.tree.lemma(k) not in lemmas("stative")
            and self._is_own_word(k)
        ):
            yield Found(WILL, k, None)

    def _asked(self, k: int) -> bool:
        """Questions undertake nothing."""
        sentence = self.parsed.sentences[self.tokens[k].sentence]
        return self.parsed.text(sentence.span).rstrip("\"'”’» \n").endswith("?")

    def _in_title(self, k: int) -> bool:
        title = self.parsed.document.title_span
        return title is not None and title.covers(self.tokens[k].span)

    def _hedged(self, k: int) -> bool:
        return any(self.tree.lemma(c) in lemmas("hedges") for c in self.tree.below(k, "advmod"))

    def _stated(self, k: int) -> Act | None:
        """'intends to cut … and to lower …': a second thing that one verb states takes its act from that verb."""
        if self.tree.relation(k) != "conj" or self.tree.relation(self.tokens[k].head) != "xcomp":
            return None
        return verbs().get(self.tree.lemma(self.tokens[self.tokens[k].head].head))

    def _reflexive(self, k: int) -> Act | None:
        """'obliges itself to …' undertakes, where 'obliges the party' is said of a paper."""
        bound = any(self.tree.lemma(o).endswith(("self", "selves")) for o in self.tree.below(k, "obj"))
        return verbs()["undertake"] if bound and self.tree.lemma(k) in ("oblige", "bind", "commit") else None

    def _own_words(self, k: int, act: Act) -> int | None:
        """The word that names the party where the subject does not: 'it confirms the countries' commitment', 'nothing binds X'."""
        if act.object_is_party:
            return next(self.tree.below(k, "obj"), None)
        subject = self._subject(k)
        if act.needs != "words" or (subject is not None and self.parties.of(subject)):
            return None
        objects = self.tree.below(k, "obj")
        return next((c for o in objects for c in self.parsed.children[o] if self.tokens[c].deprel == "nmod:poss"), None)

    def _noun(self, k: int, act: Act) -> Iterator[Found]:
        if self._in_title(k) or self._asked(k):
            return
        up, relation = self.tokens[k].head, self.tree.relation(k)
        carried = relation in ("obj", "xcomp") or (relation == "obl" and self._case(k) == "as")
        if carried and self.tokens[up].upos == "VERB" and self.tree.lemma(up) in lemmas("carriers"):
            found = Found(act, up, None, k)
            if not self._wished(up) and (self._negated(found) or not self._modal(up) & UNCERTAIN):
                yield found
            return
        owner = self._owner(k)
        if owner is None or relation in ("obj", "conj"):
            return
        told = any(self.tree.has(c, "mark") for c in self.tree.below(k, "acl"))  # 'a decision to …', 'the promise that …'
        if relation == "nsubj" and self.tokens[k].deprel != "nsubj:pass" and not (told or self.tree.has(k, "nmod")):
            clause = self.tree.has(up, "cop") and self.tree.has(up, "csubj", "ccomp", "xcomp", "acl")
            if clause or self.tokens[up].upos == "VERB":
                yield Found(act, up, owner, noun=k)
        elif told or any(c != owner for c in self.tree.below(k, "nmod")):
            yield Found(act, k, owner, noun=k)

    def _owner(self, k: int) -> int | None:
        """Whose it is: 'X's pledge', 'a pledge by X', 'the Xish commitment'."""
        children = self.parsed.children[k]
        poss = next((c for c in children if self.tokens[c].deprel == "nmod:poss"), None)
        by = next((c for c in self.tree.below(k, "nmod") if self._case(c) in ("by", "of") and self.parties.of(c)), None)
        adjective = next((c for c in self.tree.below(k, "amod") if self.parties.of(c)), None)
        return next((c for c in (poss, by, adjective) if c is not None), None)

    def _wished(self, k: int) -> bool:
        """Whether somebody's wish or estimate governs the act, or another act states it ('agreed to provide')."""
        joined, ahead = False, bool(self._modal(k) & FUTURE)
        while self.tree.relation(k) in ("xcomp", "ccomp", "conj", "advcl"):
            joined = joined or self.tree.relation(k) == "conj"
            open_clause = self.tree.relation(k) == "xcomp"
            inner = open_clause or self.tree.relation(k) == "ccomp"
            k = self.tokens[k].head
            lemma = self.tree.lemma(k)
            if lemma in lemmas("wishes") or (ahead and lemma in lemmas("estimates")):
                return True
            stated = verbs().get(lemma)
            if inner and not joined and stated and not stated.negated and (open_clause or lemma not in lemmas("telling")):
                return True
        return False

    def _modal(self, k: int) -> set[str]:
        return {self.tokens[c].text.lower() for c in self.tree.below(k, "aux")}

    def _complete(self, k: int, act: Act) -> bool:
        """Whether the verb stands with what it needs to say that something is undertaken."""
        children = self.parsed.children[k]
        if act.particle and not any(self.tree.lemma(c) == act.particle for c in children):
            return False
        if act.negated:
            return self._negated(Found(act, k, None))
        if any(self.tree.lemma(c) in lemmas("silences") for c in self.tree.below(k, "xcomp")):
            return False
        if act.delivered and domain(self.parsed.text(self.tree.span(self.parsed.subtree(k)))) == "other":
            return False  # deeds are told of everybody; only those of a known field commit ('sold the same horse twice' does not)
        objects = list(self.tree.below(k, "obj", "iobj"))
        if not objects and self.tree.has(k, "ccomp") and self.tree.lemma(k) in lemmas("telling") | lemmas("judging"):
            return False
        if any(self.tree.lemma(o) in lemmas("weighing") for o in objects):
            return False
        if act.needs == "party":
            return any(self.parties.of(o) for o in objects)
        if act.needs == "words":
            return any(self.tree.lemma(o) in nouns() or self.tree.lemma(o) in lemmas("affirmable") for o in objects)
        if objects or any(self.tokens[c].deprel in ("nsubj:pass", "obl:agent") for c in children) or self.tree.relation(k) == "acl":
            return True
        adjuncts = {self._case(o) for o in self.tree.below(k, "obl")}
        return act.needs is None and (self.tree.has(k, "ccomp", "xcomp") or bool(adjuncts & lemmas("objects")))

    def _announced(self, k: int, act: Act) -> Act:
        """A deed that lies ahead ('will send', 'to sign') is an undertaking."""
        ahead = self._modal(k) & FUTURE or any(self.tree.lemma(c) == "to" for c in self.tree.below(k, "mark"))
        return Act(act.group, ANNOUNCED, act.status, act.needs) if act.level == DEED and ahead else act

    def _is_own_word(self, k: int) -> bool:
        """'will' commits in the outlet's voice or in the party's own words; in a third party's it is a forecast."""
        chain = self._chain(k)
        if not chain:
            return True
        holder = self.parties.party(self.attributions[chain[-1]].actor)
        if holder is not None and holder in self._owners(Found(WILL, k, None)):
            return True
        return self.tree.has(k, "obj") and self._quantified(k)

    def _quantified(self, k: int) -> bool:
        """'will cut its emissions by 26 per cent': an amount makes it a target, not a guess. Years are no amounts."""
        numbers = (self.tokens[t].text for t in self.parsed.subtree(k) if self.tokens[t].upos == "NUM")
        return any(not (n.isdigit() and len(n) == 4) for n in numbers)

    # ------------------------------------------------------------------ parties

    def _subject(self, k: int, hops: int = 4) -> int | None:
        """The word that does what `k` says: its subject, the agent of a passive, or the subject of the verb above."""
        agent = next((c for c in self.parsed.children[k] if self.tokens[c].deprel == "obl:agent"), None)
        if agent is not None:
            return agent
        for c in self.parsed.children[k]:
            if self.tree.relation(c) == "nsubj":
                if self.tokens[c].deprel == "nsubj:pass":
                    return next((o for o in self.tree.below(k, "obl") if self._case(o) == "by"), None)
                return self._antecedent(c)
        stray = self._stray_subject(k)
        if stray is not None:
            return stray
        relation = self.tree.relation(k)
        up = self.tokens[k].head
        if relation == "acl":
            by = next((o for o in self.tree.below(k, "obl") if self._case(o) == "by"), None)
            return by if by is not None else up
        return self._subject(up, hops - 1) if relation in ("conj", "xcomp", "advcl") and hops and up != k else None

    def _stray_subject(self, k: int) -> int | None:
        """A subject that stands before a finite verb but was hung on a verb after it: the tree is crossed, the order is not."""
        if self.tree.relation(k) not in ("root", "ccomp", "parataxis"):
            return None
        below = self.parsed.subtree(k)
        return next((t for t in below if t < k < self.tokens[t].head and self.tokens[t].deprel == "nsubj"), None)

    def _antecedent(self, subject: int) -> int:
        """'a plan that …', 'the state, which …': the noun a relative pronoun stands for."""
        up = self.tokens[subject].head
        if self.tokens[subject].text.lower() in ("which", "that", "who") and self.tree.relation(up) == "acl":
            return self.tokens[up].head
        return subject

    def _owners(self, found: Found) -> list[str]:
        word = found.owner if found.owner is not None else self._subject(found.head)
        return [] if word is None else self.parties.of(word)

    def _case(self, k: int) -> str:
        return next((self.tree.lemma(c) for c in self.tree.below(k, "case")), "")

    def _toward(self, found: Found, party: str, owners: list[str], span: Span) -> str | None:
        others = [o for o in owners if o != party]
        if len(owners) == 2:
            return others[0]
        candidates = []
        for start, other in self.parties.inside(span):
            if other == party or other in owners:
                continue
            k = self.parsed.tokens_in(Span(start, start + 1))[0]
            candidates.append((self._closeness(k, found), start, other))
        return min(candidates)[2] if candidates else self._counterpart(found, party)

    def _counterpart(self, found: Found, party: str) -> str | None:
        """The other one of the document's two main parties, where the sentence of the act or the one before names it."""
        number = self.tokens[found.head].sentence
        if party not in self.parties.main or domain(self.parsed.text(self.parsed.sentences[number].span)) not in BILATERAL:
            return None
        around = Span(self.parsed.sentences[max(number - 1, 0)].start, self.parsed.sentences[number].end)
        named = {p for _, p in self.parties.inside(around)}
        return next((p for p in self.parties.main if p != party and p in named), None)

    def _closeness(self, k: int, found: Found) -> int:
        """0 for the object of praise or a 'to', 'with', 'toward' phrase, 1 for a possessor, 2 for any other mention."""
        while self.tree.relation(k) in ("compound", "flat", "appos", "amod") and self.tokens[k].head != k:
            k = self.tokens[k].head
        if self._case(k) in TOWARD or (self.tree.relation(k) in ("obj", "iobj") and self.tokens[k].head == found.head):
            return 0
        return 1 if self.tokens[k].deprel == "nmod:poss" else 2

    # ------------------------------------------------------------------ what becomes of it

    def commitments(self, found: Found) -> Iterator[CommitmentMention]:
        """A commitment for every party of an act."""
        owners = self._owners(found)
        if not owners:
            return
        span = self._span(found)
        condition = self._condition(found)
        status = self._status(found, condition)
        if status is None:
            return
        sentence = self.parsed.sentences[self.tokens[found.head].sentence]
        for party in owners:
            yield CommitmentMention(
                span=span, party=party, toward=self._toward(found, party, owners, span), act=self._gist(span),
                domain=domain(self.parsed.text(span) or self.parsed.text(sentence.span)), level=found.act.level, status=status,
                chain=self._chain(found.head), condition=condition, joint=len(owners) == 2,
            )  # fmt: skip

    def _status(self, found: Found, condition: Span | None) -> Status | None:
        negated = self._negated(found)
        if found.act.status in ("refused", "withheld"):
            return None if negated else found.act.status
        if negated:
            return "refused" if self._modal(found.head) & FUTURE else "withheld"  # 'will not' is a word given, 'did not' is none
        if condition is not None:
            return "conditional"
        sentence = self.parsed.sentences[self.tokens[found.head].sentence]
        if pattern("hearsay").search(self.parsed.text(sentence.span)):
            return "reported"
        if found.noun is not None and found.noun != found.head and self.tree.lemma(found.head) in verbs():
            return verbs()[self.tree.lemma(found.head)].status
        return found.act.status

    def _negated(self, found: Found) -> bool:
        heads = [k for k in (found.head, found.noun) if k is not None]
        words = [c for k in heads for c in self.tree.below(k, "advmod", "det", "aux", "cc", "case", "obj", "nsubj", "obl")]
        words += [c for o in self.tree.below(found.head, "obj", "nsubj", "obl") for c in self.tree.below(o, "det")]
        return any(self.tokens[c].text.lower() in NEGATORS for c in words)

    def _condition(self, found: Found) -> Span | None:
        """The words that make it depend on something."""
        for c in (clause for k in self.tree.chain(found.head) for clause in self.tree.below(k, "advcl")):
            mark = next((self.tree.lemma(m) for m in self.tree.below(c, "mark", "advmod")), "")
            if mark in markers() and (mark not in VAGUE or self._modal(found.head) & FUTURE):
                return self.tree.span(self.parsed.subtree(c))
        span = self.tree.span(self.parsed.subtree(found.head))
        match = pattern("conditions").search(self.parsed.text(span))
        return Span(span.start + match.start(), span.end) if match else None

    # ------------------------------------------------------------------ words

    def _span(self, found: Found) -> Span:
        """The act's words: the predicate and what it governs, without its subject and without clauses joined to it."""
        head = found.head
        gone: set[int] = set()
        for c in self.parsed.children[head]:
            joined = self.tree.relation(c) in ("nsubj", "parataxis", "punct") or (
                self.tree.relation(c) == "conj" and self.tree.is_predicate(c)
            )
            if joined or (c < head and self.tree.relation(c) in ("cc", "mark", "advcl", "obl")):
                gone.update(self.parsed.subtree(c))
            if self.tree.relation(c) == "xcomp":
                gone.update(t for other in self.tree.below(c, "conj") for t in self.parsed.subtree(other))
        kept = [t for t in self.parsed.subtree(head) if t not in gone]
        while len(kept) > 1 and self.tokens[kept[-1]].upos in ("PUNCT", "CCONJ"):
            kept.pop()
        start = min(k for k in kept if k >= min(kept[0], head))
        return Span(self.tokens[start].start, self.tokens[kept[-1]].end)

    def _gist(self, span: Span) -> str:
        words = " ".join(self.parsed.text(span).split())
        return words if len(words) <= GIST else words[:GIST].rsplit(" ", 1)[0] + " …"
