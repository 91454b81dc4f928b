"""Putting documents in and taking them out. Everything here happens inside one transaction of the caller's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text, update

from twicetold.archive import lists, words
from twicetold.archive.database import pairs
from twicetold.archive.records import Added
from twicetold.archive.rows import HEX, Prepared, pack_traits, prepare
from twicetold.archive.sorting import UNDATED, Place, place
from twicetold.archive.tables import (
    actors,
    bodies,
    briefs,
    casts,
    changes,
    commitments,
    documents,
    forecasts,
    keys,
    names,
    statements,
    stories,
    traits,
)
from twicetold.archive.texts import headline, storable

Rows = Sequence[Mapping[str, Any]]
BATCH = 500  # rows of one INSERT on PostgreSQL


def add(connection: Connection, new: Prepared, now: str) -> Added:
    """Store a document and sort it into its story, or say where it already is."""
    known = lists.existing(connection, new.document["hash"])
    if known is not None:
        return known
    new = _free(connection, new)
    before = _version_before(connection, new.document["address"])
    story = _story(connection, new, before, now)
    row = {**new.document, "added": now, "story": story, "supersedes": before and before.number}
    number = _inserted(connection, documents, row)
    _bodies(connection, number, new)
    _index(connection, number, new)
    _facts(connection, number, new)
    _count(connection, [story], now)
    _log(connection, new, story, before, now)
    return Added(new.report.document.id, f"s{story}", True, before and before.id)


def remove(connection: Connection, number: int, story: int, now: str) -> None:
    """Take a document out, and everything that holds words of it but resolutions, which stand by themselves."""
    identifier = connection.execute(select(documents.c.id).where(documents.c.number == number)).scalar_one()
    if connection.dialect.name == "sqlite":
        connection.execute(text("DELETE FROM words WHERE rowid = :n"), {"n": number})
    connection.execute(delete(documents).where(documents.c.number == number))
    connection.execute(delete(changes).where(changes.c.document == identifier))
    connection.execute(delete(briefs).where(briefs.c.story == story))
    connection.execute(update(stories).where(stories.c.number == story).values(origins=None))
    _count(connection, [story], now)
    left = connection.execute(select(stories.c.documents).where(stories.c.number == story)).scalar_one()
    if not left:
        connection.execute(delete(changes).where(changes.c.story == story))
        connection.execute(update(stories).where(stories.c.number == story).values(title="(removed)"))
    else:
        first = select(documents.c.title).where(documents.c.story == story).order_by(documents.c.number).limit(1)
        title = connection.execute(first).scalar()
        connection.execute(update(stories).where(stories.c.number == story).values(title=title or "(no headline)"))


# ------------------------------------------------------------------------------------------------------------- stories


def _story(connection: Connection, new: Prepared, before: Any, now: str) -> int:
    """The number of the story the document goes into; the next version of a page stays where the page is."""
    found = place(connection, new) if before is None else Place(before.story)
    if found.story is None:
        title = storable(headline(new.report.document))
        return _inserted(connection, stories, {"title": title, "documents": 0, "updated": now})
    for other in found.merged:
        _merge(connection, other, found.story, now)
    return found.story


def _merge(connection: Connection, taken: int, into: int, now: str) -> None:
    connection.execute(update(documents).where(documents.c.story == taken).values(story=into))
    connection.execute(update(stories).where((stories.c.merged == taken) | (stories.c.number == taken)).values(merged=into))
    connection.execute(delete(briefs).where(briefs.c.story == taken))
    connection.execute(update(changes).where(changes.c.story == taken).values(story=into))
    _count(connection, [taken], now)
    told = f"Story s{taken} proved to tell of the same event and is part of this one."
    connection.execute(insert(changes).values(at=now, story=into, kind="stories_merged", text=told))


def _count(connection: Connection, which: Iterable[int], now: str) -> None:
    """Bring number and days of stories up to date; their briefs no longer are."""
    for story in which:
        row = connection.execute(
            select(func.count(), func.min(documents.c.day), func.max(documents.c.day)).where(documents.c.story == story)
        ).one()
        connection.execute(
            update(stories).where(stories.c.number == story).values(documents=row[0], first=row[1], last=row[2], updated=now, key=None)
        )


def _log(connection: Connection, new: Prepared, story: int, before: Any, now: str) -> None:
    d = new.report.document
    alone = connection.execute(select(stories.c.documents).where(stories.c.number == story)).scalar_one() == 1
    told = f"{d.outlet or 'An unnamed source'}: {headline(d)}"
    kind = "version_new" if before is not None else "story_new" if alone else "documents_added"
    row = {"at": now, "story": story, "kind": kind, "text": storable(told), "document": d.id}
    connection.execute(insert(changes).values(row))


# ------------------------------------------------------------------------------------------------------------- the rows


def _free(connection: Connection, new: Prepared) -> Prepared:
    """The same under an id that nobody has: more digits of its hash where those of another begin alike."""
    digits = HEX
    while connection.execute(select(documents.c.number).where(documents.c.id == new.document["id"])).first():
        digits += 2
        new = prepare(new.report, hex_digits=digits)
    return new


def _version_before(connection: Connection, address: str | None) -> Any:
    """The last version of the page at an address."""
    if not address:
        return None
    last = select(documents.c.number, documents.c.id, documents.c.story).where(documents.c.address == address)
    return connection.execute(last.order_by(documents.c.number.desc()).limit(1)).first()


def _inserted(connection: Connection, table: Table, row: Mapping[str, Any]) -> int:
    """The number that a new row got."""
    key = connection.execute(insert(table).values(dict(row))).inserted_primary_key
    return int(key[0]) if key is not None else 0


def _insert(connection: Connection, table: Table, rows: Rows) -> None:
    """Many rows; on PostgreSQL in one statement, as each costs a round trip."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(insert(table), [dict(r) for r in rows])
        return
    for k in range(0, len(rows), BATCH):
        connection.execute(insert(table).values([dict(r) for r in rows[k : k + BATCH]]))


def _bodies(connection: Connection, number: int, new: Prepared) -> None:
    connection.execute(insert(bodies).values(document=number, text=new.text, report=new.packed))
    connection.execute(insert(traits).values(document=number, data=pack_traits(new.traits)))


def _index(connection: Connection, number: int, new: Prepared) -> None:
    """Clues and words."""
    day = UNDATED if new.day is None else new.day
    found = sorted({c.key for c in new.clues})
    _insert(connection, keys, [{"key": k, "day": day, "document": number} for k in found])
    title, body = new.report.document.title or "", _body(new)
    if connection.dialect.name == "sqlite":
        row = {"n": number, "title": words.indexed(title), "body": words.indexed(body)}
        connection.execute(text("INSERT INTO words (rowid, title, body) VALUES (:n, :title, :body)"), row)
    else:
        row = {"n": number, "words": words.tsvector(title, body)}
        connection.execute(text("INSERT INTO words (document, words) VALUES (:n, CAST(CAST(:words AS text) AS tsvector))"), row)


def _body(new: Prepared) -> str:
    """The article's text: nobody searches for what stands in a page's menu."""
    d = new.report.document
    return "\n".join(d.text[s.start : s.end] for s in d.body) or d.text


def _facts(connection: Connection, number: int, new: Prepared) -> None:
    """Actors, and what they hold, commit to and expect."""
    numbers = _actors(connection, new)
    _insert(connection, casts, [{"actor": n, "document": number} for n in sorted(set(numbers.values()))])

    def numbered(rows: Rows, *columns: str) -> list[dict[str, Any]]:
        return [{**row, "document": number, **{c: numbers.get(row[c]) for c in columns}} for row in rows]

    _insert(connection, statements, numbered(new.statements, "actor"))
    known = [row for row in new.commitments if row["party"] in numbers]
    _insert(connection, commitments, numbered(known, "party", "toward"))
    _insert(connection, forecasts, numbered(new.forecasts, "holder"))


def _actors(connection: Connection, new: Prepared) -> dict[str, int]:
    """The numbers of the document's actors by their keys; new ones, and new names of known ones, are stored."""
    cast = {storable(a.key) or "": replace(a, key=storable(a.key) or "") for a in new.actors}
    if not cast:
        return {}
    found = select(actors.c.key, actors.c.number).where(actors.c.key.in_(sorted(cast)))
    numbers: dict[str, int] = pairs(connection.execute(found))
    fresh = [a for key, a in sorted(cast.items()) if key not in numbers]
    _insert(connection, actors, [{"key": a.key, "name": storable(a.name), "kind": a.kind, "country": a.country} for a in fresh])
    if fresh:
        numbers = pairs(connection.execute(found))
    told = {(w.key, numbers[a.key]) for a in cast.values() for alias in (a.name, *a.aliases) for w in words.words(alias)}
    known = {(r.word, r.actor) for r in connection.execute(select(names).where(names.c.actor.in_(numbers.values())))}
    _insert(connection, names, [{"word": w, "actor": n} for w, n in sorted(told - known)])
    return {a.key: numbers[storable(a.key) or ""] for a in new.actors}
