"""Dates as pages and files write them -> ISO 8601, only as precise as they say.

Times with a known zone are given in UTC ('2021-01-21T22:12:47Z'), so that dates of one zone sort as text; times without one
stay local ('2014-09-07T09:45:00'). A date that can be read in two ways (03/04/2020) keeps only what is certain: its year.
"""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

YEARS: Final = range(1450, 2200)
"""From the first printed news to well past any horizon; other numbers are no years."""

LONGEST: Final = 120
"""Characters of a date field that are looked at; longer fields hold something else."""

EPOCH_SECONDS: Final = range(10**8, 10**11)
"""Unix times from 1973 on, in seconds; from 1000 times that on they are milliseconds."""


class Found(NamedTuple):
    """A date in a text: `start`..`end` and its ISO form."""

    start: int
    end: int
    iso: str


@cache
def _tables() -> tuple[dict[str, int], dict[str, int]]:
    data = tomllib.loads((files("twicetold.reading") / "data" / "months.toml").read_text(encoding="utf-8"))
    months = {name: int(number) for number, names in data["months"].items() for name in names}
    return months, data["zones"]


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    months, zones = _tables()
    month = "|".join(re.escape(m) for m in sorted(months, key=lambda m: (-len(m), m)))
    year = r"(?:1[4-9]|2[01])\d\d"
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    dates = "|".join(
        (
            rf"(?<![\d-])(?P<y1>{year})-(?P<m1>\d\d)(?:-(?P<d1>\d\d))?(?![\d-])",
            rf"(?<![\d/.])(?P<y2>{year})[/.年]\s?(?P<m2>\d\d?)[/.月]\s?(?P<d2>\d\d?)日?(?![\d/])",
            rf"(?<!\w)(?P<d3>{day})(?:st|nd|rd|th|º|er|\.)?[\s-]+(?:of\s+|de\s+)?(?P<m3>{month})\.?,?[\s-]+(?:de\s+)?(?P<y3>{year})(?!\w)",
            rf"(?<!\w)(?P<m4>{month})\.?\s+(?P<d4>{day})(?:st|nd|rd|th)?,?\s+(?P<y4>{year})(?!\w)",
            rf"(?<![\d.])(?P<d5>\d\d?)\.\s?(?P<m5>\d\d?)\.\s?(?P<y5>{year})(?!\d)",
            rf"(?<![\d/-])(?P<d6>\d\d?)[/-](?P<m6>\d\d?)[/-](?P<y6>{year})(?![\d/])",
            rf"(?<!\w)(?P<m7>{month})\.?,?\s+(?P<y7>{year})(?!\w)",
        )
    )
    clock = (
        r"(?<!\d)(?P<h>2[0-3]|[01]?\d)(?!\d)(?:[:.h](?P<min>[0-5]\d)(?::(?P<s>[0-5]\d)(?:[.,]\d+)?)?)?\s?(?P<half>[ap]\.?\s?m\b\.?)?"
        rf"\s?(?P<zone>[+-]\d\d:?\d\d\b|(?:{'|'.join(sorted(zones, key=len, reverse=True))})\b)?"
    )
    after = re.compile(rf"(?:[\s,·|•–—-]|\b(?:at|um|à|T)\b){{0,8}}?T?{clock}", re.I)
    return re.compile(dates, re.I), after, re.compile(clock, re.I)


def _day(year: int, month: int | None, day: int | None) -> str | None:
    if year not in YEARS or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return datetime(year, month, day).date().isoformat()
    except ValueError:
        return None


def _of_match(match: re.Match[str]) -> str | None:
    """The ISO date of a match of the date pattern, None when there is no such day."""
    which = next(k for k in "1234567" if match.group(f"y{k}"))
    year, month, day = match.group(f"y{which}"), match.group(f"m{which}"), None if which == "7" else match.group(f"d{which}")
    if which == "6":
        return _slashed(int(day or 0), int(month), int(year))
    number = int(month) if month.isdigit() else _tables()[0][month.casefold()]
    return _day(int(year), number, int(day) if day else None)


def _slashed(first: int, second: int, year: int) -> str | None:
    """3/4/2020 is April in London and March in New York: only the year is certain unless one number exceeds 12."""
    if first > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 else _day(year, None, None)


def _clock(match: re.Match[str], day: str) -> str | None:
    """`day` with the time of `match`, in UTC when the zone is known; None when it is no time."""
    if match.group("min") is None and not match.group("half"):
        return None
    hour = int(match.group("h"))
    if half := (match.group("half") or "")[:1].lower():
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "p")
    local = datetime.fromisoformat(day) + timedelta(hours=hour, minutes=int(match.group("min") or 0), seconds=int(match.group("s") or 0))
    offset = _offset(match.group("zone"))
    return f"{local.isoformat()}" if offset is None else in_utc(local.replace(tzinfo=offset))


def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    if zone[0] in "+-":
        minutes = int(zone[1:3]) * 60 + int(zone[-2:])
        return timezone((1 if zone[0] == "+" else -1) * timedelta(minutes=minutes)) if minutes < 24 * 60 else None
    return timezone(timedelta(hours=_tables()[1][zone.upper()]))


def in_utc(moment: datetime) -> str:
    """A moment with a zone as ISO 8601 in UTC, to the second."""
    try:
        return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    except OverflowError:
        return moment.date().isoformat()


def find(text: str) -> list[Found]:
    """All dates in `text`, with their time of day where it follows; in text order. Days that do not exist are left out."""
    dates, after, _ = _patterns()
    out = []
    for match in dates.finditer(text):
        if (day := _of_match(match)) is None:
            continue
        end, iso = match.end(), day
        if len(day) == 10 and (time := after.match(text, end)) and (moment := _clock(time, day)):
            end, iso = time.end(), moment
        out.append(Found(match.start(), end, iso))
    return out


def normalise(value: object) -> str | None:
    """The ISO form of a date field: a string in any usual form, or a Unix time. None when it says no date."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _epoch(float(value))
    text = str(value).strip()[:LONGEST]
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return _epoch(float(text))
    if re.fullmatch(r"\d{4}", text):
        return _day(int(text), None, None)
    if compact := re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)Z?)?", text):
        return _day(*(int(part) for part in compact.groups()[:3]))
    return _standard(text) or next((found.iso for found in find(text)), None)


def _standard(text: str) -> str | None:
    """ISO 8601 with a time, or the date of a mail header (RFC 5322)."""
    if re.match(r"\d{4}-\d\d-\d\d[T ]\d", text):
        iso = re.sub(r"\s*(?:UTC|GMT)$", "+00:00", text)
        iso = re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", iso)
        try:
            moment = datetime.fromisoformat(iso)
        except ValueError:
            return None
        return in_utc(moment) if moment.tzinfo else moment.replace(microsecond=0).isoformat()
    if re.match(r"[A-Za-z]{3}, \d", text):
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        return in_utc(moment) if moment.tzinfo else moment.isoformat()
    return None


def _epoch(value: float) -> str | None:
    seconds = value / 1000 if value >= EPOCH_SECONDS.start * 1000 else value
    if not EPOCH_SECONDS.start <= seconds < EPOCH_SECONDS.stop:
        return None
    return in_utc(datetime.fromtimestamp(seconds, UTC)) if seconds < 4 * 10**9 else None
