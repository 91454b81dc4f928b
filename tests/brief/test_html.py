"""The page: well formed, closed to the outside, every link inside it leads somewhere, and nothing from a report becomes markup."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections import Counter

from lxml import etree
from lxml import html as lxml_html

from twicetold.brief import html

ALLOWED_TAGS = {
    "html", "head", "meta", "title", "style", "body", "script", "a", "article", "aside", "b", "blockquote", "br",
    "button", "code", "del", "details", "div", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "header", "ins", "input", "kbd", "label", "li", "main", "mark", "nav", "ol", "option", "output", "p", "q",
    "section", "select", "span", "summary", "table", "tbody", "td", "th", "thead", "time", "tr", "ul", "svg", "g",
    "defs", "use", "rect", "path", "circle", "text", "dl", "dt", "dd",
}  # fmt: skip


def test_parses_without_an_error(page):
    parser = etree.HTMLParser(huge_tree=True)
    etree.fromstring(page.encode(), parser)
    # libxml2 knows HTML 4 only: elements it does not know are no error of ours
    errors = [e for e in parser.error_log if e.type_name != "HTML_UNKNOWN_TAG"]
    assert errors == []


def test_same_brief_same_bytes(name, examples):
    assert html.render(examples.ALL[name]()) == html.render(examples.ALL[name]())


def test_identifiers_are_unique(tree):
    counts = Counter(tree.xpath("//@id"))
    assert [i for i, n in counts.items() if n > 1] == []


def test_every_link_inside_the_page_leads_somewhere(tree):
    targets = set(tree.xpath("//@id"))
    links = [h[1:] for h in tree.xpath("//@href") if h.startswith("#")]
    assert [x for x in links if x not in targets] == []


def test_labels_refer_to_something(tree):
    targets = set(tree.xpath("//@id"))
    labels = tree.xpath("//@aria-labelledby")
    assert [x for label in labels for x in label.split() if x not in targets] == []
    assert len(set(labels)) == len(labels)


def test_nothing_is_loaded_from_anywhere(tree):
    assert tree.xpath("//link | //img | //iframe | //object | //embed | //base | //@src | //@srcset | //@action | //@formaction") == []
    assert [h for h in tree.xpath("//@href") if not h.startswith(("#", "https://", "http://"))] == []
    assert "url(" not in "".join(tree.xpath("//style/text()")) and "@import" not in "".join(tree.xpath("//style/text()"))


def test_no_inline_style_or_handler_which_the_policy_would_refuse(tree):
    names = {str(a) for e in tree.iter() if isinstance(e.tag, str) for a in e.attrib}
    assert [a for a in names if a == "style" or a.startswith("on")] == []


def test_only_expected_elements(tree):
    assert {e.tag for e in tree.iter() if isinstance(e.tag, str)} - ALLOWED_TAGS == set()


def test_policy_allows_exactly_the_style_and_the_script_of_the_page(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    allowed = re.findall(r"'(sha256-[^']+)'", policy[1].replace("&#39;", "'"))
    inside = [re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S) for tag in ("style", "script")]
    assert [len(x) for x in inside] == [1, 1]
    assert allowed == ["sha256-" + base64.b64encode(hashlib.sha256(x[0].encode()).digest()).decode() for x in inside]
    assert "default-src 'none'" in policy[1].replace("&#39;", "'")


def test_headings_do_not_skip_a_level(tree):
    levels = [int(h.tag[1]) for h in tree.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1] == []


def test_tables_say_what_their_heads_are_for(tree):
    assert tree.xpath("//th[not(@scope)]") == []


def test_drawings_have_a_name_or_are_hidden(tree):
    assert tree.xpath("//*[local-name()='svg'][not(@aria-label) and not(@aria-hidden)]") == []


def test_whole_text_of_every_report_stands_in_the_page(brief, tree):
    for n, document in enumerate(brief.documents, 1):
        text = brief.texts.get(document.id) or "The text of this report is not at hand."
        shown = "".join(
            x for x in tree.xpath(f"//article[@id='d{n}']//div[@class='text']//text()[not(ancestor::*[@class='backs' or @class='pn'])]")
        )
        assert _letters(shown) == _letters(text)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def test_every_statement_of_the_minute_has_a_place(tree):
    for statement in tree.xpath("//section[@class='minute']/ol/li"):
        assert statement.xpath(".//a[@class='cite']")


def test_every_mention_leads_to_its_words(examples):
    brief = examples.small()
    tree = lxml_html.document_fromstring(html.render(brief))
    for claim in brief.claims:
        for m in claim.mentions:
            anchor = f"d{m.document[1:]}-{m.start}-{m.end}"
            marked = tree.get_element_by_id(anchor)
            words = "".join(marked.xpath(".//text()[not(ancestor::span[@class='backs'])]"))
            assert words == brief.texts[m.document][m.start : m.end]
            assert tree.xpath(f"//article[@id='{claim.id}']//a[@href='#{anchor}']")
            backs = marked.xpath(
                "following-sibling::span[@class='backs'][1]/a/@href | ../following-sibling::span[@class='backs'][1]/a/@href"
            )
            assert f"#{claim.id}" in backs


def test_markup_in_reports_stays_text(examples):
    page = html.render(examples.hostile())
    assert page.count("<script") == 1 and page.count("<style") == 1
    assert "<img" not in page and "\x1b" not in page and "\u202e" not in page
    assert "{{7*7}}" in page


def test_furniture_is_told_from_the_article(examples):
    tree = lxml_html.document_fromstring(html.render(examples.small()))
    assert [e.text for e in tree.xpath("//article[@id='d1']//p[@class='furniture']")] == [
        "The Harbour Gazette | News | Weather", "By our shipping desk", "Read also: Ten bridges worth a detour",
    ]  # fmt: skip
    assert len(tree.xpath("//article[@id='d1']//p[@class='headline']")) == 1


def test_shown_without_scripts(tree):
    """Filters wait for the script; everything they filter is there without it."""
    for form in tree.xpath("//form"):
        assert "hidden" in form.attrib
    assert tree.xpath("//*[@data-item][@hidden]") == []


def test_size_grows_with_the_input_only(examples):
    sizes = [len(html.render(examples.many(n))) for n in (20, 40, 80)]
    assert sizes[2] - sizes[1] < 2.4 * (sizes[1] - sizes[0])


def test_told_without_the_texts(examples):
    """A brief read back from its JSON has no texts; what it says is told, and links lead to the reports."""
    brief = examples.small().with_texts({})
    tree = lxml_html.document_fromstring(html.render(brief))
    targets = set(tree.xpath("//@id"))
    assert [h for h in tree.xpath("//@href") if h.startswith("#") and h[1:] not in targets] == []
    assert len(tree.xpath("//article[contains(@class, 'claim')]")) == 3
