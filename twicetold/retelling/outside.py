from __future__ import annotations
from collections.abc import Sequence
from dataclasses import dataclass
from twicetold.types import Report, Roster, Span

@dataclass(frozen=True, slots=True)
class Origin:
    name: str
    spans: tuple[Span, ...]
    score: float
    reason: str

def origins(reports: Sequence[Report], roster: Roster) -> dict[str, Origin]:
    return {}
