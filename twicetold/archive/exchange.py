"""An archive as JSON Lines, to be kept elsewhere or put into another archive.

A line of a document has the fields that `twicetold brief` reads, and its report packed (`twicetold.packing`) in base64, so that nothing has
to be read again. Resolutions of forecasts follow as lines of the ledger (docs/forecasts.md).
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any, Final

from twicetold.assessment.resolutions import SCHEMA as RESOLUTION
from twicetold.assessment.resolutions import Resolution, from_line
from twicetold.packing import Unreadable, pack, unpack
from twicetold.types import Report

SCHEMA: Final = "twicetold.archive/1"


def is_export(start: str) -> bool:
    """Whether a file that begins so was exported from an archive."""
    return start.startswith((f'{{"schema":"{SCHEMA}"', f'{{"schema":"{RESOLUTION}"'))


def as_line(report: Report, added: str) -> str:
    """A document as one line, ending with a newline. Its report is packed anew: under another program the layout may differ."""
    d = report.document
    record = {
        "schema": SCHEMA, "id": d.id, "source": d.source, "outlet": d.outlet, "title": d.title, "author": d.author,
        "published": d.published, "url": d.url, "language": d.language, "added": added, "text": d.text,
        "report": base64.b64encode(pack(report)).decode("ascii"),
    }  # fmt: skip
    return json.dumps(record, separators=(",", ":")) + "\n"


def of_line(line: str) -> Report | Resolution:
    """What a line of an export holds. Raises ValueError with a sentence for any other line."""
    try:
        record: Any = json.loads(line)
        if isinstance(record, dict) and record.get("schema") == RESOLUTION:
            return from_line(line)
        if not isinstance(record, dict) or record.get("schema") != SCHEMA:
            raise ValueError("This line is none that `twicetold export` wrote.")
        return unpack(base64.b64decode(record["report"], validate=True))
    except Unreadable:
        raise
    except (json.JSONDecodeError, binascii.Error, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"This line is no whole record of an export ({error}).") from error
