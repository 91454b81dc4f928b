"""Clustering of scored pairs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twicetold.retelling.clusters import clusters

SIZE = 7
SCORES = st.dictionaries(
    st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)).filter(lambda p: p[0] < p[1]),
    st.floats(-4, 4).map(lambda x: round(x, 3)),
    max_size=15,
)


@given(SCORES, st.floats(0, 1))
def test_every_item_is_in_one_group_and_order_of_pairs_does_not_matter(scores: dict[tuple[int, int], float], single: float) -> None:
    found = clusters(SIZE, scores, absent=-3.0, threshold=-0.5, single=single)
    assert sorted(k for group in found for k in group) == list(range(SIZE))
    assert found == clusters(SIZE, dict(reversed(scores.items())), absent=-3.0, threshold=-0.5, single=single)


@given(SCORES)
def test_forbidden_pairs_never_meet(scores: dict[tuple[int, int], float]) -> None:
    found = clusters(SIZE, scores, absent=0.0, threshold=-9.0, forbidden=lambda a, b: a % 2 != b % 2)
    assert all(len({k % 2 for k in group}) == 1 for group in found)


def test_average_link_keeps_a_chain_apart_that_single_link_joins() -> None:
    chain = {(0, 1): 3.0, (1, 2): 3.0, (2, 3): 3.0}
    assert clusters(4, chain, absent=-6.0, threshold=0.0) == [[0, 1], [2, 3]]
    assert clusters(4, chain, absent=-6.0, threshold=0.0, single=1.0) == [[0, 1, 2, 3]]
