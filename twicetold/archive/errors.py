"""What can go wrong with an archive; every message is a sentence for people that says what to do."""

from __future__ import annotations


class ArchiveError(Exception):
    """Base of all; the message is shown as it is."""


class Unopened(ArchiveError):
    """The archive cannot be opened: no such place, no archive, no permission, no server."""


class Newer(Unopened):
    """A newer program made or upgraded the archive."""


class Full(ArchiveError):
    """There is no room left; nothing of what was being added is in the archive, everything before is."""


class Busy(ArchiveError):
    """Another program has been writing for longer than we wait."""


class Damaged(ArchiveError):
    """What is stored cannot be read back."""


class NotFound(ArchiveError):
    """No document, story or forecast has this id."""
