"""The part of the model that is run gives what the whole model gives."""

from __future__ import annotations

import itertools

import numpy as np
import onnxruntime
import pytest

from twicetold.language import embed, graph, session
from twicetold.language.learned import folder
from twicetold.language.windows import ENOUGH, LENGTH, cut

WINDOW = {
    "ids": np.array([[101, 2002, 2056, 2748, 1012, 102]]),
    "case": np.array([[0, 5, 2, 2, 1, 0]]),
    "psent": np.array([[-1, 0, 0, 0, 0, -1]]),
    "first": np.array([[1, 2, 3, 4]]),
    "mask": np.ones((1, 6), np.int64),
    "sid": np.array([0]),
}


def whole(names: list[str]) -> list[np.ndarray]:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return onnxruntime.InferenceSession((folder() / "reader.onnx").read_bytes(), options).run(names, WINDOW)


def test_the_pruned_model_gives_the_same_and_asks_for_less() -> None:
    model = graph.pruned((folder() / "reader.onnx").read_bytes(), ["tag", "end"])
    part = onnxruntime.InferenceSession(model)
    asked = [i.name for i in part.get_inputs()]
    assert "sid" not in asked
    for ours, theirs in zip(part.run(None, {k: WINDOW[k] for k in asked}), whole(["tag", "end"]), strict=True):
        assert np.array_equal(ours, theirs)


def test_fused_attention_reads_alike() -> None:
    ours, (tags, upos) = session.read(WINDOW), whole(["tag", "upos"])
    assert np.allclose(ours["tag"], tags, atol=0.05)
    assert np.allclose(ours["upos"], upos, atol=0.05)


def test_a_vector_of_layers_is_the_models_own() -> None:
    (vector,) = session.vectors(session.read(WINDOW)[session.LAYERS][0], [1, 5])
    assert np.allclose(vector, whole(["vec"])[0][0, 0], atol=5e-3)


def test_an_unknown_output_is_an_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        graph.pruned((folder() / "reader.onnx").read_bytes(), ["nothing"])


def test_windows_end_with_paragraphs_and_repeat_only_inside_them() -> None:
    costs, opens = [20] * 60, [k % 4 == 0 for k in range(60)]
    windows = cut(costs, opens)
    assert [s for w in windows for s in w.own] == list(range(60))
    assert all(sum(costs[w.first : w.last]) <= min(LENGTH, ENOUGH + 80) for w in windows)
    assert all(a.last == b.first and opens[b.first] for a, b in itertools.pairwise(windows))
    long = cut(costs, [True] + [False] * 59)
    assert all(b.first < a.last for a, b in itertools.pairwise(long))
    assert sorted(s for w in long for s in w.own) == list(range(60))


def test_the_vector_of_a_sentence_hangs_on_nothing_else() -> None:
    texts = ["He said yes.", "The ministry refused to comment on the report, which it had not seen, on Tuesday.", "Prices rose"]
    assert np.array_equal(embed(texts)[1], embed(texts[1:2])[0])
    assert np.allclose(np.linalg.norm(embed([*texts, "word"]), axis=1), 1, atol=1e-4)
    assert not embed([" "]).any()
