"""`twicetold add`, `stories`, `search`, `show`, `remove`, `export`: an archive that grows."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from twicetold.cli.archived import archive_option, as_json, format_option, opened, page, page_options
from twicetold.cli.brief import tell_as
from twicetold.cli.output import Reporter, in_a_folder, open_output, write
from twicetold.types import Failure, Level

if TYPE_CHECKING:
    from rich.console import Console

    from twicetold.archive import Added, Archive, Change, Found, Hit, StoryLine

FILE = click.Path(dir_okay=False, path_type=Path)
HEAD = 64  # characters in which an export says what it is
into_file = click.option("-o", "--output", type=FILE, callback=in_a_folder, help="Write to FILE instead of standard output.")
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but failures.")


@dataclass
class Tally:
    new: int = 0
    known: int = 0
    failed: int = 0


@click.command("add")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@archive_option
@click.option("--briefs/--no-briefs", default=True, help="Compose the briefs of changed stories at once, and say what is new in them.")
@format_option
@quiet_option
def add_command(paths: tuple[str, ...], where: str | None, briefs: bool, format: str, quiet: bool) -> None:
    """Read everything under PATH... into the archive, each document into its story.

    PATH is whatever `twicetold brief` reads, or a file that `twicetold export` wrote. A document that is there already is not read again;
    a page whose text changed is kept as a new version. A line is printed as soon as a document is safely stored.
    Exit code 0 fine, 1 some inputs could not be read or stored, 2 wrong usage, 3 nothing could be.
    """
    reporter = Reporter(quiet=quiet, verbose=False)
    tally, touched = Tally(), dict[str, None]()
    with opened(where, create=True) as archive:
        for told in _adding(archive, paths):
            if isinstance(told, Failure):
                tally.failed += 1
                reporter.failures([told])
                continue
            tally.new, tally.known = tally.new + told.new, tally.known + (not told.new)
            if told.new:
                touched[told.story] = None
            print(told_added(archive, told, format), flush=True)
        if briefs and touched:
            told_changes(archive.refresh([s for s in archive.stale(limit=100_000) if s in touched]), format)
        if not quiet:
            click.echo(f"twicetold: {tally.new} added, {tally.known} known before, {tally.failed} failed ({archive.name})", err=True)
    sys.exit(3 if tally.failed and not tally.new + tally.known else 1 if tally.failed else 0)


def _adding(archive: Archive, paths: Iterable[str]) -> Iterator[Added | Failure]:
    from twicetold import reading

    plain = []
    for path in paths:
        if _is_export(path):
            yield from _restored(archive, Path(path))
        else:
            plain.append(path)
    if plain:
        for one in reading.read(plain):
            yield one if isinstance(one, Failure) else archive.add(one)


def _is_export(path: str) -> bool:
    from twicetold.archive.exchange import is_export

    if not path.endswith((".jsonl", ".ndjson")) or not Path(path).is_file():
        return False
    with Path(path).open(encoding="utf-8", errors="replace") as file:
        return is_export(file.read(HEAD))


def _restored(archive: Archive, path: Path) -> Iterator[Added | Failure]:
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            try:
                told = archive.restore(line)
            except ValueError as error:
                yield Failure(f"{path}#{number}", str(error))
                continue
            if told is not None:
                yield told


def told_added(archive: Archive, told: Added, form: str) -> str:
    """A line on a document that was added."""
    if form == "json":
        return json.dumps(told._asdict())
    entry = archive.document(told.id)
    what = "known" if not told.new else "version" if told.supersedes else "new"
    return f"{told.id}  {told.story:<6} {what:7}  {_line(entry.title or entry.source)} ({_line(entry.outlet or 'no outlet')})"


def _line(text: str) -> str:
    from twicetold.brief.phrases import one_line

    return one_line(text)


def told_changes(changes: Sequence[Change], form: str) -> None:
    """A line on each change, to standard output."""
    for c in changes:
        if form == "json":
            print(json.dumps({"at": c.at, "story": c.story, "kind": c.kind, "text": c.text, "document": c.document}), flush=True)
        else:
            print(f"{c.story:<6} {_line(c.text)}", flush=True)


# ------------------------------------------------------------------------------------------------------------- stories


@click.command("stories")
@archive_option
@page_options
@click.option("--since", metavar="DATE", help="Only those to which something came since a day or moment (ISO 8601), with what is new.")
@format_option
@into_file
def stories_command(where: str | None, limit: int, offset: int, since: str | None, format: str, output: Path | None) -> None:
    """List the stories of the archive, those to which something came last first.

    `origins` are independent ones, as the story's brief counts them; ~ stands before a number that may have changed since.
    """
    with opened(where) as archive:
        found = archive.stories(limit, offset, since)
        count = archive.counts()
    if format == "json":
        write(as_json(found), output)
        return
    from twicetold.brief.phrases import plural

    with page(to_terminal=output is None) as (console, told):
        _stories(console, found)
        console.print(f"{plural(count['stories'], 'story', 'stories')}, {plural(count['documents'], 'document')}")
    write(told[0], output)


def _stories(console: Console, found: Sequence[StoryLine]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, right in (("story", False), ("dates", False), ("reports", True), ("origins", True), ("title and what is new", False)):
        table.add_column(name, justify="right" if right else "left", overflow="fold", no_wrap=name != "title and what is new")
    for s in found:
        origins = "?" if s.origins is None else f"{'~' if s.stale else ''}{s.origins}"
        told = Text(_line(s.title), style="bold")
        for change in [c for c in s.news if c.kind not in ("story_new", "documents_added")][-3:]:
            told.append(f"\n{_line(change.text)}", style="not bold dim")
        table.add_row(s.id, _dates(s.first, s.last), str(s.documents), origins, told)
    console.print(table)


def _dates(first: str | None, last: str | None) -> str:
    return "no date" if first is None or last is None else first if first == last else f"{first} – {last}"


# -------------------------------------------------------------------------------------------------------------- search


@click.command("search")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@archive_option
@click.option("--actor", metavar="NAME", help="Only documents that name somebody.")
@click.option("--holder", metavar="NAME", help="Only documents in which somebody is said to hold something.")
@click.option("--certainty", type=click.Choice(get_args(Level)), help="Only documents with a statement of this certainty.")
@click.option("--since", metavar="DATE", help="Published on this day (ISO 8601) or later.")
@click.option("--until", metavar="DATE", help="Published on this day or before.")
@page_options
@format_option
@into_file
def search_command(
    words: tuple[str, ...], where: str | None, actor: str | None, holder: str | None, certainty: str | None, since: str | None,
    until: str | None, limit: int, offset: int, format: str, output: Path | None,
) -> None:  # fmt: skip
    """Find documents in which all WORDS stand: words, "words in a row", beginnings*; after --, also -words that must not be there.

    With --holder and --certainty: documents in which somebody holds something, stated so surely.
    """
    if not (words or actor or holder or certainty or since or until):
        raise click.UsageError("Give words to search for, or one of --actor, --holder, --certainty, --since, --until.")
    text = " ".join(f'"{w}"' if " " in w and '"' not in w else w for w in words)
    with opened(where) as archive:
        found = archive.search(text, actor=actor, holder=holder, certainty=certainty, since=since, until=until, limit=limit, offset=offset)
    if format == "json":
        write(as_json(found), output)
    else:
        with page(to_terminal=output is None) as (console, told):
            _found(console, found, offset)
        write(told[0], output)
    sys.exit(0 if found.hits else 1)


def _found(console: Console, found: Found, offset: int) -> None:
    from rich.text import Text

    for hit in found.hits:
        d = hit.document
        console.print(Text.assemble((f"{d.id}  {d.story}", "dim"), "  ", (_line(d.title or d.source), "bold")))
        console.print(Text(f"    {_line(d.outlet or 'no outlet')}, {(d.published or 'no date')[:10]}", "dim"))
        console.print(_marked(hit), soft_wrap=False)
        for s in hit.statements:
            console.print(Text(f"    {_line(s.holder or 'own voice')}: {s.certainty.replace('_', ' ')}", "italic"))
    shown = f"{offset + 1}–{offset + len(found.hits)} of " if found.hits and len(found.hits) < found.total else ""
    more = "" if found.complete else " of the newest"
    console.print(f"{shown}{found.total:,}{more} found" if found.total else "Nothing found.")


def _marked(hit: Hit) -> object:
    from rich.padding import Padding
    from rich.text import Text

    told, at = Text("…" if hit.start else ""), hit.start
    for mark in hit.marks:
        told.append(_line(hit.text[at - hit.start : mark.start - hit.start]))
        told.append(" " if told and not told.plain.endswith((" ", "…")) and hit.text[mark.start - hit.start - 1 :][:1].isspace() else "")
        told.append(_line(hit.text[mark.start - hit.start : mark.end - hit.start]), style="bold yellow")
        at = mark.end
        told.append(" " if hit.text[at - hit.start :][:1].isspace() else "")
    told.append(_line(hit.text[at - hit.start :]) + "…")
    return Padding(told, (0, 0, 0, 4))


# ---------------------------------------------------------------------------------------------------- show, remove, export


@click.command("show")
@click.argument("identifier", metavar="ID")
@archive_option
@click.option(
    "-f", "--format", type=click.Choice(("terminal", "html", "markdown", "json", "text")), default="terminal", show_default=True,
    help="How to tell it; text: a document as it was read.",
)  # fmt: skip
@into_file
def show_command(identifier: str, where: str | None, format: str, output: Path | None) -> None:
    """Write the brief of a story (s12) or of one document (d0a1b2c3d4, or as much of it as nobody else has)."""
    with opened(where) as archive:
        if format == "text":
            write(archive.report(identifier).document.text + "\n", output)
            return
        if identifier[:1] == "s" and identifier[1:].isdigit():
            told = archive.story(identifier)
        else:
            from twicetold.brief.compose import compose

            told = compose([archive.report(identifier)])
    write(tell_as(format, told, to_terminal=output is None), output)


@click.command("remove")
@click.argument("identifiers", nargs=-1, required=True, metavar="ID...")
@archive_option
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
def remove_command(identifiers: tuple[str, ...], where: str | None, yes: bool) -> None:
    """Take documents out of the archive for good. Resolutions of their forecasts stay."""
    with opened(where) as archive:
        for identifier in identifiers:
            entry = archive.document(identifier)
            told = f"{entry.id}  {entry.story}  {_line(entry.title or entry.source)}"
            if yes or click.confirm(f"Remove {told}?"):
                archive.remove(entry.id)
                print(f"removed  {told}")


@click.command("export")
@archive_option
@into_file
@quiet_option
def export_command(where: str | None, output: Path | None, quiet: bool) -> None:
    """Write the whole archive as JSON Lines; `twicetold add` takes them in again without reading anything anew."""
    with opened(where) as archive, open_output(output) as out:
        count = archive.export(out)
    if not quiet:
        click.echo(f"twicetold: {count:,} documents exported", err=True)
