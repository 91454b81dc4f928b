"""Every page: there, whole, escaped, and usable by keyboard and screen reader as far as markup can say."""

from __future__ import annotations

import re

import pytest
from lxml import html as lxml_html

from tests.web.making import EVIL, form, pages
from twicetold.web.guard import HEADERS


def trees(kept, web):
    for path in pages(kept):
        answer = web.get(path)
        assert answer.status_code == 200, path
        yield path, lxml_html.document_fromstring(answer.text), answer


def test_every_page_is_there_with_its_headers(kept, web):
    for path, _, answer in trees(kept, web):
        assert {k: answer.headers[k] for k in HEADERS} == HEADERS, path
        assert answer.headers["cache-control"] == "no-store", path


def test_nothing_hostile_is_markup(kept, web):
    for path, tree, _ in trees(kept, web):
        scripts = [s.get("src") for s in tree.iter("script")]
        assert all(s and s.startswith("/static/") for s in scripts) and len(scripts) == 2, path
        assert not list(tree.iter("img", "iframe", "object", "embed", "base")), path
        assert not [(e.tag, a) for e in tree.iter() if isinstance(e.tag, str) for a in e.attrib if a.startswith("on") or a == "style"], path
        links = [e.get("href") or e.get("action") or "" for e in tree.iter("a", "form", "link")]
        assert not [x for x in links if re.match(r"\s*(?:javascript|data|vbscript):", x, re.I)], path


def test_hostile_words_are_shown_as_words_without_control_characters(kept, web):
    page = web.get(f"/document?id={kept.evil}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "49" not in re.findall(r"\{\{7\*7\}\}|\b49\b", page)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e]", page)
    assert EVIL not in page


def test_pages_load_nothing_from_elsewhere(kept, web):
    for path, tree, _ in trees(kept, web):
        loaded = [e.get("src") or e.get("href") for e in tree.iter("script", "link", "img", "source")]
        assert all(x.startswith("/static/") for x in loaded), path
        assert all(web.get(x).status_code == 200 for x in loaded), path


def test_markup_says_what_it_is(kept, web):
    for path, tree, _ in trees(kept, web):
        assert tree.get("lang") == "en", path
        assert len(tree.findall(".//h1")) == 1, path
        ids = [e.get("id") for e in tree.iter() if isinstance(e.tag, str) and e.get("id")]
        assert len(ids) == len(set(ids)), path
        labelled = {e.get("for") for e in tree.iter("label")}
        for field in tree.xpath("//input[not(@type='hidden')]|//select|//textarea"):
            assert field.get("id") in labelled or field.xpath("ancestor::label"), (path, field.get("name"))
        for thing in tree.xpath("//button|//a[@href]"):
            assert thing.text_content().strip() or thing.get("aria-label"), path
        for name in " ".join(tree.xpath("//@aria-labelledby")).split():
            assert name in ids, (path, name)


def test_links_within_pages_lead_somewhere(kept, web):
    seen: dict[str, int] = {}
    for path, tree, _ in trees(kept, web):
        for link in tree.xpath("//a/@href"):
            if link.startswith("/") and "#" not in link and link not in seen:
                seen[link] = web.get(link).status_code
        ids = {e.get("id") for e in tree.iter() if isinstance(e.tag, str)}
        broken = [x for x in tree.xpath("//a/@href") if x.startswith("#") and x[1:] not in ids and x != "#"]
        assert not broken, (path, broken[:3])
    assert not {k: v for k, v in seen.items() if v not in (200, 303)}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404), ("/stories/s999", 404), ("/stories/..%2f..", 404), ("/document?id=nobody", 404), ("/document", 422),
        ("/search?since=yesterday", 422), ("/search?certainty=sure", 422), ("/search?q=-a", 400), ("/ledger?until=x", 422),
        ("/forecasts?show=x", 422), ("/?p=0", 422), ("/jobs/nothing", 404), ("/checks/nothing", 404), ("/static/0/desk.css", 404),
        ("/static/0/..%2f..%2fsettings.py", 404), ("/compare?left=nobody&right=x", 404),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence(web, path, status):
    answer = web.get(path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text and "File " not in answer.text
    if not path.startswith("/static"):
        assert len(lxml_html.document_fromstring(answer.text).findall(".//h1")) == 1


def test_an_error_nobody_thought_of_is_one_sentence_too(kept, web, monkeypatch):
    monkeypatch.setattr(type(kept.archive), "stories", lambda *a, **k: 1 / 0)
    answer = web.get("/")
    assert answer.status_code == 500 and "ZeroDivisionError" not in answer.text and "Something went wrong" in answer.text
    assert answer.headers["content-security-policy"]
    told = web.get("/api/stories")
    assert told.status_code == 500 and set(told.json()) == {"detail"}


def test_a_place_is_found_in_the_brief_of_its_story(kept, web):
    where = web.get(f"/place?document={kept.second}&start=5&end=20").headers["location"]
    assert re.fullmatch(rf"/stories/{kept.story}#d\d-5-20", where)


def test_forecasts_are_resolved_and_corrected(kept, web):
    one = kept.archive.forecasts()[0].expected
    told = {"id": one.id, "outcome": "no", "on": "2031-11-01", "source": "https://example.org/<b>", "note": EVIL, **form(web, "/forecasts")}
    answer = web.post("/forecasts/resolve", data=told)
    assert answer.status_code == 303
    page = web.get(answer.headers["location"]).text
    assert "did not come true" in page and "<b>" not in page.split("<main", 1)[1].split("known on", 1)[1][:400]
    assert web.post("/forecasts/resolve", data={**told, "on": "soon"}).status_code == 422
    assert web.post("/forecasts/resolve", data={**told, "id": "nothing"}).status_code == 404


def test_what_was_seen_is_no_longer_new(kept, web):
    kept.archive.remember("desk.seen", "2000-01-01T00:00:00Z")
    assert "badge" in web.get("/").text
    assert web.post("/seen", data=form(web, "/")).status_code == 303
    assert "badge" not in web.get("/").text


@pytest.mark.parametrize("suffix", ["html", "json", "md"])
def test_briefs_are_taken_along(kept, web, suffix):
    answer = web.get(f"/stories/{kept.story}/brief.{suffix}")
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    assert "Harbour Gazette" in answer.text


def test_words_found_are_marked_and_cut_ends_dotted(kept, web):
    page = web.get("/search?q=dockers").text
    (told, *_) = re.findall(r'<p class="snippet"[^>]*>(.*?)</p>', page, re.S)
    assert "<mark>dockers</mark>" in told
    assert told.startswith(("… ", "Norrland", "The Institute"))
    assert told.rstrip().endswith((".", "…", "”"))
