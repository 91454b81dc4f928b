"""A PostgreSQL server of one's own in a temporary folder, from Debian's packages: for tests and measurements."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

NOBODY = "postgres"  # Debian's user: the server refuses to run as root
OWNER = "tester"
PATIENCE = 60.0  # seconds until it answers


class Missing(Exception):
    """No server can be started here; the message says why."""


def programs() -> Path:
    """The folder with initdb and postgres. Raises Missing."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    if not folders:
        raise Missing("PostgreSQL is not installed (apt-get install postgresql)")
    return folders[-1]


def as_whom() -> str | None:
    """The user under whom the server runs: another one only for root. Raises Missing."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(NOBODY).pw_name
    except KeyError as error:
        raise Missing("PostgreSQL does not run as root, and there is no user 'postgres'") from error


@contextmanager
def server(*, fsync: bool = True, keep: Path | None = None) -> Iterator[str]:
    """The URL of a running server, without a database; its data stay in the folder `keep`, where one is given. Raises Missing."""
    where, user = programs(), as_whom()
    folder = Path(tempfile.mkdtemp(prefix="twicetold-pg-")) if keep is None else keep.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if user is not None:
        shutil.chown(folder, user)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    data = folder / "data"
    setup = [where / "initdb", "-D", data, "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
    if not data.exists():
        subprocess.run(setup, check=True, capture_output=True, user=user, cwd=folder)
    options = ["-c", "listen_addresses=127.0.0.1", "-c", f"fsync={'on' if fsync else 'off'}", "-c", "max_wal_size=2GB"]
    running = subprocess.Popen(
        [where / "postgres", "-D", data, "-p", str(port), "-k", folder, *options],
        user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        url = f"postgresql://{OWNER}@127.0.0.1:{port}"
        _wait(url)
        yield url
    finally:
        running.terminate()
        running.wait(PATIENCE)
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)


def _wait(url: str) -> None:
    late = time.monotonic() + PATIENCE
    while time.monotonic() < late:
        with suppress(Exception):
            administer(url, "SELECT 1")
            return
        time.sleep(0.1)
    raise Missing("PostgreSQL did not start")


def administer(url: str, command: str) -> Any:
    """Run one command outside of any transaction: CREATE DATABASE and the like."""
    import pg8000.dbapi

    port = int(url.rpartition(":")[2].partition("/")[0])
    with closing(pg8000.dbapi.connect(user=OWNER, host="127.0.0.1", port=port, database="postgres")) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(command)
        return cursor.fetchall() if cursor.description else None
