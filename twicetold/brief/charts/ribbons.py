"""Two documents as two bars and a ribbon for every passage they share: crossing ribbons moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from markupsafe import Markup

from twicetold.brief.charts.svg import element, group

WIDTH, BAR, BETWEEN = 1000.0, 10.0, 74.0  # px
LEAST = 2.0  # px: the narrowest ribbon that is still seen


class Ribbon(NamedTuple):
    """A passage: shares of the way through each document (0..1), what it is, and what a reader is told about it."""

    left: tuple[float, float]
    right: tuple[float, float]
    kind: str
    title: str
    href: str


def ribbons(found: Iterable[Ribbon]) -> Markup:
    """The drawing; the left document above. Each ribbon links to its passage."""
    upper, lower = BAR, BAR + BETWEEN
    drawn = list(found)
    bars = [element("rect", x=0, y=y, width=WIDTH, height=BAR, rx=2, class_="rail") for y in (0.0, lower)]
    return element(
        "svg", group(*bars), group(*(_ribbon(r, upper, lower) for r in drawn)),
        class_="ribbons", viewBox=f"0 0 {WIDTH:.0f} {lower + BAR:.0f}", role="group",
        aria_label=f"Where the {len(drawn)} shared passages stand in both; each is listed in the texts below",
    )  # fmt: skip


def _ribbon(r: Ribbon, upper: float, lower: float) -> Markup:
    (a, b), (c, d) = _edges(r.left), _edges(r.right)
    middle = (upper + lower) / 2
    band = (
        f"M{a:.1f} {upper:.1f}C{a:.1f} {middle:.1f} {c:.1f} {middle:.1f} {c:.1f} {lower:.1f}"
        f"H{d:.1f}C{d:.1f} {middle:.1f} {b:.1f} {middle:.1f} {b:.1f} {upper:.1f}z"
    )
    ends = [
        element("rect", x=a, y=upper - BAR, width=b - a, height=BAR),
        element("rect", x=c, y=lower, width=d - c, height=BAR),
    ]
    return element("a", element("title", r.title), element("path", d=band), *ends, href=r.href, class_=f"ribbon {r.kind}", tabindex=-1)


def _edges(part: tuple[float, float]) -> tuple[float, float]:
    start, end = part[0] * WIDTH, part[1] * WIDTH
    start = min(start, WIDTH - LEAST)
    return start, max(end, start + LEAST)


def share_bar(shares: Mapping[str, float]) -> Markup:
    """How much of one document is of each kind (shares 0..1, in order) as one bar; what is left is only there."""
    at, parts = 0.0, [element("rect", x=0, y=0, width=WIDTH, height=BAR, class_="rail")]
    for kind, share in shares.items():
        parts.append(element("rect", x=at, y=0, width=share * WIDTH, height=BAR, class_=kind))
        at += share * WIDTH
    return element(
        "svg", *parts, class_="ribbons share", viewBox=f"0 0 {WIDTH:.0f} {BAR:.0f}", preserveAspectRatio="none", aria_hidden="true"
    )
