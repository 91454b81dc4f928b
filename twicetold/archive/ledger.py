"""Commitments and forecasts over time and over stories, and what became of forecasts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, text

from twicetold.archive.errors import NotFound
from twicetold.archive.records import Change, Pledge, day_of, number_of
from twicetold.archive.search import actors_named
from twicetold.archive.tables import resolutions
from twicetold.assessment.forecasting import Outcome
from twicetold.assessment.resolutions import Expected, Resolution, as_line, from_line
from twicetold.types import Span

CHUNK = 500  # mentions read at first
OPEN = "NOT EXISTS (SELECT 1 FROM resolutions r WHERE r.forecast = coalesce(f.fold, f.id))"

FORECASTS = """SELECT f.*, d.id AS of, d.story AS story, d.day AS day, s.title AS title FROM forecasts f
    JOIN documents d ON d.number = f.document JOIN stories s ON s.number = d.story """
COMMITMENTS = """SELECT c.*, d.id AS of, d.story AS story, d.day AS day, p.name AS giver, t.name AS receiver FROM commitments c
    JOIN documents d ON d.number = c.document JOIN actors p ON p.number = c.party LEFT JOIN actors t ON t.number = c.toward """


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A forecast in the archive: what was expected, where it stands, and what became of it."""

    expected: Expected
    story: str
    mentions: tuple[tuple[str, Span], ...]  # document id, place
    outcome: Outcome | None = None


def forecasts(connection: Connection, *, due: str | None, unresolved: bool, holder: str | None, limit: int, offset: int) -> list[Forecast]:
    """Forecasts, those with the nearest end first and those without one last; `due`: only those over on an ISO day and not resolved."""
    where: list[str] = []
    bound: dict[str, Any] = {"limit": limit, "offset": offset}
    if due is not None:
        where.append(f"f.until <= :due AND {OPEN}")
        bound["due"] = due
    elif unresolved:
        where.append(OPEN)
    if holder is not None:
        where.append("f.holder IN :holder")
        bound["holder"] = actors_named(connection, holder)
        if not bound["holder"]:
            return []
    return _forecasts(connection, where, bound)


def _forecasts(connection: Connection, where: Sequence[str], bound: dict[str, Any]) -> list[Forecast]:
    ids = _distinct(connection, "forecasts f", "coalesce(f.fold, f.id)", "f.until", where, bound)
    if not ids:
        return []
    sql = FORECASTS + "WHERE f.fold IN :ids OR f.id IN :ids ORDER BY d.day, f.document, f.place"
    mentions: dict[str, list[RowMapping]] = {i: [] for i in ids}
    for row in connection.execute(_bind(sql, {"ids": ids}), {"ids": ids}).mappings():
        mentions.get(row["fold"] or row["id"], []).append(row)
    known = outcomes(connection, ids)
    return [_forecast(i, rows, known.get(i)) for i, rows in mentions.items() if rows]


def _forecast(identifier: str, rows: Sequence[RowMapping], outcome: Outcome | None) -> Forecast:
    first = next((r for r in rows if r["id"] == identifier), rows[0])
    band = None if first["low"] is None else (first["low"], first["high"])
    expected = Expected(
        id=identifier, holder=first["name"], event=first["event"], certainty=first["certainty"], range=band, horizon=first["horizon"],
        since=first["since"], until=first["until"], story=first["title"], documents=tuple(dict.fromkeys(r["of"] for r in rows)),
    )  # fmt: skip
    places = tuple((r["of"], Span(r["start"], r["end"])) for r in rows)
    return Forecast(expected=expected, story=f"s{first['story']}", mentions=places, outcome=outcome)


def forecast(connection: Connection, identifier: str) -> Forecast:
    """The forecast with this id. Raises NotFound."""
    found = _forecasts(connection, ["(f.fold = :id OR (f.fold IS NULL AND f.id = :id))"], {"id": identifier, "limit": 1, "offset": 0})
    if not found:
        raise NotFound(f"There is no forecast {identifier!r}.")
    return found[0]


def due(connection: Connection, since: str, today: str, most: int) -> list[Change]:
    """Forecasts whose time ran out from one ISO day to another and that nobody has resolved, the first `most`."""
    late = _forecasts(
        connection, ["f.until >= :since", "f.until <= :due", OPEN], {"due": today, "since": since[:10], "limit": most, "offset": 0}
    )
    return [
        Change(
            at=f"{f.expected.until}",
            story=f.story,
            kind="forecast_due",
            text=f"A forecast fell due: ‘{f.expected.event}’ ({f.expected.holder or 'own voice'}, until {f.expected.until}).",
            document=f.mentions[0][0],
        )
        for f in late
    ]


# --------------------------------------------------------------------------------------------------------- resolutions


def resolve(connection: Connection, resolution: Resolution, now: str) -> None:
    """Write down an outcome. Earlier ones of the same forecast stay and no longer hold."""
    connection.execute(insert(resolutions).values(forecast=resolution.forecast.id, line=as_line(resolution).rstrip("\n"), added=now))


def outcomes(connection: Connection, ids: Iterable[str]) -> dict[str, Outcome]:
    """Forecast id -> the outcome that holds."""
    asked = select(resolutions.c.line).where(resolutions.c.forecast.in_(list(ids))).order_by(resolutions.c.number)
    found = [from_line(line) for line in connection.execute(asked).scalars()]
    return {r.forecast.id: r.outcome for r in found}


def resolved(connection: Connection) -> list[Resolution]:
    """All that was ever written down, in that order."""
    return [from_line(line) for line in connection.execute(select(resolutions.c.line).order_by(resolutions.c.number)).scalars()]


def resolved_of(connection: Connection, forecast: str) -> list[Resolution]:
    """All that was ever written down of one forecast."""
    asked = select(resolutions.c.line).where(resolutions.c.forecast == forecast).order_by(resolutions.c.number)
    return [from_line(line) for line in connection.execute(asked).scalars()]


# --------------------------------------------------------------------------------------------------------- commitments


def commitments(
    connection: Connection, *, between: Sequence[str], since: str | None, until: str | None, limit: int, offset: int
) -> list[Pledge]:
    """Commitments in the order of the days of the reports; of one party (one name), or between two in either direction."""
    where: list[str] = []
    bound: dict[str, Any] = {"limit": limit, "offset": offset}
    for k, name in enumerate(between):
        bound[f"p{k}"] = actors_named(connection, name)
        if not bound[f"p{k}"]:
            return []
    if len(between) == 1:
        where.append("(c.party IN :p0 OR c.toward IN :p0)")
    elif between:
        where.append("((c.party IN :p0 AND c.toward IN :p1) OR (c.party IN :p1 AND c.toward IN :p0))")
    for name, day, sign in (("since", since, ">="), ("until", until, "<=")):
        if day is not None:
            where.append(f"c.day {sign} :{name}")
            bound[name] = number_of(day)
    group = "d.story, coalesce(c.fold, CAST(c.document AS text) || '/' || CAST(c.place AS text))"
    groups = _distinct(connection, "commitments c JOIN documents d ON d.number = c.document", group, "c.day", where, bound)
    return _pledges(connection, groups)


def _pledges(connection: Connection, groups: Sequence[tuple[int, str]]) -> list[Pledge]:
    if not groups:
        return []
    rows: dict[tuple[int, str], list[RowMapping]] = {g: [] for g in groups}
    sql = COMMITMENTS + "WHERE d.story IN :stories ORDER BY d.day, c.document, c.place"
    bound = {"stories": sorted({story for story, _ in groups})}
    for row in connection.execute(_bind(sql, bound), bound).mappings():
        group = (row["story"], row["fold"] or f"{row['document']}/{row['place']}")
        if group in rows:
            rows[group].append(row)
    return [_pledge(found) for found in rows.values() if found]


def _pledge(rows: Sequence[RowMapping]) -> Pledge:
    first = rows[0]
    return Pledge(
        story=f"s{first['story']}", party=first["giver"], toward=first["receiver"], act=first["act"], domain=first["domain"],
        level=first["level"], status=first["status"], joint=bool(first["joint"]), day=day_of(first["day"]),
        independent_sources=first["sources"] if first["fold"] else None,
        mentions=tuple((r["of"], Span(r["start"], r["end"])) for r in rows),
    )  # fmt: skip


def _distinct(connection: Connection, tables: str, group: str, when: str, where: Sequence[str], bound: dict[str, Any]) -> list[Any]:
    """A page of groups, by the first time of each and those without one last. Read in the order of an index until there are enough: the
    ledger of a whole archive is not sorted for the first fifty lines of it."""
    wanted, found = bound["offset"] + bound["limit"], dict[Any, None]()
    given = {k: v for k, v in bound.items() if k not in ("limit", "offset")}
    named, bounded = when.split(".")[0], any(f"{when} {sign}" in w for w in where for sign in ("<=", ">="))
    for known in ("IS NOT NULL",) if bounded else ("IS NOT NULL", "IS NULL"):
        held = " AND ".join([f"{when} {known}", *where])
        order = f"{when}, {named}.document, {named}.place" if known == "IS NOT NULL" else f"{named}.document, {named}.place"
        sql = _bind(f"SELECT {group} FROM {tables} WHERE {held} ORDER BY {order} LIMIT :size OFFSET :start", given)
        start, size = 0, max(CHUNK, 2 * (wanted - len(found)))  # then twice as many: the whole ledger costs a few queries, not one a page
        while len(found) < wanted:
            rows = connection.execute(sql, given | {"size": size, "start": start}).all()
            found.update((row[0] if len(row) == 1 else tuple(row), None) for row in rows)
            if len(rows) < size:
                break
            start, size = start + size, 2 * size
    return list(found)[bound["offset"] : wanted]


def _bind(sql: str, bound: dict[str, Any]) -> Any:
    return text(sql).bindparams(*(bindparam(k, expanding=True) for k, v in bound.items() if isinstance(v, list)))
