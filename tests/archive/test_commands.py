"""The commands on an archive, as a person calls them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks.made import reports
from tests.archive.test_archive import plain
from twicetold import archive
from twicetold.brief import compose
from twicetold.cli.main import main
from twicetold.types import Document, Report

REPORTS = list(reports(5))
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls a command on an archive in a temporary folder, in which three made-up reports lie already."""
    monkeypatch.setenv("TWICETOLD_ARCHIVE", str(tmp_path / "archive.db"))
    monkeypatch.chdir(tmp_path)
    known = {r.document.text: r for r in REPORTS}

    def report(document: Document) -> Report:
        return known.get(document.text) or plain(document.text, title=document.title)

    monkeypatch.setattr(compose, "report", report)
    with archive.open() as kept:
        for one in REPORTS[:3]:
            kept.add(one)
    return lambda *words, **more: CliRunner().invoke(main, list(words), **more)


def test_add_tells_every_document_and_what_is_known(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("The ferry sails at noon. Passengers were told to wait on the quay until then.")
    first = run("add", "new.txt")
    assert first.exit_code == 0, first.output
    assert " new " in first.stdout
    assert "1 added, 0 known before, 0 failed" in first.stderr
    again = run("add", "new.txt", "none.txt")
    assert again.exit_code == 1
    assert " known " in again.stdout
    assert "none.txt" in again.stderr
    assert run("add", "none.txt").exit_code == 3
    told = json.loads(run("add", "new.txt", "-f", "json", "-q").stdout)
    assert told["new"] is False
    assert told["id"] in first.stdout


def test_stories_lists_what_changed_last(run: Run) -> None:
    listed = run("stories")
    assert listed.exit_code == 0
    assert "3 documents" in listed.stdout
    assert (REPORTS[0].document.title or "").split()[0] in listed.stdout
    told = json.loads(run("stories", "--format", "json").stdout)
    assert {s["id"] for s in told} == {line.split()[0] for line in listed.stdout.splitlines() if line.startswith("s") and line[1].isdigit()}
    assert json.loads(run("stories", "--since", "2999-01-01", "--format", "json").stdout) == []


def test_search_finds_words_and_says_when_there_are_none(run: Run) -> None:
    word = REPORTS[0].document.text.split()[8]
    found = run("search", word)
    assert found.exit_code == 0
    assert word in found.stdout
    told = json.loads(run("search", word, "--format", "json").stdout)
    assert told["hits"][0]["text"]
    assert told["hits"][0]["marks"]
    assert run("search", "unheard").exit_code == 1
    assert run("search").exit_code == 2
    assert run("search", "...").exit_code == 2
    assert run("search", "--since", "soon").exit_code == 2
    assert run("search", "--certainty", "sure").exit_code == 2
    assert run("search", "signed a plan").stdout == run("search", '"signed a plan"').stdout, "the shell's quotation marks mean ours"


def test_show_tells_documents_and_stories(run: Run) -> None:
    with archive.open() as kept:
        entry = kept.documents()[-1]
    assert run("show", entry.id, "--format", "text").stdout.rstrip("\n") == REPORTS[0].document.text
    brief = json.loads(run("show", entry.id[:7], "--format", "json").stdout)
    assert [d["id"] for d in brief["documents"]] == [entry.id]
    story = json.loads(run("show", entry.story, "--format", "json").stdout)
    assert entry.id in {d["id"] for d in story["documents"]}
    for missing in ("s99", "dffffffffff", "x"):
        told = run("show", missing)
        assert told.exit_code == 1
        assert told.stderr.startswith("twicetold: ")


def test_remove_asks_first(run: Run) -> None:
    with archive.open() as kept:
        entry = kept.documents()[0]
    assert "removed" not in run("remove", entry.id, input="n\n").stdout
    assert "removed" in run("remove", entry.id, "--yes").stdout
    assert run("remove", entry.id, "--yes").exit_code == 1


def test_an_export_is_added_again_without_reading(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("export", "-o", "all.jsonl").exit_code == 0
    monkeypatch.setattr(compose, "report", None)
    monkeypatch.setenv("TWICETOLD_ARCHIVE", str(tmp_path / "other.db"))
    added = run("add", "all.jsonl", "--no-briefs")
    assert added.exit_code == 0, added.output
    assert "3 added" in added.stderr
    Path("all.jsonl").write_text(Path("all.jsonl").read_text() + '{"schema":"twicetold.archive/1"}\n')
    broken = run("add", "all.jsonl")
    assert broken.exit_code == 1
    assert "all.jsonl#4" in broken.stderr


def test_places_that_are_none_are_told_in_a_sentence(run: Run, tmp_path: Path) -> None:
    for where in (str(tmp_path), str(tmp_path / "none.db"), "mysql://a/b"):
        told = run("stories", "--archive", where)
        assert told.exit_code == 3
        assert told.stderr.startswith("twicetold: ")
        assert told.stderr.count("\n") == 1


def test_control_characters_of_documents_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    with archive.open() as kept:
        kept.add(plain("The \x1b[31mred\x1b[0m ferry sails. It sails at noon.", title="Ferry \x1b]0;owned\x07", outlet="\x1b[2J"))
    for words in (("stories",), ("search", "ferry")):
        assert "\x1b" not in run(*words).stdout
