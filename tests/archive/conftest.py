"""Every test of the archive runs on SQLite and on PostgreSQL: a server of its own in a temporary folder, where Debian's packages are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks import postgres
from twicetold import archive
from twicetold.archive import Archive


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server, without a database."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgres.server(fsync=False))
        except postgres.Missing as error:
            pytest.skip(str(error))
        yield url


@pytest.fixture(scope="session")
def template(server: str) -> str:
    """A database with the tables of an empty archive; copying it is quicker than making them."""
    postgres.administer(server, "CREATE DATABASE model")
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
    postgres.administer(server, f"CREATE DATABASE t{Numbers.last} TEMPLATE {template}")
    return f"{server}/t{Numbers.last}"


@pytest.fixture
def bare(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes empty PostgreSQL databases without tables."""

    def make() -> str:
        server = request.getfixturevalue("server")
        Numbers.last += 1
        postgres.administer(server, f"CREATE DATABASE t{Numbers.last}")
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
