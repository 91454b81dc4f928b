"""A brief as one HTML file that needs nothing else: no requests, no inline handlers, a content security policy by hashes."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from twicetold.brief import phrases, source
from twicetold.brief.changes import against, alike, set_off
from twicetold.brief.charts import balance as balance_chart
from twicetold.brief.charts import ribbons as ribbons_chart
from twicetold.brief.charts import scale as scale_chart
from twicetold.brief.charts import stemma as stemma_chart
from twicetold.brief.items import Mention, Quote, Said, Story
from twicetold.brief.minute import minute
from twicetold.brief.schema import Brief
from twicetold.brief.view import View
from twicetold.brief.why import Why

FIRST = 12  # claims shown before 'show more': what fits three or four screens
STORIES = 40  # with more stories, those of one report are folded in the table of contents
MENTIONS = 6  # reports shown of a claim before 'show more'
VARIANTS = 6  # appearances shown of a quotation before 'show more'
OPEN_REPORTS = 100  # reports whose text stands open; with more, texts are folded and open when a link leads there
WORDS = 280  # characters of a report's words shown with a claim
UTTERANCE = 1200  # characters of a quotation shown; long ones continue in the report
STRUCK = 24  # characters of left-out words shown struck through; more are only hinted at
ALIKE = 0.4  # share of words in common from which marking differences helps; below it nearly every word would be marked
AXIS = "axis"


def render(brief: Brief) -> str:
    """The whole page, ending with a newline. The same brief gives the same text."""
    view = View(brief)
    style, script = asset("brief.css"), asset("brief.js")
    return environment().get_template("brief.html.j2").render(
        view=view, style=Markup(style), script=Markup(script), style_hash=digest(style), script_hash=digest(script),
        why=Why(brief), axis=scale_chart.axis(AXIS), single=len(view.stories) == 1, open_reports=len(view.reports) <= OPEN_REPORTS,
    ) + "\n"  # fmt: skip


@cache
def asset(name: str) -> str:
    """A file of `static/`, on lines of its own."""
    return "\n" + (files("twicetold.brief") / "static" / name).read_text(encoding="utf-8").strip() + "\n"


def digest(text: str) -> str:
    """The hash by which a content security policy lets an inline style or script in."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def environment() -> Environment:
    """The templates of `brief/templates`, with what they may call."""
    env = Environment(
        loader=PackageLoader("twicetold.brief", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, finalize=_shown, lstrip_blocks=True, extensions=["jinja2.ext.do"],
    )  # fmt: skip
    env.globals.update(
        phrases=phrases, minute=minute, stemma=stemma_chart.stemma, balance_chart=balance_chart.balance,
        describe_balance=balance_chart.describe,
        scale=lambda sure: scale_chart.scale(sure, AXIS), report_text=source.report, said_by_report=said_by_report,
        variant=variant, reference=reference, facts=facts, level_dots=level_dots, web_address=web_address,
        ribbons=ribbons_chart.ribbons, share_bar=ribbons_chart.share_bar,
        why=None, FIRST=FIRST, STORIES=STORIES, MENTIONS=MENTIONS, VARIANTS=VARIANTS,
    )  # fmt: skip
    env.filters.update(plain=phrases.one_line, shorten=phrases.shorten, capital=phrases.capital, sentence=phrases.sentence)
    return env


def _shown(value: object) -> object:
    """Text without control characters and direction overrides, wherever it is put on the page."""
    return phrases.clean(value) if type(value) is str else value


def said_by_report(mention: Mention) -> Markup:
    """A report's own words for a claim; where they come from another report's, the words that changed are marked."""
    line, cue = phrases.one_line(mention.place.words), mention.certainty.cue
    words = phrases.window(line, line.find(cue) if cue else 0, WORDS)
    before = phrases.shorten(mention.compared, WORDS)
    if before and alike(words, before) >= ALIKE:
        return marked(words, before)
    at = words.casefold().find(cue.casefold()) if cue else -1
    if cue is None or at < 0:
        return escape(words)
    return (
        escape(words[:at]) + Markup('<b class="cue">') + escape(words[at : at + len(cue)]) + Markup("</b>") + escape(words[at + len(cue) :])
    )


def variant(said: Said, quote: Quote) -> Markup:
    """An appearance of a quotation, the words marked that the reference (or the first appearance) does not have."""
    base = quote.variants[0]
    words, other = phrases.shorten(said.text, UTTERANCE), phrases.shorten(base.text, UTTERANCE)
    return escape(words) if said is base else marked(words, other)


def reference(quote: Quote) -> Markup:
    """The first appearance; with only one other, the words marked that the other does not have."""
    words = phrases.shorten(quote.variants[0].text, UTTERANCE)
    if len(quote.variants) != 2 or "trimmed" in quote.variants[1].drift:
        return escape(words)
    kept = against(words, phrases.shorten(quote.variants[1].text, UTTERANCE))
    return Markup("").join(
        Markup("<del>{}</del>").format(c.text) if c.kind in ("changed", "only") else escape(c.text) for c in kept if c.kind != "gone"
    )


def marked(words: str, before: str) -> Markup:
    """`words` with what `before` does not have in <ins>; few words left out are struck through, more of them only hinted at."""
    out, told = Markup(""), ""
    for change in against(words, before):
        if change.kind == "gone" and len(change.text) <= STRUCK:
            left, right = set_off(told, "|").split("|")
            out += Markup('{}<del class="struck">{}</del>{}').format(left, change.text, right)
        elif change.kind == "gone":
            left_out = phrases.shorten(change.text, 120)
            out += Markup('<span class="gone" title="left out: {0}"><span class="sr">[left out: {0}]</span></span>').format(left_out)
        else:
            out += escape(change.text) if change.kind == "same" else Markup("<ins>{}</ins>").format(change.text)
            told = change.text
    return out


def facts(story: Story) -> list[tuple[int, str]]:
    """The figures under the headline: (number, what it counts)."""
    retelling = {r.child.number for r in story.retellings}
    origin = "origin" if story.origins == 1 else "origins"
    if story.origins == 1 and len(story.outside) == 1 and all(r.number in retelling for r in story.reports):
        origin += ", not among them"
    confirmed = sum(c.sources > 1 for c in story.claims)
    altered = len(story.altered)
    shifted = len(story.shifted)
    return [
        (len(story.reports), "report" if len(story.reports) == 1 else "reports"),
        (story.origins, origin),
        (len(story.claims), "claim" if len(story.claims) == 1 else "claims"),
        *([(confirmed, "of them independently confirmed")] if len(story.reports) > 1 else []),
        *([(shifted, "changed on the way")] if len(story.reports) > 1 else []),
        *([(altered, "quotation altered" if altered == 1 else "quotations altered")] if len(story.reports) > 1 else []),
    ]


def level_dots(level: int, *, apart: bool) -> Markup:
    """How binding a commitment is, as five dots."""
    label = f"Level {level} of 5: {phrases.COMMITMENT_LEVELS[level]}"
    dots = "◌◌◌◌◌" if apart else "●" * level + "○" * (5 - level)
    return Markup('<span class="dots" role="img" aria-label="{0}" title="{0}">{1}</span>').format(label, dots)


def web_address(url: str | None) -> str | None:
    """A URL that is safe to link to: http and https only."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
