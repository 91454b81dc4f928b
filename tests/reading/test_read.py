"""Reading files, folders, streams: every format, its metadata, and what goes wrong."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from twicetold import reading
from twicetold.reading import limits
from twicetold.types import Document, Failure

ARTICLE = (
    "The two governments signed the agreement on Tuesday after a night of talks, officials in both capitals said.\n\n"
    "“We have opened a door,” the foreign minister told reporters. Nobody else would say when the first trucks will cross the border.\n\n"
    "Critics said that the text leaves the question of the islands open, and that it will be put to a vote next month.\n"
)


@pytest.fixture
def put(tmp_path):
    def write(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def one(*paths: str) -> Document:
    (found,) = reading.read(paths)
    assert isinstance(found, Document), found
    return found


def failure(*paths: str) -> str:
    (found,) = reading.read(paths)
    assert isinstance(found, Failure), found
    assert found.reason.endswith(".") and "\n" not in found.reason
    return found.reason


def test_text_is_left_as_it_is(put):
    text = "\r\n".join(("Title: A deal", "Date: 14 August 2020", "", ARTICLE))
    found = one(put("a.txt", text))
    assert found.text == text
    assert (found.id, found.title, found.published, found.language) == ("a", "A deal", "2020-08-14", "en")


def test_a_stamp_at_the_head_is_the_date_and_no_article(put):
    found = one(put("a.txt", " date 2023-03" + ARTICLE))
    assert found.published == "2023-03"
    assert found.text[found.body[0].start :].startswith("The two governments")


@pytest.mark.parametrize(
    ("head", "published", "author"),
    [
        ("By Hana Ortiz · 6 September 2014 · 3 min read", "2014-09-06", "Hana Ortiz"),
        ("By Jocelyn Farrow, Diplomatic Editor", None, "Jocelyn Farrow"),
        ("Dalia Ferran and Tomas Okell | 14.08.2020 | 11:30", "2020-08-14T11:30:00", None),
        ("07.09.2014, 09:45   views: 3 118", "2014-09-07T09:45:00", None),
        ("Aug. 13, 2020, 6:15 p.m. EDT", "2020-08-13T22:15:00Z", None),
        ("Sunday 7 September 2014 10.15 BST", "2014-09-07T09:15:00Z", None),
        ("By our foreign desk", None, None),
        ("Updated 02/03/2020", "2020", None),
    ],
)
def test_what_the_head_of_a_text_says(put, head, published, author):
    found = one(put("a.txt", f"A deal is signed at last\n{head}\n\n{ARTICLE}"))
    assert (found.published, found.author, found.title) == (published, author, "A deal is signed at last")


def test_nothing_is_guessed(put):
    found = one(put("a.txt", ARTICLE))
    assert (found.title, found.outlet, found.author, found.published, found.url, found.canonical) == (None,) * 6


PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Talks end | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post">
<meta property="article:published_time" content="2014-09-06T16:20:00+02:00">
<meta property="og:url" content="https://example.org/copy"><link rel="canonical" href="https://example.org/talks">
<script type="application/ld+json">
{"@graph":[{"@type":"NewsArticle","headline":"Talks end without a map","author":{"name":"Ana Berg"}}]}</script>
<style>p {color: red}</style></head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Talks end without a map</h1><div class="byline">By Ana Berg</div>
<p>MINSK — The ceasefire signed on Friday is &ldquo;a pause&rdquo;, said Marit Solheim, who watched the talks for the observatory.</p>
<figure><img src="x.jpg"><figcaption>The hotel in Minsk after a long night.</figcaption></figure>
<aside class="related"><h3>Read more</h3><ul><li><a href="/1">What was agreed in Wales</a></li></ul></aside>
<p>Nobody drew a line.<br>It will have to be drawn later, she added.</p><p>She was not hopeful.</p></article>
<div hidden>unseen</div><script>var seen = "<p>no</p>"</script><footer>© 2014 The Harbour Post</footer></body></html>"""


def test_a_page_tells_its_metadata_and_its_body(put):
    found = one(put("page.html", PAGE))
    assert (found.title, found.outlet, found.author) == ("Talks end without a map", "The Harbour Post", "Ana Berg")
    assert (found.published, found.language) == ("2014-09-06T14:20:00Z", "en")
    assert (found.url, found.canonical) == ("https://example.org/copy", "https://example.org/talks")
    assert [found.text[s.start : s.end] for s in found.body] == [
        "MINSK — The ceasefire signed on Friday is “a pause”, said Marit Solheim, who watched the talks for the observatory.",
        "Nobody drew a line.\nIt will have to be drawn later, she added.\n\nShe was not hopeful.",
    ]
    for unseen in ("unseen", "color", "seen =", "@graph"):
        assert unseen not in found.text
    for furniture in ("Home", "By Ana Berg", "What was agreed in Wales", "© 2014 The Harbour Post"):
        assert furniture in found.text


def test_a_page_is_known_by_its_content(put):
    assert one(put("saved.txt", PAGE)).title == "Talks end without a map"


def test_markdown_with_front_matter(put):
    front = "---\ntitle: A deal\ndate: 2020-08-14\nauthor: Ana Berg\n---"
    text = f"{front}\n\n# A deal\n\n![map](map.png)\n\n{ARTICLE}\n[Home](/) | [World](/w)\n"
    found = one(put("a.md", text))
    assert (found.text, found.title, found.published, found.author) == (text, "A deal", "2020-08-14", "Ana Berg")
    assert [text[s.start : s.end] for s in found.body] == [ARTICLE.strip()]


def test_json_one_list_or_object_with_a_list(put):
    entries = [{"id": n, "content": ARTICLE, "headline": "A deal", "source": {"name": "Post"}, "authors": ["A B", "C D"]} for n in (1, 2)]
    for value in (entries, {"articles": entries}):
        first, second = reading.read([put("a.json", json.dumps(value, indent=1))])
        assert (first.id, second.id, first.title, first.outlet, first.author) == ("1", "2", "A deal", "Post", "A B, C D")
    assert one(put("b.json", json.dumps({"text": ARTICLE, "timestamp": 1600000000}))).published == "2020-09-13T12:26:40Z"


def test_html_within_json_is_read_unless_it_is_called_text(put):
    page = "<p>" + "</p><p>".join(ARTICLE.strip().split("\n\n")) + "</p>"
    assert one(put("a.json", json.dumps({"content": page}))).text == ARTICLE.strip()
    assert one(put("b.json", json.dumps({"text": page}))).text == page


def test_csv_with_named_columns(put):
    header = "Headline;Source;Date;Content"
    first, second, bad = reading.read([put("a.csv", f'{header}\nA;Post;13/04/2020;"{ARTICLE}"\nB;Post;2020;"{ARTICLE}x"\nC;;;\n')])
    assert (first.title, first.outlet, first.published, first.text) == ("A", "Post", "2020-04-13", ARTICLE)
    assert second.published == "2020"
    assert "Row 3" in bad.reason and "no text" in bad.reason


def test_standard_input(monkeypatch):
    lines = "".join(json.dumps({"id": name, "text": ARTICLE + name}) + "\n" for name in "xy")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    assert [d.id for d in reading.read(["-"])] == ["x", "y"]


def test_json_lines_come_as_they_are_read(put):
    path = put("many.jsonl", "".join(json.dumps({"id": str(n), "text": ARTICLE}) + "\n" for n in range(50)))
    stream = reading.read([path])
    assert next(stream).id == "0"
    stream.close()


def test_ids_tell_files_apart_in_any_order(put):
    paths = [put("x/a.txt", ARTICLE), put("y/a.txt", ARTICLE + "2"), put("y/b.txt", ARTICLE + "3")]
    forward = {d.source: d.id for d in reading.read(paths)}
    assert forward == {d.source: d.id for d in reading.read(reversed(paths))}
    assert list(forward.values()) == ["x/a.txt", "y/a.txt", "b"]


def test_documents_with_one_id_are_all_kept(put):
    records = [{"id": "a", "text": ARTICLE}, {"id": "a", "text": ARTICLE + "more"}, {"id": "a", "text": ARTICLE}]
    found = list(reading.read([put("a.jsonl", "".join(json.dumps(r) + "\n" for r in records))]))
    assert len({d.id for d in found}) == 3 and found[0].id == "a"
    assert [len(d.warnings) for d in found] == [0, 1, 1]


def test_a_file_named_twice_is_read_once(put):
    path = put("f/a.txt", ARTICLE)
    assert [d.id for d in reading.read([path, str(Path(path).parent), path])] == ["a"]


def test_folders_are_read_in_order_without_loops(put, tmp_path):
    put("d/b.txt", ARTICLE)
    put("d/a.txt", ARTICLE)
    put("d/.hidden.txt", ARTICLE)
    put("d/sub/c.txt", ARTICLE)
    put("d/x.bin", b"\0")
    (tmp_path / "d" / "sub" / "back").symlink_to(tmp_path / "d")
    *documents, left = reading.read([str(tmp_path / "d")])
    assert [d.id for d in documents] == ["a", "b", "c"]
    assert "1 .bin" in left.reason
    assert [d.id for d in reading.read([str(tmp_path / "d" / "*.txt")])] == ["a", "b"]


@pytest.mark.parametrize(
    ("encoding", "text", "language"),
    [
        ("cp1252", "“We will go on,” the minister said on Monday – and that’s that, as far as the talks are concerned. " * 4, "en"),
        (
            "cp1252",
            "Der Präsident erklärte gestern, die Gespräche würden im Herbst in Genf fortgesetzt, obwohl niemand unterschrieben hat. " * 4,
            "de",
        ),
        ("cp1251", "Президент заявил вчера, что переговоры будут продолжены в ближайшее время, хотя никто ничего не подписал. " * 4, "ru"),
    ],
)
def test_other_encodings_are_told_and_said(put, encoding, text, language):
    found = one(put("a.txt", text.encode(encoding)))
    assert (found.text, found.language) == (text, language)
    assert encoding in found.warnings[0]
    assert (language == "en") == (len(found.warnings) == 1)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode_encodings_need_no_warning(put, encoding):
    found = one(put("a.txt", ARTICLE.encode(encoding)))
    assert (found.text, found.warnings) == (ARTICLE, ())


def test_a_page_in_its_declared_encoding(put):
    words = "Президент заявил вчера, что переговоры будут продолжены. " * 3
    page = f'<html><head><meta charset="koi8-r"></head><body><p>{words}</p></body></html>'
    assert one(put("a.html", page.encode("koi8-r"))).text.startswith("Президент")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t\n", "is empty"),
        ("a.txt", bytes(range(256)) * 40, "binary"),
        ("a.txt", b"%PDF-1.7 abc", "damaged PDF file"),
        ("a.docx", b"PK\x03\x04abc", "damaged Word document"),
        ("a.html", b"<html><head><title>x</title></head><body><script>1</script></body></html>", "no visible text"),
        ("a.json", b'{"text": "a"', "not valid JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.json", b"[]", "empty list"),
        ("a.json", b'{"title": "a"}', "no text"),
        ("a.json", b'{"text": 5}', "'text' is a number"),
        ("a.json", b'{"text": "x", "n": ' + b"9" * 5000 + b"}", "too many digits"),
        ("a.csv", b"a,b\n1,2\n", "no column with the article"),
        ("a.csv", b"id,text\n", "no rows"),
        ("a.jsonl", b"\n\n", "is empty"),
    ],
)
def test_bad_input_is_one_clear_sentence(put, name, content, said):
    assert said in failure(put(name, content))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nowhere.txt", "does not exist"),
        ("nowhere/*.txt", "No file matches"),
        ("", "no path"),
        ("a\0b", "no path"),
    ],
)
def test_paths_that_lead_nowhere(path, said):
    assert said in failure(path)


def test_a_broken_line_costs_itself_only(put):
    lines = [json.dumps({"id": str(n), "text": ARTICLE}) if n != 17 else '{"id": "17", "text": "abc' for n in range(1, 21)]
    found = list(reading.read([put("a.jsonl", "\n".join(lines))]))
    assert [d.id for d in found if isinstance(d, Document)] == [str(n) for n in range(1, 21) if n != 17]
    (broken,) = (f for f in found if isinstance(f, Failure))
    assert broken.source.endswith("#17") and "Line 17" in broken.reason


def test_many_broken_lines_are_counted(put, monkeypatch):
    monkeypatch.setattr("twicetold.reading.formats.jsonl.MAX_PROBLEMS", 3)
    found = list(reading.read([put("a.jsonl", "x\n" * 10)]))
    assert len(found) == 4 and "7 more lines" in found[-1].reason


def test_sizes_are_bounded(put, monkeypatch):
    long = put("a.txt", "a" * (limits.MAX_BYTES + 1))
    assert "larger than 16 MB" in failure(long)
    assert "2,000,000 at most" in failure(put("b.txt", "a " * 1_000_001))
    lines = put(
        "c.jsonl",
        json.dumps({"text": ARTICLE}) + '\n{"text":"' + "a" * limits.MAX_BYTES + '"}\n' + json.dumps({"text": ARTICLE + "2"}) + "\n",
    )
    first, long_line, last = reading.read([lines])
    assert isinstance(first, Document) and isinstance(last, Document)
    assert "Line 2" in long_line.reason and "longer than 16 MB" in long_line.reason
    first, huge = reading.read([put("d.csv", f'text\n"{ARTICLE}"\n"{"a" * (limits.MAX_BYTES + 9)}"\n')])
    assert isinstance(first, Document) and "16 MB" in huge.reason


def test_deep_pages_and_entities_do_no_harm(put):
    deep = one(put("deep.html", "<html><body>" + "<div>" * 100_000 + ARTICLE + "</div>" * 100_000))
    assert deep.text == " ".join(ARTICLE.split())
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><html><body><p>&b;&b; hello there</p></body></html>'
    assert len(one(put("bomb.html", bomb)).text) < 100


def test_half_characters_are_replaced_and_said(put):
    found = one(put("a.json", '{"text": ' + json.dumps(ARTICLE + "\ud83d") + "}"))
    assert found.text == ARTICLE + "\ufffd" and "surrogates" in found.warnings[0]


def test_a_date_that_is_none_is_said(put):
    found = one(put("a.json", json.dumps({"text": ARTICLE, "date": "soon"})))
    assert found.published is None and "'soon'" in found.warnings[0]


def test_language_is_checked_against_the_text(put):
    german = "Der Präsident erklärte gestern, die Gespräche würden im Herbst fortgesetzt, obwohl niemand unterschrieben hat. " * 4
    found = one(put("a.json", json.dumps({"text": german, "language": "en-US"})))
    assert found.language == "de" and len(found.warnings) == 2
    assert one(put("b.json", json.dumps({"text": "Ja.", "lang": "German"}))).language == "de"
    assert one(put("c.json", json.dumps({"text": "Hm."}))).language == "und"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_without_permission(put):
    path = put("a.txt", ARTICLE)
    Path(path).chmod(0)
    assert "cannot be read (permission denied)" in failure(path)
