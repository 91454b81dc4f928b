"""What hangs on a word, as Universal Dependencies draws it, where the learned tree draws it otherwise.

1. 'the director, Ms Ruiz, said': what a comma parts from a title stands in apposition to it. Of 481 titles before their name in EWT and GUM
   train 3 have a comma between.
2. 'the statement, signed by both, sets out': a participle between a subject and its verb says something of the subject: 113 times in EWT
   and GUM train, of the verb 4 times.
3. 'Cairo: the ministry said': a name at the head of a sentence hangs on no noun behind its colon, and is no subject of a verb that has one
   of its own. (In EWT and GUM train 31 of 34 such names are roots; here the sentence keeps its verb.)
4. "the observatory's director": the clitic belongs to the noun before it, and that one to the noun behind.
5. 'announced a great step: the port will open': a clause with its own subject behind a colon stands beside what is before it. In EWT and
   GUM train such a clause is parataxis, an apposition or a complement 117 times, a relative clause or the like 3 times.
6. 'hosted Chancellor Olaf Scholz': of names of several words behind their verb without a preposition 106 are objects and 1 is oblique.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from twicetold.language.learned import labels

NAME = 5  # words at most of a name before its colon, and between 's and its noun
LONGEST = 200  # words before a word among which its dependents are looked for; no sentence is much longer
GENITIVE = frozenset({"'s", "’s"})
_SUBORDINATE = frozenset({"acl:relcl", "acl", "advcl", "advcl:relcl", "xcomp"})
_PARTS = frozenset({"flat", "compound", "nmod:desc", "nummod"})
Numbers = NDArray[np.int64]


def hang(heads: Numbers, rels: Numbers, upos: Numbers, texts: Sequence[str]) -> None:
    """Changes `heads` and `rels`, numbers of words and of labels; a word that is its own head is a root. Trees stay trees."""
    names = labels()
    every = np.arange(len(heads))
    for k in np.flatnonzero((rels == names.rels.index("nmod:desc")) & (heads > every)).tolist():
        parting = next((j for j in range(k + 1, int(heads[k])) if texts[j] == ","), None)
        if parting is not None:
            _apposed(heads, rels, k, parting)
    for k in np.flatnonzero((rels == names.rels.index("advcl")) & (heads > every) & (upos == names.upos.index("VERB"))).tolist():
        if texts[k].lower().endswith(("ed", "en", "wn")):
            _said_of_subject(heads, rels, k)
    for k in [j for j, text in enumerate(texts) if text == ":"]:
        _dateline(heads, rels, upos, k)
        _explained(heads, rels, upos, k)
    for k in np.flatnonzero((rels == names.rels.index("obl")) & (heads < every) & (upos == names.upos.index("PROPN"))).tolist():
        _object(heads, rels, upos, k)
    for k in [j for j, text in enumerate(texts) if text in GENITIVE and upos[j] == names.upos.index("PART")]:
        _owner(heads, rels, upos, k)


def _apposed(heads: Numbers, rels: Numbers, title: int, comma: int) -> None:
    """Makes `title` the head of its name, with what stands before the comma."""
    name = int(heads[title])
    for k in below(heads, name, comma):
        heads[k] = title
    heads[title], rels[title] = (title if heads[name] == name else heads[name]), rels[name]
    heads[name], rels[name] = title, labels().rels.index("appos")


def _dateline(heads: Numbers, rels: Numbers, upos: Numbers, colon: int) -> None:
    """Takes a name right before `colon` that opens its sentence from the noun, or from a verb with a subject of its own, behind it."""
    names, first = labels(), colon
    while first > max(0, colon - NAME) and upos[first - 1] == names.upos.index("PROPN"):
        first -= 1
    over = [k for k in range(first, colon) if heads[k] > colon]
    if len(over) != 1 or any(heads[k] < first for k in range(first, colon)) or _crossed(heads, first, colon):
        return
    name, verb = over[0], int(heads[over[0]])
    subjects = [k for k in below(heads, verb, len(heads)) if names.rels[rels[k]].startswith("nsubj")]
    if upos[verb] in (names.upos.index("NOUN"), names.upos.index("PROPN")) and not subjects and heads[verb] not in (verb, name):
        heads[name], rels[name] = heads[verb], names.rels.index("obl:unmarked")
    elif rels[name] == names.rels.index("nsubj") and any(k > colon for k in subjects):
        rels[name] = names.rels.index("obl:unmarked")


def _explained(heads: Numbers, rels: Numbers, upos: Numbers, colon: int) -> None:
    """Makes a clause with its subject behind `colon` stand beside the word before it that it hangs on."""
    names = labels()
    behind = range(colon + 1, min(len(heads), colon + LONGEST))
    for k in (j for j in behind if heads[j] < colon and names.rels[rels[j]] in _SUBORDINATE and upos[j] == names.upos.index("VERB")):
        if any(c > colon and names.rels[rels[c]].startswith("nsubj") for c in below(heads, k, k)):
            rels[k] = names.rels.index("parataxis")


def _object(heads: Numbers, rels: Numbers, upos: Numbers, name: int) -> None:
    """Makes a name of several words without a preposition the object of its verb, where that has none."""
    names, verb = labels(), int(heads[name])
    if upos[verb] != names.upos.index("VERB"):
        return
    own = {names.rels[rels[k]] for k in below(heads, name, len(heads))}
    others = {names.rels[rels[k]] for k in below(heads, verb, len(heads))}
    if "flat" in own and not own & {"case", "mark"} and not others & {"obj", "ccomp", "xcomp"}:
        rels[name] = names.rels.index("obj")


def _crossed(heads: Numbers, first: int, colon: int) -> bool:
    """Whether a word shortly before `first` belongs to what follows: the name does not open its sentence."""
    return any(heads[k] >= first for k in range(max(0, first - NAME), first))


def _owner(heads: Numbers, rels: Numbers, upos: Numbers, clitic: int) -> None:
    """Hangs a noun before 's on the noun behind, unless that one hangs below it already."""
    names = labels()
    nouns = (names.upos.index("NOUN"), names.upos.index("PROPN"))
    owner, thing = clitic - 1, clitic + 1
    while owner >= 0 and heads[owner] < clitic and heads[owner] != owner and names.rels[rels[owner]] in _PARTS:
        owner = int(heads[owner])
    last = min(len(heads), clitic + NAME)
    while thing < last and upos[thing] not in nouns:
        thing += 1
    if owner < 0 or thing >= last or upos[owner] not in nouns or rels[clitic] != names.rels.index("case"):
        return
    while thing < heads[thing] and names.rels[rels[thing]] in _PARTS:
        thing = int(heads[thing])
    if heads[clitic] != owner and not _hangs_below(heads, thing, owner):
        heads[owner], rels[owner] = thing, names.rels.index("nmod:poss")
        heads[clitic] = owner


def _hangs_below(heads: Numbers, word: int, other: int) -> bool:
    while heads[word] != word and word != other:
        word = int(heads[word])
    return word == other


def _said_of_subject(heads: Numbers, rels: Numbers, verb: int) -> None:
    """Hangs a participle with no subject, mark or auxiliary of its own on the subject before it."""
    names, head = labels().rels, int(heads[verb])
    own = {names[rels[k]].partition(":")[0] for k in below(heads, verb, head)}
    subjects = [k for k in below(heads, head, verb) if names[rels[k]].startswith("nsubj")]
    if subjects and not own & {"nsubj", "csubj", "mark", "aux", "cop"}:
        heads[verb], rels[verb] = subjects[-1], names.index("acl")


def below(heads: Numbers, head: int, end: int) -> list[int]:
    """Dependents of `head` before `end`."""
    start, end = max(0, min(head, end) - LONGEST), min(end, head + LONGEST)
    return [start + int(k) for k in np.flatnonzero(heads[start:end] == head) if start + int(k) != head]
