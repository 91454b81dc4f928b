"""Words inside quotation marks: straight, curly, low, angled, doubled, single, nested, and running over paragraphs.

One pass over the characters of each paragraph with a stack of open marks; what is still open at the end of a paragraph goes on
in the next one when that begins with the same mark (or closes it), and ends with its own paragraph otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from twicetold.language.lexicon import words
from twicetold.types import Quotation, Span

_MARK = re.compile(r"\"\"|``|''|[\"“”„‟«»‹›「」『』＂]|['‘’‚‛]")
_DOUBLE = {"“": "open", "„": "open", "‟": "open", "«": "open", "「": "open", "『": "open", "``": "open", "‹": "open", "‚": "open"}
_CLOSE_DOUBLE = {"”", "»", "」", "』", "›"}
_PAIRS = {
    "“": '”“"',
    "„": '“”"',
    "‟": "”",
    "«": "»",
    "»": "«»",
    "「": "」",
    "『": "』",
    "``": "''",
    "‹": "›",
    "›": "‹›",
    "‚": "‘’",
    "‘": "’'",
    "‛": "’",
    "'": "'’",
}
_TURNED = {("„", "“"), ("»", "«"), ("›", "‹")}  # German and Danish usage: what opens elsewhere closes
_AFTER_SPACE = re.compile(r"[\s(\[{—–\-/“‘\"'«„:]")
DEEPEST = 8  # open marks at once; more are junk, and would make the scan quadratic
LONGEST_SINGLE = 1500  # characters between single quotation marks; an apostrophe without its partner does not reach further


@dataclass(slots=True)
class _Open:
    mark: str
    start: int  # first character after the mark
    depth: int
    continues: int | None


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Quotation] = []
        self.stack: list[_Open] = []

    def paragraph(self, span: Span, following: Span | None) -> None:
        """Scans one paragraph; marks left open stay on the stack only when `following` goes on with them."""
        self._resume(span)
        closing = _closing_singles(self.text, span)
        for match in _MARK.finditer(self.text, span.start, span.end):
            self._mark(match[0], match.start(), match.end(), span, closing)
        self._finish(span, following)

    def _mark(self, mark: str, start: int, end: int, span: Span, closing: list[int]) -> None:
        if start < (self.stack[-1].start if self.stack else 0):
            return  # the mark that resumed a quotation at the head of the paragraph
        role = self._single(mark, start, end, span, closing) if mark in "'‘’‚‛" else self._double(mark, start, end, span)
        if role == "open" and len(self.stack) < DEEPEST:
            self.stack.append(_Open(mark, end, len(self.stack), None))
        elif role == "close":
            self._close(mark, start)

    def _matching(self, mark: str) -> int | None:
        """Place on the stack of the innermost opening that `mark` can close."""
        for k in range(len(self.stack) - 1, -1, -1):
            opened = self.stack[k].mark
            if mark in _PAIRS.get(opened, opened) if len(mark) == 1 else mark in (opened, _PAIRS.get(opened)):
                return k
            if opened in "'‘" and mark not in "'’":
                continue  # an apostrophe taken for an opening mark
        return None

    def _double(self, mark: str, start: int, end: int, span: Span) -> str | None:
        before, after = self._around(start, end, span)
        matching = self._matching(mark)
        if mark in _CLOSE_DOUBLE:
            if matching is None and mark in "”»›" and before.isspace() and not after.isspace():
                return "open"
            return "close" if matching is not None else None
        if mark in _DOUBLE:
            return "close" if matching is not None and (self.stack[matching].mark, mark) in _TURNED else "open"
        if mark == '"' and before.isdigit() and matching is None:
            return None  # inches
        if mark in ("''", '""') and after.isspace() and matching is None:
            return None
        if matching is None:
            return "open" if not after.isspace() else None
        opens = bool(_AFTER_SPACE.match(before)) and not after.isspace() and after not in ".,;:!?)"
        return "open" if opens and not (before in "—–-" and not after.isalnum()) and self._reopens(matching, start) else "close"

    def _reopens(self, matching: int, start: int) -> bool:
        """A straight mark that looks like an opening one while one is open: believed when the open one has been left unclosed."""
        inside = self.text[self.stack[matching].start : start]
        return bool(inside.strip()) and self.stack[matching].mark != "''" and self._drop(matching, start)

    def _drop(self, matching: int, start: int) -> bool:
        opened = self.stack[matching]
        cut = _sentence_end(self.text, opened.start, start)
        self._emit(opened, cut)
        del self.stack[matching:]
        return True

    def _single(self, mark: str, start: int, end: int, span: Span, closing: list[int]) -> str | None:
        before, after = self._around(start, end, span)
        matching = self._matching(mark) if mark != "‘" else None
        if before.isalnum() and after.isalnum():
            return None
        if mark in "‘‚‛":
            return None if self._clipped(end) else "open"
        if matching is not None and not before.isspace() and not after.isalnum():
            possessive = before in "sSzx" and after == " " and self.text[end + 1 : end + 2].islower()
            later = any(start < c <= span.end for c in closing[-1:])
            return None if possessive and later else "close"
        opens = bool(_AFTER_SPACE.match(before)) and (after.isalnum() or after in '“"[…') and not self._clipped(end)
        return "open" if mark == "'" and opens and _one_within(closing, end, end + LONGEST_SINGLE) else None

    def _clipped(self, end: int) -> bool:
        following = re.match(r"[^\W_]{1,8}", self.text[end : end + 8])
        word = following[0].lower() if following else ""
        return bool(re.fullmatch(r"\d\ds?", word)) or word in words("tokens", "clipped")

    def _around(self, start: int, end: int, span: Span) -> tuple[str, str]:
        before = self.text[start - 1] if start > span.start else " "
        return before, self.text[end] if end < span.end else " "

    def _close(self, mark: str, start: int) -> None:
        matching = self._matching(mark)
        if matching is None:
            return
        for opened in self.stack[matching + 1 :]:
            if opened.mark not in "'‘":
                self._emit(opened, start)
        self._emit(self.stack[matching], start)
        del self.stack[matching:]

    def _emit(self, opened: _Open, end: int) -> int | None:
        span = _trimmed(self.text, opened.start, end)
        if not any(c.isalnum() for c in self.text[span.start : span.end]):
            return None
        depth = sum(o.mark not in "'‘" or o.start < opened.start for o in self.stack if o is not opened and o.start < opened.start)
        self.found.append(Quotation(span.start, span.end, depth, opened.continues, False))
        return len(self.found) - 1

    def _finish(self, span: Span, following: Span | None) -> None:
        goes_on = following is not None and bool(self.stack) and self._goes_on(following)
        kept: list[_Open] = []
        for opened in self.stack:
            if opened.mark in "'‘’" and not goes_on:
                continue  # an apostrophe
            end = span.end if goes_on else _sentence_end(self.text, opened.start, span.end)
            number = self._emit(opened, end)
            if goes_on and number is not None and not kept:
                kept.append(_Open(opened.mark, following.start if following else 0, 0, number))
        self.stack = kept

    def _goes_on(self, following: Span) -> bool:
        first = self.stack[0].mark
        if self.text.startswith(first, following.start):
            return True
        nearest = next((m for m in _MARK.finditer(self.text, following.start, following.end) if m[0] not in "'’‘"), None)
        return nearest is not None and nearest[0] in _CLOSE_DOUBLE and first not in "'‘"

    def _resume(self, span: Span) -> None:
        if self.stack:
            mark = self.stack[0].mark
            self.stack[0].start = span.start + (len(mark) if self.text.startswith(mark, span.start) else 0)


def _closing_singles(text: str, span: Span) -> list[int]:
    """Places where a single mark stands after a word and before none: it can close."""
    pattern = re.compile(r"(?<=[^\s(\[])['’](?!\w)")
    return [m.start() for m in pattern.finditer(text, span.start, span.end)]


def _one_within(places: list[int], after: int, last: int) -> bool:
    """Whether one of the sorted `places` lies behind `after`, at most at `last`."""
    k = bisect_right(places, after)
    return k < len(places) and places[k] <= last


def _sentence_end(text: str, start: int, end: int) -> int:
    """End of the sentence that begins at `start`, at most `end`."""
    match = re.compile(r"[.!?…](?=\s)").search(text, start, end)
    return match.end() if match else end


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return Span(start, end)


def quotations(text: str, paragraphs: list[Span]) -> list[Quotation]:
    """All quotations in text order. `continues` counts in the result; `scare` is left to `scare.py`."""
    scanner = _Scanner(text)
    for k, span in enumerate(paragraphs):
        scanner.paragraph(span, paragraphs[k + 1] if k + 1 < len(paragraphs) else None)
    return _sorted(_split(text, scanner.found))


_ELLIPSIS = re.compile(r"\s*(?:\.\.\.+|…|\[(?:\.\.\.|…)\])\s+(?=[A-Z])")


def _split(text: str, found: list[Quotation]) -> list[Quotation]:
    """Cuts a quotation at an ellipsis that joins two sentences: two utterances. Numbers in `continues` are kept right."""
    out: list[Quotation] = []
    last: dict[int, int] = {}
    for number, q in enumerate(found):
        start, continues = q.start, None if q.continues is None else last.get(q.continues)
        for match in _ELLIPSIS.finditer(text, q.start + 1, q.end):
            out.append(q._replace(start=start, end=match.end() - len(match[0]) + len(match[0].rstrip()), continues=continues))
            start, continues = match.end(), None
        last[number] = len(out)
        out.append(q._replace(start=start, continues=continues))
    return out


def _sorted(found: list[Quotation]) -> list[Quotation]:
    order = sorted(range(len(found)), key=lambda k: (found[k].start, -found[k].end))
    place = {k: n for n, k in enumerate(order)}
    return [found[k]._replace(continues=None if found[k].continues is None else place[found[k].continues or 0]) for k in order]
