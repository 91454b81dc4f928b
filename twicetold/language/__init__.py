"""`Document` -> `Parsed`: sentences, words, syntax, entities, quotations, reported speech, sentence vectors."""

from __future__ import annotations

from twicetold.language.entities import entities
from twicetold.language.quotations import quotations
from twicetold.language.reading import children, layout, model, tokens
from twicetold.language.reported import reported
from twicetold.types import Document, Parsed

__all__ = ["parse"]


def parse(document: Document) -> Parsed:
    """Reads one document with the shipped model, offline.

    1. the headline and the body are cut into paragraphs, words and sentences (furniture is not read);
    2. the model labels windows of whole sentences;
    3. names, quotations and reported speech are decoded from its scores.

    Where `document.readable` is false, reported speech and entities stay empty. Cost is linear in the length of the text.
    """
    laid = layout(document)
    read = model(laid)
    words = tokens(laid, read)
    quoted = tuple(quotations(document.text, laid.paragraphs))
    return Parsed(
        document=document,
        tokens=words,
        sentences=laid.sentences(),
        entities=entities(read.ner, laid.words) if document.readable else (),
        quotations=quoted,
        reported=reported(laid, read, quoted) if document.readable else (),
        vectors=read.vectors,
        children=children(words),
    )
