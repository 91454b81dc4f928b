"""Marks of Markdown blanked out, every other character in its place: the reader of prose sees prose, and spans stay those of the file."""

from __future__ import annotations

import re

MARKS = re.compile(
    r"(?m)^[ \t]{0,3}(?:>[ \t]?)+"  # block quotations
    r"|^[ \t]*#{1,6}(?=[ \t])"  # headings
    r"|^[ \t]*[-*+•][ \t]+(?:\[[ xX]\][ \t]+)?"  # list items
    r"|^[ \t]*\(?\d{1,3}[.)](?=[ \t])"
    r"|\*{1,3}(?=\S)|(?<=\S)\*{1,3}"  # emphasis
    r"|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_])"
    r"|\]\([^()\s]{1,500}\)|\[(?=[^\[\]\n]{1,200}\]\()"  # links: their words stay
    r"|\[\^[\w-]{1,20}\]:?|`"
)


LETTER = re.compile(r"\[([^\W\d_])\]([^\W\d_]+)")
BRACKETS = re.compile(r"[\[\]]")


def blanked(text: str) -> str:
    """`text` with blanks for marks, as long as before.

    >>> blanked("- **Ann Lee**: see [the text](https://example.org)")
    '    Ann Lee  : see  the text                      '
    """
    prose = MARKS.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    return BRACKETS.sub(" ", LETTER.sub(r"\1\2  ", prose))  # '[T]he' is 'The  ': off by two inside the word
