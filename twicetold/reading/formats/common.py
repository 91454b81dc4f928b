"""What the readers of formats share: bounded reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from twicetold.reading.inputs import Input
from twicetold.reading.limits import MAX_BYTES, size


class Refused(Exception):
    """An input that is not read; the message is the end of a sentence that begins with its name."""


def whole(stream: BinaryIO, item: Input, limit: int = MAX_BYTES) -> bytes:
    """All bytes of an input. Raises Refused when it is empty or larger than `limit`, without holding more than that."""
    data = b"" if item.size > limit else stream.read(limit + 1)
    if max(item.size, len(data)) > limit:
        raise Refused(f"is larger than {size(limit)}, the most that is read at once; split it, or give its documents as JSON Lines")
    if not data.strip():
        raise Refused("is empty; give a file with an article in it")
    return data


def bounded_lines(stream: BinaryIO, limit: int = MAX_BYTES) -> Iterator[bytes | None]:
    """The lines of `stream`, in memory one at a time; None for a line that is longer than `limit`."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
        yield None
