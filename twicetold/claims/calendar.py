"""The days that words for a stretch of time stand for. Proleptic Gregorian, no time zones; ValueError for what it lacks."""

from __future__ import annotations

from datetime import date, timedelta

from twicetold.claims.lexicon import table

Days = tuple[date, date]  # first and last day, both included
_LENGTHS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def month_number(name: str) -> int:
    return int(table("dates.toml")["months"][name.lower().rstrip(".")])


def number(words: str) -> int:
    """A number in figures or words, 0 when it is none."""
    words = " ".join(words.lower().split())
    return int(words) if words.isdigit() else int(table("dates.toml")["numbers"].get(words, 0))


def one(day: date) -> Days:
    return day, day


def month(year: int, number: int) -> Days:
    return date(year, number, 1), date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def years(first: int, count: int = 1) -> Days:
    return date(first, 1, 1), date(first + count - 1, 12, 31)


def months(year: int, first: int, count: int) -> Days:
    """`count` whole months from one on."""
    start = date(year, first, 1)
    return start, shift(start, count, "month") - timedelta(days=1)


def season(name: str, year: int) -> Days:
    first, last = table("dates.toml")["seasons"][name.lower()]
    return date(year, first, 1), month(year + (last < first), last)[1]


def near(anchor: date, number: int, day: int) -> date:
    """The date without a year that is nearest to the day of publication."""
    options = [date(anchor.year + k, number, day) for k in (-1, 0, 1) if (number, day) != (2, 29) or _leap(anchor.year + k)]
    return min(options, key=lambda d: (abs((d - anchor).days), d))


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def shift(anchor: date, amount: int, unit: str) -> date:
    """A day so many days, weeks, months … on; the last of the month where it has no such day."""
    unit = unit.lower().rstrip("s")
    if unit == "hour":
        return anchor + timedelta(days=amount // 24)
    if unit in _LENGTHS:
        return anchor + timedelta(days=amount * _LENGTHS[unit])
    total = anchor.month - 1 + amount * _MONTHS["century" if unit == "centurie" else unit]
    year, number = anchor.year + total // 12, total % 12 + 1
    return date(year, number, min(anchor.day, month(year, number)[1].day))


def around(anchor: date, unit: str, on: int = 0) -> Days:
    """The week, month, year … in which a day lies, or the one that many units on."""
    unit = unit.lower()
    there = anchor + timedelta(days=7 * on) if unit == "weekend" else shift(anchor, on, unit)
    if unit in ("week", "fortnight"):
        monday = there - timedelta(days=there.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        saturday = there + timedelta(days=5 - there.weekday())
        return saturday, saturday + timedelta(days=1)
    if unit == "day":
        return one(there)
    if unit in ("decade", "century"):
        count = 10 if unit == "decade" else 100
        return years(there.year // count * count, count)
    if unit in ("month", "quarter"):
        count = _MONTHS[unit]
        return months(there.year, (there.month - 1) // count * count + 1, count)
    return years(there.year)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Meeus 1991, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    number, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, number, day + 1)


def holiday(name: str, year: int) -> date:
    """The day of a feast that the calendar fixes. Raises KeyError for one that it does not."""
    fixed = table("dates.toml")["holidays"][name.lower().replace("’", "'")]
    if fixed.startswith("easter"):
        return easter(year) + timedelta(days=int(fixed.removeprefix("easter") or 0))
    number, day = fixed.split("-")
    return date(year, int(number), int(day))
