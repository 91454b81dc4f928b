from __future__ import annotations
from collections.abc import Mapping
from twicetold.retelling.lines import Lines
from twicetold.retelling.meaning import Affinity
from twicetold.retelling.outside import Origin
from twicetold.types import Retelling

def edges(parents: list[Affinity], named: object) -> list[Retelling]:
    return [Retelling(child=a.child.report.document.id,parent=a.parent.report.document.id,relation="rewrite",score=a.terms,evidence=()) for a in parents]
def outside_edge(row: Lines, origin: Origin, rows: Mapping[str, Lines]) -> Retelling:
    return Retelling(child=row.report.document.id,parent="origin:"+origin.name,relation="rewrite",score=origin.score,evidence=())
