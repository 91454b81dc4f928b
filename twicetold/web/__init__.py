"""The desk in a browser: server-rendered pages over an archive, and a JSON API. `application` makes the ASGI application.

Thin: everything shown is worked out by the other rooms; what is kept is kept by the archive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twicetold.web.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from twicetold.archive import Archive

__all__ = ["Settings", "application"]


def application(archive: Archive, settings: Settings | None = None) -> ASGIApp:
    """The desk as an ASGI application; the caller opens and closes the archive. What it needs is loaded only now."""
    from twicetold.web.app import application as made

    return made(archive, settings)
