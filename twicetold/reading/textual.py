"""What a text says about itself where no format says it: dates, bylines, the stamp at the head of a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from twicetold.reading import dates
from twicetold.reading.furniture import Judgement
from twicetold.types import Span

STAMP: Final = re.compile(r"(?:date|published|posted)[:\s]\s*(\d{4}(?:-\d\d(?:-\d\d)?)?)(?!\d)[\s:|—-]*", re.I)
"""A date that some program put at the head of a file: 'date 2023-03', with nothing between it and the article's first word."""

LATER: Final = re.compile(r"\b(?:updated?|modified|edited|corrected|accessed|retrieved|downloaded|printed|copyright|©)\b", re.I)
BYLINE: Final = re.compile(
    r"(?:^|[|·•]\s*)(?:by|from|author:|von|par|por|text:|posted by|written by|reporting by|story by)\s+(?P<name>[^|·•/()\d]{3,80})", re.I
)
_PART: Final = r"(?:[A-ZÀ-ÞЀ-Я][\w.’'-]*|de|van|von|der|den|bin|al|el|la|le|da|di|du)"
NAME: Final = re.compile(rf"{_PART}(?:[ -]{_PART}){{1,4}}")
ROLE: Final = re.compile(r"\s*(?:,| in | for | at |—|–| - ).*$")

OWNER: Final = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:by\s+)?(?:\d{4}(?:\s*[-–]\s*\d{2,4})?,?\s*)?(?P<name>(?:the\s+)?[^\W\d_][\w&’' -]{2,48}?)"
    r"\s*(?:\d{4}|[.|·,;–—]|\ball rights\b|\bwe use\b|$)",
    re.I | re.M,
)
NOT_OWNERS: Final = re.compile(r"\b(?:images?|photos?|all|rights?|reserved|notice|policy|getty|reuters|afp|the author)\b", re.I)


def stamps(text: str, judged: Sequence[Judgement]) -> list[Span]:
    """Stamps at the head of the first unit, to be cut from the body."""
    if not judged:
        return []
    first = judged[0].unit.span
    match = STAMP.match(text, first.start, min(first.end, first.start + 60))
    return [Span(first.start, match.end())] if match and match.end() < first.end else []


def date_in(judged: Sequence[Judgement], text: str) -> str | None:
    """The date a page says it was published: from the furniture above the article, then below it; a day it was changed comes last."""
    if judged and (match := STAMP.match(text, judged[0].unit.span.start)):
        return dates.normalise(match.group(1))
    first = next((k for k, one in enumerate(judged) if not one.furniture), len(judged))
    found: list[tuple[int, str]] = []
    for k, one in enumerate(judged):
        if one.furniture and len(one.unit.text) < 300:
            found += [(bool(LATER.search(one.unit.text)) + 2 * (k > first), f.iso) for f in dates.find(one.unit.text)[:1]]
    best = min(found, key=lambda f: f[0], default=None)
    return best[1] if best and best[0] < 3 else None


def author_in(judged: Sequence[Judgement]) -> str | None:
    """Whom a byline above or below the article names; None when it names a desk or nobody."""
    for one in judged:
        if one.furniture and len(one.unit.text) < 160 and (match := BYLINE.search(one.unit.text)):
            name = ROLE.sub("", match.group("name").strip())
            people = [p.strip() for p in re.split(r",| and | und | et ", name)]
            if people and all(NAME.fullmatch(p) for p in people):
                return " and ".join(people)
    return None


def outlet_in(judged: Sequence[Judgement]) -> str | None:
    """The publisher that the copyright line of the page names; None where there is no such line, or the lines disagree."""
    lines = (one.unit.text for one in judged if one.furniture and len(one.unit.text) < 240)
    names = {m.group("name").strip() for line in lines for m in OWNER.finditer(line)}
    owners = {n for n in names if n[:1].isupper() and not NOT_OWNERS.search(n)}
    return owners.pop() if len(owners) == 1 else None
