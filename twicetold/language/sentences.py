"""Sentences as ranges of words: cut at full stops that end something, never inside a title, an initial or a reported question.

The rules propose where the model's windows may be cut; `endings.py` decides with the model's scores.
"""

from __future__ import annotations

from twicetold.language.lexicon import words
from twicetold.types import Span

MOST_PIECES = 190  # word pieces in a sentence; longer ones are cut, so that one window always holds a whole sentence
_FINAL = frozenset(".!?…。！？")
_CLOSING = frozenset("”’»)]}\"'") | {"''"}
_OPENING = frozenset("“‘„«‚([{\"'`") | {"``"}


class _Paragraph:
    """The words of one paragraph, with what surrounds them."""

    def __init__(self, text: str, spans: list[Span]) -> None:
        self.text = text
        self.spans = spans
        self.words = [text[a:b] for a, b in spans]

    def glued(self, k: int) -> bool:
        """No white space before word `k`."""
        return k > 0 and self.spans[k - 1].end == self.spans[k].start

    def spaced(self, k: int) -> bool:
        """White space, or nothing more, after word `k`."""
        return k + 1 >= len(self.spans) or self.spans[k + 1].start > self.spans[k].end


def boundaries(text: str, spans: list[Span]) -> list[int]:
    """First words of the sentences of one paragraph, `spans` being its words. The first is 0."""
    paragraph, starts, k = _Paragraph(text, spans), [0], 0
    while k < len(spans):
        after = _after_final(paragraph, k)
        if after is not None and after < len(spans) and _begins(paragraph, k, after):
            starts.append(after)
        k = max(k + 1, after or 0)
    return starts if spans else []


def _after_final(p: _Paragraph, k: int) -> int | None:
    """The word after a full stop at `k` and the closing marks that belong to it; None where `k` ends nothing."""
    word = p.words[k]
    if word[-1] not in _FINAL or (len(word) > 1 and word in words("tokens", "titles")):
        return None
    after = k + 1
    while after < len(p.words) and p.words[after] in _CLOSING and p.glued(after):
        if p.words[after] in "\"'" and not p.spaced(after) and not (after + 1 < len(p.words) and p.words[after + 1] in _CLOSING):
            break  # a straight mark glued on both sides: leave it where it is
        after += 1
    return after


def _begins(p: _Paragraph, k: int, after: int) -> bool:
    """Whether a sentence begins at `after`, word `k` before it being final."""
    first = after
    while first < len(p.words) - 1 and (p.words[first] in _OPENING or p.words[first] in "-–—•*"):
        first += 1
    word, final = p.words[first], p.words[k]
    if not word[0].isalnum() or word[0].islower():
        return bool(first > after and p.spaced(after - 1) and final in ".!?" and not word[0].islower())
    if after == k + 1 and p.glued(after) and final[-1] == "." and not (len(p.words[k - 1]) > 2 and word[0].isupper() and len(word) > 1):
        return False  # 'example.com', '3.B'
    if final not in ".!?…。！？" and final[-1] == "." and set(final) != {"."}:  # an abbreviation: U.S., Inc., J.
        return _after_abbreviation(p, k, first, after)
    if after > k + 1 and final[0] in "!?":
        return not _reporting(p, after)
    return True


def _after_abbreviation(p: _Paragraph, k: int, first: int, after: int) -> bool:
    if len(p.words[k]) == 2:  # an initial
        return False
    return p.words[first] in words("tokens", "starters") or first > after or after > k + 1


def _reporting(p: _Paragraph, after: int) -> bool:
    """'"Will it?" Ms Smith asked': the words after a quoted question are its reporting clause."""
    near = [w.lower() for w in p.words[after : after + 6]]
    stop = next((i for i, w in enumerate(near) if w in ".,;:!?"), len(near))
    return any(w in words("cues", "reporting_forms") for w in near[:stop])


def capped(starts: list[int], costs: list[int], words_: list[str]) -> list[int]:
    """`starts` with further cuts, so that no sentence costs more than MOST_PIECES: after the last comma or semicolon that fits."""
    out: list[int] = []
    for first, last in zip(starts, [*starts[1:], len(costs)], strict=True):
        out.append(first)
        total, comma = 0, first
        k = first
        while k < last:
            if total + costs[k] > MOST_PIECES:
                k = comma if comma > out[-1] else k
                out.append(k)
                total, comma = 0, k
            total += costs[k]
            if words_[k] in ",;:—–":
                comma = k + 1
            k += 1
    return out
