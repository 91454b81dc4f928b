"""The balance between two parties, drawn with its interval."""

from __future__ import annotations

from markupsafe import Markup

from twicetold.brief import phrases
from twicetold.brief.charts.svg import element
from twicetold.brief.items import Balance

WIDTH, HEIGHT = 720, 84
LEFT, SPAN, LINE = 24, 672, 40
NAME = 28  # characters of a party's name that fit an end of the axis


def balance(b: Balance) -> Markup:
    """From -1 (only the second party commits, left) to +1 (only the first, right)."""

    def x(value: float) -> float:
        return LEFT + SPAN * (min(max(value, -1.0), 1.0) + 1) / 2

    first, second = (phrases.shorten(n, NAME) for n in b.names)
    low, high, at = x(b.data.low), x(b.data.high), x(b.data.index)
    parts = [
        element("path", d=f"M{LEFT} {LINE}H{LEFT + SPAN}", class_="axis"),
        *(
            element("path", d=f"M{x(v):.1f} {LINE - (12 if v == 0 else 5)}V{LINE + (12 if v == 0 else 5)}", class_="axis")
            for v in (-1, -0.5, 0, 0.5, 1)
        ),
        element("rect", x=low, y=LINE - 7, width=max(high - low, 2.0), height=14, rx=7, class_="interval"),
        element("circle", cx=at, cy=LINE, r=7, class_="point"),
        element("text", f"all by {second}", x=LEFT, y=16, class_="dim"),
        element("text", f"all by {first}", x=LEFT + SPAN, y=16, text_anchor="end", class_="dim"),
        element("text", "even", x=x(0), y=16, text_anchor="middle", class_="dim"),
        element(
            "text",
            phrases.signed(b.data.index),
            x=min(max(at, LEFT + 14.0), LEFT + SPAN - 14.0),
            y=LINE + 32,
            text_anchor="middle",
            class_="value",
        ),
    ]
    return element("svg", *parts, class_="balance", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=describe(b))


def describe(b: Balance) -> str:
    """'Balance 0.41 towards Russia; 90 % interval −0.05 to 0.80, which takes in an even balance'."""
    interval = f"90 % interval {phrases.signed(b.data.low)} to {phrases.signed(b.data.high)}"
    even = ", which takes in an even balance" if b.data.low <= 0 <= b.data.high else ""
    if round(b.data.index, 2) == 0:
        return f"Balance even; {interval}"
    side = b.names[0] if b.data.index > 0 else b.names[1]
    return f"Balance {abs(b.data.index):.2f} towards {side}; {interval}{even}"
