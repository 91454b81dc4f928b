"""Times in words, resolved against the day of publication (docs/timeline.md). Proleptic Gregorian, no time zones.

A time is read in three parts: a preposition, a part of a period, a period ('before' 'the end of' 'next year'). The words are data:
in data/dates.toml `periods` are patterns, each with the resolver below that gives its days; the preposition then says how they are
meant. Stretches that are `counted` from publication ('within six months') stand beside them. Nothing is resolved that needs a day of
publication when there is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from twicetold.claims import calendar
from twicetold.claims.calendar import Days
from twicetold.claims.lexicon import table
from twicetold.types import Precision, Span

LONGEST_MONTH = 31  # days: a week, a weekend and a month are told to the month
LEAD = 48  # characters before a period in which its preposition and part stand
SENTENCE = 160  # characters before a weekday that are looked at for 'will', 'due'
_AHEAD = re.compile(
    r"(?:\b|(?=['’]))(?:will|['’]ll|would|shall|going to|to be|is to|are to|due|scheduled|expected|plans?|planned|set to|by|until"
    r"|till|before)\b[^.!?]*$",
    re.IGNORECASE,
)
# 'ministers meet on Friday', 'talks resume on Monday': the present tense of a timetable; none of these words is a noun too
_TIMETABLE = (
    r"meets?|begins?|opens|arrives?|convenes?|gathers?|travels|flies|departs?|resumes?|expires?|votes|leaves for|heads? (?:to|for)"
    r"|takes? (?:place|effect|office)|(?:comes?|enters?|goes|go) into (?:force|effect)"
)
_SCHEDULED = re.compile(rf"(?P<before>(?:\S+\s+){{0,2}})\b(?:{_TIMETABLE})\b(?:\s+[^\s.!?;]+){{0,8}}\s*$", re.IGNORECASE)
_UNDONE = re.compile(
    r"\b(?:did|didn['’]t|not|failed|refused|declined|managed|able|unable|was|were|due)\b|\b(?:the|a|an|its|their|his|her)\s+$",
    re.IGNORECASE,
)
_TILL = re.compile(r"\b(?:by|before|until|till|ahead of|next|through)\s+(?:the\s+)?$", re.IGNORECASE)
Match = re.Match[str]
Resolver = Callable[[Match, date], "Days | None"]


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


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of `periods` or `counted`."""

    pattern: re.Pattern[str]
    resolve: Resolver
    anchored: bool  # needs the day of publication
    needs: frozenset[str]  # one of 'preposition', 'part', 'word' must be there; none: stands alone
    whole: bool  # no preposition or part before it belongs to it


def published(stamp: str | None) -> date | None:
    """The day of an ISO 8601 stamp, None unless it names one."""
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})", stamp or "")
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def times(text: str, start: int, end: int, anchor: date | None) -> list[Time]:
    """Times named in `text[start:end]`, in order, none inside another."""
    found = [t for rule in _rules() for m in rule.pattern.finditer(text, start, end) if (t := _time(rule, m, start, anchor)) is not None]
    found.sort(key=lambda t: (-t.span.size, t.span.start))
    kept: list[Time] = []
    for t in found:
        if not any(t.span.overlap(other.span) for other in kept):
            kept.append(t)
    return sorted(kept, key=lambda t: t.span)


def _time(rule: Rule, match: Match, start: int, anchor: date | None) -> Time | None:
    if rule.anchored and anchor is None:
        return None
    lead = _lead().search(match.string, max(start, match.start() - LEAD), match.start())
    preposition, part = (None, None) if lead is None or rule.whole else (_lower(lead["preposition"]), _lower(lead["part"]))
    has = {
        "preposition": preposition not in (None, "of", "to"),
        "of": preposition == "of",
        "part": part,
        "word": match.groupdict().get("w"),
    }
    if rule.needs and not any(has[need] for need in rule.needs):
        return None
    try:
        days = rule.resolve(match, anchor or date.min)
        days = None if days is None or days[0] > days[1] else _part_of(days, part)
        return None if days is None else _meant(days, preposition, part, Span(*match.span()), lead, anchor, rule)
    except (ValueError, OverflowError, KeyError):  # 31 April, the year 0, ten thousand years from now
        return None


def _lower(words: str | None) -> str | None:
    return None if words is None else " ".join(words.lower().split())


def _part_of(days: Days, part: str | None) -> Days:
    """'the end of', 'early': the share of the period that data/dates.toml gives."""
    if part is None or days[0] == days[1]:
        return days
    low, high = table("dates.toml")["parts"][part]
    length = (days[1] - days[0]).days + 1
    return days[0] + timedelta(days=int(length * low)), days[0] + timedelta(days=max(int(length * high) - 1, 0))


def _meant(days: Days, preposition: str | None, part: str | None, span: Span, lead: Match | None, anchor: date | None, rule: Rule) -> Time:
    """'by', 'before' and 'after' turn a period into a stretch that it ends or begins; a single day stays what it is."""
    relation = "coming" if rule.whole and days[0] == anchor else _meaning().get(preposition or "", "at")
    one_day = days[0] == days[1]
    survives = preposition in table("dates.toml")["survival"]
    if lead is not None and not rule.whole and not survives and (not one_day or preposition == "on"):
        span = Span(lead.start(), span.end)
    if one_day or relation in ("at", "coming"):
        return Time(span, *days, relation)
    if relation == "after":
        return Time(span, days[1], days[1], relation)
    last = days[0] - timedelta(days=1) if relation == "before" and part not in ("end", "close") else days[1]
    return Time(span, min(anchor or (days[0] if relation == "by" else last), last), last, relation)


# ------------------------------------------------------------------------------------------------------- what a period stands for


def _which(m: Match) -> int:
    """'last' -1, 'this' 0, 'next' 1."""
    return {"last": -1, "past": -1, "next": 1, "coming": 1, "this coming": 1}.get((_lower(m.groupdict().get("w")) or ""), 0)


def _date(m: Match, anchor: date) -> Days:
    number = int(m["m"]) if m["m"].isdigit() else calendar.month_number(m["m"])
    return calendar.one(date(int(m["y"]), number, int(m["d"])))


def _day_month(m: Match, anchor: date) -> Days:
    return calendar.one(calendar.near(anchor, calendar.month_number(m["m"]), int(m["d"])))


def _day_only(m: Match, anchor: date) -> Days | None:
    day = anchor.replace(day=int(m["d"]))
    return calendar.one(day) if abs((day - anchor).days) < 16 else None


def _month_year(m: Match, anchor: date) -> Days:
    return calendar.month(int(m["y"]), calendar.month_number(m["m"]))


def _month_only(m: Match, anchor: date) -> Days | None:
    """The nearest one; after 'by', 'until', 'next' the next one. 'may' and 'march' in small letters are verbs."""
    if m["m"].lower() in ("may", "march") and m["m"].islower():
        return None
    number = calendar.month_number(m["m"])
    if re.search(r"\b(?:by|before|until|till)\s+(?:\w+\s+)?$", m.string[max(0, m.start() - 24) : m.start()], re.IGNORECASE):
        return calendar.month(anchor.year + (number < anchor.month), number)
    near = calendar.near(anchor, number, 15)
    late = {1: near < anchor, -1: -(near > anchor)}.get(_which(m), 0)
    return calendar.month(near.year + late, number)


def _weekday(m: Match, anchor: date) -> Days:
    """'on Friday' is the last one, today included; with 'next' or 'will' before it the next one."""
    wanted = int(table("dates.toml")["weekdays"][m["day"].lower()])
    back = (anchor.weekday() - wanted) % 7
    if _which(m) == 1:
        return calendar.one(anchor + timedelta(days=7 - back))
    if _which(m) == -1:
        return calendar.one(anchor - timedelta(days=back or 7))
    before = m.string[max(0, m.start() - SENTENCE) : m.start()]
    ahead = back and not m["w"] and (_AHEAD.search(before) or _scheduled(before))
    return calendar.one(anchor + timedelta(days=7 - back) if ahead else anchor - timedelta(days=back))


def _scheduled(before: str) -> bool:
    """Whether words end in an event of a timetable, told in the present."""
    sentence = re.split(r"[.!?;]\s|\n", before)[-1]
    found = _SCHEDULED.search(sentence)
    return found is not None and _UNDONE.search(found["before"]) is None


def _deictic(m: Match, anchor: date) -> Days:
    return calendar.one(anchor + timedelta(days=int(table("dates.toml")["deictic"][_lower(m[0])])))


def _unit(m: Match, anchor: date) -> Days:
    return calendar.around(anchor, m["unit"], _which(m))


def _unit_end(m: Match, anchor: date) -> Days:
    return calendar.one(calendar.around(anchor, m["unit"])[1])


def _year(m: Match, anchor: date) -> Days:
    return calendar.years(int(m["y"]))


def _decade(m: Match, anchor: date) -> Days:
    return calendar.years(int(m["y"]), 10)


def _fraction(m: Match, anchor: date) -> Days | None:
    """'the first quarter of 2025', 'the second half of the year'."""
    parts = {"quarter": 4, "half": 2}[m["unit"].lower()]
    place = {"last": parts, "final": parts}.get(m["n"].lower()) or int(table("dates.toml")["ordinals"].get(m["n"].lower(), 0))
    year = int(m["y"]) if m["y"] else None if anchor == date.min else anchor.year + _which(m)
    return calendar.months(year, (place - 1) * 12 // parts + 1, 12 // parts) if year and 1 <= place <= parts else None


def _season(m: Match, anchor: date) -> Days:
    """The one that is now or comes next; 'last' the one before."""
    year = anchor.year - (anchor.month <= 2 and m["season"].lower() == "winter")
    days = calendar.season(m["season"], year)
    if days[1] < anchor or (_which(m) == 1 and days[0] <= anchor):
        year += 1
    past = _which(m) == -1 or (not m["w"] and _was(m))
    return calendar.season(m["season"], year - (past and calendar.season(m["season"], year)[1] >= anchor))


def _was(m: Match) -> bool:
    """'in the spring' after a verb in the past."""
    return (
        re.search(r"\b(?:was|were|had|did)\b[^.!?]*\b(?:in|during)\s+(?:the\s+)?$", m.string[max(0, m.start() - 100) : m.start()])
        is not None
    )


def _season_year(m: Match, anchor: date) -> Days:
    return calendar.season(m["season"], int(m["y"]))


def _holiday(m: Match, anchor: date) -> Days:
    """The next one, unless the last was within a month; after 'by' and 'until' the next."""
    options = [calendar.holiday(m["holiday"], anchor.year + k) for k in (-1, 0, 1)]
    if m["y"]:
        return calendar.one(calendar.holiday(m["holiday"], int(m["y"])))
    before = m.string[max(0, m.start() - SENTENCE) : m.start()]
    since = anchor if _TILL.search(before) or _AHEAD.search(before) else anchor - timedelta(days=LONGEST_MONTH)
    return calendar.one(min((d for d in options if d >= since), default=options[-1]))


# ------------------------------------------------------------------------------------------------------- counted from publication


def _coming(m: Match, anchor: date) -> Days:
    return anchor, anchor + timedelta(days=int(table("dates.toml")["coming"][m["unit"].lower().rstrip("s")]))


def _within(m: Match, anchor: date) -> Days | None:
    amount = calendar.number(m["n"]) if m["n"] else 1
    return (anchor, calendar.shift(anchor, amount * (2 if m["more"] else 1), m["unit"])) if amount else None


def _away(m: Match, anchor: date) -> Days | None:
    amount = calendar.number(m["n"])
    return (anchor, calendar.shift(anchor, amount, m["unit"])) if amount else None


def _ago(m: Match, anchor: date) -> Days | None:
    amount, unit = calendar.number(m["n"]), m["unit"].lower().rstrip("s")
    return calendar.around(calendar.shift(anchor, -amount, unit), unit) if amount and unit != "hour" else None


def _soon(m: Match, anchor: date) -> Days:
    return anchor, anchor + timedelta(days=int(table("dates.toml")["soon"][_lower(m[0])]))


RESOLVERS: Mapping[str, Resolver] = {
    f.__name__.lstrip("_"): f
    for f in (
        _date, _day_month, _day_only, _month_year, _month_only, _weekday, _deictic, _unit, _unit_end, _year, _decade, _fraction, _season,
        _season_year, _holiday, _coming, _within, _away, _ago, _soon,
    )
}  # fmt: skip


@cache
def _rules() -> tuple[Rule, ...]:
    """`periods` and `counted` of data/dates.toml with the words filled in."""
    data = table("dates.toml")
    words = {name: f"(?P<{group}>{_either(data[name])})" for name, group in _GROUPS.items()}
    words |= {name: f"(?:{_either(data[name])})" for name in ("soon", "deictic")} | {"month": words["months"] + r"\b\.?"}
    out = []
    for kind in ("periods", "counted"):
        for row in data[kind]["rules"]:
            body = re.sub(r"(?<!\?P)<(\w+)>", lambda m: words[m[1]] if m[1] in words else data["pieces"][m[1]], row["pattern"])
            pattern = re.compile(rf"(?<!\w)(?:(?<!-)|(?<=mid-))(?:{_spaced(body)})(?!\w)", re.IGNORECASE)
            out.append(Rule(pattern, RESOLVERS[row["days"]], row.get("anchored", True), frozenset(row.get("needs", ())), kind == "counted"))
    return tuple(out)


def _spaced(pattern: str) -> str:
    """A blank in a pattern is any blank in a text, line breaks too."""
    return pattern.replace(" ", r"\s+")


_GROUPS = {"months": "m", "weekdays": "day", "seasons": "season", "numbers": "n", "holidays": "holiday"}
_NOT_WORDS = ("reference", "note")


def _either(words: Mapping[str, object]) -> str:
    known = sorted((w for w in words if w not in _NOT_WORDS), key=lambda w: (-len(w), w))
    digits = r"\d{1,3}|" if "one" in words else ""
    return digits + "|".join(re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]") for w in known)


@cache
def _meaning() -> Mapping[str, str]:
    """What each preposition, or verb that takes a period as one does, makes of it."""
    data = table("dates.toml")
    return {word: str(data[name][word]) for name in ("prepositions", "survival") for word in data[name] if word not in _NOT_WORDS}


@cache
def _lead() -> re.Pattern[str]:
    """The preposition and the part that end where a period begins."""
    data = table("dates.toml")
    preposition, part = _either(_meaning()), _either(data["parts"])
    return re.compile(
        rf"(?<!\w)(?:(?P<preposition>{preposition})\s+)?(?:the\s+)?(?:(?P<part>{part})(?:-|\s+(?:(?:of|in)\s+)?))?(?:the\s+)?(?:(?:whole|entire|current)\s+)?(?:of\s+)?$",
        re.IGNORECASE,
    )
