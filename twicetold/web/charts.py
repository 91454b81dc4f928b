"""Drawings of the desk: commitments over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from markupsafe import Markup

from twicetold.archive.records import Pledge
from twicetold.brief import phrases
from twicetold.brief.charts.svg import element, group

WIDTH: Final = 900
NAMES: Final = 190  # px for the parties' names
ROW: Final = 46
MOST: Final = 8  # parties with a lane of their own
RADIUS: Final = (3.0, 4.0, 5.0, 6.2, 7.4)  # px, by level
APART: Final = ("withheld", "refused")
TICKS: Final = 6
MONTHLY: Final = 1500  # days from which the axis names months, not days
NEAR, LIFT = 9, 11  # px: dots nearer than that are set above one another


def lanes(pledges: Sequence[Pledge], *, two: bool = False) -> Markup | None:
    """A lane for each party, a dot for each commitment at its day: the larger the more binding, hollow where withheld or refused.

    `two`: parties are told apart by colour, as where two stand against each other. None where fewer than two commitments are dated.
    """
    dated = [(p, date.fromisoformat(p.day).toordinal()) for p in pledges if p.day]
    if len(dated) < 2:
        return None
    parties = [name for name, _ in sorted(Counter(p.party for p, _ in dated).items(), key=lambda x: (-x[1], x[0]))[:MOST]]
    first, last = min(d for _, d in dated), max(d for _, d in dated)
    scale = Scale(first, max(last - first, 1))
    height = ROW * len(parties)
    rows = [
        _lane(n, name, f"lane{n % 2 if two else 0}", [(p, d) for p, d in dated if p.party == name], scale) for n, name in enumerate(parties)
    ]
    return element(
        "svg", _axis(scale, height), *rows, class_="lanes", viewBox=f"0 0 {WIDTH} {height + 34}", role="img",
        aria_label=f"Commitments over time of {phrases.plural(len(parties), 'party', 'parties')}; all are in the list below",
    )  # fmt: skip


class Scale(NamedTuple):
    """Days from `first` on, as places in the drawing."""

    first: int
    days: int

    def x(self, day: int) -> float:
        return NAMES + 14 + (WIDTH - NAMES - 34) * (day - self.first) / self.days


def _axis(scale: Scale, bottom: int) -> Markup:
    lines = []
    count = min(TICKS, scale.days + 1)
    for k in range(count):
        day = scale.first + round(scale.days * k / (count - 1))
        when = date.fromordinal(day).isoformat()
        label = phrases.date(when if scale.days < MONTHLY else when[:7], short=True)
        anchor = "start" if k == 0 else "end" if k == count - 1 else "middle"
        lines.append(element("path", d=f"M{scale.x(day):.1f} 0V{bottom}", class_="tick"))
        lines.append(element("text", label, x=scale.x(day), y=bottom + 20, text_anchor=anchor, class_="dim"))
    return group(*lines)


def _lane(n: int, name: str, colour: str, mine: Sequence[tuple[Pledge, int]], scale: Scale) -> Markup:
    top, middle = ROW * n, ROW * n + ROW / 2
    near: Counter[int] = Counter()
    dots = []
    for pledge, day in sorted(mine, key=lambda x: -x[0].level):
        slot = round(scale.x(day) / NEAR)
        lift = (near[slot] + 1) // 2 * (LIFT if near[slot] % 2 else -LIFT)
        near[slot] += 1
        dots.append(_dot(pledge, scale.x(day), min(max(middle + lift, top + 6), top + ROW - 6), colour))
    line = element("path", d=f"M{NAMES} {middle}H{WIDTH - 10}", class_="axis")
    return group(line, element("text", phrases.shorten(name, 26), x=0, y=middle + 4, class_="name"), *dots)


def _dot(pledge: Pledge, x: float, y: float, colour: str) -> Markup:
    status = phrases.STATUSES[pledge.status]  # type: ignore[index]  # the archive keeps what `types.Status` has
    told = element("title", phrases.shorten(f"{phrases.date(pledge.day)}: {pledge.act} ({status})", 200))
    apart = " apart" if pledge.status in APART else ""
    return element("circle", told, cx=x, cy=y, r=RADIUS[pledge.level - 1], class_=f"dot {colour}{apart}")
