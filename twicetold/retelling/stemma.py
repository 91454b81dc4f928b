"""The stemma: who retells whom."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.types import Report, Retelling


def origins(reports: Sequence[Report], retellings: Sequence[Retelling]) -> dict[str, frozenset[str]]:
    """For every document the ids of its roots: documents that retell nobody, and outside origins ('origin:NAME')."""
    parents: dict[str, list[str]] = {r.document.id: [] for r in reports}
    for edge in retellings:
        parents.setdefault(edge.child, []).append(edge.parent)

    def roots(name: str, above: frozenset[str]) -> frozenset[str]:
        up = [p for p in parents.get(name, ()) if p not in above]
        return frozenset().union(*(roots(p, above | {name}) for p in up)) if up else frozenset({name})

    return {r.document.id: roots(r.document.id, frozenset()) for r in reports}
