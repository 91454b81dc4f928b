"""`twicetold check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import click

from twicetold.brief.compose import NothingReadable
from twicetold.checking.found import FAILING, PROBLEMS, Checked, Problem
from twicetold.cli.output import Reporter, in_a_folder, write

FILE = click.Path(dir_okay=False, path_type=Path)
FORMATS = ("terminal", "html", "json", "sarif")


def _problems(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> frozenset[Problem]:
    """Names of problems, 'all', 'none' or 'default', with '-' in front to take one away, in the order given."""
    chosen: set[Problem] = set() if value else set(FAILING)
    for word in (w for item in value for w in item.replace(",", " ").split()):
        name, remove = word.removeprefix("-"), word.startswith("-")
        groups: dict[str, frozenset[Problem]] = {"all": frozenset(PROBLEMS), "none": frozenset(), "default": FAILING}
        if name not in groups and name not in get_args(Problem):
            raise click.BadParameter(f"'{name}' is no problem; choose among {', '.join(PROBLEMS)}, all, none, default.", context, parameter)
        some: frozenset[Problem] = groups[name] if name in groups else frozenset([name])  # type: ignore[list-item]
        if remove and not chosen:
            chosen = set(FAILING)
        chosen = chosen - some if remove else chosen | some
    return frozenset(chosen)


@click.command("check")
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT...")
@click.option("-a", "--against", multiple=True, required=True, metavar="PATH", help="Sources: a file, a folder or a glob; may be repeated.")
@click.option("-f", "--format", type=click.Choice(FORMATS), default="terminal", show_default=True, help="How to tell it.")
@click.option("-o", "--output", type=FILE, callback=in_a_folder, help="Write to FILE instead of standard output.")
@click.option(
    "--fail-on", multiple=True, callback=_problems, metavar="PROBLEM,...",
    help="Problems that count: names from the list below, 'all', 'none' or 'default'; '-name' takes one away from the default.",
)  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="In the terminal, also show what holds.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep what was read of the sources before.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but failures.")
@click.option("-v", "--verbose", is_flag=True, help="Also say what was odd about each input.")
def check_command(
    drafts: tuple[str, ...], against: tuple[str, ...], format: str, output: Path | None, fail_on: frozenset[Problem],
    everything: bool, no_cache: bool, quiet: bool, verbose: bool,
) -> None:  # fmt: skip
    """Hold every quotation, attribution, hedge, number, name and date of DRAFT... against sources.

    DRAFT is a file, or - for standard input, in any format that is read. Problems: not_found, misattributed, reversed, number_changed,
    date_changed, name_changed, certainty_raised, certainty_lowered, meaning_changed, reworded, cut; told, but not counted unless asked
    for: holder_dropped (reported speech told as fact), trimmed (words left out with an ellipsis).

    Exit code 0 everything holds, 1 something does not or an input could not be read, 2 wrong usage, 3 no draft or no source could be read.
    """
    from dataclasses import replace

    from twicetold.checking import check

    reporter = Reporter(quiet=quiet, verbose=verbose)
    try:
        with reporter:
            checked = check(drafts, against, cache=not no_cache, progress=reporter.progress)
    except NothingReadable as error:
        reporter.failures(error.failures)
        sys.exit(3)
    checked = replace(checked, fail_on=fail_on)
    reporter.failures(checked.failures)
    if verbose:
        for document in (*checked.drafts, *checked.sources):
            for warning in document.warnings:
                click.echo(f"twicetold: {document.source}: {warning}", err=True)
    write(tell_as(format, checked, to_terminal=output is None, everything=everything), output)
    sys.exit(0 if checked.holds and not checked.failures else 1)


def tell_as(form: str, checked: Checked, *, to_terminal: bool, everything: bool = False) -> str:
    """The check in one of FORMATS, as text. What a form needs is loaded only for it."""
    if form == "json":
        return checked.to_json() + "\n"
    if form == "sarif":
        from twicetold.checking import sarif

        return sarif.render(checked) + "\n"
    if form == "html":
        from twicetold.checking import html

        return html.render(checked)
    from rich.console import Console

    from twicetold.checking import terminal

    colour = to_terminal and sys.stdout.isatty()
    console = Console(force_terminal=colour, width=None if colour else 100, no_color=None if colour else True)
    with console.capture() as capture:
        terminal.render(checked, console, everything=everything)
    return capture.get()
