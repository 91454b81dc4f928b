"""Word documents (.docx): paragraphs and table rows in their order; headings are told by their style."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from twicetold.reading.formats.common import Refused, whole
from twicetold.reading.inputs import Input
from twicetold.reading.limits import MAX_CHARACTERS, size
from twicetold.reading.raw import Raw
from twicetold.types import Failure

MAX_DOCX: Final = 64 * 2**20
MAX_UNPACKED: Final = 256 * 2**20
"""Bytes of all parts together, pictures included; a zip bomb says more, or lies and is stopped by the library's own check."""

MAX_PART: Final = 64 * 2**20
"""Bytes of a part that is XML: text of a long book with its markup has 10 MB."""


def read(stream: BinaryIO, item: Input) -> Iterator[Raw | Failure]:
    """The one document of a Word file."""
    data = whole(stream, item, MAX_DOCX)
    _judge(data)
    try:
        text, said = _read(data)
    except Exception as error:  # a damaged file may raise anything in a library for office files
        raise Refused(f"is a damaged Word document ({type(error).__name__}); open it and save it again, or save its text") from error
    if not text.strip():
        raise Refused("is a Word document without text; give one with an article in it")
    said["text"] = text[:MAX_CHARACTERS]
    yield Raw(source=item.source, fallback_id=item.stem, **said)


def _judge(data: bytes) -> None:
    """Raises Refused for what is no Word document, or unpacks to more than anything real."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Refused("is a damaged Word document or ZIP archive; open it and save it again") from None
    if "word/document.xml" not in {part.filename for part in parts}:
        raise Refused("is a ZIP archive or an office document of another kind; save its text first")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("is locked with a password; save an open copy")
    heavy = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if sum(part.file_size for part in parts) > MAX_UNPACKED or heavy > MAX_PART:
        raise Refused(f"unpacks to more than {size(MAX_UNPACKED)}, as no honest document does; save its text first")


def _read(data: bytes) -> tuple[str, dict[str, Any]]:
    from docx import Document
    from docx.table import Table

    document: Any = Document(io.BytesIO(data))
    blocks = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            rows = ["\t".join(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)) for row in block.rows]
            blocks.append("\n".join(row for row in rows if row.strip()))
        else:
            blocks.append(block.text)
    about = document.core_properties
    made = about.created.date().isoformat() if about.created and about.created.year > 1990 else None
    text = "\n\n".join(block for block in blocks if block.strip())
    return text, {"title": about.title or None, "author": about.author or None, "published": made, "language": about.language or None}
