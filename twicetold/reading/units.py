"""A text as units: its paragraphs, with hard-wrapped lines put together again. Units keep their place in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from twicetold.types import Span

LINE: Final = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
BREAK: Final = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")

WRAP_WIDTHS: Final = range(50, 101)
"""Widths at which text is wrapped by hand or by mail and teletype programs (RFC 5322 recommends 78, typewriters 60 to 80)."""

WRAPPED_SHARE: Final = 0.5
"""Share of a text's line ends (within blocks, lists and short lines aside) that the width must explain before it counts as hard-wrapped."""

SMALL_SHARE: Final = 0.15
"""Share of continued lines that must begin with a small letter: two in three do in English prose,
one in four where it is full of names, none in a pile of labels."""

LEAST_JOINED: Final = 30
"""A line shorter than this is never continued on the next one merely because that begins with a small letter."""

BULLET: Final = re.compile(r"(?:[•▪◦‣·–—*+-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+", re.I)
HEADING: Final = re.compile(r"#{1,6} .*|\*\*[^*]+\*\*:?|__[^_]+__:?|<h[1-6]>.*</h[1-6]>")
HEADING_HINT: Final = -3.0
"""Evidence that a line in the dress of a Markdown heading is no furniture: 'Politics' there is a part of the article, not a link."""

LABEL: Final = re.compile(r"[a-z]{2,12}: ", re.I)
STOP: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph or a line that stands alone. `block` counts runs of lines between blank lines."""

    span: Span
    text: str  # spaces collapsed
    block: int
    bullet: bool = False
    hint: float = 0.0  # evidence for furniture from the markup (log-odds); 0 in plain text
    heading: bool = False  # the markup says so
    hidden: bool = False  # the markup says that it is no part of the article at all


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something, without the blanks around it."""

    start: int
    end: int
    text: str
    block: int

    @property
    def width(self) -> int:
        return self.end - self.start


def lines(text: str) -> Iterator[Line]:
    """The lines of `text` that hold more than blanks."""
    position = block = 0
    blank = True
    for stop in [*BREAK.finditer(text), None]:
        end = stop.start() if stop else len(text)
        raw = text[position:end]
        if stripped := raw.strip():
            start = position + raw.index(stripped[0])
            yield Line(start, start + len(stripped), stripped, block)
            blank = False
        elif not blank:
            block, blank = block + 1, True
        position = stop.end() if stop else end


def units(text: str) -> list[Unit]:
    """The paragraphs of a plain text: one a line, or several lines where the text is wrapped by hand."""
    found = list(lines(text))
    width = _width(found)
    groups: list[list[Line]] = []
    for line in found:
        if groups and _continues(groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_unit(group) for group in groups]


def _unit(group: Sequence[Line]) -> Unit:
    text = " ".join(" ".join(line.text for line in group).split())
    heading = HEADING.fullmatch(text) is not None
    span = Span(group[0].start, group[-1].end)
    return Unit(span, text, group[0].block, bullet=bool(BULLET.match(text)), heading=heading, hint=HEADING_HINT if heading else 0.0)


def _width(found: Sequence[Line]) -> int | None:
    """The width to which a text is wrapped by hand: the one that explains most line ends, None when none explains half of them."""
    pairs = [(a, b) for a, b in pairwise(found) if a.block == b.block and a.width >= LEAST_JOINED and not BULLET.match(b.text)]
    change: Counter[int] = Counter()
    for line, following in pairs:
        low, high = max(line.width, WRAP_WIDTHS.start), min(_needed(line, following), WRAP_WIDTHS.stop)
        if low < high:
            change[low] += 1
            change[high] -= 1
    best, best_width, explained = 0, None, 0
    for width in WRAP_WIDTHS:
        explained += change[width]
        if explained > best:
            best, best_width = explained, width
    if best_width is None or best < max(2, WRAPPED_SHARE * len(pairs)):
        return None
    broken = [b for a, b in pairs if a.width <= best_width < _needed(a, b)]
    return best_width if sum(b.text[0].islower() for b in broken) >= SMALL_SHARE * len(broken) else None


def _needed(line: Line, following: Line) -> int:
    """The width that would have taken in the next line's first word, too."""
    return line.width + 1 + len(following.text.split(maxsplit=1)[0])


def _continues(line: Line, following: Line, width: int | None) -> bool:
    if line.block != following.block or BULLET.match(following.text):
        return False
    if width is None or line.width < LEAST_JOINED or LABEL.match(following.text):
        return False
    return _needed(line, following) > width or (following.text[0].islower() and not STOP.search(line.text))
