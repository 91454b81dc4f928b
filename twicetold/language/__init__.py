"""`Document` -> `Parsed`: sentences, words, syntax, entities, quotations, reported speech, sentence vectors."""

from twicetold.types import Document, Parsed


def parse(document: Document) -> Parsed:
    raise NotImplementedError
