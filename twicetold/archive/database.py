"""Connections: SQLite in one file, or PostgreSQL by URL; transactions that writers take in turn; upgrades on opening.

SQLite: write-ahead log, so that readers never wait; `synchronous=FULL`, so that what was acknowledged survives a power cut; writers begin
with `BEGIN IMMEDIATE` and wait for each other. PostgreSQL: writers take one advisory lock for the length of their transaction, so that two
documents on one event that come at the same moment find each other here too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError
from sqlalchemy.pool import QueuePool

from twicetold.archive.errors import ArchiveError, Busy, Damaged, Full, Newer, Unopened

REVISION: Final = "0001"  # the last of `migrations/versions`; a test holds it against them
SCRIPTS: Final = "twicetold.archive:migrations"
PATIENCE: Final = 60.0  # seconds that a writer waits for another
LOCK: Final = 0x7714_E701  # PostgreSQL's advisory lock of writers
CACHE: Final = 32  # MB of pages that a connection of SQLite keeps
MARK: Final = 0x5457_5431  # 'TWT1', SQLite's application_id: tells an archive from any other database
FULL = ("database or disk is full", "53100", "no space left")
FAILING = ("disk i/o error", "58030")
BUSY = ("database is locked", "database table is locked", "55p03", "40p01")
DAMAGED = ("malformed", "not a database", "file is encrypted")


def engine(where: str | Path) -> Engine:
    """The engine for a path or a URL. Raises Unopened where the place makes no sense."""
    url = _url(str(where))
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    raise Unopened(f"{_shown(url)} is neither a file nor the URL of a PostgreSQL database (postgresql://user:password@host/name).")


def name(where: str | Path) -> str:
    """The place as it is shown to people: without a password."""
    return _shown(_url(str(where)))


def _url(where: str) -> URL:
    if "://" not in where:
        return URL.create("sqlite", database=str(Path(where).expanduser()))
    try:
        url = make_url(where)
    except ArgumentError as error:
        raise Unopened(f"{where.split('://')[0]}://… is no URL of a database; it looks like postgresql://user@host/name.") from error
    return url.set(drivername="postgresql+pg8000") if url.drivername in ("postgres", "postgresql", "postgresql+pg8000") else url


def _shown(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return url.database or ""
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def _sqlite(url: URL) -> Engine:
    path = Path(url.database or "")
    if path.is_dir():
        raise Unopened(f"{path} is a folder; an archive is one file in it, for example {path / 'archive.db'}.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unopened(f"The folder of {path} cannot be made ({(error.strerror or str(error)).lower()}).") from error
    made = create_engine(url, poolclass=QueuePool, connect_args={"timeout": PATIENCE, "check_same_thread": False})
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin_sqlite)
    return made


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Before any transaction: SQLAlchemy begins and ends them, not the driver."""
    connection.isolation_level = None
    (found,) = connection.execute("PRAGMA application_id").fetchone()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    if pages and found != MARK:
        raise Unopened("This file is a database, but not an archive of Twicetold; choose another with --archive.")
    if not pages:
        connection.execute(f"PRAGMA application_id = {MARK}")
    connection.execute("PRAGMA journal_mode = WAL")
    for line in ("synchronous = FULL", "foreign_keys = ON", f"cache_size = -{CACHE * 1024}", "trusted_schema = OFF"):
        connection.execute(f"PRAGMA {line}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writing") else "BEGIN")


def _postgresql(url: URL) -> Engine:
    # pg8000 keeps no statement that outlives its transaction: a pool of its own is enough
    return create_engine(url, pool_pre_ping=True, poolclass=QueuePool, connect_args={"timeout": PATIENCE, "application_name": "twicetold"})


@contextmanager
def reading(made: Engine) -> Iterator[Connection]:
    """A transaction that only reads: one moment of the archive, whatever others write meanwhile."""
    with told(made.url), made.connect() as connection:
        yield connection


@contextmanager
def writing(made: Engine) -> Iterator[Connection]:
    """A transaction that writes: all of it or nothing. Others wait for their turn."""
    with told(made.url), made.connect().execution_options(writing=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection


@contextmanager
def told(url: URL) -> Iterator[None]:
    """The database's errors as ours: sentences that say what to do."""
    try:
        yield
    except ArchiveError:
        raise
    except (DatabaseError, InterfaceError, DBAPIError, sqlite3.Error, OSError) as error:
        raise _error(error, _shown(url)) from error


def _error(error: Exception, place: str) -> ArchiveError:
    reason = _reason(error)
    lower = reason.lower()
    if any(w in lower for w in FULL):
        return Full(f"There is no room left for the archive {place}: nothing of this document was stored, what was added before is safe.")
    if any(w in lower for w in FAILING):
        return Full(f"The disk refuses what is written to {place} (it is full, or failing): nothing of this document was stored.")
    if any(w in lower for w in BUSY):
        return Busy(f"Another program has been writing to {place} for more than {PATIENCE:.0f} seconds; try again when it is done.")
    if any(w in lower for w in DAMAGED):
        return Damaged(f"{place} is no archive that can be read: it is damaged, or another kind of file.")
    if "readonly" in lower or "read-only" in lower or "permission" in lower:
        return Unopened(f"{place} cannot be written; check its permissions and those of its folder.")
    return Unopened(f"{place} cannot be used ({' '.join(reason.split())[:300]}).")


def _reason(error: Exception) -> str:
    """What the driver says; pg8000 gives the server's fields as a table: severity, code (C), message (M)."""
    cause = getattr(error, "orig", None) or error
    told = cause.args[0] if cause.args else ""
    return f"{told.get('M')} [{told.get('C')}]" if isinstance(told, dict) else str(cause)


def pairs(rows: Iterable[Any]) -> dict[Any, Any]:
    """Rows of two columns as a table."""
    return {row[0]: row[1] for row in rows}


# ----------------------------------------------------------------------------------------------------------- upgrades


def upgrade(made: Engine) -> None:
    """Make the tables of a new archive, bring those of an older one up to date. Raises Newer for one of a newer program."""
    with reading(made) as connection:
        found = _revision(connection)
    if found == REVISION:
        return
    from alembic import command  # takes a fifth of a second, and is seldom needed
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", SCRIPTS.replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise Newer(f"{_shown(made.url)} was made by a newer Twicetold (its tables are of version {found}); upgrade this program.")
    with writing(made) as connection:
        if _revision(connection) != REVISION:  # nobody else was quicker
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    """The revision of the archive's tables; None where there are none yet."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found: Any = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)
