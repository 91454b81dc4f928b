"""`twicetold watch` against a server on this machine: what appears, what has not changed, what is new, resumed by every run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest

import twicetold as package
from tests.pages import Site

EXAMPLE = Path(package.__file__).parent / "examples" / "abraham-accords-announcement-2020.jsonl"


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def newspaper(site):
    """A feed of three reports of the bundled example; the last may come later."""
    reports = [json.loads(line) for line in EXAMPLE.read_text(encoding="utf-8").splitlines()[:3]]

    def page(number: int) -> bytes:
        told = reports[number]
        words = "".join(f"<p>{escape(part)}</p>" for part in told["text"].split("\n") if part.strip())
        date = f"<meta property='article:published_time' content='{told['published']}'>"
        head = f"<title>{escape(told['title'])}</title>{date}<meta property='og:site_name' content='{escape(told['outlet'])}'>"
        return f"<html lang=en><head>{head}</head><body><article><h1>{escape(told['title'])}</h1>{words}</article></body></html>".encode()

    def feed(count: int) -> bytes:
        items = "".join(f"<item><title>{escape(reports[n]['title'])}</title><link>/{n}</link></item>" for n in range(count))
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'.encode()

    def listed(request):
        mark = f'"{site.shown}"'
        if request.headers.get("If-None-Match") == mark:
            request.send_response(304)
            request.end_headers()
            site.unchanged += 1
            return
        body = feed(site.shown)
        request.send_response(200)
        for name, value in (("Content-Type", "application/rss+xml"), ("Content-Length", str(len(body))), ("ETag", mark)):
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    site.shown, site.unchanged = 2, 0
    site.pages |= {f"/{n}": (200, {}, page(n)) for n in range(3)} | {"/feed": listed}
    return site


def test_a_feed_is_watched_over_the_network(newspaper, twicetold, tmp_path):
    def look(*more):
        done = twicetold("watch", newspaper.address + "/feed", "--once", "--allow-private", "--archive", tmp_path / "a.db", *more)
        assert done.returncode == 0, done.stderr
        return done

    first = look()
    assert "2 added, 0 failed" in first.stderr and first.stdout.count("  new  ") == 2
    assert "2 reports" in first.stdout, "what is new in the story is told"
    asked = len(newspaper.asked)
    second = look()
    assert second.stdout == "" and "0 added, 0 failed" in second.stderr
    assert newspaper.unchanged == 1 and not {"/0", "/1"} & set(newspaper.asked[asked:]), "nothing is asked for that was seen"
    newspaper.shown = 3
    third = [json.loads(line) for line in look("-f", "json").stdout.splitlines()]
    assert [t["id"] for t in third if "new" in t] and len([t for t in third if "new" in t]) == 1
    assert {"/2"} == set(newspaper.asked[asked:]) & {"/0", "/1", "/2"}
    told = [t for t in third if "kind" in t]
    assert told and all(t["text"] and t["story"] for t in told)


def test_a_feed_inside_is_not_watched_unless_allowed(newspaper, twicetold, tmp_path):
    done = twicetold("watch", newspaper.address + "/feed", "--once", "--archive", tmp_path / "a.db")
    assert done.returncode == 1 and "private network" in done.stderr and newspaper.asked == []
