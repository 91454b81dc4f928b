"""Fetching, against a real server on this machine: politeness, limits, and addresses that must not be asked."""

from __future__ import annotations

import gzip
import http.server
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages import ARTICLE, PAGE, Site, rss
from twicetold import reading
from twicetold.reading import limits
from twicetold.reading.fetch import Captures, Fetcher, NotFetched, exchange, guard
from twicetold.types import Document, Failure


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    made.pages["/deal"] = (200, {}, PAGE.encode())
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(allow_private=True, pause=0) as made:
        yield made


def refused(fetcher: Fetcher, address: str) -> str:
    with pytest.raises(NotFetched) as error:
        fetcher.get(address)
    assert str(error.value).endswith(".") and "\n" not in str(error.value)
    return str(error.value)


def test_a_page_is_fetched_and_read(site, fetcher):
    (found,) = reading.read([site.address + "/deal#top"], fetcher)
    assert isinstance(found, Document)
    assert (found.text, found.url, found.published) == ("\n\n".join(ARTICLE), site.address + "/deal", "2020-08-14")
    assert site.asked == ["/robots.txt", "/deal"]
    assert site.headers[1]["user-agent"].startswith("twicetold/")


def test_robots_txt_is_obeyed(site, fetcher):
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private\n\nUser-agent: twicetold\nDisallow: /deal\nCrawl-delay: 0\n")
    assert "robots.txt" in refused(fetcher, site.address + "/deal")
    assert site.asked == ["/robots.txt"]


def test_a_robots_txt_in_trouble_forbids_everything(site, fetcher):
    site.pages["/robots.txt"] = (503, {}, b"")
    assert "robots.txt" in refused(fetcher, site.address + "/deal")


def test_a_host_is_not_hurried(site):
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 0.2\n")
    with Fetcher(allow_private=True, pause=0.05) as fetcher:
        start = time.monotonic()
        for _ in range(3):
            fetcher.get(site.address + "/deal")
        assert time.monotonic() - start >= 0.1  # twice the pause at least; the program promises no upper bound


def test_what_has_not_changed_is_not_sent_again(site, fetcher):
    site.pages["/deal"] = (200, {"ETag": '"1"', "Last-Modified": "Fri, 14 Aug 2020 18:15:00 GMT"}, PAGE.encode())
    first = fetcher.get(site.address + "/deal")
    site.pages["/deal"] = (304, {}, b"")
    again = fetcher.get(site.address + "/deal", etag=first.etag, modified=first.modified)
    assert again.unchanged and not first.unchanged
    assert site.headers[-1]["if-none-match"] == '"1"' and site.headers[-1]["if-modified-since"] == first.modified


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site, fetcher, status):
    site.pages["/old"] = (status, {"Location": "/deal"}, b"")
    (found,) = reading.read([site.address + "/old"], fetcher)
    assert isinstance(found, Document) and found.url == site.address + "/deal"


def test_redirects_end(site, fetcher):
    site.pages["/a"] = (302, {"Location": "/b"}, b"")
    site.pages["/b"] = (302, {"Location": "/a"}, b"")
    assert "without an end" in refused(fetcher, site.address + "/a")
    site.pages |= {f"/{n}": (302, {"Location": f"/{n + 1}"}, b"") for n in range(30)}
    assert "without an end" in refused(fetcher, site.address + "/0")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "gopher://127.0.0.1/", "//", "data:text/html,x", ""])
def test_a_redirect_leads_to_the_web_only(site, fetcher, target):
    site.pages["/a"] = (302, {"Location": target}, b"")
    assert refused(fetcher, site.address + "/a")


# ------------------------------------------------------------------------------------------------ private addresses

INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "2002:7f00:1::", "::127.0.0.1", "198.18.0.1", "192.0.2.1", "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_private_addresses_are_told(address):
    assert not guard.public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_are_told(address):
    assert guard.public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "0"]
)
def test_the_machine_itself_is_not_asked(host):
    with Fetcher(pause=0) as fetcher:
        said = refused(fetcher, f"http://{host}:9/")
    assert any(words in said for words in ("private network", "cannot be reached", "no address that can be fetched"))


def test_a_name_that_leads_inside_is_not_asked(site, monkeypatch):
    monkeypatch.setattr(guard, "addresses", lambda host, port: ["93.184.216.34", "127.0.0.1"])
    with Fetcher(pause=0) as fetcher:
        assert "private network (news.example is 127.0.0.1)" in refused(fetcher, f"http://news.example:{site.server.server_port}/deal")
    assert site.asked == []


def test_a_redirect_that_leads_inside_is_not_followed(site, monkeypatch):
    other = Site()
    site.pages["/a"] = (302, {"Location": f"http://inside.example:{other.server.server_port}/deal"}, b"")
    monkeypatch.setattr(guard, "public", lambda address: address != "127.0.0.2")
    monkeypatch.setattr(guard, "addresses", lambda host, port: ["127.0.0.2" if host == "inside.example" else "127.0.0.1"])
    with Fetcher(pause=0) as fetcher:
        assert "inside.example is 127.0.0.2" in refused(fetcher, site.address + "/a")
    assert other.asked == []
    other.server.shutdown()
    other.server.server_close()


def test_a_name_is_resolved_once(site, monkeypatch):
    """A name whose address changes after the question (DNS rebinding): the connection goes where the judged answer pointed."""
    answers = iter([["127.0.0.1"], ["127.0.0.1"]])
    monkeypatch.setattr(guard, "addresses", lambda host, port: next(answers))
    monkeypatch.setattr(guard, "public", lambda address: True)
    site.pages["/robots.txt"] = (404, {"Connection": "close"}, b"")
    with Fetcher(pause=0) as fetcher:
        fetcher.get(f"http://news.example:{site.server.server_port}/deal")
    assert next(answers, None) is None and site.headers[-1]["host"].startswith("news.example:")


@pytest.mark.parametrize("address", ["http://user:secret@127.0.0.1/", "http://", "https:///x", "http://[::1", "http://a b/"])
def test_addresses_that_are_none(fetcher, address):
    assert "secret" not in refused(fetcher, address) or "password" in refused(fetcher, address)


# ---------------------------------------------------------------------------------------------------------- limits


def test_an_answer_that_is_too_large_is_cut_off(site, monkeypatch):
    monkeypatch.setattr(exchange, "MAX_ANSWER", 10_000)
    site.pages["/big"] = (200, {}, b"x" * 20_000)
    made = exchange.Exchange(allow_private=True)
    with pytest.raises(exchange.Broken, match="larger than"):
        made.get(exchange.httpx2.URL(site.address + "/big"), limit=10_000)


def test_a_gzip_bomb_is_not_unpacked(site):
    bomb = gzip.compress(b"\0" * 50_000_000)
    site.pages["/bomb"] = (200, {"Content-Encoding": "gzip"}, bomb)
    made = exchange.Exchange(allow_private=True)
    with pytest.raises(exchange.Broken, match="larger than"):
        made.get(exchange.httpx2.URL(site.address + "/bomb"), limit=limits.MAX_BYTES)


def test_gzip_is_unpacked(site, fetcher):
    site.pages["/deal"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(PAGE.encode()))
    assert fetcher.get(site.address + "/deal").body == PAGE.encode()


def test_a_server_that_drips_is_left(site, fetcher, monkeypatch):
    monkeypatch.setattr(exchange, "DEADLINE", 0.3)

    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    site.pages["/slow"] = drip
    assert "not through" in refused(fetcher, site.address + "/slow")


@pytest.mark.parametrize(("status", "said"), [(404, "no such page"), (403, "save the page"), (500, "in trouble"), (451, "legal")])
def test_answers_that_are_no_page(site, fetcher, status, said):
    site.pages["/x"] = (status, {}, b"no")
    assert said in refused(fetcher, site.address + "/x")


def test_the_charset_of_the_server_counts(site, fetcher):
    site.pages["/deal"] = (
        200,
        {"Content-Type": "text/html; charset=windows-1251"},
        PAGE.replace("islands", "Острова").encode("cp1251", "replace"),
    )
    (found,) = reading.read([site.address + "/deal"], fetcher)
    assert isinstance(found, Document) and "Острова" in found.text


# ------------------------------------------------------------------------------------------------- lists and captures


def test_a_feed_stands_for_its_pages(site, fetcher):
    site.pages["/rss"] = (200, {"Content-Type": "application/rss+xml"}, rss().replace(b"https://example.org/later", b"/later"))
    site.pages["/later"] = (200, {}, PAGE.replace("A deal", "Later").encode())
    found = list(reading.read([site.address + "/rss"], fetcher))
    assert [f.url for f in found if isinstance(f, Document)] == [site.address + "/deal", site.address + "/later"]


def test_a_page_that_cannot_be_had_is_read_from_the_feed(site, fetcher):
    del site.pages["/deal"]
    site.pages["/rss"] = (200, {"Content-Type": "application/rss+xml"}, rss())
    first, *_ = reading.read([site.address + "/rss"], fetcher)
    assert isinstance(first, Document) and first.text == "\n\n".join(ARTICLE)
    assert any("what the feed carries" in w for w in first.warnings)


def test_a_sitemap_index_stands_for_its_pages(site, fetcher):
    site.pages["/index.xml"] = (200, {}, f"<sitemapindex><sitemap><loc>{site.address}/map.xml</loc></sitemap></sitemapindex>".encode())
    site.pages["/map.xml"] = (200, {}, f"<urlset><url><loc>{site.address}/deal</loc></url></urlset>".encode())
    (found,) = reading.read([site.address + "/index.xml"], fetcher)
    assert isinstance(found, Document)


def test_lists_that_lead_to_each_other_end(site, fetcher):
    site.pages["/a"] = (200, {}, f"<sitemapindex><sitemap><loc>{site.address}/a</loc></sitemap></sitemapindex>".encode())
    (found,) = reading.read([site.address + "/a"], fetcher)
    assert isinstance(found, Failure)


def test_what_was_fetched_is_kept_and_can_be_read_again(site, tmp_path):
    with Fetcher(allow_private=True, pause=0, keep=Captures(tmp_path / "kept")) as fetcher:
        (found,) = reading.read([site.address + "/deal"], fetcher)
        list(reading.read([site.address + "/deal"], fetcher))
    assert isinstance(found, Document) and found.capture is not None
    (file,) = (tmp_path / "kept").iterdir()
    assert found.capture.split("#")[0] == file.name
    again = list(reading.read([str(file)]))
    assert [d.text for d in again if isinstance(d, Document)] == [found.text, found.text]


def test_a_capture_cut_short_is_taken_back(tmp_path, monkeypatch):
    kept = Captures(tmp_path)
    answer = exchange.Response(200, {}, b"x", b"x" * 1000, (("Content-Type", "text/html"),))
    kept.keep("https://example.org/a", answer)
    (file,) = Path(tmp_path).iterdir()
    before = file.read_bytes()
    import os

    whole = os.write
    calls = iter([True, False])

    def full(descriptor: int, data: memoryview) -> int:
        if next(calls):
            return whole(descriptor, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        kept.keep("https://example.org/b", answer)
    assert file.read_bytes() == before
