"""Uploads and drafts: read like everything else, bounded, and names only ever shown."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.making import EVIL, client, form
from twicetold import archive
from twicetold.web import Settings, uploads
from twicetold.web.work import Jobs, Memory, Overloaded

TEXT = (
    b"The Osmar Harbour Board said on Monday that it will close the north pier until May.\n\n"
    b"'We need the stone,' said its chairman, Ulf Renn.\n"
)


@pytest.fixture
def empty(tmp_path):
    with archive.open(tmp_path / "new.db") as made:
        yield made


@pytest.fixture
def fresh(empty, kept):
    from dataclasses import replace

    with client(replace(kept, archive=empty)) as made:
        yield made


def follow(web, answer):
    """The page on which one ends up, when all is read."""
    assert answer.status_code == 303
    where = answer.headers["location"]
    for _ in range(600):
        page = web.get(where)
        if page.status_code == 303:
            where = page.headers["location"]
        elif "data-job" not in page.text:
            return where, page.text
        time.sleep(0.1)
    raise AssertionError("it never ended")


def test_files_are_read_and_kept(fresh, empty):
    sent = form(fresh, "/add")
    files = [("files", ("../../etc/pass\x00wd.txt", TEXT)), ("files", ("empty.txt", b"  ")), ("files", ("a.exe", b"MZ\x00\x00\x01"))]
    where, page = follow(fresh, fresh.post("/add", data=sent, files=files))
    assert where.startswith("/jobs/") and "1 report added, 2 could not be read." in page
    (entry,) = empty.documents()
    assert "/" not in entry.source and ".." not in entry.source
    where, page = follow(fresh, fresh.post("/add", data=sent, files=[("files", ("again.txt", TEXT))]))
    assert where == f"/stories/{entry.story}"
    assert empty.counts()["documents"] == 1


@pytest.mark.parametrize("address", ["file:///etc/passwd", "https://a.example/../../../etc/passwd", "../../../../etc/passwd", EVIL])
def test_what_a_capture_calls_its_pages_is_only_shown(fresh, empty, tmp_path, address):
    page = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>Pier closes</title></head><body><p>" + TEXT + b"</p></body>"
    )
    uri = re.sub(r"[^ -~]", "", address).encode()
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\n"
    head += b"WARC-Date: 2031-04-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nWARC-Target-URI: " + uri
    plain = head + b"\r\nContent-Length: %d\r\n\r\n" % len(page) + page + b"\r\n\r\n"
    before = {p.name for p in tmp_path.rglob("*")}
    sent = [("files", ("../kept.warc", plain))]
    _, shown = follow(fresh, fresh.post("/add", data=form(fresh, "/add"), files=sent))
    entries = empty.documents()
    assert bool(entries) == address.startswith("https://"), "only pages from the web are read"
    for entry in entries:
        page = fresh.get(f"/document?id={entry.id}").text
        assert ".." not in entry.source.partition("#")[0]
        assert not [x for x in re.findall(r'href="([^"]*)"', page) if x.startswith(("file:", "javascript:", ".."))]
        assert "root:" not in page
    assert "<script>alert" not in shown and "<img" not in shown
    assert {p.name for p in tmp_path.rglob("*")} - before <= {"new.db", "new.db-wal", "new.db-shm"}


def test_a_pasted_report_is_read_and_removed_again(fresh, empty):
    told = {"text": TEXT.decode(), "title": "Pier closes", "outlet": "Osmar Post", "published": "2031-04-01", **form(fresh, "/add")}
    where, page = follow(fresh, fresh.post("/add/text", data=told))
    assert where.startswith("/stories/") and "Pier closes" in page
    (entry,) = empty.documents()
    assert (entry.outlet, entry.published) == ("Osmar Post", "2031-04-01")
    gone = fresh.post("/document/remove", data={"id": entry.id, **form(fresh, f"/document/remove?id={entry.id}")})
    assert gone.headers["location"] == "/" and empty.counts()["documents"] == 0


def test_what_makes_no_sense_is_said(fresh):
    sent = form(fresh, "/add")
    assert fresh.post("/add", data=sent).status_code == 422
    assert fresh.post("/add/text", data={**sent, "text": " "}).status_code == 422
    assert fresh.post("/add/text", data={**sent, "text": "x", "published": "May"}).status_code == 422
    assert fresh.post("/check", data=sent).status_code == 422
    assert "nothing in the archive" in fresh.post("/check", data={**sent, "text": "words"}).text


def test_no_more_files_than_allowed(kept):
    with client(kept, Settings(files=2)) as small:
        files = [("files", (f"{n}.txt", b"x")) for n in range(3)]
        assert small.post("/add", data=form(small, "/add"), files=files).status_code == 413


def test_a_draft_is_checked_and_not_kept(kept, web):
    before = kept.archive.counts()
    text = "“The pact buys a summer and a peace,” said Runa Holt.\n\nNorrland will lease two ferries to Osmar.\n"
    sent = {"text": text, "story": kept.story, **form(web, "/check")}
    where, page = follow(web, web.post("/check", data=sent))
    assert where.startswith("/checks/") and "not hold" in re.sub(r"\s+", " ", page)
    told = web.get(f"{where}/check.json").json()
    assert told["schema"] == "twicetold.check/1" and told["fails"] >= 1
    assert kept.archive.counts() == before


@given(st.text(max_size=300))
def test_names_are_never_paths(name):
    told = uploads.shown(name)
    assert told and "/" not in told and "\\" not in told and "\0" not in told and told not in ("", ".", "..") and len(told) <= 140


def test_only_so_much_may_wait():
    jobs = Jobs(2)
    gate = __import__("threading").Event()
    first = jobs.put("a", lambda job: gate.wait(5))
    jobs.put("b", lambda job: None)
    with pytest.raises(Overloaded):
        jobs.put("c", lambda job: None)
    gate.set()
    jobs.close()
    assert first.state == "done"


def test_a_job_that_breaks_says_so_without_details():
    jobs = Jobs(2)
    job = jobs.put("a", lambda job: 1 / 0)
    job.finished.wait(5)
    jobs.close()
    assert job.state == "failed" and "ZeroDivision" not in job.sentence


def test_a_memory_forgets_the_oldest():
    memory = Memory(2)
    made = []
    for key in (1, 2, 1, 3, 1, 2):
        memory.get(key, lambda key=key: made.append(key))
    assert made == [1, 2, 3, 2]
