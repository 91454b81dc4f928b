"""PDF, Word, mail, WARC, feeds: what is read of them, and what bad ones say."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import pytest

from tests.pages import ARTICLE, PAGE, rss
from twicetold import reading
from twicetold.reading import listing
from twicetold.types import Document, Failure


@pytest.fixture
def put(tmp_path):
    def write(name: str, content: bytes) -> str:
        (tmp_path / name).write_bytes(content)
        return str(tmp_path / name)

    return write


def one(path: str) -> Document:
    (found,) = reading.read([path])
    assert isinstance(found, Document), found
    return found


def failure(path: str) -> str:
    (found,) = reading.read([path])
    assert isinstance(found, Failure), found
    assert found.reason.endswith(".") and "\n" not in found.reason
    return found.reason


def body(document: Document) -> str:
    return " ".join(document.text[s.start : s.end] for s in document.body)


# ------------------------------------------------------------------------------------------------------------- PDF


def pdf_of(paragraphs: tuple[str, ...], **about: str) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    out = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(out, **about).build([Paragraph(p, style) for p in paragraphs])
    return out.getvalue()


def test_a_pdf_is_read_with_its_own_description(put):
    found = one(put("a.pdf", pdf_of(ARTICLE, title="A deal is signed", author="Hana Ortiz")))
    assert (found.title, found.author) == ("A deal is signed", "Hana Ortiz")
    assert "officials in both capitals said" in " ".join(body(found).split())


def test_a_pdf_is_known_without_its_suffix(put):
    assert "opened a door" in one(put("download", pdf_of(ARTICLE))).text


@pytest.mark.parametrize("cut", [9, 200, 900])
def test_a_damaged_pdf_is_one_sentence(put, cut):
    assert "PDF file" in failure(put("a.pdf", pdf_of(ARTICLE)[:cut]))


def test_a_scanned_pdf_asks_for_text_recognition(put):
    assert "OCR" in failure(put("a.pdf", pdf_of(())))


def test_a_locked_pdf_says_so(put):
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of(ARTICLE))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert "password" in failure(put("a.pdf", out.getvalue()))


# ------------------------------------------------------------------------------------------------------------ Word


def docx_of(paragraphs: tuple[str, ...]) -> bytes:
    from docx import Document as Word

    word = Word()
    word.core_properties.title, word.core_properties.author = "A deal is signed", "Hana Ortiz"
    for paragraph in paragraphs:
        word.add_paragraph(paragraph)
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Trucks", "120"
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def test_a_word_document_is_read_in_order(put):
    found = one(put("a.docx", docx_of(ARTICLE)))
    assert (found.title, found.author) == ("A deal is signed", "Hana Ortiz")
    assert found.text == "\n\n".join((*ARTICLE, "Trucks\t120"))


def repacked(data: bytes, **parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item.filename, parts.get("document", b"") if item.filename == "word/document.xml" and parts else old.read(item))
    return out.getvalue()


def test_a_zip_bomb_is_refused_unopened(put):
    bomb = repacked(docx_of(ARTICLE), document=b"<w:document>" + b" " * 70_000_000)
    assert len(bomb) < 300_000
    assert "no honest document" in failure(put("a.docx", bomb))


def test_entities_in_a_word_document_do_not_multiply(put):
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    document = b'<!DOCTYPE x [<!ENTITY e0 "ha">' + entities + b"]><w:document xmlns:w='x'>&e11;</w:document>"
    assert "Word document" in failure(put("a.docx", repacked(docx_of(ARTICLE), document=document)))


def test_another_zip_is_no_word_document(put):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    assert "another kind" in failure(put("a.docx", out.getvalue()))


# ------------------------------------------------------------------------------------------------------------ mail


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "Gulf Desk <desk@example.org>", "Subject": "A deal is signed", **headers}.items():
        message[name] = value
    message["Date"] = "Fri, 14 Aug 2020 18:15:00 -0400"
    return message


def test_a_mail_is_read_as_plain_text(put):
    message = mail()
    message.set_content("\n\n".join(ARTICLE))
    message.add_alternative(PAGE, subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="../../x.pdf")
    found = one(put("a.eml", bytes(message)))
    assert (found.title, found.author, found.published) == ("A deal is signed", "Gulf Desk", "2020-08-14T22:15:00Z")
    assert found.text.startswith(ARTICLE[0]) and "<p>" not in found.text
    assert any("1 attached file was not read" in w for w in found.warnings)


def test_a_mail_of_html_only_is_read_as_a_page(put):
    message = mail(Subject="Ein Abkommen – endlich")
    message.set_content(PAGE, subtype="html")
    found = one(put("a.eml", bytes(message)))
    assert (found.text, found.title) == ("\n\n".join(ARTICLE), "Ein Abkommen – endlich")


def test_a_mail_without_text_says_so(put):
    assert "without text" in failure(put("a.eml", b"From: a@example.org\nSubject: x\n\n"))


# ------------------------------------------------------------------------------------------------------------ WARC


def warc_of(pages: list[tuple[str, str, str, bytes]], *, gzip: bool) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    for url, status, kind, payload in pages:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        body = io.BytesIO(payload)
        writer.write_record(writer.create_warc_record(url, "response", payload=body, length=len(payload), http_headers=headers))
    return out.getvalue()


PAGES = [
    ("https://example.org/deal", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
    ("https://example.org/gone", "404 Not Found", "text/html", b"<p>nothing here, nothing at all</p>"),
    ("https://example.org/logo.png", "200 OK", "image/png", b"\x89PNG"),
    ("https://example.org/empty", "200 OK", "text/html", b"<script>1</script>"),
]


@pytest.mark.parametrize(("name", "gzip"), [("a.warc", False), ("a.warc.gz", True), ("capture", True)])
def test_the_pages_of_a_warc_file_are_documents(put, name, gzip):
    first, second = reading.read([put(name, warc_of(PAGES, gzip=gzip))])
    assert isinstance(first, Document) and isinstance(second, Failure)
    assert (first.url, first.published, first.text) == ("https://example.org/deal", "2020-08-14", "\n\n".join(ARTICLE))
    assert "no visible text" in second.reason


def test_a_warc_file_that_breaks_off_keeps_the_pages_before(put):
    whole = warc_of([PAGES[0]], gzip=False)
    found = list(reading.read([put("a.warc", whole + whole[: len(whole) // 2])]))
    assert isinstance(found[0], Document)


# ----------------------------------------------------------------------------------------------------------- lists


@pytest.mark.parametrize("name", ["a.rss", "a.xml", "feed"])
def test_a_feed_on_disk_gives_the_articles_that_it_carries(put, name):
    first, second = reading.read([put(name, rss())])
    assert isinstance(first, Document) and isinstance(second, Failure)
    assert (first.text, first.title, first.outlet) == ("\n\n".join(ARTICLE), "A deal", "Gulf Gazette")
    assert (first.published, first.canonical) == ("2020-08-14T18:15:00Z", "https://wire.example.net/rss")
    assert "https://example.org/later" in second.reason


def test_an_atom_feed():
    data = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><entry><title>A deal</title><link href="deal.html"/>
    <updated>2020-08-14T18:15:00Z</updated><content type="html">&lt;p&gt;x&lt;/p&gt;</content></entry></feed>"""
    found = listing.parse(data, "https://example.org/feed")
    assert found is not None and found.kind == "feed"
    assert [(e.url, e.published, e.text) for e in found.entries] == [("https://example.org/deal.html", "2020-08-14T18:15:00Z", "<p>x</p>")]


def test_sitemaps_and_outlines():
    news = "http://www.google.com/schemas/sitemap-news/0.9"
    sitemap = (
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="{news}"><url><loc> https://example.org/a </loc>'
        "<n:news><n:publication><n:language>en</n:language></n:publication><n:publication_date>2020-08-14</n:publication_date>"
        "<n:title>A deal</n:title></n:news></url></urlset>"
    )
    found = listing.parse(sitemap.encode())
    assert found is not None
    assert [(e.url, e.published, e.title, e.language) for e in found.entries] == [("https://example.org/a", "2020-08-14", "A deal", "en")]
    outline = b'<opml version="2.0"><head><title>Mine</title></head><body><outline text="x"><outline xmlUrl="https://e.org/f"/></outline></body></opml>'
    found = listing.parse(outline)
    assert found is not None and (found.kind, found.title, [e.url for e in found.entries]) == ("opml", "Mine", ["https://e.org/f"])


def test_an_outline_in_a_file_is_not_fetched(put):
    assert "holds addresses" in failure(put("a.opml", b'<opml><body><outline xmlUrl="http://127.0.0.1:9/"/></body></opml>'))


def test_entities_in_lists_do_not_multiply_and_load_nothing(put):
    lol = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    for root in (b"rss", b"opml", b"urlset"):
        data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">' + lol + b'<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        data += b"<" + root + b"><channel><title>&l11;&f;</title></channel></" + root + b">"
        found = listing.parse(data)
        assert found is None or all("root:" not in str(e) and len(str(e)) < 10_000 for e in (found.title, *found.entries))
        assert len(list(reading.read([put("a.xml", data)]))) == 1


def test_lists_that_are_not_well_formed_are_read_all_the_same():
    feed = b"<rss><channel><item><link>https://e.org/a</link><description/><content:encoded/></item><item><link>http://[::1</link></item></channel></rss>"
    found = listing.parse(feed)
    assert found is not None and [e.url for e in found.entries] == ["https://e.org/a"]
    outline = b'<opml><a:b/><outline xmlUrl="http://[::1"/><outline xmlUrl="https://e.org/f"/></opml>'
    found = listing.parse(outline)
    assert found is not None and [e.url for e in found.entries] == ["https://e.org/f"]


def test_a_mail_whose_sender_is_a_broken_group_is_read(put):
    path = put("group.eml", b"From: Desk:\xca\xca;\xca\xca-27\nSubject: Talks\n\nThe talks were held on Monday.\n")
    (found,) = reading.read([path])
    assert isinstance(found, Document)
    assert "talks were held" in found.text


def test_a_feed_whose_namespaces_are_broken_is_no_listing():
    assert listing.parse(b'<?xml ?><rss xmlns:content="h\x85/"><content:d>\x9d', "https://example.org/") is None


def test_what_is_wrong_with_a_table_is_one_line(put):
    path = put("odd.csv", b'id,"two\nlines"\n1,2\n')
    (found,) = reading.read([path])
    assert isinstance(found, Failure)
    assert "\n" not in found.reason
