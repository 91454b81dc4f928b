"""A check as one HTML file that needs nothing else: the draft with its marks, beside it what the sources have, and the sources in full.

`fragment` is its inside, for a page that has a frame of its own; such a page needs `styles()` and `scripts()` once.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from twicetold.brief import phrases
from twicetold.brief.changes import alike
from twicetold.brief.html import ALIKE, asset, digest, environment, marked
from twicetold.checking import tell
from twicetold.checking.found import Checked
from twicetold.checking.view import Card, View

OPEN_SOURCES = 30  # sources whose text stands open; with more, texts are folded and open when a link leads there
WORDS = 600  # characters of a quotation or statement shown


def render(checked: Checked) -> str:
    """The whole page, ending with a newline. The same check gives the same text."""
    style, script = styles(), scripts()
    return environment().get_template("check.html.j2").render(
        **_told(checked), style=Markup(style), script=Markup(script), style_hash=digest(style), script_hash=digest(script),
    ) + "\n"  # fmt: skip


def fragment(checked: Checked) -> Markup:
    """What stands inside the page's <main>, headline included, without the sources."""
    return Markup(environment().get_template("check_inside.html.j2").render(**_told(checked)))


def styles() -> str:
    """The style sheet of the page."""
    return asset("brief.css") + asset("check.css")


def scripts() -> str:
    """Its script: colours, ways back, keys."""
    return asset("brief.js")


def _told(checked: Checked) -> dict[str, object]:
    view = View(checked)
    return {
        "view": view,
        "tell": tell,
        "draft_words": draft_words,
        "source_words": source_words,
        "unfolded": len(view.reports) <= OPEN_SOURCES,
    }


def draft_words(card: Card) -> Markup:
    """The draft's words, those marked that the source does not have."""
    f = card.data
    words, other = phrases.shorten(tell.shown(f.text), WORDS), phrases.shorten(f.source_text or "", WORDS)
    plain = f.kind not in ("quotation", "statement") or not f.problems or "not_found" in f.problems
    return escape(words) if plain or alike(words, other) < ALIKE else marked(words, other)


def source_words(card: Card) -> Markup:
    """The source's words."""
    return escape(phrases.shorten(card.data.source_text or "", WORDS))
