"""What is found, and where it is shown; the same on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.made import reports
from tests.archive.test_archive import plain
from twicetold.archive import Archive, Unclear, search, words
from twicetold.types import Actor, Attribution, Cast, Certainty, ClaimMention, DocumentClaims, Mention, Report, Span

TEXTS = {
    "grain": "The grain corridor reopens on Monday, ministers said. Erdoğan’s negotiators welcomed it.",
    "corridor": "A corridor for grain was not agreed. The talks failed.",
    "sanctions": "New U.S. sanctions hit 15,000 firms. A 3.5 per cent levy follows.",
    "chinese": "中国外交部发言人表示，双方同意恢复谈判。",
    "quiet": "Nothing happened in the valley.",
}


def filled(kept: Archive) -> dict[str, str]:
    ids = {}
    for k, (name, text) in enumerate(TEXTS.items()):
        ids[name] = kept.add(plain(text, title=f"Headline {name}", published=f"2024-02-{k + 10}", outlet="A")).id
    return ids


def found(kept: Archive, text: str, **filters: str) -> set[str]:
    ids = {h.document.id: h for h in kept.search(text, **filters).hits}  # type: ignore[arg-type]
    return {(h.document.title or "").removeprefix("Headline ") for h in ids.values()}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("grain", {"grain", "corridor"}),
        ("GRAIN corridors", {"grain", "corridor"}),
        ('"grain corridor"', {"grain"}),
        ("grain -failed", {"grain"}),
        ('grain -"grain corridor"', {"corridor"}),
        ("negoti*", {"grain"}),
        ("Erdogan", {"grain"}),
        ("erdoğan's", {"grain"}),
        ("US sanction", {"sanctions"}),
        ("15000", {"sanctions"}),
        ("3.5", {"sanctions"}),
        ("外交部", {"chinese"}),
        ("外国", set()),
        ("headline", set(TEXTS)),
        ('"headline grain the"', set()),
        ("unheard", set()),
        ('"grain', {"grain", "corridor"}),
        ("grain OR valley", set()),
        ("title:grain NEAR(grain valley)", set()),
        ("'; DROP TABLE words; --grain", set()),
        (r"grain\' & valley", set()),
    ],
)  # fmt: skip
def test_words(kept: Archive, asked: str, expected: set[str]) -> None:
    filled(kept)
    assert found(kept, asked) == expected


@pytest.mark.parametrize("asked", ["...", "-grain", "“”", "\ud800"])
def test_searches_that_ask_for_nothing_say_so(kept: Archive, asked: str) -> None:
    with pytest.raises(Unclear):
        kept.search(asked)


def test_any_query_is_an_answer_or_a_sentence(kept: Archive) -> None:
    filled(kept)

    @given(st.text(st.characters(exclude_categories=()), max_size=60) | st.text("\"*-'()&|!:<>\\ ab", max_size=40))
    def ask(text: str) -> None:
        try:
            kept.search(text, limit=2)
        except Unclear as error:
            assert str(error).endswith(".")

    ask()


def test_hits_show_where_they_stand(kept: Archive) -> None:
    filled(kept)
    for asked in ("grain", '"grain corridor"', "erdogan negotiator", "外交"):
        for hit in kept.search(asked).hits:
            text = kept.report(hit.document.id).document.text
            assert hit.text == text[hit.start : hit.end]
            assert hit.marks
            assert all(hit.start <= m.start < m.end <= hit.end for m in hit.marks)
    (hit,) = kept.search("erdogan negotiator").hits
    assert [hit.text[m.start - hit.start : m.end - hit.start] for m in hit.marks] == ["Erdoğan’s", "negotiators"]


def test_a_word_in_the_headline_weighs_more(kept: Archive) -> None:
    kept.add(plain("The mayor spoke. " + "More words of no weight. " * 5 + "A dam was named.", title="Mayor speaks", outlet="A"))
    best = kept.add(plain("The mayor spoke. " + "More words of no weight. " * 5 + "A weir was named.", title="Dam named", outlet="B"))
    kept.add(plain("The mayor spoke about a dam. " + "More words of no weight. " * 5, title="Mayor", outlet="C"))
    assert kept.search("dam").hits[0].document.id == best.id


def test_dates_bound_a_search(kept: Archive) -> None:
    filled(kept)
    assert found(kept, "headline", since="2024-02-11", until="2024-02-12") == {"corridor", "sanctions"}
    assert found(kept, "", since="2024-02-13") == {"chinese", "quiet"}
    with pytest.raises(Unclear):
        kept.search("grain", since="soon")


def test_pages_of_hits(kept: Archive) -> None:
    filled(kept)
    every = [h.document.id for h in kept.search("headline").hits]
    parts = [h.document.id for k in range(0, 6, 2) for h in kept.search("headline", limit=2, offset=k).hits]
    assert parts == every
    assert kept.search("headline", limit=2).total == 5


def saying(text: str, holder: str, other: str) -> Report:
    """A report in which `holder` says the first sentence, probably, and the paper states the second."""
    report = plain(text, title=text[:20], published="2024-02-20", outlet="A")
    first, second = Span(0, text.index(".") + 1), Span(text.index(".") + 2, len(text))
    actors = {f"name:{n.lower()}": Actor(f"name:{n.lower()}", n, "person", None, (n.split()[-1],)) for n in (holder, other)}
    said = Attribution("indirect", (first,), (first,), (first,), f"name:{holder.lower()}", None)
    claims = (
        ClaimMention(first, 0, (0,), Certainty("likely", (0.55, 0.8), None, None), "positive"),
        ClaimMention(second, 0, (), Certainty(), "positive"),
    )
    mentions = (Mention(0, 3, "name", f"name:{other.lower()}"),)
    return replace(report, cast=Cast(actors, mentions), claims=DocumentClaims((said,), claims))


def test_actors_holders_and_certainty(kept: Archive) -> None:
    one = kept.add(saying("The bridge will probably open. It cost a million.", "Ana Orban", "Jo Smith")).id
    two = kept.add(saying("The bridge will probably close. Nobody asked why.", "Jo Smith", "Ana Orban")).id
    assert {h.document.id for h in kept.search(actor="ana orban").hits} == {one, two}
    (hit,) = kept.search(holder="Orban", certainty="likely").hits
    assert hit.document.id == one
    assert (hit.statements[0].holder, hit.statements[0].certainty) == ("Ana Orban", "likely")
    assert hit.text.startswith("The bridge will probably open.")
    assert kept.search(holder="Orban", certainty="asserted").hits == ()
    assert kept.search(holder="Nobody Known").hits == ()
    assert kept.search("close", actor="Orban").hits[0].document.id == two
    assert kept.search("open", actor="Smith", holder="Smith").hits == ()
    assert {h.document.id for h in kept.search(certainty="asserted").hits} == {one, two}
    shown = kept.search("cost", certainty="asserted").hits[0]
    assert shown.statements[0].span == Span(31, 49), "the statement in which the word stands comes first"


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_words_lie_in_their_text(text: str) -> None:
    last = 0
    for w in words.words(text):
        assert last <= w.start < w.end <= len(text)
        assert w.key
        assert w.key.replace("_", "").isalnum() or w.key == "_"
        last = w.end


@given(st.text(max_size=600), st.text(max_size=20))
def test_snippets_lie_in_their_text(text: str, asked: str) -> None:
    try:
        query = words.query(asked)
    except Unclear:
        return
    marks = words.marks(text, query)
    made = words.snippet(text, marks, Span(0, len(text)))
    assert 0 <= made.start <= made.end <= len(text)
    assert all(made.start <= m.start < m.end <= made.end for m in made.marks)


@pytest.mark.parametrize("far", [0, 10, words.LOOKED - 3, words.LOOKED, 3 * words.LOOKED, 20 * words.LOOKED])
@pytest.mark.parametrize("asked", ["bridge", '"old bridge"', "bri*"])
def test_what_stands_far_down_is_marked_too(far: int, asked: str) -> None:
    text = "word " * (far // 5) + "an old bridge stood"
    (mark,) = words.marks(text, words.query(asked))
    assert text[mark.start : mark.end] in ("old bridge", "bridge")


def test_a_word_is_not_taken_for_its_beginning_where_looking_ends() -> None:
    text = "x" * (words.LOOKED - 7) + " bridgehead " + "y " * 20 + "bridge"
    (mark,) = words.marks(text, words.query("bridge"))
    assert mark.end == len(text)


def test_marks_reach_as_far_as_is_asked() -> None:
    text = "bridge " + "word " * words.LOOKED + "bridge"
    assert len(words.marks(text, words.query("bridge"))) == 1
    assert len(words.marks(text, words.query("bridge"), reach=len(text))) == 2


def test_filters_find_the_same_whether_few_or_many_meet_them(kept: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for report in reports(30):
        kept.add(report)
    name = kept.commitments(limit=1)[0].party
    asked: list[dict[str, str]] = [
        {"text": "million", "since": "2010-01-01"}, {"text": "the mill*", "certainty": "likely"}, {"text": "in -may", "actor": name},
        {"certainty": "likely", "until": "2015-01-01"}, {"actor": name, "holder": name}, {"since": "2005-01-01", "holder": name},
    ]  # fmt: skip
    few = [{h.document.id for h in kept.search(limit=200, **a).hits} for a in asked]  # type: ignore[arg-type]
    monkeypatch.setattr(search, "FEW", 0)
    many = [{h.document.id for h in kept.search(limit=200, **a).hits} for a in asked]  # type: ignore[arg-type]
    assert few == many
    assert sum(map(bool, few)) >= 3
