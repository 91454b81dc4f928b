"""Plain text: the file is the document. A head of 'Title: …' lines is read for what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from twicetold.reading.decode import decode
from twicetold.reading.formats.common import whole
from twicetold.reading.head import head_fields
from twicetold.reading.inputs import Input
from twicetold.reading.raw import Raw
from twicetold.types import Failure


def read(stream: BinaryIO, item: Input) -> Iterator[Raw | Failure]:
    """The one document of a text file."""
    text, warnings = decode(whole(stream, item))
    yield Raw(source=item.source, text=text, fallback_id=item.stem, warnings=warnings, **head_fields(text))
