"""Small reports made by hand: no model is needed to test how reports are compared."""

from __future__ import annotations

import re
import zlib

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling.terms import terms
from twicetold.types import Attribution, Cast, Document, DocumentClaims, Quotation, Report, Span

SENTENCE = re.compile(r"[^.!?\n]+[.!?]?[”\"]?")
QUOTED = re.compile(r"“([^”]+)”")


def vector(text: str) -> NDArray[np.float32]:
    """A stand-in for a sentence vector: the sum of one fixed random direction a content word, so that shared words make texts alike."""
    out = np.full(384, 1e-3)
    for term in terms(text):
        if term.kind != "function":
            out = out + np.random.default_rng(zlib.crc32(term.key.encode())).standard_normal(384)
    return (out / np.linalg.norm(out)).astype(np.float32)


def report(
    key: str,
    text: str,
    *,
    outlet: str | None = None,
    published: str | None = None,
    title: str | None = None,
    said: tuple[tuple[str, str, str], ...] = (),
    body: str | None = None,
) -> Report:
    """A report on `text`; `said` are (source, cue, content) as they stand in it, `body` the article where it is not all of it."""
    start = text.index(body) if body is not None else 0
    whole = Span(start, start + len(body if body is not None else text))
    found = [
        Span(whole.start + m.start(), whole.start + m.end()) for m in SENTENCE.finditer(text[whole.start : whole.end]) if m.group().strip()
    ]
    sentences = tuple(Span(s.end - len(text[s.start : s.end].lstrip()), s.end) for s in found)
    vectors = np.array([vector(text[s.start : s.end]) for s in sentences], np.float32).reshape(-1, 384)
    document = Document(id=key, source=key, text=text, body=(whole,), title=title, outlet=outlet, published=published, language="en")
    quotations = tuple(Quotation(m.start(1), m.end(1), 0, None, False) for m in QUOTED.finditer(text))
    attributions = tuple(Attribution("indirect", _at(text, a), _at(text, b), _at(text, c), None, None) for a, b, c in said)
    return Report(document, sentences, vectors, quotations, Cast(), DocumentClaims(attributions=attributions))


def _at(text: str, part: str) -> tuple[Span, ...]:
    start = text.index(part) if part else -1
    return (Span(start, start + len(part)),) if part else ()
