"""How much is read. Beyond these, an input is refused in words: what is larger than a book is no report."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 16 * 2**20
"""Bytes of one document: a file of text or HTML, a line of JSON Lines, a CSV field. Pages with all their data inline stay below 10 MB."""

MAX_CHARACTERS: Final = 2_000_000
"""Characters of one document's text: some 330,000 words, a long book."""

MAX_JSON: Final = 128 * 2**20
"""Bytes of a JSON file, which has to be held whole; JSON Lines has no limit."""

MAX_DEPTH: Final = 2_000
"""Levels of nested HTML elements up to which the page's structure is used; deeper ones are read as if they lay at that level."""

MAX_PROBLEMS: Final = 100
"""Broken records of one file that are reported one by one; the rest is counted in one sentence."""

SNIFFED: Final = 64 * 2**10
"""Bytes from which the type of a file is told."""


def size(number: int) -> str:
    """A number of bytes for people: '16 MB'."""
    return f"{number / 2**20:.0f} MB" if number >= 2**20 else f"{number / 1024:.0f} KB"
