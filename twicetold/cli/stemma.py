"""`twicetold stemma`."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from twicetold.brief.compose import NothingReadable
from twicetold.cli.brief import FILE
from twicetold.cli.output import Reporter, in_a_folder, write

FORMATS = ("terminal", "svg", "dot", "prov", "json")
NOTHING_USABLE = 3


@click.command("stemma")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-f", "--format", type=click.Choice(FORMATS), default="terminal", show_default=True, help="How to tell it.")
@click.option("-o", "--output", type=FILE, callback=in_a_folder, help="Write to FILE instead of standard output.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but failures.")
@click.option("-v", "--verbose", is_flag=True, help="Also say what was odd about each input.")
def stemma_command(paths: tuple[str, ...], format: str, output: Path | None, quiet: bool, verbose: bool) -> None:
    """Say who retells whom among the documents under PATH..., lost origins included.

    A tree for the terminal, a drawing (svg), Graphviz (dot), PROV-O as JSON-LD (prov) or JSON.
    Exit code 0 fine, 1 some inputs could not be read, 2 wrong usage, 3 nothing could be read.
    """
    from twicetold.brief.stemma import stemma

    reporter = Reporter(quiet=quiet, verbose=verbose)
    try:
        with reporter:
            found = stemma(paths, progress=reporter.progress)
    except NothingReadable as error:
        reporter.failures(error.failures)
        sys.exit(NOTHING_USABLE)
    view = found.view()
    reporter.brief(view.brief)
    if format == "terminal":
        from twicetold.brief import terminal

        colour = output is None and sys.stdout.isatty()
        console = Console(force_terminal=colour, width=None if colour else 80, no_color=None if colour else True)
        with console.capture() as capture:
            terminal.lineages(view, console)
        told = capture.get()
    elif format == "json":
        told = found.to_json() + "\n"
    else:
        from twicetold.brief import stemma_forms

        told = {"svg": stemma_forms.svg, "dot": stemma_forms.dot, "prov": stemma_forms.prov}[format](found)
    write(told, output)
    sys.exit(1 if found.failures else 0)
