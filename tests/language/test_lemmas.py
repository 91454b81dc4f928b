from __future__ import annotations

import pytest

from twicetold.language.lemmas import lemma


@pytest.mark.parametrize(
    ("word", "upos", "expected"),
    [
        ("said", "VERB", "say"),
        ("announced", "VERB", "announce"),
        ("denying", "VERB", "deny"),
        ("stopped", "VERB", "stop"),
        ("agreed", "VERB", "agree"),
        ("claims", "VERB", "claim"),
        ("Promises", "NOUN", "promise"),
        ("parties", "NOUN", "party"),
        ("women", "NOUN", "woman"),
        ("was", "AUX", "be"),
        ("n’t", "PART", "not"),
        ("likeliest", "ADJ", "likely"),
        ("former", "ADJ", "former"),
        ("Washington", "PROPN", "Washington"),
    ],
)
def test_dictionary_forms(word: str, upos: str, expected: str) -> None:
    assert lemma(word, upos) == expected
