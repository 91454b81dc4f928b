"""How many independent sources a statement has: origins are counted, not reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping


def independent_sources(documents: Iterable[str], origins: Mapping[str, frozenset[str]]) -> int:
    """The fewest origins that account for every report in `documents`.

    `origins` gives the roots of each document: the document itself when it retells nobody, otherwise the origins its parents
    go back to. A report merged from several adds none of its own, as one of its parents is enough to explain it. A document
    that is missing from `origins` has an unknown lineage: it is nobody's confirmation and is not counted, unless nothing else is there.

    >>> independent_sources(["d1", "d2", "d6"], {"d1": frozenset({"x"}), "d2": frozenset({"y"}), "d6": frozenset({"x", "y"})})
    2
    """
    known = {d: origins[d] for d in documents if origins.get(d)}
    if not known:
        return 1
    return len(_hitting_set(set(known.values())))


def _hitting_set(groups: set[frozenset[str]]) -> set[str]:
    """Few roots such that each group holds one: those that stand alone first, then greedily the most frequent (ties by name)."""
    chosen = {root for group in groups if len(group) == 1 for root in group}
    open_groups = [g for g in groups if not g & chosen]
    while open_groups:
        counts = Counter(root for g in open_groups for root in g)
        best = min(counts, key=lambda root: (-counts[root], root))
        chosen.add(best)
        open_groups = [g for g in open_groups if best not in g]
    return chosen
