"""Who gets in, from where, with how much, and how slowly."""

from __future__ import annotations

import asyncio

import pytest

from tests.web.making import HOME, TOKEN, client, form
from twicetold.web import Settings
from twicetold.web.access import Access
from twicetold.web.guard import Guard, TooSlow, _Inlet
from twicetold.web.pages.login import within
from twicetold.web.settings import split_host


@pytest.fixture
def locked(kept):
    """A server that others can reach, with a token."""
    with client(kept, Settings(host="0.0.0.0", token=TOKEN, names=frozenset({"desk.example"})), "http://desk.example:8765") as made:
        yield made


# --------------------------------------------------------------------------------------------------------------- host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8765", "localhost:8765", "LOCALHOST", "[::1]:8765", "127.0.0.2:1"])
def test_names_of_this_machine_are_served(web, host):
    assert web.get("/add", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "evil.example:8765", "192.168.0.7:8765", "localhost.evil.example", "a b", "", "x@127.0.0.1"],
)
def test_a_name_that_was_pointed_here_is_not_served(web, host):
    answer = web.get("/add", headers={"host": host})
    assert answer.status_code == 421 and "Add reports" not in answer.text


def test_hosts_are_taken_apart():
    assert split_host("desk.example.") == ("desk.example", None)
    assert [split_host(h) for h in ("[::1", "[::1]x", "a:b:c", ":80", "a/b")] == [(None, None)] * 5


# -------------------------------------------------------------------------------------------------------------- forms


@pytest.mark.parametrize(
    "path", ["/add", "/add/text", "/add/example", "/seen", "/forecasts/resolve", "/document/remove", "/check", "/logout"]
)
def test_a_form_without_our_signature_does_nothing(kept, web, path):
    before = kept.archive.counts()
    data = {"text": "x", "id": kept.first, "outcome": "yes", "on": "2031-01-01", "source": "x"}
    assert web.post(path, data=data).status_code == 403
    assert web.post(path, data={**data, "form": "0" * 64}).status_code == 403
    assert kept.archive.counts() == before


def test_the_signature_of_one_visitor_is_nothing_to_another(kept, web):
    with client(kept) as other:
        stolen = form(other, "/")
        web.get("/")
        assert web.post("/seen", data=stolen).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:9999"}, {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"}, {"origin": "http://127.0.0.1:8765.evil.example"},
    ],
)  # fmt: skip
def test_what_comes_from_another_sites_page_does_nothing(kept, web, headers):
    sent = form(web, "/")
    assert web.post("/seen", data=sent, headers=headers).status_code == 403
    assert web.delete(f"/api/documents/{kept.first}", headers=headers).status_code == 403
    assert web.post("/api/documents", files={"files": ("a.txt", b"words")}, headers=headers).status_code == 403


def test_what_comes_from_our_own_page_is_done(web):
    assert web.post("/seen", data=form(web, "/"), headers={"origin": HOME, "sec-fetch-site": "same-origin"}).status_code == 303


def test_cookies_are_kept_from_scripts_and_other_sites(web):
    cookie = web.get("/").headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie


# -------------------------------------------------------------------------------------------------------------- token


def test_without_the_token_there_is_nothing(kept, locked):
    for path in ("/", "/add", f"/stories/{kept.story}", f"/document?id={kept.first}", "/api"):
        answer = locked.get(path)
        assert answer.status_code == 303 and answer.headers["location"].startswith("/login"), path
    for path in ("/api/stories", "/api/openapi.json", "/api/export"):
        answer = locked.get(path)
        assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer", path
    assert locked.post("/api/check", json={"text": "x"}).status_code == 401
    assert locked.get("/health").status_code == 200


def test_the_token_opens_the_api(locked):
    assert locked.get("/api/stories", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    for wrong in (f"Bearer {TOKEN}x", "Bearer ", f"Basic {TOKEN}", TOKEN, "Bearer \xff"):
        assert locked.get("/api/stories", headers={"authorization": wrong.encode("latin-1")}).status_code == 401


def test_the_token_typed_in_opens_the_pages_until_one_leaves(locked):
    sent = {**form(locked, "/login?next=/ledger"), "next": "/ledger"}
    assert locked.post("/login", data={**sent, "token": "wrong"}).status_code == 401
    answer = locked.post("/login", data={**sent, "token": TOKEN})
    assert answer.headers["location"] == "/ledger"
    assert TOKEN not in answer.headers["set-cookie"] and "httponly" in answer.headers["set-cookie"].lower()
    assert locked.get("/").status_code == 200
    assert locked.post("/logout", data=form(locked, "/")).status_code == 303
    assert locked.get("/").status_code == 303


def test_after_many_wrong_tokens_none_is_looked_at_for_a_while(locked):
    for _ in range(10):
        locked.get("/api/stories", headers={"authorization": "Bearer no"})
    assert locked.get("/api/stories", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 401


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil", "evil", "/a\r\nX: y", "/\t/evil.example"]
)
def test_nobody_is_sent_elsewhere_after_typing_the_token(path):
    assert within(path) == "/"


def test_servers_on_one_machine_do_not_share_cookies():
    assert Settings(port=1).cookie != Settings(port=2).cookie
    assert Access(Settings()).form("v") != Access(Settings()).form("v")


# ------------------------------------------------------------------------------------------------------- how much, how slowly


def test_more_than_is_allowed_is_refused_at_once(kept):
    with client(kept, Settings(body=1000)) as small:
        answer = small.post("/add", content=b"x" * 2000, headers={"content-type": "application/x-www-form-urlencoded"})
        assert answer.status_code == 413
        assert small.post("/api/check", content=b"{", headers={"content-length": "99999999"}).status_code == 413
        assert small.post("/api/check", content=b"{", headers={"content-length": "-1"}).status_code == 413


def test_more_than_is_allowed_is_refused_as_it_comes(kept):
    def pieces():
        yield from [b"x" * 400] * 10

    with client(kept, Settings(body=1000)) as small:
        answer = small.post("/api/check", content=pieces(), headers={"content-type": "application/json"})
        assert answer.status_code == 413 and "detail" in answer.json()


def test_a_body_that_never_comes_is_given_up():
    async def silence():
        await asyncio.sleep(60)

    async def wait():
        await _Inlet(silence, Settings(receive=0.05))()

    with pytest.raises(TooSlow):
        asyncio.run(wait())


def test_a_client_that_takes_nothing_is_given_up():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def deaf(message):
        await asyncio.sleep(60)

    async def never():
        await asyncio.sleep(60)

    settings = Settings(send=0.05)
    scope = {"type": "http", "method": "GET", "path": "/health", "query_string": b"", "headers": [(b"host", b"localhost")]}
    with pytest.raises(TimeoutError):
        asyncio.run(Guard(app, settings, Access(settings))(scope, never, deaf))
