"""Stories' briefs, what is new in them, and the ledgers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.made import reports
from twicetold.archive import Archive, NotFound, ledger, telling
from twicetold.brief import compose
from twicetold.brief.schema import Brief

REPORTS = list(reports(40))
TITLE = max({r.document.title for r in REPORTS}, key=lambda t: sum(r.document.title == t for r in REPORTS))
EVENT = [r for r in REPORTS if r.document.title == TITLE]
OTHER = [r for r in REPORTS if r.document.title != TITLE]


def test_a_storys_brief_is_the_brief_of_its_documents(kept: Archive) -> None:
    ids = [kept.add(r).id for r in EVENT[:3]]
    expected = compose.compose([kept.report(i) for i in ids])
    told = kept.story("s1")
    assert told.to_json() == expected.to_json()
    assert told.texts == expected.texts


def test_a_brief_is_composed_once_until_a_document_comes_or_goes(kept: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    real = compose.compose
    monkeypatch.setattr(compose, "compose", lambda found, failed=(): (calls.append(len(found)), real(found, failed))[1])
    first = [kept.add(r) for r in EVENT[:2]]
    one, two = kept.story("s1"), kept.story("s1")
    assert one == two
    assert one.texts == two.texts
    kept.add(OTHER[0])
    kept.story("s1")
    assert calls == [2]
    third = kept.add(EVENT[2])
    kept.story("s1")
    kept.remove(third.id)
    kept.story("s1")
    assert calls == [2, 3, 2]
    assert {d.id for d in kept.story("s1").documents} == {a.id for a in first}


def test_lists_say_what_is_stale(kept: Archive) -> None:
    kept.add(EVENT[0])
    (line,) = kept.stories()
    assert (line.documents, line.origins, line.stale) == (1, 1, False)
    kept.add(EVENT[1])
    (line,) = kept.stories()
    assert (line.documents, line.origins, line.stale) == (2, None, True)
    assert kept.stale() == ["s1"]
    changes = kept.refresh()
    assert [c.kind for c in changes] == ["source_added"]
    (line,) = kept.stories()
    assert not line.stale
    assert line.origins == telling.origins(kept.story("s1"))
    assert line.first == min((r.document.published or "")[:10] for r in EVENT[:2])
    kept.add(EVENT[2])
    (line,) = kept.stories()
    assert line.stale
    assert line.origins is not None, "the last count is told until there is a new one"
    assert kept.refresh()[0].story == "s1"
    assert kept.stale() == []
    assert kept.lines(["s1", "s99", "x"]) == {"s1": replace(kept.line("s1"), news=())}


def test_what_is_new_since_a_moment(kept: Archive) -> None:
    kept.add(OTHER[0])
    kept.add(EVENT[0])
    moment = kept.changes(today="2000-01-01")[-1].at
    kept.add(EVENT[1])
    new = kept.changes(moment + "~", today="2000-01-01")
    assert [(c.kind, c.story) for c in new] == [("documents_added", "s2")]
    assert [s.id for s in kept.stories(since=moment + "~")] == ["s2"]
    assert [s.id for s in kept.stories()] == ["s2", "s1"], "what changed last comes first"


def test_news_come_in_pages(kept: Archive) -> None:
    for report in REPORTS[:12]:
        kept.add(report)
    every = kept.changes(today="2100-01-01")
    assert {c.kind for c in every} >= {"story_new", "forecast_due"}
    pages = [kept.changes(today="2100-01-01", limit=5, offset=5 * k) for k in range(len(every) // 5 + 2)]
    assert [c for page in pages for c in page] == every
    assert pages[-1] == []
    late = [c for c in every if c.kind == "forecast_due"]
    assert kept.due("", "2100-01-01", limit=2) == late[:2]
    assert kept.due(late[-1].at, "2100-01-01") == [], "what fell due before was told before"


def test_two_stories_that_prove_to_be_one_are_merged(kept: Archive) -> None:
    from twicetold.archive import database, writing

    for report in (EVENT[0], OTHER[0]):
        kept.add(report)
    with database.writing(kept._engine) as connection:
        writing._merge(connection, 2, 1, "2024-03-01")
        writing._count(connection, [1], "2024-03-01")
    assert kept.line("s2").id == "s1"
    assert kept.line("s1").documents == 2
    assert len(kept.story("s2").documents) == 2
    assert [s.id for s in kept.stories()] == ["s1"]
    assert "stories_merged" in {c.kind for c in kept.stories()[0].news}


# --------------------------------------------------------------------------------------------------------------- news


def brief(documents: list[str], origins: int, **more: Any) -> Brief:
    told = {
        "documents": [
            {"id": d, "source": d, "outlet": d.upper(), "title": d, "author": None, "published": None, "language": "en",
             "characters": 9, "body": [], "story": "s1"} for d in documents
        ],
        "stories": [{"id": "s1", "title": "T", "documents": documents, "independent_origins": origins}],
    }  # fmt: skip
    return Brief.model_validate({**told, **more})


def mention(document: str, certainty: str) -> dict[str, Any]:
    return {"document": document, "start": 0, "end": 5, "chain": [], "certainty": certainty, "range": None, "cue_phrase": None,
            "cue_span": None, "polarity": "positive"}  # fmt: skip


def test_a_second_source_is_news() -> None:
    (one,) = telling.news(brief(["d1", "d2"], 2), brief(["d1"], 1))
    assert (one.kind, one.text, one.document) == ("source_added", "A second independent source appeared: D2.", "d2")


def test_a_source_that_proves_to_retell_is_news() -> None:
    retold = [{"child": "d3", "parent": "d1", "relation": "rewrite", "score": 0.9, "evidence": []}]
    found = telling.news(brief(["d1", "d2", "d3"], 1, retellings=retold), brief(["d1", "d2"], 2))
    assert [(n.kind, n.text) for n in found] == [
        ("source_lost", "Independent sources are now 1, not 2: reports proved to retell others."),
        ("retelling_found", "D3 is rewritten from D1."),
    ]


def test_dropped_certainty_is_news_only_with_a_new_document() -> None:
    claim = {
        "id": "c1", "text": "Ports will open", "independent_sources": 1, "documents": ["d1", "d2"],
        "mentions": [mention("d1", "asserted"), mention("d2", "possible")],
        "shifts": [{"from": {"document": "d1", "mention": 0}, "to": {"document": "d2", "mention": 1}, "kind": "certainty_lowered"}],
    }  # fmt: skip
    told = brief(["d1", "d2", "d3"], 1, claims=[claim])
    (one,) = telling.news(told, brief(["d1", "d3"], 1))
    assert one.text == "Certainty dropped: ‘Ports will open’ (from D1 to D2, stated flatly to possible)."
    assert telling.news(told, brief(["d1", "d2"], 1)) == []


# ------------------------------------------------------------------------------------------------------------ ledgers


def test_forecasts_are_resolved_and_fall_due(kept: Archive) -> None:
    for report in REPORTS[:12]:
        kept.add(report)
    every = kept.forecasts(limit=500)
    ends = [f.expected.until or "9999" for f in every]
    assert every
    assert ends == sorted(ends)
    first = every[0]
    day = first.expected.until or ""
    assert first in kept.forecasts(due=day)
    assert any(c.kind == "forecast_due" and first.expected.event in c.text for c in kept.changes(day, today=day))
    kept.resolve(first.expected.id, "yes", "2024-01-31", "https://a.example", "told so")
    made = kept.resolve(first.expected.id, "no", "2024-02-01", "https://b.example")
    assert kept.forecast(first.expected.id).outcome == "no", "the last word holds"
    assert [r.outcome for r in kept.resolutions()] == ["yes", "no"]
    assert made.forecast == first.expected
    assert first.expected.id not in {f.expected.id for f in kept.forecasts(due=day)}
    assert kept.forecasts(unresolved=True, limit=500) == every[1:]
    assert not any(first.expected.event in c.text for c in kept.changes(day, today=day))
    told = kept.story(first.story)
    assert {f.outcome for f in told.forecasts if f.id == first.expected.id} <= {"no"}
    with pytest.raises(NotFound):
        kept.resolve("f0", "yes", "2024-01-31", "x")
    with pytest.raises(ValueError, match="isoformat"):
        kept.resolve(first.expected.id, "yes", "soon", "x")


def test_forecasts_of_somebody(kept: Archive) -> None:
    for report in REPORTS[:12]:
        kept.add(report)
    name = kept.forecasts()[0].expected.holder or ""
    found = kept.forecasts(holder=name, limit=500)
    assert found
    assert {f.expected.holder for f in found} == {name}
    assert kept.forecasts(holder="Nobody Known") == []


def test_forecasts_keep_their_ids_when_a_story_is_composed(kept: Archive) -> None:
    for report in EVENT[:3]:
        kept.add(report)
    told = kept.story("s1")
    assert {f.expected.id for f in kept.forecasts(limit=500)} >= {f.id for f in told.forecasts}


def test_forecasts_have_the_ids_that_a_brief_of_the_file_gives_them(kept: Archive) -> None:
    report = next(r for r in REPORTS if r.claims.forecasts)
    kept.add(report)
    plain = compose.compose([replace(report, document=replace(report.document, id="a-file"))])
    assert {f.id for f in plain.forecasts} <= {f.expected.id for f in kept.forecasts(limit=500)}


def test_pages_of_ledgers_are_the_whole(kept: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for report in REPORTS[:16]:
        kept.add(report)
    monkeypatch.setattr(ledger, "CHUNK", 1)
    for ask in (kept.forecasts, kept.commitments):
        every = ask(limit=1000)
        pages = [one for k in range(0, len(every) + 3, 3) for one in ask(limit=3, offset=k)]
        assert len(every) > 6
        assert pages == every


def test_commitments_over_time(kept: Archive) -> None:
    for report in REPORTS[:16]:
        kept.add(report)
    every = kept.commitments(limit=1000)
    days = [p.day or "9999" for p in every]
    assert every
    assert days == sorted(days)
    one = next(p for p in every if p.toward)
    both = kept.commitments([one.party, one.toward or ""], limit=1000)
    assert one in both
    assert all({p.party, p.toward} == {one.party, one.toward} for p in both)
    assert {p.party for p in kept.commitments([one.party], limit=1000)} == {one.party, one.toward}
    for story in {p.story for p in both}:
        kept.story(story)
    composed = kept.commitments([one.party, one.toward or ""], limit=1000)
    assert sum(len(p.mentions) for p in composed) == sum(len(p.mentions) for p in both), "folded, not lost"
    assert kept.commitments(since=days[-1], limit=1000) == [p for p in kept.commitments(limit=1000) if p.day == days[-1]]
    for pledge in composed:
        for document, span in pledge.mentions:
            assert span.end <= len(kept.report(document).document.text)


def test_a_brief_of_very_many_documents_says_what_it_leaves_out(kept: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "LARGEST", 2)
    for report in EVENT[:3]:
        kept.add(report)
    told = kept.story("s1")
    assert len(told.documents) == 2
    assert [f.reason for f in told.failures] == ["The story has 3 documents; this brief tells of the 2 newest."]
    assert kept.stale() == []
    assert not kept.line("s1").stale
