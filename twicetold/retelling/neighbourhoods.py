"""Which reports are worth comparing sentence by sentence: all of one story, and those that share words or credits across stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from twicetold.retelling.credits import Credit
from twicetold.types import Passage, Report, Story

SMALL = 60  # reports of a neighbourhood that are all compared with each other
STRIDE = 12  # in a larger one each is compared with so many before it, beside those it shares words with or credits
MANY = 20  # reports that one report's credits can stand for
LEAST_SHARED = 60  # characters of a passage that connects reports of different stories


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Reports in order of time, and the pairs of their places (earlier, later) to compare."""

    reports: tuple[Report, ...]
    pairs: tuple[tuple[int, int], ...]


def of(
    ordered: Sequence[Report], named: Mapping[tuple[str, str], Credit], shared: Iterable[Passage], stories: Sequence[Story]
) -> list[Neighbourhood]:
    """Neighbourhoods of reports in order of time; everything is one where there are no `stories`."""
    linked = {tuple(sorted(key)) for key in _telling(named)}
    linked |= {(p.left_document, p.right_document) for p in shared if p.left.size >= LEAST_SHARED}
    label = {key: story.documents[0] for story in stories for key in story.documents} or dict.fromkeys((r.document.id for r in ordered), "")
    root = _united(label, linked)
    parts: dict[str, list[Report]] = {}
    for report in ordered:
        parts.setdefault(root[label[report.document.id]], []).append(report)
    return [Neighbourhood(tuple(part), tuple(_pairs(part, linked))) for _, part in sorted(parts.items()) if part]


def _telling(named: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Credits that say something: a name that stands for very many reports of the set ('Reuters') singles none of them out."""
    count = Counter(child for child, _ in named)
    return [key for key in named if count[key[0]] <= MANY]


def _united(label: Mapping[str, str], linked: Iterable[tuple[str, ...]]) -> dict[str, str]:
    """For every story the first story of its neighbourhood."""
    root = {name: name for name in label.values()}

    def find(name: str) -> str:
        while root[name] != name:
            name = root[name]
        return name

    for one, other in sorted(linked):
        if one in label and other in label:
            a, b = sorted((find(label[one]), find(label[other])))
            root[b] = a
    return {name: find(name) for name in root}


def _pairs(part: Sequence[Report], linked: Iterable[tuple[str, ...]]) -> list[tuple[int, int]]:
    if len(part) <= SMALL:
        return list(combinations(range(len(part)), 2))
    place = {r.document.id: k for k, r in enumerate(part)}
    near = {(k - back, k) for k in range(len(part)) for back in range(1, STRIDE + 1) if back <= k}
    near |= {(min(a, b), max(a, b)) for x, y in linked if (a := place.get(x)) is not None and (b := place.get(y)) is not None}
    return sorted(near)
