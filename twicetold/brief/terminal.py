"""A brief in the terminal, readable at 80 columns and without colour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from twicetold.brief import phrases
from twicetold.brief.changes import Change, against, set_off
from twicetold.brief.charts.balance import describe
from twicetold.brief.charts.scale import text_scale
from twicetold.brief.items import Balance, Claim, Commitment, Forecast, Mention, Quote, Retelling, Said, Story
from twicetold.brief.minute import Run, minute
from twicetold.brief.places import Place
from twicetold.brief.schema import Brief
from twicetold.brief.view import View

CLAIMS, MENTIONS, QUOTES, OTHERS = 10, 6, 6, 12  # shown of each; the HTML and JSON have all of them
WORDS = 170  # characters of a report's words
WIDEST = 100  # columns: longer lines are hard to read
QUOTED = 400  # characters of a quotation
STRUCK = 24  # characters of left-out words shown; more are only hinted at
SCALE = 16  # cells of a certainty scale
BAR = 41  # cells of a balance; odd, so that there is a middle

T = TypeVar("T")
CHANGE = {"same": "", "changed": "bold underline", "only": "bold underline", "gone": "dim"}

STRONG, DIM, PLACE, ALARM, HEAD = "bold", "dim", "cyan", "bold red", "bold"


def render(brief: Brief, console: Console) -> None:
    """Print the brief to `console`."""
    view = View(brief)
    width = min(console.width, WIDEST)
    options = console.options.update(width=width, highlight=False, markup=False)
    for part in _all(view, plain=not console.is_terminal):
        for line in console.render_lines(part, options, pad=False):
            console.print(Segments([*without_end(line), Segment.line()]), end="")


def without_end(line: list[Segment]) -> list[Segment]:
    """A line without the blank space that tables put at its end."""
    kept = list(line)
    while kept and not kept[-1].text.strip():
        kept.pop()
    return [*kept[:-1], Segment(kept[-1].text.rstrip(), kept[-1].style)] if kept else []


def _all(view: View, *, plain: bool) -> Iterable[RenderableType]:
    """`plain`: no bold or underline is seen, so changed words are marked _so_ and words left out [−so]."""
    yield Text(phrases.one_line(view.title), style=HEAD)
    if not view.reports:
        yield Text("There is no report in this brief, so there is nothing to tell.")
    for story in view.stories:
        if len(view.stories) > 1:
            yield Text()
            yield Rule(f"Story {story.number} of {len(view.stories)}", style=DIM, characters="═")
            yield Text(story.title, style=HEAD)
        yield from _story(story, plain=plain)
    for f in view.brief.failures:
        yield Text.assemble(("Could not be read: ", ALARM), phrases.one_line(f.source), ": ", phrases.one_line(f.reason))


def _story(story: Story, *, plain: bool) -> Iterable[RenderableType]:
    yield Text(_figures(story), style=DIM)
    yield from section("In one minute", [numbered(n, s.runs, s.places) for n, s in enumerate(minute(story), 1)])
    yield from section("Who retells whom", stemma(story))
    yield from section("What is claimed, by whom, how surely", many(story.claims, CLAIMS, claim, "claim", apart=True))
    told = [q for q in story.quotes if q.retold]
    yield from section("Quotations, and what became of them", many(told, QUOTES, partial(quote, plain=plain), "quotation", apart=True))
    yield from section("What each side committed to", _commitments(story))
    yield from section("What was forecast", many(story.forecasts, OTHERS, _forecast, "forecast"))
    yield from section("Wording that says more than it seems", _wording(story))
    yield from section("Timeline", _timeline(story))
    yield from section("The reports", _reports(story))


def _figures(story: Story) -> str:
    parts = [
        story.when, phrases.plural(len(story.reports), "report"), phrases.plural(story.origins, "origin"),
        phrases.plural(len(story.claims), "claim"),
    ]  # fmt: skip
    if len(story.reports) > 1:
        parts += [f"{len(story.shifted)} changed on the way", f"{phrases.plural(len(story.altered), 'quotation')} altered"]
    return " · ".join(parts)


def section(title: str, parts: Iterable[RenderableType]) -> Iterable[RenderableType]:
    """A heading and its parts; nothing when there are none."""
    found = list(parts)
    if found:
        yield Text()
        yield Text.assemble((title.upper(), HEAD))
        yield from found


def many(items: Sequence[T], most: int, tell: Callable[[T], RenderableType], name: str, *, apart: bool = False) -> Iterable[RenderableType]:
    for k, item in enumerate(items[:most]):
        if apart and k:
            yield Text()
        yield tell(item)
    if len(items) > most:
        yield Text(f"… and {phrases.plural(len(items) - most, f'more {name}')} (in the HTML and JSON forms)", style=DIM)


def _places(places: Sequence[Place], most: int = 3) -> Text:
    labels = list(dict.fromkeys(p.label for p in places))
    rest = f" +{len(labels) - most}" if len(labels) > most else ""
    return Text(f"[{'; '.join(labels[:most])}{rest}]", style=PLACE) if labels else Text()


def numbered(number: int, runs: Sequence[Run], places: Sequence[Place]) -> RenderableType:
    line = Text.assemble(*((phrases.one_line_keeping_ends(r.text), STRONG if r.strong else "") for r in runs))
    return _beside(f"{number}.", Text.assemble(line, " ", _places(places)), 3)


def _beside(label: str, body: RenderableType, width: int, style: str = DIM) -> RenderableType:
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(width=width, no_wrap=True, style=style)
    table.add_column(ratio=1, overflow="fold")
    table.add_row(label, body)
    return table


# ------------------------------------------------------------------------------------------------------------- stemma


def lineages(view: View, console: Console) -> None:
    """Print who retells whom, story by story, and nothing else."""
    options = console.options.update(width=min(console.width, WIDEST), highlight=False, markup=False)
    for k, story in enumerate(view.stories):
        counts = f"{story.when} · {phrases.plural(len(story.reports), 'report')} · {phrases.plural(story.origins, 'origin')}"
        parts = [*([Text()] if k else []), Text(story.title, style=HEAD), Text(counts, style=DIM), *stemma(story)]
        for part in parts:
            for line in console.render_lines(part, options, pad=False):
                console.print(Segments([*without_end(line), Segment.line()]), end="")


def stemma(story: Story) -> Iterable[RenderableType]:
    children: dict[object, list[Retelling]] = {}
    for r in story.retellings:
        children.setdefault(r.parent.number if r.parent else r.origin, []).append(r)
    nested = {r.child.number for r in story.retellings}
    shown: set[int] = set()
    for name in story.outside:
        yield _branch(
            Tree(Text.assemble((name, "italic"), (" (origin, not among the reports)", DIM)), guide_style=DIM), name, children, shown
        )
    for report in story.reports:
        if report.number in children and report.number not in nested:
            yield _branch(Tree(Text(report.name), guide_style=DIM), report.number, children, shown)
    if len(story.reports) == 1 and story.alone:
        yield Text("One report, which names no source that it retells.")
    elif story.alone:
        names = phrases.series([r.name for r in story.alone[:OTHERS]])
        rest = f" and {len(story.alone) - OTHERS} more" if len(story.alone) > OTHERS else ""
        start = "No retelling found: " if story.retellings else "No retelling was found: "
        yield Text.assemble((start, STRONG), names, rest, (". An unknown lineage is no proof of independence.", DIM))


def _branch(tree: Tree, node: object, children: dict[object, list[Retelling]], shown: set[int]) -> Tree:
    for r in children.get(node, []):
        again = r.child.number in shown
        told = Text.assemble(
            r.child.short,
            (f"  {r.relation} {r.score:.2f}{'' if r.credited else ', inferred'}", DIM),
            (" (see above)" if again and r.child.number in children else "", DIM),
        )
        branch = tree.add(told)
        if not again:
            shown.add(r.child.number)
            _branch(branch, r.child.number, children, shown)
    return tree


# ---------------------------------------------------------------------------------------------- claims and quotations


def claim(claim: Claim) -> RenderableType:
    head = Text.assemble((claim.text, STRONG), f"  {phrases.plural(claim.reports, 'report')}, ", phrases.plural(claim.sources, "source"))
    for kind in claim.shifts:
        head.append(f"  {phrases.SIGNS[kind]} {phrases.SHIFTS[kind]}", style=ALARM)
    if claim.reading:
        head.append(f"  {claim.reading}", style=DIM)
    rows = [_mention(m, claim) for m in claim.mentions[:MENTIONS]]
    if (more := len(claim.mentions) + len(claim.also) - len(rows)) > 0:
        rows.append(Text(f"… and {phrases.plural(more, 'more mention')}", style=DIM))
    return _beside(claim.label, Group(head, *rows), 4)


def _mention(m: Mention, claim: Claim) -> RenderableType:
    chain = " › ".join([m.place.label, *(h.name for h in m.chain)]) + ("" if m.chain else " in its own voice")
    words = phrases.shorten(m.place.words, WORDS)
    body = Text.assemble(("" if m.verbatim else f"‘{words}’ "), (chain, PLACE))
    for shift in m.shifts:
        body.append(f" {phrases.SIGNS[shift.kind]} {shift.words}", style=ALARM)
    sure = Text.assemble((text_scale(m.certainty, SCALE), "blue" if not m.certainty.denied else "red"))
    cue = f"‘{m.certainty.cue}’ " if m.certainty.cue else ""
    sure.append("\n" + phrases.shorten(cue + (m.certainty.band or m.certainty.words), SCALE * 2), style=DIM)
    if m.certainty.reading:
        sure.append("\n" + m.certainty.reading, style=DIM)
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(width=SCALE + 2, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    table.add_row(sure, body)
    return table


def quote(quote: Quote, *, plain: bool) -> RenderableType:
    base = quote.variants[0]
    head = Text.assemble((quote.speaker or "Speaker not known", STRONG), (f"  in {phrases.plural(quote.reports, 'report')}", DIM))
    rows: list[RenderableType] = [
        Text.assemble(
            "“", phrases.shorten(base.text, QUOTED), "” ", (f"[{base.place.label}]", PLACE), (" reference" if base.reference else "", DIM)
        )
    ]
    rows += [Padding(_appearance(quote, v, plain=plain), (0, 0, 0, 2)) for v in quote.variants[1 : MENTIONS + 1]]
    if len(quote.variants) > MENTIONS + 1:
        rows.append(Text(f"… and {phrases.plural(len(quote.variants) - MENTIONS - 1, 'more appearance')}", style=DIM))
    return _beside(quote.label, Group(head, *rows), 4)


def _appearance(quote: Quote, v: Said, *, plain: bool) -> Text:
    line = Text("“")
    for change in against(phrases.shorten(v.text, QUOTED), phrases.shorten(quote.variants[0].text, QUOTED)):
        line.append(_marked(change, line.plain, plain=plain), style=CHANGE[change.kind])
    line.append("” ")
    line.append(f"[{v.place.label}]", style=PLACE)
    for d in v.drift:
        line.append(f" {phrases.SIGNS[d]} {phrases.DRIFTS[d]}", style=DIM if d in ("verbatim", "trimmed") else ALARM)
    if v.speaker and v.speaker != quote.speaker:
        line.append(f", said by {v.speaker}", style=ALARM)
    return line


def _marked(change: Change, before: str, *, plain: bool) -> str:
    if change.kind == "gone":
        return set_off(before[1:], f"[−{change.text}]") if len(change.text) <= STRUCK else "‸"
    return change.text if change.kind == "same" or not plain else f"_{change.text}_"


# --------------------------------------------------------------------------------------------- commitments and the rest


def _commitments(story: Story) -> Iterable[RenderableType]:
    told: set[str] = set()
    for b in story.balanced:
        yield _balance(b)
        for k in (0, 1):
            sides = [*b.given[k], *b.apart[k]]
            told |= {x.label for x in sides}
            yield Text(b.names[k], style=STRONG)
            yield from (_act(x, named=False) for x in sides[:OTHERS])
            if not sides:
                yield Padding(Text("nothing reported", style=DIM), (0, 0, 0, 2))
    others = [k for k in story.commitments if k.label not in told]
    if others and story.balanced:
        yield Text("Others", style=STRONG)
    yield from (_act(x, named=True) for x in others[:OTHERS])
    if len(others) > OTHERS:
        yield Text(f"… and {len(others) - OTHERS} more", style=DIM)


def _balance(b: Balance) -> RenderableType:
    def cell(value: float) -> int:
        return round((1 - min(max(value, -1.0), 1.0)) / 2 * (BAR - 1))

    line = ["─"] * BAR
    line[cell(0)] = "┼"
    for k in range(cell(b.data.high), cell(b.data.low) + 1):
        line[k] = "━"
    line[cell(b.data.index)] = "●"
    ends = Text(f"all by {phrases.shorten(b.names[0], 28)}  ←  →  all by {phrases.shorten(b.names[1], 28)}", style=DIM)
    return Group(ends, Text("".join(line), style="blue"), Text(f"On the reported record: {describe(b)}.", style=DIM))


def _act(k: Commitment, *, named: bool) -> RenderableType:
    dots = "◌◌◌◌◌" if k.apart else "●" * k.data.level + "○" * (5 - k.data.level)
    who = f"{k.party}{f' towards {k.toward}' if k.toward else ''}: " if named else ""
    status = f" ({phrases.STATUSES[k.data.status]})" if k.data.status != "given" and not k.apart else ""
    line = Text.assemble(
        (f"{phrases.STATUSES[k.data.status]}: " if k.apart else "", ALARM),
        who,
        phrases.shorten(k.act, 200),
        (status, DIM),
        " ",
        _places(k.places),
    )
    return Padding(_beside(dots, line, 6, style="blue"), (0, 0, 0, 2))


def _forecast(f: Forecast) -> RenderableType:
    when = f" ‘{phrases.shorten(f.until, 60)}’" if f.until else "" if f.data.horizon else ", no date given"
    band = (f", {f.certainty.band}" if f.certainty.band else "") + (f" ({f.certainty.reading})" if f.certainty.reading else "")
    outcome = phrases.OUTCOMES[f.data.outcome]
    who = f.holder or (f.places[0].report.short if f.places else "")
    line = Text.assemble(
        (phrases.capital(phrases.shorten(f.event, 240)), STRONG),
        when,
        f". {who}, {f.certainty.words}{band}; {outcome}. ",
        _places(f.places),
    )
    return _beside(f.label, line, 4)


def _wording(story: Story) -> Iterable[RenderableType]:
    for w in story.wording[:OTHERS]:
        who = f" ({w.speaker})" if w.speaker else ""
        line = Text.assemble((w.shown, STRONG), who, f"{w.joint} ", phrases.sentence(w.data.meaning), " ")
        yield _beside(w.label, Text.assemble(line, (phrases.one_line(w.data.reference) + " ", DIM), _places(w.places)), 4)
    if len(story.wording) > OTHERS:
        yield Text(f"… and {len(story.wording) - OTHERS} more", style=DIM)


def _timeline(story: Story) -> Iterable[RenderableType]:
    for t in story.timeline[:OTHERS]:
        yield _beside(
            phrases.date(t.data.date, short=True),
            Text.assemble(phrases.capital(phrases.shorten(t.event, 160)), " ", _places(t.places)),
            12,
        )
    if len(story.timeline) > OTHERS:
        yield Text(f"… and {len(story.timeline) - OTHERS} more", style=DIM)


def _reports(story: Story) -> Iterable[RenderableType]:
    for r in story.reports[: OTHERS * 2]:
        title = phrases.shorten(r.data.title, 160) if r.data.title else "no headline"
        title = "" if title == r.name else title
        yield _beside(phrases.date(r.data.published, short=True) or "undated", Text.assemble((r.name, STRONG), f"  {title}"), 12)
    if len(story.reports) > OTHERS * 2:
        yield Text(f"… and {len(story.reports) - OTHERS * 2} more", style=DIM)
