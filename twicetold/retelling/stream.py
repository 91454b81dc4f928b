"""Stories of a stream: where one more document belongs, without looking at all the others again.

1. `clues` of a document are a few numbers that documents of one event share: its most telling terms, and the least hashes of its runs of
   words (a bottom-k sketch, Broder 1997). Whoever keeps the documents keeps the clues in an index, finds by it who shares some, and
2. `placed` sorts the new document and those neighbours with `stories.sort`, the same way as a batch, and says whom it fell together with.

What one more document costs depends on the number of its neighbours, not of all documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from twicetold.retelling.common import frequency
from twicetold.retelling.stories import Traits, sort, traits
from twicetold.retelling.terms import terms
from twicetold.types import Report, Retelling

__all__ = ["Clue", "Traits", "clues", "copies", "placed", "traits"]

TELLING = 24  # terms of a document by which others find it; every pair of the demo's nine reports of one event shares 3 to 16 clues
RUN = 5  # words
SKETCH = 16  # least hashes of runs
COPY = 0.5  # share of the sketch from which one text is taken for a copy of the other, however long ago
DIGEST = 8  # bytes of a clue


class Clue(NamedTuple):
    """`key` fits a signed 64-bit integer, `weight` says how telling it is; `run` marks hashes of runs of words: time does not wear them."""

    key: int
    weight: float
    run: bool


def clues(report: Report, found: Traits) -> tuple[Clue, ...]:
    """The clues of a document, the heaviest terms first, then the runs."""
    weighed = sorted(((-n / (1e-6 + frequency(term)), term) for term, n in found.bag.items()))
    told = [Clue(_hash("term", term), n, False) for n, term in ((found.bag[t], t) for _, t in weighed[:TELLING])]
    return (*told, *(Clue(key, 1.0, True) for key in _sketch(report)))


def _sketch(report: Report) -> list[int]:
    words = [t.key for s in report.sentences for t in terms(report.text(s))]
    return sorted({_hash("run", " ".join(words[k : k + RUN])) for k in range(len(words) - RUN + 1)})[:SKETCH]


def _hash(kind: str, words: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{kind}:{words}".encode("utf-8", "replace"), digest_size=DIGEST).digest(), "big", signed=True)


def copies(shared: int) -> bool:
    """Whether two documents that share so many runs of their sketches are copies."""
    return shared >= COPY * SKETCH


def placed(new: Traits, neighbours: Sequence[Traits], copied: Sequence[str] = ()) -> frozenset[str]:
    """Ids of the neighbours with which `new` tells of one event; `copied` names those whose words it has."""
    edges = [Retelling(new.document.id, other, "copy", 1.0, ()) for other in sorted(copied)]
    stories = sort([new, *neighbours], edges)
    together = next(s for s in stories if new.document.id in s.documents)
    return frozenset(together.documents) - {new.document.id}
