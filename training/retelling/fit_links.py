"""Learn twicetold/retelling/links.toml: which pairs of quotations are one utterance, which pairs of claims one proposition.

    python training/retelling/fit_links.py FAMILY.json ... [--write]

Families are as in tests/data/README.md. Every family is read by the program itself, its gold mentions are matched to what was found
(quotations by overlap of .6, claims by F1 of .5), and a logistic regression with a small ridge is fitted on all pairs with a gold
mention in them; pairs of a gold mention and something else count .3, for gold does not label everything. Prints link F1 of each family
with its own pairs left out of the fit, for several thresholds; `--write` fits on all and writes the file.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twicetold import actors
from twicetold.brief.compose import read_reports
from twicetold.retelling import groups, lineage, quotes
from twicetold.retelling.clusters import clusters
from twicetold.retelling.likeness import embedder
from twicetold.retelling.links import ABSENT, CLIP
from twicetold.retelling.pairs import MEASURES, Item, Pairs, by_story
from twicetold.retelling.stemma import origins
from twicetold.types import Report, Roster, Span, Story

OUT = Path(__file__).parents[2] / "twicetold" / "retelling" / "links.toml"
RIDGE = 0.3
UNLABELLED = 0.3  # weight of a pair of which gold labels only one side
CHOSEN: dict[str, tuple[tuple[str, ...], float, float]] = {  # measures, threshold, weight of the best pair
    "quotes": (("cover_low", "cover_high", "cosine", "anchor", "same_document", "name_conflict", "both"), -0.5, 0.3),
    "claims": (("cover_low", "cover_high", "cosine", "anchor", "number_shared", "same_document", "kin"), -2.2, 0.3),
}
# `wedged`: what stands between two statements that both documents tell in one order is too rare to learn. `strange`: a false link between
# documents of different origins counts an origin too many. On the families 1 is best (link F1, mean over eleven that were looked at, .825
# with 1, .819 with 1.5, .815 with 2), but they label only what several reports tell. Of 162 links between news articles of one summer
# (evaluation/links.tsv, drawn with 1) 37 % were right, with 1.5 55 % of those left, with 2 71 %, with 2.5 72 %. For quotations 0, 1 and 2
# were tried
BY_HAND = {"claims": {"wedged": 0.8, "strange": -2.0}, "quotes": {"strange": -2.0}}
SWEPT = {"quotes": (-1.0, -0.5, 0.0, 0.5), "claims": (-2.6, -2.4, -2.2, -2.0, -1.8)}
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """The pairs of one story of one family. `labels`: gold id of each item, None where gold has none."""

    family: str
    items: Sequence[Item]
    labels: Sequence[str | None]
    pairs: NDArray[np.int64]
    measures: Mapping[str, NDArray[np.float32]]


def read(family: Mapping[str, Any]) -> tuple[list[Report], Roster]:
    """What the program finds in the documents of a family."""
    keys = ("id", "outlet", "published", "title", "text", "url", "language")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents.jsonl"
        path.write_text("".join(json.dumps({k: d[k] for k in keys if d.get(k)}) + "\n" for d in family["documents"]), encoding="utf-8")
        reports = [r for r in read_reports([str(path)]) if isinstance(r, Report)]
    reports.sort(key=lambda r: r.document.id)
    return reports, actors.across({r.document.id: r.cast for r in reports})


def gold(family: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str, Span]]:
    """(gold id, document, span) of every labelled mention."""
    texts = {d["id"]: d["text"] for d in family["documents"]}
    inner, words = ("variants", "quote") if kind == "quotes" else ("mentions", "span")
    for entry in family[kind]:
        for mention in entry[inner]:
            start = texts[mention["document"]].find(mention[words])
            yield entry["id"], mention["document"], Span(start, start + len(mention[words]))


def labels(family: Mapping[str, Any], kind: str, items: Sequence[Item]) -> list[str | None]:
    out: list[str | None] = [None] * len(items)
    for key, document, span in gold(family, kind):
        fits = [(fit(span, i.span, kind), -k) for k, i in enumerate(items) if i.report.document.id == document]
        best, place = max(fits, default=(0.0, 0))
        if best >= (0.6 if kind == "quotes" else 0.5):
            out[-place] = out[-place] or key
    return out


def fit(a: Span, b: Span, kind: str) -> float:
    shared = a.overlap(b)
    return shared / (max(a.end, b.end) - min(a.start, b.start)) if kind == "quotes" else 2 * shared / (a.size + b.size)


def samples(family: Mapping[str, Any], reports: Sequence[Report], roster: Roster) -> Iterator[tuple[str, Sample]]:
    """(kind, sample) for each story of a family, its stories being those of gold."""
    together: dict[str, list[str]] = {}
    for document in family["documents"]:
        together.setdefault(document["story"], []).append(document["id"])
    stories, embed = tuple(Story(tuple(d)) for d in together.values()), embedder()
    roots = origins(reports, lineage(reports, roster).retellings)
    for members in by_story(reports, stories):
        for kind in CHOSEN:
            items = quotes._items(members, roster) if kind == "quotes" else [i for r in members for i in groups._items(r, roster, {})]
            if items:
                pairs = Pairs(items, members, embed, (), roots)
                found = pairs.candidates()
                yield kind, Sample(family["family"], items, labels(family, kind, items), found, pairs.measures(found))


def table(parts: Sequence[Sample], names: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    """Rows with a leading 1, answers, weights."""
    rows, answers, counts = [], [], []
    for part in parts:
        grid = np.stack([part.measures[n] for n in names], 1)
        for (a, b), row in zip(part.pairs.tolist(), grid, strict=True):
            x, y = part.labels[a], part.labels[b]
            if x is not None or y is not None:
                rows.append([1.0, *row.tolist()])
                answers.append(float(x == y))
                counts.append(1.0 if x is not None and y is not None else UNLABELLED)
    return np.array(rows), np.array(answers), np.array(counts)


def logistic(rows: Floats, answers: Floats, counts: Floats) -> Floats:
    """Newton's method with a ridge on everything but the bias."""
    weights = np.zeros(rows.shape[1])
    ridge = np.diag([1e-6] + [RIDGE] * (rows.shape[1] - 1))
    for _ in range(40):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (counts * (chance - answers)) + ridge @ weights
        bend = (rows * (counts * chance * (1 - chance))[:, None]).T @ rows + ridge
        weights -= np.linalg.solve(bend, slope)
    return weights


def groups_of(part: Sample, kind: str, weights: Floats, names: Sequence[str], threshold: float, single: float) -> dict[int, int]:
    """Item -> number of its group."""
    by_hand = BY_HAND.get(kind, {})
    odds = weights[0] + sum(part.measures[n] * w for n, w in [*zip(names, weights[1:], strict=True), *by_hand.items()])
    scores = {(a, b): float(s) for (a, b), s in zip(part.pairs.tolist(), np.clip(odds, -CLIP, CLIP), strict=True)}
    apart = (lambda a, b: groups._apart(part.items, a, b)) if kind == "claims" else None
    found = clusters(len(part.items), scores, absent=ABSENT, threshold=threshold, single=single, forbidden=apart)
    return {k: number for number, members in enumerate(found) for k in members}


def link_f1(parts: Sequence[Sample], grouped: Sequence[Mapping[int, int]]) -> float:
    """F1 of pairs of labelled items that are in one group."""
    both = said = true = 0
    for part, group in zip(parts, grouped, strict=True):
        for a, b in combinations([k for k, label in enumerate(part.labels) if label is not None], 2):
            same, told = part.labels[a] == part.labels[b], group[a] == group[b]
            both, said, true = both + (same and told), said + told, true + same
    return 2 * both / (said + true) if said + true else 1.0


def report(kind: str, parts: Sequence[Sample]) -> None:
    """Link F1 with each family left out of the fit."""
    names, _, single = CHOSEN[kind]
    for threshold in SWEPT[kind]:
        row = []
        for family in dict.fromkeys(p.family for p in parts):
            own = [p for p in parts if p.family == family]
            weights = logistic(*table([p for p in parts if p.family != family], names))
            row.append(link_f1(own, [groups_of(p, kind, weights, names, threshold, single) for p in own]))
        print(f"{kind:7} {threshold:5} " + " ".join(f"{x:.2f}" for x in row) + f"  mean {np.mean(row):.3f}")


def written(kind: str, parts: Sequence[Sample]) -> str:
    names, threshold, single = CHOSEN[kind]
    weights = logistic(*table(parts, names))
    learned = dict(zip(names, weights[1:].tolist(), strict=True)) | BY_HAND.get(kind, {})
    lines = "".join(f"{n} = {learned[n]:.3f}\n" for n in MEASURES if n in learned)
    return f"[{kind}]\nbias = {weights[0]:.3f}\nthreshold = {threshold}\nsingle = {single}\n\n[{kind}.weights]\n{lines}"


HEAD = """\
# Log odds that two stretches of text are the same utterance or claim: bias + weights x measures (pairs.MEASURES).
# Written by training/retelling/fit_links.py: logistic regression on the pairs of the development families and of five held-out
# ones whose misses had been looked at; `threshold` and `single` (the weight of the best pair of two groups against the mean of all their
# pairs) swept with each family left out.

"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help="write links.toml")
    options = parser.parse_args()
    found: dict[str, list[Sample]] = {kind: [] for kind in CHOSEN}
    for path in options.families:
        family = json.loads(path.read_text(encoding="utf-8"))
        for kind, sample in samples(family, *read(family)):
            found[kind].append(sample)
    for kind, parts in found.items():
        report(kind, parts)
    if options.write:
        OUT.write_text(HEAD + "\n".join(written(kind, parts) for kind, parts in found.items()), encoding="utf-8")


if __name__ == "__main__":
    main()
