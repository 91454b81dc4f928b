"""How a verb is said: ahead, denied, wished, guessed, asked, and in whose words. What is merely wished or guessed undertakes nothing."""

from __future__ import annotations

from twicetold.claims.acts import Act, Found, adjectives, lemmas, markers, pattern, verbs
from twicetold.claims.certainty import Hedges
from twicetold.claims.complements import Complements
from twicetold.claims.holders import head_lemma
from twicetold.claims.lexicon import words
from twicetold.claims.syntax import Tree
from twicetold.claims.whose import Whose
from twicetold.types import Attribution, hull

NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "nobody", "none", "nothing", "nowhere", "without", "hardly"})
FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "would"})
UNCERTAIN = frozenset({"may", "might", "could", "can", "should", "must", "ought"})
ABLE = frozenset({"can", "could", "ca"})
_UNDERTAKEN = Act("will", 4, "given")
_ASKING = frozenset({"whether", "if", "when", "how"})
_INFORMING = frozenset({"tell", "remind", "advise"})
_GENERAL = frozenset({"something", "anything", "nothing", "thing", "step", "what", "matter", "point", "part"})


class Moods:
    """Questions about how the acts of one document are said."""

    def __init__(self, tree: Tree, whose: Whose, complements: Complements, hedges: Hedges) -> None:
        self.tree, self.parsed, self.tokens = tree, tree.parsed, tree.tokens
        self.whose, self.complements, self.hedges = whose, complements, hedges

    def modal(self, k: int) -> set[str]:
        """Auxiliaries before a verb, lower case; one behind it opens a condition ('…, should both sides so wish')."""
        return {self.tokens[c].text.lower() for c in self.tree.below(k, "aux") if c < k}

    def ahead(self, k: int) -> bool:
        """'will', 'would', 'is to'."""
        return bool(self.modal(k) & FUTURE) or self._is_to(k)

    def _is_to(self, k: int) -> bool:
        """'Ukraine is to regain control', 'inspectors are to search': settled, not wished."""
        marked = any(self.tree.lemma(c) == "to" for c in self.tree.below(k, "mark"))
        return marked and any(self.tree.lemma(c) == "be" and c < k for c in self.tree.below(k, "aux", "cop"))

    def lies_ahead(self, k: int) -> bool:
        """Ahead, or in the infinitive."""
        return self.ahead(k) or any(self.tree.lemma(c) == "to" for c in self.tree.below(k, "mark"))

    def asked(self, k: int) -> bool:
        """Questions undertake nothing."""
        sentence = self.parsed.sentences[self.tokens[k].sentence]
        return self.parsed.document.text[sentence.start : sentence.end].rstrip("\"'”’» \n").endswith("?")

    def in_title(self, k: int) -> bool:
        """Headlines are read for what they name only."""
        title = self.parsed.document.title_span
        return title is not None and title.covers(self.tokens[k].span)

    def hedged(self, k: int) -> bool:
        """'probably', 'reportedly': a guess."""
        return any(self.tree.lemma(c) in lemmas("hedges") for c in self.tree.below(k, "advmod"))

    def foretold(self, k: int, status: str) -> bool:
        """'there is no chance that they will agree', 'the parliament will reject it': told of somebody, a forecast."""
        if not self.ahead(k):
            return False
        return self.hedges.of(k) is not None or (status == "refused" and not (self.told(k) and self.own_word(k)))

    def told(self, k: int) -> bool:
        """Whether a word stands in reported speech."""
        return any(s.covers(self.tokens[k].span) for a in self.whose.attributions for s in a.content)

    def withholds_answer(self, k: int) -> bool:
        """'declined to say whether it would', 'has not said when it will follow': silence about an act of one's own."""
        refusing = (verb := verbs().get(self.tree.lemma(k))) is not None and verb.status == "refused"
        if self.tree.lemma(k) in ("decide", "say") and (self.ahead(k) or self._yet(k)):
            return any(
                self.tree.lemma(m) in ("whether", "if")
                for c in self.tree.below(k, "ccomp", "advcl", "xcomp")
                for m in self.tree.below(c, "mark")
            )
        told = [c for c in self.tree.below(k, "xcomp") if self.tree.lemma(c) in lemmas("silences")] if refusing else [k]
        if not refusing and not (self.tree.lemma(k) in lemmas("silences") and self.negated_at(k)):
            return False
        asked = (c for t in told for c in self.tree.below(t, "ccomp", "advcl", "xcomp"))
        return any(self.tree.lemma(m) in _ASKING for c in asked for m in self.tree.below(c, "mark", "advmod"))

    def _yet(self, k: int) -> bool:
        """'has yet to decide'"""
        return any(self.tree.lemma(c) == "yet" for up in (k, self.tokens[k].head) for c in self.tree.below(up, "advmod"))

    def wished(self, k: int) -> bool:
        """Whether somebody's wish or estimate governs the act, or another act states it ('agreed to provide')."""
        joined, ahead = False, self.ahead(k)
        if self._without_ground(k):
            return True
        while self.tree.relation(k) in ("xcomp", "ccomp", "conj", "advcl"):
            joined = joined or self.tree.relation(k) == "conj"
            open_clause = self.tree.relation(k) == "xcomp" or (self.tree.relation(k) == "advcl" and self._infinitive(k))
            clause = self.tree.relation(k) == "ccomp"
            informed = clause and (self.ahead(k) or any(self.tree.lemma(m) == "that" for m in self.tree.below(k, "mark")))
            beside = self.tree.relation(k) == "conj"
            k = self.tokens[k].head
            lemma = self.tree.lemma(k)
            if beside and self.tree.is_predicate(k):
                continue  # 'called on Oslo to act and said it would send': what stands beside a verb is not under it
            if lemma == "deny" and clause and not self.negated_at(k):
                return True  # 'denied that Oslo had promised it'
            if lemma == "let" and self.tree.lemma(k + 1) == "it":
                continue  # 'let it be known that it was prepared to'
            if informed and lemma in _INFORMING:
                continue  # 'told reporters that it would', against 'told it to'
            if lemma in lemmas("wishes") or (ahead and lemma in lemmas("estimates")):
                return True
            if not joined and ((open_clause and self._states(k)) or (clause and self.complements.undertakes(k) and not self._of_all(k))):
                return True
        return False

    def _of_all(self, k: int) -> bool:
        """'it was agreed that …': nobody is named, the clause says who is to act."""
        passive = any(self.tree.lemma(c) == "be" for c in self.tree.below(k, "aux"))
        return passive and any(self.tree.lemma(c) == "it" for c in self.tree.below(k, "expl", "nsubj"))

    def _without_ground(self, k: int) -> bool:
        """'no evidence that they have agreed', 'no sign that it will'."""
        up = self.tokens[k].head
        denied = any(self.tokens[c].text.lower() in NEGATORS | {"little"} for c in self.tree.below(up, "det", "amod"))
        return self.tree.relation(k) in ("acl", "ccomp") and self.tree.lemma(up) in lemmas("grounds") and denied

    def _states(self, k: int) -> bool:
        """Whether a word is an act that its infinitive only spells out."""
        stated = verbs().get(self.tree.lemma(k)) or adjectives().get(self.tree.lemma(k))
        return stated is not None and not stated.negated

    def _infinitive(self, k: int) -> bool:
        return any(self.tree.lemma(m) == "to" for m in self.tree.below(k, "mark"))

    def negated(self, found: Found) -> bool:
        """Whether the act is denied."""
        return self.negated_at(found.head, found.noun)

    def _spared(self, k: int) -> bool:
        """'promised no further stoppages': not to do harm is what is promised, where 'promised no money' gives nothing."""
        harm = any(self.tree.lemma(o) in lemmas("harms") for o in self.tree.below(k, "obj"))
        return (
            harm
            and self.tree.lemma(k) in lemmas("commissives")
            and not any(self.tree.lemma(c) == "not" for c in self.tree.below(k, "advmod"))
        )

    def negated_at(self, head: int, noun: int | None = None) -> bool:
        """Whether a verb, the noun it carries or what it stands in is denied: 'was not something they had agreed to'."""
        if self._spared(head):
            return False
        heads = [k for k in (head, noun) if k is not None]
        words = [c for k in heads for c in self.tree.below(k, "advmod", "det", "aux", "cc", "case", "obj", "nsubj", "obl")]
        words += [c for o in self.tree.below(head, "obj", "nsubj", "obl") for c in self.tree.below(o, "det")]
        longer = any(self.tree.lemma(c) == "long" or self.tokens[c].text.lower() == "longer" for c in self.tree.below(head, "advmod"))
        up = self.tokens[head].head
        if self.tree.relation(head) == "acl" and self.tree.lemma(up) in _GENERAL:
            words += [up, *self.tree.below(up, "advmod", "det")]
        return longer or self.tree.opens_denied(head) is not None or any(self.tokens[c].text.lower() in NEGATORS for c in words)

    def unable(self, k: int) -> bool:
        """'cannot accept', 'could not do that', said by the party itself: a refusal."""
        accepts = self.tree.lemma(k) in lemmas("accepting") and bool(self.modal(k) & ABLE)
        return accepts and self.negated_at(k) and self.told(k) and self.own_word(k)

    def denies_force(self, k: int) -> bool:
        """'does not recognise the award', 'neither accepts nor': what a party holds to be void it refuses."""
        if self.tree.lemma(k) == "accept" and not set(self.whose.owners(Found(_UNDERTAKEN, k))) & self.holders(k):
            return False  # 'nowhere does Oslo accept an obligation': not its own word
        return (
            self.tree.lemma(k) in ("recognise", "recognize", "accept")
            and not self.modal(k) & (FUTURE | UNCERTAIN)
            and self.negated_at(k)
            and self._now(k)
        )

    def _now(self, k: int) -> bool:
        """In the present, or in the past under a verb of saying in the past."""
        did = any(self.tokens[c].text.lower() in ("did", "have", "has", "had") for c in self.tree.below(k, "aux"))
        return not did or (
            self.told(k) and self.own_word(k) and any(self.tokens[c].text.lower() == "did" for c in self.tree.below(k, "aux"))
        )

    def supposed(self, k: int) -> bool:
        """'critics would call them', 'it would end up': in the outlet's own voice 'would' supposes, or looks ahead from the past.

        With a condition, or in a sentence on what is agreed, it undertakes.
        """
        if "would" not in self.modal(k):
            return False
        if any(self.tree.lemma(c) == "have" for c in self.tree.below(k, "aux")):
            return True
        conditioned = any(
            self.tree.lemma(m) in markers() for c in self.tree.below(k, "advcl") for m in self.tree.below(c, "mark", "advmod")
        )
        conditioned = conditioned or pattern("conditions").search(self.parsed.text(self.tree.span(self.parsed.subtree(k)))) is not None
        return not (self.told(k) or conditioned or self.under_agreement(k) or self._said_on(k))

    def _said_on(self, k: int) -> bool:
        """'They ruled it out this year, the insurers said. They would consider it in 2026.': said in the sentence before, and goes on."""
        number = self.tokens[k].sentence
        if number == 0 or not any(self.tokens[c].upos == "PRON" for c in self.tree.below(k, "nsubj")):
            return False
        before = self.parsed.sentences[number - 1].span
        return any(before.overlap(s) for a in self.whose.attributions for s in a.cue)

    def under_agreement(self, k: int) -> bool:
        """Whether a sentence says that it tells what an agreement lays down."""
        return pattern("under_agreement").search(self.parsed.text(self.parsed.sentences[self.tokens[k].sentence].span)) is not None

    def own_word(self, k: int) -> bool:
        """'will' commits in the outlet's voice or in the party's own words; in a third party's it is a forecast."""
        if not self.told(k):
            return True
        owners = set(self.whose.owners(Found(_UNDERTAKEN, k)))
        inner = self.whose.inner(k)
        if inner is not None and head_lemma(self.tree, inner.source) in lemmas("agreements"):
            return True  # '…, according to the text': what the two sides agreed
        if owners and (owners & self.holders(k) or (inner is not None and inner.actor in owners) or self._nameless(k)):
            return True
        return self.tree.has(k, "obj") and self._quantified(k)

    def _nameless(self, k: int) -> bool:
        """'Hamas will hand over the soldier, a spokesman said', 'its minister said': one who speaks for nobody else is its own."""
        inner = self.whose.inner(k)
        if inner is None or self.whose.parties.parties(inner.actor):
            return False
        actor = self.whose.parties.name(inner.actor)
        if head_lemma(self.tree, inner.source) in words("syntax.toml", "voices") or set(actor) & words("syntax.toml", "voices"):
            return True
        place = hull(inner.source) if inner.source else None
        inside = self.parsed.tokens_in(place) if place is not None else range(0)
        theirs = any(self.tokens[t].deprel == "nmod:poss" and self.tokens[t].upos == "PRON" for t in inside)
        foreign = any(self.tokens[t].upos in ("ADJ", "PROPN") and self.tokens[t].text[0].isupper() for t in inside)
        return theirs or (not foreign and any(self.tree.lemma(t) in lemmas("officials") for t in inside))

    def holders(self, k: int) -> set[str]:
        """Parties in whose words a token stands: the holder's, and those of the subject of the verb of saying."""
        inner = self.whose.inner(k)
        if inner is None:
            return set()
        said = {p for t in self._cue(inner) for s in self.whose.subjects(t) for p in self.whose.parties.of(s)}
        beside = {p for _, p in self.whose.parties.inside(hull(inner.source))} if inner.source else set()  # 'State Department spokesman X'
        return said | set(self.whose.parties.parties(inner.actor)) | (beside if len(beside) == 1 else set())

    def _cue(self, inner: Attribution) -> list[int]:
        return [t for s in inner.cue for t in self.parsed.tokens_in(s) if self.tokens[t].upos == "VERB"]

    def _quantified(self, k: int) -> bool:
        """'will cut its emissions by 26 per cent': an amount makes it a target, not a guess. Years are no amounts."""
        numbers = (self.tokens[t].text for t in self.parsed.subtree(k) if self.tokens[t].upos == "NUM")
        return any(not (n.isdigit() and len(n) == 4) for n in numbers)
