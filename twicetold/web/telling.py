"""Words and small drawings that only the desk needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup, escape

from twicetold.archive.records import Change, Entry, Hit, StoryLine
from twicetold.brief import phrases
from twicetold.brief.charts.svg import element

CHANGES: Final = {  # kind -> (sign, words)
    "story_new": ("+", "new story"),
    "documents_added": ("+", "report added"),
    "version_new": ("↻", "new version"),
    "stories_merged": ("⤳", "stories merged"),
    "source_added": ("◆", "independent sources"),
    "source_lost": ("◇", "independent sources"),
    "certainty_raised": ("▲", "certainty raised"),
    "certainty_lowered": ("▼", "certainty lowered"),
    "reversed": ("⇄", "reversed"),
    "number_changed": ("#", "number changed"),
    "name_changed": ("@", "name changed"),
    "holder_dropped": ("∅", "holder dropped"),
    "meaning_changed": ("Δ", "meaning changed"),
    "retelling_found": ("←", "retelling found"),
    "commitment_new": ("●", "commitment"),
    "forecast_due": ("◷", "forecast due"),
}
WEIGHT: Final = (
    "source_added", "source_lost", "forecast_due", "reversed", "number_changed", "name_changed", "certainty_raised",
    "certainty_lowered", "holder_dropped", "meaning_changed", "commitment_new", "stories_merged", "version_new", "retelling_found",
    "documents_added", "story_new",
)  # fmt: skip
ALARMS: Final = frozenset(phrases.SHIFTS) | {"source_lost"}
ENDS: Final = (".", "!", "?", "”", '"')  # of a whole sentence
TICKS: Final = 40  # reports drawn one by one
STEP: Final = 7


def weighty(news: Iterable[Change], most: int) -> tuple[list[Change], int]:
    """What weighs most, and how many there are besides."""
    ordered = sorted(news, key=lambda c: WEIGHT.index(c.kind) if c.kind in WEIGHT else len(WEIGHT))
    return ordered[:most], max(len(ordered) - most, 0)


def sign(kind: str) -> str:
    return CHANGES.get(kind, ("·", ""))[0]


def words(kind: str) -> str:
    return CHANGES.get(kind, ("", kind.replace("_", " ")))[1]


def alarm(kind: str) -> bool:
    """Whether it tells of something that did not survive the way."""
    return kind in ALARMS


def reports(line: StoryLine) -> str:
    """'6 reports, one origin'."""
    count = phrases.plural(line.documents, "report")
    if line.documents == 1:
        return count
    origins = f", {'one origin' if line.origins == 1 else f'{line.origins:,} origins'}" if line.origins is not None else ""
    return f"{count}{origins}"


def ticks(line: StoryLine) -> Markup:
    """A story as strokes: one a report, the filled ones as many as there are independent origins."""
    shown, filled = min(line.documents, TICKS), min(line.origins or 0, TICKS)
    if line.documents < 2:
        return Markup("")
    strokes = [element("rect", x=STEP * k, y=0, width=4, height=14, rx=1, class_="on" if k < filled else "off") for k in range(shown)]
    width = STEP * shown - (STEP - 4)
    return element("svg", *strokes, class_="ticks", viewBox=f"0 0 {width} 14", width=width, height=14, aria_hidden="true")


def when(line: StoryLine) -> str:
    return phrases.date_range([d for d in (line.first, line.last) if d])


def ago(moment: str, at: datetime | None = None) -> str:
    """'just now', '5 minutes ago', 'yesterday', '12 March 2024'."""
    try:
        then = datetime.fromisoformat(moment.replace("Z", "+00:00"))
    except ValueError:
        return phrases.date(moment)
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    seconds = ((at or datetime.now(UTC)) - then).total_seconds()
    if seconds < 90:
        return "just now"
    if seconds < 3600:
        return f"{phrases.plural(round(seconds / 60), 'minute')} ago"
    if seconds < 24 * 3600:
        return f"{phrases.plural(round(seconds / 3600), 'hour')} ago"
    days = int(seconds // (24 * 3600))
    return "yesterday" if days == 1 else f"{days} days ago" if days < 7 else phrases.date(moment)


def name(entry: Entry) -> str:
    """A document's name in a list: its outlet, else where it was read from."""
    return phrases.shorten(entry.outlet or entry.source.rpartition("/")[2] or entry.id, 60)


def title(entry: Entry) -> str:
    return phrases.shorten(entry.title or "", 160) or f"(no headline: {name(entry)})"


def option(entry: Entry) -> str:
    """A document in a list to choose from."""
    day = phrases.date(entry.published, short=True)
    return phrases.shorten(f"{name(entry)}{', ' + day if day else ''}: {entry.title or entry.id}", 110)


def snippet(hit: Hit) -> Markup:
    """What was found, the words that were looked for marked; cut ends are dotted."""
    out, at = [Markup("… ") if hit.start else Markup("")], hit.start
    for mark in sorted(hit.marks):
        if mark.start < at or mark.end > hit.end:
            continue
        out.append(escape(_part(hit, at, mark.start)))
        out.append(Markup("<mark>{}</mark>").format(_part(hit, mark.start, mark.end)))
        at = mark.end
    out.append(escape(_part(hit, at, hit.end)))
    if not hit.text.rstrip().endswith(ENDS):
        out.append(Markup(" …"))
    return Markup("").join(out)


def _part(hit: Hit, start: int, end: int) -> str:
    return phrases.one_line_keeping_ends(hit.text[start - hit.start : end - hit.start])


def address(path: str, **asked: object) -> str:
    """A path with a query; what is empty is left out."""
    told = {k: v for k, v in asked.items() if v not in (None, "", 0)}
    return f"{path}?{urlencode(told, doseq=True)}" if told else path


def by_month(items: Sequence[object]) -> Iterator[tuple[str, list[object]]]:
    """Pledges by the month of their day, in the order given."""
    yield from ((k, list(g)) for k, g in groupby(items, key=lambda p: phrases.date((getattr(p, "day", None) or "")[:7]) or "Undated"))
