"""Pages from the web, only when the user gives an address: politely, bounded, never from private networks, and kept as they were read."""

from __future__ import annotations

from twicetold.reading.fetch.captures import Captures
from twicetold.reading.fetch.fetcher import Fetched, Fetcher, NotFetched

__all__ = ["Captures", "Fetched", "Fetcher", "NotFetched"]
