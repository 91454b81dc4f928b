"""Certainty on the ICD 203 scale: a bar for the band, a mark for a flat statement, a dashed outline for 'possible', which has no band."""

from __future__ import annotations

from markupsafe import Markup

from twicetold.brief.charts.svg import element, group
from twicetold.brief.items import Certainty

WIDTH, HEIGHT = 168, 14
LEFT, SPAN = 4, 160  # where 0 % stands, and how long 100 % is
BOUNDS = (0.05, 0.20, 0.45, 0.55, 0.80, 0.95)  # the bands of ICD 203 (2015)
LEAST = 3.0  # px: the narrowest band (1–5 %) stays visible


def axis(identifier: str) -> Markup:
    """The empty scale, to be put once on a page and referred to by every scale."""
    ticks = [element("path", d=f"M{LEFT + SPAN * b:.1f} 4V10", class_="tick") for b in BOUNDS]
    return group(element("rect", x=LEFT, y=5, width=SPAN, height=4, rx=2, class_="rail"), *ticks, id=identifier)


def scale(sure: Certainty, identifier: str) -> Markup:
    """One certainty; `identifier` is that of the axis on the page."""
    side = " denied" if sure.denied else ""
    if sure.low is not None and sure.high is not None:
        width = max(SPAN * (sure.high - sure.low), LEAST)
        mark = element("rect", x=LEFT + SPAN * sure.low, y=3, width=width, height=8, rx=2, class_="band" + side)
    elif sure.level == "asserted":
        mark = element("rect", x=LEFT + (-1.5 if sure.denied else SPAN - 2.5), y=0, width=4, height=14, rx=1, class_="flat" + side)
    else:
        mark = element("rect", x=LEFT + 0.5, y=3.5, width=SPAN - 1, height=7, rx=2, class_="possible" + side)
    label = ", ".join(x for x in (sure.words, sure.band.replace("–", " to ").replace(" %", " percent")) if x)
    return element("svg", element("use", href=f"#{identifier}"), mark, class_="scale", viewBox=f"0 0 {WIDTH} {HEIGHT}",
                   width=WIDTH, height=HEIGHT, role="img", aria_label=label)  # fmt: skip


def text_scale(sure: Certainty, cells: int = 20) -> str:
    """The same in characters, for a terminal."""
    if sure.low is not None and sure.high is not None:
        first, last = round(sure.low * cells), max(round(sure.high * cells), round(sure.low * cells) + 1)
        first, last = min(first, cells - 1), min(last, cells)
        return "─" * first + "█" * (last - first) + "─" * (cells - last)
    if sure.level == "asserted":
        return "┃" + "─" * (cells - 1) if sure.denied else "─" * (cells - 1) + "┃"
    return "┄" * cells
