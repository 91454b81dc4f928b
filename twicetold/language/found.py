"""The relations found so far, looked up by place: keeps the work on every quotation and clause independent of the document's length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from twicetold.language.page import Stretch
from twicetold.language.relations import Relation

BLOCK = 256  # words
REACH = 2  # blocks on either side that count as near


class Found:
    """A list of relations with an index over blocks of words."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self._all: list[Relation] = []
        self._blocks: dict[int, set[int]] = {}
        self._number: dict[int, int] = {}
        for relation in relations:
            self.add(relation)

    def __iter__(self) -> Iterator[Relation]:
        return iter(self._all)

    def add(self, relation: Relation) -> None:
        """Appends a relation."""
        self._number[id(relation)] = len(self._all)
        self._all.append(relation)
        self.moved(relation)

    def moved(self, relation: Relation) -> None:
        """To be called when a relation got other words."""
        stretches = [*relation.cue, *relation.source, *relation.content]
        if stretches:
            first, last = min(a for a, _ in stretches), max(b for _, b in stretches)
            for block in range(first // BLOCK, (last - 1) // BLOCK + 1):
                self._blocks.setdefault(block, set()).add(self._number[id(relation)])

    def near(self, stretch: Stretch, reach: int = REACH) -> list[Relation]:
        """Relations with words in the blocks around `stretch`, in the order in which they were found."""
        blocks = range(stretch[0] // BLOCK - reach, (stretch[1] - 1) // BLOCK + reach + 1)
        numbers = sorted(set().union(*(self._blocks.get(b, ()) for b in blocks)))
        return [self._all[n] for n in numbers]
