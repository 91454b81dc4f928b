"""Score the installed program on the development families and hold the figures against floors that only rise.

python -m evaluation.families [--shared ../shared]            measure, print, fail when a figure fell below its floor
python -m evaluation.families --raise                         write better figures into floors.json
python -m evaluation.families --lower "why" METRIC=VALUE ...  lower a floor, with the reason on record
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")
PROGRAM = f"{Path(sys.executable).parent / 'twicetold'} brief {{input}} --format json"
TOLERANCE = 0.02  # the reader's int8 arithmetic differs in last places between processors; one changed mention is about .01
STEP = 100  # floors are whole hundredths: one annotator's labels bear no more


def family_files(shared: Path) -> list[Path]:
    return sorted(p for p in (shared / "families").glob("*.json"))


def checksum(files: list[Path]) -> str:
    """One SHA-256 over the corpus: a floor means nothing for another one."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def measure(shared: Path, families: Path | None = None, program: str = PROGRAM) -> dict[str, Any]:
    """Run the families' scorer over a folder (the development families by default): {'average': {metric: value}, 'families': {...}}."""
    files = family_files(shared) if families is None else sorted(families.glob("*.json"))
    scorer = shared / "score" / "score_families.py"
    done = subprocess.run([sys.executable, str(scorer), "--json", "--command", program, *map(str, files)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"the scorer failed: {done.stderr.strip() or done.stdout.strip()}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def fallen(measured: dict[str, float | None], floors: dict[str, float]) -> list[str]:
    """Metrics that stand below their floor."""
    return [
        f"{k}: {measured.get(k) or 0:.3f} is below its floor {v:.2f}" for k, v in floors.items() if (measured.get(k) or 0) < v - TOLERANCE
    ]


def show(result: dict[str, Any], floors: dict[str, float]) -> None:
    names = list(result["families"])
    print(f"{'':27}{'average':>9}{'floor':>7}  " + "".join(f"{n[:9]:>10}" for n in names))
    for metric, value in result["average"].items():
        group, key = metric.split(".")
        cells = [result["families"][n][group][key] for n in names]
        print(f"{metric:27}{_cell(value):>9}{_cell(floors.get(metric)):>7}  " + "".join(f"{_cell(c):>10}" for c in cells))


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--families", type=Path)
    parser.add_argument("--raise", dest="lift", action="store_true")
    parser.add_argument("--lower", nargs="+", metavar=("WHY", "METRIC=VALUE"))
    options = parser.parse_args()
    recorded = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {"floors": {}, "lowered": []}
    if options.lower:
        why, *changes = options.lower
        new = {k: float(v) for k, v in (c.split("=") for c in changes)}
        recorded["lowered"].append({"why": why, "floors": new})
        recorded["floors"].update(new)
        FLOORS.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")
        return 0
    if options.families:
        show(measure(options.shared, options.families), {})
        return 0
    files = family_files(options.shared)
    if not files:
        print(f"{options.shared} holds no families; nothing was measured.", file=sys.stderr)
        return 3
    result = measure(options.shared)
    show(result, recorded["floors"])
    if options.lift:
        better = {k: math.floor(v * STEP) / STEP for k, v in result["average"].items() if v is not None}
        recorded["floors"] = {k: max(v, recorded["floors"].get(k, 0.0)) for k, v in better.items()}
        recorded["corpus"] = checksum(files)
        FLOORS.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")
    wrong = (
        fallen(result["average"], recorded["floors"])
        if recorded.get("corpus") in (None, checksum(files))
        else ["floors.json is for another corpus; run with --raise"]
    )
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
