"""The command: exit codes, formats, the cache."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from twicetold.cli.main import main
from twicetold.packing import unpack

GOOD = "“A truce without a map is a pause,” said Marit Solheim.\n"
BAD = "“A truce without a map is a victory for everybody here,” said Marit Solheim.\n\nThe protocol has fifteen points.\n"


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("TWICETOLD_CACHE", str(folder / "cache"))

    def call(text: str, *more: str) -> Result:
        draft = folder / "draft.md"
        draft.write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, ["check", str(draft), "--against", str(folder / "sources.jsonl"), "-q", *more])

    return call


def test_exit_codes(run) -> None:  # type: ignore[no-untyped-def]
    assert run(GOOD).exit_code == 0
    assert run(BAD).exit_code == 1
    assert run(BAD, "--fail-on", "misattributed").exit_code == 0
    assert run(BAD, "--fail-on", "number_changed,misattributed").exit_code == 1
    assert run(BAD, "--fail-on", "none").exit_code == 0
    assert run(GOOD, "--fail-on", "nonsense").exit_code == 2
    assert run(GOOD, "--against", "/nowhere").exit_code == 1  # one source could not be read


def test_no_source_or_no_draft(folder: Path) -> None:
    assert CliRunner().invoke(main, ["check", str(folder / "sources.jsonl"), "--against", "/nowhere"]).exit_code == 3
    assert CliRunner().invoke(main, ["check", "/nowhere", "--against", str(folder / "sources.jsonl")]).exit_code == 3
    assert CliRunner().invoke(main, ["check", str(folder / "sources.jsonl")]).exit_code == 2


def test_formats(run, folder: Path) -> None:  # type: ignore[no-untyped-def]
    assert "do not hold" in run(BAD).output
    assert json.loads(run(BAD, "-f", "json").stdout)["fails"] >= 2
    assert json.loads(run(BAD, "-f", "sarif").stdout)["version"] == "2.1.0"
    run(BAD, "-f", "html", "-o", str(folder / "page.html"))
    assert (folder / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>") or "<html" in (folder / "page.html").read_text()


def test_the_cache_holds_reports_and_changes_nothing(run, folder: Path) -> None:  # type: ignore[no-untyped-def]
    first = run(BAD, "-f", "json").stdout
    kept = sorted((folder / "cache" / "reports").glob("*.twr"))
    assert kept and all(unpack(p.read_bytes()) for p in kept)
    assert run(BAD, "-f", "json").stdout == first
    assert run(BAD, "-f", "json", "--no-cache").stdout == first
    kept[0].write_bytes(b"TWR broken")
    assert run(BAD, "-f", "json").stdout == first
