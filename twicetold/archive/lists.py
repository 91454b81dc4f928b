"""Documents and stories as they are listed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, func, select, text

from twicetold.archive.errors import NotFound
from twicetold.archive.records import Added, Change, Entry, StoryLine, day_of
from twicetold.archive.tables import changes, documents, stories

LISTED = """SELECT d.*, b.id AS before, (SELECT n.id FROM documents n WHERE n.supersedes = d.number ORDER BY n.number LIMIT 1) AS after
    FROM documents d LEFT JOIN documents b ON b.number = d.supersedes """


LATEST, EVERY = 5, 10_000  # changes shown of a story in a list, and on its own


def entry(row: RowMapping) -> Entry:
    """A document's row of LISTED as an entry."""
    return Entry(
        id=row["id"], story=f"s{row['story']}", title=row["title"], outlet=row["outlet"], author=row["author"],
        published=row["published"], source=row["source"], url=row["url"], language=row["language"], characters=row["characters"],
        added=row["added"], supersedes=row["before"], superseded_by=row["after"], capture=row["capture"],
    )  # fmt: skip


def entries(connection: Connection, numbers: Sequence[int]) -> list[RowMapping]:
    """Rows of LISTED, in the order of `numbers`."""
    sql = text(LISTED + "WHERE d.number IN :numbers").bindparams(bindparam("numbers", expanding=True))
    found = {row["number"]: row for row in connection.execute(sql, {"numbers": list(numbers)}).mappings()}
    return [found[n] for n in numbers if n in found]


def listed(connection: Connection, limit: int, offset: int, story: int | None = None) -> list[Entry]:
    """Documents, the last stored first; of one story in the order in which they were stored."""
    where, order = ("WHERE d.story = :story ", "") if story is not None else ("", "DESC")
    sql = f"{LISTED}{where}ORDER BY d.number {order} LIMIT :limit OFFSET :offset"
    bound: dict[str, Any] = {"limit": limit, "offset": offset} | ({} if story is None else {"story": story})
    return [entry(row) for row in connection.execute(text(sql), bound).mappings()]


def existing(connection: Connection, told: str) -> Added | None:
    """The document with this identity (SHA-256)."""
    row = connection.execute(select(documents.c.id, documents.c.story).where(documents.c.hash == told)).first()
    return None if row is None else Added(row.id, f"s{row.story}", False)


def numbered(connection: Connection, identifier: str) -> tuple[int, int]:
    """Number and story of the document with this id, or the only one whose id begins so. Raises NotFound."""
    c = documents.c
    exact = connection.execute(select(c.number, c.story).where(c.id == identifier)).first()
    if exact is not None:
        return exact.number, exact.story
    begun: Select[Any] = select(c.number, c.story).where(c.id.startswith(identifier, autoescape=True)).limit(2)
    found = connection.execute(begun).all() if len(identifier) > 1 else []
    if len(found) != 1:
        raise NotFound(f"{'Several documents have ids that begin' if found else 'No document has an id that begins'} with {identifier!r}.")
    return found[0].number, found[0].story


def story_number(connection: Connection, identifier: str) -> int:
    """The number behind a story's id; of one that was merged, the story it is part of now. Raises NotFound."""
    digits = identifier.removeprefix("s")
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1
    row = connection.execute(select(stories.c.number, stories.c.merged, stories.c.documents).where(stories.c.number == number)).first()
    if row is not None and row.merged is not None:
        return story_number(connection, f"s{row.merged}")
    if row is None or not row.documents:
        raise NotFound(f"There is no story {identifier!r}; `twicetold stories` lists them.")
    return int(row.number)


def story_lines(connection: Connection, limit: int, offset: int, since: str | None, program: str) -> list[StoryLine]:
    """Stories, those to which something came last first, with their latest news; with `since` (a moment) only what is newer."""
    asked = select(stories).where(stories.c.documents > 0)
    if since is not None:
        asked = asked.where(stories.c.updated >= since)
    asked = asked.order_by(stories.c.updated.desc(), stories.c.number.desc()).limit(limit).offset(offset)
    rows = connection.execute(asked).mappings().all()
    news = _news(connection, [r["number"] for r in rows], since, LATEST)
    return [_line(row, news.get(row["number"], ()), program) for row in rows]


def lines_of(connection: Connection, which: Iterable[str], program: str) -> dict[str, StoryLine]:
    """Stories by their ids, without their news."""
    numbers = [int(s[1:]) for s in dict.fromkeys(which) if s[:1] == "s" and s[1:].isdecimal()]
    rows = connection.execute(select(stories).where(stories.c.number.in_(numbers))).mappings()
    return {line.id: line for row in rows for line in (_line(row, (), program),)}


def one_line(connection: Connection, number: int, program: str) -> StoryLine:
    """One story, with all its news."""
    row = connection.execute(select(stories).where(stories.c.number == number)).mappings().one()
    return _line(row, _news(connection, [number], None, EVERY).get(number, ()), program)


def _line(row: RowMapping, news: tuple[Change, ...], program: str) -> StoryLine:
    alone = row["documents"] == 1
    stale = not alone and not (row["key"] or "").startswith(program)
    return StoryLine(
        id=f"s{row['number']}", title=row["title"], first=day_of(row["first"]), last=day_of(row["last"]), documents=row["documents"],
        origins=1 if alone else row["origins"], updated=row["updated"], stale=stale, news=news,
    )  # fmt: skip


def _news(connection: Connection, numbers: Sequence[int], since: str | None, most: int) -> dict[int, tuple[Change, ...]]:
    """The latest changes of stories, the oldest of them first."""
    out: dict[int, tuple[Change, ...]] = {}
    if not numbers:
        return out
    place = func.row_number().over(partition_by=changes.c.story, order_by=changes.c.number.desc()).label("place")
    asked = select(changes, place).where(changes.c.story.in_(numbers), changes.c.at >= (since or ""))
    found = asked.subquery()
    for row in connection.execute(select(found).where(found.c.place <= most).order_by(found.c.number)).mappings():
        out[row["story"]] = (*out.get(row["story"], ()), change(row))
    return out


def change(row: RowMapping) -> Change:
    """A row of `changes`."""
    return Change(at=row["at"], story=f"s{row['story']}", kind=row["kind"], text=row["text"], document=row["document"])
