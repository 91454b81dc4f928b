"""A layered drawing of who retells whom: layers, an order with few crossings, and heights (Sugiyama, Tagawa and Toda 1981)."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

SWEEPS = 8  # passes over the layers; drawings of up to 60 reports no longer change after four to six


@dataclass(frozen=True, slots=True)
class Via:
    """A point where an edge passes through a layer in which it neither begins nor ends."""

    edge: int
    layer: int


Node = Hashable


@dataclass(frozen=True, slots=True)
class Layout:
    """`layers` from left to right, nodes in each from top to bottom; `heights` of their centres; `routes[edge]` the nodes on its way."""

    layers: list[list[Node]]
    heights: dict[Node, float]
    routes: list[list[Node]]


def layout(nodes: Sequence[Node], edges: Sequence[tuple[Node, Node]], size: Mapping[Node, float], gap: float) -> Layout:
    """Place `nodes` so that every edge (parent, child) runs to the right. Edges that close a circle are left out of the layering."""
    depth = _depths(nodes, edges)
    layers: list[list[Node]] = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for n in nodes:
        layers[depth[n]].append(n)
    routes: list[list[Node]] = []
    for k, (parent, child) in enumerate(edges):
        vias: list[Node] = [Via(k, layer) for layer in range(depth[parent] + 1, depth[child])]
        for via in vias:
            layers[via.layer].append(via)  # type: ignore[attr-defined]
        routes.append([parent, *vias, child])
    links = [(a, b) for route in routes for a, b in itertools.pairwise(route)]
    _order(layers, links)
    sizes = {n: size.get(n, 12.0) for layer in layers for n in layer}
    return Layout(layers, _heights(layers, links, sizes, gap), routes)


def _depths(nodes: Sequence[Node], edges: Sequence[tuple[Node, Node]]) -> dict[Node, int]:
    """The longest way from a root to each node."""
    depth = dict.fromkeys(nodes, 0)
    for _ in nodes:  # a way is never longer than there are nodes, so circles end too
        moved = False
        for parent, child in edges:
            if depth[child] <= depth[parent] < len(nodes) - 1:
                depth[child], moved = depth[parent] + 1, True
        if not moved:
            return depth
    return dict.fromkeys(nodes, 0)  # a circle: no order can be told


def _order(layers: list[list[Node]], links: Sequence[tuple[Node, Node]]) -> None:
    """Order each layer by the middle of its neighbours, forwards and backwards in turn."""
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        near: dict[Node, list[Node]] = {}
        for a, b in links:
            near.setdefault(b if forwards else a, []).append(a if forwards else b)
        sequence = layers[1:] if forwards else layers[-2::-1]
        rank = {n: k for layer in layers for k, n in enumerate(layer)}
        for layer in sequence:
            middle = {n: sum(rank[m] for m in near[n]) / len(near[n]) if n in near else float(rank[n]) for n in layer}
            layer.sort(key=lambda n: middle[n])
            rank.update({n: k for k, n in enumerate(layer)})


def _heights(layers: list[list[Node]], links: Sequence[tuple[Node, Node]], size: Mapping[Node, float], gap: float) -> dict[Node, float]:
    """Centres as near to the neighbours' as the order and the gaps allow."""
    near: dict[Node, list[Node]] = {}
    for a, b in links:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    heights: dict[Node, float] = {}
    for layer in layers:
        top = 0.0
        for n in layer:
            heights[n] = top + size[n] / 2
            top += size[n] + gap
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 else layers[::-1]:
            wanted = [sum(heights[m] for m in near[n]) / len(near[n]) if n in near else heights[n] for n in layer]
            offsets, total = [], 0.0
            for k, n in enumerate(layer):
                total += size[n] / 2 + (size[layer[k - 1]] / 2 + gap if k else 0.0)
                offsets.append(total)
            fitted = _rising([w - o for w, o in zip(wanted, offsets, strict=True)])
            heights.update({n: f + o for n, f, o in zip(layer, fitted, offsets, strict=True)})
    least = min((heights[n] - size[n] / 2 for n in heights), default=0.0)
    return {n: h - least for n, h in heights.items()}


def _rising(values: Sequence[float]) -> list[float]:
    """The nearest sequence that never falls (least squares; pool adjacent violators)."""
    pools: list[tuple[float, int]] = []
    for value in values:
        mean, count = value, 1
        while pools and pools[-1][0] > mean:
            before, many = pools.pop()
            mean, count = (mean * count + before * many) / (count + many), count + many
        pools.append((mean, count))
    return [mean for mean, count in pools for _ in range(count)]
