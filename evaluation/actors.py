"""Score states and leaders: are they found, and are they the right ones?

python -m evaluation.actors [--shared ../shared] [--json] [--show]

The check set (actors.jsonl) is 20 texts read by hand: White House readouts and documents of the synthetic families. Every state and every
leader that is named or described (pronouns and joint parties apart) is there with its place and its key. Places that are only places ('in
Moscow', datelines) are not; a nationality inside a leader's title belongs to it. The labels started from the program's own output and were
corrected against the text, mention by mention, so a miss that the annotator overlooked too is in neither: read `right` as an upper bound.
Texts stay where they are.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from twicetold.types import Cast, Document, Mention, Span

LABELS = Path(__file__).with_name("actors.jsonl")
HELDOUT = Path(__file__).with_name("heldout")
READOUTS = Path("data/readouts/white_house_2021_2023.jsonl")
SAME = 0.5  # share of both spans together that must be common: 'President Biden' and 'Biden' are one mention
Row = tuple[int, int, str]


def records(path: Path = LABELS) -> list[dict[str, Any]]:
    """{"set": "readouts|families|heldout", "id", "sha256", "mentions": [[start, end, key], ...]}, one for each text."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def sources(shared: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """(set, id) -> document as a JSON Lines record."""
    out: dict[tuple[str, str], dict[str, Any]] = {}
    readouts = shared / READOUTS
    if readouts.exists():
        out |= {("readouts", r["id"]): r for r in map(json.loads, readouts.read_text(encoding="utf-8").splitlines())}
    for name, folder in (("families", shared / "families"), ("heldout", HELDOUT)):
        for path in sorted(folder.glob("*.json")):
            family = json.loads(path.read_text(encoding="utf-8"))
            out |= {(name, f"{path.stem}#{d['id']}"): d for d in family["documents"]}
    return out


def cast_of(record: dict[str, Any]) -> Cast:
    """The program's actors for one document."""
    from twicetold import actors, language

    text, title = record["text"], record.get("title")
    place = text.find(title) if title else -1
    body = tuple(Span(*b) for b in record.get("body", [[0, len(text)]]))
    document = Document(
        id="d", source="check set", text=text, body=body, title=title, outlet=record.get("outlet"), published=record.get("published"),
        title_span=Span(place, place + len(title)) if title and place >= 0 else None, language="en",
    )  # fmt: skip
    return actors.within(language.parse(document))


def alike(mention: Mention, row: Row) -> bool:
    both = min(mention.end, row[1]) - max(mention.start, row[0])
    return both > 0 and both >= SAME * (max(mention.end, row[1]) - min(mention.start, row[0]))


def judged(cast: Cast, rows: list[Row]) -> Iterator[tuple[str, Row]]:
    """'right', 'wrong' (somebody else), 'open' (a mention without an actor) or 'missed' for every label."""
    for row in rows:
        near = [m for m in cast.mentions if alike(m, row)]
        found = [m.actor for m in sorted(near, key=lambda m: abs(m.start - row[0]) + abs(m.end - row[1]))]
        kind = "missed" if not near else "right" if found[0] == row[2] or row[2] in found[:2] else "open" if found[0] is None else "wrong"
        yield kind, row


def extra(cast: Cast, rows: list[Row]) -> list[Mention]:
    """Mentions that the program takes for a state or a listed person where no label is."""
    named = [m for m in cast.mentions if m.actor and m.kind != "pronoun" and m.actor.startswith(("state:", "person:"))]
    return [m for m in named if not any(min(m.end, r[1]) > max(m.start, r[0]) for r in rows)]


def score(counts: Counter[str]) -> dict[str, float]:
    labels = sum(counts[k] for k in ("right", "wrong", "open", "missed"))
    return {
        "texts": counts["texts"], "labels": labels, "right": counts["right"] / max(labels, 1), "wrong": counts["wrong"],
        "wrong_person": counts["wrong_person"], "open": counts["open"], "missed": counts["missed"], "extra": counts["extra"],
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true", help="print what is not right")
    options = parser.parse_args()
    known = sources(options.shared)
    counts: Counter[str] = Counter()
    for record in records():
        document = known.get((record["set"], record["id"]))
        if document is None or hashlib.sha256(document["text"].encode()).hexdigest() != record["sha256"]:
            print(f"{record['id']}: not the text that was labelled", file=sys.stderr)
            continue
        cast, rows, text = cast_of(document), [tuple(m) for m in record["mentions"]], document["text"]
        counts["texts"] += 1
        for kind, row in judged(cast, rows):
            counts[kind] += 1
            counts["wrong_person"] += kind == "wrong" and row[2].startswith("person:")
            if options.show and kind != "right":
                print(f"{kind:7}{record['id'][:40]:42}{text[row[0] : row[1]]!r} {row[2]}")
        surplus = extra(cast, rows)
        counts["extra"] += len(surplus)
        if options.show:
            print(*(f"extra  {record['id'][:40]:42}{text[m.start : m.end]!r} {m.actor}" for m in surplus), sep="\n")
    if not counts["texts"]:
        print("no text of the check set is there; nothing was measured.", file=sys.stderr)
        return 3
    result = score(counts)
    print(json.dumps(result, indent=1) if options.json else "\n".join(f"{k:14}{v:9.3f}" for k, v in result.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
