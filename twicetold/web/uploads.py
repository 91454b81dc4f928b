"""Files that were sent, read by the same readers as everything else.

A sent name is only ever shown, never used as a path: the bytes lie in a nameless temporary file, or in one whose name we chose.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from starlette.datastructures import UploadFile

from twicetold.brief import phrases
from twicetold.reading.assemble import document
from twicetold.reading.inputs import SUFFIXES, Input, kind_of
from twicetold.reading.raw import Raw
from twicetold.reading.reader import Names, take_apart
from twicetold.types import Document, Failure

NAME: Final = 120  # characters of a name that are shown
ACCEPTED: Final = ",".join(sorted(SUFFIXES))


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent: what it was called, and where its bytes lie."""

    name: str
    path: Path


class Tray:
    """A folder for the files of one upload; gone when it is closed."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="twicetold-")
        self.files: list[Sent] = []

    def put(self, name: str | None, content: IO[bytes]) -> None:
        path = Path(self._folder.name, f"{len(self.files):05d}")
        with path.open("xb") as out:
            shutil.copyfileobj(content, out, 1 << 20)
        self.files.append(Sent(shown(name), path))

    def close(self) -> None:
        self._folder.cleanup()

    def documents(self) -> Iterator[Document | Failure]:
        """Everything in the tray, as `reading.read` would give it."""
        names = Names()
        for sent in self.files:
            for raw in take_apart(Input(sent.name, sent.path, _stem(sent.name), kind_of(sent.name))):
                one = raw if isinstance(raw, Failure) else document(raw)
                yield one if isinstance(one, Failure) else names.named(one)


def tray(files: Sequence[UploadFile]) -> Tray:
    """The files of a form in a tray; empty fields are left out."""
    made = Tray()
    try:
        for file in files:
            if file.filename:
                made.put(file.filename, file.file)
    except BaseException:
        made.close()
        raise
    return made


def shown(name: str | None) -> str:
    """The last part of a name as it may be shown: no folders, no control characters, not too long.

    >>> shown("../../etc/passwd"), shown("C:\\\\notes\\\\a.txt"), shown("")
    ('passwd', 'a.txt', 'a file without a name')
    """
    last = PurePosixPath(phrases.one_line(name or "").replace("\\", "/")).name
    if len(last) > NAME:
        suffix = PurePosixPath(last).suffix[:12]
        last = last[: NAME - len(suffix) - 1] + "…" + suffix
    return last or "a file without a name"


def _stem(name: str) -> str:
    return re.sub(r"\.(?:warc\.gz|[A-Za-z0-9]{1,8})$", "", name) or name


def pasted(text: str, *, title: str, outlet: str, published: str, url: str) -> Document | Failure:
    """A report that was typed or pasted in."""
    found = Raw(
        source="pasted text", text=text.replace("\r\n", "\n"), fallback_id=phrases.shorten(title, 60) or "pasted",
        title=title.strip() or None, outlet=outlet.strip() or None, published=published.strip() or None, url=url.strip() or None,
    )  # fmt: skip
    return document(found)
