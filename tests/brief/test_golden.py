"""The small family told in every format, compared with what was reviewed by eye.

After a change that is meant: `TWICETOLD_GOLDEN=write pytest tests/brief/test_golden.py`, then look at the difference.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from rich.console import Console

from twicetold.brief import html, markdown, terminal

GOLDEN = Path(__file__).parent / "golden"


def _terminal(brief) -> str:
    out = io.StringIO()
    terminal.render(brief, Console(file=out, width=80, no_color=True))
    return out.getvalue()


def _without_assets(page: str) -> str:
    """The page without its style and script, which are tested by looking, not by bytes."""
    head, rest = page.split("<style>", 1)
    body = rest.split("</style>", 1)[1].rsplit("<script>", 1)
    policy = head.index('<meta http-equiv="Content-Security-Policy"')
    return head[:policy] + head[head.index("\n", policy) + 1 :] + body[0] + body[1].split("</script>", 1)[1]


FORMATS = {
    "small.md": markdown.render,
    "small.txt": _terminal,
    "small.html": lambda brief: _without_assets(html.render(brief)),
}


@pytest.mark.parametrize("file", sorted(FORMATS))
def test_golden(file, examples):
    told = FORMATS[file](examples.small())
    path = GOLDEN / file
    if os.environ.get("TWICETOLD_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(told, encoding="utf-8")
    assert told == path.read_text(encoding="utf-8")
