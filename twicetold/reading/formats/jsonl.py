"""JSON Lines: one document a line, read as they come; a broken line costs itself only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from twicetold.reading.decode import NotText, decode
from twicetold.reading.formats.common import bounded_lines
from twicetold.reading.formats.json import load, record
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
        one = _line(line, number, item)
        if isinstance(one, Failure):
            problems += 1
            if problems > MAX_PROBLEMS:
                continue
        yield one
    if problems > MAX_PROBLEMS:
        yield Failure(
            item.source, f"{item.source} has {problems - MAX_PROBLEMS:,} more lines that could not be read; is it JSON Lines at all?"
        )
    if not count:
        yield Failure(item.source, f"{item.source} is empty; give a file with an article in it.")


def _line(line: bytes | None, number: int, item: Input) -> Raw | Failure:
    where = f"{item.source}#{number}"
    if line is None:
        return Failure(where, f"Line {number} of {item.source} is longer than {size(MAX_BYTES)} and was left out; split the document.")
    try:
        text, warnings = decode(line)
        value = load(text)
    except NotText as error:
        return Failure(where, f"Line {number} of {item.source} {error}.")
    except ValueError as error:
        return Failure(where, f"Line {number} of {item.source} is not valid JSON ({error}); mend that line, the others were read.")
    return record(value, where, f"Line {number} of {item.source}", f"{item.stem}#{number}", warnings)
