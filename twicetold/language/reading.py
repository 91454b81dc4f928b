"""One document through the model: words, sentences, trees, label scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from twicetold.language import session
from twicetold.language.arcs import Stretch, settled
from twicetold.language.coordination import mend
from twicetold.language.endings import Passage, ended
from twicetold.language.learned import labels
from twicetold.language.lemmas import lemma
from twicetold.language.links import Block, block
from twicetold.language.modifiers import hang
from twicetold.language.paragraphs import paragraphs
from twicetold.language.punctuation import Tree, attach
from twicetold.language.sentences import boundaries, capped
from twicetold.language.tokens import tokenize
from twicetold.language.turns import parted, turns
from twicetold.language.viterbi import log_softmax
from twicetold.language.windows import Scores, Text, case, read
from twicetold.types import Document, Sentence, Span, Token, Turn

PARTICLES = frozenset(["to", "not", "n't", "nt", "n", "t", "'s", "s", "'", "na", "ta", "a", "o"])  # as EWT and GUM tag them
WIDTH = 384  # of a sentence vector


@dataclass(slots=True)
class Layout:
    """Paragraphs, words and likely sentences of one document; nothing learned yet."""

    paragraphs: list[Span] = field(default_factory=list)
    words: list[Span] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    ids: list[list[int]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # first word of each sentence
    opens: list[bool] = field(default_factory=list)  # each sentence: begins a paragraph
    turns: tuple[Turn, ...] = ()


@dataclass(slots=True)
class Read:
    """What the model says, word by word: log probabilities of labels, tree, and the sentences with their vectors."""

    tags: NDArray[np.float32]
    ner: NDArray[np.float32]
    upos: NDArray[np.int64]
    heads: NDArray[np.int64]
    rels: NDArray[np.int64]
    starts: list[int] = field(default_factory=list)  # first word of each sentence
    vectors: list[NDArray[np.float32]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def layout(document: Document) -> Layout:
    """Cuts the headline and the body into paragraphs, words and sentences."""
    ranges = sorted({*document.body, *([document.title_span] if document.title_span else [])})
    cut = paragraphs(document.text, ranges)
    found = turns(document.text, cut)
    out = Layout(parted(document.text, cut, found) if found else cut, turns=found)
    worded = [words for span in out.paragraphs if (words := tokenize(document.text, *span))]  # the rest has invisible characters only
    out.words = [word for words in worded for word in words]
    out.texts = [document.text[a:b] for a, b in out.words]
    out.ids = session.pieces([t if t.isascii() else t.encode("utf-8", "replace").decode() for t in out.texts])  # half surrogates
    first = 0
    for words in worded:
        last = first + len(words)
        starts = capped(boundaries(document.text, words), [len(i) for i in out.ids[first:last]], out.texts[first:last])
        out.opens += [k == 0 for k in range(len(starts))]
        out.starts += [first + s for s in starts]
        first = last
    return out


def model(laid: Layout) -> Read:
    """Runs the model over all windows and keeps each word's scores from the window that sees it best; decides where sentences end."""
    out = _empty(len(laid.words))
    for first, sentence in trees(laid, out):
        attach(sentence)
        out.heads[first : first + len(sentence.texts)] = sentence.heads + first
    hang(out.heads, out.rels, out.upos, laid.texts)
    mend(out.heads, out.rels, out.upos, laid.texts)
    return out


def _empty(n: int) -> Read:
    sizes = labels()
    return Read(
        np.zeros((n, len(sizes.tags)), np.float32), np.zeros((n, len(sizes.ner)), np.float32),
        np.zeros(n, np.int64), np.arange(n), np.zeros(n, np.int64),
    )  # fmt: skip


def trees(laid: Layout, out: Read | None = None) -> Iterator[tuple[int, Tree]]:
    """The trees of all sentences with the first word of each, before marks are hung where they belong; the rest goes into `out`."""
    out = out or _empty(len(laid.words))
    for text, scores in windows_of(laid):
        yield from _take(out, text, scores, laid)


def stretches(laid: Layout) -> Iterator[tuple[int, Stretch]]:
    """What every window says of the words that it owns, with the first of them, before trees are drawn."""
    out = _empty(len(laid.words))
    for text, scores in windows_of(laid):
        starts = [a for a, _ in _take(out, text, scores, laid)]
        if starts:
            yield starts[0], _stretch(out, text, scores, laid, starts)


def _stretch(out: Read, text: Text, scores: Scores, laid: Layout, starts: list[int]) -> Stretch:
    h, first, last = scores.heads, starts[0], text.bounds[scores.window.own[-1] + 1]
    here = slice(first - scores.word, last - scores.word)
    local = [k - first for k in starts]
    return Stretch(laid.texts[first:last], out.upos[first:last], local, h["raw"][here, here], h["rel_dep"][here], h["rel_head"][here])


def windows_of(laid: Layout) -> Iterator[tuple[Text, Scores]]:
    """What the model says, window by window."""
    cases = {t: case(t) for t in set(laid.texts)}
    text = Text(laid.ids, [cases[t] for t in laid.texts], laid.opens, [*laid.starts, len(laid.words)])
    for scores in read(text) if laid.words else ():
        yield text, scores


def _take(out: Read, text: Text, scores: Scores, laid: Layout) -> list[tuple[int, Tree]]:
    h, base, own = scores.heads, scores.word, scores.window.own
    tags = log_softmax(h["tag"])
    out.blocks.append(block(base, tags, h["link"]))
    if not own:
        return []
    first, last = text.bounds[own[0]], text.bounds[own[-1] + 1]
    here = slice(first - base, last - base)
    out.tags[first:last], out.ner[first:last] = tags[here], log_softmax(h["ner"][here])
    out.upos[first:last] = parts_of_speech(h["upos"][here], laid.texts[first:last])
    starts = [first + k for k in ended(passage(text, scores, laid, out.upos[first:last]))]
    heads, out.rels[first:last] = settled(_stretch(out, text, scores, laid, starts))
    out.heads[first:last] = heads + first
    out.starts += starts
    out.vectors.extend(session.vectors(h[session.LAYERS], [scores.first[k - base] for k in (*starts, last)]))
    rels = [labels().rels[k].partition(":")[0] for k in out.rels[first:last].tolist()]
    return [
        (a, Tree(laid.texts[a:b], out.heads[a:b] - a, rels[a - first : b - first], h["raw"][a - base : b - base, a - base : b - base]))
        for a, b in pairwise([*starts, last])
    ]


def passage(text: Text, scores: Scores, laid: Layout, upos: NDArray[np.int64]) -> Passage:
    """The words that a window owns, `upos` their parts of speech, as what decides where sentences end asks for them."""
    h, own = scores.heads, scores.window.own
    first, last = text.bounds[own[0]], text.bounds[own[-1] + 1]
    here, names = slice(first - scores.word, last - scores.word), labels().upos
    return Passage(
        laid.texts[first:last],
        [names[k] for k in upos.tolist()],
        [a.end == b.start for a, b in pairwise([laid.words[max(0, first - 1)], *laid.words[first:last]])],
        [text.bounds[s] - first for s in own],
        frozenset(text.bounds[s] - first for s in own if text.paragraph[s]),
        h["end"][here],
        h["raw"][here, here],
    )


def parts_of_speech(scores: NDArray[np.float32], texts: list[str]) -> NDArray[np.int64]:
    """The best part of speech of each word; particles are a closed class."""
    scores, particle = scores.copy(), labels().upos.index("PART")
    for k in np.flatnonzero(scores.argmax(-1) == particle):
        if texts[k].lower().replace("’", "'") not in PARTICLES:
            scores[k, particle] = -np.inf
    return np.asarray(scores.argmax(-1), np.int64)


def sentences(laid: Layout, read_: Read) -> tuple[Sentence, ...]:
    """The sentences as the model ends them."""
    return tuple(Sentence(laid.words[i].start, laid.words[j - 1].end, i, j) for i, j in pairwise([*read_.starts, len(laid.words)]))


def tokens(laid: Layout, read_: Read) -> tuple[Token, ...]:
    """The words as the other rooms see them."""
    names = labels()
    upos, rels = [names.upos[k] for k in read_.upos.tolist()], [names.rels[k] for k in read_.rels.tolist()]
    sentence = [k for k, (i, j) in enumerate(pairwise([*read_.starts, len(laid.words)])) for _ in range(i, j)]
    return tuple(
        Token(start, end, text, lemma(text, part), part, rel, head, number)
        for (start, end), text, part, rel, head, number in zip(
            laid.words, laid.texts, upos, rels, read_.heads.tolist(), sentence, strict=True
        )
    )


def children(parts: tuple[Token, ...]) -> tuple[tuple[int, ...], ...]:
    """The dependents of every token, in text order."""
    out: list[list[int]] = [[] for _ in parts]
    for k, token in enumerate(parts):
        if token.head != k:
            out[token.head].append(k)
    return tuple(map(tuple, out))
