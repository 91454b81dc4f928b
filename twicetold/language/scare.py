"""Quotation marks around words that nobody is made to say: titles, nicknames, terms, so-called."""

from __future__ import annotations

from twicetold.language.lexicon import words
from twicetold.types import Quotation, Token

LONGEST_TERM = 2  # words; a longer one in lower case is taken for speech
LONGEST_TITLE = 12
_SMALL = frozenset(["a", "an", "the", "of", "and", "or", "in", "on", "at", "to", "for", "by", "with", "from", "as", "but", "nor", "vs"])
_DETERMINERS = frozenset(["a", "an", "the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "every", "no"])


def scare(tokens: tuple[Token, ...], stretch: tuple[int, int], quotation: Quotation) -> bool:
    """Whether the quotation on words `stretch` (marks included) is a name or a term by its form and the words before it."""
    inside = [t for t in tokens[stretch[0] : stretch[1]] if t.upos != "PUNCT" and quotation.start <= t.start < quotation.end]
    before = [t.text.lower() for t in tokens[max(0, stretch[0] - 3) : stretch[0]]]
    if not inside:
        return True
    if before and (before[-1] in words("cues", "naming") or before[-2:] in (["known", "as"], ["so", "called"])):
        return len(inside) <= LONGEST_TITLE
    if len(inside) == 1:
        return inside[0].upos not in ("VERB", "INTJ") and bool(before) and before[-1] in _DETERMINERS
    return _title(inside)


def _title(inside: list[Token]) -> bool:
    """Capitals on every long word of a phrase without a full stop: 'The Art of the Deal'."""
    if not 2 <= len(inside) <= LONGEST_TITLE or any(t.text[-1] in ".!?" and len(t.text) == 1 for t in inside):
        return False
    long = [t for t in inside if t.text.lower() not in _SMALL]
    return bool(long) and all(t.text[0].isupper() or t.text[0].isdigit() for t in long) and not all(t.text.isupper() for t in long)
