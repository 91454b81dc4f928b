"""One document through the model: words, sentences, trees, label scores."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twicetold.language import session
from twicetold.language.learned import labels, relation_weights
from twicetold.language.lemmas import lemma
from twicetold.language.links import Block, block
from twicetold.language.paragraphs import paragraphs
from twicetold.language.sentences import boundaries, capped
from twicetold.language.tokens import tokenize
from twicetold.language.trees import tree
from twicetold.language.viterbi import log_softmax
from twicetold.language.windows import Scores, Text, case, read
from twicetold.types import Document, Sentence, Span, Token

WIDTH = 384  # of a sentence vector


@dataclass(slots=True)
class Layout:
    """Paragraphs, words and sentences of one document; nothing learned yet."""

    paragraphs: list[Span] = field(default_factory=list)
    words: list[Span] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    ids: list[list[int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # first word of each sentence
    opens: list[bool] = field(default_factory=list)  # each sentence: begins a paragraph

    def sentences(self) -> tuple[Sentence, ...]:
        ends = [*self.starts[1:], len(self.words)]
        return tuple(Sentence(self.words[i].start, self.words[j - 1].end, i, j) for i, j in zip(self.starts, ends, strict=False))


@dataclass(slots=True)
class Read:
    """What the model says, word by word: log probabilities of labels, tree, vectors."""

    tags: NDArray[np.float32]
    ner: NDArray[np.float32]
    upos: NDArray[np.int64]
    heads: NDArray[np.int64]
    rels: NDArray[np.int64]
    vectors: NDArray[np.float32]
    blocks: list[Block]


def layout(document: Document) -> Layout:
    """Cuts the headline and the body into paragraphs, words and sentences."""
    ranges = sorted({*document.body, *([document.title_span] if document.title_span else [])})
    out = Layout(paragraphs(document.text, ranges))
    for span in out.paragraphs:
        words = tokenize(document.text, *span)
        if not words:
            continue  # invisible characters only
        texts = [document.text[a:b] for a, b in words]
        ids = session.pieces(texts)
        starts = capped(boundaries(document.text, words), [len(i) for i in ids], texts)
        out.opens += [k == 0 for k in range(len(starts))]
        out.starts += [len(out.words) + s for s in starts]
        out.words += words
        out.texts += texts
        out.ids += ids
    return out


def model(laid: Layout) -> Read:
    """Runs the model over all windows and keeps each sentence's scores from the window that sees it best."""
    n, sizes = len(laid.words), labels()
    out = Read(
        np.zeros((n, len(sizes.tags)), np.float32), np.zeros((n, len(sizes.ner)), np.float32), np.zeros(n, np.int64),
        np.arange(n), np.zeros(n, np.int64), np.zeros((len(laid.starts), WIDTH), np.float32), [],
    )  # fmt: skip
    text = Text(laid.ids, [case(t) for t in laid.texts], laid.opens, [*laid.starts, n])
    for scores in read(text) if n else ():
        _take(out, text, scores)
    return out


def _take(out: Read, text: Text, scores: Scores) -> None:
    h, base = scores.heads, scores.word
    tags = log_softmax(h["tag"])
    out.blocks.append(block(base, tags, h["link"]))
    if not scores.window.own:
        return
    first, last = text.bounds[scores.window.own[0]], text.bounds[scores.window.own[-1] + 1]
    own = slice(first - base, last - base)
    out.tags[first:last], out.ner[first:last] = tags[own], log_softmax(h["ner"][own])
    out.upos[first:last] = h["upos"][own].argmax(-1)
    for s in scores.window.own:
        out.vectors[s] = h["vec"][s - scores.window.first]
        _take_tree(out, h, base, text.bounds[s], text.bounds[s + 1])


def _take_tree(out: Read, h: dict[str, NDArray[np.float32]], base: int, first: int, last: int) -> None:
    here = slice(first - base, last - base)
    arcs = h["arc"][here, here]
    heads = tree(arcs)
    rels = h["rel"][here].copy()
    _relabel(rels, h, here, heads, arcs.argmax(1))
    root = labels().rels.index("root")
    at_root = heads == np.arange(len(heads))
    rels[~at_root, root] = -np.inf
    out.heads[first:last] = heads + first
    out.rels[first:last] = np.where(at_root, root, rels.argmax(-1))


def _relabel(
    rels: NDArray[np.float32], h: dict[str, NDArray[np.float32]], here: slice, heads: NDArray[np.int64], guessed: NDArray[np.int64]
) -> None:
    """Scores the label again where the tree gave a word another head than its best one."""
    weights = relation_weights()
    if weights is None or "rel_dep" not in h:
        return
    for k in np.flatnonzero(heads != guessed):
        rels[k] = np.einsum("i,irj,j->r", h["rel_dep"][here][k], weights, h["rel_head"][here][heads[k]])


def tokens(laid: Layout, read_: Read) -> tuple[Token, ...]:
    """The words as the other rooms see them."""
    names = labels()
    out: list[Token] = []
    sentence = np.zeros(len(laid.words), np.int64)
    sentence[laid.starts[1:]] = 1
    for k, (span, text, s) in enumerate(zip(laid.words, laid.texts, np.cumsum(sentence), strict=True)):
        upos = names.upos[read_.upos[k]]
        out.append(Token(span.start, span.end, text, lemma(text, upos), upos, names.rels[read_.rels[k]], int(read_.heads[k]), int(s)))
    return tuple(out)


def children(parts: tuple[Token, ...]) -> tuple[tuple[int, ...], ...]:
    """The dependents of every token, in text order."""
    out: list[list[int]] = [[] for _ in parts]
    for k, token in enumerate(parts):
        if token.head != k:
            out[token.head].append(k)
    return tuple(map(tuple, out))
