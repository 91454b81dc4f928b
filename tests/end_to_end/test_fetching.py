"""Addresses on the command line, against a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.pages import PAGE, Site, rss


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    made.pages["/deal"] = (200, {}, PAGE.encode())
    made.pages["/rss"] = (200, {"Content-Type": "application/rss+xml"}, rss().replace(b"https://example.org/later", b"/later"))
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_a_page_is_briefed_and_kept(site, twicetold, tmp_path):
    done = twicetold("brief", site.address + "/deal", "--allow-private", "--keep", str(tmp_path / "kept"), "--format", "json")
    assert done.returncode == 0, done.stderr
    (document,) = json.loads(done.stdout)["documents"]
    assert document["url"] == document["source"] == site.address + "/deal"
    assert document["capture"].split("#")[0] in [p.name for p in (tmp_path / "kept").iterdir()]


def test_private_addresses_are_refused_unless_allowed(site, twicetold):
    done = twicetold("brief", site.address + "/deal", "--no-keep")
    assert (done.returncode, done.stdout) == (3, "")
    assert "private network" in done.stderr and "Traceback" not in done.stderr
    assert site.asked == []


def test_one_page_that_is_gone_does_not_stop_the_others(site, twicetold):
    done = twicetold("brief", site.address + "/rss", "--allow-private", "--no-keep", "--format", "json")
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["documents"]) == 1
    assert "no such page" in done.stderr
