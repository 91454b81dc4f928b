"""`twicetold passages`, as it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from twicetold.cli.main import main

TALE = (
    "The delegations met in the old customs house on the quay and signed a memorandum about the ferry line, "
    "the lighthouse on the northern skerry and the price of smoked herring, which had doubled since the winter."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    told = {
        "one": f"The harbour was quiet on Tuesday morning when the boats came in.\n\n{TALE}",
        "two": f"{TALE}\n\nNobody on the island could say what it meant for the season.",
        "three": "Rain fell on the vineyards for a week, and the growers waited for the sun to come back before they picked.",
    }
    place = tmp_path / "articles"
    place.mkdir()
    for name, text in told.items():
        (place / f"{name}.txt").write_text(text, encoding="utf-8")
    return place


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["passages", *map(str, arguments)])


def test_rows_say_where_the_words_stand(folder: Path) -> None:
    done = call(folder, "-f", "jsonl", "-q")
    assert done.exit_code == 0
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    texts = {name: (folder / f"{name}.txt").read_text(encoding="utf-8") for name in ("one", "two")}
    for side in ("left", "right"):
        (name,) = [n for n in texts if n in row[side]]
        assert texts[name][row[f"{side}_start"] : row[f"{side}_end"]] == TALE.rstrip(".")


def test_the_terminal_shows_the_words(folder: Path) -> None:
    done = call(folder, "-q")
    assert "customs house" in done.stdout
    assert "1 shared passage in 3 documents." in done.stdout


def test_new_documents_are_held_against_an_index(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert call(folder / "one.txt", folder / "three.txt", "--index", index, "-f", "tsv", "-q").stdout == ""
    asked = call(folder / "two.txt", "--index", index, "--query", "-f", "tsv", "-q")
    added = call(folder / "two.txt", "--index", index, "-f", "tsv", "-q")
    assert asked.stdout == added.stdout
    assert len(added.stdout.splitlines()) == 1
    assert call(folder / "two.txt", "--index", index, "-f", "tsv", "-q").stdout == ""


def test_query_without_an_index_is_wrong_usage(folder: Path, tmp_path: Path) -> None:
    assert call(folder, "--query").exit_code == 2
    assert call(folder, "--index", tmp_path / "none", "--query").exit_code == 2


def test_nothing_readable_is_said(tmp_path: Path) -> None:
    assert call(tmp_path / "missing.txt").exit_code == 3
