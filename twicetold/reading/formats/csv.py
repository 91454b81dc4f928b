"""CSV and TSV with named columns: one document a row, read as they come."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

from twicetold.reading.decode import decode
from twicetold.reading.formats.common import Refused
from twicetold.reading.formats.json import record
from twicetold.reading.inputs import Input
from twicetold.reading.limits import MAX_BYTES, MAX_PROBLEMS, SNIFFED, size
from twicetold.reading.raw import Raw
from twicetold.reading.records import key_names, plain
from twicetold.types import Failure

DELIMITERS: Final = ",;\t|"


def read(stream: BinaryIO, item: Input) -> Iterator[Raw | Failure]:
    """The documents of a CSV file, and one Failure for every row that holds none."""
    head = stream.read(SNIFFED)
    if not head.strip():
        raise Refused("is empty; give a file with an article in it")
    lines, warnings = _lines(head, stream)
    first = head.split(b"\n", 1)[0].decode("utf-8", "replace")
    delimiter = max(DELIMITERS, key=lambda d: (first.count(d), -DELIMITERS.index(d)))
    csv.field_size_limit(MAX_BYTES)
    rows = csv.reader(lines, delimiter=delimiter)
    try:
        names = next(rows, [])
        if not any(plain(name) in key_names("text") for name in names):
            found = " ".join(", ".join(names)[:200].split()) or "none"
            raise Refused(f"has no column with the article; name one '{key_names('text')[0]}' in the first line (found: {found})")
        yield from _rows(rows, names, item, warnings)
    except csv.Error as error:
        where = f"line {rows.line_num}"
        yield Failure(
            f"{item.source}#{rows.line_num}",
            f"{item.source} cannot be read beyond {where} ({error}); mend that row, the ones before it were read.",
        )


def _rows(rows: Iterator[list[str]], names: list[str], item: Input, warnings: list[str]) -> Iterator[Raw | Failure]:
    problems = number = 0
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        number += 1
        where = f"{item.source}#{number}"
        values = dict(zip(names, row, strict=False))
        one = record(
            {k: v for k, v in values.items() if v.strip()}, where, f"Row {number} of {item.source}", f"{item.stem}#{number}", list(warnings)
        )
        problems += isinstance(one, Failure)
        if not isinstance(one, Failure) or problems <= MAX_PROBLEMS:
            yield one
    if problems > MAX_PROBLEMS:
        yield Failure(
            item.source, f"{item.source} has {problems - MAX_PROBLEMS:,} more rows without a document; is the text in another column?"
        )
    if not number:
        yield Failure(item.source, f"{item.source} has names of columns but no rows; give a file with an article in it.")


def _lines(head: bytes, stream: BinaryIO) -> tuple[Iterator[str], list[str]]:
    """The file's lines as text, its encoding told from the first bytes; a line longer than a document ends the file."""
    complete = head[: head.rfind(b"\n") + 1] or head
    _, warnings = decode(complete)
    encoding = "utf-8-sig"
    if warnings and "read as " in warnings[0]:
        encoding = warnings[0].split("read as ", 1)[1].split(".", 1)[0]
    elif head.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    joined = io.BufferedReader(_Joined(head, stream), buffer_size=SNIFFED)
    text = io.TextIOWrapper(joined, encoding=encoding, errors="replace", newline="")
    return _bounded(text), warnings


def _bounded(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(MAX_BYTES + 1):
        if len(line) > MAX_BYTES:
            raise csv.Error(f"a line is longer than {size(MAX_BYTES)}")
        yield line


class _Joined(io.RawIOBase):
    """Bytes already read, then the rest of their stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = memoryview(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        chunk = bytes(self._head[: len(view)]) or self._rest.read(len(view))
        self._head = self._head[len(chunk) :]
        view[: len(chunk)] = chunk
        return len(chunk)
