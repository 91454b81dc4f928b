"""How many links between claims of real news reports are right: pairs labelled by hand, as the families cannot tell.

    python -m evaluation.links [--shared ../shared]

The families label what several reports tell; most of what real reports say is told by one alone, and a link between two such statements
is wrong. `links.tsv` holds stretches of articles of PolNeAR train (spring and summer 2016; no text of them) that an earlier state of the
program had linked between articles, drawn at random, and whether both say the same thing. Printed: how many of the right and of the wrong
ones are linked now. Wrong links that only the present state draws are not seen. Two minutes of one core.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from twicetold import actors
from twicetold.brief.compose import read_reports
from twicetold.retelling import compare
from twicetold.types import Report, Span

LABELS = Path(__file__).parent / "links.tsv"
Place = tuple[str, Span]  # article, stretch


@dataclass(frozen=True, slots=True)
class Labelled:
    """Two stretches of two articles, and whether they say the same thing."""

    one: Place
    other: Place
    same: bool


def labelled() -> Iterator[Labelled]:
    """The pairs of links.tsv."""
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            a, a_start, a_end, b, b_start, b_end, same = line.split("\t")
            yield Labelled((a, Span(int(a_start), int(a_end))), (b, Span(int(b_start), int(b_end))), same == "1")


def linked(pairs: list[Labelled], reports: Mapping[str, Report]) -> list[Labelled]:
    """Those of which one claim has mentions in both stretches."""
    told = compare(list(reports.values()), actors.across({k: r.cast for k, r in reports.items()}))
    groups: dict[str, list[tuple[Span, int]]] = {}
    for number, group in enumerate(told.claims):
        for m in group.mentions:
            groups.setdefault(m.document, []).append((reports[m.document].claims.claims[m.index].span, number))

    def of(place: Place) -> set[int]:
        document, span = place
        return {number for s, number in groups.get(document, ()) if 2 * s.overlap(span) >= max(s.size, span.size)}

    return [p for p in pairs if of(p.one) & of(p.other)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    options = parser.parse_args()
    pairs = list(labelled())
    names = sorted({place[0] for p in pairs for place in (p.one, p.other)})
    paths = [str(options.shared / "data" / "polnear" / "train" / "text" / f"{name}.txt") for name in names]
    found = [r for r in read_reports(paths) if isinstance(r, Report)]
    kept = linked(pairs, {r.document.id: r for r in found})
    right = sum(p.same for p in kept)
    print(
        f"{len(pairs)} pairs, {sum(p.same for p in pairs)} right; linked now: {len(kept)}, right: {right} ({right / max(len(kept), 1):.0%})"
    )


if __name__ == "__main__":
    main()
