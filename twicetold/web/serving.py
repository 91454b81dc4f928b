"""Run the application with uvicorn, its limits set: nothing that a client does can hold the server up for long."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from typing import Final

import click
import uvicorn

from twicetold.archive.store import Archive
from twicetold.web.app import application
from twicetold.web.settings import Settings
from twicetold.web.slow import Patient

KEEP_ALIVE: Final = 15  # seconds for which an idle connection stays open
GRACE: Final = 5  # seconds for requests under way when the server is stopped
LARGEST_HEAD: Final = 32 * 1024  # bytes


def run(archive: Archive, settings: Settings, *, quiet: bool = False, verbose: bool = False, show_token: bool = False) -> None:
    """Serve until interrupted. Raises OSError where the port cannot be had."""
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, format="twicetold: %(message)s", stream=sys.stderr)
    with _listen(settings) as listening:
        if not quiet or show_token:
            _tell(archive, settings, show_token)
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, lambda *_: None)  # uvicorn raises what it caught once more when it is done: to be stopped is no failure
        server(archive, settings, verbose=verbose).run(sockets=[listening])


def server(archive: Archive, settings: Settings, *, verbose: bool = False) -> uvicorn.Server:
    """A server with all limits, not yet running."""
    patient = type("Patient", (Patient,), {"HEAD": settings.head})
    config = uvicorn.Config(
        application(archive, settings), http=patient, ws="none", lifespan="on", log_config=None, access_log=verbose, server_header=False,
        limit_concurrency=settings.connections, timeout_keep_alive=KEEP_ALIVE, timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=LARGEST_HEAD, proxy_headers=False, log_level="info" if verbose else "warning",
    )  # fmt: skip
    return uvicorn.Server(config)


def _listen(settings: Settings) -> socket.socket:
    """The socket, bound before anything is said: a port that is taken is one clear sentence."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((settings.host, settings.port))
        made.listen(128)
    except OSError as error:
        made.close()
        reason = (error.strerror or str(error)).lower()
        where = f"{settings.host}:{settings.port}"
        raise click.ClickException(f"{where} cannot be listened on ({reason}); choose another --port or --host.") from error
    return made


def _tell(archive: Archive, settings: Settings, show_token: bool) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    click.echo(f"twicetold: the desk is open at http://{host}:{settings.port}/ (archive: {archive.name}); Ctrl-C closes it", err=True)
    if show_token:
        click.echo(f"twicetold: its token is {settings.token}", err=True)
    if not settings.loopback:
        click.echo("twicetold: others can reach it; put a proxy that speaks HTTPS in front, or the token is sent in the clear", err=True)
