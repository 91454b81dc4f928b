"""What an official text lacks, and which texts are official."""

from __future__ import annotations

import pytest

from twicetold.claims.lexicon import table
from twicetold.claims.missing import _HAS, KINDS, kind_of, missing
from twicetold.claims.syntax import Tree
from twicetold.types import CommitmentMention, Document, Span


def document(title, body="Both sides met."):
    text = f"{title}\n\n{body}" if title else body
    head = Span(0, len(title)) if title else None
    return Document(id="d", source="t", text=text, title=title or None, title_span=head, body=(Span(text.index(body), len(text)),))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Readout of the Minister’s Call with His Counterpart", "readout"),
        ("Joint Statement by Norland and Osmar", "joint"),
        ("Norland–Osmar Joint Declaration", "joint"),
        ("Full text: Memorandum of Understanding on fisheries", "agreement"),
        ("Joint statement hides a rift, diplomats say", None),
        ("Joint Statement Hides Rift", None),
        ("Remarks by the President in Joint Press Statements", None),
        ("Ministers sign a protocol on fish", None),
        ("Fog closes airport", None),
    ],
)
def test_a_text_is_official_when_it_calls_itself_so(title, kind):
    found = kind_of(document(title))
    assert (found and found[0]) == kind


def test_a_text_without_a_headline_may_open_with_its_name():
    assert kind_of(document("", "Joint Communiqué\n\nBoth sides met."))[0] == "joint"
    assert kind_of(document("", "The two sides signed a protocol on fish.")) is None


WORD = "word/NOUN/nsubj/2 said:say/VERB/root/0 ~./PUNCT/punct/2"


def tree(build, text_of_words):
    """A tree under a long text: only its document matters here."""
    parsed = build(WORD, published="2024-05-15")
    body = "Joint Statement\n" + text_of_words + " word" * 60
    object.__setattr__(parsed.document, "text", body)
    object.__setattr__(parsed.document, "body", (Span(0, len(body)),))
    return Tree(parsed)


def test_what_is_lacking_is_told_at_the_name_of_the_text(build):
    found = missing(tree(build, "Both sides met and talked."), ())
    assert [w.phrase.split(":")[0].split(" by")[0].rstrip(".") for w in found] == ["No decision", "No date", "No amount"]
    assert all(w.kind == "missing" and w.reference and w.span == Span(0, 15) for w in found)


def test_what_is_there_is_not_lacking(build):
    act = CommitmentMention(Span(0, 5), "a", "b", "pay", "trade", 4, "given", joint=True)
    assert missing(tree(build, "Norland will pay $5 million by 1 October 2024."), (act,)) == []


def test_a_short_text_lacks_nothing(build):
    assert missing(Tree(build(WORD)), ()) == []


def test_the_data_name_elements_that_are_known():
    for kind in KINDS:
        entry = table("official.toml")[kind]
        assert set(entry["expects"]) <= set(_HAS) and set(entry["expects"]) <= set(table("official.toml")["elements"])
        assert entry["reference"] and entry["established"] in ("well", "fairly", "contested", "folk", "not")
