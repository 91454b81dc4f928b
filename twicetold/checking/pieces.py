"""A quotation taken apart at its ellipses and brackets: the words it vouches for, and where it says that it changed something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from twicetold.checking.plain import letters

Kind = Literal["words", "gap", "bracket"]
ELLIPSIS = r"(?:\.\s?){2,}\.|…+|\*\s\*\s\*"
CUT = re.compile(
    rf"(?P<gap>[\[(]\s*(?:{ELLIPSIS})\s*[\])]|{ELLIPSIS})"
    r"|(?P<sic>\s?[\[(]sic!?[\])]|\[\^?\d{1,3}\])"
    r"|(?P<letter>\[[^\W\d_]\](?=[^\W\d_'’]|['’][^\W\d_]))"
    r"|(?P<bracket>[^\W\d_]*\[[^\[\]]{1,120}\][^\W\d_]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quotation. `text` of a bracket is what the editor put in; a gap has none."""

    kind: Kind
    text: str

    @property
    def letters(self) -> str:
        return letters(self.text)


def pieces(quotation: str) -> list[Piece]:
    """The quotation in order; gaps at its ends and '[sic]' are no matter, '[T]he' is 'The'.

    >>> [(p.kind, p.text) for p in pieces("[W]e … will [not] sign")]
    [('words', 'We '), ('gap', ''), ('words', ' will '), ('bracket', 'not'), ('words', ' sign')]
    """
    out: list[Piece] = []
    position = 0
    for match in CUT.finditer(quotation):
        _add(out, "words", quotation[position : match.start()])
        position = match.end()
        if match["letter"]:
            _add(out, "words", match[0][1])
        elif match["gap"]:
            out.append(Piece("gap", ""))
        elif match["bracket"]:
            out.append(Piece("bracket", match[0].replace("[", "").replace("]", "")))
    _add(out, "words", quotation[position:])
    kept = [p for p in out if p.kind != "words" or p.letters]
    while kept and kept[0].kind == "gap":
        kept.pop(0)
    while kept and kept[-1].kind == "gap":
        kept.pop()
    return kept


def _add(out: list[Piece], kind: Kind, text: str) -> None:
    """Words directly behind words belong to them: 'T' + 'he'."""
    if out and out[-1].kind == kind == "words":
        out[-1] = Piece("words", out[-1].text + text)
    elif text:
        out.append(Piece(kind, text))


def inlined(quotation: str) -> str:
    """The quotation as it reads aloud: brackets opened, ellipses left out."""
    return " ".join(p.text.strip() for p in pieces(quotation) if p.text.strip())
