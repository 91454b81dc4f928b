"""Reports kept on disk, by a hash of the document and of the program that read it.

`*.twr` a report; `*.twp` what a check works out of a source alone; `*.twi` the reports on the documents of one file, by its bytes.

Nothing is executed on reading: the bytes are those of `twicetold.packing`, which checks every span and index. A file that cannot be
read or written costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path

from twicetold import __version__, reading
from twicetold.brief.compose import report
from twicetold.checking import prepared
from twicetold.checking.prepared import Prepared
from twicetold.packing import Unreadable, pack, unpack
from twicetold.reading.assemble import document
from twicetold.reading.inputs import STDIN, Input, expand
from twicetold.reading.reader import Names, take_apart
from twicetold.types import Document, Failure, Report

VARIABLE = "TWICETOLD_CACHE"  # a folder to use instead of the user's cache folder
KEY = re.compile(r"[0-9a-f]{40}")
MOST = 30_000  # files kept; the oldest tenth goes when there are more


READING, REPORTS, CHECKING = ("reading",), ("language", "actors", "claims"), ("checking", "retelling")  # rooms that what is kept hangs on


@lru_cache(maxsize=3)
def program(rooms: tuple[str, ...] = REPORTS) -> str:
    """What a kept report depends on beside its document: the program's version, its code and its model."""
    digest = hashlib.sha256(__version__.encode())
    root = Path(str(resources.files("twicetold")))
    for room in rooms:
        for path in sorted((root / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                state = path.stat()
                digest.update(f"{path.relative_to(root)}:{state.st_size}:{state.st_mtime_ns};".encode())
    return digest.hexdigest()


class Cache:
    """A folder of packed reports; None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._grown = False

    @classmethod
    def usual(cls) -> Cache:
        """The user's own, made if need be; one that keeps nothing where no folder can be had."""
        from platformdirs import user_cache_path

        folder = Path(os.environ.get(VARIABLE) or user_cache_path("twicetold")) / "reports"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # sources may be sensitive
        except OSError:
            return cls(None)
        return cls(folder)

    def report(self, one: Document) -> Report:
        """The report on a document: the one that is kept, else a new one, which then is."""
        if self._folder is None:
            return report(one)
        path = self._folder / f"{key(one)}.twr"
        with suppress(OSError, Unreadable):
            return unpack(path.read_bytes())
        made = report(one)
        with suppress(OSError):
            self._keep(path, pack(made, precision="float32"))  # the very same report: a check must not hang on what is kept
        return made

    def prepared(self, one: Report) -> Prepared | None:
        """What a check works out of a source alone: as it is kept, else anew, and kept then. None where nothing is kept."""
        if self._folder is None:
            return None
        path = self._folder / f"{_hashed(program(CHECKING), key(one.document))}.twp"
        with suppress(OSError, Unreadable):
            return prepared.unpack(path.read_bytes(), one)
        made = prepared.prepare(one)
        with suppress(OSError):
            self._keep(path, prepared.pack(made))
        return made

    def reports(self, paths: Iterable[str]) -> Iterator[Report | Failure]:
        """The reports on all documents under `paths`, as `reading.read` finds them; a file that was seen before is not opened again."""
        names = Names()
        for item in expand(paths):
            for one in [item] if isinstance(item, Failure) else self._under(item):
                yield one if isinstance(one, Failure) else _named(one, names)

    def _under(self, item: Input) -> Iterable[Report | Failure]:
        if item.path is None or self._folder is None or not item.path.is_file():
            return (d if isinstance(d, Failure) else self.report(d) for d in reading.read([item.address or str(item.path or STDIN)]))
        return self._of_file(item, item.path, self._folder)

    def _of_file(self, item: Input, path: Path, folder: Path) -> list[Report | Failure]:
        index: Path | None = None
        with suppress(OSError, Unreadable, ValueError, TypeError):
            index = folder / f"{_hashed(program(READING), program(), item.source, item.stem, item.kind or '', path.read_bytes())}.twi"
            return [unpack((folder / f"{k}.twr").read_bytes()) for k in _keys(index.read_bytes())]
        found = [r if isinstance(r, Failure) else document(r) for r in take_apart(item)]
        if index is not None and not any(isinstance(d, Failure) for d in found):
            with suppress(OSError):
                self._keep(index, json.dumps([key(d) for d in found if isinstance(d, Document)]).encode("ascii"))
        return [d if isinstance(d, Failure) else self.report(d) for d in found]

    def _keep(self, path: Path, data: bytes) -> None:
        """In place only when all of it is written: two programs may keep the same report at once."""
        descriptor, name = tempfile.mkstemp(prefix=".keep-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(data)
            Path(name).replace(path)
            self._grown = True
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def tidy(self) -> None:
        """Let the oldest go when something was kept and there are too many."""
        files = list(self._folder.glob("*.tw?")) if self._folder is not None and self._grown else []
        if len(files) > MOST:
            with suppress(OSError):
                for path in sorted(files, key=lambda p: p.stat().st_mtime)[: len(files) - MOST * 9 // 10]:
                    path.unlink(missing_ok=True)


def _named(one: Report, names: Names) -> Report:
    named = names.named(one.document)
    return one if named is one.document else replace(one, document=named)


def _keys(data: bytes) -> list[str]:
    """The names of kept reports that a file's index lists. Raises ValueError for anything else."""
    found = json.loads(data)
    if type(found) is not list or not all(type(k) is str and KEY.fullmatch(k) for k in found):
        raise ValueError("no index of reports")
    return found


def _hashed(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.hexdigest()[:40]


def key(document: Document) -> str:
    """The name under which a report is kept: any change of the document, or of the program, is another."""
    return hashlib.sha256((program() + json.dumps(asdict(document), sort_keys=True)).encode("utf-8", "surrogatepass")).hexdigest()[:40]
