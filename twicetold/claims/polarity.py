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
    """How many denials fall on one predicate: those in its clause count as one, what the predicate itself implies as another."""
    negators = words("syntax.toml", "negators")
    direct = [c for c in tree.below(k, "advmod", "neg", "cc", "det", "preconj") if tree.lemma(c) in negators and c not in used]
    direct = [c for c in direct if not _focus(tree, c)]
    direct += [c for c in (tree.opens_denied(k),) if c is not None and c not in used]
    quantified = [c for c in tree.below(k, *_QUANTIFIED) if _is_negative(tree, c, used)]
    return min(1, len(direct) + len(quantified) + _phrased(tree, k, used)) + _implied(tree, k)


def _implied(tree: Tree, k: int) -> int:
    """'failed to secure', 'avoided naming', 'lacks a majority', 'unable to convince'."""
    lemma = tree.lemma(k)
    if lemma in words("syntax.toml", "implicative_negatives"):
        return int(_opens_infinitive(tree, k) or _opens_gerund(tree, k))
    if lemma in words("syntax.toml", "negative_gerunds") and _opens_gerund(tree, k):
        return 1
    if lemma in words("syntax.toml", "negative_objects"):
        return int(tree.has(k, "obj") and not tree.has(k, "ccomp"))
    return int(lemma in words("syntax.toml", "negative_adjectives") and tree.tokens[k].upos == "ADJ")


def _opens_gerund(tree: Tree, k: int) -> bool:
    """'avoided naming', 'refrained from comment'."""
    gerund = any(
        tree.tokens[c].text.lower().endswith("ing") and tree.tokens[c].upos == "VERB" for c in tree.below(k, "xcomp", "ccomp", "obj")
    )
    hosts = (k, *tree.below(k, "obl", "advcl"))
    return gerund or any(tree.lemma(c) == "from" for host in hosts for c in tree.below(host, "case", "mark"))


def _phrased(tree: Tree, k: int, used: frozenset[int]) -> int:
    """'stopped short of', 'no longer', 'has yet to', 'anything but': fixed words of which one is the predicate or hangs on it."""
    sentence = tree.parsed.sentences[tree.tokens[k].sentence]
    phrases = [p.split() for p in sorted(words("syntax.toml", "denying_phrases"))]
    near = (k, *tree.children[k], *(c - 1 for c in tree.below(k, "advmod")))  # 'no' of 'no longer' may hang on 'longer'
    firsts = [c for c in near if c not in used and c >= sentence.first]
    return int(any(_reads(tree, first, p) for first in firsts for p in phrases if first + len(p) <= sentence.last))


def _reads(tree: Tree, first: int, phrase: list[str]) -> bool:
    """Whether the words of a phrase, inflected or not, stand from a token on."""
    return all(word in (tree.lemma(first + n), tree.tokens[first + n].text.lower()) for n, word in enumerate(phrase))


def _raised(tree: Tree, predicate: int, used: frozenset[int]) -> int:
    """'We do not think it will end' says that it will not."""
    above = tree.tokens[predicate].head
    if tree.relation(predicate) != "ccomp" or tree.lemma(above) not in words("syntax.toml", "neg_raising"):
        return 0
    return int(any(tree.lemma(c) in words("syntax.toml", "negators") and c not in used for c in tree.below(above, "advmod", "neg")))


def _opens_infinitive(tree: Tree, k: int) -> bool:
    return tree.has(k, "xcomp") or (k + 1 < len(tree.tokens) and tree.lemma(k + 1) == "to")


def _focus(tree: Tree, k: int) -> bool:
    """'not only', 'not just', 'not because': no denial of what is stated."""
    following = tree.lemma(k + 1) if k + 1 < len(tree.tokens) else ""
    return following in ("only", "just", "merely", "least", "because", "so")


def _is_negative(tree: Tree, k: int, used: frozenset[int]) -> bool:
    """'no intention', 'none of the points', 'in none of them'."""
    quantifiers = words("syntax.toml", "negative_quantifiers")
    if tree.lemma(k) in quantifiers and k not in used:
        return True
    return any(tree.lemma(c) in quantifiers and c not in used for c in tree.below(k, "det", "advmod", "nummod"))
