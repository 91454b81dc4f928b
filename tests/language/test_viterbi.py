from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from twicetold.language import viterbi
from twicetold.language.viterbi import FORBIDDEN, best_path, legal, log_softmax, open_runs


def plainly(scores: NDArray[np.float32], steps: NDArray[np.float32], gaps: NDArray[np.float32]) -> list[int]:
    """Word by word, with O before and behind."""
    size, half = len(steps), len(steps) // 2
    kind = [-1, *((k - 1) // 2 for k in range(1, size))]

    def move(k: int, a: int, b: int) -> float:
        ends = gaps[k, kind[a]] if a and b != 2 * kind[a] + 2 else 0.0
        begins = gaps[k, half + kind[b]] if b % 2 else 0.0
        return float(steps[a, b] + ends + begins)

    total, back = [0.0, *[-1e9] * (size - 1)], []
    for k, row in enumerate(scores.tolist()):
        options = [[total[a] + move(k, a, b) for a in range(size)] for b in range(size)]
        back.append([int(np.argmax(o)) for o in options])
        total = [max(o) + e for o, e in zip(options, row, strict=True)]
    path = [int(np.argmax([total[a] + move(len(scores), a, 0) for a in range(size)]))]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[-2::-1]


@pytest.mark.parametrize("words", [1, 23, 24, 25, 130])
def test_the_best_path_is_found_over_pieces(words: int) -> None:
    random = np.random.default_rng(words)
    steps = legal(random.normal(size=(7, 7)).astype(np.float32))
    for _ in range(6):
        scores = log_softmax(random.normal(size=(words, 7)).astype(np.float32) * 2)
        gaps = random.normal(size=(words + 1, 6)).astype(np.float32)
        assert open_runs(scores) == [(0, words)]
        assert best_path(scores, steps, gaps) == plainly(scores, steps, gaps)


def test_runs_do_not_hang_on_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(3)
    scores = log_softmax(random.normal(size=(200, 7)).astype(np.float32) * 2)
    sure = np.array([0.0, *[FORBIDDEN] * 6], np.float32)
    scores[[0, 40, 41, 90, 199]] = sure
    gaps = random.normal(size=(201, 6)).astype(np.float32)
    steps = random.normal(size=(7, 7)).astype(np.float32)
    path = best_path(scores, steps, gaps)
    for first, last in open_runs(scores):
        assert path[first:last] == best_path(scores[first:last], steps, gaps[first : last + 1])
    monkeypatch.setattr(viterbi, "LARGEST", 50)  # in several batches
    assert best_path(scores, steps, gaps) == path
    assert [path[k] for k in (0, 40, 41, 90, 199)] == [0] * 5


def test_nothing_to_decode() -> None:
    assert best_path(np.zeros((0, 7), np.float32), np.zeros((7, 7), np.float32)) == []
