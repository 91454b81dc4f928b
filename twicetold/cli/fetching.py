"""Options of commands that take addresses: what may be asked, and where what was fetched is kept."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from twicetold.reading.fetch import Fetcher


@dataclass(frozen=True, slots=True)
class Fetching:
    """How addresses are fetched in one run."""

    allow_private: bool
    keep: Path | None

    @contextmanager
    def fetcher(self, paths: Iterable[str] = ("https://",)) -> Iterator[Fetcher | None]:
        """A fetcher where one of `paths` is an address, None otherwise: nothing is loaded for files."""
        if not any(path.lower().startswith(("http://", "https://")) for path in paths):
            yield None
            return
        from twicetold.reading.fetch import Captures, Fetcher

        with Fetcher(allow_private=self.allow_private, keep=Captures(self.keep) if self.keep else None) as fetcher:
            yield fetcher


def captures_folder() -> Path:
    """Where fetched pages are kept unless the user says otherwise."""
    from platformdirs import user_data_path

    return user_data_path("twicetold", appauthor=False) / "captures"


def fetching(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--keep`, `--no-keep` and `--allow-private`; the command gets them as `web`, a Fetching."""

    @click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Keep fetched pages as WARC files in this folder.")
    @click.option("--no-keep", is_flag=True, help="Do not keep fetched pages.")
    @click.option("--allow-private", is_flag=True, help="Also fetch from addresses in private networks.")
    @functools.wraps(command)
    def told(*args: Any, keep: Path | None, no_keep: bool, allow_private: bool, **kwargs: Any) -> Any:
        return command(*args, web=Fetching(allow_private, None if no_keep else keep or captures_folder()), **kwargs)

    return told
