"""Whether a cut reads as a statement: whole words and word groups at its edges, a finite verb, no clause that hangs in the air.

What is broken off is given up. What reads only within its sentence ('than Putin likely wants', 'who broke it') stays a minor cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from twicetold.claims.syntax import Tree
from twicetold.types import Span

LONGEST_FRAME = 14  # words of 'According to …,'; names with titles take ten
FEW = 3  # words
_GROUPS = frozenset({"det", "amod", "compound", "nummod", "flat", "nmod"})
_BEFORE = frozenset({"DET", "ADJ", "NUM", "PROPN", "NOUN", "PRON"})
_HANGING = frozenset({"than", "who", "whom", "whose", "which", "how", "why", "whether", "where", "when", "until", "including", "according"})
_OPEN_END = frozenset({"the", "a", "an", "of", "and", "or", "but", "nor", "than", "to", "'s", "’s"})
_CLITIC = re.compile(r"['’](s|re|ve|ll|d|m|t)\b", re.IGNORECASE)
_JOINED = re.compile(r"\w[-‐‑]\w")


def filled(tree: Tree, tokens: Sequence[int]) -> Sequence[int]:
    """The cut with the few words that the tree left out between its opening mark and the rest: '"(Putin), by contrast, announced'."""
    if len(tokens) < 2 or tree.tokens[tokens[0]].upos != "PUNCT" or tokens[1] - tokens[0] - 1 > FEW:
        return tokens
    return [*range(tokens[0], tokens[1]), *tokens[1:]]


def mended(tree: Tree, tokens: list[int]) -> list[int]:
    """The cut without 'According to …,' at its head, from 'than' on where a clause of comparison begins with it, and with the words that
    open its first group."""
    tokens = _compared(tree, _unframed(tree, tokens))
    if not tokens:
        return tokens
    first, sentence = tokens[0], tree.parsed.sentences[tree.tokens[tokens[0]].sentence]
    start = first
    while start > sentence.first and _opens_group(tree, start - 1, first):
        start -= 1
    return [*range(start, first), *tokens]


def _opens_group(tree: Tree, k: int, noun: int) -> bool:
    """'both' of 'both sides', 'final' of 'final agreements': stands before the noun and hangs on it."""
    token = tree.tokens[k]
    if tree.tokens[noun].upos not in ("NOUN", "PROPN"):
        return False
    if token.text.lower() == "both":
        return True
    return token.upos in _BEFORE and token.head == noun and tree.relation(k) in _GROUPS


def _unframed(tree: Tree, tokens: list[int]) -> list[int]:
    """Without 'According to the institute,'; nothing is left when nothing follows."""
    said = [tree.tokens[k].text.lower() for k in tokens[: LONGEST_FRAME + 1]]
    if said[:2] != ["according", "to"]:
        return tokens
    return tokens[said.index(",") + 1 :] if "," in said else tokens


def _compared(tree: Tree, tokens: list[int]) -> list[int]:
    """'from Moscow than the president had planned': the words before 'than' belong to the clause that is compared."""
    said = [tree.tokens[k].text.lower() for k in tokens[:4]]
    if "than" not in said[1:] or any(tree.tokens[k].upos in ("VERB", "AUX") for k in tokens[: said.index("than")]):
        return tokens
    return tokens[said.index("than") :]


def broken(tree: Tree, span: Span) -> bool:
    """Whether a cut begins or ends inside a word group: after an owner's apostrophe, at a hyphen, with an open article."""
    text = tree.parsed.document.text
    inside = text[span.start : span.end]
    if _CLITIC.match(text, span.start) or _CLITIC.match(text, span.end) or not inside.strip():
        return True
    if any(_JOINED.match(text, max(place, 0)) for place in (span.start - 2, span.end - 1)):
        return True
    words = inside.split()
    return words[-1].lower() in _OPEN_END or words[-1].lower().endswith(("'s", "’s"))


def bare_relative(tree: Tree, predicate: int, tokens: Sequence[int]) -> bool:
    """'(the partnership) he had hoped for': a relative clause without a relative word; its object stands outside."""
    opened = tree.tokens[tokens[0]].upos in ("PRON", "PROPN", "NOUN", "DET")
    if tree.tokens[predicate].deprel != "acl:relcl" or not opened or not tree.has(predicate, "nsubj"):
        return False
    return tree.tokens[tokens[0]].text.lower() not in _HANGING | {"that", "what"}


def stands(tree: Tree, predicate: int, tokens: Sequence[int]) -> bool:
    """Whether the cut can be read on its own."""
    first = tree.tokens[tokens[0]]
    word = first.text.lower()
    if word in _HANGING or (first.text == "that" and first.upos in ("SCONJ", "PRON")):
        return False
    if first.upos == "AUX" or (first.upos == "PART" and word == "to") or (first.upos == "VERB" and word.endswith("ing")):
        return False
    return tree.is_verbal(predicate) and any(_finite(tree, k) for k in tokens)


def _finite(tree: Tree, k: int) -> bool:
    """A verb that is no bare infinitive or participle by its form."""
    token = tree.tokens[k]
    if token.upos == "AUX":
        return token.text.lower() not in ("be", "been", "being", "having")
    if token.upos != "VERB" or token.text.lower().endswith("ing"):
        return False
    return (tree.relation(k) != "acl" or tree.has(k, "nsubj")) and not any(tree.lemma(c) == "to" for c in tree.below(k, "mark"))
