"""`twicetold watch`: feeds, outlines and sitemaps into the archive, as things appear."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from twicetold.cli.archive import told_added, told_changes
from twicetold.cli.archived import archive_option, format_option, opened
from twicetold.types import Failure

if TYPE_CHECKING:
    from twicetold.archive import Archive, Change
    from twicetold.archive.watching import Watcher

DUE = "watch:due"  # the day up to which forecasts that fell due were told


@click.command("watch")
@click.argument("feeds", nargs=-1, required=True, metavar="FEED...")
@archive_option
@click.option("--every", type=click.FloatRange(1), default=15.0, show_default=True, metavar="MINUTES", help="How often to look.")
@click.option("--once", is_flag=True, help="Look once and stop: for cron and systemd timers.")
@click.option(
    "--again", type=click.FloatRange(0), default=24.0, show_default=True, metavar="HOURS",
    help="Look at a page that is still listed again after so long: it may have been changed. 0: never.",
)  # fmt: skip
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Keep pages as they came (WARC files).")
@click.option("--allow-private", is_flag=True, help="Also fetch from private networks and this machine.")
@click.option("--briefs/--no-briefs", default=True, help="Compose the briefs of changed stories, and say what is new in them.")
@format_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but failures.")
def watch_command(
    feeds: tuple[str, ...], where: str | None, every: float, once: bool, again: float, keep: Path | None, allow_private: bool,
    briefs: bool, format: str, quiet: bool,
) -> None:  # fmt: skip
    """Watch FEED... and add to the archive what appears in them; say what is new in stories.

    FEED is the address of an RSS or Atom feed, an OPML outline or a sitemap, or an OPML file. Where a watcher was is kept in the archive:
    started again, it goes on from there. Stop it with Ctrl-C; the document in hand is finished first.
    Exit code 0 fine, 1 with --once when something could not be read, 2 wrong usage, 3 the archive cannot be used.
    """
    from twicetold.archive.watching import Watcher, reader
    from twicetold.reading.fetch import Captures, Fetcher

    stop = _stopping()
    with opened(where, create=True) as archive:
        while not stop.is_set():
            with Fetcher(allow_private=allow_private, keep=Captures(keep) if keep else None) as fetcher:
                watcher = Watcher(archive, fetcher, reader(fetcher), again=timedelta(hours=again) if again else None)
                added, failed = _round(watcher, feeds, format, stop)
            told_changes(_news(archive, briefs and bool(added), stop), format)
            if not quiet:
                click.echo(f"twicetold: {added} added, {failed} failed ({archive.name})", err=True)
            if once:
                sys.exit(1 if failed else 0)
            stop.wait(every * 60)


def _stopping() -> threading.Event:
    """Set by Ctrl-C or SIGTERM; a second one ends the program at once."""
    stop = threading.Event()

    def ask(number: int, frame: object) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    return stop


def _round(watcher: Watcher, feeds: Sequence[str], form: str, stop: threading.Event) -> tuple[int, int]:
    """One look at all feeds; how many documents were added and how many places failed."""
    added = failed = 0
    for told in watcher.look(feeds):
        if isinstance(told, Failure):
            failed += 1
            click.echo(f"twicetold: {told.source}: {told.reason}", err=True)
        else:
            added += 1
            print(told_added(watcher.archive, told, form), flush=True)
        if stop.is_set():
            break
    return added, failed


def _news(archive: Archive, briefs: bool, stop: threading.Event) -> list[Change]:
    """What is new in stories, and forecasts that fell due since somebody was last told."""
    found: list[Change] = []
    for story in archive.stale() if briefs else []:
        if stop.is_set():
            break
        found += archive.refresh([story])
    today = archive.today()
    last = archive.setting(DUE)
    if last is None or last < today:
        found += archive.due(last, today) if last else []
        archive.remember(DUE, today)
    return found
