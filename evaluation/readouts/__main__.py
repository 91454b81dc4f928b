"""Score the installed program's commitments on the readouts labelled by hand.

python -m evaluation.readouts [--shared ../shared] [--json] [--misses]

The labels are offsets (GUIDELINES.md); the texts are read from --shared. The first DEV readouts by date were looked at while the rules
were made; the figure to quote is the one on the rest. Matching is that of the families' scorer: one to one, by party and by a span shared
to at least half of the shorter one. `level_within_1`, `status` and `toward` are shares of all labels, found or not, as there.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.readouts.check import TEXTS, labels

DEV = 20  # readouts, the earliest: the rules were looked at against these, the others were only ever counted
PROGRAM = [str(Path(sys.executable).parent / "twicetold"), "brief", "-q", "--format", "jsonl"]
SHARED_PART = 0.5  # of the shorter span, as in the families' scorer
SMALL_WORDS = frozenset({"the", "a", "an", "of", "for", "and", "on", "in"})

Label = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """One commitment of the program with the names of its actors."""

    party: tuple[str, ...]
    toward: tuple[str, ...]
    level: int
    status: str
    domain: str
    spans: tuple[tuple[int, int], ...]
    act: str = ""


def words(name: str) -> set[str]:
    """Words of a name that tell it apart."""
    cleaned = "".join(c if c.isalnum() else " " for c in name.casefold().replace("’s", "").replace("'s", ""))
    return {w for w in cleaned.split() if w not in SMALL_WORDS}


def same(name: str, known: Sequence[str]) -> bool:
    """Whether an actor is the one named: by its own name as far as one's words are all in the other's, by an alias in full."""
    if not known:
        return False
    wanted, own = words(name), words(known[0])
    plain = bool(wanted and own) and (wanted <= own or own <= wanted)
    return plain or any(words(alias) == wanted for alias in known[1:] if wanted)


def commitments(brief: Mapping[str, Any]) -> list[Found]:
    """What a brief in the contract's form says was committed to."""
    names = {a["id"]: (a["name"], *a.get("aliases", ())) for a in brief["actors"]}
    return [
        Found(
            names.get(c["party"], ()), names.get(c["toward"], ()), c["level"], c["status"], c["domain"],
            tuple((m["start"], m["end"]) for m in c["mentions"]), c["act"],
        )
        for c in brief["commitments"]
    ]  # fmt: skip


def overlaps(label: Label, found: Found) -> bool:
    for start, end in found.spans:
        both = min(end, label["end"]) - max(start, label["start"])
        if both >= SHARED_PART * min(end - start, label["end"] - label["start"]):
            return True
    return False


def matched(gold: Sequence[Label], said: Sequence[Found]) -> list[tuple[Label, Found]]:
    """Labels with what was found for them, one to one, first come first served."""
    used: set[int] = set()
    out: list[tuple[Label, Found]] = []
    for label in gold:
        hit = next((n for n, f in enumerate(said) if n not in used and same(label["party"], f.party) and overlaps(label, f)), None)
        if hit is not None:
            used.add(hit)
            out.append((label, said[hit]))
    return out


def towards(label: Label, found: Found) -> bool:
    return same(label["toward"], found.toward) if label["toward"] else not found.toward


def score(gold: Mapping[str, Sequence[Label]], said: Mapping[str, Sequence[Found]]) -> dict[str, float]:
    """Figures over all labels of some readouts (micro average)."""
    pairs = [p for i in gold for p in matched(gold[i], said.get(i, ()))]
    wanted, given = sum(map(len, gold.values())), sum(len(said.get(i, ())) for i in gold)
    precision, recall = len(pairs) / max(given, 1), len(pairs) / max(wanted, 1)
    share = {
        "level_within_1": sum(abs(g["level"] - f.level) <= 1 for g, f in pairs),
        "level_acc": sum(g["level"] == f.level for g, f in pairs),
        "status_acc": sum(g["status"] == f.status for g, f in pairs),
        "toward_acc": sum(towards(g, f) for g, f in pairs),
        "domain_acc": sum(g["domain"] == f.domain for g, f in pairs),
    }
    return {
        "labels": wanted, "found": given, "f1": 2 * precision * recall / max(precision + recall, 1e-9),
        "precision": precision, "recall": recall, **{k: v / max(wanted, 1) for k, v in share.items()},
    }  # fmt: skip


def run(texts: Mapping[str, Mapping[str, Any]], wanted: Sequence[str]) -> dict[str, list[Found]]:
    """The program's commitments for each readout, each read by itself."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "readouts.jsonl"
        path.write_text("".join(json.dumps(texts[i], ensure_ascii=False) + "\n" for i in wanted), encoding="utf-8")
        done = subprocess.run([*PROGRAM, str(path)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"the program exited {done.returncode}: {done.stderr.strip()[-600:]}")
    briefs = (json.loads(line) for line in done.stdout.splitlines())
    return {b["documents"][0]["id"]: commitments(b) for b in briefs if len(b["documents"]) == 1}


def misses(gold: Sequence[Label], said: Sequence[Found], text: str) -> str:
    pairs = matched(gold, said)
    hit_gold, hit_said = {id(g) for g, _ in pairs}, {id(f) for _, f in pairs}
    lines = [f"  missed {g['party']} > {g['toward']} {g['level']} {g['status']}: {' '.join(text[g['start'] : g['end']].split())}"
             for g in gold if id(g) not in hit_gold]  # fmt: skip
    lines += [f"  extra  {f.party[:1]} > {f.toward[:1]} {f.level} {f.status}: {f.act}" for f in said if id(f) not in hit_said]
    for g, f in pairs:
        off = [f"{k} {getattr(f, k)} for {g[k]}" for k in ("level", "status", "domain") if g[k] != getattr(f, k)]
        off += [] if towards(g, f) else [f"toward {f.toward[:1]} for {g['toward']}"]
        lines.append(f"  hit    {g['party']}: {f.act[:60]} {'; '.join(off)}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--misses", action="store_true", help="show what was missed in the first readouts (never in the rest)")
    options = parser.parse_args()
    source = options.shared / TEXTS
    if not source.exists():
        print(f"{source} is not there; nothing was measured.", file=sys.stderr)
        return 3
    texts = {row["id"]: row for row in map(json.loads, source.read_text(encoding="utf-8").splitlines())}
    gold = {row["id"]: row["commitments"] for row in sorted(labels(), key=lambda r: str(r["id"]))}
    said = run(texts, list(gold))
    dev = list(gold)[:DEV]
    parts = {"first": {i: gold[i] for i in dev}, "rest": {i: v for i, v in gold.items() if i not in dev}}
    result = {name: score(part, said) for name, part in parts.items()}
    if options.misses:
        for i in dev:
            print(f"{i}\n{misses(gold[i], said.get(i, []), texts[i]['text'])}")
    if options.json:
        print(json.dumps(result, indent=1))
        return 0
    print(f"{'':16}" + "".join(f"{name:>9}" for name in result))
    for key in result["rest"]:
        print(f"{key:16}" + "".join(f"{result[name][key]:9.3f}" for name in result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
