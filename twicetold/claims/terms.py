"""Terms of an act: by when, and how much."""

from __future__ import annotations

import re

from twicetold.claims.dates import published, times
from twicetold.claims.syntax import Tree
from twicetold.types import Span

_BEFORE = re.compile(
    r"\b(?:by|before|until|till|within|no later than|not later than|from|as of|starting|in|over the)\s+(?:the\s+)?$", re.IGNORECASE
)
_LEAD = 24  # characters before a date in which the word stands that makes it a deadline
_UNIT = (
    r"(?:%|per\s?cent\b|percent\b|percentage points?\b|tons?\b|tonnes?\b|troops\b|soldiers\b|doses\b|barrels\b|gigawatts?\b|megawatts?\b|"
    r"hectares\b|acres\b|jobs\b|people\b|refugees\b|prisoners\b|hostages\b|aircraft\b|jets\b|tanks\b|ships\b|vessels\b|missiles\b|"
    r"dollars?\b|euros?\b|pounds?\b|yuan\b|yen\b|roubles?\b|rubles?\b|rupees?\b|francs?\b|kilometres\b|kilometers\b|miles\b|vaccines\b)"
)
_NUMBER = r"\d[\d,.]*(?:\s?(?:million|billion|trillion|thousand|hundred|bn|mn|m|k)\b)?"
_AMOUNT = re.compile(rf"(?:[$€£¥]|US\$|USD\s?|EUR\s?)\s?{_NUMBER}|{_NUMBER}\s?(?:[\w-]+\s){{0,2}}?{_UNIT}", re.IGNORECASE)


def deadline(tree: Tree, span: Span) -> Span | None:
    """The first words in a stretch that say by when, with their preposition ('by the end of the year', 'within 30 days')."""
    text = tree.parsed.document.text
    anchor = published(tree.parsed.document.published)
    for time in times(text, span.start, span.end, anchor):
        lead = _BEFORE.search(text, max(span.start, time.span.start - _LEAD), time.span.start)
        if lead:
            return Span(lead.start(), time.span.end)
        if time.relation in ("by", "before", "coming"):
            return time.span
    return None


def amount(tree: Tree, span: Span) -> Span | None:
    """The first sum, share or counted thing in a stretch: '$5 million', '26 per cent', '5,000 troops'."""
    match = _AMOUNT.search(tree.parsed.document.text, span.start, span.end)
    return Span(*match.span()) if match else None
