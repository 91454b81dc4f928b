"""`python -m evaluation.drafts` with started processes."""

from __future__ import annotations

import pickle
from functools import partial

from evaluation.drafts import measure
from evaluation.drafts.generate import USUAL


def test_what_is_started_for_a_seed_is_found_by_another_process() -> None:
    one = partial(measure.of_seed, count=1, shared=None, names=USUAL)
    assert pickle.loads(pickle.dumps(one)).func.__module__ == "evaluation.drafts.measure"


def test_scores_of_seeds_add_up() -> None:
    both = measure.total([measure.of_seed(1, 4, None, USUAL), measure.Score()])
    assert sum(both.planted.values()) == 3
    assert sum(both.units.values()) >= 12
