"""What each part of the decoder of reported speech is worth: relations on PolNeAR dev with one part left out at a time.

    python -m evaluation.decoder [--shared ../shared] [--articles N]

The language room alone (`twicetold.language`), its outermost attributions, by the measures of score_polnear.py. Each article is read
once and decoded several times.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from twicetold.language import _page, boundaries, contents, reading, reported, sources, speech, ties
from twicetold.language.candidates import candidates
from twicetold.language.learned import labels
from twicetold.language.page import Page
from twicetold.language.reading import Read
from twicetold.language.relations import Relation
from twicetold.types import Document, Reported, Span


def nothing(*_: object) -> None:
    """In place of a step that changes relations."""


def no_odds(tokens: tuple[object, ...], runs: object) -> Any:
    return np.zeros((len(tokens) + 1, len(boundaries.KINDS)), np.float32)


def first_pass(page: Page, scores: Read) -> list[Relation]:
    """In place of the judge: what the tags say at their best, as it is."""
    return candidates(page, scores).plain


@contextmanager
def plain_transitions() -> Iterator[None]:
    steps = labels().tag_transitions
    kept = steps.copy()
    steps[:] = 0
    try:
        yield
    finally:
        steps[:] = kept


PARTS: dict[str, Callable[[], Any]] = {
    "everything": lambda: patch.object(ties, "SUBJECT", ties.SUBJECT),
    "without judged candidates": lambda: patch.object(sys.modules["twicetold.language.reported"], "judged", first_pass),
    "without learned transitions": plain_transitions,
    "without boundaries from the tree": lambda: patch.object(boundaries, "odds", no_odds),
    "without the tree in links": lambda: patch.multiple(ties, SUBJECT=0.0, GOVERNED=0.0),
    "without tidying contents": lambda: patch.object(contents, "tidy", nothing),
    "without sources from the tree": lambda: patch.object(sources, "complete", nothing),
    "without quotation marks": lambda: patch.object(speech, "attach", nothing),
}


def read(folder: Path, articles: int | None) -> Iterator[tuple[str, list[Any], Page, Read]]:
    from score_polnear import read_gold  # beside the data, not a part of the program

    for path in sorted((folder / "text").glob("*.txt"))[:articles]:
        notes = sorted((folder / "attributions").glob(re.sub(r"\.txt$", "", path.name).replace("[", "[[]") + "_*.ann"))
        text = path.read_text(encoding="utf-8")
        document = Document(id=path.stem, source=str(path), text=text, body=(Span(0, len(text)),), language="en")
        laid = reading.layout(document)
        scores = reading.model(laid)
        yield text, read_gold(notes[0]), _page(document, laid, scores), scores


def score(text: str, gold: list[Any], said: tuple[Reported, ...], total: Counter[str]) -> None:
    from score_polnear import characters, trimmed

    outer = [r for r in said if r.parent is None]
    inside = [(characters(r.content, text), characters(r.source, text)) for r in outer]
    free = set(range(len(outer)))
    total["said"], total["gold"] = total["said"] + len(outer), total["gold"] + len(gold)
    for event in gold:
        content, source = characters(event["content"], text), characters(event["source"], text)
        share = {k: len(content & inside[k][0]) / (len(content | inside[k][0]) or 1) for k in sorted(free)}
        best = max(share, key=share.__getitem__, default=None)
        if best is not None and share[best] >= 0.5 and (not source or source & inside[best][1]):
            free.discard(best)
            total["found"] += 1
            total["exact"] += all(trimmed(event[c], text) == trimmed(getattr(outer[best], c), text) for c in ("content", "source"))


def f1(total: Counter[str]) -> tuple[float, float]:
    """Relations found, and exact ones, in per cent."""
    found, exact = (200 * total[k] / (total["said"] + total["gold"]) for k in ("found", "exact"))
    return found, exact


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int)
    options = parser.parse_args()
    sys.path.insert(0, str(options.shared / "score"))
    pages = list(read(options.shared / "data" / "polnear" / "dev", options.articles))
    for name, part in PARTS.items():
        total = Counter[str]()
        with part():
            for text, gold, page, scores in pages:
                score(text, gold, reported(page, scores), total)
        found, exact = f1(total)
        print(f"{name:34} relation {found:.1f} exact {exact:.1f} said {total['said']}", flush=True)


if __name__ == "__main__":
    main()
