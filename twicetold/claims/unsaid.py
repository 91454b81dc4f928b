"""What somebody is told not to have said: 'the report does not say that Iran built the bomb', 'would not say whether talks had begun'.

The words behind such a verb are nobody's statement. What is stated is that it was not said, and that stands in the frame. Verbs that take
their complement for true ('did not mention that') state it all the same (Karttunen 1971), and a denial denies it: neither is meant here;
'did not deny that' is.
"""

from __future__ import annotations

from twicetold.claims.lexicon import words
from twicetold.claims.syntax import Tree

_NOT_MINDED = frozenset({"refuse", "decline", "avoid"})
_COMPLEMENT = ("ccomp", "csubj", "xcomp")


def unsaid(tree: Tree, predicate: int) -> bool:
    """Whether a clause is the complement of a verb of saying that is denied, or that leaves it open ('whether')."""
    k = predicate
    while tree.relation(k) == "conj" and tree.tokens[k].head != k:
        k = tree.tokens[k].head
    verb = tree.tokens[k].head
    if tree.relation(k) not in _COMPLEMENT or verb == k:
        return False
    asked = verb < k and any(tree.lemma(m) in ("whether", "if") for m in tree.below(k, "mark", "advmod"))
    return not_said(tree, verb) or (asked and tree.lemma(verb) in words("syntax.toml", "saying"))


def not_said(tree: Tree, verb: int) -> bool:
    """Whether a verb of saying is denied: 'did not say', 'nobody has said', 'refused to say', 'nor denied'."""
    if tree.lemma(verb) not in words("syntax.toml", "saying") | words("syntax.toml", "contesting"):
        return False
    above = tree.tokens[verb].head
    if tree.relation(verb) == "xcomp" and tree.lemma(above) in _NOT_MINDED:
        return not _denied(tree, above)
    return _denied(tree, verb)


def _denied(tree: Tree, verb: int) -> bool:
    negators, nobody = words("syntax.toml", "negators"), words("syntax.toml", "negative_quantifiers")
    if any(tree.lemma(c) in negators for c in tree.below(verb, "advmod", "neg", "cc", "cc:preconj", "preconj")):
        return True
    subjects = list(tree.below(verb, "nsubj"))
    return any(tree.lemma(s) in nobody or any(tree.lemma(d) in nobody for d in tree.below(s, "det")) for s in subjects)
