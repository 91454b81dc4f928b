"""Clustering of a sparse set of scored pairs, between average and single link, with pairs that must not meet."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple


class Between(NamedTuple):
    """Scored pairs between two groups: their sum, their number, the best of them."""

    total: float
    number: int
    best: float

    def with_(self, other: Between) -> Between:
        return Between(self.total + other.total, self.number + other.number, max(self.best, other.best))


def clusters(
    size: int,
    scores: Mapping[tuple[int, int], float],
    *,
    absent: float,
    threshold: float,
    single: float = 0.0,
    forbidden: Callable[[int, int], bool] | None = None,
) -> list[list[int]]:
    """Groups of 0..size-1, each sorted, in the order of their first members.

    The two groups with the highest score are joined until none reaches `threshold`. The score of two groups is `single` x their best pair
    + (1 - `single`) x the mean of all their pairs, a pair without a score counting as `absent`. Groups with a `forbidden` pair between
    them are never joined. Ties go to the groups with the smallest members, so the result depends on nothing but the numbering.

    >>> clusters(4, {(0, 1): 2.0, (1, 2): 0.5, (2, 3): 3.0}, absent=-1.0, threshold=0.0)
    [[0, 1], [2, 3]]
    """
    members = {k: [k] for k in range(size)}
    links: dict[int, dict[int, Between]] = defaultdict(dict)
    for (a, b), score in scores.items():
        links[a][b] = links[b][a] = Between(score, 1, score)
    version = dict.fromkeys(range(size), 0)  # of each living group: how often it has grown

    def value(a: int, b: int) -> float:
        pairs = len(members[a]) * len(members[b])
        link = links[a][b]
        return single * link.best + (1 - single) * (link.total + (pairs - link.number) * absent) / pairs

    heap = [(-value(a, b), a, b, 0, 0) for a, b in scores]
    heapq.heapify(heap)
    while heap and -heap[0][0] >= threshold:
        _, a, b, *seen = heapq.heappop(heap)
        if [version.get(a), version.get(b)] != seen:
            continue
        if forbidden is not None and any(forbidden(x, y) for x in members[a] for y in members[b]):
            del links[a][b], links[b][a]
            continue
        members[a] = sorted(members[a] + members.pop(b))
        version[a] += 1
        del version[b]
        _merge(links, a, b)
        for other in links[a]:
            low, high = min(a, other), max(a, other)
            heapq.heappush(heap, (-value(low, high), low, high, version[low], version[high]))
    return sorted(members.values())


def _merge(links: dict[int, dict[int, Between]], a: int, b: int) -> None:
    """All links of group `b` become links of group `a`."""
    for other, link in links.pop(b).items():
        del links[other][b]
        if other != a:
            known = links[a].get(other)
            links[a][other] = links[other][a] = link if known is None else link.with_(known)
