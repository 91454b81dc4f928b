"""`twicetold brief` and `twicetold demo`."""

from __future__ import annotations

import json
import sys
from importlib.resources import as_file, files
from pathlib import Path

import click
from rich.console import Console

from twicetold.brief.compose import NothingReadable, brief, compose, read_reports
from twicetold.brief.exports import as_bytes, exporter, names
from twicetold.brief.schema import Brief
from twicetold.cli.fetching import Fetching, fetching
from twicetold.cli.output import Reporter, in_a_folder, open_output, write
from twicetold.cli.readings import Readings, readings
from twicetold.types import Actor, Failure, Report

FILE = click.Path(dir_okay=False, path_type=Path)
into_file = click.option("-o", "--output", type=FILE, callback=in_a_folder, help="Write to FILE instead of standard output.")

FORMATS = ("terminal", "html", "markdown", "json", *names())
HEAD = {"Title": "title", "Source": "outlet", "Date": "published", "URL": "url"}
DEMO = "abraham-accords-announcement-2020.jsonl"


def own_actors(context: click.Context, option: click.Parameter, path: Path | None) -> list[Actor]:
    """The actors of the file that an option names; a file that cannot be used is wrong usage."""
    from twicetold import actors

    try:
        return [] if path is None else actors.own_actors(path)
    except (OSError, ValueError) as error:
        raise click.BadParameter(str(error), context, option) from error


@click.command("brief")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-f", "--format", type=click.Choice((*FORMATS, "jsonl")), default="terminal", show_default=True, help="How to tell it.")
@into_file
@fetching
@readings
@click.option("--actors", "own", type=click.Path(exists=True, dir_okay=False, path_type=Path), callback=own_actors, metavar="FILE",
              help="Your own actors (TOML or JSON: name, kind, country, aliases); their names win. See docs/actors.md.")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but failures.")
@click.option("-v", "--verbose", is_flag=True, help="Also say what was odd about each input.")
def brief_command(
    paths: tuple[str, ...],
    format: str,
    output: Path | None,
    web: Fetching,
    readings: Readings,
    own: list[Actor],
    quiet: bool,
    verbose: bool,
) -> None:
    """Read everything under PATH... and write a cited brief.

    PATH is a file, a folder, a glob in quotes, - for standard input, or the address of a page, a feed or a sitemap.
    Read are text, Markdown, HTML, PDF, Word (.docx), mail (.eml), JSON, JSON Lines, CSV, WARC and feeds.
    Exit code 0 fine, 1 some inputs could not be read, 2 wrong usage, 3 nothing could be read.
    """
    reporter = Reporter(quiet=quiet, verbose=verbose)
    if format == "jsonl":
        failed, read = stream(paths, output, reporter, web, own)
        sys.exit(3 if not read else 1 if failed else 0)
    try:
        with reporter, web.fetcher(paths) as fetcher:
            told = readings.of(brief(paths, progress=reporter.progress, fetcher=fetcher, own=own))
    except NothingReadable as error:
        reporter.failures(error.failures)
        sys.exit(3)
    reporter.brief(told)
    write(tell_as(format, told, to_terminal=output is None), output)
    sys.exit(1 if told.failures else 0)


@click.command("demo")
@click.option("-f", "--format", type=click.Choice(FORMATS), default="terminal", show_default=True, help="How to tell it.")
@into_file
@click.option("--reports", type=click.Path(file_okay=False, path_type=Path), help="Also write the nine reports as files into this folder.")
@click.option("--html", "page", type=FILE, callback=in_a_folder, help="Also write the brief as an HTML page to FILE.")
def demo_command(format: str, output: Path | None, reports: Path | None, page: Path | None) -> None:
    """Brief the bundled example: nine invented reports about one real event."""
    if reports is not None:
        _write_reports(reports)
    with as_file(files("twicetold") / "examples" / DEMO) as path, Reporter(quiet=False, verbose=False) as reporter:
        told = brief([str(path)], progress=reporter.progress)
    write(tell_as(format, told, to_terminal=output is None), output)
    if page is not None:
        write(tell_as("html", told, to_terminal=False), page)
        click.echo(f"The same as a page: {page}", err=True)


def _write_reports(folder: Path) -> None:
    """The bundled reports, a text file each with its metadata in the head."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (files("twicetold") / "examples" / DEMO).read_text(encoding="utf-8").splitlines()
    for number, document in enumerate(map(json.loads, lines), 1):
        head = [f"{name}: {document[key]}" for name, key in HEAD.items() if document.get(key)]
        (folder / f"{number}.txt").write_text("\n".join([*head, "", document["text"]]) + "\n", encoding="utf-8")
    click.echo(f"The nine reports: {folder}", err=True)


def tell_as(form: str, told: Brief, *, to_terminal: bool) -> str | bytes:
    """The brief in one of FORMATS. What a form needs is loaded only for it; of several files a ZIP archive is made."""
    if form == "json":
        return told.to_json() + "\n"
    if form == "html":
        from twicetold.brief import html

        return html.render(told)
    if form == "markdown":
        from twicetold.brief import markdown

        return markdown.render(told)
    if form in names():
        exported = exporter(form).export(told)
        return exported if isinstance(exported, str) else as_bytes(exported)
    return _on_terminal(told, colour=to_terminal and sys.stdout.isatty())


def _on_terminal(told: Brief, *, colour: bool) -> str:
    from twicetold.brief import terminal

    console = Console(force_terminal=colour, width=None if colour else 80, no_color=None if colour else True)
    with console.capture() as capture:
        terminal.render(told, console)
    return capture.get()


def stream(paths: tuple[str, ...], output: Path | None, reporter: Reporter, web: Fetching, own: list[Actor]) -> tuple[int, int]:
    """JSON Lines: a brief of each document alone as soon as it is read, and the brief of all of them as the last line.

    Returns how many inputs failed and how many were read.
    """
    reports: list[Report] = []
    failures: list[Failure] = []
    with open_output(output) as out, reporter, web.fetcher(paths) as fetcher:
        for item in read_reports(paths, fetcher, own):
            if isinstance(item, Failure):
                failures.append(item)
                reporter.failures([item])
                continue
            reports.append(item)
            print(compose([item]).to_json(indent=None), file=out, flush=True)
            reporter.progress("reading", len(reports))
        if len(reports) > 1:
            reporter.progress("comparing", len(reports))
            print(compose(reports, failures).to_json(indent=None), file=out, flush=True)
    return len(failures), len(reports)
