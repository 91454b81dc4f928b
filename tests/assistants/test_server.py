"""The server for assistants: asked in process, and over standard input and output as an assistant does."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from tests.families import documents
from twicetold import archive
from twicetold.assistants import Shelf, server


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three reports of one family, a file each."""
    place = tmp_path_factory.mktemp("sources")
    for n, document in enumerate(documents("abraham-accords-announcement-2020")[:3]):
        (place / f"{n}.json").write_text(json.dumps(document), encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def shelf(folder: Path) -> Shelf:
    return Shelf([str(folder)])


def ask(server_: Any, tool: str, **arguments: Any) -> Any:
    async def told() -> Any:
        async with Client(server_) as client:
            answer = await client.call_tool(tool, arguments)
            text = "".join(part.text for part in answer.content)
            return answer.is_error, text

    return asyncio.run(told())


def answer(shelf: Shelf, tool: str, **arguments: Any) -> Any:
    failed, text = ask(server(shelf), tool, **arguments)
    assert not failed, text
    return text


def test_the_tools_are_told_with_what_they_take(shelf):
    async def told() -> Any:
        async with Client(server(shelf)) as client:
            return (await client.list_tools()).tools

    tools = {t.name: t for t in asyncio.run(told())}
    assert set(tools) == {"check", "brief", "search", "sources", "read"}
    assert all(t.description for t in tools.values())
    assert set(tools["check"].input_schema["required"]) == {"draft"}


def test_an_invented_quotation_fails_and_a_true_one_does_not(shelf):
    document = shelf.reports()[0].document
    quotation = next(q for q in shelf.reports()[0].quotations if not q.scare and q.end - q.start > 40)
    words = document.text[quotation.start : quotation.end]
    told = json.loads(
        answer(shelf, "check", draft=f"“{words}” “The moon will be annexed by a committee of gardeners,” they added.", everything=True)
    )
    found = {f["draft"]["text"]: f for f in told["findings"] if f["kind"] == "quotation"}
    invented = next(f for text, f in found.items() if "gardeners" in text)
    true = next(f for text, f in found.items() if text.startswith(words[:30]))
    assert invented["fails"] and "not_found" in invented["problems"]
    assert not true["fails"] and true["source"]["document"] == document.id


def test_parts_of_a_brief(shelf):
    whole = answer(shelf, "brief")
    assert whole.startswith("# ")
    part = answer(shelf, "brief", part="claims")
    assert part.lstrip("# ").startswith("What is claimed") and part in whole


def test_sources_can_be_read_word_for_word(shelf):
    first = json.loads(answer(shelf, "sources", limit=1))
    one = first[0] if isinstance(first, list) else first
    told = json.loads(answer(shelf, "read", document=one["id"], start=5, end=25))
    assert told["text"] == shelf.document(one["id"]).text[5:25]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("read", {"document": "../../etc/passwd"}, "no document"),
        ("search", {"text": "x"}, "no archive"),
        ("brief", {"story": "s1"}, "no archive"),
        ("check", {"draft": "x", "story": "s1"}, "no archive"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(shelf, tool, arguments, said):
    failed, text = ask(server(shelf), tool, **arguments)
    assert failed and said in text and "Traceback" not in text


def test_a_changed_source_is_read_again(tmp_path):
    (tmp_path / "a.txt").write_text(
        "The two sides signed the pact on Monday, a spokesman said. It will run for ten years.\n", encoding="utf-8"
    )
    shelf = Shelf([str(tmp_path)])
    assert len(shelf.reports()) == 1
    (tmp_path / "b.txt").write_text("Nobody signed anything on Monday, another spokesman said.\n", encoding="utf-8")
    assert len(shelf.reports()) == 2


def test_an_archive_is_searched_and_checked_against(shelf, tmp_path):
    with archive.open(tmp_path / "a.db") as kept:
        added = [kept.add(r) for r in shelf.reports()]
        both = Shelf([], kept)
        found = json.loads(answer(both, "search", text="annexation"))
        assert found["total"] >= 1 and found["hits"][0]["document"] in {a.id for a in added}
        told = json.loads(answer(both, "check", draft="“The moon is made of green cheese and policy,” he said.", story=added[0].story))
        assert told["fails"] >= 1
        assert ask(server(both), "brief", story="s999")[0]


def test_the_command_speaks_over_its_standard_input(folder):
    program = Path(sys.executable).parent / "twicetold"
    failed, text = ask(StdioServerParameters(command=str(program), args=["mcp", str(folder)]), "sources")
    assert not failed and "id" in text


def test_the_command_wants_files(capfd):
    from click.testing import CliRunner

    from twicetold.cli.main import main

    for arguments in (["mcp"], ["mcp", "-"], ["mcp", "https://example.org/"], ["mcp", "--archive", "/nowhere/a.db"]):
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code in (1, 2) and "Error: " in done.output
