"""Which story a new document belongs to: neighbours by the index of clues, then sorted as a batch would be (`retelling.stream`).

Every step looks at a bounded number of rows, so that a document costs the same in an archive of a hundred and of a million.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, CursorResult, bindparam, text

from twicetold.archive.database import pairs
from twicetold.archive.rows import Prepared, unpack_traits
from twicetold.retelling import stream
from twicetold.retelling.stream import Clue, Traits

UNDATED: Final = -(2**31) + 1  # in `keys.day`: before every day
NEAR: Final = 45  # days: beyond, the penalty for lateness (`stories.LATER`, .30) leaves only near copies together, which runs find
PER_CLUE: Final = 100  # documents looked at for one clue, on either side of the day
DOCUMENTS: Final = 64  # neighbours by clues whose stories are looked at
STORIES: Final = 8
MEMBERS: Final = 24  # documents of one story that are compared, the nearest in time


class Place(NamedTuple):
    """Where a document goes: into `story` (None: a new one); `merged` are stories that prove to be the same."""

    story: int | None
    merged: tuple[int, ...] = ()


def place(connection: Connection, new: Prepared) -> Place:
    """The story of a document that is not stored yet."""
    scores, shared = _neighbours(connection, new.clues, new.day)
    near = [number for number, _ in sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:DOCUMENTS]]
    if not near:
        return Place(None)
    found = _members(connection, near, new.day)
    copied = [t.document.id for number, (_, t) in found.items() if stream.copies(shared[number])]
    together = stream.placed(new.traits, [t for _, t in found.values()], copied)
    return _chosen([(story, t.document.id in together) for story, t in found.values()])


def _chosen(members: Sequence[tuple[int, bool]]) -> Place:
    """The story most of whose documents fell together with the new one; others of which more than half did are the same story."""
    size = Counter(story for story, _ in members)
    inside = Counter(story for story, together in members if together)
    if not inside:
        return Place(None)
    whole = {story for story, n in inside.items() if 2 * n > size[story]}
    best = min(whole or inside, key=lambda story: (-inside[story], story))
    return Place(best, tuple(sorted(whole - {best})))


def _neighbours(connection: Connection, clues: Sequence[Clue], day: int | None) -> tuple[dict[int, float], Counter[int]]:
    """Scores of documents that share clues, and how many runs of words they share."""
    scores: defaultdict[int, float] = defaultdict(float)
    shared: Counter[int] = Counter()
    if not clues:
        return scores, shared
    rows = connection.execute(text(_search(clues, day)), _bound(clues, day)).all()
    common = Counter(k for k, _ in rows)
    for k, number in rows:
        scores[number] += clues[k].weight / common[k]  # a clue that many share says little
        shared[number] += clues[k].run
    return scores, shared


def _search(clues: Sequence[Clue], day: int | None) -> str:
    """One query for all clues: up to PER_CLUE documents on either side of the day for each."""
    parts: list[str] = []
    for k, clue in enumerate(clues):
        select = f"SELECT {k} AS clue, document FROM keys WHERE key = :k{k}"
        if day is None or clue.run:
            sides = [f"ORDER BY day DESC LIMIT {PER_CLUE}"]
        else:
            sides = [
                f"AND day >= :day AND day <= :late ORDER BY day LIMIT {PER_CLUE}",
                f"AND day < :day AND day >= :early ORDER BY day DESC LIMIT {PER_CLUE}",
                f"AND day = {UNDATED} LIMIT {PER_CLUE}",
            ]
        parts += [f"SELECT * FROM ({select} {side}) AS c{k}_{n}" for n, side in enumerate(sides)]
    return " UNION ALL ".join(parts)


def _bound(clues: Sequence[Clue], day: int | None) -> dict[str, int]:
    days = {"day": day, "late": day + NEAR, "early": day - NEAR} if day is not None and any(not c.run for c in clues) else {}
    return {f"k{k}": clue.key for k, clue in enumerate(clues)} | days


def _members(connection: Connection, near: Sequence[int], day: int | None) -> dict[int, tuple[int, Traits]]:
    """Document number -> story and traits, for the members of the nearest stories."""
    of: dict[int, int] = pairs(_expanding(connection, "SELECT number, story FROM documents WHERE number IN :near", near=near))
    stories = list(dict.fromkeys(of[number] for number in near))[:STORIES]
    chosen = f"""
        SELECT number, story, id, title, outlet, published, url FROM (
            SELECT d.*, row_number() OVER (PARTITION BY story ORDER BY {_distance(day)}, number) AS place
            FROM documents d WHERE story IN :stories
        ) AS m WHERE place <= {MEMBERS} ORDER BY number"""
    rows = _expanding(connection, chosen, stories=stories).mappings().all()
    numbers = [r["number"] for r in rows]
    data: dict[int, bytes] = pairs(_expanding(connection, "SELECT document, data FROM traits WHERE document IN :n", n=numbers))
    return {r["number"]: (r["story"], unpack_traits(data[r["number"]], dict(r))) for r in rows}


def _distance(day: int | None) -> str:
    return "0" if day is None else f"CASE WHEN day IS NULL THEN {NEAR} ELSE abs(day - ({day:d})) END"


def _expanding(connection: Connection, sql: str, **lists: Sequence[int]) -> CursorResult[Any]:
    """A query with `IN :list`."""
    return connection.execute(text(sql).bindparams(*(bindparam(name, expanding=True) for name in lists)), lists)
