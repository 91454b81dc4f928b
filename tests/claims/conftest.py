"""Sentences with hand-made trees, so that the rules are tested and not the model.

Notation: one word a token, `form[:lemma]/UPOS/relation/head`, heads counted from 1 within the sentence, 0 for the root; sentences end
with a blank line. A form that starts with `~` is written without a space before it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from twicetold.types import Cast, Document, Parsed, Quotation, Reported, Sentence, Span, Token

Build = Callable[..., Parsed]


def _sentences(notation: str) -> list[list[tuple[str, bool, str, str, str, int]]]:
    out = []
    for block in notation.strip().split("\n\n"):
        words = []
        for word in block.split():
            form, upos, relation, head = word.rsplit("/", 3)
            form, _, lemma = form.partition(":") if len(form) > 1 else (form, "", "")
            glued = form.startswith("~")
            form = form.removeprefix("~")
            words.append((form, glued, lemma or form.lower(), upos, relation, int(head)))
        out.append(words)
    return out


def build_parsed(notation: str, *, reported: tuple[Reported, ...] = (), quotations: tuple[Quotation, ...] = (), **metadata: str) -> Parsed:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    text = ""
    for number, words in enumerate(_sentences(notation)):
        first = len(tokens)
        start = None
        for form, glued, lemma, upos, relation, head in words:
            text += "" if glued or not text else " "
            start = len(text) if start is None else start
            place = len(text)
            text += form
            above = first + head - 1 if head else len(tokens)
            tokens.append(Token(place, len(text), form, lemma, upos, relation, above, number))
        sentences.append(Sentence(start or 0, len(text), first, len(tokens)))
    children: list[list[int]] = [[] for _ in tokens]
    for k, token in enumerate(tokens):
        if token.head != k:
            children[token.head].append(k)
    document = Document(id="d", source="test", text=text, body=(Span(0, len(text)),), **metadata)  # type: ignore[arg-type]
    vectors = np.zeros((len(sentences), 384), dtype=np.float32)
    return Parsed(document, tuple(tokens), tuple(sentences), (), quotations, reported, vectors, tuple(tuple(c) for c in children))


@pytest.fixture
def build() -> Build:
    return build_parsed


@pytest.fixture
def nobody() -> Cast:
    return Cast()
