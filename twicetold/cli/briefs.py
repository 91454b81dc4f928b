"""Briefs for commands that go on from one: made now from documents, or read as JSON that was made earlier."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from twicetold.brief.compose import brief
from twicetold.brief.schema import SCHEMA, Brief
from twicetold.cli.output import Reporter

HEAD = 4096  # bytes in which the name of the schema stands: it is the first key


def load(paths: Iterable[str], reporter: Reporter) -> list[Brief]:
    """One brief for each file of JSON that `twicetold brief` wrote, and one for all documents together, in this order.

    Raises NothingReadable as `brief` does, and click.UsageError for a brief that cannot be used.
    """
    made, documents = [], []
    for path in paths:
        if is_brief(Path(path)):
            made.append(read_brief(Path(path)))
        else:
            documents.append(path)
    if documents:
        with reporter:
            made.append(brief(documents, progress=reporter.progress))
        reporter.brief(made[-1])
    return made


def is_brief(path: Path) -> bool:
    """Whether a file begins as a brief in JSON does."""
    if path.suffix.lower() not in (".json", ".jsonl") or not path.is_file():
        return False
    with path.open("rb") as file:
        start = file.read(HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") and start[1:].lstrip().startswith(b'"schema"') and SCHEMA.encode() in start[:200]


def read_brief(path: Path) -> Brief:
    """A brief from its JSON; of JSON Lines the last, which is the one on all documents."""
    from pydantic import ValidationError

    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() == ".jsonl":
            text = text.rstrip("\n").rpartition("\n")[2]
        return Brief.model_validate(json.loads(text))
    except (ValidationError, json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = str(error).splitlines()[0]
        raise click.UsageError(f"{path} is no brief that this version can read ({reason}); make it again with twicetold brief.") from error
