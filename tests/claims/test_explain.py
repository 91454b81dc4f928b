"""A certainty can say why it is what it is."""

from __future__ import annotations

import pytest

from twicetold.claims.explain import explain
from twicetold.claims.senses import entries
from twicetold.types import ASSERTED, Certainty


@pytest.mark.parametrize("entry", entries()[::7], ids=lambda e: f"{e.phrase}-{e.kind}")
def test_every_entry_explains_itself(entry):
    why = explain(Certainty(entry.level, None, entry.phrase))
    assert why.rule is not None
    assert why.reference is not None


def test_negated_phrases_and_bare_statements():
    assert "negated" in explain(Certainty("unlikely", (0.2, 0.45), "likely")).note
    assert explain(ASSERTED).reference is None
    assert explain(Certainty("unlikely", (0.2, 0.45), "one in three")).rule is None


def test_what_people_understand_is_beside_it():
    assert explain(Certainty("unlikely", (0.2, 0.45), "unlikely")).perceptions[0].median == 0.20
