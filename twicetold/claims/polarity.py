"""Whether a statement is denied by its own words (docs/certainty.md#polarity).

Relative to the proposition that the words without their negation state: 'probably did not get' denies 'got'. A negation that an estimative
phrase has used up ('no sign that', 'not likely') is no denial, and two denials make none.
"""

from __future__ import annotations

from twicetold.claims.lexicon import words
from twicetold.claims.senses import seeks
from twicetold.claims.syntax import Tree
from twicetold.types import Polarity

_CONDITIONS = frozenset({"if", "unless", "should", "otherwise", "provided"})
_QUANTIFIED = ("nsubj", "obj", "obl", "expl", "iobj")


def polarity(tree: Tree, predicate: int, used: frozenset[int] = frozenset()) -> Polarity:
    """Negative when an odd number of negations falls on the predicate or on what it opens ('has not been able to secure')."""
    count = (
        sum(_negations(tree, k, used) for k in tree.chain(predicate)) + _raised(tree, predicate, used) + _unproven(tree, predicate, used)
    )
    return "negative" if count % 2 else "positive"


def flatly(tree: Tree, predicate: int, used: frozenset[int] = frozenset()) -> bool:
    """Whether a word of negation or refusal denies a statement outright: on no condition, and not only implied ('failed to')."""
    chain = tree.chain(predicate)
    refused = any(tree.lemma(k) in ("refuse", "decline") and _implied(tree, k) for k in chain)
    spoken = any(_negations(tree, k, used) > _implied(tree, k) for k in chain) or _unproven(tree, predicate, used) > 0
    return (spoken or refused) and polarity(tree, predicate, used) == "negative" and not _conditional(tree, predicate)


def _conditional(tree: Tree, predicate: int) -> bool:
    """'If there are fewer, nobody will know': on a condition nothing is denied."""
    opening = tree.opening(predicate)
    marks = {tree.lemma(m) for a in tree.below(predicate, "advcl") for m in (*tree.below(a, "mark"), a)}
    return tree.lemma(opening) in _CONDITIONS or bool(marks & _CONDITIONS)


def _negations(tree: Tree, k: int, used: frozenset[int]) -> int:
    """How many denials fall on one predicate: those in its clause count as one, what the predicate itself implies as another."""
    negators = words("syntax.toml", "negators")
    direct = [c for c in tree.below(k, "advmod", "neg", "cc", "det", "preconj") if tree.lemma(c) in negators and c not in used]
    direct = [c for c in direct if not _focus(tree, c) and not _contrasts(tree, k, c)]
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


def _unproven(tree: Tree, predicate: int, used: frozenset[int]) -> int:
    """'The auditors found no evidence that money was missing' denies that it was."""
    noun = tree.tokens[predicate].head
    if tree.relation(predicate) not in ("acl", "ccomp", "advcl"):
        return 0
    if tree.relation(predicate) != "acl":  # hung on the verb
        noun = next((o for o in tree.below(noun, "obj") if tree.lemma(o) in words("syntax.toml", "traces")), noun)
    if tree.lemma(noun) not in words("syntax.toml", "traces") or not seeks(tree, noun):
        return 0
    return int(_is_negative(tree, noun, used) or polarity(tree, tree.tokens[noun].head) == "negative")


def groundless(tree: Tree, predicate: int) -> bool:
    """'Claims that it had been rigged were groundless': what is claimed is denied, and so is the claim as a whole."""
    if tree.lemma(predicate) in words("syntax.toml", "groundless") and tree.has(predicate, "cop"):
        return (
            any(_alleged(tree, s) for s in tree.below(predicate, "nsubj"))
            and polarity(tree, predicate, frozenset({predicate})) == "positive"
        )
    noun = tree.tokens[predicate].head
    if tree.relation(predicate) in ("acl", "ccomp") and _alleged(tree, noun) and _turned_down(tree, noun):
        return True
    return _opens_with_groundless(tree, predicate)


def _opens_with_groundless(tree: Tree, predicate: int) -> bool:
    """The same in the row of words: 'Claims that …' at the head of the sentence, 'were groundless' behind."""
    first, last = tree.opening(predicate), tree.parsed.sentences[tree.tokens[predicate].sentence].last
    first += tree.lemma(first) == "the"
    if tree.lemma(first) not in words("syntax.toml", "allegations") or tree.lemma(first + 1) != "that":
        return False
    verdict = next((k for k in range(first + 3, last) if tree.lemma(k) in words("syntax.toml", "groundless")), None)
    return verdict is not None and tree.lemma(verdict - 1) == "be" and first <= predicate <= verdict


def _alleged(tree: Tree, noun: int) -> bool:
    return tree.lemma(noun) in words("syntax.toml", "allegations") - {"this", "that"} and tree.tokens[noun].upos == "NOUN"


def _turned_down(tree: Tree, noun: int) -> bool:
    verdict = tree.tokens[noun].head
    return tree.relation(noun) == "nsubj" and tree.lemma(verdict) in words("syntax.toml", "groundless") and tree.has(verdict, "cop")


def _opens_infinitive(tree: Tree, k: int) -> bool:
    return tree.has(k, "xcomp") or (k + 1 < len(tree.tokens) and tree.lemma(k + 1) == "to")


def _focus(tree: Tree, k: int) -> bool:
    """'not only', 'not just', 'not because': no denial of what is stated."""
    following = tree.lemma(k + 1) if k + 1 < len(tree.tokens) else ""
    near = [tree.tokens[t].text.lower() for t in range(k + 1, min(k + 4, len(tree.tokens)))]
    if "but" in near and not {",", ";", "—", "–"} & set(near[: near.index("but")]):
        return True  # 'does not represent but a first step'
    return following in ("only", "just", "merely", "least", "because", "so")


def _contrasts(tree: Tree, predicate: int, k: int) -> bool:
    """'is a pause, not a peace': what is set against the statement, behind it and a comma."""
    return k > predicate and tree.tokens[k - 1].text in (",", "–", "—", "(")


def _is_negative(tree: Tree, k: int, used: frozenset[int]) -> bool:
    """'no intention', 'none of the points', 'in none of them'."""
    quantifiers = words("syntax.toml", "negative_quantifiers")
    if tree.lemma(k) in quantifiers and k not in used:
        return True
    return any(tree.lemma(c) in quantifiers and c not in used for c in tree.below(k, "det", "advmod", "nummod"))
