"""The sources that an assistant may see: files named by the user, read again when they change, and an archive."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from twicetold import reading
from twicetold.archive import Archive
from twicetold.brief.compose import compose
from twicetold.brief.schema import Brief
from twicetold.checking.cache import Cache
from twicetold.reading.inputs import expand
from twicetold.types import Document, Failure, Report

State = tuple[tuple[str, int, int], ...]


class Missing(Exception):
    """Something that was asked for is not there; the message is a sentence for the assistant."""


class Shelf:
    """Reports on the files under `paths`, kept in memory, and what lies in `archive`. May be asked from several threads."""

    def __init__(self, paths: Sequence[str] = (), archive: Archive | None = None) -> None:
        self._paths, self.archive = tuple(paths), archive
        self._lock = threading.Lock()
        self._state: State | None = None
        self._reports: list[Report] = []
        self._failures: list[Failure] = []
        self._brief: Brief | None = None

    def reports(self, story: str | None = None) -> list[Report]:
        """The reports on the files, or on the documents of a story in the archive."""
        if story is not None:
            archive = self._archive()
            return [archive.report(entry.id) for entry in archive.documents(limit=10_000, story=story)]
        with self._lock:
            self._fresh()
            return self._reports

    def brief(self, story: str | None = None) -> Brief:
        """The brief on the files, or on a story of the archive."""
        if story is not None:
            return self._archive().story(story)
        with self._lock:
            self._fresh()
            if self._brief is None:
                self._brief = compose(self._reports, self._failures)
            return self._brief

    def document(self, name: str) -> Document:
        """A document by its id: of the files, else of the archive. Raises Missing."""
        with self._lock:
            self._fresh()
            found = next((r.document for r in self._reports if r.document.id == name), None)
        if found is not None:
            return found
        if self.archive is None:
            raise Missing(f"There is no document '{name}'; `sources` lists those there are.")
        return self.archive.report(name).document

    def _archive(self) -> Archive:
        if self.archive is None:
            raise Missing("There is no archive here; the server was started without --archive.")
        return self.archive

    def _fresh(self) -> None:
        """Read the files again when one of them changed, came or went."""
        state = _state(self._paths)
        if state == self._state:
            return
        kept = Cache.usual()
        self._reports, self._failures, self._brief = [], [], None
        for item in reading.read(self._paths):
            if isinstance(item, Failure):
                self._failures.append(item)
            else:
                self._reports.append(kept.report(item))
        self._state = state


def _state(paths: Sequence[str]) -> State:
    """Names, sizes and times of all files under the paths."""
    found = []
    for item in expand(paths):
        if not isinstance(item, Failure) and item.path is not None:
            about = Path(item.path).stat()
            found.append((str(item.path), about.st_size, about.st_mtime_ns))
    return tuple(found)
