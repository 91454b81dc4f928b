"""Words for what the brief's data means, and small grammar: the same in every format."""

from __future__ import annotations

import re
from collections.abc import Sequence

from twicetold.types import Drift, Level, Relation, ShiftKind, Status

LEVELS: dict[Level, str] = {
    "asserted": "stated flatly",
    "almost_certain": "almost certain",
    "very_likely": "very likely",
    "likely": "likely",
    "roughly_even": "roughly even",
    "unlikely": "unlikely",
    "very_unlikely": "very unlikely",
    "almost_no_chance": "almost no chance",
    "possible": "possible",
}
SHIFTS: dict[ShiftKind, str] = {
    "reversed": "reversed",
    "number_changed": "number changed",
    "name_changed": "name changed",
    "certainty_raised": "certainty raised",
    "certainty_lowered": "certainty lowered",
    "holder_dropped": "holder dropped",
    "meaning_changed": "meaning changed",
}
"""In the order in which they weigh: what turns a statement round comes before what bends it."""

DRIFTS: dict[Drift, str] = {
    "misattributed": "put in another’s mouth",
    "reversed": "reversed",
    "number_changed": "number changed",
    "name_changed": "name changed",
    "certainty_raised": "certainty raised",
    "certainty_lowered": "certainty lowered",
    "reworded": "reworded",
    "trimmed": "trimmed",
    "verbatim": "word for word",
}
SIGNS: dict[str, str] = {
    "certainty_raised": "▲",
    "certainty_lowered": "▼",
    "reversed": "⇄",
    "number_changed": "#",
    "name_changed": "@",
    "holder_dropped": "∅",
    "meaning_changed": "Δ",
    "misattributed": "×",
    "reworded": "~",
    "trimmed": "…",
    "verbatim": "=",
}
RELATIONS: dict[Relation, str] = {
    "copy": "copied from",
    "excerpt": "excerpted from",
    "rewrite": "rewritten from",
    "spin": "spun from",
    "translation": "translated from",
    "merge": "merged from",
}
STATUSES: dict[Status, str] = {
    "given": "given",
    "reaffirmed": "reaffirmed",
    "withheld": "withheld",
    "refused": "refused",
    "conditional": "on a condition",
    "reported": "reported, not confirmed",
}
OUTCOMES: dict[str | None, str] = {None: "not resolved", "yes": "came true", "no": "did not come true", "void": "cannot be decided"}
COMMITMENT_LEVELS = {
    1: "praise or symbol",
    2: "support in words",
    3: "stated intent",
    4: "undertaking",
    5: "signed, binding or delivered",
}
ESTABLISHED = {
    "well": "Reading well established.",
    "fairly": "Reading fairly established.",
    "contested": "Reading contested.",
    "folk": "Reading current among practitioners, not documented well.",
    "not": "Reading not established.",
}
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ELLIPSIS = "…"
GIST = 160  # characters at which `claims` cuts an event
DATELINE = re.compile(r"^[A-Z][A-Z .'’/-]{2,40}(?:,[^()\n]{1,40})?\s*\([A-Z][A-Za-z]{1,11}\)\s*[-–—:]+\s*")
MINUS = "−"
UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, direction overrides and lone surrogates: they could forge what is shown, or cannot be written at all."""


def plural(count: int, one: str, many: str | None = None) -> str:
    """'1 report', '3 reports'."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def spelled(count: int) -> str:
    """Small numbers in words, as a sentence wants them."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def both_or_all(count: int, noun: str) -> str:
    """'Both reports', 'All three reports'; 'The report' for one."""
    return f"The {noun}" if count == 1 else f"Both {noun}s" if count == 2 else f"All {spelled(count)} {noun}s"


def series(items: Sequence[str], conjunction: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {conjunction} {items[-1]}" if items else ""


def signed(value: float) -> str:
    """Two decimals with a true minus sign."""
    text = f"{value:.2f}"
    return MINUS + text[1:] if text.startswith("-") and text != "-0.00" else text.removeprefix("-")


def percent(value: float) -> str:
    """A share 0..1 as whole percent, without the sign."""
    return f"{round(value * 100)}"


def band(limits: tuple[float, float]) -> str:
    """'55–80 %'."""
    return f"{percent(limits[0])}–{percent(limits[1])} %"


def date(value: str | None, *, short: bool = False) -> str:
    """An ISO 8601 date as precise as it is: '2014-09-06T14:20:00Z' -> '6 September 2014', '2023-03' -> 'March 2023'.

    >>> date("2014-09-06T14:20:00Z"), date("2023-03"), date("2023"), date("about noon")
    ('6 September 2014', 'March 2023', '2023', 'about noon')
    """
    if not value:
        return ""
    parts = value[:10].split("-")
    if not all(p.isdecimal() for p in parts) or not (len(parts) == 1 or 1 <= int(parts[1]) <= 12):
        return shorten(value, 30)
    if len(parts) == 1:
        return parts[0]
    name = MONTHS[int(parts[1]) - 1]
    month = f"{name[:3] if short else name} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


def clock(value: str | None) -> str:
    """The time of an ISO 8601 date-time, '' where it has none or is midnight, the placeholder of an unknown time."""
    time = (value or "")[11:16]
    return "" if len(time) < 5 or time == "00:00" else time + (" UTC" if (value or "").endswith("Z") else "")


def date_range(dates: Sequence[str]) -> str:
    """First and last of ISO dates, told as short as they allow."""
    days = sorted({d[:10] for d in dates})
    if not days:
        return "undated"
    first, last = date(days[0]).split(), date(days[-1]).split()
    if first == last:
        return " ".join(last)
    while len(first) > 1 and len(first) == len(last) and first[-1] == last[-1]:
        if len(first) == 3 and first[1:] != last[1:] and first[-1] == last[-1] and first[-2] != last[-2]:
            return f"{first[0]} {first[1]} – {' '.join(last)}"
        if first[1:] == last[1:]:
            return f"{first[0]}–{' '.join(last)}"
        first = first[:-1]
    return f"{' '.join(first)} – {' '.join(last)}"


def one_line(text: str) -> str:
    """Text without line breaks, control characters and direction overrides, which could forge what is shown."""
    return " ".join(UNSHOWN.sub(" ", text).split())


def one_line_keeping_ends(text: str) -> str:
    """`one_line` for a piece of a sentence: a blank at either end stays one blank."""
    line = one_line(text)
    return (" " if text[:1].isspace() else "") + line + (" " if line and text[-1:].isspace() else "")


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters of one line, cut at a word, with an ellipsis where something is missing."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    limit = max(limit, 2)
    cut = line[: limit - 1]
    space = cut.rfind(" ", limit // 2)
    return (cut[:space] if space > 0 else cut).rstrip(" ,;:–—") + ELLIPSIS


def sentence(text: str) -> str:
    """One line that begins with a capital and ends with a mark."""
    line = capital(text)
    return line if not line or line[-1] in ".!?…" else line + "."


def capital(text: str) -> str:
    """One line that begins with a capital."""
    line = one_line(text)
    return line[:1].upper() + line[1:]


_DOUBLE = re.compile('[“”„«»"]')  # apostrophes look like single marks
_WITH_ARTICLE = re.compile(
    "(?:Agency|Assembly|Authority|Bank|Cabinet|Commission|Committee|Council|Court|Department|Emirates|Federation|Fund|House|Kingdom|Kremlin|League"
    "|Ministry|Nations|Netherlands|Office|Organi[sz]ation|Parliament|Pentagon|Philippines|Republic|Senate|States|Taliban|Treasury|Union)"
)
_DETERMINED = re.compile(
    r"(?:an?|the|h[ei]s?|hers?|she|its?|their|they|our|we|my|I|th[ei]se?|that|those|unnamed|one|some|another|who)\b", re.I
)


def paired(text: str) -> str:
    """One line without a quotation mark that stands alone: words cut from a sentence often hold one of a pair.

    >>> paired('rejected it as "a betrayal'), paired('called it “a start”')
    ('rejected it as a betrayal', 'called it “a start”')
    """
    line = one_line(text)
    marks = [m.start() for m in _DOUBLE.finditer(line)]
    if len(marks) % 2 == 0:
        return line
    opens = [k for k in marks if k == 0 or not (line[k - 1].isalnum() or line[k - 1] in ".,!?…")]
    lone = (opens if len(opens) * 2 > len(marks) else [k for k in marks if k not in opens])[-1]
    return (line[:lone] + line[lone + 1 :]).strip()


def the(name: str) -> str:
    """A name as a sentence wants it: with an article before offices, and before bodies and states that have one.

    >>> the("spokesman of Emirati foreign ministry"), the("Ayman Safadi"), the("airline managers"), the("United Nations")
    ('the spokesman of the Emirati foreign ministry', 'Ayman Safadi', 'airline managers', 'the United Nations')
    """
    first, *rest = one_line(name).split(" of ")
    named = [f"the {p}" if p[:1].isupper() and _bare(p) else p for p in rest]  # 'of the Emirati ministry', but 'of policy planning'
    return " of ".join([f"the {first}" if _bare(first) else first, *named])


def _bare(part: str) -> bool:
    """Whether a name lacks the article that its main word asks for: a common noun in the singular, or one of `_WITH_ARTICLE`."""
    words = part.split(" in ")[0].split(" for ")[0].split()
    if not words or _DETERMINED.match(part):
        return False
    common = words[-1][:1].islower() and (not words[-1].endswith("s") or words[-1].endswith("ss"))
    return common or bool(_WITH_ARTICLE.fullmatch(words[-1]))


def window(text: str, position: int, limit: int) -> str:
    """At most `limit` characters of one line that show what stands at `position` of `one_line(text)`."""
    line = one_line(text)
    if len(line) <= limit or position < limit * 2 // 3:
        return shorten(line, limit)
    start = line.find(" ", max(position - limit // 2, 0)) + 1
    return ELLIPSIS + shorten(line[start:], limit - 1) if 0 < start <= position else shorten(line, limit)


def gist(text: str) -> str:
    """An event as it is shown: without the dateline in front of it, with an ellipsis where it was cut at GIST characters.

    >>> gist("GENEVA, July 14 (MWS) - Talks began on Tuesday")
    'Talks began on Tuesday'
    """
    line = one_line(text)
    if len(line) >= GIST and " " in line:
        line = line[: line.rindex(" ")].rstrip(" ,;:–—") + ELLIPSIS
    return capital(paired(DATELINE.sub("", line)))


def clean(text: str) -> str:
    """Text with its line breaks, without other control characters and direction overrides."""
    return UNSHOWN.sub("\ufffd", text)
