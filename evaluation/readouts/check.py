"""Verify the labels against the texts and count them.

python -m evaluation.readouts.check [--shared ../shared]      exit 1 when a label does not fit its text
python -m evaluation.readouts.check --agreement               the second pass over six readouts against the first

Offsets must lie in the text and start and end on word bounds; checksums, levels, domains and status must be right; no label twice.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

LABELS = Path(__file__).with_name("labels.jsonl")
FIRST = Path(__file__).with_name("first_pass.jsonl")  # six readouts as they stood before the second pass
TEXTS = Path("data/readouts/white_house_2021_2023.jsonl")
DOMAINS = {"energy", "trade", "security", "diplomatic", "humanitarian", "territorial", "technology", "legal", "other"}
STATUS = {"given", "reaffirmed", "withheld", "refused", "conditional", "reported"}
LEVELS = range(1, 6)


def labels(path: Path = LABELS) -> list[dict[str, Any]]:
    """One object a readout: {"id", "sha256", "url", "commitments": [{"party", "toward", "start", "end", "domain", "level", "status"}]}."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def texts(shared: Path) -> dict[str, str]:
    """id -> text of every readout in the shared data."""
    rows = map(json.loads, (shared / TEXTS).read_text(encoding="utf-8").splitlines())
    return {row["id"]: row["text"] for row in rows}


def bounded(text: str, start: int, end: int) -> bool:
    """Whether a span is not empty, lies in the text, and cuts neither a word nor white space."""
    if not 0 <= start < end <= len(text) or text[start].isspace() or text[end - 1].isspace():
        return False
    cut = (start and text[start - 1].isalnum() and text[start].isalnum()) or (
        end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    )
    return not cut


def faults(label: dict[str, Any], text: str) -> list[str]:
    """What is wrong with one commitment, in words."""
    found = [f"{k} {label[k]!r}" for k, allowed in (("domain", DOMAINS), ("status", STATUS), ("level", LEVELS)) if label[k] not in allowed]
    found += [] if bounded(text, label["start"], label["end"]) else [f"span {label['start']}-{label['end']}"]
    found += [] if label["party"] and label["party"] != label["toward"] else [f"party {label['party']!r} toward {label['toward']!r}"]
    return found


def check(records: list[dict[str, Any]], known: dict[str, str]) -> list[str]:
    """All faults of all records; empty when the labels stand."""
    out = [f"{i}: labelled {n} times" for i, n in Counter(r["id"] for r in records).items() if n > 1]
    for record in records:
        text = known.get(record["id"])
        if text is None or hashlib.sha256(text.encode()).hexdigest() != record["sha256"]:
            out.append(f"{record['id']}: not the text that was labelled")
            continue
        out += [f"{record['id']}: {fault}" for label in record["commitments"] for fault in faults(label, text)]
        keys = Counter((c["party"], c["toward"], c["start"], c["end"]) for c in record["commitments"])
        out += [f"{record['id']}: {key} twice" for key, n in keys.items() if n > 1]
    return out


def alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """The match of the families' scorer: the same party, and half of the shorter span shared."""
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return bool(one["party"] == other["party"] and shared >= min(one["end"] - one["start"], other["end"] - other["start"]) / 2)


def pairs(gold: list[dict[str, Any]], said: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Greedy one-to-one matching in the order of the gold labels."""
    free, out = list(said), []
    for label in gold:
        match = next((s for s in free if alike(label, s)), None)
        if match is not None:
            free.remove(match)
            out.append((label, match))
    return out


def agreement(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> dict[str, float]:
    """F1 of two passes over the same readouts, and the share of matched labels on which each value agrees."""
    later = {r["id"]: r["commitments"] for r in second}
    hits = [pair for r in first for pair in pairs(r["commitments"], later[r["id"]])]
    size = sum(len(r["commitments"]) + len(later[r["id"]]) for r in first)
    same = {k: sum(a[k] == b[k] for a, b in hits) / max(1, len(hits)) for k in ("level", "status", "domain", "toward")}
    return {"labels": size / 2, "f1": 2 * len(hits) / max(1, size)} | same


def show(records: list[dict[str, Any]]) -> None:
    """Counts by year, level, status, domain and party."""
    every = [c for r in records for c in r["commitments"]]
    print(f"{len(records)} readouts, {len(every)} commitments, {sum(not r['commitments'] for r in records)} readouts without any")
    print("year      ", dict(sorted(Counter(r["id"][:4] for r in records).items())))
    for key in ("level", "status", "domain"):
        print(f"{key:10}", dict(sorted(Counter(c[key] for c in every).items())))
    print("party     ", dict(Counter(c["party"] for c in every).most_common(8)), "…")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--agreement", action="store_true")
    options = parser.parse_args()
    if options.agreement:
        print(", ".join(f"{k} {v:.3f}" for k, v in agreement(labels(FIRST), labels()).items()))
        return 0
    wrong = check(labels(), texts(options.shared))
    show(labels())
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
