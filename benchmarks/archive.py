"""An archive as it grows: SQLite and PostgreSQL side by side, on made-up documents that the reader model never sees.

    python -m benchmarks.archive                          # 1,000, 10,000 and 100,000 documents
    python -m benchmarks.archive --keep FOLDER              # the same, in archives that stay: a second run does not fill them again
    python -m benchmarks.archive --sizes --kills 200        # only: a writer killed 200 times loses nothing

The archive is filled in bulk, with the rows that adding one by one would make; what is measured then is the program itself. Times are wall
clock, the median of several calls and the slowest of them, beside the processor time of the program itself, which other work on the machine
hardly touches (PostgreSQL's server has its own, which is not in it). PostgreSQL runs with its settings as installed.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from itertools import islice
from multiprocessing.connection import Connection as Channel
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, text
from starlette.testclient import TestClient

from benchmarks import postgres
from benchmarks.made import reports
from twicetold import archive
from twicetold.archive import Archive, database, words
from twicetold.archive.rows import Prepared, pack_traits, prepare
from twicetold.archive.sorting import UNDATED
from twicetold.archive.tables import (
    actors,
    bodies,
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
from twicetold.archive.texts import headline
from twicetold.web import Settings, application

SIZES = (1_000, 10_000, 100_000)
SENTENCES = 9  # about 1,300 characters, a short news report
AT_ONCE = 2_000  # documents loaded in one transaction
CALLS = 9
NOW = "2024-03-01T12:00:00Z"
TABLES = (stories, documents, bodies, traits, keys, actors, names, casts, statements, commitments, forecasts, changes)
Rows = dict[Table, list[dict[str, Any]]]


class Loader:
    """Numbers documents, stories and actors, and fills both archives with the same rows."""

    def __init__(self, count: int, there: int = 0) -> None:
        self._reports = islice(reports(count, sentences=SENTENCES), there, None)
        self._numbers = {"document": 0, "story": 0}
        self._story = ""
        self._actors: dict[str, int] = {}

    def go_on(self, kept: Archive) -> None:
        """Take note of what was added one by one since the last batch: the same in every archive."""
        with database.reading(kept.engine) as connection:
            for name in self._numbers:
                table = {"document": "documents", "story": "stories"}[name]
                self._numbers[name] = connection.execute(text(f"SELECT coalesce(max(number), 0) FROM {table}")).scalar_one()
            self._actors = database.pairs(connection.execute(text("SELECT key, number FROM actors")))
        self._story = ""

    def batches(self, count: int) -> Iterator[tuple[Rows, list[tuple[int, str, str]]]]:
        """The rows of the next `count` documents, and their words: number, headline, text."""
        for k in range(0, count, AT_ONCE):
            rows: Rows = {table: [] for table in TABLES}
            told = []
            for report in islice(self._reports, min(AT_ONCE, count - k)):
                self._rows(prepare(report), rows)
                told.append((self._numbers["document"], report.document.title or "", report.document.text))
            yield rows, told

    def _rows(self, new: Prepared, rows: Rows) -> None:
        number = self._numbers["document"] = self._numbers["document"] + 1
        title = headline(new.report.document)
        if title != self._story:
            self._story = title
            self._numbers["story"] += 1
            rows[stories].append({"number": self._numbers["story"], "title": title, "documents": 0, "updated": NOW})
        story = self._numbers["story"]
        rows[documents].append({**new.document, "number": number, "added": NOW, "story": story})
        rows[bodies].append({"document": number, "text": new.text, "report": new.packed})
        rows[traits].append({"document": number, "data": pack_traits(new.traits)})
        day = UNDATED if new.day is None else new.day
        rows[keys] += [{"key": k, "day": day, "document": number} for k in {c.key for c in new.clues}]
        for actor in new.actors:
            if actor.key not in self._actors:
                self._actors[actor.key] = n = len(self._actors) + 1
                rows[actors].append({"number": n, "key": actor.key, "name": actor.name, "kind": actor.kind})
                rows[names] += [{"word": w, "actor": n} for w in {w.key for w in words.words(actor.name)}]
            rows[casts].append({"actor": self._actors[actor.key], "document": number})
        for table, found, columns in (
            (statements, new.statements, ("actor",)),
            (commitments, new.commitments, ("party", "toward")),
            (forecasts, new.forecasts, ("holder",)),
        ):
            rows[table] += [{**r, "document": number, **{c: self._actors.get(r[c] or "") for c in columns}} for r in found]
        told = {"at": NOW, "story": story, "kind": "documents_added", "text": title, "document": new.document["id"]}
        rows[changes].append(told)


def fill(kept: Sequence[Archive], loader: Loader, count: int) -> None:
    """Put the next documents into every archive."""
    for rows, told in loader.batches(count):
        for one in kept:
            with database.writing(one.engine) as connection:
                put = _copy if connection.dialect.name == "postgresql" else _insert
                for table in TABLES:
                    put(connection, table, rows[table])
                _words(connection, told)
    for one in kept:
        with database.writing(one.engine) as connection:
            _settle(connection)


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), [dict(r) for r in rows])


def _copy(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        _copied(connection, table.name, [f'"{c}"' for c in rows[0]], ([r[c] for c in rows[0]] for r in rows))


def _copied(connection: Connection, table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
    stream = io.BytesIO("".join("\t".join(map(_cell, row)) + "\n" for row in rows).encode())
    cursor = connection.connection.cursor()
    cursor.execute(f"COPY {table} ({', '.join(columns)}) FROM STDIN", stream=stream)  # type: ignore[call-arg]  # pg8000's own


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def _words(connection: Connection, told: Sequence[tuple[int, str, str]]) -> None:
    if connection.dialect.name == "postgresql":
        _copied(connection, "words", ["document", "words"], ((n, words.tsvector(title, body)) for n, title, body in told))
        return
    rows = [{"n": n, "title": words.indexed(title), "body": words.indexed(body)} for n, title, body in told]
    connection.execute(text("INSERT INTO words (rowid, title, body) VALUES (:n, :title, :body)"), rows)


def _settle(connection: Connection) -> None:
    """What adding one by one keeps right all the time: stories' counts, and where numbers go on."""
    for column, value in (("documents", "count(*)"), ("first", "min(day)"), ("last", "max(day)")):
        connection.execute(text(f"UPDATE stories SET {column} = (SELECT {value} FROM documents d WHERE d.story = stories.number)"))
    if connection.dialect.name == "postgresql":
        for table in ("stories", "documents", "actors"):
            connection.execute(text(f"SELECT setval('{table}_number_seq', (SELECT max(number) FROM {table}))"))
    connection.execute(text("ANALYZE"))


# ------------------------------------------------------------------------------------------------------------ measuring


def measures(kept: Archive, size: int) -> dict[str, Callable[[int], object]]:
    """What is measured: name -> a call, given its number."""
    fresh = list(
        reports(CALLS, seed=kept.counts()["documents"] + 1, sentences=SENTENCES)
    )  # never the same ones, also in archives that stay
    first, last = next(reports(1, sentences=SENTENCES)), kept.documents(1)[0]
    name = kept.commitments(limit=1)[0]
    word = first.document.text.split()[1]
    web = client(kept)
    return {
        "add one document": lambda k: kept.add(fresh[k]),
        "search, a rare word": lambda k: kept.search(word),
        "search, words in every document": lambda k: kept.search("the million", offset=20 * k),
        "search, a beginning": lambda k: kept.search("sin*", offset=20 * k),
        "search, a phrase and a year": lambda k: kept.search('"probably close"', since=f"20{10 + k}-01-01", until=f"20{10 + k}-12-31"),
        "search, a holder and a certainty": lambda k: kept.search(holder=name.party, certainty="likely"),
        "search, a certainty alone": lambda k: kept.search(certainty="likely", offset=20 * k),
        "search, a page of the desk": lambda k: web.get(f"/search?q=million&p={k + 1}").raise_for_status(),
        "stories, the desk's first page": lambda k: web.get("/").raise_for_status(),
        "stories, first page": lambda k: kept.stories(),
        "stories, page 20": lambda k: kept.stories(offset=1_000 + k),
        "stories, what is new": lambda k: kept.stories(since="2024-03-02"),
        "documents, a page": lambda k: kept.documents(offset=50 * k),
        "one report": lambda k: kept.report(last.id),
        "forecasts fallen due": lambda k: kept.forecasts(due="2024-01-01"),
        "commitments, a page": lambda k: kept.commitments(offset=50 * k),
        "commitments between two": lambda k: kept.commitments([name.party, name.toward or ""]),
    }


def client(kept: Archive) -> TestClient:
    """A browser at a desk over the archive, in this process."""
    settings = Settings()
    return TestClient(application(kept, settings), base_url=f"http://{settings.host}:{settings.port}")


def measure(kept: Archive, size: int) -> dict[str, tuple[float, float, float]]:
    """Median and slowest wall time of each call, and the median of this process's own time, in milliseconds."""
    out = {}
    for name, call in measures(kept, size).items():
        times, own = [], []
        for k in range(CALLS):
            start, begun = time.perf_counter(), time.process_time()
            call(k)
            times.append((time.perf_counter() - start) * 1000)
            own.append((time.process_time() - begun) * 1000)
        out[name] = (statistics.median(times), max(times), statistics.median(own))
    return out


def table(size: int, found: Mapping[str, Mapping[str, tuple[float, float, float]]]) -> str:
    """Markdown: a row a measure, a column a database."""
    lines = [f"| {size:,} documents: ms (slowest; processor) | " + " | ".join(found) + " |", "|---|" + "--:|" * len(found)]
    for name in next(iter(found.values())):
        cells = " | ".join("{:.0f} ({:.0f}; {:.0f})".format(*found[d][name]) for d in found)
        lines.append(f"| {name} | {cells} |")
    return "\n".join(lines)


def size_of(kept: Archive) -> int:
    """Bytes on disk."""
    with database.reading(kept.engine) as connection:
        if connection.dialect.name == "postgresql":
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    return Path(kept.name).stat().st_size


# ---------------------------------------------------------------------------------------------------------------- kills


def writer(where: str, first: int, out: Channel) -> None:
    """Adds documents from number `first` on, and says so after each."""
    with archive.open(where) as kept:
        for report in islice(reports(100_000, sentences=SENTENCES), first, None):
            out.send((report.document.id, kept.add(report).id))


def killed(where: str, kills: int) -> tuple[int, int]:
    """Kill writers at random moments, each after at least one document; how many were acknowledged, and how many of those are lost."""
    chance, told = random.Random(7), dict[str, str]()
    fork = multiprocessing.get_context("fork")
    for _ in range(kills):
        heard, out = fork.Pipe(duplex=False)
        child = fork.Process(target=writer, args=(where, len(told), out))
        child.start()
        out.close()
        told.update([heard.recv()])
        time.sleep(chance.uniform(0, 0.3))
        os.kill(child.pid or 0, signal.SIGKILL)
        with suppress(EOFError):
            while True:
                told.update([heard.recv()])
        child.join()
    with archive.open(where) as kept:
        there = {d.id for d in kept.documents(limit=100_000)}
    return len(told), len(set(told.values()) - there)


def compared(sizes: Sequence[int], keep: Path | None) -> None:
    """Fill, measure and print, size by size."""
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        kept = {name: stack.enter_context(archive.open(where)) for name, where in places(folder, keep, stack).items()}
        there = min(filled(one) for one in kept.values())
        loader = Loader(max(sizes), there)
        for size in sorted(sizes):
            start, own = time.perf_counter(), time.process_time()
            loader.go_on(kept["SQLite"])
            fill(list(kept.values()), loader, max(size - there, 0))
            there = max(size, there)
            took = f"{time.perf_counter() - start:.0f} s, {time.process_time() - own:.0f} s of the program's own"
            print(f"\nfilled in {took}; on disk " + ", ".join(f"{n} {size_of(a) / 1e6:,.0f} MB" for n, a in kept.items()))
            print(table(size, {name: measure(one, size) for name, one in kept.items()}), flush=True)


def places(folder: Path, keep: Path | None, stack: ExitStack) -> dict[str, str]:
    """Where the archives are."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {"SQLite": str(folder / "archive.db")}
    try:
        url = stack.enter_context(postgres.server(keep=keep and keep / "postgres"))
    except postgres.Missing as error:
        print(f"{error}: SQLite alone")
        return found
    if not postgres.administer(url, "SELECT 1 FROM pg_database WHERE datname = 'news'"):
        postgres.administer(url, "CREATE DATABASE news")
    return found | {"PostgreSQL": f"{url}/news"}


def filled(kept: Archive) -> int:
    """How many documents were loaded into an archive; those that measuring adds have ids of their own."""
    with database.reading(kept.engine) as connection:
        return int(connection.execute(text("SELECT count(*) FROM documents WHERE added = :now"), {"now": NOW}).scalar_one())


def run(sizes: Sequence[int], kills: int, keep: Path | None) -> None:
    if sizes:
        compared(sizes, keep)
    if kills:
        with tempfile.TemporaryDirectory() as folder:
            added, lost = killed(str(Path(folder) / "killed.db"), kills)
        print(f"\n{kills} kills: {added} documents acknowledged, {lost} lost")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the server and the folders are tidied away
    run(given.sizes, given.kills, given.keep)


if __name__ == "__main__":
    main()
