"""Every test of the archive runs on SQLite and on PostgreSQL: a server of its own in a temporary folder, where Debian's packages are."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from twicetold import archive
from twicetold.archive import Archive

NOBODY = "postgres"  # the server refuses to run as root
PATIENCE = 60.0  # seconds


def programs() -> Path | None:
    """Where initdb and postgres are."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), default=None)


def as_whom() -> str | None:
    """The user under whom the server runs: another one only when the tests run as root."""
    return NOBODY if os.geteuid() == 0 else None


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server, without a database."""
    where, user = programs(), as_whom()
    if where is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    if user is not None:
        with suppress(KeyError):
            user = pwd.getpwnam(user).pw_name
        if user is None:
            pytest.skip("PostgreSQL does not run as root, and there is no user 'postgres'")
    folder = Path(tempfile.mkdtemp(prefix="twicetold-pg-"))
    if user is not None:
        shutil.chown(folder, user)
    port = free_port()
    data = folder / "data"
    subprocess.run(
        [where / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
        check=True, capture_output=True, user=user, cwd=folder,
    )  # fmt: skip
    running = subprocess.Popen(
        [where / "postgres", "-D", data, "-p", str(port), "-k", folder, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"],
        user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        yield f"postgresql://tester@127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int) -> None:
    late = time.monotonic() + PATIENCE
    while time.monotonic() < late:
        with suppress(Exception), _connected(port):
            return
        time.sleep(0.1)
    pytest.skip("PostgreSQL did not start")


def _connected(port: int, name: str = "postgres"):  # type: ignore[no-untyped-def]  # pg8000 ships no types
    from contextlib import closing

    import pg8000.dbapi

    return closing(pg8000.dbapi.connect(user="tester", host="127.0.0.1", port=port, database=name))


def _administer(url: str, command: str) -> None:
    with _connected(int(url.rpartition(":")[2])) as connection:
        connection.autocommit = True
        connection.cursor().execute(command)


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """A database with the tables of an empty archive; copying it is quicker than making them."""
    _administer(server, "CREATE DATABASE model")
    archive.open(f"{server}/model").close()
    return "model"


class Numbers:
    last = 0


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for an archive: a file that is not there yet, or an empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "archive.db")
    server, template = request.getfixturevalue("server"), request.getfixturevalue("template")
    Numbers.last += 1
    _administer(server, f"CREATE DATABASE t{Numbers.last} TEMPLATE {template}")
    return f"{server}/t{Numbers.last}"


@pytest.fixture
def bare(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes empty PostgreSQL databases without tables."""

    def make() -> str:
        server = request.getfixturevalue("server")
        Numbers.last += 1
        _administer(server, f"CREATE DATABASE t{Numbers.last}")
        return f"{server}/t{Numbers.last}"

    return make


class Clock:
    """A minute passes between two looks at it."""

    def __init__(self) -> None:
        self.now = datetime(2024, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def kept(where: str) -> Iterator[Archive]:
    """An empty archive whose clock starts at noon of 1 March 2024."""
    with archive.open(where, clock=Clock()) as made:
        yield made
