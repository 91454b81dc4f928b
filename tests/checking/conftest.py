"""Sources for whole checks: three reports of one synthetic family, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.families import documents, write_lines
from twicetold import reading
from twicetold.brief.compose import report
from twicetold.types import Document, Report

FAMILY = "minsk-protocol-2014"


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Report]:
    path = write_lines(tmp_path_factory.mktemp("sources") / "sources.jsonl", [d for d in documents(FAMILY) if d["id"] in ("d1", "d7")])
    return [report(d) for d in reading.read([str(path)]) if isinstance(d, Document)]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same sources as a file."""
    place = tmp_path_factory.mktemp("desk")
    write_lines(place / "sources.jsonl", [d for d in documents(FAMILY) if d["id"] in ("d1", "d7")])
    return place
