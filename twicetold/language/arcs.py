"""A second look at heads and relations, with the best tree at hand: brothers, crossing arcs, what stands between, small words.

The model scores every arc alone. Where it is not sure of a word's head, a conditional logit weighs the likeliest ones anew, and the tree is
drawn again from that; where it is not sure of a relation, another one weighs those. All features are tables over a few small codes.
`lexicons/arcs.json` holds the weights and how they were fitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from twicetold.language.learned import labels, relation_weights
from twicetold.language.looks import Codes, Options, Slot, codes_of, look
from twicetold.language.trees import tree
from twicetold.language.viterbi import log_softmax

HEADS, RELATIONS = 3, 3  # weighed, the likeliest in the eyes of the model; 4 heads give the same LAS on the dev parts within .02
SURE = 0.9  # probability of the likeliest from which a word is left alone; .98 gives the same LAS, .8 loses .1 on EWT dev
_SURE, _PLACES = float(np.log(SURE)), np.arange(HEADS)
BEHIND, AT_MOST = 3.0, -9.0  # other heads of weighed words lose so much, and are held to this
LOWEST, LOWEST_LABEL = -8.0, -4.0  # log probabilities are held to these at least
Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
_FAR = np.array([2, 3, 5, 9, 16])  # distances in words from which an arc is of the next class


REL = labels().rels
BASE = tuple(dict.fromkeys(r.partition(":")[0] for r in REL))
BASE_OF = np.array([BASE.index(r.partition(":")[0]) for r in REL])
PART = labels().upos
SIDE, FAR, COUNT, YES = ("left", "right", "root"), ("1", "2", "3", "5", "9", "16"), ("0", "1", "2", "3"), ("no", "yes")
KIN = ("none", "head", "brother", "grandparent", "child", "below")
_NSUBJ = BASE.index("nsubj")
_MARK, _ROOT = PART.index("PUNCT"), REL.index("root")
_SMALL = np.array([p in ("ADP", "SCONJ", "CCONJ", "ADV", "DET", "PART", "AUX") for p in PART])
_VERBS = [PART.index(p) for p in ("VERB", "AUX")]
SUBJECT = ("none", "before", "around", "after")
FORM = ("other", "verb", "ing", "ed", "to")
CASES = ("other", "lower", "Title", "UPPER")


@dataclass(frozen=True)
class Stretch:
    """Words of one window, `starts` the first of each sentence; `below` and `above` are the two sides of the relation scorer."""

    texts: Sequence[str]
    upos: Ints
    starts: Sequence[int]
    arcs: Floats  # (words, words), scores of heads; the diagonal is for the root
    below: Floats
    above: Floats

    def sentences(self) -> list[tuple[int, int]]:
        return list(pairwise([*self.starts, len(self.texts)]))

    @cached_property
    def facts(self) -> Facts:
        """What does not hang on a tree."""
        return Facts(self)

    def relations(self, words: Ints, heads: Ints) -> Floats:
        """Scores of the relations of each word to each head in its row, (words, heads, relations); only a root is its own head."""
        scores = (self._of_one(words, heads[:, 0]) if heads.shape[1] == 1 else self._of_many(words, heads)).astype(np.float32, copy=False)
        own = words[:, None] == heads
        scores[own] = -np.inf
        scores[:, :, _ROOT] = np.where(own, 0.0, -np.inf)
        return scores

    def _of_one(self, words: Ints, heads: Ints) -> Floats:
        weights = relation_weights()
        governors, which = np.unique(heads, return_inverse=True)
        mixed = (self.above[governors] @ weights.reshape(-1, weights.shape[2]).T).reshape(len(governors), *weights.shape[:2])
        out = np.empty((len(words), 1, weights.shape[1]), np.float32)
        for k, table in enumerate(mixed):  # once for all below a word
            out[which == k, 0] = self.below[words[which == k]] @ table
        return out

    def _of_many(self, words: Ints, heads: Ints) -> Floats:
        weights = relation_weights()
        mixed = (self.below[words] @ weights.reshape(len(weights), -1)).reshape(len(words), *weights.shape[1:])
        return np.asarray(np.matmul(mixed, self.above[heads].swapaxes(1, 2)).swapaxes(1, 2), np.float32)


def settled(s: Stretch) -> tuple[Ints, Ints]:
    """The head of every word, counted from the first of the stretch, roots their own, and the number of its relation."""
    heads, scores = drawn(s)
    rels: Ints = scores.argmax(1)
    weighed = relations_weighed(s, heads, scores)
    rels[weighed.word[:: weighed.each]] = weighed.best(look("relations"))
    return heads, rels


def drawn(s: Stretch) -> tuple[Ints, Floats]:
    """Heads after the second look, and the scores of the relations of all words to them."""
    logs, heads, scores = first_look(s)
    new = heads.copy()
    for first, rows in _rescored(s, logs, heads_weighed(s, logs, heads, scores)):
        new[first : first + len(rows)] = tree(rows) + first
    moved = np.flatnonzero(new != heads)
    scores[moved] = s.relations(moved, new[moved, None])[:, 0]
    return new, scores


def first_look(s: Stretch) -> tuple[list[Floats], Ints, Floats]:
    """Log probabilities of heads, sentence by sentence, the heads of all words as the model sees them, and their relations' scores."""
    logs = [log_softmax(s.arcs[a:b, a:b]) for a, b in s.sentences()]
    heads = _trees(s, logs)
    return logs, heads, s.relations(np.arange(len(heads)), heads[:, None])[:, 0]


def _trees(s: Stretch, logs: list[Floats]) -> Ints:
    return np.concatenate([tree(x) + a for x, (a, _) in zip(logs, s.sentences(), strict=True)])


def _rescored(s: Stretch, logs: list[Floats], weighed: Options) -> Iterator[tuple[int, Floats]]:
    """Log probabilities of heads, those of the words weighed anew, of every sentence that has such a word, with its first word."""
    values = weighed.logs(look("heads")).reshape(-1, HEADS)
    words, options, real = weighed.word[::HEADS], weighed.option.reshape(-1, HEADS), weighed.real.reshape(-1, HEADS)
    for x, (a, b) in zip(logs, s.sentences(), strict=True):
        first, last = np.searchsorted(words, (a, b))
        if last > first:
            here, new = words[first:last] - a, x.copy()
            new[here] = np.minimum(x[here] - BEHIND, AT_MOST)
            row, column = np.nonzero(real[first:last])
            new[here[row], options[first:last][row, column] - a] = values[first:last][row, column]
            yield a, new


def heads_weighed(s: Stretch, logs: list[Floats], heads: Ints, scores: Floats) -> Options:
    """The likeliest heads of every word whose head is not sure, marks aside, with their features in the tree of `heads`."""
    word, option, value, real = [], [], [], []
    for x, (a, b) in zip(logs, s.sentences(), strict=True):
        words = np.flatnonzero((x.max(1) < _SURE) & ~s.facts.mark[a:b])
        if len(words):
            known = x[words]
            top = (-known).argsort(1, kind="stable")[:, np.minimum(_PLACES, b - a - 1)]
            word.append(words + a)
            option.append(top + a)
            value.append(known[np.arange(len(words))[:, None], top])
            real.append(np.tile(b - a > _PLACES, len(words)))
    if not word:
        return Options(HEADS)
    words, top = np.concatenate(word), np.concatenate(option)
    found = Options(HEADS, np.repeat(words, HEADS), top.reshape(-1), np.concatenate(real))
    rivals = s.relations(words, top).reshape(-1, len(REL))
    rel: Ints = rivals.argmax(1)
    label = log_softmax(rivals)[np.arange(len(rel)), rel].clip(LOWEST_LABEL)
    log = np.concatenate(value).reshape(-1).clip(LOWEST)
    found.numbers = {"log": (log, (Slot(PART, s.upos[found.word]),)), "label": (label, ())}
    found.codes = _head_codes(Context(s, heads, scores.argmax(1)), found.word, found.option, BASE_OF[rel])
    return found


def relations_weighed(s: Stretch, heads: Ints, scores: Floats) -> Options:
    """The likeliest relations of every word whose relation to its head is not sure, with their features."""
    n, logs = len(heads), log_softmax(scores)
    words = np.flatnonzero((logs.max(1) < _SURE) & (heads != np.arange(n)))
    if not len(words):
        return Options(RELATIONS)
    top = np.argsort(-logs[words], 1, kind="stable")[:, :RELATIONS]
    found = Options(RELATIONS, np.repeat(words, RELATIONS), top.reshape(-1), np.ones(top.size, bool))
    found.numbers = {"log": (np.take_along_axis(logs[words], top, 1).reshape(-1).clip(LOWEST), ())}
    found.codes = _relation_codes(Context(s, heads, scores.argmax(1)), found.word, found.option)
    return found


class Facts:
    """What is asked about the words of a stretch without a tree."""

    def __init__(self, s: Stretch) -> None:
        self.start = np.repeat(s.starts, np.diff([*s.starts, len(s.texts)]))
        self.words = codes_of([t.lower() for t in s.texts])
        self.shape = np.array([_shape(t) for t in s.texts])
        self.mark = s.upos == _MARK
        self.form = np.array([_form(t) if v else 0 for t, v in zip(s.texts, (s.upos == _VERBS[0]).tolist(), strict=True)])
        to = np.array([t in ("to", "To", "TO") for t in s.texts])
        self.form[1:] = np.where((self.form[1:] > 0) & to[:-1], 4, self.form[1:])
        self.marks, self.verbs = (np.concatenate([[0], np.cumsum(x)]) for x in (self.mark, np.isin(s.upos, _VERBS)))


@lru_cache(maxsize=1 << 12)
def _shape(word: str) -> int:
    if not word[:1].isalpha():
        return 0
    return 1 if word[0].islower() else 3 if len(word) > 1 and word.isupper() else 2


@lru_cache(maxsize=1 << 12)
def _form(verb: str) -> int:
    return 2 if verb.lower().endswith("ing") else 3 if verb.lower().endswith(("ed", "en", "wn")) else 1


class Context:
    """What is asked about the words of a stretch with a tree at hand."""

    def __init__(self, s: Stretch, heads: Ints, rels: Ints) -> None:
        self.facts, self.heads, self.upos, self.n = s.facts, heads, s.upos, len(heads)
        self.rels, every = BASE_OF[rels], np.arange(len(heads))
        self.under = heads != every
        self.case = self._first("case", "mark")
        keep = ~self.facts.mark & self.under
        self.low, self.high = np.minimum(every, heads)[keep], np.maximum(every, heads)[keep]
        cells = heads[self.under] * len(BASE) + self.rels[self.under]
        self.count = np.bincount(cells, minlength=self.n * len(BASE)).reshape(self.n, len(BASE))

    def _first(self, *relations: str) -> Ints:
        """The code of each word's first dependent with one of these relations, else 0."""
        out = np.zeros(self.n, np.int64)
        here = np.zeros(len(BASE), bool)
        here[[BASE.index(r) for r in relations]] = True
        found = np.flatnonzero(here[self.rels] & self.under)[::-1]
        out[self.heads[found]] = self.facts.words[found]
        return out

    def subject(self, words: Ints, heads: Ints) -> Ints:
        """Where the subject of each head stands: before word and head, on the other side of the word, behind both; a code of SUBJECT."""
        places = np.full(self.n, -1)
        found = np.flatnonzero((self.rels == _NSUBJ) & self.under)
        places[self.heads[found]] = found
        place = places[heads]
        outer = np.where(place < np.minimum(words, heads), 1, 3)
        return np.where((place < 0) | (place == words), 0, np.where((place > words) == (place > heads), outer, 2))

    def has(self, words: Ints, *relations: str) -> Ints:
        """Whether each word has a dependent with one of these relations."""
        return np.asarray((self.count[words][:, [BASE.index(r) for r in relations]].sum(1) > 0).astype(np.int64), np.int64)

    def crossed(self, a: Ints, z: Ints) -> Ints:
        """How many arcs of the tree cross one from each `a` to the `z` beside it."""
        a, z, low, high = a[:, None], z[:, None], self.low[None], self.high[None]
        return np.asarray((((low > a) & (low < z) & (high > z)) | ((high > a) & (high < z) & (low < a))).sum(1), np.int64)

    def below(self, words: Ints, others: Ints) -> Bools:
        """Whether each word hangs below the other beside it."""
        out = np.zeros(len(words), bool)
        while True:
            out |= words == others
            above = self.heads[words]
            if (above == words).all():
                return out
            words = above

    def between(self, sums: Ints, a: Ints, z: Ints) -> Ints:
        return np.asarray(np.minimum(sums[z] - sums[np.minimum(a + 1, z)], 3), np.int64)

    def side(self, words: Ints, heads: Ints) -> Ints:
        return np.where(heads == words, 2, (heads > words).astype(np.int64))


def _head_codes(c: Context, word: Ints, head: Ints, rel: Ints) -> Codes:
    low, high = np.minimum(word, head), np.maximum(word, head)
    part, above, side = Slot(PART, c.upos[word]), Slot(PART, c.upos[head]), Slot(SIDE, c.side(word, head))
    r, over = Slot(BASE, rel), Slot(BASE, c.rels[head])
    far = Slot(FAR, np.searchsorted(_FAR, high - low, "right"))
    crossed = Slot(COUNT, np.minimum(c.crossed(low, high), 3))
    same = Slot(COUNT, np.minimum(c.count[head, rel] - ((c.heads[word] == head) & (c.rels[word] == rel) & (word != head)), 3))
    marks, verbs = (Slot(COUNT, c.between(x, low, high)) for x in (c.facts.marks, c.facts.verbs))
    root, conj = word == head, rel == BASE.index("conj")
    small = _SMALL[c.upos[word]]
    kin = Slot(KIN, _kin(c, word, head))
    subject = Slot(YES, c.has(word, "nsubj", "csubj", "cop"))
    return {
        "rel above side": ((r, above, side), None),
        "part above side": ((part, above, side), None),
        "rel far side": ((r, far, side), None),
        "rel over side": ((r, over, side), None),
        "crossed rel": ((crossed, r), None),
        "crossed part": ((crossed, part), None),
        "same rel side": ((same, r, side), None),
        "marks rel side": ((marks, r, side), None),
        "verbs rel side": ((verbs, r, side), None),
        "case above side": ((Slot(None, c.case[word]), above, side), None),
        "case far": ((Slot(None, c.case[word]), far), None),
        "word above side": ((Slot(None, c.facts.words[word]), above, side), small),
        "part far side": ((part, far, side), None),
        "cop rel above": ((Slot(YES, c.has(head, "cop")), r, above), None),
        "kin rel": ((kin, r), None),
        "kin part": ((kin, part), None),
        "form rel subject": ((Slot(FORM, c.facts.form[word]), r, Slot(SUBJECT, c.subject(word, head))), None),
        "form part above side": ((Slot(FORM, c.facts.form[word]), Slot(FORM, c.facts.form[head]), above, side), None),
        "head rel": ((Slot(None, c.facts.words[head]), r), ~root),
        "conj part above over": ((part, above, over), conj),
        "conj cc same": ((Slot(YES, c.has(word, "cc")), Slot(YES, (c.upos[word] == c.upos[head]).astype(np.int64))), conj),
        "shapes rel": ((Slot(CASES, c.facts.shape[word]), Slot(CASES, c.facts.shape[head]), r), None),
        "root part kids": ((part, Slot(COUNT, np.minimum(c.count[word].sum(1), 3)), subject), root),
        "root part verbs": ((part, Slot(YES, (c.facts.verbs[word] > c.facts.verbs[c.facts.start[word]]).astype(np.int64)), subject), root),
        "root part case": (
            (part, Slot(YES, (c.case[word] > 0).astype(np.int64)), Slot(YES, (word == c.facts.start[word]).astype(np.int64))),
            root,
        ),
    }


def _kin(c: Context, word: Ints, head: Ints) -> Ints:
    """How a word and a head stand in the tree at hand."""
    own = c.heads[word]
    cases = [own == head, c.heads[head] == word, c.heads[head] == own, c.heads[own] == head, c.below(head, word)]
    return np.select(cases, [1, 4, 2, 3, 5], 0)


def _relation_codes(c: Context, word: Ints, option: Ints) -> Codes:
    head = c.heads[word]
    low, high = np.minimum(word, head), np.maximum(word, head)
    label, part, above, side = Slot(REL, option), Slot(PART, c.upos[word]), Slot(PART, c.upos[head]), Slot(SIDE, c.side(word, head))
    base = BASE_OF[option]
    same = Slot(COUNT, np.minimum(c.count[head, base] - (c.rels[word] == base), 3))
    kids = {
        f"label {r}": ((label, Slot(YES, c.has(word, r))), None)
        for r in ("cop", "mark", "cc", "aux", "nsubj", "obj", "det", "nummod", "punct", "nmod", "amod", "flat")
    }
    brothers = {
        f"label head {r}": ((label, Slot(YES, c.has(head, r))), None)
        for r in ("cop", "mark", "aux", "nsubj", "obj", "case", "expl", "ccomp")
    }
    return kids | brothers | {
        "label part above side": ((label, part, above, side), None),
        "label over side": ((label, Slot(BASE, c.rels[head]), side), None),
        "label form subject": ((label, Slot(FORM, c.facts.form[word]), Slot(SUBJECT, c.subject(word, head))), None),
        "label form above": ((label, Slot(FORM, c.facts.form[word]), Slot(FORM, c.facts.form[head]), above), None),
        "label far side": ((label, Slot(FAR, np.searchsorted(_FAR, high - low, "right")), side), None),
        "label same side": ((label, same, side), None),
        "label case": ((label, Slot(None, c.case[word])), None),
        "label word": ((label, Slot(None, c.facts.words[word])), None),
        "label head": ((label, Slot(None, c.facts.words[head])), None),
        "label marks side": ((label, Slot(COUNT, c.between(c.facts.marks, low, high)), side), None),
        "label shapes": ((label, Slot(CASES, c.facts.shape[word]), Slot(CASES, c.facts.shape[head])), None),
    }  # fmt: skip
