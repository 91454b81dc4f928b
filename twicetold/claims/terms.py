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
    r"dollars?\b|euros?\b|pounds?\b|yuan\b|yen\b|roubles?\b|rubles?\b|rupees?\b|francs?\b|kilometres\b|kilometers\b|miles\b|vaccines\b|"
    r"basis points?\b|warheads\b|launchers\b|centrifuges\b|rifles\b|lorries\b|trucks\b|inspections\b|inspectors\b|observers\b|monitors\b|"
    r"peacekeepers\b|detainees\b|bpd\b|b/d\b|mb/d\b|mbpd\b|boe\b|bcm\b|tcm\b|mcm\b|mmbtu\b|[kmgt]wh?\b|kg\b|kilograms\b|kilos\b|litres\b|"
    r"liters\b|gallons\b|bushels\b|km\b|sq\s?km\b|nautical miles\b|ha\b|mt\b|mtpa\b|cubic (?:metres|meters|feet)\b)"
)
_WHOLE = r"(?:\s+(?:of|a|per)\s+(?:gdp|gross domestic product|gni|national income|output|revenue|revenues|day|month|year|annum)\b)?"
_NUMBER = r"\d[\d,.]*(?:\s?(?:million|billion|trillion|thousand|hundred|crore|lakh|bn|mn|m|k|tn)\b)?"
_MONEY = r"(?:[$€£¥₹₽]|(?:US|C|A|HK)\$|(?:USD|EUR|GBP|CHF|CNY|RMB|Rs\.?)\s?)"
_AMOUNT = re.compile(rf"{_MONEY}\s?{_NUMBER}{_WHOLE}|{_NUMBER}\s?(?:[\w-]+\s){{0,2}}?{_UNIT}{_WHOLE}", re.IGNORECASE)


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
