"""Measure `twicetold check`: python -m evaluation.drafts [--seed 100] [--count 200] [--shared ../shared] [-v] [--peers PYTHON]"""

from __future__ import annotations

import argparse
from pathlib import Path

from evaluation.drafts import measure
from evaluation.drafts.generate import drafts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=100)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--show", action="store_true", help="print the drafts and leave")
    parser.add_argument("-v", "--verbose", action="store_true")
    given = parser.parse_args()
    made = list(drafts(given.seed, given.count, given.shared if given.shared.exists() else None))
    if given.show:
        for one in made:
            print(f"=== {one.name} {one.family} {one.style} {one.error}\n{one.text}")
        return
    score = measure.run(made)
    if given.verbose:
        print("\n".join(["MISSED", *score.misses, "", "FLAGGED", *score.alarms, ""]))
    print(measure.table(score))


if __name__ == "__main__":
    main()
