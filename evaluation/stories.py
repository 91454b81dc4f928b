"""Score stories on headlines that carry a `story` label: B-cubed F1 of the installed program, against a floor that only rises.

python -m evaluation.stories [--shared ../shared]    the whole program, as `twicetold brief` runs it (minutes)
python -m evaluation.stories --fast                  stories alone, in this process: what the figure hangs on (a minute)
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FLOOR = 0.88  # 3,377 headlines of 43 stories: .882 in November 2026 (.900 with an earlier reader); the issue asks for .82
TOLERANCE = 0.01  # the reader's int8 arithmetic differs in last places between processors
PROGRAM = f"{Path(sys.executable).parent / 'twicetold'} brief {{input}} --format json"


def whole(file: Path, scorer: Path, program: str = PROGRAM) -> float:
    """B-cubed F1 as the shared scorer tells it of the installed program."""
    done = subprocess.run([sys.executable, str(scorer), "--command", program, str(file)], capture_output=True, text=True)
    found = re.search(r"b_cubed_f1 ([\d.]+)", done.stdout)
    if done.returncode or found is None:
        raise SystemExit(f"the scorer failed: {done.stderr.strip() or done.stdout.strip()}")
    print(done.stdout.strip())
    return float(found[1])


def fast(file: Path) -> float:
    """The same of `stories.cluster`, without claims, quotations and actors."""
    from twicetold import language, reading
    from twicetold.retelling import stories
    from twicetold.types import Cast, Document, DocumentClaims, Report

    gold = {d["id"]: d["story"] for d in map(json.loads, file.read_text(encoding="utf-8").splitlines())}
    started = time.perf_counter()
    parsed = [language.parse(d) for d in reading.read([str(file)]) if isinstance(d, Document)]
    reports = [Report(p.document, tuple(s.span for s in p.sentences), p.vectors, p.quotations, Cast(), DocumentClaims()) for p in parsed]
    read = time.perf_counter()
    said = {key: n for n, story in enumerate(stories.cluster(reports)) for key in story.documents}
    precision, recall, f1 = b_cubed(gold, said)
    sorted_ = time.perf_counter()
    print(f"b_cubed_f1 {f1:.3f}  (precision {precision:.3f}, recall {recall:.3f}, {len(gold)} documents)")
    print(f"read in {read - started:.1f} s, sorted in {sorted_ - read:.1f} s")
    return f1


def b_cubed(gold: Mapping[str, Any], said: Mapping[str, Any]) -> tuple[float, float, float]:
    """Mean over documents of how much of its said, and of its gold, cluster a document shares (Bagga & Baldwin 1998), and their F1.

    A document that `said` leaves out is alone.
    """
    in_gold, in_said = defaultdict(set), defaultdict(set)
    told = {key: ("said", said[key]) if key in said else ("alone", key) for key in gold}
    for key in gold:
        in_gold[gold[key]].add(key)
        in_said[told[key]].add(key)
    shared = {key: len(in_gold[gold[key]] & in_said[told[key]]) for key in gold}
    precision = sum(n / len(in_said[told[key]]) for key, n in shared.items()) / len(gold)
    recall = sum(n / len(in_gold[gold[key]]) for key, n in shared.items()) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--fast", action="store_true")
    options = parser.parse_args()
    file = options.shared / "data" / "stories" / "headlines_dev.jsonl"
    if not file.exists():
        print(f"{file} is missing; nothing was measured.", file=sys.stderr)
        return 3
    found = fast(file) if options.fast else whole(file, options.shared / "score" / "score_stories.py")
    if found < FLOOR - TOLERANCE:
        print(f"stories: {found:.3f} is below the floor {FLOOR:.2f}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
