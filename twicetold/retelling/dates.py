"""When reports were published, as far as it is known."""

from __future__ import annotations

from datetime import UTC, datetime

from twicetold.types import Report

_FORMS = {4: "%Y", 7: "%Y-%m", 10: "%Y-%m-%d"}
DAY = 86_400.0  # seconds


def published(report: Report) -> tuple[float, float] | None:
    """Earliest and latest second (since 1970, UTC) at which the report can have appeared, None where no date is known.

    A date without a time covers its whole day, '2023-03' its month, '2023' its year.
    """
    return moment(report.document.published)


def moment(stamp: str | None) -> tuple[float, float] | None:
    """The span of seconds that an ISO 8601 date or time covers, None where it cannot be read."""
    if not stamp:
        return None
    try:
        if len(stamp) in _FORMS:
            first = datetime.strptime(stamp, _FORMS[len(stamp)]).replace(tzinfo=UTC)
            return first.timestamp(), first.timestamp() + _length(first, len(stamp))
        exact = datetime.fromisoformat(stamp.replace("Z", "+00:00"))
    except (ValueError, OverflowError):
        return None
    exact = exact if exact.tzinfo else exact.replace(tzinfo=UTC)
    if (exact.hour, exact.minute, exact.second) == (0, 0, 0):
        return exact.timestamp(), exact.timestamp() + DAY - 1  # midnight is how a bare day is often written
    return exact.timestamp(), exact.timestamp()


def _length(first: datetime, size: int) -> float:
    if size == 10:
        return DAY - 1
    after = first.replace(year=first.year + 1) if size == 4 or first.month == 12 else first.replace(month=first.month + 1)
    return (after.replace(month=1) if size == 7 and first.month == 12 else after).timestamp() - first.timestamp() - 1


def days_between(one: tuple[float, float] | None, other: tuple[float, float] | None) -> float | None:
    """Least distance in days, None where either is unknown."""
    if one is None or other is None:
        return None
    return max(0.0, one[0] - other[1], other[0] - one[1]) / DAY


def precedes(one: Report, other: Report) -> bool | None:
    """Whether `one` was published before `other`; None where their dates do not tell."""
    a, b = published(one), published(other)
    if a is None or b is None:
        return None
    if a[1] < b[0]:
        return True
    return False if b[1] < a[0] else None
