"""Names by tokens: person, organisation and place together against the silver tokens (CoreNLP) of PolNeAR dev.

    python -m evaluation.entities [--shared ../shared]

A token counts as found when both give it the same of the three classes; other classes count as none. CoreNLP errs often ('Trump' as a
place, headlines), so that the last ten points measure its habits; training/evaluate.py measures exact spans, and GUM's gold ones.
"""

from __future__ import annotations

import argparse
import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from twicetold.language import parse
from twicetold.types import Document, Span

CLASSES = {"person": "PERSON", "organisation": "ORGANIZATION", "place": "LOCATION"}
Token = tuple[int, int, str]


def silver(path: Path) -> Iterator[tuple[str, list[Token]]]:
    """Every article's tokens with their class."""
    name, tokens = "", list[Token]()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# doc "):
                if name:
                    yield name, tokens
                name, tokens = line.split()[2], []
            elif line.strip() and not line.startswith("#"):
                start, end, *_, kind = line.rstrip("\n").split("\t")
                tokens.append((int(start), int(end), kind))
    yield name, tokens


def ours(text: str) -> dict[int, str]:
    """The class of every character that stands in a name."""
    parsed = parse(Document(id="x", source="evaluation", text=text, body=(Span(0, len(text)),), language="en"))
    return {k: CLASSES[e.kind] for e in parsed.entities if e.kind in CLASSES for k in range(e.start, e.end)}


def count(hits: Counter[tuple[str, str]], tokens: list[Token], named: dict[int, str]) -> None:
    for start, end, kind in tokens:
        mine, theirs = named.get((start + end) // 2), kind if kind in CLASSES.values() else None
        for name in ("all", *CLASSES.values()):
            said, gold = (x is not None and name in ("all", x) for x in (mine, theirs))
            hits[name, "said"] += said
            hits[name, "gold"] += gold
            hits[name, "hit"] += said and mine == theirs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    folder = parser.parse_args().shared / "data" / "polnear" / "dev"
    hits: Counter[tuple[str, str]] = Counter()
    for name, tokens in silver(folder / "corenlp_tokens.tsv.gz"):
        count(hits, tokens, ours((folder / "text" / f"{name}.txt").read_text(encoding="utf-8")))
    for name in ("all", *CLASSES.values()):
        hit, said, gold = (hits[name, k] for k in ("hit", "said", "gold"))
        print(
            f"{name:13} precision {100 * hit / said:.1f} recall {100 * hit / gold:.1f} F1 {200 * hit / (said + gold):.1f}  ({gold} tokens)"
        )


if __name__ == "__main__":
    main()
