"""HTML pages."""

from __future__ import annotations

from twicetold.reading.raw import Raw


def embedded(raw: Raw) -> Raw:
    return raw
