"""Paragraphs of the readable parts of a document: blank lines and line ends cut, except where lines were only wrapped at a width."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from twicetold.types import Span

NARROW, WIDE = 40, 100  # characters; text wrapped by a program has lines of 60 to 80, with a margin for long words and e-mail
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_ITEM = re.compile(r"\s*(?:[-–—*•▪‣◦·]\s|\(?\d{1,3}[.)]\s|[a-z]\)\s|#{1,6}\s)")


def paragraphs(text: str, ranges: Iterable[Span]) -> list[Span]:
    """The paragraphs inside `ranges`, in text order, without surrounding white space. Empty ones are left out."""
    return [span for start, end in ranges for span in _cut(text, start, end)]


def _cut(text: str, start: int, end: int) -> list[Span]:
    lines = [_trim(text, *m.span()) for m in _LINE.finditer(text, start, end)]
    lines = [line for line in lines if line.size]
    width = _width(text, lines)
    out: list[Span] = []
    previous = Span(start, start)
    for line in lines:
        if out and width and _continues(text, previous, line, width):
            out[-1] = Span(out[-1].start, line.end)
        else:
            out.append(line)
        previous = line
    return out


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())) if piece.strip() else Span(start, start)


def _width(text: str, lines: list[Span]) -> int:
    """The column at which the text was wrapped, 0 when it was not: most single line ends stand where the next word no longer fits."""
    longest = max((line.size for line in lines), default=0)
    if not NARROW <= longest <= WIDE:
        return 0
    single = [(a, b) for a, b in pairwise(lines) if _single(text, a, b)]
    full = sum(_full(text, a, b, longest) for a, b in single)
    return longest if len(single) >= 2 and full >= 0.6 * len(single) else 0


def _single(text: str, line: Span, following: Span) -> bool:
    return len(re.findall(r"\r\n|[\n\r\u2028\u0085]", text[line.end : following.start])) == 1


def _full(text: str, line: Span, following: Span, width: int) -> bool:
    word = re.match(r"\S+", text[following.start : min(following.end, following.start + WIDE)])
    return line.size + 1 + (word.end() if word else 0) > width - 4


def _continues(text: str, line: Span, following: Span, width: int) -> bool:
    if not _single(text, line, following) or _ITEM.match(text, following.start, following.end):
        return False
    return _full(text, line, following, width) or (text[following.start].islower() and line.size > width // 2)
