"""The stemma: who retells whom. Origins that are not at hand are dashed; relation and score stand on the edges."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from twicetold.brief import phrases
from twicetold.brief.charts.layers import Layout, Node, Via, layout
from twicetold.brief.charts.svg import element, group
from twicetold.brief.items import Retelling, Story
from twicetold.brief.places import Told

ROOMY = 24  # with more boxes than this in the tallest layer, they become single lines
ROOM = 20  # px of a box that its text may not use
NARROW, UPPER, USUAL, FULL = 4.2, 9.6, 7.4, 13.5  # px: widths of letters at 13 px, generously; fonts differ
MOST = 120  # boxes: with more, reports that nobody retells are drawn together; with twice as many even so, nothing is drawn
FAR = 1010  # px: a wider drawing is scrolled, a narrower one shrinks to the page
PAD = 3


@dataclass(frozen=True, slots=True)
class Leaves:
    """Reports that are drawn as one box: so many of them retell `parent` in the same way, and nobody retells them."""

    parent: Node
    relation: str
    count: int

    def __str__(self) -> str:
        return phrases.plural(self.count, "report")


@dataclass(frozen=True, slots=True)
class Look:
    """Measures in px: boxes `width` x `height`, `gap` between them, `between` layers."""

    width: int
    height: int
    gap: int
    between: int


WIDE = Look(212, 46, 16, 148)
DEEP = Look(168, 46, 14, 104)  # four layers and more
DENSE = Look(190, 24, 7, 104)
LINE = 15  # px a second line of a name takes


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing: what it is made of, and its size in px."""

    parts: tuple[Markup, ...]
    width: float
    height: float
    deep: bool
    edges: int


def stemma(story: Story) -> Markup | None:
    """The drawing for a story, None when there is no retelling to draw. Its boxes link to the reports on the page."""
    drawn = drawing(story, lambda report: f"#{report.anchor}")
    if drawn is None:
        return None
    kind = "stemma far" if drawn.width > FAR else "stemma deep" if drawn.deep else "stemma"
    box = f"0 0 {drawn.width:.0f} {drawn.height:.0f}"
    return element("svg", *drawn.parts, class_=kind, viewBox=box, width=round(drawn.width), role="group",
                   aria_label=f"Who retells whom: {phrases.plural(drawn.edges, 'retelling')}, listed in the table below")  # fmt: skip


def drawing(story: Story, link: Callable[[Told], str | None]) -> Drawing | None:
    """What a drawing is made of; `link` says where a report's box leads. None when there is no retelling, or too many."""
    edges = _edges(story)
    nodes: list[Node] = list(dict.fromkeys(n for edge, _ in edges for n in edge))
    if not 0 < len(nodes) <= 2 * MOST:
        return None
    look = _look(nodes, [e for e, _ in edges])
    names = {n: _lines(story, n, look) for n in nodes}
    sizes = {n: float(look.height + LINE * (len(names[n]) - 1)) for n in nodes}
    drawn = layout(nodes, [e for e, _ in edges], sizes, look.gap)
    width = PAD * 2 + len(drawn.layers) * look.width + (len(drawn.layers) - 1) * look.between
    height = PAD * 2 + max(drawn.heights[n] + sizes[n] / 2 for n in nodes)
    column = {n: k for k, layer in enumerate(drawn.layers) for n in layer}
    lines = [_edge(k, edges, drawn, column, look) for k in range(len(edges))]
    boxes = [_box(story, n, names[n], (PAD + column[n] * (look.width + look.between), PAD + drawn.heights[n]), look, link) for n in nodes]
    parts = (group(*[line for line, _ in lines]), group(*boxes), group(*[label for _, label in lines]))
    return Drawing(parts, width, height, len(drawn.layers) > 3, len(edges))


def _edges(story: Story) -> list[tuple[tuple[Node, Node], Retelling]]:
    """(parent, child) with its retelling; reports are their numbers, outside origins their names."""
    here = {r.number for r in story.reports}
    told: list[tuple[tuple[Node, Node], Retelling]] = [
        ((r.parent.number if r.parent else r.origin or "", r.child.number), r) for r in story.retellings if r.child.number in here
    ]
    return told if len({n for edge, _ in told for n in edge}) <= MOST else _gathered(told)


def _gathered(told: list[tuple[tuple[Node, Node], Retelling]]) -> list[tuple[tuple[Node, Node], Retelling]]:
    """Reports that retell one parent and that nobody retells, as one box for each parent and relation."""
    parents = {parent for (parent, _), _ in told}
    arrivals = Counter(child for (_, child), _ in told)
    groups: dict[tuple[Node, str], list[Retelling]] = {}
    for (parent, child), r in told:
        if child not in parents and arrivals[child] == 1:
            groups.setdefault((parent, r.relation), []).append(r)
    gathered = {r.child.number: key for key, rs in groups.items() if len(rs) > 1 for r in rs}
    out = [(edge, r) for edge, r in told if r.child.number not in gathered]
    for (parent, relation), rs in groups.items():
        if len(rs) > 1:
            out.append(((parent, Leaves(parent, relation, len(rs))), max(rs, key=lambda r: r.score)))
    return out


def _look(nodes: list[Node], edges: list[tuple[Node, Node]]) -> Look:
    trial = layout(nodes, edges, dict.fromkeys(nodes, 1.0), 1.0)
    if max(sum(not isinstance(n, Via) for n in layer) for layer in trial.layers) > ROOMY:
        return DENSE
    return DEEP if len(trial.layers) > 3 else WIDE


def _edge(
    k: int, edges: list[tuple[tuple[Node, Node], Retelling]], drawn: Layout, column: dict[Node, int], look: Look
) -> tuple[Markup, Markup]:
    """The line of an edge and its label, which stands at the child's end."""
    (_, child), told = edges[k]
    arrivals = sorted((drawn.heights[drawn.routes[j][-2]], j) for j, (edge, _) in enumerate(edges) if edge[1] == child)
    port = [j for _, j in arrivals].index(k) - (len(arrivals) - 1) / 2
    end_y = PAD + drawn.heights[child] + port * min(19.0, (look.height - 8) / max(len(arrivals) - 1, 1))
    points = []
    for n in drawn.routes[k][:-1]:
        left = PAD + column[n] * (look.width + look.between)
        y = PAD + drawn.heights[n]
        points += [(left, y), (left + look.width, y)] if isinstance(n, Via) else [(left + look.width, y)]
    points.append((PAD + column[child] * (look.width + look.between) - 6, end_y))
    path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        bend = (bx - ax) * 0.45
        path += f"L{bx:.1f} {by:.1f}" if ay == by else f"C{ax + bend:.1f} {ay:.1f} {bx - bend:.1f} {by:.1f} {bx:.1f} {by:.1f}"
    x, y = points[-1]
    arrow = element("path", d=f"M{x + 6:.1f} {y:.1f}l-7 -3.5v7z", class_="head" if told.credited else "head inferred")
    label = element("text", f"{told.relation} {told.score:.2f}", x=x - 6, y=y - 4, text_anchor="end", class_="edge")
    return group(element("path", d=path, class_=f"line {told.relation}"), arrow), label


def _report(story: Story, node: Node) -> Told | None:
    return next((r for r in story.reports if r.number == node), None)


def _lines(story: Story, node: Node, look: Look) -> list[str]:
    """The name in a box, in one line or two."""
    report = _report(story, node)
    name, room = report.short if report else str(node), look.width - ROOM
    fits = _letters(name, room)
    if fits >= len(name) or look.height < 40:
        return [phrases.shorten(name, fits)]
    cut = name.rfind(" ", 0, fits + 1)
    return [name[:cut], phrases.shorten(name[cut:], _letters(name[cut:], room))] if cut > 0 else [phrases.shorten(name, fits)]


def _letters(text: str, room: float) -> int:
    """How many characters of `text` fit into `room` px."""
    for k, c in enumerate(text):
        room -= NARROW if c in "iljtfr.,:;’'|!() " else FULL if ord(c) > 0x2E80 else UPPER if c.isupper() or c in "mwMW—" else USUAL
        if room < 0:
            return k
    return len(text)


def _box(story: Story, node: Node, lines: list[str], at: tuple[float, float], look: Look, link: Callable[[Told], str | None]) -> Markup:
    report = _report(story, node)
    (x, middle), height = at, look.height + LINE * (len(lines) - 1)
    top = middle - height / 2
    gathered = isinstance(node, Leaves)
    note = phrases.shorten(report.when or "undated", 24) if report else "taken together" if gathered else "not among the reports"
    title = f"{report.name}, {note}" if report else f"{node}, {note}" if gathered else f"{node}: origin, {note}"
    rect = element("rect", x=x, y=top, width=look.width, height=height, rx=3, class_="report" if report or gathered else "origin")
    first = middle + 4 if look.height < 40 else top + 20
    texts = [element("text", line, x=x + 11, y=first + LINE * k, class_="name") for k, line in enumerate(lines)]
    if look.height >= 40:
        texts.append(element("text", note, x=x + 11, y=top + height - 9, class_="dim"))
    box = [element("title", title), rect, *texts]
    address = link(report) if report else None
    return element("a", *box, href=address) if address else group(*box)
