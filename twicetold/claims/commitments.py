"""Commitments: what a party says it will do, does, withholds or refuses, found by lexicon and syntax.

1. An act: a verb of the lexicon ('pledged', 'signed'), a noun carried by a verb ('gave no promise', 'reaffirmed its commitment'),
   a noun with its owner ('Israel's decision to …'), an adjective ('stands ready to'), or plain 'will' (`undertaken`).
2. A party that can commit: a state, an organisation, or the state behind a leader (`whose`, `parties`). No party, no commitment.
3. What becomes of it: negated = withheld, conditional, hearsay = reported; a deed that is announced ('will send') is an undertaking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from twicetold.claims.abstaining import Abstaining
from twicetold.claims.acts import Found, domain, lemmas, pattern, verbs
from twicetold.claims.certainty import Hedges
from twicetold.claims.chains import chain_at
from twicetold.claims.conditions import Conditions
from twicetold.claims.events import type_of_commitment
from twicetold.claims.holders import is_paper
from twicetold.claims.moods import FUTURE
from twicetold.claims.parties import Parties
from twicetold.claims.syntax import Tree
from twicetold.claims.terms import amount, deadline
from twicetold.claims.toward import PRAISE, exchanged, toward
from twicetold.claims.undertaken import Acts
from twicetold.claims.whose import Whose
from twicetold.types import Attribution, Cast, CommitmentMention, Span, Status

GIST = 110  # characters of an act shown; longer ones end at a word
OWN_WORD = 3  # level from which it matters whose word it is; praise and support are there for all to see
TIMING = frozenset({"hour", "day", "week", "month", "minute", "year", "just", "shortly", "a", "soon"})
_IN_RETURN = re.compile(r"(?<=\w),?\s+in\s+(?:return|exchange)\s+for\b", re.IGNORECASE)
_LEFT_OUT = ("cc", "mark", "advcl", "obl")


def commitments(tree: Tree, cast: Cast, attributions: Sequence[Attribution], hedges: Hedges | None = None) -> tuple[CommitmentMention, ...]:
    """Every commitment of one document, in text order. `attributions` and `hedges` are the document's."""
    return tuple(_Reader(tree, cast, attributions, hedges or Hedges(tree)).all())


def _distinct(found: list[CommitmentMention]) -> Iterator[CommitmentMention]:
    """One commitment by a party for the same words: the widest."""
    kept: list[CommitmentMention] = []
    for c in sorted(found, key=lambda c: (-c.span.size, c.span.start, c.party)):
        if not any(k.party == c.party and k.span.overlap(c.span) > c.span.size // 2 for k in kept):
            kept.append(c)
            yield c


class _Reader:
    def __init__(self, tree: Tree, cast: Cast, attributions: Sequence[Attribution], hedges: Hedges) -> None:
        self.tree, self.parsed, self.tokens, self.attributions = tree, tree.parsed, tree.tokens, attributions
        self.parties = Parties(cast, tree)
        self.whose = Whose(tree, self.parties, attributions)
        self.acts = Acts(tree, self.parties, self.whose, hedges)
        self.abstained = Abstaining(tree, self.whose, self.acts.moods).status
        self.condition = Conditions(tree, self.acts.moods).of
        self.found = list(self.acts.all())
        self.heads = {f.head for f in self.found if not f.partial}

    def all(self) -> list[CommitmentMention]:
        found = [c for f in self.found for c in self._commitments(f)]
        return exchanged(self.tree, sorted(_distinct(found), key=lambda c: (c.span, c.party)))

    def _commitments(self, found: Found) -> Iterator[CommitmentMention]:
        """A commitment for every party of an act."""
        owners = self.whose.owners(found)
        condition = self.condition(found) if owners else None
        status = self._status(found, condition) if owners else None
        if status is None:
            return
        span = self._span(found if (clause := self.whose.told_clause(found)) is None else Found(found.act, clause, found.owner))
        words = self.parsed.text(self._without_return(span))
        stated = found.noun != found.head  # 'its decision to' is known to have been taken
        relayed = stated and status == "given" and found.act.level >= OWN_WORD and self._relayed(found.head, owners)
        teller = self._teller(relayed, found.head)
        for party in owners:
            other = toward(self.tree, self.parties, found, party, owners, span, teller, condition)
            if other is None and found.act.level == PRAISE and not self._of_somebody(found.head):
                continue  # 'welcomed the release': a comment, as long as nobody is praised or thanked
            yield CommitmentMention(
                span=self._without_return(span), party=party, act=self._gist(words), toward=other,
                domain=domain(words), level=found.act.level, status="reported" if relayed else status,
                chain=chain_at(self.attributions, self.tokens[found.head].span),
                condition=condition, deadline=deadline(self.tree, span), amount=amount(self.tree, span),
                plover=type_of_commitment(self.tree, found.head, found.act.level, status),
                joint=len(owners) > 1 or party.startswith("joint:"),
            )  # fmt: skip

    def _of_somebody(self, head: int) -> bool:
        """'congratulated him', 'thanked the crew': somebody is praised, party or not."""
        objects = (o for o in self.tree.below(head, "obj", "iobj"))
        return any((self.tokens[o].upos == "PRON" and self.tree.lemma(o) != "it") or self.parties.person(o) for o in objects)

    # ------------------------------------------------------------------ what becomes of it

    def _status(self, found: Found, condition: Span | None) -> Status | None:
        negated = self.acts.moods.negated(found)
        if found.act.group == "obliged":
            return "given" if condition is None else "conditional"  # 'requires X not to …' obliges too
        if found.act.status in ("refused", "withheld"):
            return None if negated and not self._denied_by_nature(found) else found.act.status
        if negated and condition is not None and self.acts.moods.modal(found.head) & FUTURE:
            return "conditional"  # 'will send no ship until …'
        if negated and self.acts.moods.modal(found.head) & FUTURE:
            return self.abstained(found.head) or "refused"  # 'will not' is a word given, 'did not' is none
        if negated:
            return "withheld"
        if condition is not None:
            return "conditional"
        sentence = self.parsed.sentences[self.tokens[found.head].sentence]
        if pattern("hearsay").search(self.parsed.text(sentence.span)):
            return "reported"
        if found.noun is not None and found.noun != found.head and (verb := verbs().get(self.tree.lemma(found.head))):
            return verb.status if verb.group == "affirm" else self._renewed(found)
        return self._renewed(found)

    def _denied_by_nature(self, found: Found) -> bool:
        """'cannot accept', 'has not said whether': the act is the denial."""
        silent = found.act.group == "withhold" and self.tree.lemma(found.head) in lemmas("silences") | {"decide"}
        return found.act.group == "cannot" or silent

    def _relayed(self, head: int, owners: list[str]) -> bool:
        """'Trump wrote that China had agreed to …': another party tells it."""
        inner = self.whose.inner(head)
        if inner is not None and is_paper(self.tree, inner.source):
            return False  # what an official paper says of the parties is what they agreed
        speaking = self.whose.speaker(head)
        return bool(speaking) and not any(set(speaking) & {o, *self.parties.parties(o)} for o in owners)

    def _teller(self, relayed: bool, head: int) -> str | None:
        """'Beijing has pledged to buy soybeans, the American secretary said': told by the state to which it was pledged."""
        speaking = [p for p in self.whose.speaker(head) if self.parties.is_state(p)] if relayed else []
        return speaking[0] if len(speaking) == 1 else None

    def _renewed(self, found: Found) -> Status:
        """'continues to support', 'unwavering support': the words say that it is not new."""
        if found.act.status != "given" or found.act.level == 1:
            return found.act.status
        noun = found.noun if found.noun is not None else found.head
        kept = (c for c in self.tree.children[found.head] if c < found.head or self.tree.lemma(c) != "again")  # 'will help again' is new
        own = [c for c in kept if self.tree.relation(c) not in ("xcomp", "ccomp", "advcl", "nsubj", "obl")]
        words = {self.tree.lemma(k) for k in (found.head, noun, *own, *self.tree.children[noun])}
        topic = found.noun is not None and self.tree.lemma(found.head) in lemmas("topics") | lemmas("noting")
        return "reaffirmed" if topic or words & lemmas("renewed") else "given"

    # ------------------------------------------------------------------ words

    def _span(self, found: Found) -> Span:
        """The act's words: the predicate and what it governs, without its subject and without other acts joined to it."""
        head = found.noun if found.partial and found.noun is not None else found.head
        gone = {t for c in self._apart(head, found) for t in self.parsed.subtree(c)}
        kept = [t for t in self.parsed.subtree(head) if t not in gone]
        kept = self._without_tail(kept, head)
        while len(kept) > 1 and self.tokens[kept[-1]].upos in ("PUNCT", "CCONJ"):
            kept.pop()
        start = max(kept[0], self._verbal_group(head)) if self._follows(head, found) else kept[0]
        while start < head and self.tokens[start].upos in ("PUNCT", "CCONJ"):
            start += 1
        return Span(self.tokens[start].start, self.tokens[kept[-1]].end)

    def _follows(self, head: int, found: Found) -> bool:
        """Whether what a verb governs stands behind it: not '…, the ministry pledged', 'does Moscow undertake'."""
        subjects = [c for c in self.tree.below(head, "nsubj") if c < head]
        inverted = any(c > a for a in self.tree.below(head, "aux") for c in subjects)
        before = any(c < head for c in self.tree.below(head, "ccomp", "parataxis", "csubj"))
        return head == found.head != found.noun and self.tokens[head].upos == "VERB" and not before and not inverted

    def _joins(self, k: int) -> bool:
        """An auxiliary, an adverb, or the 'each' of 'will each appoint'."""
        floating = self.tree.lemma(k) in ("each", "both", "all") and self.tokens[k - 1].upos == "AUX"
        return self.tokens[k].upos in ("AUX", "ADV", "PART") or floating

    def _verbal_group(self, head: int) -> int:
        """The first of the auxiliaries and adverbs right before a verb: its subject stands before them, wherever the tree hangs it."""
        start, first = head, self.parsed.sentences[self.tokens[head].sentence].first
        while start > first and self._joins(start - 1):
            start -= 1
        return start

    def _without_tail(self, kept: list[int], head: int) -> list[int]:
        """Without a frame at the end ('…, according to the message') and without '…, hours after the vote'."""
        framing = {t for a in self.attributions if a.source for s in (*a.source, *a.cue) for t in self._around(s, head)}
        for place, k in enumerate(kept[:-1]):
            if k <= head or self.tokens[k].text != ",":
                continue
            rest = kept[place + 1 :]
            framed = all(t in framing or self.tokens[t].upos == "PUNCT" for t in rest)
            timed = self.tree.lemma(rest[0]) in TIMING and any(self.tree.lemma(t) in ("after", "before") for t in rest[1:3])
            if framed or timed:
                return kept[:place]
        return kept

    def _around(self, span: Span, head: int) -> Sequence[int]:
        """The words of a span in the sentence of `head`."""
        here = self.parsed.sentences[self.tokens[head].sentence].span
        return self.parsed.tokens_in(span) if here.overlap(span) else ()

    def _apart(self, head: int, found: Found) -> Iterator[int]:
        """Words under the act's head whose subtrees are no part of it."""
        for c in self.tree.children[head]:
            relation = self.tree.relation(c)
            joined = relation == "conj" and (self.tree.is_predicate(c) or (c in self.heads))
            if relation in ("nsubj", "parataxis", "punct") or joined or (c < head and relation in _LEFT_OUT):
                yield c
            elif relation in ("advcl", "acl") and c in self.heads and c > head and not self._infinitive(c):
                yield c  # 'praised X, reaffirmed Y': a verb in a row that the parser hung as an adverbial
            elif relation == "xcomp":
                yield from self.tree.below(c, "conj")
        if found.noun is not None and found.noun != head and not found.partial:
            yield from (f.noun for f in self.found if f.partial and f.head == found.head and f.noun is not None)

    def _without_return(self, span: Span) -> Span:
        """'cancelled the plan in return for full relations': what the other side gives is no part of the act."""
        match = _IN_RETURN.search(self.parsed.document.text, span.start, span.end)
        return span if match is None else Span(span.start, match.start())

    def _infinitive(self, k: int) -> bool:
        """'its decision to suspend the plan': what is decided belongs to the decision."""
        return any(self.tree.lemma(m) == "to" for m in self.tree.below(k, "mark"))

    def _gist(self, words: str) -> str:
        words = " ".join(words.split())
        return words if len(words) <= GIST else words[:GIST].rsplit(" ", 1)[0] + " …"
