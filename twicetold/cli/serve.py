"""`twicetold serve`."""

from __future__ import annotations

import secrets

import click

from twicetold.cli.archived import archive_option, opened
from twicetold.web.settings import LEAST_TOKEN, PORT, Settings, is_loopback


@click.command("serve")
@archive_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; only this machine reaches the default.")
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="Port to listen on.")
@click.option("--token", metavar="TEXT", help="Who uses the desk must know it; made and printed with another --host if not given.")
@click.option("--name", "names", multiple=True, metavar="NAME", help="A further name under which the desk is reached; may be repeated.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but failures.")
@click.option("-v", "--verbose", is_flag=True, help="Also log every request.")
def serve_command(where: str | None, host: str, port: int, token: str | None, names: tuple[str, ...], quiet: bool, verbose: bool) -> None:
    """Open the desk in a browser: stories, briefs, comparisons, forecasts, search.

    Serves until it is interrupted. Without --host only this machine reaches it and no token is needed.
    """
    from twicetold.web.serving import run

    if token is not None and len(token) < LEAST_TOKEN:
        raise click.BadParameter(f"a token has at least {LEAST_TOKEN} characters; leave it out to have one made.", param_hint="--token")
    made = token is None and not is_loopback(host)
    token = secrets.token_urlsafe(24) if made else token
    settings = Settings(host=host, port=port, token=token, names=frozenset(n.casefold().rstrip(".") for n in names))
    with opened(where, create=True) as kept:
        run(kept, settings, quiet=quiet, verbose=verbose, show_token=made)
