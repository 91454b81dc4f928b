"""The installed command, run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).parent / "twicetold"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def twicetold() -> Run:
    """Runs the command with arguments; `input` is standard input. Output as text."""

    def run(*arguments: object, input: str | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "NO_COLOR": "1", "PYTHONWARNINGS": "error::DeprecationWarning:twicetold"}
        return subprocess.run([str(PROGRAM), *map(str, arguments)], input=input, capture_output=True, text=True, cwd=cwd, env=environment)

    return run
