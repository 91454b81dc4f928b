"""`Document` -> `Parsed`: sentences, words, syntax, entities, quotations, reported speech, sentence vectors."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from twicetold.language.embedding import embed
from twicetold.language.entities import entities
from twicetold.language.learned import model_version
from twicetold.language.names import Words
from twicetold.language.page import Page, quoted_words
from twicetold.language.quotations import quotations
from twicetold.language.reading import WIDTH, Layout, Read, children, layout, model, sentences, tokens
from twicetold.language.reported import reported
from twicetold.language.scare import scare
from twicetold.language.turns import speakers
from twicetold.types import Document, Entity, Parsed

__all__ = ["embed", "model_version", "parse"]


def parse(document: Document) -> Parsed:
    """Reads one document with the shipped model, offline.

    1. the headline and the body are cut into paragraphs, words and sentences (furniture is not read);
    2. the model labels windows of whole sentences;
    3. names, quotations and reported speech are decoded from its scores.

    Where `document.readable` is false, reported speech and entities stay empty. Cost is linear in the length of the text.
    """
    laid = layout(document)
    return decode(document, laid, model(laid))


def decode(document: Document, laid: Layout, read: Read) -> Parsed:
    """Step 3 of `parse`: what follows from the scores of the model."""
    page = _page(document, laid, read)
    return Parsed(
        document=document,
        tokens=page.tokens,
        sentences=page.sentences,
        entities=speakers(laid.turns, _named(laid, read)) if document.readable else (),
        quotations=page.quotations,
        reported=reported(page, read) if document.readable else (),
        vectors=np.array(read.vectors, np.float32).reshape(len(read.vectors), WIDTH),
        children=page.children,
    )


def _named(laid: Layout, read: Read) -> tuple[Entity, ...]:
    return entities(read.ner, laid.words, Words(laid.texts, read.upos, read.starts))


def _page(document: Document, laid: Layout, read: Read) -> Page:
    words, found_sentences = tokens(laid, read), sentences(laid, read)
    found = tuple(quotations(document.text, laid.paragraphs))
    quoted = quoted_words(words, found)
    marked = tuple(q._replace(scare=scare(words, s, q)) for q, s in zip(found, quoted, strict=True))
    starts = [p.start for p in laid.paragraphs]
    paragraph = tuple(bisect_right(starts, s.start) - 1 for s in found_sentences)
    title = document.title_span
    headline = frozenset(k for k, s in enumerate(found_sentences) if title and title.covers(s.span))
    return Page(document.text, words, children(words), found_sentences, paragraph, marked, quoted, headline, laid.turns)
