from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from twicetold.language import relations
from twicetold.language.links import UNSEEN, Block, Links
from twicetold.language.relations import Stretch

WORDS = 60


@st.composite
def windows(draw: st.DrawFn) -> list[Block]:
    firsts = sorted(draw(st.sets(st.integers(0, WORDS - 10), min_size=1, max_size=4)))
    random = np.random.default_rng(draw(st.integers(0, 9)))
    out = []
    for first in firsts:
        last = min(WORDS, first + draw(st.integers(5, 30)))
        rows, columns = (np.flatnonzero(random.random(last - first) < 0.7) + first for _ in range(2))
        out.append(Block(first, last, rows, columns, random.normal(size=(len(rows), len(columns))).astype(np.float16)))
    return sorted(out, key=lambda b: (b.first, b.last))


def plainly(blocks: list[Block], span: Stretch, cues: list[int]) -> list[float]:
    best, out = (0, 0), [UNSEEN] * len(cues)
    for b in blocks:
        seen = [c for c in cues if b.first <= c < b.last]
        words = min(span[1], b.last) - max(span[0], b.first)
        if words > 0 and seen and (words, len(seen)) > best:
            best = words, len(seen)
            rows = [k for k, word in enumerate(b.rows.tolist()) if span[0] <= word < span[1]]
            known = {c: k for k, c in enumerate(b.columns.tolist())}
            means = {c: float(b.scores[rows, known[c]].astype(np.float64).mean()) for c in seen if c in known and rows}
            out = [max(UNSEEN, means.get(c, UNSEEN)) for c in cues]
    return out


@given(windows(), st.sets(st.integers(0, WORDS), min_size=2, max_size=12), st.sets(st.integers(0, WORDS - 1), min_size=1, max_size=6))
def test_links_are_means_over_the_window_that_sees_most(blocks: list[Block], ends: set[int], cues: set[int]) -> None:
    spans, near = list(pairwise(sorted(ends))), sorted(cues)
    table = Links(blocks).table(np.array(spans), np.array([[*near, -1]] * len(spans)))
    for row, span in zip(table.tolist(), spans, strict=True):
        assert row == pytest.approx([*plainly(blocks, span, near), UNSEEN])
        assert [Links(blocks).to(*span, cue) for cue in near] == pytest.approx([plainly(blocks, span, [cue])[0] for cue in near])


def whole(scores: NDArray[np.float64], words: int) -> Links:
    return Links([Block(0, words, np.arange(words), np.arange(words), scores.astype(np.float16))])


def test_a_source_goes_to_one_cue_and_may_be_shared() -> None:
    scores = np.full((9, 9), -8.0)
    scores[0, 1] = scores[4:6, 3] = scores[7:9, 6] = 4.0  # words 0: source, 1, 3 and 6: cues, 4-5 and 7-8: contents
    scores[0, 3] = 1.0
    found = [(0, 0, 1), (1, 1, 2), (1, 3, 4), (2, 4, 6), (1, 6, 7), (2, 7, 9)]
    first, second, third = relations.relations(found, whole(scores, 9))
    assert (first.source, first.content) == ([(0, 1)], [])
    assert (second.source, second.content) == ([(0, 1)], [(4, 6)])  # shared: likelier than SHARED_SOURCE
    assert (third.source, third.content) == ([], [(7, 9)])
    assert 0.9 < third.score <= 1


def test_spans_are_compared_with_the_cues_around_them_only() -> None:
    cues = [(1, k, k + 1) for k in range(0, 300, 2)]
    scores = np.zeros((301, 301))
    scores[200, 0] = 50.0  # a hundred cues away
    scores[200, 190] = 5.0
    made = relations.relations(sorted([*cues, (0, 200, 201)], key=lambda f: f[1:]), whole(scores, 301))
    assert next(r for r in made if r.cue == [(190, 191)]).source == [(200, 201)]
    assert next(r for r in made if r.cue == [(0, 1)]).source == []
