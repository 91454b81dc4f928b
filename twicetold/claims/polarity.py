"""Whether a statement is denied by its own words (docs/certainty.md#polarity).

Relative to the proposition that the words without their negation state: 'probably did not get' denies 'got'. A negation that an estimative
phrase has used up ('no sign that', 'not likely') is no denial, and two denials make none.
"""

from __future__ import annotations

from twicetold.claims.lexicon import words
from twicetold.claims.syntax import Tree
from twicetold.types import Polarity

_QUANTIFIED = ("nsubj", "obj", "obl", "expl", "iobj")


def polarity(tree: Tree, predicate: int, used: frozenset[int] = frozenset()) -> Polarity:
    """Negative when an odd number of negations falls on the predicate or on what it opens ('has not been able to secure')."""
    count = sum(_negations(tree, k, used) for k in tree.chain(predicate)) + _raised(tree, predicate, used)
    return "negative" if count % 2 else "positive"


def _negations(tree: Tree, k: int, used: frozenset[int]) -> int:
    negators = words("syntax.toml", "negators")
    direct = [c for c in tree.below(k, "advmod", "neg", "cc", "det", "preconj") if tree.lemma(c) in negators and c not in used]
    direct = [c for c in direct if not _focus(tree, c)]
    quantified = [c for c in tree.below(k, *_QUANTIFIED) if _is_negative(tree, c, used)]
    implied = tree.lemma(k) in words("syntax.toml", "implicative_negatives") and _opens_infinitive(tree, k)
    return min(1, len(direct) + len(quantified)) + implied


def _raised(tree: Tree, predicate: int, used: frozenset[int]) -> int:
    """'We do not think it will end' says that it will not."""
    above = tree.tokens[predicate].head
    if tree.relation(predicate) != "ccomp" or tree.lemma(above) not in words("syntax.toml", "neg_raising"):
        return 0
    return int(any(tree.lemma(c) in words("syntax.toml", "negators") and c not in used for c in tree.below(above, "advmod", "neg")))


def _opens_infinitive(tree: Tree, k: int) -> bool:
    return tree.has(k, "xcomp") or (k + 1 < len(tree.tokens) and tree.lemma(k + 1) == "to")


def _focus(tree: Tree, k: int) -> bool:
    """'not only', 'not just': no denial."""
    following = tree.lemma(k + 1) if k + 1 < len(tree.tokens) else ""
    return following in ("only", "just", "merely", "least")


def _is_negative(tree: Tree, k: int, used: frozenset[int]) -> bool:
    """'no intention', 'none of the points', 'in none of them'."""
    quantifiers = words("syntax.toml", "negative_quantifiers")
    if tree.lemma(k) in quantifiers and k not in used:
        return True
    return any(tree.lemma(c) in quantifiers and c not in used for c in tree.below(k, "det", "advmod", "nummod"))
