"""Finding documents by words, actors, holders, certainty and date.

Of a search that very many documents meet the newest CANDIDATES are looked at: those that were stored last. They come in the order of how
well the words fit, or by date where no words are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, RowMapping, bindparam, select, text

from twicetold.archive import words
from twicetold.archive.database import pairs
from twicetold.archive.lists import entries, entry
from twicetold.archive.records import Found, Hit, Statement, number_of
from twicetold.archive.tables import bodies
from twicetold.archive.texts import text_of
from twicetold.archive.words import Query, Unclear
from twicetold.types import Span

CANDIDATES: Final = 2_000
FEW: Final = 10_000  # documents: so many are looked through in some 20 ms
NAMED: Final = 500  # actors that a name may stand for
STATEMENTS: Final = 3  # shown of a document
PAGE: Final = 200  # hits of one page at most
HEADLINE: Final = (
    4.0  # a word in the headline weighs as much as four in the text (the order of magnitude of PostgreSQL's weights A and D: 10)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a search asks for; what is empty asks for nothing."""

    text: str = ""
    actor: str | None = None  # named anywhere in the document
    holder: str | None = None  # holds a statement in it
    certainty: str | None = None  # of a statement in it, by the same holder
    since: str | None = None  # ISO days, of publication
    until: str | None = None


def search(connection: Connection, asked: Asked, limit: int, offset: int) -> Found:
    """A page of hits. Raises Unclear for a search that asks for nothing, or for words that are none."""
    query = words.query(asked.text)
    if asked.text.strip() and not query:
        raise Unclear("This search has no words in it; letters and digits are looked for, signs are not.")
    sql, bound = _statement(connection, asked, query)
    if sql is None:
        return Found(hits=(), total=0, complete=True)
    rows = connection.execute(_bind(sql, bound), bound).scalars().all()
    page = rows[offset : offset + min(limit, PAGE)]
    return Found(hits=tuple(_hits(connection, page, asked, query, bound)), total=len(rows), complete=len(rows) < CANDIDATES)


def actors_named(connection: Connection, name: str) -> list[int]:
    """Numbers of the actors in one of whose names all words of `name` stand."""
    keys = sorted({w.key for w in words.words(name)})
    if not keys:
        return []
    sql = text("SELECT actor FROM names WHERE word IN :keys GROUP BY actor HAVING count(*) = :n ORDER BY actor LIMIT :most")
    found = connection.execute(sql.bindparams(bindparam("keys", expanding=True)), {"keys": keys, "n": len(keys), "most": NAMED})
    return list(found.scalars())


# ------------------------------------------------------------------------------------------------------------ the query


def _statement(connection: Connection, asked: Asked, query: Query) -> tuple[str | None, dict[str, Any]]:
    """The SQL for the candidates, best first, and its parameters; None where a name is nobody's."""
    bound: dict[str, Any] = {}
    for part, named in (("actor", asked.actor), ("holder", asked.holder)):
        if named:
            bound[part] = actors_named(connection, named)
            if not bound[part]:
                return None, {}
    where = list(_filters(connection, asked, bound))
    if query:
        return _by_words(connection, query, where, bound), bound
    held = f"WHERE {' AND '.join(f.of('d.number') for f in where)}" if where else ""
    newest = f"SELECT d.number, d.published FROM documents d {held} ORDER BY d.number DESC LIMIT {CANDIDATES}"
    return f"SELECT number FROM ({newest}) AS n ORDER BY published DESC NULLS LAST, number DESC", bound


class Filter(NamedTuple):
    """What a document must meet: one of the `few` that do (a query for their numbers), else `each` is asked (DOCUMENT is its number)."""

    few: str | None
    each: str

    def of(self, number: str) -> str:
        return f"{number} IN ({self.few})" if self.few else self.each.replace("DOCUMENT", number)


def _filters(connection: Connection, asked: Asked, bound: dict[str, Any]) -> Iterator[Filter]:
    """Everything but the words. Where few documents meet a condition it is they that are looked through, where many do the newest are
    asked one by one until there are enough: either way never all."""
    days = _dates(asked, bound)
    for rows, number, held in (
        ("documents d", "d.number", " AND ".join(days)),
        ("casts c", "c.document", "c.actor IN :actor" if asked.actor else ""),
        ("statements s", "s.document", _held(asked, bound)),
    ):
        if not held:
            continue
        few = f"SELECT {number} FROM {rows} WHERE {held}"
        counted = _bind(f"SELECT count(*) FROM ({few} LIMIT {FEW + 1}) AS n", known := _used(few, bound))
        one = held if rows == "documents d" else f"EXISTS (SELECT 1 FROM {rows} WHERE {number} = DOCUMENT AND {held})"
        yield Filter(few if connection.execute(counted, known).scalar_one() <= FEW else None, one)


def _used(sql: str, bound: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in bound.items() if f":{k}" in sql}


def _by_words(connection: Connection, query: Query, where: Sequence[Filter], bound: dict[str, Any]) -> str:
    if connection.dialect.name == "sqlite":
        bound["match"] = words.for_sqlite(query)
        rest = "".join(f" AND {f.of('+w.rowid')}" for f in where)  # '+': the words are looked up once, not once a document
        joined = "CROSS JOIN documents d ON d.number = w.rowid" if " d." in rest else ""
        begun = any(p.prefix for p in (*query.wanted, *query.unwanted)) and _large(connection)
        fit = "0" if begun else f"bm25(words, {HEADLINE}, 1.0)"  # of a beginning it would gather all words that begin so once more
        newest = f"""SELECT w.rowid AS number, {fit} AS fit FROM words w {joined}
            WHERE words MATCH :match{rest} ORDER BY w.rowid DESC LIMIT {CANDIDATES}"""
        return f"SELECT number FROM ({newest}) AS n ORDER BY fit, number DESC"
    bound["match"] = words.for_postgresql(query)
    rest = "".join(f" AND {f.of('w.document')}" for f in where)
    joined = "JOIN documents d ON d.number = w.document" if " d." in rest else ""
    newest = f"""SELECT w.document AS number FROM words w {joined}
        WHERE w.words @@ CAST(:match AS text)::tsquery{rest} ORDER BY w.document DESC LIMIT {CANDIDATES}"""
    fit = "ts_rank(x.words, CAST(:match AS text)::tsquery, 1)"  # of the candidates alone: what was sorted before is numbers, not texts
    best = f"SELECT n.number FROM ({newest}) AS n JOIN words x ON x.document = n.number ORDER BY {fit} DESC, n.number DESC"
    return best.replace("::tsquery", "\\:\\:tsquery")


def _large(connection: Connection) -> bool:
    """Whether there are more documents than may be looked through."""
    return int(connection.execute(text("SELECT coalesce(max(number), 0) FROM documents")).scalar_one()) > FEW


def _dates(asked: Asked, bound: dict[str, Any]) -> list[str]:
    out = []
    for name, day, sign in (("since", asked.since, ">="), ("until", asked.until, "<=")):
        if day:
            bound[name] = number_of(day)
            if bound[name] is None:
                raise Unclear(f"{day!r} is no day; it looks like 2024-05-31.")
            out.append(f"d.day {sign} :{name}")
    return out


def _held(asked: Asked, bound: dict[str, Any]) -> str:
    parts = ["s.actor IN :holder"] if asked.holder else []
    if asked.certainty:
        bound["certainty"] = asked.certainty
        parts.append("s.certainty = :certainty")
    return " AND ".join(parts)


def _bind(sql: str, bound: dict[str, Any]) -> Any:
    return text(sql).bindparams(*(bindparam(k, expanding=True) for k, v in bound.items() if isinstance(v, list)))


# ------------------------------------------------------------------------------------------------------------ the hits


def _hits(connection: Connection, page: Sequence[int], asked: Asked, query: Query, bound: dict[str, Any]) -> Iterator[Hit]:
    """The documents of a page, in its order, with what was found in them."""
    if not page:
        return
    texts = pairs(connection.execute(select(bodies.c.document, bodies.c.text).where(bodies.c.document.in_(page))))
    said = _statements(connection, page, asked, bound) if asked.holder or asked.certainty else {}
    for row in entries(connection, page):
        yield _hit(row, text_of(texts[row["number"]]), said.get(row["number"], []), query)


def _hit(row: RowMapping, told: str, said: Sequence[Statement], query: Query) -> Hit:
    found = words.marks(told, query, max((s.span.end for s in said), default=0)) if query else []
    shown = _best(said, found)
    if shown and not query:
        found = [shown[0].span]
    inside = [m for m in found if shown and shown[0].span.covers(m)] or found
    s = words.snippet(told, inside, Span(0, len(told)))
    start, end = (min(s.start, inside[0].start), max(s.end, inside[0].end)) if inside and not s.marks else (s.start, s.end)
    return Hit(document=entry(row), start=start, end=end, text=told[start:end], marks=s.marks or tuple(inside[:1]), statements=tuple(shown))


def _best(statements: Sequence[Statement], found: Sequence[Span]) -> list[Statement]:
    """Those in which most of what was looked for stands."""

    def score(s: Statement) -> int:
        return sum(s.span.covers(m) for m in found)

    return sorted(statements, key=lambda s: (-score(s), s.span))[:STATEMENTS]


def _statements(connection: Connection, page: Sequence[int], asked: Asked, bound: dict[str, Any]) -> dict[int, list[Statement]]:
    """What the holder holds, with the certainty, in each document of a page."""
    sql = f"""SELECT s.document AS document, s.start AS start, s."end" AS stop, s.certainty AS certainty, a.name AS name
        FROM statements s LEFT JOIN actors a ON a.number = s.actor
        WHERE s.document IN :page AND {_held(asked, bound)} ORDER BY s.document, s.place, s.depth"""
    needed = {k: v for k, v in bound.items() if k in ("holder", "certainty")} | {"page": list(page)}
    out: dict[int, list[Statement]] = {}
    for row in connection.execute(_bind(sql, needed), needed).mappings():
        one = Statement(span=Span(row["start"], row["stop"]), holder=row["name"], certainty=row["certainty"])
        out.setdefault(row["document"], []).append(one)
    return out
