"""The drafts of a seed, each against two to four documents of a family, half a dozen units, at most one of them wrong.

Seeds below 100 are for development: thresholds of the program were set while looking at their drafts. Figures are told of others.
"""

from __future__ import annotations

import json
import random
import re
import textwrap
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.drafts import errors, readouts
from evaluation.drafts.making import Unit, material, sources_of, units_of

ROOT = Path(__file__).parents[2]
FAITHFUL_SHARE = 0.25
UNITS = (4, 7)
STYLES = ("wire", "memo", "bullets", "wrapped", "letter")
KEYS = ("id", "outlet", "published", "title", "text", "url", "language")


@dataclass(frozen=True)
class Made:
    """A draft with what is in it: `units` are (start, end, unit)."""

    name: str
    family: str
    style: str
    sources: list[dict[str, Any]]
    text: str
    units: list[tuple[int, int, Unit]]
    error: str | None


USUAL = (
    "abraham-accords-announcement-2020", "black-sea-grain-2022", "minsk-protocol-2014", "paris-climate-agreement-2015", "seeds",
    "shanghai-communique-1972", "singapore-summit-2018",
)  # fmt: skip
"""Families that were there when the rules were made: named, so that a family that comes later does not change the drafts of a seed."""


LATER = ("buenos-aires-truce-2018", "greece-euro-summit-2015", "shalit-exchange-2011", "south-china-sea-award-2016")
"""Families written by another hand after the rules were made."""


def families(shared: Path | None, names: Collection[str] = USUAL) -> dict[str, dict[str, Any]]:
    """Families by name, those in the tree and, where it is at hand, that of `shared`."""
    found = [*(ROOT / "tests/data/families").glob("*.json"), *(ROOT / "evaluation/heldout").glob("*.json")]
    if shared is not None:
        found += list((shared / "families").glob("seeds.json"))
    return {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted(found, key=lambda p: p.stem) if p.stem in names}


def drafts(seed: int, count: int = 200, shared: Path | None = None, names: Collection[str] = USUAL) -> Iterator[Made]:
    """`count` drafts of one seed; the same seed gives the same drafts. Readouts are among the material of the usual families only."""
    random_ = random.Random(seed)
    known = families(shared, names)
    official = readouts.load(shared) if names == USUAL else []
    kinds = [None if k < count * FAITHFUL_SHARE else errors.KINDS[(k + seed * count) % len(errors.KINDS)] for k in range(count)]
    for k, kind in enumerate(kinds):
        yield _draft(f"{seed}-{k:03}", kind, known, official, random_)


def _draft(name: str, kind: str | None, known: dict[str, dict[str, Any]], official: list[dict[str, Any]], random_: random.Random) -> Made:
    for _ in range(200):
        if official and random_.random() < 0.2:
            m, error, faithful = readouts.attempt(kind, official, random_)
        else:
            family = known[random_.choice(sorted(known))]
            m = material(family, sources_of(family, random_))
            error = errors.planted(kind, m, random_) if kind else None
            faithful = list(units_of(m, random_))
        if (kind and error is None) or len(faithful) < UNITS[0]:
            continue
        units = faithful[: random_.randint(*UNITS)]
        if error is not None:
            units = [u for u in units if not _about_the_same(u, error)]
            units.insert(random_.randint(0, len(units)), error)
        sources = [{key: d[key] for key in KEYS if d.get(key)} for d in m.documents]
        style = random_.choice(STYLES)
        text, spans = laid_out(units, style, m.documents, random_)
        return Made(name, m.family, style, sources, text, spans, kind)
    raise RuntimeError(f"no material for {kind}")


def _about_the_same(unit: Unit, error: Unit) -> bool:
    """Whether both rest on the same words: a draft does not say a thing rightly and wrongly."""
    a, b = ({w for w in u.text.lower().split() if len(w) > 4} for u in (unit, error))
    return len(a & b) >= 0.5 * min(len(a), len(b))


OPENINGS = {
    "wire": ["", "By our own correspondent"],
    "memo": ["Memo for the desk", "What we know so far"],
    "bullets": ["# Summary\n\nHere is what the documents say:", "## Key points"],
    "wrapped": ["", "Draft, not for publication."],
    "letter": ["Dear all,", "Dear colleagues,"],
}


def _marked(text: str, style: str) -> str:
    """Labels in bold stand in lists only; in prose they are sentences."""
    match = re.match(r"\*\*(.+?)\*\*: (.*)", text)
    return f"{match[1]}: {match[2]}." if match and style not in ("bullets", "memo") else text


def laid_out(
    units: list[Unit], style: str, documents: list[dict[str, Any]], random_: random.Random
) -> tuple[str, list[tuple[int, int, Unit]]]:
    """The draft's text, and where each unit stands in it."""
    bare = [_marked(u.text.removeprefix("- ").removeprefix("* "), style) for u in units]
    lead = random_.choice(OPENINGS[style])
    out, spans = (lead + "\n\n" if lead else ""), []
    for k, (text, unit) in enumerate(zip(bare, units, strict=True)):
        if style == "bullets":
            out += "- "
        elif style == "memo":
            out += f"{k + 1}. "
        if style == "wrapped":
            text = textwrap.fill(text, 64, break_long_words=False, break_on_hyphens=False)
        spans.append((len(out), len(out) + len(text), unit))
        out += text
        out += "\n" if style in ("bullets", "memo") else "\n\n" if style == "wrapped" or random_.random() < 0.5 else " "
    return out.rstrip() + "\n", spans
