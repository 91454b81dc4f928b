"""Time of `twicetold check`: a draft of 1,000 words against 50 sources, after start-up, as at every save in an editor.

    python -m benchmarks.check [--shared ../shared] [--sources 50] [--words 1000] [--rounds 3]

The sources are PolNeAR's texts; the draft is made of their sentences, one in five with a word changed. `first`: sources read for the first
time and kept. `save`: the draft changed by a word, sources kept. Reading the draft is the reader model's share of a save; processor seconds
over wall seconds says how many cores it had.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from pathlib import Path

from threadpoolctl import threadpool_limits

from benchmarks.growth import articles

SENTENCE = re.compile(r"[A-Z][^.!?\n]{40,240}[.!?][”\"]?(?=\s)")


def draft(paths: list[Path], words: int, seed: int = 7) -> str:
    """Sentences of the sources in paragraphs of five; in one of five a word is left out."""
    random_ = random.Random(seed)
    sentences = [m[0] for p in paths for m in SENTENCE.finditer(p.read_text(encoding="utf-8", errors="replace"))]
    random_.shuffle(sentences)
    out: list[str] = []
    while sentences and sum(len(s.split()) for s in out) < words:
        parts = sentences.pop().split()
        if random_.random() < 0.2:
            del parts[random_.randrange(1, len(parts) - 1)]
        out.append(" ".join(parts))
    return "\n\n".join(" ".join(out[k : k + 5]) for k in range(0, len(out), 5))


def timed(name: str, text: str, folder: Path, sources: Path, cache: Path) -> None:
    from twicetold import checking, reading
    from twicetold.checking import checker
    from twicetold.checking.cache import Cache
    from twicetold.types import Document, Report

    path = folder / "draft.txt"
    path.write_text(text, encoding="utf-8")
    start, busy = time.perf_counter(), time.process_time()
    stages: list[tuple[str, float, float]] = []

    def mark(stage: str) -> None:
        stages.append((stage, time.perf_counter(), time.process_time()))

    kept = Cache(cache)
    reports = [r for r in kept.reports([str(sources)]) if isinstance(r, Report)]
    mark("sources")
    prepared = {r.document.id: p for r in reports if (p := kept.prepared(r)) is not None}
    mark("sources made ready")
    drafts = [checker.read(d, Cache(None)) for d in reading.read([str(path)]) if isinstance(d, Document)]
    mark("draft read")
    checked = checking.check_reports(drafts, reports, prepared)
    mark("check")
    wall, spent = time.perf_counter() - start, time.process_time() - busy
    size = f"{len(text.split())} words, {len(reports)} sources, {len(checked.findings)} findings"
    print(f"{name:6} {size}: {wall:.2f} s wall, {spent:.2f} s processor")
    for stage, wall_at, busy_at in stages:
        print(f"       {stage:22} {wall_at - start:6.2f} s wall {busy_at - busy:6.2f} s processor")
        start, busy = wall_at, busy_at


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--words", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    threadpool_limits(1, "blas")  # as the command line does
    paths = articles(given.shared)[: given.sources]
    text = draft(paths, given.words)
    with tempfile.TemporaryDirectory() as place:
        folder, sources, cache = Path(place), Path(place) / "sources", Path(place) / "cache"
        sources.mkdir()
        cache.mkdir()
        for n, path in enumerate(paths):
            (sources / f"{n:05d}.txt").write_bytes(path.read_bytes())
        timed("first", text, folder, sources, cache)
        for k in range(given.rounds):
            timed("save", text.replace(" the ", f" the {k} ", 1), folder, sources, cache)


if __name__ == "__main__":
    main()
