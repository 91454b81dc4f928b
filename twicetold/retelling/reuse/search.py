"""All shared passages of a corpus in memory.

1. `words.read`: texts to rows of hashed words.
2. `furniture.mark`: boilerplate is taken out; viral passages stay.
3. `information`: how much each word proves, given the words before it.
4. `seeds`: places where two texts share a run of words that chance does not explain.
5. `alignment`: seeds are extended both ways through edits.
6. What scores above a threshold that rises with the logarithm of the corpus (an E-value, Karlin & Altschul 1990) is a passage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling.reuse import alignment, furniture, information, seeds
from twicetold.retelling.reuse.extension import Aligned, Extender, together
from twicetold.retelling.reuse.information import SCALE, Information, Scale, Statistics
from twicetold.retelling.reuse.parallel import spread
from twicetold.retelling.reuse.postings import Postings, cut, ordered, packed, partition_bits, shared
from twicetold.retelling.reuse.seeds import Pairs
from twicetold.retelling.reuse.words import Ints, Shingles, Words, arranged, canonical, parts, read

BLOCK = 1 << 17  # words worked on at once
SURE, SURE_PER_LOG, LEAST = -18.0, 3.0, 15.0  # nats; threshold = SURE + SURE_PER_LOG * ln(words), at least LEAST


class Shared(NamedTuple):
    """Shared passages as columns: indices of two texts, code points in each, score in nats, share of equal words."""

    a: Ints
    a_start: Ints
    a_end: Ints
    b: Ints
    b_start: Ints
    b_end: Ints
    score: NDArray[np.float32]
    similarity: NDArray[np.float32]


class Sizes(NamedTuple):
    """What the steps of a search handled."""

    texts: int
    words: int
    furniture: int
    seeds: int
    pairs: int
    passages: int


def threshold(words: int) -> int:
    """The score, in nats / SCALE, that a passage must reach among texts of so many words together."""
    return int(SCALE * max(LEAST, SURE + SURE_PER_LOG * np.log(max(words, 1))))


def learn(words: Words, workers: int = 1) -> Statistics:
    """The statistics of these texts."""
    found = spread(lambda part: information.sampled(words.texts(*part), len(words)), parts(words, BLOCK), workers)
    return information.statistics(found, len(words), workers)


def weigh(words: Words, known: Statistics, workers: int = 1) -> Information:
    """The information of every word."""
    scale = Scale(known)
    out = Information(np.empty((len(words), 3), np.uint8))

    def fill(part: tuple[int, int]) -> None:
        a, b = int(words.first[part[0]]), int(words.first[part[1]])
        out.nats[a:b] = scale.weigh(words.texts(*part)).nats

    for _ in spread(fill, parts(words, BLOCK), workers):
        pass
    return out


def seeded(words: Words, known: Information, enough: int, workers: int = 1) -> Pairs:
    """All seeds, sorted by pair of texts and place."""
    bits, top = len(words).bit_length(), partition_bits(len(words))

    def keys(part: tuple[int, int]) -> list[Shingles]:
        a, b = int(words.first[part[0]]), int(words.first[part[1]])
        shingle, place = seeds.runs(words.texts(*part), known.part(slice(a, b)), enough)
        return cut(packed(shingle, place + a, bits), top)

    found: list[tuple[Postings, Ints]] = []
    begins = np.zeros(len(words), np.bool_)
    for rows in ordered(spread(keys, parts(words, BLOCK), workers), bits, workers):
        found.append(shared(rows))
        begins[found[-1][0].place] = True

    def pairs() -> Iterator[Pairs]:
        while found:  # each let go when its pairs are made
            yield from seeds.pairs(*found.pop(), words, begins)

    return alignment.gathered(pairs(), words)


def search(texts: Iterable[str], publishers: Sequence[str | None] | None = None, *, workers: int = 1) -> Shared:
    """All passages that two of `texts` share; with `publishers`, what one publisher prints again and again is left out.

    Texts are numbered as they come, and `a` < `b`. Passages between two texts do not depend on the order or on `workers`.
    """
    words = read(texts, workers)
    return search_words(words, furniture.owners(publishers, len(words.first) - 1), workers=workers)


def search_words(words: Words, publisher: Ints, *, workers: int = 1, report: Callable[[Sizes], None] | None = None) -> Shared:
    """`search` from rows of words on; `report` is told what the steps handled."""
    order, before = canonical(words), len(words)
    wanted = ~furniture.mark(words, publisher, workers)
    given = [words]
    del words
    words = arranged(given, order, wanted)
    del wanted
    known = weigh(words, learn(words, workers), workers)
    found = seeded(words, known, seeds.least(len(words)), workers)
    extender = Extender(words, known)
    del known
    rows = together(list(alignment.aligned(found, words, extender, threshold(len(words)), workers)))
    if report:
        pairs = alignment.blocks(found, words)[1]
        report(Sizes(len(order), before, before - len(words), len(found.left), pairs, len(rows.left)))
    return told(words, rows, order)


def told(words: Words, rows: Aligned, order: Ints) -> Shared:
    """Word indices as code points, texts by the caller's numbers (`order`), sorted by them."""
    length = rows.left_end - rows.left + rows.right_end - rows.right
    similarity = np.minimum(2 * rows.equal / np.maximum(length, 1), 1).astype(np.float32)
    sides = [
        (order[words.text(begin)], words.start[begin].astype(np.int64), words.end(end - 1))
        for begin, end in ((rows.left, rows.left_end), (rows.right, rows.right_end))
    ]
    swap = sides[0][0] > sides[1][0]
    left = [np.where(swap, two, one) for one, two in zip(*sides, strict=True)]
    right = [np.where(swap, one, two) for one, two in zip(*sides, strict=True)]
    sort = np.lexsort((right[1], left[1], right[0], left[0]))
    return Shared(*(column[sort] for column in (*left, *right, (rows.score / SCALE).astype(np.float32), similarity)))
