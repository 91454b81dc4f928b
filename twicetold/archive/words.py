"""Words as the archive finds them: cut and folded here, so that SQLite and PostgreSQL find the same, and so that a hit can be shown where
it stands.

A query is words (all must be there), "words in a row", beginnings (`sanction*`), and -words that must not be there. Inflection, case and
accents make no difference; texts written without spaces (Chinese, Japanese) are found by their characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from twicetold.archive.errors import ArchiveError
from twicetold.retelling.terms import stem
from twicetold.types import Span

LONGEST: Final = 60  # characters of a word that count
MOST: Final = 32  # words of a query
LEXEMES: Final = 1_000_000  # bytes; PostgreSQL takes 1 MB of different words a document
PLACES: Final = 16_383  # PostgreSQL counts places of words up to here
REPEATS: Final = 250  # and keeps 255 places a word
WIDTH: Final = 240  # characters of a snippet
LOOKED: Final = 6_000  # characters of a text in which marks are looked for first: most reports are shorter
_WIDE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"  # kana, Han, Hangul
WORD: Final = re.compile(rf"(?:[^\W\d_]\.){{2,}}|\d+(?:[.,:]\d+)*|[{_WIDE}]|[^\W\d_{_WIDE}]+(?:['’][^\W\d_]+)?")
_PART = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_TIDIED = {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"}


class Unclear(ArchiveError):
    """A query that asks for nothing."""


class Word(NamedTuple):
    """A word of a text: where it stands, in code points, and what it is found by."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Part:
    """Words in a row; of the last one only the beginning, where `prefix`."""

    keys: tuple[str, ...]
    prefix: bool = False

    def ends(self, keys: Sequence[str], k: int) -> int | None:
        """One past the last of the words with these `keys` where the part stands at the k-th; None where it does not."""
        last = k + len(self.keys)
        if last > len(keys) or any(keys[k + n] != key for n, key in enumerate(self.keys[:-1])):
            return None
        found, wanted = keys[last - 1], self.keys[-1]
        return last if found == wanted or (self.prefix and found.startswith(wanted)) else None


@dataclass(frozen=True, slots=True)
class Query:
    wanted: tuple[Part, ...]
    unwanted: tuple[Part, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)


class Snippet(NamedTuple):
    """A stretch of a document's text around what was found: `marks` lie in `start`..`end`, all in code points of the text."""

    start: int
    end: int
    marks: tuple[Span, ...]


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """In lower case, without accents.

    >>> folded("Erdoğan"), folded("Łódź"), folded("Straße")
    ('erdogan', 'lodz', 'strasse')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not "\u0300" <= c <= "\u036f")
    return "".join(_TIDIED.get(c, c) for c in plain)


@lru_cache(maxsize=1 << 17)
def key(word: str) -> str:
    """What a word is found by: the same for its inflections.

    >>> key("Sanctions") == key("sanctioned"), key("U.S."), key("15,000"), key("Putin's")
    (True, 'us', '15000', 'putin')
    """
    if word[0].isdigit():
        return re.sub(r"\W", "_", re.sub(r"[,](?=\d{3}(?:\D|$))", "", word))[:LONGEST]
    base = re.split("['’]", folded(word))[0] if re.search("['’]s?$", word) else folded(word)
    return re.sub(r"\W", "", stem(base.replace("’", "'")))[:LONGEST] or "_"


def words(text: str) -> Iterator[Word]:
    """All words of `text`, in order."""
    for m in WORD.finditer(text):
        yield Word(m.start(), m.end(), key(m.group()))


def query(text: str) -> Query:
    """What `text` asks for. Raises Unclear where it only says what must not be there."""
    wanted: list[Part] = []
    unwanted: list[Part] = []
    left = MOST
    for minus, phrase, word in _PART.findall(text):
        found = [w.key for w in words(phrase or word)][:left]
        prefix = word.endswith("*") and len(found) > 0
        if prefix:
            found[-1] = folded(re.split(r"\W+", word.rstrip("*"))[-1])[:LONGEST] or found[-1]
        if found:
            (unwanted if minus else wanted).append(Part(tuple(found), prefix))
            left -= len(found)
    if unwanted and not wanted:
        raise Unclear("A search needs at least one word that shall be there, beside those that shall not.")
    return Query(tuple(wanted), tuple(unwanted))


# --------------------------------------------------------------------------------------------- as the databases take it


def for_sqlite(asked: Query) -> str:
    """FTS5's language. Keys hold nothing but letters, digits and '_', so nothing in them can be taken for it."""
    both = " AND ".join(map(_fts5, asked.wanted))
    return f"({both})" + "".join(f" NOT {_fts5(p)}" for p in asked.unwanted)


def _fts5(part: Part) -> str:
    return '"' + " ".join(part.keys) + '"' + ("*" if part.prefix else "")


def for_postgresql(asked: Query) -> str:
    """A tsquery, past PostgreSQL's own parser."""
    return " & ".join([*map(_tsquery, asked.wanted), *(f"!({_tsquery(p)})" for p in asked.unwanted)])


def _tsquery(part: Part) -> str:
    keys = [f"'{k}'" for k in part.keys]
    return "(" + " <-> ".join([*keys[:-1], keys[-1] + (":*" if part.prefix else "")]) + ")"


def indexed(text: str) -> str:
    """A text as FTS5 takes it."""
    return " ".join(w.key for w in words(text))


def tsvector(title: str, text: str) -> str:
    """Headline (weight A) and text as PostgreSQL takes them, past its own parser."""
    places: dict[str, list[str]] = {}
    size, place = 0, 0
    for weight, part in (("A", title), ("", text)):
        for w in words(part):
            place += 1
            if w.key not in places:
                size += len(w.key.encode()) + 8
                if size > LEXEMES:
                    break
            seen = places.setdefault(w.key, [])
            if len(seen) < REPEATS:
                seen.append(f"{min(place, PLACES)}{weight}")
        place += 1  # no phrase runs from the headline into the text
    return " ".join(f"'{key}':{','.join(seen)}" for key, seen in places.items())


# ------------------------------------------------------------------------------------------------------------ snippets


def marks(text: str, asked: Query, reach: int = 0) -> list[Span]:
    """Where the wanted parts stand in `text`, in order, none twice: in the first LOOKED characters, or up to `reach`; farther on only
    where they do not stand there, as a list of hits shows a line or two of each."""
    for end in sorted({min(n, len(text)) for n in (max(LOOKED, reach), 8 * LOOKED, len(text))}):
        found = _marks(text, end, asked)
        if found:
            return found
    return []


def _marks(text: str, end: int, asked: Query) -> list[Span]:
    """The same up to `end`."""
    told = list(WORD.finditer(text, 0, end))
    if end < len(text) and told:  # the last may be half a word
        told.pop()
    keys = [key(m.group()) for m in told]
    whole = {p.keys[0] for p in asked.wanted if not (p.prefix and len(p.keys) == 1)}
    begun = tuple(p.keys[0] for p in asked.wanted if p.prefix and len(p.keys) == 1)
    out: list[Span] = []
    for k, one in enumerate(keys):
        if one not in whole and not (begun and one.startswith(begun)):
            continue
        last = max((e for p in asked.wanted if (e := p.ends(keys, k)) is not None), default=None)
        if last is not None and (not out or told[k].start() >= out[-1].end):
            out.append(Span(told[k].start(), told[last - 1].end()))
    return out


def snippet(text: str, found: Sequence[Span], body: Span) -> Snippet:
    """The stretch of about WIDTH characters with most of `found`; the opening of `body` where there is nothing."""
    if not found:
        return Snippet(*_whole_words(text, body.start, min(body.end, body.start + WIDTH)), ())
    best, most = 0, 0
    for k, first in enumerate(found):
        inside = [s for s in found[k : k + MOST] if s.end <= first.start + WIDTH]
        score = len({text[s.start : s.end].casefold() for s in inside}) * MOST + len(inside)
        best, most = (k, score) if score > most else (best, most)
    lead = found[best].start
    last = max([s.end for s in found[best:] if s.end <= lead + WIDTH], default=found[best].end)
    spare = max(0, WIDTH - (last - lead)) // 2
    start, end = _whole_words(text, max(0, lead - spare), min(len(text), last + spare))
    return Snippet(start, end, tuple(s for s in found if start <= s.start and s.end <= end))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds moved inwards to spaces, by at most a word."""
    if start > 0 and not text[start - 1].isspace():
        space = re.search(r"\s+", text[start : min(end, start + LONGEST)])
        start += space.end() if space else 0
    if end < len(text) and not text[end].isspace():
        cut = max(text.rfind(" ", max(start, end - LONGEST), end), text.rfind("\n", max(start, end - LONGEST), end))
        end = cut if cut > start else end
    return start, end
