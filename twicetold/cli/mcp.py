"""`twicetold mcp`."""

from __future__ import annotations

from contextlib import ExitStack

import click


@click.command("mcp")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option("--archive", "where", metavar="WHERE", help="An archive (a file, or the URL of a PostgreSQL database) that may be searched.")
def mcp_command(paths: tuple[str, ...], where: str | None) -> None:
    """Serve an assistant over standard input and output (Model Context Protocol).

    It can check a text against the sources in PATH... or in the archive, ask for their brief, search and read them; it sees nothing else,
    and nothing is fetched. Give either PATH... or --archive, or both.
    """
    if not paths and not where:
        raise click.UsageError("Give files or folders with sources, or an archive.")
    if any(path == "-" or "://" in path for path in paths):
        raise click.UsageError("Sources of an assistant are files and folders; standard input is its line, and nothing is fetched for it.")
    from twicetold import archive
    from twicetold.assistants import Shelf, server

    with ExitStack() as stack:
        try:
            kept = stack.enter_context(archive.open(where, create=False)) if where else None
        except archive.ArchiveError as error:
            raise click.ClickException(str(error)) from None
        server(Shelf(paths, kept)).run("stdio")
