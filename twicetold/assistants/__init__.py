"""A server for assistants (Model Context Protocol): a language model can check what it wrote against its sources, and read and search them.

An assistant reads what the user named when starting the server, and the archive if one was given; nothing else, whatever it is asked for.
"""

from __future__ import annotations

from twicetold.assistants.server import server
from twicetold.assistants.shelf import Shelf

__all__ = ["Shelf", "server"]
