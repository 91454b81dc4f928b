"""One document laid open for the decoders of reported speech: words, trees, quotations as stretches of words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from twicetold.types import Quotation, Sentence, Span, Token, Turn

Stretch = tuple[int, int]  # words, half open
LONGEST = 600  # words; how far back an opening mark is looked for
_MARKS = frozenset("\"“”„‟«»‹›「」『』＂'‘’‚‛,") | {"''", "``"}


@dataclass(frozen=True, slots=True)
class Page:
    """`quoted[k]` are the words of quotation `k` with its marks and the comma before the closing one."""

    text: str
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]
    sentences: tuple[Sentence, ...]
    paragraph: tuple[int, ...]  # of every sentence: number of its paragraph
    quotations: tuple[Quotation, ...]
    quoted: tuple[Stretch, ...]
    title: frozenset[int]  # sentences of the headline
    turns: tuple[Turn, ...] = ()  # of a transcript

    def sentence(self, word: int) -> Sentence:
        """The sentence that holds `word`."""
        return self.sentences[self.tokens[word].sentence]

    def paragraph_of(self, word: int) -> int:
        """Number of the paragraph that holds `word`."""
        return self.paragraph[self.tokens[word].sentence]

    def subtree(self, word: int) -> list[int]:
        """`word` and all words below it, in text order."""
        out, todo = [], [word]
        while todo:
            out.append(k := todo.pop())
            todo.extend(self.children[k])
        return sorted(out)

    def head_of(self, stretch: Stretch) -> int:
        """The word of `stretch` whose head lies outside; the first such that is no punctuation."""
        first, last = stretch
        for k in range(first, last):
            head = self.tokens[k].head
            if (head == k or not first <= head < last) and self.tokens[k].upos != "PUNCT":
                return k
        return first


def quoted_words(tokens: tuple[Token, ...], quotations: tuple[Quotation, ...]) -> tuple[Stretch, ...]:
    """For every quotation its words, with the marks around it."""
    starts, ends = [t.start for t in tokens], [t.end for t in tokens]
    return tuple(_widened(tokens, bisect_right(ends, q.start), bisect_left(starts, q.end), q) for q in quotations)


def _widened(tokens: tuple[Token, ...], first: int, last: int, q: Quotation) -> Stretch:
    if first > 0 and tokens[first - 1].text in _MARKS and tokens[first - 1].text != "," and q.start - tokens[first - 1].end <= 1:
        first -= 1
    while last < len(tokens) and tokens[last].text in _MARKS and tokens[last].start - tokens[last - 1].end <= 0:
        last += 1
        if tokens[last - 1].text != ",":
            break
    if tokens[last - 1].text == "," and last - 1 > first and q.end <= tokens[last - 1].start and not _closed(tokens, last):
        last -= 1
    return first, max(last, first + 1)


def _closed(tokens: tuple[Token, ...], last: int) -> bool:
    return last < len(tokens) and tokens[last].text in _MARKS


def merged(stretches: list[Stretch]) -> list[Stretch]:
    """The same words as few stretches, in order."""
    out: list[Stretch] = []
    for first, last in sorted(s for s in stretches if s[0] < s[1]):
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return out


def without(stretches: list[Stretch], gone: Stretch) -> list[Stretch]:
    """`stretches` less the words of `gone`."""
    out: list[Stretch] = []
    for first, last in stretches:
        out += [(first, min(last, gone[0])), (max(first, gone[1]), last)]
    return [s for s in out if s[0] < s[1]]


def shared(stretches: list[Stretch], other: Stretch) -> int:
    """How many words of `stretches` lie in `other`."""
    first, last = other
    total = 0
    for a, b in stretches:
        if a < last and first < b:
            total += (b if b < last else last) - (a if a > first else first)
    return total


def spans(page: Page, stretches: list[Stretch]) -> tuple[Span, ...]:
    """The same in characters, cut where a paragraph ends: what stands between may be page furniture."""
    out: list[Span] = []
    for first, last in merged(stretches):
        cuts = [k for k in range(first + 1, last) if page.tokens[k].sentence != page.tokens[k - 1].sentence]
        cuts = [k for k in cuts if page.paragraph_of(k) != page.paragraph_of(k - 1)]
        out += [Span(page.tokens[a].start, page.tokens[b - 1].end) for a, b in pairwise([first, *cuts, last])]
    return tuple(out)
