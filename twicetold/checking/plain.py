"""Texts as letters alone: what makes a quotation the same words whatever its marks, dashes, spaces, line breaks, ligatures and case.

A text becomes one string of folded letters and numbers without anything between words, so that 'long-term', 'long term' and a word broken
at the end of a line are the same. Numbers keep their decimal point and stand between bars: '1.5' is not '15', '10-15' is not '1015'.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from twicetold.types import Span

GROUP = ",\u00a0\u202f\u2009'’"  # what sets off thousands
TOKEN = re.compile(
    rf"\d{{1,3}}(?:[{GROUP}]\d{{3}})+(?![\d])(?:\.\d+)?|\d+(?:[.,:]\d+)*"  # numbers
    r"|(?<![\w)\]])[-\u2212](?=\d)|[$€£¥%]"  # signs that change a number
    r"|[^\W\d_]+|&"
)
SIGNS = {"%": "percent", "&": "and", "\u2212": "-"}
CLIPPED = re.compile(r"['’ʼ](?:t|re|ve|ll|d|m)(?![^\W\d_])", re.IGNORECASE)  # 'can' is not what "can't" says
BAR = "|"


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """One token in folded letters; a number between bars.

    >>> fold("1,200"), fold("ﬁrst"), fold("Erdoğan"), fold("%")
    ('|1200|', 'first', 'erdogan', 'percent')
    """
    if word in SIGNS:
        return SIGNS[word]
    if word[0].isdigit():
        grouped = re.fullmatch(rf"\d{{1,3}}(?:[{GROUP}]\d{{3}})+(?:\.\d+)?", word)
        return f"{BAR}{re.sub(rf'[{GROUP}]', '', word) if grouped else word}{BAR}"
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


@dataclass(frozen=True, slots=True)
class Plain:
    """A text folded. Token `k` is `text[starts[k]:ends[k]]` and begins at `letters[at[k]]`; `at` has one entry more, the end."""

    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    at: tuple[int, ...]
    clipped: frozenset[int]  # tokens before which no quotation may end: the 't' of "can't"

    def find(self, wanted: str, first: int = 0) -> Iterator[tuple[int, int]]:
        """Runs of whole tokens, half open, whose letters are `wanted`, from token `first` on."""
        place = self.letters.find(wanted, self.at[first]) if wanted and first < len(self.starts) else -1
        while place >= 0:
            run = self.tokens(place, place + len(wanted))
            if run is not None:
                yield run
            place = self.letters.find(wanted, place + 1)

    def tokens(self, start: int, end: int) -> tuple[int, int] | None:
        """The tokens whose letters are `letters[start:end]`, None where that cuts one."""
        first, last = bisect_left(self.at, start), bisect_left(self.at, end)
        whole = self.at[first] == start and self.at[last] == end and last not in self.clipped and first not in self.clipped
        return (first, last) if whole else None

    def span(self, first: int, last: int) -> Span:
        """Characters of tokens `first` up to, not including, `last`."""
        return Span(self.starts[first], self.ends[last - 1])

    def around(self, span: Span) -> tuple[int, int]:
        """The tokens that overlap `span`, half open."""
        return bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)


def plain(text: str, ranges: Iterable[Span] | None = None) -> Plain:
    """`text`, or its `ranges` one behind the other, folded; positions are those of `text`."""
    starts, ends, at, folded = [], [], [0], []
    for match in (m for r in ranges or (Span(0, len(text)),) for m in TOKEN.finditer(text, *r)):
        letters = fold(match[0])
        if letters:
            starts.append(match.start())
            ends.append(match.end())
            folded.append(letters)
            at.append(at[-1] + len(letters))
    clipped = frozenset(k for k in range(1, len(starts)) if _clips(text, starts[k]))
    return Plain("".join(folded), tuple(starts), tuple(ends), tuple(at), clipped)


def _clips(text: str, start: int) -> bool:
    return text[start - 1] in "'’ʼ" and CLIPPED.match(text, start - 1) is not None


def letters(text: str) -> str:
    """The folded letters of `text` alone.

    >>> letters("“[T]he long-\\nterm plan”") == letters("the long term plan")
    True
    """
    return "".join(fold(m[0]) for m in TOKEN.finditer(text))
