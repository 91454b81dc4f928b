"""Clauses that are their subject's own judgement: estimates, evaluations, denials of what is said.

'The centre rates its chances as poor', 'the institute values the pledge as a step', 'officials reject the charge', 'he is convinced that'.
"""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.claims.certainty import Hedges
from twicetold.claims.lexicon import words
from twicetold.claims.polarity import polarity
from twicetold.claims.senses import seeks
from twicetold.claims.syntax import Tree

_NO_HOLDER = frozenset({"we", "i", "there", "this", "that", "which", "what"})
_RECKONING = frozenset({"reckon", "calculate", "count"})
_FIGURED = frozenset({"put", "estimate", "price", "number"})
NEAR = 12  # words behind the verb within which 'as' and 'at' are looked for


def judging(tree: Tree, hedges: Hedges, k: int) -> bool:
    """Whether the clause of verb `k` is the judgement of its subject."""
    if tree.passive(k):
        return False
    estimating = tree.lemma(k) in words("syntax.toml", "judgement") and hedges.given_by(k) is not None
    return estimating or evaluates(tree, k)


def judge(tree: Tree, k: int) -> int | None:
    """The subject of a verb of judgement, where it is somebody."""
    return next((c for c in tree.below(k, "nsubj") if tree.tokens[c].deprel == "nsubj" and tree.lemma(c) not in _NO_HOLDER), None)


def evaluates(tree: Tree, k: int) -> bool:
    """'values X as Y', 'calls X a Y', 'reckons with X', 'puts X at Y', 'rejects the charge'."""
    if tree.tokens[k].upos != "VERB" or tree.passive(k):
        return False
    if finds_nothing(tree, k):
        return True
    if tree.has(k, "ccomp"):
        return False
    lemma = tree.lemma(k)
    after = list(_behind(tree, k))
    if lemma in words("syntax.toml", "evaluating") and (_as(tree, k, after) or _predicated(tree, k)):
        return True
    if lemma in ("speak", "talk") and tree.lemma(k + 1) == "of" and any(t.upos == "NUM" for t in tree.tokens[k + 2 : k + 5]):
        return True
    if lemma in _RECKONING and tree.lemma(k + 1) in ("with", "on"):
        return True
    if lemma in _FIGURED and any(tree.lemma(t) == "at" for t in after) and tree.has(k, "obj"):
        return True
    objects = [o for o in tree.below(k, "obj") if o > k]
    return lemma in words("syntax.toml", "contesting") and any(tree.lemma(o) in words("syntax.toml", "allegations") for o in objects)


def finds_nothing(tree: Tree, k: int) -> bool:
    """'found no evidence that …': whoever looked denies it."""
    traces = [o for o in tree.below(k, "obj") if tree.lemma(o) in words("syntax.toml", "traces") and seeks(tree, o)]
    return bool(traces) and polarity(tree, k) == "negative"


def _behind(tree: Tree, k: int) -> Iterator[int]:
    last = tree.parsed.sentences[tree.tokens[k].sentence].last
    return (t for t in range(k + 1, min(k + NEAR, last)))


def _as(tree: Tree, k: int, after: list[int]) -> bool:
    """'as' behind an object and before a noun or adjective, not before a clause ('as it left')."""
    place = next((t for t in after[1:] if tree.lemma(t) == "as"), None)
    if place is None or any(
        tree.tokens[t].upos in ("VERB", "AUX") and tree.finite(t) and tree.has(t, "nsubj") for t in range(k + 1, place)
    ):
        return False
    ahead = (t for t in range(place + 1, min(place + 3, len(tree.tokens))) if tree.tokens[t].upos != "PUNCT")  # 'as "a betrayal"'
    following = tree.tokens[next(ahead, place)]
    return following.upos in ("DET", "ADJ", "NOUN", "ADV", "PROPN", "VERB", "NUM") and tree.has(k, "obj", "obl", "xcomp", "nsubj")


def _predicated(tree: Tree, k: int) -> bool:
    """'considers the fee excessive', 'called it a farce': an object, and a noun or adjective said of it."""
    return any(
        tree.tokens[c].upos in ("ADJ", "NOUN", "PROPN") and not any(tree.lemma(m) == "to" for m in tree.below(c, "mark"))
        for c in tree.below(k, "xcomp")
    ) and (tree.has(k, "obj") or (tree.lemma(k) in ("call", "deem", "consider") and _ends_with(tree, k)))


def _ends_with(tree: Tree, k: int) -> bool:
    """What is said of the object is the last complement: 'called it a farce', not 'called its envoy home' nor 'called hearings'."""
    said = [c for c in tree.below(k, "xcomp") if c > k]
    if not said or min(tree.parsed.subtree(said[-1])) == k + 1:
        return False
    return tree.tokens[said[-1]].upos != "ADV" and not any(c > said[-1] for c in tree.below(k, "advmod"))
