"""Markdown: nothing from a report is read as markup, a link or HTML."""

from __future__ import annotations

from markdown_it import MarkdownIt

from twicetold.brief import markdown


def test_same_brief_same_bytes(name, examples):
    assert markdown.render(examples.ALL[name]()) == markdown.render(examples.ALL[name]())


def test_nothing_from_a_report_is_markup(brief):
    rendered = MarkdownIt("commonmark", {"linkify": False}).render(markdown.render(brief))
    tags = {t.split()[0].strip("/>") for t in rendered.replace("</", "<").split("<")[1:]}
    assert {t.split(">")[0] for t in tags} <= {"h1", "h2", "h3", "p", "ul", "ol", "li", "strong"}


def test_ends_with_one_newline(brief):
    text = markdown.render(brief)
    assert text.endswith("\n") and not text.endswith("\n\n")


def test_says_what_matters(examples):
    text = markdown.render(examples.small())
    assert "treat them as one" in text
    assert "(Strait Courier ¶2: put in another’s mouth, reworded; said by **Osmar**)" in text or "said by **Osmar**" in text
    assert "- **K3** Osmar towards Norrland: escort (**withheld**, trade) (Harbour Gazette ¶3)" in text
