"""Drafts on official readouts: what a press office wrote, quoted and told again by somebody else."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

from evaluation.drafts import errors
from evaluation.drafts.making import Material, Said, Stated, Unit, units_of

FILE = "data/readouts/white_house_2021_2023.jsonl"
KEPT = 300  # readouts of this many characters to LONGEST, from the beginning of the file
SHORTEST, LONGEST = 700, 2600
SUBJECT = re.compile(
    r"^(?:The (?:two leaders|leaders|President|Vice President)|President \w+|Vice President \w+|Mr\. Sullivan|They|He|She)\b"
)
MODAL = re.compile(r"\b(?:discussed|reaffirmed|expressed|underscored|welcomed|agreed|thanked|emphasized|reviewed|affirmed|exchanged)\b")
OFFICE = "the White House"


def load(shared: Path | None) -> list[dict[str, Any]]:
    """Readouts of a moderate length; none where the data is not at hand."""
    path = shared / FILE if shared is not None else None
    if path is None or not path.exists():
        return []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [r for r in rows if SHORTEST <= len(r["text"]) <= LONGEST and "eadout" in r["title"]][:KEPT]


def attempt(kind: str | None, rows: list[dict[str, Any]], random_: random.Random) -> tuple[Material, Unit | None, list[Unit]]:
    """Material of three readouts, one of which the draft is about, with the planted error."""
    chosen = random_.sample(rows, 3)
    m = Material("readouts", chosen)
    main = chosen[0]["text"]
    for sentence in re.split(r"(?<=[.!?])\s+", " ".join(main.split())):
        _take(sentence.rstrip("."), chosen[0]["id"], m)
    error = errors.planted(kind, m, random_) if kind else None
    return m, error, list(units_of(m, random_))


def _take(sentence: str, document: str, m: Material) -> None:
    """A sentence as a statement of the office; its predicate as words that may be quoted."""
    words = sentence.split()
    if re.search(r"[“”\"]", sentence) or not 8 <= len(words) <= 38:
        return
    if SUBJECT.match(sentence) and not re.match(r"(?:They|He|She)\b", sentence):
        claim = {"id": sentence, "proposition": f"({sentence})", "mentions": []}
        m.stated.append(Stated(document, sentence, OFFICE, "asserted", None, claim, "positive"))
    match = MODAL.search(sentence)
    if match:
        quote = sentence[match.start() :]
        if 6 <= len(quote.split()) <= 24:
            m.said.append(Said(document, quote, OFFICE, OFFICE))
