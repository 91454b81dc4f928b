"""Links between reports against labels."""

from __future__ import annotations

from evaluation.links import Labelled, labelled, linked
from twicetold.brief.compose import report
from twicetold.types import Document, Report, Span

SAME = "The harbour authority said on Monday that the northern quay will be closed for repairs until the end of March. "
ONE = SAME + "Fishermen complained about the price of diesel and about the new opening hours of the fish market."
OTHER = SAME + "A museum of old lifeboats is to be opened in the former customs house, with a cafe and a library."


def read(key: str, text: str) -> Report:
    return report(Document(id=key, source="test", text=text, body=(Span(0, len(text)),), published="2024-03-04", language="en"))


def place(key: str, text: str, words: str) -> tuple[str, Span]:
    start = text.index(words)
    return key, Span(start, start + len(words))


def test_labels_are_pairs_of_stretches_of_two_articles() -> None:
    pairs = list(labelled())
    assert len(pairs) == len(set(pairs)) > 100
    assert {p.same for p in pairs} == {True, False}
    assert all(p.one[0] != p.other[0] and p.one[1].size > 0 and p.other[1].size > 0 for p in pairs)


def test_a_pair_is_linked_when_one_claim_is_told_in_both_stretches() -> None:
    words = "the northern quay will be closed for repairs until the end of March"
    right = Labelled(place("a", ONE, words), place("b", OTHER, words), same=True)
    wrong = Labelled(place("a", ONE, words), place("b", OTHER, "A museum of old lifeboats is to be opened"), same=False)
    assert linked([right, wrong], {"a": read("a", ONE), "b": read("b", OTHER)}) == [right]
