"""Whole-process time and peak memory of `twicetold brief` on 2, 84 and 840 articles, and how the cost grows.

    python -m benchmarks.growth [--shared ../shared] [--sizes 2 84 840]

Read the ratios and the exponent, not the seconds: seconds belong to the machine. The articles are PolNeAR's texts; a folder of
the first N by name is made for each size, so every run does the same work.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(sys.executable).parent / "twicetold"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the program: wall and processor seconds, peak resident memory in MB, characters read."""

    documents: int
    characters: int
    wall: float
    processor: float
    peak: float


def articles(shared: Path) -> list[Path]:
    return [p for part in ("dev", "train") for p in sorted((shared / "data" / "polnear" / part / "text").glob("*.txt"))]


def run(files: list[Path]) -> Run:
    """Brief `files` in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for n, path in enumerate(files):
            shutil.copyfile(path, Path(folder) / f"{n:05d}.txt")
        command = [str(PROGRAM), "brief", folder, "--format", "json", "--quiet", "--output", str(Path(folder) / "brief.json")]
        start = time.perf_counter()
        process = subprocess.Popen(command)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise SystemExit(f"the program exited {process.returncode} on {len(files)} articles")
        characters = sum(len(p.read_text(encoding="utf-8", errors="replace")) for p in files)
        return Run(len(files), characters, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def exponent(small: Run, large: Run) -> float:
    """b of cost ~ characters^b between two runs, start-up included."""
    return math.log(large.processor / small.processor) / math.log(large.characters / small.characters)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[2, 84, 840])
    options = parser.parse_args()
    files = articles(options.shared)
    if len(files) < max(options.sizes):
        print(f"{options.shared} holds {len(files)} articles; {max(options.sizes)} are needed.", file=sys.stderr)
        return 3
    print(f"{'articles':>9}{'characters':>12}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}{'articles/s':>11}{'x first':>9}{'exponent':>10}")
    runs: list[Run] = []
    for size in options.sizes:
        runs.append(r := run(files[:size]))
        growth = f"{exponent(runs[-2], r):>10.2f}" if len(runs) > 1 else f"{'-':>10}"
        speed, ratio = r.documents / r.wall, r.wall / runs[0].wall
        sizes = f"{r.documents:>9}{r.characters:>12}{r.wall:>9.1f}{r.processor:>9.1f}{r.peak:>9.0f}"
        print(f"{sizes}{speed:>11.2f}{ratio:>9.1f}{growth}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
