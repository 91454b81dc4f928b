"""Lines and columns of a text, counted from 1, columns in code points: what editors show."""

from __future__ import annotations

import re
from bisect import bisect_right

BREAK = re.compile(r"\r\n|\n|\r")


class Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in BREAK.finditer(text))]

    def at(self, position: int) -> tuple[int, int]:
        """Line and column of a position.

        >>> Lines("one\\ntwo").at(5)
        (2, 2)
        """
        line = bisect_right(self._starts, position)
        return line, position - self._starts[line - 1] + 1
