"""The desk over a large archive: what its pages cost, and whether the server's memory stays where it is.

    python -m benchmarks.archive --sizes 100000 --keep FOLDER        # fill one
    python -m benchmarks.desk FOLDER/archive.db                      # every page, 12 rounds

Times are wall clock as a browser waits, and the server's own processor time; memory is what Linux counts as resident.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from twicetold import archive

PROGRAM = Path(sys.executable).parent / "twicetold"
ROUNDS = 12
TICK = 1000 / os.sysconf("SC_CLK_TCK")  # ms


@contextmanager
def desk(where: str) -> Iterator[tuple[str, int]]:
    """The address of a desk and the number of its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([str(PROGRAM), "serve", "--archive", where, "--port", str(port), "-q"]) as server:
        base = f"http://127.0.0.1:{port}"
        while server.poll() is None:
            with suppress(OSError):
                urllib.request.urlopen(f"{base}/health", timeout=5).close()
                break
            time.sleep(0.2)
        yield base, server.pid
        server.terminate()


def pages(where: str) -> dict[str, str]:
    """What is asked for: name -> path."""
    with archive.open(where, create=False) as kept:
        first, second = (d.id for d in kept.documents(2))
        story = next(s.id for s in kept.stories(200) if 3 < s.documents < 10)
        party = quote(kept.commitments(limit=1)[0].party)
    return {
        "stories": "/", "stories, page 40": "/?p=40", "stories, page 900": "/?p=900", "stories with news": "/?show=new",
        "a story": f"/stories/{story}", "its stemma": f"/stories/{story}/stemma", "a report": f"/document?id={first}",
        "two reports": f"/compare?left={first}&right={second}", "commitments": "/ledger", "commitments of one": f"/ledger?party={party}",
        "forecasts": "/forecasts", "forecasts that are due": "/forecasts?show=due", "forecasts that are open": "/forecasts?show=open",
        "search": "/search?q=million", "search, three words": "/search?q=the+million+in", "search, a name": "/search?q=findorkol",
        "search, a certainty": "/search?certainty=likely", "search, a beginning": "/search?q=mer*", "add": "/add", "check": "/check",
        "API: stories": "/api/stories", "API: news": "/api/changes?since=2000-01-01", "API: documents, far": "/api/documents?offset=90000",
        "API: commitments, far": "/api/commitments?offset=20000", "API: forecasts, far": "/api/forecasts?offset=20000",
    }  # fmt: skip


def resident(process: int) -> int:
    """MB of memory."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) // 1024


def worked(process: int) -> float:
    """Processor time, ms."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def ask(address: str, process: int) -> tuple[float, float]:
    """Wall and processor time of one page, ms."""
    begun, before = time.perf_counter(), worked(process)
    with urllib.request.urlopen(address, timeout=300) as answer:
        answer.read()
    return (time.perf_counter() - begun) * 1000, worked(process) - before


def run(where: str, rounds: int) -> None:
    asked = pages(where)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    memory: list[int] = []
    with desk(where) as (base, process):
        memory.append(resident(process))
        for _ in range(rounds):
            for name, path in asked.items():
                times[name].append(ask(base + path, process))
            memory.append(resident(process))
    print("| page: ms | median | slowest | processor, mean |\n|---|--:|--:|--:|")
    for name, found in times.items():
        print(row(name, found))
    print(f"\nresident memory, MB: {memory[0]} at start, then after each round of {len(asked)} pages {', '.join(map(str, memory[1:]))}")


def row(name: str, found: Sequence[tuple[float, float]]) -> str:
    wall = [w for w, _ in found]
    return f"| {name} | {statistics.median(wall):.0f} | {max(wall):.0f} | {statistics.mean(p for _, p in found[1:] or found):.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    run(given.archive, given.rounds)


if __name__ == "__main__":
    main()
