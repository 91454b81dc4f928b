"""What an archive promises, on SQLite and on PostgreSQL."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.made import reports
from twicetold import archive
from twicetold.archive import Archive, NotFound
from twicetold.packing import pack, unpack
from twicetold.types import Cast, Document, DocumentClaims, Report, Span

REPORTS = list(reports(40))
EVENTS: dict[str, list[Report]] = {}
for made in REPORTS:
    EVENTS.setdefault(made.document.title or "", []).append(made)


def plain(text: str, **facts: str | None) -> Report:
    """A report in which nothing was found."""
    document = Document(id="d", source="a.txt", text=text, body=(Span(0, len(text)),), language="en", **facts)  # type: ignore[arg-type]
    return Report(document, (Span(0, len(text)),), np.ones((1, 384), np.float32) / 384**0.5, (), Cast(), DocumentClaims())


def filled(kept: Archive, count: int = 20) -> dict[str, str]:
    """Ids of the first reports in the archive, by their own."""
    return {r.document.id: kept.add(r).id for r in REPORTS[:count]}


def test_what_was_added_comes_back(kept: Archive) -> None:
    ids = filled(kept, 5)
    for report in REPORTS[:5]:
        identifier = ids[report.document.id]
        expected = unpack(pack(replace(report, document=replace(report.document, id=identifier))))
        found = kept.report(identifier)
        assert found.document == expected.document
        assert found.claims == expected.claims
        assert np.array_equal(found.vectors, expected.vectors)
        entry = kept.document(identifier)
        assert (entry.title, entry.outlet, entry.url) == (report.document.title, report.document.outlet, report.document.url)
        assert kept.document(identifier[:6]) == entry, "ids may be cut short"
    assert [d.id for d in kept.documents()] == list(ids.values())[::-1]


def test_the_same_document_is_stored_once(kept: Archive) -> None:
    first = kept.add(REPORTS[0])
    again = kept.add(replace(REPORTS[0], document=replace(REPORTS[0].document, id="other", source="elsewhere.txt")))
    assert (first.new, again.new) == (True, False)
    assert (again.id, again.story) == (first.id, first.story)
    assert kept.counts() == {"documents": 1, "stories": 1}


def test_the_same_words_at_another_address_are_another_document(kept: Archive) -> None:
    first = kept.add(REPORTS[0])
    other = replace(REPORTS[0].document, url="https://other.example/copy", outlet="Other News")
    copy = kept.add(replace(REPORTS[0], document=other))
    assert copy.new
    assert copy.story == first.story
    assert kept.document(copy.id).supersedes is None


def test_a_page_whose_text_changed_is_a_new_version(kept: Archive) -> None:
    one = plain("The minister will resign on Monday.", url="https://a.example/1", title="Minister to go")
    two = plain("The minister may resign on Monday.", url="https://a.example/1", title="Minister may go")
    first, second = kept.add(one), kept.add(two)
    assert second.new
    assert second.supersedes == first.id
    assert kept.document(second.id).supersedes == first.id
    assert kept.document(first.id).superseded_by == second.id
    assert first.story == second.story
    assert kept.changes(today="2000-01-01")[-1].kind == "version_new"


def test_reports_of_one_event_are_one_story(kept: Archive) -> None:
    story: dict[str, set[str]] = {}
    for report in REPORTS:
        story.setdefault(report.document.title or "", set()).add(kept.add(report).story)
    assert all(len(found) == 1 for found in story.values())
    assert len({s for found in story.values() for s in found}) == len(EVENTS)
    assert {line.id: line.documents for line in kept.stories(limit=100)} == {
        s: len(EVENTS[title]) for title, found in story.items() for s in found
    }


def test_stories_do_not_hang_on_the_order(kept: Archive) -> None:
    found: dict[str, set[str]] = {}
    for report in REPORTS[::-1]:
        added = kept.add(report)
        found.setdefault(added.story, set()).add(report.document.id)
    assert sorted(map(sorted, found.values())) == sorted(sorted(r.document.id for r in event) for event in EVENTS.values())


def test_what_does_not_exist_is_not_found(kept: Archive) -> None:
    filled(kept, 3)
    for call in (kept.document, kept.report, kept.remove, kept.story, kept.forecast):
        for identifier in ("d0000000000", "s999", "", "'; DROP TABLE documents", "s" * 50, "ſ1", "d%", "d_"):
            with pytest.raises(NotFound):
                call(identifier)


def test_removed_is_gone(kept: Archive) -> None:
    ids = filled(kept, 6)
    for identifier in ids.values():
        word = next(w for w in kept.report(identifier).document.text.split() if len(w) == 9)
        assert kept.remove(identifier).id == identifier
        assert identifier not in {h.document.id for h in kept.search(word).hits}
        with pytest.raises(NotFound):
            kept.document(identifier)
    assert kept.counts() == {"documents": 0, "stories": 0}
    assert kept.stories() == []
    assert kept.changes(today="2000-01-01") == []
    assert kept.commitments() == []
    assert kept.add(REPORTS[0]).new, "it may come back"


def test_text_that_databases_do_not_take_is_kept(kept: Archive) -> None:
    odd = plain("Half a pair \ud800 and a nought \0 in it.", title="a\0b\udfff", outlet="\0")
    added = kept.add(odd)
    assert kept.report(added.id).document.text == odd.document.text
    assert kept.search("nought").hits[0].text == odd.document.text
    assert kept.document(added.id).title == "a�b�"


def test_an_export_restores_the_same_archive(kept: Archive, where: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    filled(kept, 20)
    expected = kept.forecasts()[0].expected.id
    kept.resolve(expected, "no", "2024-02-01", "https://a.example", "as told")
    out = io.StringIO()
    assert kept.export(out) == 20
    with archive.open(tmp_path / "other.db") as other:
        for line in out.getvalue().splitlines():
            other.restore(line)
            other.restore(line)
        assert {d.id: d.story for d in other.documents()} == {d.id: d.story for d in kept.documents()}
        assert other.resolutions() == kept.resolutions()
        again = io.StringIO()
        other.export(again)

    def told(text: str) -> list[dict[str, object]]:
        return [{k: v for k, v in json.loads(line).items() if k != "added"} for line in text.splitlines()]

    assert told(again.getvalue()) == told(out.getvalue())


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", "null", "{", '{"schema":"twicetold.archive/1"}', '{"schema":"twicetold.archive/1","report":"AAAA"}']
)
def test_other_lines_are_refused(kept: Archive, line: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        kept.restore(line)


def test_settings_last(kept: Archive, where: str) -> None:
    assert kept.setting("a") is None
    kept.remember("a", "1")
    kept.remember("a", "2")
    with archive.open(where) as again:
        assert again.setting("a") == "2"
