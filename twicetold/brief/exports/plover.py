"""PLOVER events (Halterman, Bagozzi, Beger, Schrodt and Scarborough 2023): what each side committed to, one JSON object a line.

Names of fields are lower-case forms of POLECAT's columns, where it has them. The date is that of the first report, day precision or ''.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from twicetold.brief.schema import Brief, BriefActor, BriefCommitment, BriefDocument

ABOUT = "PLOVER event records (JSON Lines): acts of one party towards another"


def export(brief: Brief) -> str:
    """A line a commitment that has a PLOVER type."""
    actors = {a.id: a for a in brief.actors}
    reports = {d.id: d for d in brief.documents}
    records = (_record(k, actors, reports) for k in brief.commitments if k.plover)
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def _record(k: BriefCommitment, actors: dict[str, BriefActor], reports: dict[str, BriefDocument]) -> dict[str, Any]:
    told = [reports[i] for i in dict.fromkeys(m.document for m in k.mentions) if i in reports]
    days = sorted(d.published[:10] for d in told if d.published and len(d.published) >= 10)
    return {
        "event_id": hashlib.sha256(
            f"{k.plover}|{k.act}|{[(m.document, m.start) for m in k.mentions]}".encode("utf-8", "replace")
        ).hexdigest()[:16],
        "event_date": days[0] if days else "",
        "event_type": k.plover,
        **_side("actor", actors.get(k.party)),
        **_side("recipient", actors.get(k.toward or "")),
        "text": k.act,
        "status": k.status,
        "domain": k.domain,
        "independent_sources": k.independent_sources,
        "story_ids": sorted({d.story for d in told}),
        "sources": [
            {"document": m.document, "outlet": reports[m.document].outlet, "url": reports[m.document].url, "start": m.start, "end": m.end}
            for m in k.mentions
            if m.document in reports
        ],
    }


def _side(which: str, actor: BriefActor | None) -> dict[str, str]:
    name, country = (actor.name, actor.country or "") if actor else ("", "")
    return {f"{which}_name": name, f"{which}_country": country}
