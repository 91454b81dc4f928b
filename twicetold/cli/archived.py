"""What commands on an archive share: where it is, what went wrong, how lists are told."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from typing import Any

import click
from rich.console import Console

from twicetold.archive import Archive, ArchiveError, Busy, Full, NotFound, Unclear
from twicetold.archive import open as open_archive

LIST_FORMATS = ("terminal", "json")
WIDTH = 110  # columns where there is no terminal

archive_option = click.option(
    "--archive", "where", envvar="TWICETOLD_ARCHIVE", metavar="PATH|URL",
    help="The archive: a file, or postgresql://user@host/name. Default: TWICETOLD_ARCHIVE, else a file in your data folder.",
)  # fmt: skip
format_option = click.option(
    "-f", "--format", type=click.Choice(LIST_FORMATS), default="terminal", show_default=True, help="How to tell it."
)
page_options: Callable[[Any], Any] = lambda command: click.option(  # noqa: E731 - a decorator made of two
    "-n", "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many."
)(click.option("--offset", type=click.IntRange(0), default=0, help="How many to leave out first.")(command))


@contextmanager
def opened(where: str | None, *, create: bool = False) -> Iterator[Archive]:
    """The archive; what goes wrong in it is said in one sentence, and the exit code is 1, 2 for a search that asks for nothing, 3 where the
    archive cannot be used at all."""
    try:
        with open_archive(where, create=create) as archive:
            yield archive
    except Unclear as error:
        raise click.UsageError(str(error)) from error
    except ArchiveError as error:
        click.echo(f"twicetold: {error}", err=True)
        sys.exit(1 if isinstance(error, (NotFound, Busy, Full)) else 3)


def as_json(value: object) -> str:
    """Records as JSON; spans are [start, end]."""
    return json.dumps(plain(value), ensure_ascii=False, indent=1) + "\n"


def plain(value: object) -> Any:
    """Records as what JSON knows."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(v) for v in value]
    return value


@contextmanager
def page(*, to_terminal: bool) -> Iterator[tuple[Console, list[str]]]:
    """A console whose words are kept: `[0]` of the list is what was told when the block ends. Colour only on a terminal."""
    colour = to_terminal and sys.stdout.isatty()
    width = None if colour or "COLUMNS" in os.environ else WIDTH
    console = Console(force_terminal=colour, width=width, no_color=None if colour else True, highlight=False)
    told: list[str] = []
    with console.capture() as capture:
        yield console, told
    told.append("\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n")
