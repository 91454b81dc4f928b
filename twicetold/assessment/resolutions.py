"""What became of forecasts, as an append-only file of JSON Lines (docs/forecasts.md#ledger).

A line is one resolution with the forecast it is about, so that the file can be scored without the documents. Lines are never changed; the
last one for a forecast holds. A line cut short by a crash is left out and told, and never joined to the next.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from twicetold.assessment.forecasting import Judged, Outcome

SCHEMA = "twicetold.resolution/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A forecast as it was read. `range` in probabilities 0..1, None for words without a band; dates ISO 8601."""

    id: str
    holder: str | None  # name; None: the outlet in its own voice, or unknown
    event: str
    certainty: str
    range: tuple[float, float] | None
    horizon: str | None  # the words
    since: str | None
    until: str | None
    story: str  # forecasts of one story are not independent of one another
    documents: tuple[str, ...]

    def is_due(self, day: str) -> bool:
        """Whether its time is over on an ISO day."""
        return self.until is not None and self.until <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The outcome of one forecast. `date` is the day on which it was known, `source` where that can be read."""

    forecast: Expected
    outcome: Outcome
    date: str
    source: str
    note: str = ""

    @property
    def judged(self) -> Judged:
        """For scoring; a void one must be left out before."""
        f = self.forecast
        return Judged(f.holder, f.certainty, f.range, self.outcome == "yes", f.story)


def as_line(resolution: Resolution) -> str:
    """One line of the ledger, ending with a newline."""
    record = {"schema": SCHEMA, **asdict(resolution)}
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def from_line(line: str) -> Resolution:
    """The resolution of one line. Raises ValueError for anything else."""
    try:
        record: dict[str, Any] = json.loads(line)
        if record.pop("schema") != SCHEMA or record["outcome"] not in get_args(Outcome):
            raise ValueError("not a resolution")
        date.fromisoformat(record["date"])
        forecast = record.pop("forecast")
        limits = forecast.pop("range")
        span = None if limits is None else (float(limits[0]), float(limits[1]))
        if span is not None and not 0 <= span[0] <= span[1] <= 1:
            raise ValueError("a range lies outside 0..1")
        expected = Expected(**{**forecast, "range": span, "documents": tuple(forecast["documents"])})
        return Resolution(forecast=expected, **record)
    except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError("not a resolution") from error


def read(path: Path) -> tuple[list[Resolution], list[int]]:
    """The resolutions of a ledger in the order in which they were written, and the numbers of lines that are none.

    A file that is not there is an empty ledger.
    """
    found: list[Resolution] = []
    broken: list[int] = []
    if not path.exists():
        return found, broken
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
        if line.strip():
            try:
                found.append(from_line(line))
            except ValueError:
                broken.append(number)
    return found, broken


def append(path: Path, resolution: Resolution) -> None:
    """Write one line at the end and wait until it is on the disk. Several programs may append at once."""
    with path.open("ab", buffering=0) as out:
        _lock(out.fileno())
        size = os.fstat(out.fileno()).st_size
        torn = size > 0 and _last_byte(path, size) != b"\n"
        _write_all(out.fileno(), (b"\n" if torn else b"") + as_line(resolution).encode("utf-8", "backslashreplace"))
        os.fsync(out.fileno())
    if not size:
        _sync_folder(path.parent)


def holding(resolutions: Iterable[Resolution]) -> Iterator[Resolution]:
    """The last resolution of each forecast, in the order of the first."""
    last = {r.forecast.id: r for r in resolutions}
    return iter(last.values())


def outcomes(resolutions: Iterable[Resolution]) -> dict[str, Outcome]:
    """Forecast id -> the outcome that holds."""
    return {r.forecast.id: r.outcome for r in holding(resolutions)}


def _lock(descriptor: int) -> None:
    """Keep others out until the file is closed, where the system can."""
    try:
        import fcntl
    except ImportError:  # Windows: appends of one line do not mix there either in practice, but nothing promises it
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def _last_byte(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(size - 1)
        return file.read(1)


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _sync_folder(folder: Path) -> None:
    """A new file lasts only when its folder's entry does."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
