"""The furniture lexicon: phrases of page furniture from `data/furniture.toml`, as compiled patterns."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

LOOKED_AT: Final = 320
"""Characters of a unit that are matched: furniture says what it is at once. Keeps the cost of long paragraphs bounded."""

MARKERS: Final = re.compile(r"^[\s»›>«‹•▪◦‣·*#|/_=~→←↑↓►▶▸■●○☞✉☎\u2190-\u21ff\u2600-\u27bf\U0001f300-\U0001faff\ufe0f-]+")
TAIL_MARKS: Final = " .!»›>…→|·*-–—\"'”’<:"


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of furniture phrase. `weight` is evidence in log-odds; `where` any, head, tail or edge."""

    name: str
    weight: float
    match: str
    where: str
    words: int
    label: bool
    pattern: re.Pattern[str]
    reference: str

    def fits(self, bare: str) -> bool:
        """Whether a unit is furniture of this kind; `bare` as `hits` prepares it."""
        if self.match == "whole":
            return self.pattern.fullmatch(bare.strip(TAIL_MARKS)) is not None
        return (self.pattern.match(bare) if self.match == "start" else self.pattern.search(bare)) is not None


@cache
def entries() -> tuple[Entry, ...]:
    """All entries, in the order of the file."""
    data = tomllib.loads((files("twicetold.reading") / "data" / "furniture.toml").read_text(encoding="utf-8"))
    return tuple(_entry(raw) for raw in data["entry"])


def _entry(raw: dict[str, object]) -> Entry:
    patterns = raw["patterns"]
    assert isinstance(patterns, list)
    return Entry(
        name=str(raw["name"]),
        weight=float(str(raw["weight"])),
        match=str(raw["match"]),
        where=str(raw["where"]),
        words=int(str(raw.get("words", 30))),
        label=bool(raw.get("label", False)),
        pattern=re.compile("|".join(f"(?:{p})" for p in patterns)),
        reference=str(raw["reference"]),
    )


def hits(text: str, words: int) -> list[Entry]:
    """The entries that fit a unit of `words` words; `text` has its spaces collapsed."""
    short = text[:LOOKED_AT].lower().replace("'", "’")
    bare = MARKERS.sub("", short) or short
    return [entry for entry in entries() if words <= entry.words and entry.fits(bare)]


@cache
def word_list(name: str) -> frozenset[str]:
    """A word list of `data/words.toml`."""
    data = tomllib.loads((files("twicetold.reading") / "data" / "words.toml").read_text(encoding="utf-8"))
    return frozenset(data[name]["words"].split())
