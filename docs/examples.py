"""Run the examples of pages that have `<!-- examples -->` in them, and write what they print; `tests/test_examples.py` holds them to it.

    python docs/examples.py [PAGE…]

In such a page

- a block after `<!-- file NAME -->` is a file that the commands after it can use;
- of a ```console block every line that begins with `$ twicetold` is run, in a folder of the page's own, at 80 columns; what follows up
  to the next such line is what it printed. `<!-- lines N -->` before the block keeps the first N lines of each;
- other lines that begin with `$` are shown as they are.

The reader's arithmetic differs in last places between processors, so tests compare what commands print in most lines, not in all.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = Path(sys.executable).parent / "twicetold"
MARK = "<!-- examples -->"
PROGRESS = re.compile(r"twicetold: (reading|comparing|checking|adding)|twicetold: \d+ remark")
BLOCK = re.compile(r"^(?:<!-- (file|lines) (\S+) -->\n)?(`{3,})(\w*)\n(.*?)^\3\n", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Ran:
    """A command of a page: its line, what the page says that it prints, what it prints."""

    line: str
    told: str
    printed: str
    status: int


def pages() -> list[Path]:
    """The pages whose examples are run."""
    return [p for p in sorted((ROOT / "docs").glob("*.md")) if MARK in p.read_text(encoding="utf-8")]


def run(page: Path) -> tuple[str, list[Ran]]:
    """The page with what its commands print now, and the commands."""
    ran: list[Ran] = []
    with tempfile.TemporaryDirectory() as folder:

        def renewed(m: re.Match[str]) -> str:
            kind, value, _, language, content = m.groups()
            if kind == "file":
                (Path(folder) / value).write_text(content, encoding="utf-8")
            if language != "console":
                return m.group(0)
            done = list(_block(content, Path(folder), int(value) if kind == "lines" else None))
            ran.extend(r for r in done if r.line.startswith("$ twicetold"))
            inside = "".join(f"{r.line}\n{r.printed}" for r in done)
            return m.group(0).replace(content, inside)

        return BLOCK.sub(renewed, page.read_text(encoding="utf-8")), ran


def _block(content: str, folder: Path, most: int | None) -> Iterator[Ran]:
    lines = content.splitlines()
    starts = [n for n, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        told = "".join(f"{line}\n" for line in lines[start + 1 : end])
        if lines[start].startswith("$ twicetold"):
            printed, status = _printed(lines[start][2:], folder, most)
            yield Ran(lines[start], told, printed, status)
        else:
            yield Ran(lines[start], told, told, 0)


def _printed(line: str, folder: Path, most: int | None) -> tuple[str, int]:
    environment = {
        **os.environ, "NO_COLOR": "1", "COLUMNS": "80", "TERM": "dumb", "TWICETOLD_ARCHIVE": str(folder / "archive.db"),
        "TWICETOLD_CACHE": str(folder / ".cache"),
    }  # fmt: skip
    words = shlex.split(line, comments=True)
    done = subprocess.run([str(PROGRAM), *words[1:]], capture_output=True, text=True, cwd=folder, env=environment, timeout=600)
    notes = [x for x in done.stderr.splitlines() if not PROGRESS.match(x)]
    lines = [x.rstrip() for x in [*notes, *done.stdout.splitlines()]]
    shown = lines if most is None or len(lines) <= most else [*lines[:most], "…"]
    return "".join(f"{x}\n" for x in shown).replace(f"{folder}/", ""), done.returncode


def main() -> None:
    for page in [Path(p).resolve() for p in sys.argv[1:]] or pages():
        text, ran = run(page)
        page.write_text(text, encoding="utf-8")
        print(f"{page.relative_to(ROOT)}: {len(ran)} commands")


if __name__ == "__main__":
    main()
