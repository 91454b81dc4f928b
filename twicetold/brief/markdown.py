"""A brief as Markdown (CommonMark), for notes, tickets and wikis. Everything from the reports is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from twicetold.brief import phrases
from twicetold.brief.changes import against
from twicetold.brief.charts.balance import describe
from twicetold.brief.items import Claim, Commitment, Dated, Forecast, Mention, Quote, Retelling, Story, Wording
from twicetold.brief.minute import Run, minute
from twicetold.brief.places import Place, Told
from twicetold.brief.schema import Brief
from twicetold.brief.view import View

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")
LIST = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")
ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|javascript|data)(:)|\b(www)(\.)")
WORDS = 300  # characters of a report's words


def render(brief: Brief) -> str:
    """The whole brief, ending with a newline."""
    view = View(brief)
    lines = [f"# {esc(view.title)}", ""]
    if not view.reports:
        lines += ["There is no report in this brief, so there is nothing to tell.", ""]
    depth = 1 if len(view.stories) == 1 else 2
    for story in view.stories:
        if depth == 2:
            lines += [f"## {esc(story.title)}", ""]
        lines += _story(story, "#" * (depth + 1))
    lines += _cited(view)
    if brief.failures:
        lines += ["## What could not be read", "", *(f"- {esc(f.source)}: {esc(f.reason)}" for f in brief.failures), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def esc(text: str) -> str:
    """Text that no Markdown reader takes for markup, a link or HTML."""
    line = SPECIAL.sub(r"\\\1", phrases.one_line(text))
    line = ADDRESS.sub(lambda m: f"{m[1] or m[3]}&#{ord(m[2] or m[4])};", line)
    return LIST.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", line)


def _story(story: Story, h: str) -> Iterator[str]:
    counts = (
        phrases.plural(len(story.reports), "report"),
        phrases.plural(story.origins, "origin"),
        phrases.plural(len(story.claims), "claim"),
    )
    yield f"{esc(story.when)}. {', '.join(counts)}."
    yield ""
    yield from _section(h, "In one minute", [f"{n}. {_runs(s.runs)} {_places(s.places)}" for n, s in enumerate(minute(story), 1)])
    yield from _section(h, "Who retells whom", [*map(_retelling, story.retellings), *_alone(story)])
    yield from _section(h, "What is claimed, by whom, how surely", [x for c in story.claims for x in _claim(c)])
    yield from _section(h, "Quotations, and what became of them", [x for q in story.quotes if q.retold for x in _quote(q)])
    yield from _section(h, "What each side committed to", list(_commitments(story)))
    yield from _section(h, "What was forecast", [_forecast(f) for f in story.forecasts])
    yield from _section(h, "Wording that says more than it seems", [_wording(w) for w in story.wording])
    yield from _section(h, "Timeline", [_dated(t) for t in story.timeline])


def _section(h: str, title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from (f"{h} {title}", "", *lines, "")


def _runs(runs: Sequence[Run]) -> str:
    return "".join(_emphasis(r.text) if r.strong else _kept(r.text) for r in runs)


def _places(places: Sequence[Place], most: int = 6) -> str:
    labels = list(dict.fromkeys(p.label for p in places))
    rest = f" and {len(labels) - most} more" if len(labels) > most else ""
    return f"({'; '.join(esc(x) for x in labels[:most])}{rest})" if labels else ""


def _retelling(r: Retelling) -> str:
    outside = "" if r.parent else " (not among the reports)"
    reason = f" {esc(r.reason)}" if r.reason else ""
    parent = f"{phrases.RELATIONS[r.relation]} **{esc(r.parent_name)}**{outside}"
    return f"- **{esc(r.child.name)}**, {parent}, {r.score:.2f}.{reason} {_places(r.places)}"


def _alone(story: Story) -> Iterator[str]:
    if story.alone:
        yield f"- No retelling found: {esc(phrases.series([r.name for r in story.alone]))}. An unknown lineage is no proof of independence."


def _claim(claim: Claim) -> Iterator[str]:
    shifts = "".join(f", **{phrases.SHIFTS[k]}**" for k in claim.shifts)
    counts = f"{phrases.plural(claim.reports, 'report')}, {phrases.plural(claim.sources, 'independent source')}"
    reading = f", {esc(claim.reading)}" if claim.reading else ""
    yield f"- **{claim.label} {esc(claim.text)}** ({counts}{reading}{shifts})"
    yield from (_mention(m, claim) for m in (*claim.mentions, *claim.also))


def _mention(m: Mention, claim: Claim) -> str:
    chain = " › ".join(esc(x) for x in (m.place.label, *(h.name for h in m.chain))) + ("" if m.chain else " in its own voice")
    words = phrases.shorten(m.place.words, WORDS)
    said = "" if m.verbatim else f": ‘{esc(words)}’"
    cue = f"‘{esc(m.certainty.cue)}’, " if m.certainty.cue else ""
    band = (f" {m.certainty.band}" if m.certainty.band else "") + (f"; {m.certainty.reading}" if m.certainty.reading else "")
    shifts = "".join(f"; **{x.words}**{f' from {esc(x.since.label)}' if x.since else ''}" for x in m.shifts)
    return f"  - {chain}{said} ({cue}{m.certainty.words}{band}{shifts})"


def _quote(quote: Quote) -> Iterator[str]:
    base = quote.variants[0]
    mark = "reference" if base.reference else "first at hand"
    words = esc(phrases.shorten(base.text, 800))
    yield f"- **{quote.label}** {esc(quote.speaker or 'Speaker not known')}: “{words}” ({esc(base.place.label)}, {mark})"
    for v in quote.variants[1:]:
        words = phrases.shorten(v.text, 800)
        parts = [(c.kind, c.text) for c in against(words, phrases.shorten(base.text, 800)) if c.kind != "gone"]
        told = "".join(_emphasis(text) if kind != "same" else _kept(text) for kind, text in parts)
        drift = ", ".join(phrases.DRIFTS[d] for d in v.drift)
        who = f"; said by **{esc(v.speaker)}**" if v.speaker and v.speaker != quote.speaker else ""
        yield f"  - “{told}” ({esc(v.place.label)}: {drift}{who})"


def _kept(text: str) -> str:
    """Escaped, with the blank space at its ends, which `esc` takes off."""
    left, right = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if text.strip() else ""
    return left + esc(text) + right


def _emphasis(text: str) -> str:
    left, right = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{left}**{esc(text)}**{right}"


def _commitments(story: Story) -> Iterator[str]:
    for b in story.balanced:
        yield f"- **{esc(b.names[0])} and {esc(b.names[1])}**, on the reported record: {esc(describe(b))}."
    for k in story.commitments:
        yield _act(k)


def _act(k: Commitment) -> str:
    toward = f" towards {esc(k.toward)}" if k.toward else ""
    how = phrases.STATUSES[k.data.status]
    level = "" if k.apart else f", level {k.data.level} of 5 ({phrases.COMMITMENT_LEVELS[k.data.level]})"
    act = esc(phrases.shorten(k.act, WORDS))
    return f"- **{k.label}** {esc(k.party)}{toward}: {act} (**{how}**{level}, {k.data.domain}) {_places(k.places)}"


def _forecast(f: Forecast) -> str:
    when = f", ‘{esc(f.until)}’" if f.until else "" if f.data.horizon else ", no date given"
    band = (f" {f.certainty.band}" if f.certainty.band else "") + (f" ({f.certainty.reading})" if f.certainty.reading else "")
    outcome = phrases.OUTCOMES[f.data.outcome]
    who = f.holder or (f.places[0].report.short if f.places else "")
    event = esc(phrases.capital(phrases.shorten(f.event, WORDS)))
    return f"- **{f.label}** {event}{when}. {esc(who)}, {f.certainty.words}{band}; {outcome}. {_places(f.places)}"


def _wording(w: Wording) -> str:
    who = f" ({esc(w.speaker)})" if w.speaker else ""
    meaning = esc(phrases.sentence(w.data.meaning))
    return f"- **{w.label}** {esc(w.shown)}{who}{w.joint} {meaning} ({esc(w.data.reference)}) {_places(w.places)}"


def _dated(t: Dated) -> str:
    return f"- **{esc(phrases.date(t.data.date))}** {esc(phrases.capital(phrases.shorten(t.event, 240)))} {_places(t.places)}"


def _cited(view: View) -> Iterator[str]:
    """The reports, and of each the paragraphs that something above rests on."""
    if view.reports:
        yield from ("## The reports", "")
    for r in view.reports:
        title = f": {esc(r.data.title)}" if r.data.title else ""
        yield f"- **{esc(r.name)}**{title} ({esc(r.when) or 'undated'}; {esc(r.data.source)})"
        yield from _paragraphs(view, r)
    if view.reports:
        yield ""


def _paragraphs(view: View, report: Told) -> Iterator[str]:
    cited = sorted({report.paragraph(span.start) for span in view.library.cited[report.number]})
    for block in report.blocks:
        if block.number is not None and block.label in cited:
            yield f"  - {block.label} {esc(phrases.shorten(report.text[block.span.start : block.span.end], 1200))}"
