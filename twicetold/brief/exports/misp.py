"""MISP: an event whose attributes are the claims, tagged with the taxonomies `estimative-language` and `admiralty-scale`.

Certainty is tagged as the source words it. Credibility is 1 ('confirmed by other sources') for a claim with two or more independent
sources and 6 ('truth cannot be judged') otherwise; the reliability of sources is F ('cannot be judged'): we do not rate outlets.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any, Final

from twicetold.brief.exports.rows import chain_names
from twicetold.brief.schema import Brief, BriefClaim, BriefClaimMention, BriefDocument

ABOUT = "a MISP event (JSON): claims tagged with estimative-language and admiralty-scale"

SPACE: Final = uuid.UUID("8a0e1b43-5f0c-5c57-9c3e-3f4a0f2d6b11")
LIKELIHOOD: Final = {
    "almost_certain": "almost-certain", "very_likely": "very-likely", "likely": "likely", "roughly_even": "roughly-even-chance",
    "unlikely": "unlikely", "very_unlikely": "very-unlikely", "almost_no_chance": "almost-no-chance",
}  # fmt: skip


def export(brief: Brief) -> str:
    """One MISP event."""
    holders, documents = chain_names(brief), {d.id: d for d in brief.documents}
    attributes = [
        _attribute(c, n, m, documents[m.document], holders(m.chain), brief.texts) for c in brief.claims for n, m in enumerate(c.mentions)
    ]
    days = sorted(d.published[:10] for d in brief.documents if d.published and len(d.published) >= 10)
    title = brief.stories[0].title if brief.stories else "No story"
    event = {
        "uuid": str(uuid.uuid5(SPACE, "|".join(sorted(d.id for d in brief.documents)))),
        "info": f"Twicetold: {title}",
        "date": days[-1] if days else "1970-01-01",
        "analysis": "2",
        "threat_level_id": "4",
        "distribution": "0",
        "Attribute": attributes,
    }
    return json.dumps({"Event": event}, indent=1, ensure_ascii=False)


def tags(claim: BriefClaim, mention: BriefClaimMention) -> list[str]:
    """Machine tags of a mention."""
    credibility = "1" if claim.independent_sources >= 2 else "6"
    found = [f'admiralty-scale:information-credibility="{credibility}"', 'admiralty-scale:source-reliability="f"']
    if mention.certainty in LIKELIHOOD:
        found.insert(0, f'estimative-language:likelihood-probability="{LIKELIHOOD[mention.certainty]}"')
    return found


def _attribute(
    c: BriefClaim, n: int, m: BriefClaimMention, document: BriefDocument, holders: list[str], texts: Mapping[str, str]
) -> dict[str, Any]:
    held = " > ".join(holders) or "in its own voice"
    return {
        "uuid": str(uuid.uuid5(SPACE, f"{m.document}|{m.start}|{m.end}|{c.id}|{n}")),
        "type": "text",
        "category": "Other",
        "to_ids": False,
        "value": texts[m.document][m.start : m.end] if m.document in texts else c.text,
        "comment": f"{c.id}, {document.outlet or document.source}, {held}, {m.polarity}, characters {m.start}-{m.end}",
        "Tag": [{"name": tag} for tag in tags(c, m)],
    }
