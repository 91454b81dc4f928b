"""A reliability diagram: what the words promise (a band) against how often it came true (a share with its interval)."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from twicetold.assessment.forecasting import Bin
from twicetold.brief import phrases
from twicetold.brief.charts.svg import element

SIZE, EDGE = 320, 44  # px: the square of 0 to 100 %, and what stands around it
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
ROW = 40  # characters of a line in the terminal


def reliability(bins: Sequence[Bin]) -> Markup:
    """The diagram as SVG: bars as wide as the bands and as high as the intervals, a dot at the share, the diagonal of perfection."""
    ticks = [part for t in TICKS for part in _tick(t)]
    diagonal = element("path", d=f"M{_x(0):.1f} {_y(0):.1f}L{_x(1):.1f} {_y(1):.1f}", class_="diagonal")
    frame = element("rect", x=EDGE, y=EDGE / 2, width=SIZE, height=SIZE, class_="frame")
    titles = [
        element("text", "what the words promise", x=EDGE + SIZE / 2, y=EDGE * 1.4 + SIZE, text_anchor="middle"),
        element("text", "how often it came true", x=12, y=EDGE / 2 + SIZE / 2, text_anchor="middle",
                transform=f"rotate(-90 12 {EDGE / 2 + SIZE / 2:.0f})"),
    ]  # fmt: skip
    told = "; ".join(describe(b) for b in bins if b.band) or "nothing to show"
    drawn = [element("title", f"Reliability diagram. {told}"), frame, *ticks, diagonal, *(p for b in bins for p in _bin(b)), *titles]
    return element("svg", *drawn,
                   class_="reliability", viewBox=f"0 0 {SIZE + 2 * EDGE} {SIZE + 2 * EDGE}", width=SIZE + 2 * EDGE, height=SIZE + 2 * EDGE,
                   role="img")  # fmt: skip


def _x(share: float) -> float:
    return EDGE + SIZE * share


def _y(share: float) -> float:
    return EDGE / 2 + SIZE * (1 - share)


def _tick(share: float) -> list[Markup]:
    label = f"{share:.0%}"
    return [
        element("text", label, x=_x(share), y=_y(0) + 16, text_anchor="middle", class_="tick"),
        element("text", label, x=_x(0) - 6, y=_y(share) + 4, text_anchor="end", class_="tick"),
    ]


def _bin(b: Bin) -> list[Markup]:
    if b.band is None:
        return []
    middle, share = (b.band[0] + b.band[1]) / 2, b.happened / b.n
    bar = element(
        "rect", x=_x(b.band[0]), y=_y(b.high), width=SIZE * (b.band[1] - b.band[0]), height=_y(b.low) - _y(b.high), class_="interval"
    )
    return [element("g", element("title", describe(b)), bar, element("circle", cx=_x(middle), cy=_y(share), r=4, class_="share"))]


def describe(b: Bin) -> str:
    """'likely (55–80 %): 3 of 4 came true, 90 % interval 36–94 %: too few to say'."""
    level = phrases.LEVELS.get(b.level, b.level)  # type: ignore[call-overload]  # a foreign scale's level is told as it is
    promised = f" ({phrases.band(b.band)})" if b.band else ""
    return f"{level}{promised}: {b.happened} of {b.n} came true, 90 % interval {phrases.band((b.low, b.high))}: {b.verdict}"


def text_row(b: Bin, cells: int = ROW) -> str:
    """One level as a line of characters: the band ░, the interval ─, the share ●."""

    def cell(share: float) -> int:
        return min(cells - 1, int(share * cells))

    line = [" "] * cells
    if b.band:
        line[cell(b.band[0]) : cell(b.band[1]) + 1] = "░" * (cell(b.band[1]) - cell(b.band[0]) + 1)
    for k in range(cell(b.low), cell(b.high) + 1):
        line[k] = "▒" if line[k] == "░" else "─"
    line[cell(b.happened / b.n)] = "●"
    return "".join(line)
