"""Score the event coder on the development half of the PLOVER gold standard records (plain text in, no pair given).

python -m evaluation.plover [--shared ../shared] [--json] [--show]

Each text is coded by itself. Of a text with n gold events the first n coded ones are scored. `states_f1`: source and target codes as (text,
role, code), micro average; `class_acc`: gold events whose 2021 type is among the n, one to one. Codes as in the records, normalised to
ISO 3166-1 alpha-3; organisations of states are IGO.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

RECORDS = Path("events/plover_gsr_dev.jsonl")
SPELLED = {"ITL": "ITA", "VTN": "VNM", "BDI": "BDI"}  # slips in the records' codes
Coded = tuple[str, frozenset[str], frozenset[str]]  # type, sources, targets


def gold_of(row: dict[str, Any]) -> Coded:
    def codes(side: str) -> frozenset[str]:
        return frozenset(SPELLED.get(s["code_norm"], s["code_norm"]) for s in row[side] if s["code_norm"])

    return row["event_2021"], codes("source"), codes("target")


def code(text: str) -> list[Coded]:
    """What the coder says about one text."""
    from twicetold import actors, language
    from twicetold.claims.events import events
    from twicetold.claims.syntax import Tree
    from twicetold.types import Document, Span

    document = Document(id="d", source="records", text=text, body=(Span(0, len(text)),), language="en")
    parsed = language.parse(document)
    return [(e.type, frozenset(e.sources), frozenset(e.targets)) for e in events(Tree(parsed), actors.within(parsed))]


def sides(coded: Sequence[Coded]) -> set[tuple[str, str]]:
    return {(role, c) for _, sources, targets in coded for role, side in (("source", sources), ("target", targets)) for c in side}


def score(gold: dict[str, list[Coded]], said: dict[str, list[Coded]]) -> dict[str, float]:
    hit = wanted = given = right = events = 0
    for text, rows in gold.items():
        first = said.get(text, [])[: len(rows)]
        w, g = sides(rows), sides(first)
        hit, wanted, given = hit + len(w & g), wanted + len(w), given + len(g)
        right += sum((Counter(r[0] for r in rows) & Counter(f[0] for f in first)).values())
        events += len(rows)
    return {
        "texts": len(gold), "events": events, "states_f1": 2 * hit / max(wanted + given, 1), "states_precision": hit / max(given, 1),
        "states_recall": hit / max(wanted, 1), "class_acc": right / max(events, 1),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true", help="print every text that is not wholly right")
    options = parser.parse_args()
    path = options.shared / "data" / RECORDS
    if not path.exists():
        print(f"{path} is not there; nothing was measured.", file=sys.stderr)
        return 3
    gold: dict[str, list[Coded]] = defaultdict(list)
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        gold[row["text"]].append(gold_of(row))
    said = {text: code(text) for text in gold}
    if options.show:
        for text, rows in gold.items():
            if said[text][: len(rows)] != rows:
                print(text, *(f"\n   gold {r[0]} {sorted(r[1])} > {sorted(r[2])}" for r in rows),
                      *(f"\n   said {r[0]} {sorted(r[1])} > {sorted(r[2])}" for r in said[text][:3]))  # fmt: skip
    result = score(gold, said)
    print(json.dumps(result, indent=1) if options.json else "\n".join(f"{k:18}{v:8.3f}" for k, v in result.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
