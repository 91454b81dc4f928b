"""Average-link clustering of a sparse set of scored pairs, with pairs that must not meet."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Mapping


def clusters(
    size: int,
    scores: Mapping[tuple[int, int], float],
    *,
    absent: float,
    threshold: float,
    forbidden: Callable[[int, int], bool] | None = None,
) -> list[list[int]]:
    """Groups of 0..size-1, each sorted, in the order of their first members.

    The two groups with the highest mean score are joined until none reaches `threshold`. A pair without a score counts as `absent`; two
    groups with a `forbidden` pair between them are never joined. Ties go to the group with the smallest members, so the result depends
    on nothing but the numbering. Time about linear in the number of scored pairs.

    >>> clusters(4, {(0, 1): 2.0, (1, 2): 0.5, (2, 3): 3.0}, absent=-1.0, threshold=0.0)
    [[0, 1], [2, 3]]
    """
    members = {k: [k] for k in range(size)}
    links: dict[int, dict[int, tuple[float, int]]] = defaultdict(dict)  # group -> group -> (sum, number) of the scored pairs between them
    for (a, b), score in scores.items():
        links[a][b] = links[b][a] = (score, 1)
    alive = dict.fromkeys(range(size), 0)  # version: how often a group has changed

    def mean(a: int, b: int) -> float:
        total, number = links[a][b]
        pairs = len(members[a]) * len(members[b])
        return (total + (pairs - number) * absent) / pairs

    heap = [(-mean(a, b), a, b, 0, 0) for a, b in scores]
    heapq.heapify(heap)
    while heap and -heap[0][0] >= threshold:
        _, a, b, version_a, version_b = heapq.heappop(heap)
        if alive.get(a) != version_a or alive.get(b) != version_b:
            continue
        if forbidden is not None and any(forbidden(x, y) for x in members[a] for y in members[b]):
            links[a].pop(b)
            links[b].pop(a)
            continue
        a, b = min(a, b), max(a, b)
        members[a] = sorted(members[a] + members.pop(b))
        del alive[b]
        alive[a] += 1
        for other, (total, number) in links.pop(b).items():
            links[other].pop(b)
            if other != a:
                before, count = links[a].get(other, (0.0, 0))
                links[a][other] = links[other][a] = (before + total, count + number)
        for other in links[a]:
            low, high = min(a, other), max(a, other)
            heapq.heappush(heap, (-mean(low, high), low, high, alive[low], alive[high]))
    return sorted(members.values())
