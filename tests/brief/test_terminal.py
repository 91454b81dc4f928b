"""The terminal: 80 columns are enough, no colour is needed, and nothing from a report reaches the terminal as a command."""

from __future__ import annotations

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from twicetold.brief import terminal


def shown(brief, width: int = 80, *, colour: bool = False) -> str:
    out = io.StringIO()
    terminal.render(brief, Console(file=out, width=width, force_terminal=colour, no_color=not colour, legacy_windows=False))
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 60, 200])
def test_no_line_is_wider_than_the_terminal(brief, width):
    assert [line for line in shown(brief, width).split("\n") if cell_len(line) > min(width, 100)] == []


def test_no_blank_space_at_line_ends(brief):
    assert [line for line in shown(brief).split("\n") if line != line.rstrip()] == []


def test_same_brief_same_bytes(name, examples):
    assert shown(examples.ALL[name]()) == shown(examples.ALL[name]())


def test_no_escape_sequence_without_colour(brief):
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", shown(brief))


def test_escape_sequences_are_the_program_s_own(examples):
    """With colour only SGR sequences (colours, bold) are written, whatever the reports hold."""
    rest = re.sub(r"\x1b\[[0-9;]*m", "", shown(examples.hostile(), colour=True))
    assert "\x1b" not in rest


def test_says_what_matters(examples):
    text = " ".join(shown(examples.small()).split())
    for words in (
        "one source, Institute for Port Studies",
        "states it as fact",
        "gives another number",
        "# number changed",
        "∅ holder dropped",
    ):
        assert words in text


def test_changed_words_are_marked_without_colour(examples):
    text = shown(examples.small())
    assert "_mere_ words" in text and "not [−a] peace" in text
