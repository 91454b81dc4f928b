"""Opening: new places, older and newer archives, and what is none."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from benchmarks.made import reports
from twicetold import archive
from twicetold.archive import Damaged, Newer, Unopened, database
from twicetold.archive.tables import metadata

REPORTS = list(reports(6))
NEXT = """
revision, down_revision = "0002", "0001"

def upgrade() -> None:
    from alembic import op
    from sqlalchemy import Column, Text
    op.add_column("documents", Column("mood", Text))
    op.execute("UPDATE documents SET mood = 'calm'")
"""


def test_tables_are_what_the_migrations_make(where: str) -> None:
    with archive.open(where) as kept, database.reading(kept._engine) as connection:
        options = {"include_name": lambda name, kind, parents: kind != "table" or not str(name).startswith(("words", "alembic"))}
        context = MigrationContext.configure(connection, opts={**options, "target_metadata": metadata})
        assert compare_metadata(context, metadata) == []


def test_the_newest_revision_is_the_programs() -> None:
    assert ScriptDirectory(str(files("twicetold.archive") / "migrations")).get_heads() == [database.REVISION]


def test_opening_an_empty_postgresql_database_makes_an_archive(bare: Callable[[], str]) -> None:
    where = bare()
    with archive.open(where) as kept:
        assert kept.counts() == {"documents": 0, "stories": 0}
    archive.open(where.replace("postgresql://", "postgres://")).close()


def older(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fills an archive and makes the program one revision newer; returns ids."""
    with archive.open(where) as kept:
        ids = [kept.add(r).id for r in REPORTS]
    scripts = tmp_path / "migrations"
    shutil.copytree(str(files("twicetold.archive") / "migrations"), scripts)
    (scripts / "versions" / "0002_mood.py").write_text(NEXT)
    monkeypatch.setattr(database, "SCRIPTS", str(scripts))
    monkeypatch.setattr(database, "REVISION", "0002")
    return ids


def test_an_older_archive_is_brought_up_to_date(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = older(where, tmp_path, monkeypatch)
    for _ in range(2):
        with archive.open(where) as kept, database.reading(kept._engine) as connection:
            moods = connection.execute(text("SELECT mood FROM documents")).scalars().all()
            assert moods == ["calm"] * len(ids)
            assert kept.report(ids[0]).claims == REPORTS[0].claims


def test_an_upgrade_that_fails_changes_nothing(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = older(where, tmp_path, monkeypatch)
    script = tmp_path / "migrations" / "versions" / "0002_mood.py"
    script.write_text(NEXT + "    op.execute('SELECT nonsense FROM nowhere')\n")
    with pytest.raises(Unopened):
        archive.open(where)
    monkeypatch.undo()
    with archive.open(where) as kept:
        assert [d.id for d in kept.documents()] == ids[::-1]


def test_a_newer_archive_is_refused(where: str) -> None:
    with archive.open(where) as kept, database.writing(kept._engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Newer, match=r"newer Twicetold .*upgrade"):
        archive.open(where)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unopened, match="folder"):
        archive.open(tmp_path)
    (tmp_path / "words.txt").write_text("Words. " * 1000)
    with pytest.raises(Damaged):
        archive.open(tmp_path / "words.txt")
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE cats (name)")
    other.close()
    with pytest.raises(Unopened, match="not an archive of Twicetold"):
        archive.open(tmp_path / "other.db")
    with pytest.raises(Unopened, match="no archive at"):
        archive.open(tmp_path / "none.db", create=False)
    for place in ("mysql://a@b/c", "://", "http://a.example", "postgresql://tester@127.0.0.1:1/none"):
        with pytest.raises(Unopened):
            archive.open(place)


def test_passwords_are_not_shown() -> None:
    assert "secret" not in database.name("postgresql://me:secret@host/news")
    with pytest.raises(Unopened) as told:
        archive.open("postgresql://me:secret@127.0.0.1:1/news")
    assert "secret" not in str(told.value)


def test_damage_is_told(tmp_path: Path) -> None:
    with archive.open(tmp_path / "a.db") as kept:
        identifier = kept.add(REPORTS[0]).id
        with database.writing(kept._engine) as connection:
            connection.execute(text("UPDATE bodies SET report = zeroblob(40)"))
        with pytest.raises(Damaged, match=identifier):
            kept.report(identifier)


def test_the_default_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("TWICETOLD_ARCHIVE", raising=False)
    assert archive.place("x.db") == "x.db"
    assert Path(archive.place()).name == "archive.db"
    monkeypatch.setenv("TWICETOLD_ARCHIVE", "y.db")
    assert archive.place() == "y.db"
