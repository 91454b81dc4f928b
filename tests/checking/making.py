"""Reports made by hand: text, sentences and quotations, without the reader model."""

from __future__ import annotations

import re

import numpy as np

from twicetold.checking.library import Library
from twicetold.language.quotations import quotations
from twicetold.types import Actor, Attribution, Cast, Document, DocumentClaims, Mention, QuoteMention, Report, Roster, Span

SENTENCE = re.compile(r"[^\s].*?(?:[.!?]+[”\"’]?(?=\s|$)|$)", re.DOTALL)


def report(text: str, name: str = "a", **more: str) -> Report:
    sentences = tuple(Span(*m.span()) for m in SENTENCE.finditer(text))
    body = Span(0, len(text))
    vectors = np.zeros((len(sentences), 384), np.float32)
    found = tuple(quotations(text, [body]))
    return Report(
        Document(id=name, source=f"{name}.txt", text=text, body=(body,), language="en", **more),
        sentences,
        vectors,
        found,
        Cast(),
        DocumentClaims(),
    )


def library(*texts: str) -> Library:
    return Library([report(t, f"s{k}") for k, t in enumerate(texts)], Roster())


def said_by(text: str, quote: str, speaker: str, name: str = "a") -> Report:
    """A report in which `quote` is attributed to `speaker`, a person named in the text."""
    made = report(text, name)
    at, who = text.index(quote), text.index(speaker)
    actor = Actor(f"name:{speaker.lower()}", speaker, "person")
    attribution = Attribution("direct", (Span(who, who + len(speaker)),), (), (Span(at, at + len(quote)),), actor.key, None)
    cast = Cast({actor.key: actor}, (Mention(who, who + len(speaker), "name", actor.key),))
    claims = DocumentClaims((attribution,), (), (QuoteMention(Span(at, at + len(quote)), 0, actor.key),))
    return Report(made.document, made.sentences, made.vectors, made.quotations, cast, claims)
