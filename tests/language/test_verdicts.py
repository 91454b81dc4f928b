from __future__ import annotations

import re
from importlib import resources
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.language import _page, reading
from twicetold.language.boundaries import KINDS
from twicetold.language.candidates import LEVELS, candidates, decoded
from twicetold.language.learned import labels
from twicetold.language.measures import Measures
from twicetold.language.verdicts import chosen, forest, judged, planted
from twicetold.language.viterbi import best_path, log_softmax, spans
from twicetold.types import Document, Span

TREES = {
    "start": 0.0,
    "least": 0.3,
    "unlisted": -0.2,
    "lemmas": {"1.50": "say/V tell/V", "-0.75": "see/V"},
    "trees": ["size 3,far 1.5,= 1.0,= 2.0,= -4.0", "= 0.5"],
}
TEXT = (
    "The ministry said on Monday that talks would resume. “A truce without a map is a pause,” said Marit Solheim, according to a readout. "
    "The union, which speaks for 400 pilots, warned of strikes."
)


def test_trees_are_read_in_preorder() -> None:
    grown = planted(TREES)
    likely = grown.judge([{"size": 3, "far": 1.5}, {"size": 3, "far": 2}, {"size": 3.1, "far": 0}, {"far": 2}])
    assert np.log(likely / (1 - likely)) == pytest.approx([1.5, 2.5, -3.5, 2.5])  # what is not there counts as little
    assert grown.lemmas == {"say/V": 1.5, "tell/V": 1.5, "see/V": -0.75}


def test_every_byte_leads_to_the_leaf_of_its_splits() -> None:
    tree = "a 1,b 1,= 1,c 1,= 2,= 3,d 1,e 1,= 4,= 5,= 6"
    rows = [dict(zip("abcde", map(float, digits), strict=True)) for digits in product((1, 2), repeat=5)]

    def leaf(row: dict[str, float]) -> float:
        if row["a"] <= 1:
            return 1 if row["b"] <= 1 else 2 if row["c"] <= 1 else 3
        return (4 if row["e"] <= 1 else 5) if row["d"] <= 1 else 6

    likely = planted(TREES | {"trees": [tree]}).judge(rows)
    assert np.log(likely / (1 - likely)) == pytest.approx([leaf(row) for row in rows])


def test_the_likeliest_of_those_that_collide_is_kept() -> None:
    options = [
        (((4, 5),), ((3, 4),), ((5, 12),)),
        (((7, 8),), ((6, 7),), ((8, 12),)),  # its cue lies in the first one's content
        (((4, 6),), ((3, 4),), ((6, 12),)),  # the first one's cue
        (((15, 16),), (), ((12, 15),)),
    ]
    assert list(chosen(options, np.array([0.8, 0.9, 0.7, 0.4]), 0.3, 20)) == [1, 3]
    assert list(chosen(options, np.array([0.8, 0.7, 0.9, 0.2]), 0.3, 20)) == [2]


@given(st.lists(st.lists(st.floats(-4, 4), min_size=7, max_size=7), min_size=1, max_size=30))
def test_passes_decoded_together_are_those_decoded_one_by_one(rows: list[list[float]]) -> None:
    passes = [log_softmax(np.array(rows, np.float32) * scale) for scale in (1.0, 0.3, 2.0)]
    odds = np.zeros((len(rows) + 1, len(KINDS)), np.float32)
    alone = [spans(best_path(tags, labels().tag_transitions, odds)) for tags in passes]
    assert decoded(passes, odds) == alone


def test_the_forest_knows_what_is_measured() -> None:
    document = Document(id="d", source="d", text=TEXT, body=(Span(0, len(TEXT)),), language="en")
    laid = reading.layout(document)
    read = reading.model(laid)
    page = _page(document, laid, read)
    found = candidates(page, read)
    measures = Measures(page, read.tags, found)
    measured = {name for cue, options in found.options.items() for row in measures.of(cue, options)[1] for name in row}
    assert set(forest().names) <= measured | {"cue_lemma"}
    said = [[page.tokens[k].text for a, b in r.cue for k in range(a, b)] for r in judged(page, read)]
    assert any("said" in words for words in said)
    assert any("warned" in words for words in said)


def test_the_file_is_small_and_says_where_it_comes_from() -> None:
    text = (resources.files("twicetold.language") / "verdicts.toml").read_text(encoding="utf-8")
    assert len(text) < 100_000
    assert "training/attribution/fit_verdicts.py" in text
    assert LEVELS[0] == 0.0  # the first pass is the plain decoding
    assert not re.search(r"\s[A-Z][a-z]+/", text)
