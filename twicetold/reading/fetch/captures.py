"""What was fetched, kept as it came: WARC 1.1 files (ISO 28500), so that a claim can be shown later as it was read."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from twicetold.reading.fetch.exchange import AGENT, Response


class Captures:
    """A folder with one WARC file a day; records are appended, each compressed by itself and on disk before `keep` returns."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, url: str, response: Response) -> str:
        """Append the answer to `url`; returns 'FILE#RECORD-ID'. Raises OSError where the disk refuses; the file then ends where it did."""
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter

        now = datetime.now(UTC)
        out = io.BytesIO()
        writer = WARCWriter(out, gzip=True, warc_version="1.1")
        http = StatusAndHeaders(f"{response.status} {_reason(response.status)}", list(response.lines), protocol="HTTP/1.1")
        record: Any = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(response.raw),
            length=len(response.raw),
            http_headers=http,
            warc_headers_dict={"WARC-Date": now.strftime("%Y-%m-%dT%H:%M:%SZ")},
        )
        writer.write_record(record)
        name = f"{now:%Y-%m-%d}.warc.gz"
        self._append(self._folder / name, out.getvalue())
        return f"{name}#{record.rec_headers.get_header('WARC-Record-ID').strip('<>')}"

    def _append(self, path: Path, data: bytes) -> None:
        """All of `data` or nothing: gzip members that were cut short are taken off again."""
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            if not os.fstat(descriptor).st_size:
                data = _opening(path.name) + data
            _whole(descriptor, data)
        finally:
            os.close(descriptor)


def _whole(descriptor: int, data: bytes) -> None:
    with suppress(ImportError):  # not on Windows, where appending is the best there is
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
    before = os.fstat(descriptor).st_size
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    except OSError:
        os.ftruncate(descriptor, before)
        raise


def _opening(name: str) -> bytes:
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record(name, {"software": AGENT, "format": "WARC File Format 1.1"}))
    return out.getvalue()


def _reason(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
