"""The learned numbers name measures that exist, and pairs are measured the same both ways round."""

from __future__ import annotations

import numpy as np

from tests.retelling.saying import Teller, embed, roster
from twicetold.retelling.likeness import Likeness
from twicetold.retelling.links import links
from twicetold.retelling.pairs import MEASURES, Pairs, item

TEXTS = ("the truce in Lomel held for 500 days", "a ceasefire in Lomel held 500 days", "nobody counted the boats", "")


def test_learned_numbers_are_there_for_both_kinds() -> None:
    for kind in ("quotes", "claims"):
        learned = links(kind)  # type: ignore[arg-type]
        assert learned.weights.any() and 0 <= learned.single <= 1


def test_measures_are_symmetric_and_finite() -> None:
    reports = [Teller(f"d{k}", f"Some words before. {t} .").report for k, t in enumerate(TEXTS)]
    items = [item(r, roster(reports), k, r.sentences[-1], order=0, speaker=None) for k, r in enumerate(reports)]
    pairs = Pairs(items, reports, embed)
    there = pairs.measures(np.array([(0, 1), (0, 2), (2, 3)]))
    back = pairs.measures(np.array([(1, 0), (2, 0), (3, 2)]))
    assert set(there) == set(MEASURES)
    for name in MEASURES:
        assert np.isfinite(there[name]).all()
        assert np.allclose(there[name], back[name], atol=1e-6), name


def test_kin_are_documents_of_one_origin_and_strangers_those_of_none() -> None:
    reports = [Teller(f"d{k}", f"Some words before. {t} .").report for k, t in enumerate(TEXTS[:3])]
    items = [item(r, roster(reports), 0, r.sentences[-1], order=0, speaker=None) for r in (*reports, reports[0])]
    roots = {"d0": frozenset({"x", "y"}), "d1": frozenset({"y"}), "d2": frozenset({"z"})}
    found = Pairs(items, reports, embed, (), roots).measures(np.array([(0, 1), (0, 2), (0, 3)]), ("kin", "strange"))
    assert found["kin"].tolist() == [1, 0, 0]
    assert found["strange"].tolist() == [0, 1, 0]


def test_covers_in_bulk_are_those_of_single_pairs() -> None:
    likeness = Likeness(TEXTS, TEXTS, embed)
    pairs = np.array([(a, b) for a in range(4) for b in range(4)])
    bulk = likeness.covers(TEXTS, pairs)
    assert np.allclose(bulk, [likeness.cover(TEXTS[a], TEXTS[b]) for a, b in pairs], atol=1e-5)
