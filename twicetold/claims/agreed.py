"""What the text of an agreement lays down: who is obliged by it, and who is the subject of a list of points."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.claims.acts import Act, Found, lemmas, verbs
from twicetold.claims.parties import Parties
from twicetold.claims.syntax import Tree

OBLIGED = Act("obliged", 4, "given")
REACH = 14  # words behind 'requires' within which 'X to …' stands
FOREGOING = 12  # sentences before a point of a list within which its opening stands
_PRONOUNS = frozenset({"it", "they", "this", "which", "that"})
_OPENINGS = (":", ",", "—", "–")


class Agreed:
    """Agreements and lists of points in one document."""

    def __init__(self, tree: Tree, parties: Parties) -> None:
        self.tree, self.parsed, self.tokens, self.parties = tree, tree.parsed, tree.tokens, parties

    def obliged(self, k: int) -> Iterator[Found]:
        """'The deal requires Kyiv to withdraw', 'the accord calls for both sides to stop': what a paper lays down for a party."""
        if self.tree.lemma(k) not in lemmas("obliging") or self.tree.passive(k) or not self._paper(k):
            return
        end = min(k + REACH, self.parsed.sentences[self.tokens[k].sentence].last - 1)
        for to in range(k + 2, end):
            if self.tokens[to].text.lower() != "to" or not self.parties.of(to - 1):
                continue
            verb = next((v for v in range(to + 1, min(to + 4, end + 1)) if self.tokens[v].upos == "VERB"), None)
            if verb is not None:
                yield Found(OBLIGED, verb, owner=to - 1)
            return

    def _paper(self, k: int) -> bool:
        """Whether an agreement is the subject of a verb, or 'it' where the sentence before speaks of one."""
        subject = next((c for c in self.tree.below(k, "nsubj") if c < k), None)
        if subject is None:
            return False
        if self.tree.lemma(subject) in lemmas("agreements"):
            return True
        number = self.tokens[k].sentence
        if self.tree.lemma(subject) not in _PRONOUNS or number == 0:
            return False
        before = self.parsed.sentences[number - 1]
        return any(
            self.tree.lemma(c) in lemmas("agreements") and self.tree.relation(c) == "nsubj" for c in range(before.first, before.last)
        )

    def opening(self, k: int) -> int | None:
        """'The Council, 1. Decides to extend …', 'They: - agreed to build …': the word that names who acts in a point of a list."""
        number = self.tokens[k].sentence
        here = self.parsed.sentences[number]
        if any(self.tokens[t].upos not in ("PUNCT", "NUM", "SYM", "X", "ADV") for t in range(here.first, k)):
            return None
        for n in range(number - 1, max(-1, number - 1 - FOREGOING), -1):
            sentence = self.parsed.sentences[n]
            if not self.parsed.text(sentence.span).rstrip().endswith(_OPENINGS):
                continue
            named = [t for t in range(sentence.first, sentence.last) if self._heads(t)]
            if (found := next((t for t in named if self.parties.of(t)), None)) is not None:
                return found
            if named and n > 0 and self.tree.lemma(named[0]) == "they":
                return self._before(n)
        return None

    def listed(self, k: int) -> Act | None:
        """'The ministers decided to: 1. Cut output …', 'Iran will: - stop …': what the words before a list of bare verbs make of it."""
        number = self.tokens[k].sentence
        here = self.parsed.sentences[number]
        opens = all(self.tokens[t].upos in ("PUNCT", "NUM", "SYM", "X") for t in range(here.first, k))
        if not opens or self.tokens[k].text.lower() != self.tree.lemma(k) or self.tree.relation(k) != "root":
            return None
        for n in range(number - 1, max(-1, number - 1 - FOREGOING), -1):
            words = self.parsed.text(self.parsed.sentences[n].span).rstrip()
            if words.endswith(":"):
                last = [
                    t
                    for t in range(self.parsed.sentences[n].first, self.parsed.sentences[n].last)
                    if self.tokens[t].upos in ("VERB", "AUX")
                ]
                return self._introduced(words, last)
        return None

    def _introduced(self, words: str, verbal: list[int]) -> Act | None:
        ending = words.rstrip(" :").rsplit(None, 1)[-1].lower()
        if not verbal or ending not in ("to", "will", "shall"):
            return None
        return Act("will", 4, "given") if ending != "to" else verbs().get(self.tree.lemma(verbal[-1]))

    def _heads(self, t: int) -> bool:
        """Whether a word is the subject of a sentence, or all that it consists of."""
        return self.tokens[t].upos in ("NOUN", "PROPN", "PRON") and self.tree.relation(t) in ("nsubj", "root")

    def _before(self, number: int) -> int | None:
        """The subject of the sentence before one that only says 'They:'."""
        sentence = self.parsed.sentences[number - 1]
        return next((t for t in range(sentence.first, sentence.last) if self.tree.relation(t) == "nsubj" and self.parties.of(t)), None)
