"""GraphML: reports, lost origins, actors and claims as nodes; retelling, holding and promising as edges. For Gephi and yEd."""

from __future__ import annotations

import io
import re
from typing import Any

from twicetold.brief.schema import Brief
from twicetold.brief.stances import disagrees

ABOUT = "GraphML: reports, origins, actors, claims and how they hang together, for Gephi and yEd"

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold."""


def export(brief: Brief) -> bytes:
    """One directed multigraph."""
    import networkx as nx

    graph: Any = nx.MultiDiGraph()
    for d in brief.documents:
        _node(
            graph, f"document:{d.id}", kind="report", label=d.outlet or d.id, title=d.title, published=d.published, story=d.story, url=d.url
        )
    for a in brief.actors:
        _node(graph, f"actor:{a.id}", kind=a.kind, label=a.name, country=a.country)
    for c in brief.claims:
        _node(graph, f"claim:{c.id}", kind="claim", label=c.text, independent_sources=c.independent_sources)
    for r in brief.retellings:
        parent = r.parent if r.parent.startswith("origin:") else f"document:{r.parent}"
        if _text(parent) not in graph:
            _node(graph, parent, kind="origin", label=r.parent.removeprefix("origin:"))
        _edge(graph, f"document:{r.child}", parent, kind="retells", relation=r.relation, weight=r.score)
    _said(graph, brief)
    for k in brief.commitments:
        if k.toward:
            _edge(graph, f"actor:{k.party}", f"actor:{k.toward}", kind="commits", label=k.act, status=k.status, weight=float(k.level))
    out = io.BytesIO()
    nx.write_graphml(graph, out)
    return out.getvalue()


def _said(graph: Any, b: Brief) -> None:
    whose = {t.id: t.actor for t in b.attributions}
    for c in b.claims:
        stances = [(m.polarity == "negative", m.negated) for m in c.mentions]
        for k, m in enumerate(c.mentions):
            holder = whose.get(m.chain[-1]) if m.chain else None
            start = f"actor:{holder}" if holder else f"document:{m.document}"
            kind = "denies" if disagrees(stances, k) else "holds"
            _edge(graph, start, f"claim:{c.id}", kind=kind, certainty=m.certainty, document=m.document, weight=1.0)


def _node(graph: Any, name: str, **said: Any) -> None:
    graph.add_node(_text(name), **_plain(said))


def _edge(graph: Any, start: str, end: str, **said: Any) -> None:
    if _text(start) in graph and _text(end) in graph:
        graph.add_edge(_text(start), _text(end), **_plain(said))


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    return {k: _text(v) if isinstance(v, str) else v for k, v in said.items() if v is not None}


def _text(value: str) -> str:
    return UNWRITABLE.sub("\ufffd", value)
