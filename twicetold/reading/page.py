"""An HTML page -> the text a reader sees, in blocks that know what the markup says about them, and the page's own metadata.

The layout of the text is fixed: white space collapsed, one line a block, a blank line between blocks, list items, table rows
and line breaks on lines of their own without one, cells parted by a tab. Nothing visible is left out, furniture included;
scripts, styles, templates, form choices and what the markup hides are never in it. The page is read as a stream of events, in
linear time and without a tree, so that its depth does no harm.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Final

from lxml import etree

from twicetold.reading.units import Unit
from twicetold.types import Span


@cache
def tables() -> Mapping[str, Any]:
    """What the markup means, from `data/page.toml`: evidence by tag, role and class word, layout by tag, names of meta tags."""
    return tomllib.loads((files("twicetold.reading") / "data" / "page.toml").read_text(encoding="utf-8"))


UNSEEN: Final = frozenset(tables()["layout"]["unseen"].split())
PARAGRAPHS: Final = frozenset(tables()["layout"]["paragraphs"].split())
LINES: Final = frozenset(tables()["layout"]["lines"].split())
CELLS: Final = frozenset(tables()["layout"]["cells"].split())
VOID: Final = frozenset(tables()["layout"]["void"].split())
HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)

WHOLE_PAGE: Final = 0.4
"""An element with more of the page's text than this is the page, whatever its class is called ('with-sidebar')."""

LINKED: Final = ((0.9, 3.5), (0.5, 2.0), (0.25, 0.5))
"""Share of a block's characters inside links -> evidence for furniture. Prose has below 0.1, lists of links above 0.8."""

MOST: Final = 6.0
"""The most that markup alone can say against a block, and half of it for it: words may still overrule careless class names."""


@dataclass(slots=True)
class Element:
    parent: int
    own: float  # evidence of its tag, role and class names
    chars: int = 0


@dataclass(slots=True)
class Block:
    start: int
    text: str
    element: int
    linked: int
    heading: int  # 1 to 6, 0 for none
    item: bool
    paragraph: int  # counts paragraphs: lines of one list share it


@dataclass(slots=True)
class Page:
    """What was read off a page."""

    text: str
    units: list[Unit]
    meta: dict[str, list[str]]
    linked_data: list[str]
    title: str
    headings: list[str]
    language: str | None
    canonical: str | None
    saved_from: str | None
    times: list[str]
    depth: int


@dataclass(slots=True)
class _Target:
    """Takes the parser's events. Only `close` and the methods named as lxml wants them are its interface."""

    elements: list[Element] = field(default_factory=lambda: [Element(-1, 0.0)])
    stack: list[tuple[str, int, bool]] = field(default_factory=list)  # tag, element, counts as unseen
    blocks: list[Block] = field(default_factory=list)
    buffer: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0  # open <a>
    unseen: int = 0
    heading: int = 0
    items: int = 0
    paragraph: int = 0
    meta: dict[str, list[str]] = field(default_factory=dict)
    linked_data: list[str] = field(default_factory=list)
    captured: list[str] | None = None  # text of <title> or JSON-LD being read
    title: str = ""
    language: str | None = None
    canonical: str | None = None
    saved_from: str | None = None
    times: list[str] = field(default_factory=list)
    depth: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        attributes = dict(attributes)
        self._note(tag, attributes)
        if tag in PARAGRAPHS:
            self._flush()
            self.paragraph += 1
        elif tag in LINES:
            self._flush()
        elif tag in CELLS and "".join(self.buffer).strip():
            self.buffer.append("\t")
        if tag in VOID:
            return
        hidden = tag in UNSEEN or _hidden(attributes)
        hidden = (hidden and tag not in ("html", "body", "head")) or tag == "head"
        self.stack.append((tag, self._element(tag, attributes), hidden))
        self.depth = max(self.depth, len(self.stack))
        self.unseen += hidden
        self.links += tag == "a"
        self.items += tag == "li"
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.heading = int(tag[1])

    def end(self, tag: str) -> None:
        if tag in VOID or not self.stack:
            return
        if tag in PARAGRAPHS or tag in LINES:
            self._flush()
            self.paragraph += tag in PARAGRAPHS
        _, _, hidden = self.stack.pop()  # the parser balances its events
        self.unseen -= hidden
        self.links -= tag == "a"
        self.items -= tag == "li"
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.heading = 0
        if self.captured is not None and tag in ("title", "script"):
            text = "".join(self.captured)
            if tag == "title":
                self.title = self.title or " ".join(text.split())
            else:
                self.linked_data.append(text)
            self.captured = None

    def data(self, text: str) -> None:
        if self.captured is not None:
            self.captured.append(text)
        elif not self.unseen:
            self.buffer.append(text)
            self.linked += len(text) if self.links > 0 else 0

    def comment(self, text: str) -> None:
        if self.saved_from is None and (match := re.match(r"\s*saved from url=\(\d+\)(\S+)", text)):
            self.saved_from = match.group(1)

    def pi(self, target: str, data: str | None = None) -> None:
        """Processing instructions say nothing."""

    def close(self) -> _Target:
        self._flush()
        return self

    def _element(self, tag: str, attributes: Mapping[str, str]) -> int:
        """The number of the element for a tag that says something, else that of the one around it."""
        parent = self.stack[-1][1] if self.stack else 0
        if own := _own(tag, attributes):
            self.elements.append(Element(parent, own))
            return len(self.elements) - 1
        return parent

    def _flush(self) -> None:
        text = _collapsed("".join(self.buffer))
        if text:
            element = self.stack[-1][1] if self.stack else 0
            self.blocks.append(Block(0, text, element, self.linked, self.heading, self.items > 0, self.paragraph))
            self.elements[element].chars += len(text)
        self.buffer.clear()
        self.linked = 0

    def _note(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Keep what a tag says about the page."""
        if tag == "meta" and (content := attributes.get("content", "").strip()):
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or attributes.get("http-equiv") or ""
            self.meta.setdefault(name.strip().lower(), []).append(content[:2000])
        elif tag == "html":
            self.language = attributes.get("lang") or attributes.get("xml:lang")
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self.canonical = self.canonical or attributes.get("href", "").strip() or None
        elif tag == "time" and attributes.get("datetime"):
            first = "pubdate" in attributes or "published" in " ".join(attributes.values()).lower()
            self.times.insert(0 if first else len(self.times), attributes["datetime"])
        elif (tag == "title" and not self.title and not self._in("svg")) or (
            tag == "script" and "ld+json" in attributes.get("type", "").lower()
        ):
            self.captured = []

    def _in(self, tag: str) -> bool:
        return any(name == tag for name, _, _ in self.stack[-4:])


def _hidden(attributes: Mapping[str, str]) -> bool:
    """Whether the markup says that an element is not shown."""
    return "hidden" in attributes or attributes.get("aria-hidden") == "true" or HIDDEN.search(attributes.get("style", "")) is not None


def _collapsed(text: str) -> str:
    """White space collapsed, cells kept apart by their tab; zero-width marks and soft hyphens are no white space and stay."""
    if "\t" not in text:
        return " ".join(text.split())
    return "\t".join(cell for part in text.split("\t") if (cell := " ".join(part.split())))


def _own(tag: str, attributes: Mapping[str, str]) -> float:
    """Evidence of a tag: itself, its role, and the strongest word of its class names and the like."""
    said = tables()
    value = float(said["tags"].get(tag, 0.0))
    if not attributes:
        return value
    value += float(said["roles"].get(attributes.get("role", "").lower(), 0.0))
    names = " ".join(attributes.get(name, "")[:200] for name in ("class", "id", "itemprop", "data-testid", "data-component"))
    if tag not in ("html", "body") and names.strip():
        found = [float(said["words"][word]) for word in _name_words(names) if word in said["words"]]
        value += max(found, key=abs, default=0.0)
    return value


def _name_words(names: str) -> list[str]:
    """'articleBody most-read' -> article, body, articlebody, most, read, mostread: parts, neighbours, wholes."""
    out = []
    for name in names.split()[:20]:
        parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)
        lower = [part.lower() for part in parts]
        out += [*lower, "".join(lower), *("".join(pair) for pair in pairwise(lower))]
    return out


def read_page(html: str) -> Page:
    """Read a page. Never raises for what is in it: broken markup is read as browsers would, more or less."""
    target = _events(html)
    text, position = [], 0
    for n, block in enumerate(target.blocks):
        if n:
            gap = "\n" if block.paragraph == target.blocks[n - 1].paragraph else "\n\n"
            text.append(gap)
            position += len(gap)
        block.start = position
        text.append(block.text)
        position += len(block.text)
    return Page(
        text="".join(text),
        units=_units(target),
        meta=target.meta,
        linked_data=target.linked_data,
        title=target.title,
        headings=[b.text for b in target.blocks if b.heading == 1],
        language=target.language,
        canonical=target.canonical,
        saved_from=target.saved_from,
        times=target.times,
        depth=target.depth,
    )


def _events(html: str) -> _Target:
    target = _Target()
    parser: Any = etree.HTMLParser(target=target, huge_tree=True)
    try:
        for start in range(0, len(html), CHUNK):
            parser.feed(html[start : start + CHUNK])
        parser.close()
    except (etree.LxmlError, AssertionError, ValueError):
        target.close()  # nothing left to parse: what came so far is the page
    return target


CHUNK: Final = 1 << 20


def _units(target: _Target) -> list[Unit]:
    """The blocks as units, each with the evidence of all elements around it that are not the page as a whole."""
    elements = target.elements
    for element in reversed(elements[1:]):
        elements[element.parent].chars += element.chars
    total = max(1, elements[0].chars)
    sums = [0.0] * len(elements)
    for n, element in enumerate(elements[1:], 1):
        counts = element.own < 0 or element.chars < WHOLE_PAGE * total
        sums[n] = sums[element.parent] + (element.own if counts else 0.0)
    return [_unit(block, sums[block.element]) for block in target.blocks]


def _unit(block: Block, hint: float) -> Unit:
    share = min(1.0, block.linked / len(block.text))
    hint += next((weight for least, weight in LINKED if share >= least), 0.0) - (2.0 if block.heading else 0.0)
    return Unit(
        Span(block.start, block.start + len(block.text)),
        " ".join(block.text.split()),
        block.paragraph,
        bullet=block.item,
        hint=max(-MOST / 2, min(MOST, hint)),
        heading=block.heading == 1,
    )
