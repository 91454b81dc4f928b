"""W3C Web Annotation (2017): what was found, as notes on the pages themselves, for annotation tools such as Hypothesis and Recogito."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from twicetold.brief.exports.rows import actor_names, chain_names
from twicetold.brief.schema import Brief, BriefDocument

ABOUT = "W3C Web Annotations (JSON-LD): every statement, quotation, commitment and forecast as a note on its place"

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
AROUND: Final = 32
"""Characters before and after the words in a TextQuoteSelector, as annotation tools store them."""

Body = list[tuple[str, str]]  # (what is said, its purpose in the W3C vocabulary)


def export(brief: Brief) -> str:
    """An AnnotationCollection with one page of all annotations."""
    documents = {d.id: d for d in brief.documents}
    items = [_annotation(brief, documents[name], ranges, body) for name, ranges, body in _notes(brief) if name in documents]
    name = _name("collection", *sorted(d.id for d in brief.documents))
    page = {"id": f"{name}:1", "type": "AnnotationPage", "startIndex": 0, "items": items}
    return json.dumps(
        {"@context": CONTEXT, "id": name, "type": "AnnotationCollection", "total": len(items), "first": page}, indent=1, ensure_ascii=False
    )


def _notes(b: Brief) -> Iterator[tuple[str, list[tuple[int, int]], Body]]:
    name, holders = actor_names(b), chain_names(b)
    for t in b.attributions:
        if t.content:
            who = name.get(t.actor or "", "somebody")
            yield t.document, t.content, [(f"{who}: {t.kind} speech", "describing"), ("attribution", "tagging")]
    for c in b.claims:
        for m in c.mentions:
            held = " > ".join(holders(m.chain)) or "in its own voice"
            said = f"{c.id}: {c.text} ({held}; {m.certainty.replace('_', ' ')}; {c.independent_sources} independent)"
            tags: Body = [(m.certainty, "tagging"), (m.polarity, "tagging")]
            yield m.document, [(m.start, m.end)], [(said, "describing"), ("claim", "tagging"), *tags]
    for q in b.quotes:
        for v in q.variants:
            drift: Body = [(d, "tagging") for d in v.drift]
            yield (
                v.document,
                [(v.start, v.end)],
                [(f"{q.id}: {name.get(v.speaker or '', 'speaker unknown')}", "describing"), ("quotation", "tagging"), *drift],
            )
    for k in b.commitments:
        for place in k.mentions:
            said = f"{name.get(k.party, k.party)}: {k.act} (level {k.level}, {k.status})"
            yield place.document, [(place.start, place.end)], [(said, "describing"), ("commitment", "tagging"), (k.domain, "tagging")]
    for f in b.forecasts:
        for place in f.mentions:
            yield place.document, [(place.start, place.end)], [(f.event, "describing"), ("forecast", "tagging"), (f.certainty, "tagging")]
    for w in b.wording:
        yield w.document, [(w.start, w.end)], [(f"{w.meaning} ({w.reference})", "commenting"), ("wording", "tagging")]


def _annotation(b: Brief, document: BriefDocument, ranges: list[tuple[int, int]], body: Body) -> dict[str, Any]:
    text = b.texts.get(document.id)
    source = document.url or f"urn:twicetold:document:{hashlib.sha256(document.source.encode('utf-8', 'replace')).hexdigest()[:32]}"
    targets = [{"source": source, "selector": _selectors(text, start, end)} for start, end in ranges]
    return {
        "id": _name(document.id, str(ranges), *(value for value, _ in body)),
        "type": "Annotation",
        "body": [{"type": "TextualBody", "value": value, "purpose": purpose, "format": "text/plain"} for value, purpose in body],
        "target": targets if len(targets) > 1 else targets[0],
    }


def _selectors(text: str | None, start: int, end: int) -> Any:
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    if text is None:
        return position
    around = {"prefix": text[max(0, start - AROUND) : start], "suffix": text[end : end + AROUND]}
    return [{"type": "TextQuoteSelector", "exact": text[start:end], **around}, position]


def _name(*parts: str) -> str:
    return f"urn:twicetold:annotation:{hashlib.sha256('|'.join(parts).encode('utf-8', 'replace')).hexdigest()[:32]}"
