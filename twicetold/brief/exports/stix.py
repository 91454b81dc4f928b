"""STIX 2.1: a bundle of identities (actors), notes (claims), opinions (who holds or denies them) and a report a story.

Likelihood is not confidence: what a source calls likely goes into labels (as MISP's estimative-language tags), never into `confidence`.
Identifiers are derived from what they name, so that two exports of one brief are the same bundle.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any, Final

from twicetold.brief.exports.misp import tags
from twicetold.brief.schema import Brief, BriefActor, BriefClaim, BriefStory

ABOUT = "a STIX 2.1 bundle: report, notes, opinions, identities"

SPACE: Final = uuid.UUID("5c0c7b0a-3d55-5f6e-8c1c-7e2f94b5a0d3")
UNDATED: Final = "1970-01-01T00:00:00.000Z"
CLASSES: Final = {"person": "individual", "organisation": "organization", "state": "organization", "group": "group"}
TIME: Final = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?:T((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d))?")
Object = dict[str, Any]


def export(brief: Brief) -> str:
    """The bundle as JSON."""
    objects: list[Object] = [_program()]
    objects += [_identity(a) for a in brief.actors]
    known = {a.id: _id("identity", a.id, a.name) for a in brief.actors}
    for story in brief.stories:
        inside = set(story.documents)
        refs: list[str] = []
        for claim in (c for c in brief.claims if inside & set(c.documents)):
            made = list(_claim(brief, claim, story, known))
            objects += made
            refs += [o["id"] for o in made]
        objects.append(_report(brief, story, refs))
    unique = {o["id"]: o for o in objects}
    name = _id("bundle", *sorted(d.id for d in brief.documents))
    return json.dumps({"type": "bundle", "id": name, "objects": list(unique.values())}, indent=1, ensure_ascii=False)


def _id(kind: str, *parts: str) -> str:
    return f"{kind}--{uuid.uuid5(SPACE, '|'.join((kind, *parts)))}"


def _base(kind: str, when: str, *parts: str) -> Object:
    return {"type": kind, "spec_version": "2.1", "id": _id(kind, *parts), "created": when, "modified": when}


def _program() -> Object:
    return _base("identity", UNDATED, "program") | {"name": "Twicetold", "identity_class": "system"}


def _identity(a: BriefActor) -> Object:
    made = _base("identity", UNDATED, a.id, a.name) | {"name": a.name, "identity_class": CLASSES.get(a.kind, "unknown")}
    return made | ({"roles": [a.kind], "description": "; ".join(a.aliases)} if a.aliases else {"roles": [a.kind]})


def _claim(b: Brief, c: BriefClaim, story: BriefStory, known: dict[str, str]) -> Iterator[Object]:
    """The note on a claim, and an opinion for each holder that is known."""
    mentions = [m for m in c.mentions if m.document in story.documents]
    whose = {t.id: t for t in b.attributions}
    when = _when(b, [m.document for m in mentions])
    labels = sorted({tag for m in mentions for tag in tags(c, m)})
    holders = sorted({known[t.actor] for m in mentions for i in m.chain[-1:] if (t := whose.get(i)) and t.actor in known})
    note = _base("note", when, story.id, c.id, c.text) | {
        "abstract": c.text[:500],
        "content": "\n".join(
            [c.text, *(f"{_where(b, m.document)}, characters {m.start}-{m.end}: {m.certainty}, {m.polarity}" for m in mentions)]
        ),
        "authors": ["Twicetold"],
        "object_refs": holders or [_id("identity", "program")],
        "labels": labels,
        "external_references": _references(b, [m.document for m in mentions]),
    }
    yield note
    for m in mentions:
        last = whose.get(m.chain[-1]) if m.chain else None
        if last and last.actor in known:
            yield _base("opinion", when, note["id"], m.document, str(m.start), last.actor) | {
                "opinion": "disagree" if m.polarity == "negative" else "agree",
                "explanation": f"{m.certainty.replace('_', ' ')}{f', {m.cue_phrase}' if m.cue_phrase else ''}; {_where(b, m.document)}",
                "authors": [next(a.name for a in b.actors if a.id == last.actor)],
                "object_refs": [note["id"]],
            }


def _report(b: Brief, story: BriefStory, refs: list[str]) -> Object:
    when = _when(b, story.documents)
    said = f"{len(story.documents)} reports, {story.independent_origins} independent origins"
    return _base("report", when, story.id, story.title) | {
        "name": story.title[:250] or "untitled",
        "description": said,
        "published": when,
        "report_types": ["observed-data"],
        "object_refs": list(dict.fromkeys(refs)) or [_id("identity", "program")],
        "external_references": _references(b, story.documents),
    }


def _references(b: Brief, documents: list[str]) -> list[Object]:
    by_id = {d.id: d for d in b.documents}
    found = [by_id[i] for i in dict.fromkeys(documents) if i in by_id]
    return [{"source_name": d.outlet or d.id, "description": d.title or d.id, **({"url": d.url} if d.url else {})} for d in found]


def _where(b: Brief, document: str) -> str:
    return next((d.outlet or d.id for d in b.documents if d.id == document), document)


def _when(b: Brief, documents: list[str]) -> str:
    """The newest date of the documents as STIX writes times; a day alone is its midnight."""
    found = sorted(m.groups("") for d in b.documents if d.id in documents and (m := TIME.match(d.published or "")))
    return f"{found[-1][0]}T{found[-1][1] or '00:00:00'}.000Z" if found else UNDATED
