"""What 'will not' gives: a limit kept, a harm not done or a word given again is an undertaking; anything else is refused.

'will not enrich above 3.67 per cent' and 'will not attack ships' are what the other side asked for; 'will not accept the award' is not.
"""

from __future__ import annotations

import re

from twicetold.claims.acts import lemmas, verbs
from twicetold.claims.moods import FUTURE, Moods
from twicetold.claims.syntax import Tree
from twicetold.claims.whose import Whose
from twicetold.types import Status

_MORE = r"above|beyond|exceed\w*|more than|over|in excess of|at a (?:level|rate) higher than|fewer than|less than"
_LIMIT = re.compile(rf"\b(?:{_MORE})\s+(?:the\s+)?(?:\S+\s+){{0,3}}?\$?\d", re.IGNORECASE)
_NUMBER = r"\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|ninety"
_SPAN = r"(?:at least\s+|the next\s+|a period of\s+)?"
_UNIT = r"(?:days?|weeks?|months?|years?|decades?)"
_LASTING = re.compile(rf"\bfor\s+{_SPAN}(?:{_NUMBER})\s+(?:more\s+)?{_UNIT}\b", re.IGNORECASE)
OWN = frozenset({"we", "i"})


class Abstaining:
    """Reads the negated acts that lie ahead in one document."""

    def __init__(self, tree: Tree, whose: Whose, moods: Moods) -> None:
        self.tree, self.tokens, self.whose, self.moods = tree, tree.tokens, whose, moods

    def status(self, k: int) -> Status | None:
        """'reaffirmed' or 'given' where not doing `k` is what is undertaken, None where it is refused."""
        above, spared = self._above(k), self._limited(k) or self._harmful(k)
        if above == "given" or (above == "reaffirmed" and spared):
            return above  # 'reiterated that it would never accept' refuses again
        return "given" if spared or self._agreed(k) or self._beside_giving(k) else None

    def _above(self, k: int) -> Status | None:
        """'reaffirms that it will not', 'promised that no ship would be stopped'."""
        while self.tree.relation(k) == "conj":
            k = self.tokens[k].head
        if self.tree.relation(k) != "ccomp":
            return None
        act = verbs().get(self.tree.lemma(self.tokens[k].head))
        return act.status if act is not None and act.group in ("affirm", "undertake", "commit") and act.status != "refused" else None

    def _limited(self, k: int) -> bool:
        """A cap, or a time for which it is left undone."""
        words = self.tree.parsed.text(self.tree.span(self.tree.parsed.subtree(k)))
        return self.tree.lemma(k) == "exceed" or _LIMIT.search(words) is not None or _LASTING.search(words) is not None

    def _harmful(self, k: int) -> bool:
        """What one is glad to be spared: 'will not attack', 'will not use force', 'would not take advantage of it'."""
        heads = (k, *self.tree.below(k, "conj"))  # 'will not seek, build or acquire a weapon'
        governed = {self.tree.lemma(c) for h in heads for c in self.tree.below(h, "obj", "obl", "xcomp", "compound")}
        return self.tree.lemma(k) in lemmas("harming") or bool(governed & lemmas("harms"))

    def _agreed(self, k: int) -> bool:
        """An article of a treaty ('shall not'), or 'under the deal … will not'."""
        subject = self.whose.subject(k)
        if "shall" in self.moods.modal(k) and (subject is None or self.tree.lemma(subject) not in OWN):
            return True
        return self.moods.under_agreement(k)

    def _beside_giving(self, k: int) -> bool:
        """'will leave its tariffs as they are and will not raise them': joined by 'and' to what the same party will do."""
        first = self.tokens[k].head
        if self.tree.relation(k) != "conj" or self.tree.has(k, "nsubj"):
            return False
        joined = {self.tree.lemma(c) for c in self.tree.below(k, "cc")}
        return joined == {"and"} and bool(self.moods.modal(first) & FUTURE) and not self.moods.negated_at(first)
