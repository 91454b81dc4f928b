"""JSON Lines: one document a line, read as they come; a broken line costs itself only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from twicetold.reading.decode import NotText, decode
from twicetold.reading.formats.common import bounded_lines
from twicetold.reading.formats.json import documents, load, record
from twicetold.reading.inputs import Input
from twicetold.reading.limits import MAX_BYTES, MAX_PROBLEMS, size
from twicetold.reading.raw import Raw
from twicetold.types import Failure


def read(stream: BinaryIO, item: Input) -> Iterator[Raw | Failure]:
    """The documents of a JSON Lines file, and one Failure for every line that holds none."""
    problems = count = 0
    for number, line in enumerate(bounded_lines(stream), 1):
        if line is not None and not line.strip():
            continue
        count += 1
        for one in _line(line, number, item):
            problems += isinstance(one, Failure)
            if not isinstance(one, Failure) or problems <= MAX_PROBLEMS:
                yield one
    if problems > MAX_PROBLEMS:
        yield Failure(
            item.source, f"{item.source} has {problems - MAX_PROBLEMS:,} more lines that could not be read; is it JSON Lines at all?"
        )
    if not count:
        yield Failure(item.source, f"{item.source} is empty; give a file with an article in it.")


def _line(line: bytes | None, number: int, item: Input) -> Iterator[Raw | Failure]:
    """The document of a line; of an object that holds a list of documents, all of them."""
    where = f"{item.source}#{number}"
    if line is None:
        yield Failure(where, f"Line {number} of {item.source} is longer than {size(MAX_BYTES)} and was left out; split the document.")
        return
    try:
        text, warnings = decode(line)
        value = load(text)
    except NotText as error:
        yield Failure(where, f"Line {number} of {item.source} {error}.")
        return
    except ValueError as error:
        yield Failure(where, f"Line {number} of {item.source} is not valid JSON ({error}); mend that line, the others were read.")
        return
    for n, one in enumerate(documents(value) or [value] if isinstance(value, dict) else [value]):
        part = f".{n + 1}" if one is not value else ""
        yield record(one, where + part, f"Line {number} of {item.source}", f"{item.stem}#{number}{part}", warnings)
