"""Finding the phrases of a lexicon in a text, whatever the tokenizer made of hyphens and apostrophes; inflection-aware where asked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from twicetold.types import Parsed, Sentence, Span

T = TypeVar("T")

_PIECE = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or sign of the running text; `lemma` only where a token fits it exactly."""

    start: int
    end: int
    form: str
    lemma: str
    token: int


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase of the lexicon in the text, its entry and the tokens it touches."""

    span: Span
    entry: T
    tokens: tuple[int, ...]


def cut(phrase: str) -> tuple[str, ...]:
    """A phrase as pieces: 'fifty-fifty' -> ('fifty', '-', 'fifty')."""
    return tuple(m[0].lower().replace("’", "'") for m in _PIECE.finditer(phrase))


def pieces(parsed: Parsed, sentence: Sentence) -> list[Piece]:
    """The running words of a sentence, each with the token it starts in."""
    out: list[Piece] = []
    k = sentence.first
    for match in _PIECE.finditer(parsed.document.text, sentence.start, sentence.end):
        while k + 1 < sentence.last and parsed.tokens[k].end <= match.start():
            k += 1
        if k >= sentence.last:
            break
        token = parsed.tokens[k]
        exact = (token.start, token.end) == match.span()
        form = match[0].lower().replace("’", "'")
        out.append(Piece(match.start(), match.end(), form, token.lemma.lower() if exact else form, k))
    return out


class Lexicon(Generic[T]):
    """Phrases with their entries. Longer phrases win over shorter ones that start at the same word."""

    def __init__(self, entries: Iterable[tuple[str, T, bool]]) -> None:
        """`entries`: phrase, what it stands for, whether its words may be inflected."""
        index: dict[str, list[tuple[tuple[str, ...], T, bool]]] = defaultdict(list)
        for phrase, entry, inflected in entries:
            words = cut(phrase)
            index[words[0]].append((words, entry, inflected))
        self._index: Mapping[str, list[tuple[tuple[str, ...], T, bool]]] = {
            first: sorted(options, key=lambda o: -len(o[0])) for first, options in index.items()
        }

    def find(self, parsed: Parsed, sentence: Sentence) -> Iterator[Found[T]]:
        """All phrases in a sentence, also those that lie inside one another."""
        running = pieces(parsed, sentence)
        for at, piece in enumerate(running):
            options = self._index.get(piece.form, [])
            if piece.lemma != piece.form:
                options = options + [o for o in self._index.get(piece.lemma, []) if o[2]]
            for words, entry, inflected in options:
                window = running[at : at + len(words)]
                if len(window) == len(words) and all(
                    w == p.form or (inflected and w == p.lemma) for w, p in zip(words, window, strict=True)
                ):
                    span = Span(window[0].start, window[-1].end)
                    yield Found(span, entry, tuple(parsed.tokens_in(span)))


def longest(found: Iterable[Found[T]]) -> list[Found[T]]:
    """Only those that lie in no longer one."""
    ordered = sorted(found, key=lambda f: (f.span.start, -f.span.end))
    out: list[Found[T]] = []
    for f in ordered:
        if not (out and out[-1].span.covers(f.span) and out[-1].span != f.span):
            out.append(f)
    return out
