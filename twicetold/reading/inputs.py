"""Paths, folders, globs, addresses and '-' -> the single inputs behind them, each with the id its documents get when they have none."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from twicetold.types import Failure

SUFFIXES: Final = {
    ".txt": "text", ".text": "text", ".asc": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonlines": "jsonl", ".csv": "csv", ".tsv": "csv",
    ".pdf": "pdf", ".docx": "docx", ".eml": "eml", ".warc": "warc", ".warc.gz": "warc",
    ".rss": "feed", ".atom": "feed", ".opml": "feed", ".xml": "feed",
}  # fmt: skip

STDIN: Final = "-"

Found = Path | Failure | str | None
"""A file, why there is none, an address, or standard input."""


@dataclass(frozen=True, slots=True)
class Input:
    """One file, standard input, an address, or bytes at hand that came from one. `path`, `address` and `data` None: standard input."""

    source: str
    path: Path | None
    stem: str
    kind: str | None  # by suffix; None: told from the content
    data: bytes | None = None
    address: str | None = None  # on the web, still to be fetched

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """The bytes of the input; a file is closed afterwards, standard input is left open."""
        if self.path is not None:
            with self.path.open("rb") as stream:
                yield stream
        elif self.data is not None:
            yield io.BufferedReader(io.BytesIO(self.data))
        else:
            given: Any = getattr(sys.stdin, "buffer", None) or io.BytesIO(sys.stdin.read().encode())
            yield given if isinstance(given, io.BufferedReader) else io.BufferedReader(given)

    @property
    def size(self) -> int:
        """Bytes, 0 where it cannot be known beforehand."""
        return self.path.stat().st_size if self.path is not None else len(self.data or b"")


def kind_of(name: str) -> str | None:
    """The format that the suffix of a file's name promises."""
    lower = name.lower()
    return next((SUFFIXES[s] for s in (".warc.gz", Path(lower).suffix) if lower.endswith(s) and s in SUFFIXES), None)


def expand(paths: Iterable[str]) -> list[Input | Failure]:
    """Every input under `paths`: arguments in the order given, what a folder holds sorted by name; a file named twice is read once."""
    found: list[Found] = []
    for path in paths:
        found += _expand(str(path))
    unique = list(_once(found))
    stems = _stems([p for p in unique if isinstance(p, Path)])
    return [_input(p, stems) if not isinstance(p, Failure) else p for p in unique]


def _input(path: Path | str | None, stems: dict[Path, str]) -> Input:
    if path is None:
        return Input("standard input", None, "stdin", None)
    if isinstance(path, str):
        return Input(path, None, path, None, address=path)
    return Input(str(path), path, stems[path], kind_of(path.name))


def _expand(path: str) -> list[Found]:
    if path == STDIN:
        return [None]
    if path.lower().startswith(("http://", "https://")):
        return [path]
    if not path or "\0" in path:
        return [Failure(path, f"{path!r} is no path; give a file, a folder, a pattern or '-'.")]
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        return _globbed(path)
    except OSError as error:
        return [Failure(path, f"{path} cannot be read ({_why(error)}); check the path and its permissions.")]
    return _folder(Path(path)) if stat.S_ISDIR(mode) else [_file(Path(path), mode)]


def _file(path: Path, mode: int) -> Path | Failure:
    if stat.S_ISREG(mode) or stat.S_ISFIFO(mode):
        return path
    return Failure(str(path), f"{path} is a device or a socket, not a file; give a file.")


def _globbed(path: str) -> list[Found]:
    import glob

    if not glob.has_magic(path):
        return [Failure(path, f"{path} does not exist; check the path.")]
    matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute patterns
    if not matches:
        return [Failure(path, f"No file matches the pattern {path}; check it.")]
    return [item for match in matches if match != path for item in _expand(match)]


def _folder(folder: Path) -> list[Found]:
    """The files of a folder and of those in it. Hidden ones are passed over; links to folders are not followed: no loops."""
    out: list[Found] = []
    other: Counter[str] = Counter()
    refused: list[Found] = []

    def note(error: OSError) -> None:
        where = error.filename or str(folder)
        refused.append(Failure(where, f"The folder {where} cannot be read ({_why(error)}); check its permissions."))

    for root, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if name.startswith("."):
                continue
            if kind_of(name):
                out.append(path)
            else:
                other[path.suffix.lower() or "no suffix"] += 1
    if other:
        kinds = ", ".join(f"{n} {suffix}" for suffix, n in sorted(other.items())[:8])
        out.append(
            Failure(
                str(folder),
                f"{folder} holds files of types that are not read from folders ({kinds}); name such a file itself to have it tried.",
            )
        )
    elif not out and not refused:
        out.append(Failure(str(folder), f"The folder {folder} holds nothing to read; give one with text, HTML, PDF, JSON or CSV files."))
    return out + refused


def _once(found: Iterable[Found]) -> Iterator[Found]:
    seen: set[object] = set()
    for item in found:
        key = os.path.realpath(item) if isinstance(item, Path) else item
        if key not in seen:
            seen.add(key)
            yield item


def _stems(paths: list[Path]) -> dict[Path, str]:
    """A short name for each file: its stem, with as much of its path as it takes to tell it from the others."""
    names = {path: path.stem for path in paths}
    for depth in range(1, 12):
        doubled = {name for name, n in Counter(names.values()).items() if n > 1}
        if not doubled:
            break
        for path in (p for p in paths if names[p] in doubled):
            parts = path.absolute().parts
            names[path] = path.name if depth == 1 else "/".join(parts[-depth:])
    return names


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
