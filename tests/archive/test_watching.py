"""A watcher adds what appears, once; it resumes, tries again, and sees when a page changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.made import reports
from tests.archive.test_archive import plain
from twicetold.archive import Added, Archive
from twicetold.archive.watching import ATTEMPTS, Watcher
from twicetold.brief import compose
from twicetold.reading.fetch import Fetched, NotFetched
from twicetold.types import Document, Failure, Report, Span

FEED = "https://a.example/feed"
REPORTS = {f"https://a.example/{k}": r for k, r in enumerate(reports(6))}


def rss(*pages: str, **texts: str) -> bytes:
    items = "".join(f"<item><title>{p[-1]} title</title><link>{p}</link></item>" for p in pages)
    items += "".join(
        f"<item><title>carried</title><link>https://a.example/{k}</link><description>{t}</description></item>" for k, t in texts.items()
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>A</title>{items}</channel></rss>'.encode()


@dataclass
class Web:
    """Pages and lists that are there, and what was asked for."""

    lists: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, Report] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    unchanged: int = 0

    def get(self, address: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        if address not in self.lists:
            raise NotFetched(f"{address} answers 404.")
        body, mark = self.lists[address], str(hash(self.lists[address]))
        self.unchanged += etag == mark
        return Fetched(
            asked=address, url=address, body=b"" if etag == mark else body, content_type="application/rss+xml", charset=None, etag=mark,
            modified=None, unchanged=etag == mark, capture=None,
        )  # fmt: skip

    def read(self, address: str) -> Iterator[Document | Failure]:
        self.asked.append(address)
        if address in self.pages:
            yield self.pages[address].document
        else:
            yield Failure(address, f"{address} answers 404.")


class Time:
    now = datetime(2024, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    made = Web({FEED: rss(*list(REPORTS)[:3])}, dict(REPORTS))
    known = {r.document.text: r for r in REPORTS.values()}

    def report(document: Document) -> Report:
        return known.get(document.text) or plain(document.text, url=document.url, title=document.title)

    monkeypatch.setattr(compose, "report", report)
    return made


def watcher(kept: Archive, web: Web, clock: Time | None = None, again: timedelta | None = None) -> Watcher:
    return Watcher(kept, web, web.read, clock or Time(), again)


def test_what_appears_is_added_once(kept: Archive, web: Web) -> None:
    one = watcher(kept, web)
    first = list(one.look([FEED]))
    assert [type(a) for a in first] == [Added] * 3
    assert list(one.look([FEED])) == []
    web.lists[FEED] = rss(*list(REPORTS)[:5])
    assert len(list(one.look([FEED]))) == 2
    assert web.asked == list(REPORTS)[:5]
    assert web.unchanged == 1, "a list that did not change is not sent again"


def test_it_resumes_where_it_was(kept: Archive, web: Web) -> None:
    looking = watcher(kept, web).look([FEED])
    next(looking)
    looking.close()  # stopped after the first document was stored, before it was remembered
    again = list(watcher(kept, web).look([FEED]))
    assert len(again) == 2
    assert kept.counts()["documents"] == 3


def test_failures_are_tried_again_with_patience(kept: Archive, web: Web) -> None:
    clock = Time()
    one = watcher(kept, web, clock)
    missing = next(iter(REPORTS))
    page = web.pages.pop(missing)
    assert [type(t) for t in one.look([FEED])] == [Failure, Added, Added]
    assert list(one.look([FEED])) == []
    for _ in range(40):
        clock.now += timedelta(hours=1)
        list(one.look([FEED]))
    assert web.asked.count(missing) == ATTEMPTS
    web.lists[FEED] = rss(*list(REPORTS)[:3]).replace(b"0 title", b"corrected title")
    web.pages[missing] = page
    assert [type(t) for t in one.look([FEED])] == [Added], "a list that says something new gives it another chance"


def test_a_page_that_changed_is_a_new_version(kept: Archive, web: Web) -> None:
    clock = Time()
    one = watcher(kept, web, clock, timedelta(hours=24))
    address = next(iter(REPORTS))
    web.pages[address] = plain("The port opens in May.", url=address, title="Port")
    list(one.look([FEED]))
    web.pages[address] = plain("The port may open in May.", url=address, title="Port")
    clock.now += timedelta(hours=23)
    assert list(one.look([FEED])) == []
    clock.now += timedelta(hours=1)
    (added,) = one.look([FEED])
    assert isinstance(added, Added)
    assert added.supersedes


def test_what_the_feed_carries_does_for_a_page_that_cannot_be_had(kept: Archive, web: Web) -> None:
    web.lists[FEED] = rss(x="A whole article of which the page is gone. It has two sentences.")
    (added,) = watcher(kept, web).look([FEED])
    assert isinstance(added, Added)
    assert "two sentences" in kept.report(added.id).document.text


def test_outlines_are_followed_but_not_for_ever(kept: Archive, web: Web, tmp_path) -> None:  # type: ignore[no-untyped-def]
    outline = tmp_path / "feeds.opml"
    outline.write_text(f'<opml version="2.0"><body><outline type="rss" xmlUrl="{FEED}"/></body></opml>')
    assert len(list(watcher(kept, web).look([str(outline)]))) == 3
    loop = "https://a.example/loop"
    web.lists[loop] = f'<opml version="2.0"><body><outline type="rss" xmlUrl="{loop}"/></body></opml>'.encode()
    assert list(watcher(kept, web).look([loop])) == []


def test_what_is_no_list_is_told(kept: Archive, web: Web, tmp_path) -> None:  # type: ignore[no-untyped-def]
    web.lists["https://a.example/page"] = b"<html><body>Words</body></html>"
    for place in ("https://a.example/page", "https://a.example/none", str(tmp_path / "none.opml"), str(tmp_path)):
        (told,) = watcher(kept, web).look([place])
        assert isinstance(told, Failure)
        assert told.reason.endswith(".")


def test_spans_of_documents_lie_in_their_text(kept: Archive, web: Web) -> None:
    for added in watcher(kept, web).look([FEED]):
        assert isinstance(added, Added)
        document = kept.report(added.id).document
        assert all(Span(0, len(document.text)).covers(b) for b in document.body)
