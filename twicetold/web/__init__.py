"""The desk in a browser: server-rendered pages over an archive, and a JSON API. `application` makes the ASGI application.

Thin: everything shown is worked out by the other rooms; what is kept is kept by the archive.
"""

from __future__ import annotations

from twicetold.web.app import application
from twicetold.web.settings import Settings

__all__ = ["Settings", "application"]
