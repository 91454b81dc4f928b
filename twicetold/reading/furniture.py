"""Furniture told from the article, in text without tags and with them.

Every unit (paragraph or lone line) gets evidence in log-odds, positive for furniture: from its shape (length, final stop,
separators, brackets), from its words (the lexicon, reporting verbs, quotation marks), from the markup where there is any,
and then from where it stands: before the first sure paragraph of the article, after the last one, or between; beside which
neighbours; under which label. A unit is furniture when its sum exceeds 0. `explain` gives the parts of the sum.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from twicetold.reading.dates import find
from twicetold.reading.lexicon import Entry, hits, word_list
from twicetold.reading.units import Unit
from twicetold.types import Ranges, Span

SURE: Final = -2.0
"""A unit with this score or less before its place is known is surely article text: it marks where the article begins and ends."""

FOREIGN: Final = 4.0
"""A unit with this score or more ends a list of the article: what follows belongs to the page."""

AFTER: Final = 0.5
"""Evidence of standing below the article's last sure paragraph: pages end with furniture, but articles end with short sentences."""

LEAST_CLAUSES: Final = 3
"""Lines that end in a comma or semicolon from which they are the clauses of one long sentence."""

NEAR: Final = 12
"""Units up to this far away are company, or stand under a label."""

TERMINAL: Final = re.compile(r"[.!?…][\"'”’“»)\]*_]*(?:\s*(?:\(\w[^()]{0,40}\)|\[\d+\]))?$|[.!?]”?,?’?”?$")
SEPARATOR: Final = re.compile(r" [|·•»›>/–—~] | {3,}|\s[|»›]|[|»›]\s|\t")
REPORTING: Final = re.compile(
    r"\b(?:said|says|told|tells|added|adds|warned|wrote|writes|announced|according to|reported|reports|stated|claimed|insisted|"
    r"argued|noted|denied|asked|replied|explained|declared|predicted|predicts|confirmed|agreed|signed|"
    r"stressed|underlined|emphasi[sz]ed|reaffirmed|discussed|welcomed|thanked)\b",
    re.I,
)
FUNCTION: Final = word_list("function")
QUOTED: Final = re.compile(r"[“\"«„][^“”\"«»„]{3,}")
DATELINE: Final = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ'’. -]{2,30}(?:, [\w. ]{2,30}){0,3}"
    r"(?: ?\([\w /.-]{2,30}\))? ?(?:—|–|--|-) ?[A-Z“\"‘]|\([A-Z][\w .]{1,20}\) ?(?:—|–|--|-) "
)
TURN: Final = re.compile(r"[\"“]?[A-Z][A-Z.'’ -]{2,40}(?:\([^)]{1,40}\))?: \w")
SPEAKER: Final = re.compile(r"((?:[A-Z][\w.'’-]*\s){1,5}?[A-Z][\w.'’-]*|Q|A)(?:\s\([^()]{1,60}\))?(?::|(?<=^Q)\s)")
CLAUSE: Final = re.compile(r"[,;](?: (?:and|or))?$")
READER: Final = re.compile(r"\b(?:you|your|us|our|we|please|here)\b", re.I)
POINTER: Final = re.compile(r"(?:>{1,3}|»|›|►|▶|→|☞|➤|\*\*\* )\s?\w")
ADDRESS: Final = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|org|net)/|@[A-Za-z]\w{2,}|\w@\w+\.\w")
WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W_]+)*|\d+")
BRACKETED: Final = re.compile(r"[\[(<{][^\[\](){}<>]{1,400}[\])>}]\W*")
DATE_WORDS: Final = word_list("date")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is held for and against a unit: (reason, log-odds), positive for furniture."""

    unit: Unit
    parts: tuple[tuple[str, float], ...]
    label: bool = False
    kinds: tuple[Entry, ...] = ()  # furniture phrases found in it, whatever its place

    @property
    def score(self) -> float:
        return sum(weight for _, weight in self.parts) + self.unit.hint

    @property
    def furniture(self) -> bool:
        return self.score > 0


@dataclass(slots=True)
class Page:
    """The units of one text with their shape judged: what the judgement of places works on."""

    units: Sequence[Unit]
    shapes: list[Judgement]
    first: int  # of the sure paragraphs; len(units) when there is none
    last: int
    spaced: bool  # paragraphs stand apart by blank lines
    words: frozenset[str] = field(default_factory=frozenset)  # content words of the sure paragraphs
    listed: Sequence[bool] = ()  # of each unit: whether it belongs to a list of the article


def shape(unit: Unit) -> Judgement:
    """Evidence from the unit alone."""
    words = WORD.findall(unit.text)
    parts = [_length(unit.text, words)]
    kinds = hits(unit.text, len(words))
    anywhere = sorted((entry for entry in kinds if entry.where == "any"), key=lambda e: -e.weight)
    parts += [(entry.name, entry.weight) for entry in anywhere[:2]]
    parts += _marks(unit.text, words)
    label = len(words) <= 8 and any(entry.label for entry in anywhere)
    return Judgement(unit, tuple(p for p in parts if p[1]), label, tuple(kinds))


def _length(text: str, words: Sequence[str]) -> tuple[str, float]:
    """Long sentences with a final stop are prose; what has no words at all is an ornament."""
    n = len(words)
    if not n or not any(w[0].isalpha() for w in words):
        return ("no words", 3.0)
    if TERMINAL.search(text):
        return ("sentence", -4.0 if n >= 25 else -2.6 if n >= 12 else -1.2 if n >= 6 else -0.7)
    if introduces(text):
        return ("introduces something", -1.0 if n >= 4 else 0.4)
    running = sum(w.casefold() in FUNCTION for w in words) / n
    if n >= 25:
        return ("long line", -3.0 if running > 0.2 else -1.0)
    if n >= 12:
        return ("line without a stop", -0.6 if running > 0.25 else 0.6)
    return ("short line without a stop", 1.4)


def introduces(text: str) -> bool:
    """Whether a line ends with a colon, whatever markup follows it."""
    return re.sub(r"(?:</?\w{1,8}>|[*_\s])+$", "", text[-60:]).endswith(":")


def _marks(text: str, words: Sequence[str]) -> list[tuple[str, float]]:
    parts = []
    if DATELINE.match(text):
        parts.append(("dateline", -2.5))
    if TURN.match(text):
        parts.append(("speaker's turn", -1.5))
    if QUOTED.search(text):
        parts.append(("quotation", -1.2))
    if REPORTING.search(text):
        parts.append(("reporting verb", -1.0))
    pieces = SEPARATOR.split(text)
    if len(pieces) > 1 and max(len(p.split()) for p in pieces) <= 9:
        parts.append(("separated items", 1.6 if len(pieces) == 2 else 3.6))
    if POINTER.match(text) and not TERMINAL.search(text):
        parts.append(("pointer", 2.5))
    if len(words) <= 12 and ADDRESS.search(text) and not TERMINAL.search(text):
        parts.append(("address", 2.5))
    if BRACKETED.fullmatch(text):
        parts.append(("in brackets", 2.0))
    if words and _is_date(text, words):
        parts.append(("date line", 4.0))
    return parts


def _is_date(text: str, words: Sequence[str]) -> bool:
    """Whether a line says a date or time and next to nothing else."""
    if len(words) > 16 or not any(c.isdigit() for c in text):
        return False
    rest = text
    for found in reversed(find(text)):
        rest = rest[: found.start] + " " + rest[found.end :]
    rest = re.sub(r"\d{1,2}[:.]\d\d(?::\d\d)?", " ", rest)
    left = [w for w in WORD.findall(rest) if w.casefold() not in DATE_WORDS and not (w.isupper() and len(w) <= 4)]
    return rest != text and len(left) <= 1


def judge(units: Sequence[Unit]) -> list[Judgement]:
    """Every unit with the evidence for and against it, its place included."""
    shapes = _in_clauses(_in_turns([shape(unit) for unit in units]))
    sure = [k for k, s in enumerate(shapes) if s.score <= SURE]
    while len(sure) > 1 and _colophon(shapes[sure[-1]]):
        sure.pop()
    first, last = (sure[0], sure[-1]) if sure else (len(units), -1)
    singles = _single_blocks(units, sure)
    words = frozenset(w for k in sure for w in content_words(units[k].text))
    page = Page(units, shapes, first, last, singles, words, _listed(shapes))
    if not sure:
        return shapes if all(s.score <= 0 for s in shapes) else [_alone(s) for s in shapes]
    return [_placed(page, k) for k in range(len(units))]


def _in_turns(shapes: Sequence[Judgement]) -> list[Judgement]:
    """The shapes, with evidence for lines of a transcript: a name before a colon that comes back, and no furniture phrase."""
    names = [match[1] if (match := SPEAKER.match(s.unit.text)) and not s.kinds else "" for s in shapes]
    again = {name for name, n in Counter(names).items() if name and n > 1}
    return [
        replace(s, parts=(*s.parts, ("speaker comes back", -3.0))) if name in again else s for s, name in zip(shapes, names, strict=True)
    ]


def _in_clauses(shapes: Sequence[Judgement]) -> list[Judgement]:
    """The shapes, with evidence for the paragraphs of a resolution or treaty: one sentence, each line ended by a comma or semicolon."""
    clauses = [len(s.unit.text.split()) > 1 and not s.kinds and CLAUSE.search(s.unit.text[-12:]) is not None for s in shapes]
    if sum(clauses) < LEAST_CLAUSES:
        return list(shapes)
    return [replace(s, parts=(*s.parts, ("clause of a long sentence", -3.0))) if c else s for s, c in zip(shapes, clauses, strict=True)]


def _colophon(judged: Judgement) -> bool:
    """Whether the last sure paragraph is a note on author, paper or rights that is merely long."""
    against = max((entry.weight for entry in judged.kinds if entry.where in ("tail", "edge")), default=0.0)
    return against > 0 and judged.score + against + AFTER > 0


def _alone(judged: Judgement) -> Judgement:
    """A text without one sure paragraph (a headline, a post, a poem) is its own article: only plain furniture goes."""
    return replace(judged, parts=(*judged.parts, ("no prose elsewhere", -2.5)))


def content_words(text: str) -> list[str]:
    """Words that carry meaning, lower case, cut to their first six letters (a crude stem)."""
    return [w.casefold()[:6] for w in WORD.findall(text) if len(w) > 3 and w.casefold() not in FUNCTION]


def _single_blocks(units: Sequence[Unit], sure: Sequence[int]) -> bool:
    """Whether the article's paragraphs mostly stand alone between blank lines."""
    alone = sum(
        (k == 0 or units[k - 1].block != units[k].block) and (k + 1 == len(units) or units[k + 1].block != units[k].block) for k in sure
    )
    return alone * 2 >= len(sure)


def _placed(page: Page, k: int) -> Judgement:
    """The judgement of unit `k` with what its place adds."""
    judged = page.shapes[k]
    if judged.score <= SURE and not (k > page.last or k < page.first):
        return judged
    if k < page.first:
        extra = _head(page, k)
    elif k > page.last:
        extra = _tail(page, k)
    else:
        extra = _middle(page, k)
    return replace(judged, parts=(*judged.parts, *extra))


def _lexical(page: Page, k: int, places: Iterable[str]) -> list[tuple[str, float]]:
    found = [e for e in page.shapes[k].kinds if e.where in places]
    return [(e.name, e.weight) for e in sorted(found, key=lambda e: -e.weight)[:1]]


def _head(page: Page, k: int) -> list[tuple[str, float]]:
    return [("before the article", 1.0), *_lexical(page, k, ("head", "edge")), *_company(page, k)]


def _tail(page: Page, k: int) -> list[tuple[str, float]]:
    parts = [("after the article", AFTER), *_lexical(page, k, ("tail", "edge")), *_company(page, k)]
    words = content_words(page.units[k].text)
    if words and not any(w in page.words for w in words):
        parts.append(("nothing of the article's words", 0.6))
    elif words and sum(w in page.words for w in words) >= 0.4 * len(words) and TERMINAL.search(page.units[k].text):
        parts.append(("the article's words", -0.8))
    if _closes(page, k):
        parts.append(("closes the article", -0.8))
    if page.listed[k]:
        parts.append(("item of a list in the article", -4.5))
    if introduces(page.units[k].text) and k + 1 < len(page.units) and page.units[k + 1].bullet:
        parts.append(("introduces a list", -2.5))
    return parts


def _closes(page: Page, k: int) -> bool:
    """Whether a sentence stands by itself right below the last sure paragraph and does not speak to the reader: a kicker."""
    text, alone = page.units[k].text, k + 1 == len(page.units) or page.units[k + 1].block != page.units[k].block
    return k == page.last + 1 and alone and len(text.split()) >= 3 and bool(TERMINAL.search(text)) and not READER.search(text)


def _middle(page: Page, k: int) -> list[tuple[str, float]]:
    parts = [("within the article", -2.0), *_company(page, k)]
    if page.listed[k]:
        parts.append(("item of a list in the article", -2.0))
    return parts


def _company(page: Page, k: int) -> list[tuple[str, float]]:
    """Neighbours of the same block where paragraphs stand apart by blank lines; a label just above."""
    parts = []
    if page.spaced and page.shapes[k].score > SURE and not page.units[k].bullet:
        near = range(max(0, k - NEAR), min(len(page.units), k + NEAR + 1))
        others = [page.shapes[n].score for n in near if n != k and page.units[n].block == page.units[k].block]
        if others:
            parts.append(("company", 1.5 if max(others) > 1 else 0.4))
    if distance := _governed(page, k):
        same = page.units[k - distance].block == page.units[k].block
        parts.append(("under a label", 4.0 if same else 2.5))
    return parts


def _governed(page: Page, k: int) -> int:
    """How many units above a label ('Most read', 'Related:') stands with nothing but furniture in between; 0 for none."""
    for n in range(k - 1, max(-1, k - NEAR), -1):
        if page.shapes[n].label:
            return k - n
        if page.shapes[n].score <= 0:
            return 0
    return 0


def _listed(shapes: Sequence[Judgement]) -> list[bool]:
    """Of each unit whether it belongs to a list of the article: bulleted after its text, or introduced by a line with a colon."""
    out, next_bulleted, next_plain = [], False, False
    for one in shapes:
        bullet = one.unit.bullet
        out.append(next_bulleted if bullet else next_plain)
        if one.label or one.score >= FOREIGN:
            next_bulleted = next_plain = False
        elif introduces(one.unit.text) and one.score < 2:
            next_bulleted = next_plain = True
        elif one.score <= SURE:
            next_bulleted, next_plain = True, next_plain and not bullet
        else:
            next_bulleted, next_plain = next_bulleted and bullet, next_plain and not bullet
    return out


def ranges(judged: Sequence[Judgement], skip: Iterable[int] = ()) -> Ranges:
    """The article's ranges: units that are no furniture, neighbours united, `skip` (the headline's units) left out."""
    out: list[Span] = []
    gone = set(skip)
    joined = False
    for k, one in enumerate(judged):
        keep = k not in gone and not one.furniture and not one.unit.hidden
        if keep and joined:
            out[-1] = Span(out[-1].start, one.unit.span.end)
        elif keep:
            out.append(one.unit.span)
        joined = keep
    return tuple(out)
