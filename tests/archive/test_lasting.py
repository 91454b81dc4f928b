"""Nothing acknowledged is lost: writers side by side, processes killed at any moment, a disk that is full."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import signal
import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import event, text

from benchmarks.made import reports
from twicetold import archive
from twicetold.archive import Archive, Busy, Full, database
from twicetold.types import Report

FORK = multiprocessing.get_context("fork")
REPORTS = list(reports(60, sentences=4))
KILLS = 8  # `python -m benchmarks.archive --kills 200` does it at length


def adding(where: str, found: Sequence[Report], out: Connection) -> None:
    """Adds reports, and says so after each."""
    with archive.open(where) as kept:
        for report in found:
            out.send((report.document.id, kept.add(report).id))
    os._exit(0)  # a forked test runner has nothing else to tidy


def process(target: Callable[..., None], *arguments: object) -> tuple[multiprocessing.process.BaseProcess, Connection]:
    told, out = FORK.Pipe(duplex=False)
    made = FORK.Process(target=target, args=(*arguments, out))
    made.start()
    out.close()
    return made, told


def heard(told: Connection) -> list[tuple[str, str]]:
    out = []
    try:
        while True:
            out.append(told.recv())
    except (EOFError, ConnectionError):
        return out


def whole(where: str) -> None:
    """The database says of itself that nothing is broken, and words and documents agree."""
    with archive.open(where) as kept, database.reading(kept._engine) as connection:
        documents = connection.execute(text("SELECT count(*) FROM documents")).scalar()
        for table in ("bodies", "traits", "words"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == documents, table
        lines = connection.execute(text("SELECT sum(documents) FROM stories")).scalar() or 0
        assert lines == documents
        if connection.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def test_kill_at_any_moment_loses_nothing_acknowledged(where: str) -> None:
    chance = random.Random(7)
    archive.open(where).close()
    acknowledged: dict[str, str] = {}
    kills = 0
    while len(acknowledged) < len(REPORTS):
        left = [r for r in REPORTS if r.document.id not in acknowledged]
        child, told = process(adding, where, left)
        if kills < KILLS:
            first = told.poll(60) and told.recv()
            assert first
            acknowledged[first[0]] = first[1]
            time.sleep(chance.uniform(0, 0.6))
            os.kill(child.pid or 0, signal.SIGKILL)
            kills += 1
        acknowledged.update(heard(told))
        child.join()
        with archive.open(where) as kept:
            assert set(acknowledged.values()) <= {d.id for d in kept.documents(limit=1000)}
    whole(where)
    with archive.open(where) as kept:
        assert kept.counts()["documents"] == len(REPORTS)
        for report in REPORTS[::10]:
            assert kept.report(acknowledged[report.document.id]).claims == report.claims


def test_two_writers_share_an_archive(where: str) -> None:
    """Both add the same documents in another order: each is stored once, in one story with its event."""
    some = REPORTS[:30]
    archive.open(where).close()
    children = [process(adding, where, found) for found in (some, some[::-1])]
    first, second = [dict(heard(told)) for _, told in children]
    for child, _ in children:
        child.join()
    assert first == second
    assert len(first) == len(some)
    whole(where)
    with archive.open(where) as kept:
        assert kept.counts()["documents"] == len(some)
        assert kept.counts()["stories"] == len({r.document.title for r in some})


def test_threads_share_an_archive(where: str) -> None:
    found: list[str] = []
    with archive.open(where) as kept:

        def work(part: Sequence[Report]) -> None:
            for report in part:
                found.append(kept.add(report).id)
                assert kept.search("million", limit=3).hits
                kept.stories()

        threads = [threading.Thread(target=work, args=(REPORTS[k:24:3],)) for k in range(3)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert len(set(found)) == 24
    whole(where)


def sqlite(tmp_path: Path) -> str:
    return str(tmp_path / "archive.db")


def test_a_full_disk_gives_one_sentence(tmp_path: Path) -> None:
    with archive.open(sqlite(tmp_path)) as kept:
        first = [kept.add(r).id for r in REPORTS[:5]]
        with database.reading(kept._engine) as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar()
        kept._engine.dispose()
        event.listen(kept._engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count = {pages + 8}"))
        with pytest.raises(Full) as told:
            for report in REPORTS[5:]:
                first.append(kept.add(report).id)  # noqa: PERF401 - those before the failure count
        assert str(told.value).count(".") - str(tmp_path).count(".") <= 2
        assert "no room left" in str(told.value)
        assert [d.id for d in kept.documents(limit=100)] == first[::-1], "what was added before is there, nothing of the other"
        assert kept.search("million").total == len(first)
    whole(sqlite(tmp_path))


def limited(where: str, most: int, out: Connection) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    with archive.open(where) as kept:
        try:
            for report in REPORTS:
                out.send(kept.add(report).id)
        except Full as error:
            out.send(error.args[0])
    os._exit(0)


def test_a_quota_gives_one_sentence(tmp_path: Path) -> None:
    archive.open(sqlite(tmp_path)).close()
    child, told = process(limited, sqlite(tmp_path), 1_500_000)
    *ids, sentence = heard(told)
    child.join()
    assert "full" in sentence
    assert ids
    whole(sqlite(tmp_path))
    with archive.open(sqlite(tmp_path)) as kept:
        assert kept.counts()["documents"] == len(ids)


def test_a_writer_waits_for_another_only_so_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.2)
    with archive.open(sqlite(tmp_path)) as one, archive.open(sqlite(tmp_path)) as other:
        with database.writing(one._engine), pytest.raises(Busy, match="Another program"):
            other.add(REPORTS[0])
        assert other.add(REPORTS[0]).new


def test_readers_do_not_wait(kept: Archive, where: str) -> None:
    kept.add(REPORTS[0])
    with archive.open(where) as other, database.writing(kept._engine) as connection:
        connection.execute(text("UPDATE stories SET title = 'x'"))
        assert other.stories()[0].title != "x"
