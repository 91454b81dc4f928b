"""What lasts: documents and reports in one file (SQLite) or a PostgreSQL database, sorted into stories, searchable."""

from twicetold.archive.errors import ArchiveError, Busy, Damaged, Full, Newer, NotFound, Unopened
from twicetold.archive.ledger import Forecast
from twicetold.archive.records import Added, Change, Entry, Found, Hit, Pledge, Statement, StoryLine
from twicetold.archive.store import Archive, open, place
from twicetold.archive.words import Unclear

__all__ = [
    "Added", "Archive", "ArchiveError", "Busy", "Change", "Damaged", "Entry", "Forecast", "Found", "Full", "Hit", "Newer", "NotFound",
    "Pledge", "Statement", "StoryLine", "Unclear", "Unopened", "open", "place",
]  # fmt: skip
