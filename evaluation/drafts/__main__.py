"""Measure `twicetold check`: python -m evaluation.drafts [--seeds 100 101 102 103] [--count 50] [--later] [--shared ../shared] [-v]"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from evaluation.drafts import measure
from evaluation.drafts.generate import LATER, USUAL, Made, drafts

QUOTED = re.compile(r"[“«\"](.+?)[”»\"]|(?:(?<=\s)|^)‘(.+?)’(?=[,.\s]|$)", re.DOTALL)


def quotations(made: list[Made]) -> Iterator[dict[str, Any]]:
    """Each quotation of the drafts as it stands between its marks, a split one in its parts."""
    for one in made:
        texts = [s["text"] for s in one.sources]
        for _, _, unit in one.units:
            parts = [p.strip(" ,.") for p in ("".join(m) for m in QUOTED.findall(unit.text))]
            if unit.kind == "quotation" and parts:
                yield {"error": unit.error, "quotations": parts, "sources": texts}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[100, 101, 102, 103])
    parser.add_argument("--count", type=int, default=50, help="drafts of each seed")
    parser.add_argument("--later", action="store_true", help="drafts on the families that were written after the rules")
    parser.add_argument("--jobs", type=int, default=1, help="seeds measured at once")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--show", action="store_true", help="print the drafts and leave")
    parser.add_argument("--quotations", type=Path, help="write the quotations of the drafts for peers.py to this file and leave")
    parser.add_argument("-v", "--verbose", action="store_true")
    given = parser.parse_args()
    shared = given.shared if given.shared.exists() else None
    names = LATER if given.later else USUAL
    if not given.show and not given.quotations:
        one = partial(measure.of_seed, count=given.count, shared=shared, names=names)
        if given.jobs == 1:
            score = measure.total(map(one, given.seeds))
        else:
            with ProcessPoolExecutor(given.jobs, mp_context=get_context("spawn")) as pool:
                score = measure.total(pool.map(one, given.seeds))
        if given.verbose:
            print("\n".join(["MISSED", *score.misses, "", "FLAGGED", *score.alarms, ""]))
        print(measure.table(score))
        return
    made = [one for seed in given.seeds for one in drafts(seed, given.count, shared, names)]
    if given.show:
        for one in made:
            print(f"=== {one.name} {one.family} {one.style} {one.error}\n{one.text}")
        return
    if given.quotations:
        given.quotations.write_text(json.dumps(list(quotations(made)), ensure_ascii=False), encoding="utf-8")
        return


if __name__ == "__main__":
    main()
