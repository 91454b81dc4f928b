"""Briefs of stories, made when somebody asks and kept until a document comes or goes; and what is new in them since the last one.

Nothing is worked out here: `brief.compose` does that from the stored reports. What is new is what a brief holds of documents that the one
before did not have.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from twicetold import __version__
from twicetold.archive.database import pairs
from twicetold.archive.errors import Damaged
from twicetold.archive.records import ChangeKind
from twicetold.archive.tables import bodies, briefs, changes, commitments, documents, forecasts, stories
from twicetold.archive.texts import storable, text_of
from twicetold.brief import phrases
from twicetold.brief.schema import Brief, BriefClaim, BriefShift
from twicetold.packing import Unreadable, unpack
from twicetold.types import Failure, Report, ShiftKind

LARGEST: Final = 300  # documents of one brief: comparing grows faster than they do, and nobody reads more; minutes at that size
NEWS: Final = 4  # changes of one kind that are told of one new brief; the brief itself has all of them
BINDING: Final = 3  # level of a commitment from which it is news: a stated intent
SHOWN: Final = 140  # characters of a claim in a line of news
SHIFTED: Final[dict[ShiftKind, str]] = {
    "certainty_lowered": "Certainty dropped",
    "certainty_raised": "Certainty rose",
    "reversed": "A statement was turned round",
    "number_changed": "A number changed",
    "name_changed": "A name changed",
    "holder_dropped": "A holder was dropped",
    "meaning_changed": "A rewording changed the meaning",
}


@dataclass(frozen=True, slots=True)
class News:
    kind: ChangeKind
    text: str
    document: str | None = None


@lru_cache(maxsize=1)
def program() -> str:
    """What briefs depend on beside the documents: this program and its model."""
    from twicetold.language.learned import model_version

    return f"{__version__}/{model_version()}/"


def key(ids: Sequence[str]) -> str:
    """Of a set of documents, as this program tells of them."""
    return program() + hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()


def members(connection: Connection, story: int) -> list[str]:
    """Ids of the documents that a story's brief tells of: the newest LARGEST, in the order in which they were stored."""
    c = documents.c
    newest = select(c.id, c.number).where(c.story == story).order_by(c.day.desc().nulls_last(), c.number.desc()).limit(LARGEST).subquery()
    return list(connection.execute(select(newest.c.id).order_by(newest.c.number)).scalars())


def kept(connection: Connection, story: int) -> tuple[str, Brief] | None:
    """The last brief of a story with its key, with the texts of the documents that are still there."""
    row = connection.execute(select(briefs.c.key, briefs.c.data).where(briefs.c.story == story)).first()
    if row is None:
        return None
    try:
        told = Brief.model_validate_json(zlib.decompress(row.data))
    except (ValueError, zlib.error):  # of another version of the program: made again
        return None
    return row.key, told.with_texts(texts(connection, [d.id for d in told.documents]))


def texts(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """The texts of documents, by id."""
    asked = select(documents.c.id, bodies.c.text).join(bodies, bodies.c.document == documents.c.number).where(documents.c.id.in_(ids))
    return {row.id: text_of(row.text) for row in connection.execute(asked)}


def reports(connection: Connection, story: int) -> list[Report]:
    """The reports that a story's brief is composed of. Raises Damaged."""
    asked = select(documents.c.id, bodies.c.report).join(bodies, bodies.c.document == documents.c.number)
    rows = connection.execute(asked.where(documents.c.id.in_(members(connection, story))).order_by(documents.c.number))
    return [unpacked(row.id, row.report) for row in rows]


def left_out(connection: Connection, story: int) -> list[Failure]:
    """What a brief must say of itself when it does not tell of all documents."""
    count = connection.execute(select(func.count()).where(documents.c.story == story)).scalar_one()
    if count <= LARGEST:
        return []
    return [Failure(f"story s{story}", f"The story has {count:,} documents; this brief tells of the {LARGEST} newest.")]


def unpacked(identifier: str, data: bytes) -> Report:
    """A stored report. Raises Damaged where it cannot be read."""
    try:
        return unpack(data)
    except Unreadable as error:
        raise Damaged(f"The report of document {identifier} cannot be read back: {error} Remove and add it again.") from error


def store(connection: Connection, story: int, told: Brief, now: str) -> None:
    """Keep a brief and say what is new, unless a document came or went while it was made."""
    ids = [d.id for d in told.documents]
    if key(members(connection, story)) != key(ids):
        return
    before = kept(connection, story)
    for one in news(told, before and before[1]):
        row = {"at": now, "story": story, "kind": one.kind, "text": storable(one.text), "document": one.document}
        connection.execute(insert(changes).values(row))
    connection.execute(delete(briefs).where(briefs.c.story == story))
    data = zlib.compress(told.to_json(indent=None).encode("utf-8"))
    connection.execute(insert(briefs).values(story=story, key=key(ids), data=data))
    values = {"key": key(ids), "origins": origins(told), "title": storable(title(told))}
    connection.execute(update(stories).where(stories.c.number == story).values(values))
    _fold(connection, ids, told)


def origins(told: Brief) -> int:
    """Independent origins of the story; of a brief that sees several in it, all of them."""
    return sum(s.independent_origins for s in told.stories)


def title(told: Brief) -> str:
    """Of the story that most of the documents tell."""
    return max(told.stories, key=lambda s: len(s.documents)).title


def _fold(connection: Connection, ids: Sequence[str], told: Brief) -> None:
    """Write down which mentions in the ledgers are one and the same."""
    numbers: dict[str, int] = pairs(connection.execute(select(documents.c.id, documents.c.number).where(documents.c.id.in_(ids))))
    for table, folds in ((commitments, _commitments(told)), (forecasts, _forecasts(told))):
        connection.execute(update(table).where(table.c.document.in_(numbers.values())).values(fold=None))
        for document, start, end, values in folds:
            where = (table.c.document == numbers[document], table.c.start == start, table.c.end == end)
            connection.execute(update(table).where(*where).values(values))


def _commitments(told: Brief) -> Iterator[tuple[str, int, int, dict[str, Any]]]:
    for c in told.commitments:
        for m in c.mentions:
            yield m.document, m.start, m.end, {"fold": c.id, "sources": c.independent_sources}


def _forecasts(told: Brief) -> Iterator[tuple[str, int, int, dict[str, Any]]]:
    for f in told.forecasts:
        for m in f.mentions:
            yield m.document, m.start, m.end, {"fold": f.id}


# ---------------------------------------------------------------------------------------------------------------- news


def news(told: Brief, before: Brief | None) -> list[News]:
    """What a brief tells that the one before could not; of a first brief only how many sources there are, as all of it is new."""
    if len(told.documents) < 2:
        return []
    if before is None:
        count = phrases.plural(origins(told), "independent source")
        return [News("source_added", f"{phrases.plural(len(told.documents), 'report')}, {count}.")]
    fresh = {d.id for d in told.documents} - {d.id for d in before.documents}
    outlets = {d.id: d.outlet or "an unnamed source" for d in told.documents}
    return [*_sources(told, before, outlets, fresh), *_shifts(told, outlets, fresh), *_retold(told, outlets, fresh), *_given(told, fresh)]


def _sources(told: Brief, before: Brief, outlets: dict[str, str], fresh: set[str]) -> Iterator[News]:
    now, then = origins(told), origins(before)
    if now > then:
        child = {r.child for r in told.retellings}
        own = next((d.id for d in told.documents if d.id in fresh and d.id not in child), None)
        who = f": {outlets[own]}" if own else ""
        count = _ordinal(now) if now == then + 1 else None
        line = f"A {count} independent source appeared{who}." if count else f"Independent sources are now {now}, not {then}."
        yield News("source_added", line, own)
    elif now < then:
        yield News("source_lost", f"Independent sources are now {now}, not {then}: reports proved to retell others.")


def _ordinal(count: int) -> str:
    return {2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}.get(count, f"{count}th")


def _shifts(told: Brief, outlets: dict[str, str], fresh: set[str]) -> Iterator[News]:
    """Shifts towards a statement of a new document, or away from one: the old may prove to have changed it."""
    count: dict[str, int] = {}
    for claim in told.claims:
        for shift in claim.shifts:
            if not fresh & {shift.source.document, shift.target.document} or count.get(shift.kind, 0) >= NEWS:
                continue
            count[shift.kind] = count.get(shift.kind, 0) + 1
            yield News(shift.kind, _shift(claim, shift, outlets), shift.target.document)


def _shift(claim: BriefClaim, shift: BriefShift, outlets: dict[str, str]) -> str:
    source, target = claim.mentions[shift.source.mention], claim.mentions[shift.target.mention]
    who = f"from {outlets[source.document]} to {outlets[target.document]}"
    if shift.kind in ("certainty_lowered", "certainty_raised"):
        who += f", {phrases.LEVELS[source.certainty]} to {phrases.LEVELS[target.certainty]}"
    return f"{SHIFTED[shift.kind]}: ‘{phrases.shorten(claim.text, SHOWN)}’ ({who})."


def _retold(told: Brief, outlets: dict[str, str], fresh: set[str]) -> Iterator[News]:
    for r in [r for r in told.retellings if r.child in fresh][:NEWS]:
        parent = outlets.get(r.parent, r.parent.removeprefix("origin:"))
        yield News("retelling_found", f"{phrases.capital(outlets[r.child])} is {phrases.RELATIONS[r.relation]} {parent}.", r.child)


def _given(told: Brief, fresh: set[str]) -> Iterator[News]:
    names = {a.id: a.name for a in told.actors}
    new = [c for c in told.commitments if c.level >= BINDING and all(m.document in fresh for m in c.mentions)]
    for c in sorted(new, key=lambda c: -c.level)[:NEWS]:
        toward = f" toward {names[c.toward]}" if c.toward else ""
        act = phrases.shorten(c.act, SHOWN)
        yield News("commitment_new", f"{names[c.party]}{toward}: ‘{act}’ ({phrases.STATUSES[c.status]}).", c.mentions[0].document)
