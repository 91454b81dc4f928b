"""`twicetold compare`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from twicetold.cli.brief import FILE
from twicetold.cli.output import Reporter, in_a_folder, write

FORMATS = ("terminal", "html", "json")
NOTHING_USABLE = 3


@click.command("compare")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.option("-f", "--format", type=click.Choice(FORMATS), default="terminal", show_default=True, help="How to tell it.")
@click.option("-o", "--output", type=FILE, callback=in_a_folder, help="Write to FILE instead of standard output.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but failures.")
@click.option("-v", "--verbose", is_flag=True, help="Also say what was odd about each input.")
def compare_command(left: str, right: str, format: str, output: Path | None, quiet: bool, verbose: bool) -> None:
    """Set two documents side by side: what is shared, moved, changed, missing.

    A and B are files; PATH#ID is one record of a file that holds several. Exit code 0 fine, 2 wrong usage, 3 one of them could not be read.
    """
    from twicetold.brief.compare import Unusable, compare_paths

    reporter = Reporter(quiet=quiet, verbose=verbose)
    try:
        with reporter:
            reporter.progress("comparing", 2)
            found = compare_paths(left, right)
    except Unusable as error:
        click.echo(f"twicetold: {error}", err=True)
        sys.exit(NOTHING_USABLE)
    reporter.brief(found.brief)
    if format == "json":
        told = found.to_json() + "\n"
    elif format == "html":
        from twicetold.brief.compare_html import page

        told = page(found)
    else:
        from twicetold.brief.compare_terminal import as_text

        told = as_text(found, colour=output is None and sys.stdout.isatty())
    write(told, output)
