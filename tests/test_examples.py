"""The examples of the documentation print what their pages say."""

from __future__ import annotations

import difflib
import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALIKE = 0.8
"""Share of lines that must be the same: the reader's arithmetic differs in last places between processors."""


def load():
    spec = importlib.util.spec_from_file_location("examples", ROOT / "docs" / "examples.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["examples"] = module
    spec.loader.exec_module(module)
    return module


examples = load()


@pytest.mark.parametrize("page", examples.pages(), ids=lambda p: p.name)
def test_a_page_prints_what_it_says(page):
    _, ran = examples.run(page)
    assert ran
    for one in ran:
        assert one.status in (0, 1), (one.line, one.printed)
        alike = difflib.SequenceMatcher(None, one.told.splitlines(), one.printed.splitlines(), autojunk=False).ratio()
        assert alike >= ALIKE, f"{one.line}\n{one.printed}\n(run python docs/examples.py {page.relative_to(ROOT)})"
