"""Reports kept on disk, by a hash of the document and of the program that read it.

Nothing is executed on reading: the bytes are those of `twicetold.packing`, which checks every span and index. A file that cannot be
read or written costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from importlib import resources
from pathlib import Path

from twicetold import __version__
from twicetold.brief.compose import report
from twicetold.packing import Unreadable, pack, unpack
from twicetold.types import Document, Report

VARIABLE = "TWICETOLD_CACHE"  # a folder to use instead of the user's cache folder
MOST = 20_000  # files kept; the oldest tenth goes when there are more


@lru_cache(maxsize=1)
def program() -> str:
    """What a kept report depends on beside its document: the program's version, its code and its model."""
    digest = hashlib.sha256(__version__.encode())
    root = Path(str(resources.files("twicetold")))
    for room in ("language", "actors", "claims"):
        for path in sorted((root / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                state = path.stat()
                digest.update(f"{path.relative_to(root)}:{state.st_size}:{state.st_mtime_ns};".encode())
    return digest.hexdigest()


class Cache:
    """A folder of packed reports; None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

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

    def report(self, document: Document) -> Report:
        """The report on `document`: the one that is kept, else a new one, which then is."""
        if self._folder is None:
            return report(document)
        path = self._folder / f"{key(document)}.twr"
        with suppress(OSError, Unreadable):
            return unpack(path.read_bytes())
        made = report(document)
        with suppress(OSError):
            self._keep(path, pack(made, precision="float32"))  # the very same report: a check must not hang on what is kept
        return made

    def _keep(self, path: Path, data: bytes) -> None:
        """In place only when all of it is written: two programs may keep the same report at once."""
        descriptor, name = tempfile.mkstemp(prefix=".keep-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(data)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def tidy(self) -> None:
        """Let the oldest go when there are too many."""
        files = [] if self._folder is None else list(self._folder.glob("*.twr"))
        if len(files) > MOST:
            with suppress(OSError):
                for path in sorted(files, key=lambda p: p.stat().st_mtime)[: len(files) - MOST * 9 // 10]:
                    path.unlink(missing_ok=True)


def key(document: Document) -> str:
    """The name under which a report is kept: any change of the document, or of the program, is another."""
    return hashlib.sha256((program() + json.dumps(asdict(document), sort_keys=True)).encode("utf-8", "surrogatepass")).hexdigest()[:40]
