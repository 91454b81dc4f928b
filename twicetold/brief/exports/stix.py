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
from twicetold.brief.stances import disagrees

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
    index = _Index(brief)
    for story in brief.stories:
        inside = set(story.documents)
        refs: list[str] = []
        for claim in (c for c in brief.claims if inside & set(c.documents)):
            made = list(_claim(index, claim, story))
            objects += made
            refs += [o["id"] for o in made]
        objects.append(_report(index, story, refs))
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


class _Index:
    """What is looked up for every claim: documents, attributions and actors by id."""

    def __init__(self, brief: Brief) -> None:
        self.documents = {d.id: d for d in brief.documents}
        self.held = {t.id: t for t in brief.attributions}
        self.names = {a.id: a.name for a in brief.actors}
        self.identities = {a.id: _id("identity", a.id, a.name) for a in brief.actors}

    def holder(self, chain: list[str]) -> str | None:
        """The innermost holder of a chain, None where it is nobody known."""
        last = self.held.get(chain[-1]) if chain else None
        return last.actor if last and last.actor in self.identities else None


def _claim(index: _Index, c: BriefClaim, story: BriefStory) -> Iterator[Object]:
    """The note on a claim, and an opinion for each holder that is known."""
    mentions = [m for m in c.mentions if m.document in story.documents]
    stances = [(m.polarity == "negative", m.negated) for m in mentions]
    when = _when(index, [m.document for m in mentions])
    labels = sorted({tag for m in mentions for tag in tags(c, m)})
    holders = sorted({index.identities[a] for m in mentions if (a := index.holder(m.chain))})
    note = _base("note", when, story.id, c.id, c.text) | {
        "abstract": c.text[:500],
        "content": "\n".join(
            [c.text, *(f"{_where(index, m.document)}, characters {m.start}-{m.end}: {m.certainty}, {m.polarity}" for m in mentions)]
        ),
        "authors": ["Twicetold"],
        "object_refs": holders or [_id("identity", "program")],
        "labels": labels,
        "external_references": _references(index, [m.document for m in mentions]),
    }
    yield note
    for k, m in enumerate(mentions):
        if (actor := index.holder(m.chain)) is not None:
            yield _base("opinion", when, note["id"], m.document, str(m.start), actor) | {
                "opinion": "disagree" if disagrees(stances, k) else "agree",
                "explanation": f"{m.certainty.replace('_', ' ')}{f', {m.cue_phrase}' if m.cue_phrase else ''}; {_where(index, m.document)}",
                "authors": [index.names[actor]],
                "object_refs": [note["id"]],
            }


def _report(index: _Index, story: BriefStory, refs: list[str]) -> Object:
    when = _when(index, story.documents)
    said = f"{len(story.documents)} reports, {story.independent_origins} independent origins"
    return _base("report", when, story.id, story.title) | {
        "name": story.title[:250] or "untitled",
        "description": said,
        "published": when,
        "report_types": ["observed-data"],
        "object_refs": list(dict.fromkeys(refs)) or [_id("identity", "program")],
        "external_references": _references(index, story.documents),
    }


def _references(index: _Index, documents: list[str]) -> list[Object]:
    found = [index.documents[i] for i in dict.fromkeys(documents) if i in index.documents]
    return [{"source_name": d.outlet or d.id, "description": d.title or d.id, **({"url": d.url} if d.url else {})} for d in found]


def _where(index: _Index, document: str) -> str:
    found = index.documents.get(document)
    return (found.outlet or found.id) if found else document


def _when(index: _Index, documents: list[str]) -> str:
    """The newest date of the documents as STIX writes times; a day alone is its midnight."""
    found = sorted(m.groups("") for i in documents if (d := index.documents.get(i)) and (m := TIME.match(d.published or "")))
    return f"{found[-1][0]}T{found[-1][1] or '00:00:00'}.000Z" if found else UNDATED
