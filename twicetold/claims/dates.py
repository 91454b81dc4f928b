"""Times in words, resolved against the day of publication (docs/forecasts.md#timeline). Proleptic Gregorian, no time zones.

A `Time` has the first and the last day that the words allow; which of them matters is for the reader of it to say: a forecast's
horizon takes both, an event takes the day when they are one. Nothing is resolved that needs a date of publication when there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from twicetold.claims.lexicon import table
from twicetold.types import Precision, Span

LONGEST_MONTH = 31  # days: a week, a weekend and a month are told to the month
Days = tuple[date, date]
Resolver = Callable[[re.Match[str], date | None], "Days | None"]


@dataclass(frozen=True, slots=True)
class Time:
    """Words for a time with the days they span (both included)."""

    span: Span
    first: date
    last: date
    relation: str  # 'at', 'by', 'before', 'after', 'coming'

    @property
    def precision(self) -> Precision:
        if self.first == self.last:
            return "day"
        return "month" if (self.last - self.first).days <= LONGEST_MONTH else "year"

    def iso(self) -> str:
        """As much of the date as is known: '2023-03-21', '2023-03', '2023'."""
        return self.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


def published(stamp: str | None) -> date | None:
    """The day of an ISO 8601 stamp, None unless it names one."""
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})", stamp or "")
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def times(text: str, start: int, end: int, anchor: date | None) -> list[Time]:
    """Times named in `text[start:end]`, in order, none inside another."""
    found: list[Time] = []
    for pattern, resolve, relation in _rules():
        for match in pattern.finditer(text, start, end):
            days = _safely(resolve, match, anchor)
            if days is not None and days[0] <= days[1]:
                found.append(Time(Span(*match.span()), days[0], days[1], relation))
    found.sort(key=lambda t: (-t.span.size, t.span.start))
    kept: list[Time] = []
    for t in found:
        if not any(t.span.overlap(other.span) for other in kept):
            kept.append(t)
    return sorted(kept, key=lambda t: t.span)


def _safely(resolve: Resolver, match: re.Match[str], anchor: date | None) -> Days | None:
    """None for what the calendar does not have (31 April, the year 0, ten thousand years from now)."""
    try:
        return resolve(match, anchor)
    except (ValueError, OverflowError):
        return None


def _month(name: str) -> int:
    return int(table("dates.toml")["months"][name.lower().rstrip(".")])


def _number(words: str) -> int:
    words = " ".join(words.lower().split())
    return int(words) if words.isdigit() else int(table("dates.toml")["numbers"].get(words, 0))


def _end_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _days_of_month(year: int, month: int) -> Days:
    return date(year, month, 1), _end_of_month(year, month)


def _days_of_year(year: int) -> Days:
    return date(year, 1, 1), date(year, 12, 31)


def _season(name: str, year: int) -> Days:
    first, last = table("dates.toml")["seasons"][name.lower()]
    return date(year, first, 1), _end_of_month(year + (last < first), last)


def _one(day: date) -> Days:
    return day, day


def _near(anchor: date, month: int, day: int) -> date:
    """The date without a year that is nearest to the day of publication."""
    options = [
        date(anchor.year + shift, month, day) for shift in (-1, 0, 1) if not (month == 2 and day == 29 and not _leap(anchor.year + shift))
    ]
    return min(options, key=lambda d: (abs((d - anchor).days), d))


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _shift(anchor: date, amount: int, unit: str) -> date:
    unit = unit.lower().rstrip("s")
    if unit in ("day", "week", "fortnight"):
        return anchor + timedelta(days=amount * {"day": 1, "week": 7, "fortnight": 14}[unit])
    if unit == "hour":
        return anchor + timedelta(days=amount // 24)
    months = anchor.month - 1 + amount * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    year, month = anchor.year + months // 12, months % 12 + 1
    return date(year, month, min(anchor.day, _end_of_month(year, month).day))


def _around(anchor: date, unit: str, shift: int = 0) -> Days:
    """The week, month, year or decade in which a day lies, or one `shift` units on."""
    unit = unit.lower()
    there = _shift(anchor, shift, unit) if unit != "weekend" else anchor + timedelta(days=7 * shift)
    if unit == "week":
        monday = there - timedelta(days=there.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        saturday = there + timedelta(days=5 - there.weekday())
        return saturday, saturday + timedelta(days=1)
    if unit == "month":
        return _days_of_month(there.year, there.month)
    if unit == "decade":
        return date(there.year // 10 * 10, 1, 1), date(there.year // 10 * 10 + 9, 12, 31)
    return _days_of_year(there.year)


# ------------------------------------------------------------------------------------------------------- rules


def _full(m: re.Match[str], anchor: date | None) -> Days | None:
    return _one(date(int(m["y"]), _month(m["m"]), int(m["d"])))


def _numeric(m: re.Match[str], anchor: date | None) -> Days | None:
    return _one(date(int(m["y"]), int(m["m"]), int(m["d"])))


def _day_month(m: re.Match[str], anchor: date | None) -> Days | None:
    return _one(_near(anchor, _month(m["m"]), int(m["d"]))) if anchor else None


def _day_only(m: re.Match[str], anchor: date | None) -> Days | None:
    if anchor is None:
        return None
    options = [d for d in (date(anchor.year, anchor.month, int(m["d"])),) if abs((d - anchor).days) < 16]
    return _one(options[0]) if options else None


def _month_year(m: re.Match[str], anchor: date | None) -> Days | None:
    return _days_of_month(int(m["y"]), _month(m["m"]))


def _month_only(m: re.Match[str], anchor: date | None) -> Days | None:
    if anchor is None:
        return None
    near = _near(anchor, _month(m["m"]), 15)
    if m.groupdict().get("w") and m["w"].lower() == "next" and near < anchor:
        near = near.replace(year=near.year + 1)
    if m.groupdict().get("w") and m["w"].lower() == "last" and near > anchor:
        near = near.replace(year=near.year - 1)
    return _days_of_month(near.year, near.month)


def _coming_month(m: re.Match[str], anchor: date | None) -> Days | None:
    """'by October': the next one."""
    if anchor is None:
        return None
    month = _month(m["m"])
    return anchor, _end_of_month(anchor.year + (month < anchor.month), month)


def _weekday(m: re.Match[str], anchor: date | None) -> Days | None:
    """'on Friday' is the last one, today included; with 'next' or 'will' before it the next one."""
    if anchor is None:
        return None
    wanted = int(table("dates.toml")["weekdays"][m["day"].lower()])
    which = (m["w"] or "").lower()
    back = (anchor.weekday() - wanted) % 7
    if which in ("next", "this coming", "coming"):
        return _one(anchor + timedelta(days=(wanted - anchor.weekday() - 1) % 7 + 1))
    if which == "last" and back == 0:
        back = 7
    sentence = m.string[max(0, m.start() - 160) : m.start()]
    ahead = re.search(r"\b(?:will|to be|is to|are to|due|scheduled|expected|plans?|set to)\b[^.!?]*$", sentence)
    if ahead and not which and back:
        return _one(anchor + timedelta(days=7 - back))
    return _one(anchor - timedelta(days=back))


def _deictic(m: re.Match[str], anchor: date | None) -> Days | None:
    shifts = {
        "yesterday": -1,
        "today": 0,
        "tonight": 0,
        "tomorrow": 1,
        "this morning": 0,
        "this afternoon": 0,
        "this evening": 0,
        "last night": -1,
    }
    return _one(anchor + timedelta(days=shifts[" ".join(m[0].lower().split())])) if anchor else None


def _this(m: re.Match[str], anchor: date | None) -> Days | None:
    return _around(anchor, m["unit"], {"last": -1, "past": -1, "next": 1}.get(m["w"].lower(), 0)) if anchor else None


def _ago(m: re.Match[str], anchor: date | None) -> Days | None:
    if anchor is None or not _number(m["n"]):
        return None
    there = _shift(anchor, -_number(m["n"]), m["unit"])
    return (
        _one(there)
        if m["unit"].lower().rstrip("s") == "day"
        else _around(there, {"fortnight": "week"}.get(m["unit"].rstrip("s"), m["unit"].rstrip("s")))
    )


def _by_year(m: re.Match[str], anchor: date | None) -> Days | None:
    first = anchor or date(int(m["y"]), 1, 1)
    return first, date(int(m["y"]), 12, 31)


def _before_year(m: re.Match[str], anchor: date | None) -> Days | None:
    last = date(int(m["y"]) - 1, 12, 31)
    return min(anchor or last, last), last


def _end_of(m: re.Match[str], anchor: date | None) -> Days | None:
    if anchor is None:
        return None
    return anchor, _around(anchor, m["unit"], 1 if (m["w"] or "").lower() == "next" else 0)[1]


def _end_of_year(m: re.Match[str], anchor: date | None) -> Days | None:
    last = date(int(m["y"]), 12, 31)
    return min(anchor or last, last), last


def _coming(m: re.Match[str], anchor: date | None) -> Days | None:
    days = int(table("dates.toml")["coming"][m["unit"].lower().rstrip("s")])
    return (anchor, anchor + timedelta(days=days)) if anchor else None


def _within(m: re.Match[str], anchor: date | None) -> Days | None:
    amount = _number(m["n"]) * (2 if m.groupdict().get("more") else 1)
    return (anchor, _shift(anchor, amount, m["unit"])) if anchor and amount else None


def _season_ahead(m: re.Match[str], anchor: date | None) -> Days | None:
    """'before winter': until the day before it begins; 'through the autumn', 'by next summer': until it ends."""
    if anchor is None:
        return None
    name = m["season"].lower()
    year = anchor.year
    days = _season(name, year)
    if name == "winter" and anchor.month <= 2:
        days = _season(name, year - 1)
    if days[1] < anchor or ((m["w"] or "").lower() == "next" and days[0] <= anchor):
        days = _season(name, days[0].year + 1)
    if m["p"].lower() in ("before", "ahead of", "until", "till"):
        first = days[0] if days[0] > anchor else _season(name, days[0].year + 1)[0]
        return anchor, first - timedelta(days=1)
    return anchor, days[1]


def _season_of(m: re.Match[str], anchor: date | None) -> Days | None:
    year = int(m["y"]) if m["y"] else (anchor.year if anchor else 0)
    return _season(m["season"], year + {"last": -1, "next": 1}.get((m["w"] or "").lower(), 0)) if year else None


def _soon(m: re.Match[str], anchor: date | None) -> Days | None:
    days = int(table("dates.toml")["soon"][" ".join(m[0].lower().split())])
    return (anchor, anchor + timedelta(days=days)) if anchor else None


def _decade(m: re.Match[str], anchor: date | None) -> Days | None:
    return date(int(m["y"]), 1, 1), date(int(m["y"]) + 9, 12, 31)


def _just_year(m: re.Match[str], anchor: date | None) -> Days | None:
    return _days_of_year(int(m["y"]))


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Resolver, str], ...]:
    data = table("dates.toml")
    month = "(?P<m>" + "|".join(sorted((w for w in data["months"] if w != "reference"), key=len, reverse=True)) + r")\b\.?"
    weekday = "(?P<day>" + "|".join(w for w in data["weekdays"] if w != "reference") + ")"
    season = "(?P<season>" + "|".join(w for w in data["seasons"] if w not in ("reference", "note")) + ")"
    number = r"(?P<n>\d{1,3}|" + "|".join(sorted((w for w in data["numbers"] if w != "reference"), key=len, reverse=True)) + ")"
    soon = "|".join(sorted((re.escape(w) for w in data["soon"] if w not in ("reference", "note")), key=len, reverse=True))
    day, year = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?", r"(?P<y>[12]\d{3})"
    units = r"(?P<unit>days?|weeks?|fortnights?|months?|quarters?|years?|decades?)"
    prepositions = r"(?P<p>before|by|until|till|through|throughout|ahead of|beyond|past|over|to|into|in|of)"
    half_open = r"(?:by|before|until|till|through|throughout|ahead of|within|during|over|in|for)"
    table_of = [
        (rf"{day}(?:\s+of)?\s+{month},?\s+{year}", _full, "at"),
        (rf"{month}\s+{day},?\s+{year}", _full, "at"),
        (r"(?P<y>[12]\d{3})-(?P<m>\d{2})-(?P<d>\d{2})", _numeric, "at"),
        (r"(?P<d>[0-3]?\d)\.(?P<m>[01]?\d)\.(?P<y>[12]\d{3})", _numeric, "at"),
        (rf"{day}(?:\s+of)?\s+{month}(?!,?\s+[12]\d{{3}})", _day_month, "at"),
        (rf"{month}\s+{day}(?![\d:]|,?\s+[12]\d{{3}})", _day_month, "at"),
        (r"(?<=on the )(?P<d>[0-3]?\d)(?:st|nd|rd|th)", _day_only, "at"),
        (rf"{month},?\s+{year}", _month_year, "at"),
        (rf"(?:in|since|during|of|early in|late in|mid-)\s*(?P<w>last|next|this)?\s*{month}(?!\s+\d)", _month_only, "at"),
        (rf"(?:by|before|until|till)\s+(?P<w>next)?\s*{month}(?!\s+\d)", _coming_month, "by"),
        (rf"(?:on\s+)?(?P<w>last|next|this coming|coming|this)?\s*{weekday}\b(?:\s+(?:night|morning|evening|afternoon))?", _weekday, "at"),
        (
            r"(?<!even )(?<!until )(?<!to )(?:yesterday|today|tonight|tomorrow|this\s+(?:morning|afternoon|evening)|last\s+night)(?!['’]s)",
            _deictic,
            "at",
        ),
        (r"(?P<w>this|last|past|next)\s+(?P<unit>weekend|week|month|year|decade)", _this, "at"),
        (rf"{number}\s+{units}\s+(?:ago|earlier)", _ago, "at"),
        (rf"by\s+{year}(?!\s*(?:per|%))", _by_year, "by"),
        (rf"(?:before|ahead of|until|till|earlier than|prior to)\s+{year}", _before_year, "before"),
        (
            r"(?:by|before|until|till|at|towards?|than|to)?\s*(?:the\s+)?(?:end|close)\s+of\s+(?:the|this|(?P<w>next))\s+(?:current\s+)?(?P<unit>week|month|year|decade)",
            _end_of,
            "by",
        ),
        (rf"(?:by|before|until|till|at)?\s*(?:the\s+)?end\s+of\s+{year}", _end_of_year, "by"),
        (
            r"(?:(?:in|over|within|during)\s+the\s+)?(?:coming|next\s+few|next\s+several|following)\s+(?P<unit>hours|days|weeks|months|years|decades)",
            _coming,
            "coming",
        ),
        (r"(?:in|over|within)\s+the\s+(?P<unit>hours|days|weeks|months|years)\s+(?:ahead|to\s+come)", _coming, "coming"),
        (r"within\s+(?P<unit>hours|days|weeks|months|years)", _coming, "coming"),
        (
            rf"(?:within|in|over|for|during)\s+(?:about\s+|some\s+|roughly\s+|at\s+least\s+)?(?:the\s+next\s+)?{number}(?P<more>\s+or\s+(?:two|so))?\s+{units}",
            _within,
            "coming",
        ),
        (r"for\s+a\s+(?P<unit>day|week|month|year)(?P<more>\s+or\s+two)(?P<n>)", _span_or_two, "coming"),
        (
            rf"{prepositions}\s+(?:the\s+)?(?:end of\s+)?(?:the\s+)?(?P<w>next|this|coming)?\s*{season}\b(?!\s+of|\s+[12]\d{{3}})",
            _season_ahead,
            "by",
        ),
        (rf"(?P<w>last|next|this)?\s*{season}\s+(?:of\s+)?(?P<y>[12]\d{{3}})", _season_of, "at"),
        (r"(?:in\s+)?the\s+(?P<y>[12]\d{2}0)s", _decade, "at"),
        (rf"{half_open}\s+(?:the\s+year\s+)?{year}(?![\d-])", _just_year, "at"),
        (soon, _soon, "coming"),
    ]
    return tuple((re.compile(rf"(?<![\w-])(?:{p})(?!\w)", re.IGNORECASE), r, relation) for p, r, relation in table_of)


def _span_or_two(m: re.Match[str], anchor: date | None) -> Days | None:
    return (anchor, _shift(anchor, 2, m["unit"])) if anchor else None
