from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from twicetold.language.windows import LENGTH, cut


def test_the_last_window_reaches_back() -> None:
    windows = cut([60] * 5, [True] * 5)
    assert (windows[-1].first, windows[-1].last) == (1, 5)
    assert [s for w in windows for s in w.own] == list(range(5))


@given(st.lists(st.tuples(st.integers(1, 190), st.booleans()), min_size=1, max_size=40))
def test_every_sentence_is_owned_once_and_windows_fit(sentences: list[tuple[int, bool]]) -> None:
    costs = [c for c, _ in sentences]
    windows = cut(costs, [True, *(o for _, o in sentences[1:])])
    assert sorted(s for w in windows for s in w.own) == list(range(len(costs)))
    assert all(sum(costs[w.first : w.last]) + 2 <= LENGTH for w in windows)
    assert all(w.first <= s < w.last for w in windows for s in w.own)
