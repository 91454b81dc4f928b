"""Shared passages: every stretch of words that two documents have in common, verbatim or edited, wherever it stands.

1. `words.read`: texts to rows of hashed words.
2. `shingles.furniture`: boilerplate (what a publisher prints on page after page) is taken out; viral passages stay.
3. `shingles.seeds`: places where two texts share a rare run of three or four words.
4. `shingles.chains`: seeds near one diagonal of one pair of documents become one candidate.
5. `alignment.align`: every candidate is extended both ways through edits (X-drop), first in a narrow band, then in a wide one.
6. What scores above a threshold that rises with the size of the search (as an E-value does, Karlin & Altschul 1990) is a passage.

Everything is arrays and pure functions of the texts: the order of the documents makes no difference, and stages 1, 3 and 5 run on
partitions.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twicetold.retelling import common, meaning, shingles
from twicetold.retelling.alignment import Aligned, Floats, align
from twicetold.retelling.shingles import Seeds
from twicetold.retelling.words import Ints, Words, keep, read, word_hash
from twicetold.types import Passage, Report, Span

BACKGROUND = 200_000  # words of general English that count beside the corpus: two reports get sensible weights, large corpora their own
SEED_PLACES = 100  # a run of four words in more places pairs with its next 100 only (the prototype's cap)
SHORT_SEED_PLACES = 12  # runs of three words are commoner: only rare ones seed
SEED_WEIGHT = 1.0  # weight of the words of a seed; 'it is in the' weighs 0.6
CHAIN_WEIGHT = 2.0  # of all seeds of a candidate
FURNITURE_PLACES, FURNITURE_REPEATS = 8, 3.0  # in more than 8 documents and more than 3 of each publisher that prints it
NARROW, WIDE = 2, 10  # bands, in words either side of the diagonal (prototype)
NARROW_DROP, WIDE_DROP = 3.0, 5.0
PRECHECK = 0.6  # share of the threshold that the narrow band has to reach
LEAST_SCORE, SCORE_PER_LOG, FLOOR = 4.0, 0.8, 4.0  # threshold = LEAST_SCORE + SCORE_PER_LOG * ln(words / 1,000), at least FLOOR


class Shared(NamedTuple):
    """Shared passages as columns: indices of two texts (`a` < `b`), code points in each, score, share of equal words."""

    a: Ints
    a_start: Ints
    a_end: Ints
    b: Ints
    b_start: Ints
    b_end: Ints
    score: Floats
    similarity: Floats


@functools.cache
def _common() -> dict[int, float]:
    """Relative frequency of common words by hash."""
    return {int(word_hash(word)): share for word, share in common.listed().items()}


def weigh(words: Words) -> Floats:
    """How much each word counts when it is shared, 0.15 (the commonest) to 1: the logarithm of its rarity, straightened and clipped."""
    known = _common()
    distinct, number, count = np.unique(words.hashes, return_inverse=True, return_counts=True)
    prior = np.full(len(distinct), common.unlisted())
    listed = np.array(sorted(known), np.uint64)
    at = np.minimum(np.searchsorted(listed, distinct), len(listed) - 1)
    is_listed = listed[at] == distinct
    prior[is_listed] = np.array([known[k] for k in sorted(known)])[at[is_listed]]
    share = (count + BACKGROUND * prior) / (len(words) + BACKGROUND)
    weight = np.clip(-0.15 * np.log(share) - 0.35, 0.15, 1.0)  # slope and offset of the prototype
    return np.asarray(weight[number], np.float32)


def threshold(words: int) -> float:
    """The score a passage must reach among texts of so many words together."""
    return max(FLOOR, LEAST_SCORE + SCORE_PER_LOG * float(np.log(max(words, 1_000) / 1_000)))


def search(texts: Sequence[str], publishers: Sequence[str | None] | None = None) -> Shared:
    """All passages that two of `texts` share; with `publishers`, what one publisher prints again and again is left out."""
    words = read(texts)
    owner = _owners(publishers, len(texts))
    words = keep(words, ~shingles.furniture(words, shingles.postings(words, 4), owner, FURNITURE_PLACES, FURNITURE_REPEATS))
    return search_words(words)


def search_words(words: Words) -> Shared:
    """`search` from rows of words on."""
    weight = weigh(words)
    found = _candidates(words, weight)
    enough = threshold(len(words))
    rough = align(words, weight, found, drop=NARROW_DROP, band=NARROW)
    found = _pick(found, rough.score >= PRECHECK * enough)
    fine = align(words, weight, found, drop=WIDE_DROP, band=WIDE)
    good = fine.score >= enough
    return _places(words, _distinct(words, fine.rows(good)))


def _owners(publishers: Sequence[str | None] | None, count: int) -> Ints:
    """A number for every publisher; an unknown one is nobody else's."""
    names = publishers if publishers is not None else [None] * count
    number = {name: k for k, name in enumerate(sorted({n for n in names if n is not None}))}
    return np.array([number[n] if n is not None else len(number) + k for k, n in enumerate(names)], np.int64)


def _candidates(words: Words, weight: Floats) -> Seeds:
    long = shingles.seeds(shingles.postings(words, 4), words, weight, SEED_PLACES, SEED_WEIGHT)
    three = shingles.postings(words, 3)
    _, size = shingles.group_sizes(three.hashes)
    rare = np.repeat(size <= SHORT_SEED_PLACES, size)
    three = shingles.Postings(three.hashes[rare], three.place[rare], 3)
    short = shingles.seeds(three, words, weight, SHORT_SEED_PLACES, SEED_WEIGHT)
    return shingles.chains(shingles.together(long, short), words, 2 * WIDE, 60, CHAIN_WEIGHT)


def _pick(found: Seeds, wanted: NDArray[np.bool_]) -> Seeds:
    return Seeds(found.left[wanted], found.right[wanted], found.size[wanted], found.weight[wanted])


def _distinct(words: Words, found: Aligned) -> Aligned:
    """Without alignments that lie for more than half in a better one of the same two texts."""
    a, b = words.text[found.left], words.text[found.right]
    order = np.lexsort((found.right, found.left, -found.score, b, a))
    kept: list[int] = []
    pair: tuple[int, int] = (-1, -1)
    box: list[tuple[int, int, int, int]] = []
    for k in order.tolist():
        if (int(a[k]), int(b[k])) != pair:
            pair, box = (int(a[k]), int(b[k])), []
        here = (int(found.left[k]), int(found.left_end[k]), int(found.right[k]), int(found.right_end[k]))
        if not any(_half_in(here, other) for other in box):
            box.append(here)
            kept.append(k)
    chosen = np.array(kept, np.int64)
    return found.rows(chosen)


def _half_in(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    left = min(one[1], other[1]) - max(one[0], other[0])
    right = min(one[3], other[3]) - max(one[2], other[2])
    return 2 * left > one[1] - one[0] and 2 * right > one[3] - one[2]


def _places(words: Words, found: Aligned) -> Shared:
    left, right = found.left, found.right
    spans = zip(left.tolist(), found.left_end.tolist(), right.tolist(), found.right_end.tolist(), strict=True)
    same = [_likeness(words.hashes[i:j].tolist(), words.hashes[k:m].tolist()) for i, j, k, m in spans]
    return Shared(
        words.text[left],
        words.start[left],
        words.end[found.left_end - 1],
        words.text[right],
        words.start[right],
        words.end[found.right_end - 1],
        found.score,
        np.array(same, np.float32),
    )


def _likeness(one: list[int], other: list[int]) -> float:
    """Share of distinct words that two passages have in common."""
    left, right = set(one), set(other)
    return len(left & right) / max(1, len(left | right))


def find(reports: Sequence[Report]) -> list[Passage]:
    """The passages that the article texts of `reports` share, sorted by documents and place."""
    ordered = sorted(reports, key=lambda r: r.document.id)
    shared = search([_article(r) for r in ordered], [r.document.outlet for r in ordered])
    out = []
    for k in range(len(shared.a)):
        left, right = ordered[int(shared.a[k])].document, ordered[int(shared.b[k])].document
        spans = Span(int(shared.a_start[k]), int(shared.a_end[k])), Span(int(shared.b_start[k]), int(shared.b_end[k]))
        out.append(Passage(left.id, spans[0], right.id, spans[1], round(float(shared.similarity[k]), 4)))
    return sorted(out, key=lambda p: (p.left_document, p.right_document, p.left, p.right))


def _article(report: Report) -> str:
    """The text with everything blanked that is not article text; places stay where they are."""
    text, out, at = report.document.text, [], 0
    for span in sorted(report.document.body):
        out.append("\n" * max(0, span.start - at) + text[max(at, span.start) : span.end])
        at = max(at, span.end)
    return "".join(out)


def merged(words: Sequence[Passage], meanings: Sequence[Passage]) -> tuple[Passage, ...]:
    """Passages shared by words, and those shared by meaning where no words are, sorted by documents and place."""
    found = [*words, *meaning.without_known(meanings, words)]
    return tuple(sorted(found, key=lambda p: (p.left_document, p.right_document, p.left, p.right, p.kind)))
