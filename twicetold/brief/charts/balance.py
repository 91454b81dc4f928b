"""The balance between two parties, drawn with its interval."""

from __future__ import annotations

from markupsafe import Markup

from twicetold.brief import phrases
from twicetold.brief.charts.svg import element
from twicetold.brief.items import Balance

WIDTH, HEIGHT = 720, 84
LEFT, SPAN, LINE = 24, 672, 40
TICKS = ((-1, 5), (-0.5, 5), (0, 12), (0.5, 5), (1, 5))  # values and half their heights
NAME = 28  # characters of a party's name that fit an end of the axis


def balance(b: Balance) -> Markup:
    """From +1 (all by the first party, left, as in the ledger below it) to -1 (all by the second, right)."""

    def x(value: float) -> float:
        return LEFT + SPAN * (1 - min(max(value, -1.0), 1.0)) / 2

    first, second = (phrases.shorten(n, NAME) for n in b.names)
    low, high, at = x(b.data.high), x(b.data.low), x(b.data.index)
    parts = [
        element("path", d=f"M{LEFT} {LINE}H{LEFT + SPAN}", class_="axis"),
        *(element("path", d=f"M{x(v):.1f} {LINE - tick}V{LINE + tick}", class_="axis") for v, tick in TICKS),
        element("rect", x=low, y=LINE - 7, width=max(high - low, 2.0), height=14, rx=7, class_="interval"),
        element("circle", cx=at, cy=LINE, r=7, class_="point"),
        element("text", f"all by {first}", x=LEFT, y=16, class_="dim"),
        element("text", f"all by {second}", x=LEFT + SPAN, y=16, text_anchor="end", class_="dim"),
        element("text", "even", x=x(0), y=16, text_anchor="middle", class_="dim"),
        element("text", f"{abs(b.data.index):.2f}", x=min(max(at, LEFT + 14.0), LEFT + SPAN - 14.0), y=LINE + 32, text_anchor="middle"),
    ]
    return element("svg", *parts, class_="balance", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=describe(b))


def describe(b: Balance) -> str:
    """'0.41 towards Russia; 90 % interval from 0.05 towards China to 0.80 towards Russia, which takes in an even balance'."""
    low, high = sorted((b.data.low, b.data.high), reverse=b.data.index < 0)
    if round(low, 2) == round(high, 2):
        return f"{_lean(b.data.index, b)}; too little is known for an interval"
    interval = f"90 % interval from {_lean(low, b)} to {_lean(high, b)}"
    even = ", which takes in an even balance" if b.data.low <= 0 <= b.data.high and round(b.data.index, 2) != 0 else ""
    return f"{_lean(b.data.index, b)}; {interval}{even}"


def _even(value: float) -> bool:
    return round(value, 2) == 0


def _lean(value: float, b: Balance) -> str:
    return "even" if _even(value) else f"{abs(value):.2f} towards {phrases.the(b.names[0] if value > 0 else b.names[1])}"
