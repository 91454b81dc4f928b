"""Where words go: data to standard output or a file, progress and failures to standard error."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TextIO

import click
from rich.console import Console
from rich.status import Status

from twicetold.brief.schema import Brief, BriefFailure
from twicetold.types import Failure

EVERY = 50  # documents between two lines of progress where there is no terminal


def in_a_folder(context: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    """Say before the work, not after it, that there is no folder to write into."""
    if path is not None and not path.parent.is_dir():
        raise click.BadParameter(f"{path.parent} is not a folder; make it first or choose another.", context, parameter)
    return path


class Reporter:
    """Progress, warnings and failures on standard error: animated on a terminal, a line every EVERY documents elsewhere."""

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self.quiet, self.verbose = quiet, verbose
        console = Console(stderr=True)
        self._status = Status("reading", console=console) if console.is_terminal and not quiet else None

    def __enter__(self) -> Reporter:
        if self._status:
            self._status.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._status:
            self._status.stop()

    def progress(self, stage: str, done: int) -> None:
        line = f"{stage}: {done} {'document' if done == 1 else 'documents'}"
        if self._status:
            self._status.update(line)
        elif not self.quiet and (stage != "reading" or done % EVERY == 0):
            click.echo(f"twicetold: {line}", err=True)

    def failures(self, failures: Iterable[Failure | BriefFailure]) -> None:
        for f in failures:
            click.echo(f"twicetold: {f.source}: {f.reason}", err=True)

    def brief(self, told: Brief) -> None:
        """Say what failed, and with --verbose what was odd."""
        self.failures(told.failures)
        odd = [(d.source, w) for d in told.documents for w in d.warnings]
        if self.verbose:
            for source, warning in odd:
                click.echo(f"twicetold: {source}: {warning}", err=True)
        elif odd and not self.quiet:
            click.echo(f"twicetold: {len(odd)} {'remark' if len(odd) == 1 else 'remarks'} on the inputs; -v shows them", err=True)


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """A text stream to `path` (in place only when all of it was written) or standard output."""
    if path is None:
        yield sys.stdout
        return
    if path.exists() and not path.is_file():  # a pipe or a device, /dev/null among them: written to, never replaced
        with path.open("w", encoding="utf-8", newline="\n") as out:
            yield out
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as out:
            yield out
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write(content: str | bytes, path: Path | None) -> None:
    """Write all of `content`; bytes are not written to a terminal."""
    if isinstance(content, bytes):
        _write_bytes(content, path)
        return
    if path is None and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    with open_output(path) as out:
        out.write(content)


def _write_bytes(content: bytes, path: Path | None) -> None:
    if path is None and sys.stdout.isatty():
        raise click.UsageError("This format is not for the terminal; give a file with -o FILE.")
    with open_output(path) as out:
        out.flush()
        out.buffer.write(content)
        out.buffer.flush()
