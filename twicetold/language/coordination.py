"""What is joined, as Universal Dependencies draws it, where the learned tree draws it otherwise.

1. 'Canada, Mexico and the United States': every member hangs on the first. Of lists of nominals in EWT and GUM train with no conjunction
   before the middle member, 2485 hang flat so and 73 as chains.
2. 'the minister and Ms Ruiz': 'and' stands before a later member, so what it joins is a member, not a title of it. In EWT and GUM train
   a noun that is no conjunct has a conjunction between its modifiers 6 times in all, none a list of people.

3. 'a policy of selling arms and intends to reduce them': 'intends' goes on from a verb that is finite too, not from 'selling'. Of 368 verbs
   in -s that are conjuncts in EWT and GUM train 1 hangs on a bare participle.

Names only in lists: among other nouns the learned chains of the dev parts are right more often than a flat list would be.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from twicetold.language.learned import labels
from twicetold.language.modifiers import below

_TITLES = ("nmod:desc", "flat", "appos")
Heads = NDArray[np.int64]


def mend(heads: Heads, rels: Heads, upos: Heads, texts: Sequence[str]) -> None:
    """Changes `heads` and `rels`, numbers of words and of labels; a word that is its own head is a root. Trees stay trees."""
    names = labels()
    conj, cc = (names.rels.index(r) for r in ("conj", "cc"))
    name = upos == names.upos.index("PROPN")
    title = np.isin(rels, [names.rels.index(r) for r in _TITLES if r in names.rels])
    joining = np.flatnonzero(rels == cc)
    for word in joining[heads[joining] > joining]:
        last = int(heads[word])
        if name[last] and rels[last] != conj:
            _joined(heads, rels, int(word), last, title, conj)
    joined = {int(heads[k]) for k in joining if heads[k] > k}
    conjunct = rels == conj
    for k in np.flatnonzero(conjunct):
        _flat(heads, int(k), conjunct, name, joined)
    verb = upos == names.upos.index("VERB")
    for j in np.flatnonzero(conjunct & verb).tolist():
        if texts[j].endswith("s") and not texts[j].endswith("ss"):
            _finite(heads, rels, j, verb, texts)


def _joined(heads: Heads, rels: Heads, word: int, last: int, titles: NDArray[np.bool_], conj: int) -> None:
    """Makes the title of `last` before the conjunction `word` the head of the list, `last` its conjunct."""
    left = [k for k in below(heads, last, word) if titles[k]]
    if not left:
        return
    first = left[-1]
    for k in below(heads, last, word):
        heads[k] = first
    heads[first], rels[first] = (first if heads[last] == last else heads[last]), rels[last]
    heads[last], rels[last] = first, conj


def _flat(heads: Heads, k: int, conjunct: NDArray[np.bool_], name: NDArray[np.bool_], joined: set[int]) -> None:
    """Hangs `k` on the first member of its list."""
    middle = int(heads[k])
    while conjunct[middle] and middle < k and middle not in joined and heads[middle] < middle and name[[k, middle, heads[middle]]].all():
        middle = int(heads[middle])
    heads[k] = middle


def _finite(heads: Heads, rels: Heads, k: int, verb: NDArray[np.bool_], texts: Sequence[str]) -> None:
    """Hangs a verb in -s on the first verb above that is no bare participle, where it stands after one."""
    names, over = labels().rels, int(heads[k])
    while verb[over] and texts[over].endswith("ing") and heads[over] != over and not _clausal(heads, rels, over, names):
        over = int(heads[over])
        while not verb[over] and heads[over] != over:
            over = int(heads[over])
    if over < k and verb[over]:
        heads[k] = over


def _clausal(heads: Heads, rels: Heads, k: int, names: Sequence[str]) -> bool:
    """Whether a participle has an auxiliary or a subject of its own."""
    return any(names[rels[c]].startswith(("aux", "nsubj")) for c in below(heads, k, k))
