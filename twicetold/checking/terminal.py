"""A check in the terminal: what does not hold, line by line of the draft, each beside the words of the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from twicetold.brief import phrases
from twicetold.brief.changes import against, set_off
from twicetold.brief.terminal import without_end
from twicetold.checking import tell
from twicetold.checking.found import Checked, Finding
from twicetold.checking.lines import Lines

WIDEST = 100  # columns
PLACE_WIDTH = 6  # columns of line:column
WORDS = 320  # characters of a statement or quotation
STRUCK = 24  # characters of left-out words shown
ALARM, DIM, STRONG, PLACE, GOOD = "bold red", "dim", "bold", "cyan", "green"
CHANGE = {"same": "", "changed": "bold underline", "only": "bold underline", "gone": "dim"}


def render(checked: Checked, console: Console, *, everything: bool = False) -> None:
    """Print the check to `console`; with `everything` also what holds."""
    options = console.options.update(width=min(console.width, WIDEST), highlight=False, markup=False)
    for part in _all(checked, everything=everything, plain=not console.is_terminal):
        for line in console.render_lines(part, options, pad=False):
            console.print(Segments([*without_end(line), Segment.line()]), end="")


def _all(checked: Checked, *, everything: bool, plain: bool) -> Iterable[RenderableType]:
    for draft in checked.drafts:
        lines = Lines(draft.text)
        found = [f for f in checked.findings if f.document == draft.id]
        yield Text(phrases.one_line(draft.source), style=STRONG)
        yield from (_finding(f, lines, checked, plain=plain) for f in found if everything or f.problems)
        yield _sum(found, checked)
    for failure in checked.failures:
        yield Text.assemble(("Could not be read: ", ALARM), phrases.one_line(failure.source), ": ", phrases.one_line(failure.reason))


def _finding(f: Finding, lines: Lines, checked: Checked, *, plain: bool) -> RenderableType:
    line, column = lines.at(f.span.start)
    fails = f.fails(checked.fail_on)
    sign = "✗" if fails else "·" if f.problems else "✓"
    style = ALARM if fails else DIM if f.problems else GOOD
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=PLACE_WIDTH, no_wrap=True, style=DIM)
    table.add_column(width=6, style=DIM)
    table.add_column(ratio=1, overflow="fold")
    table.add_row(f"{line}:{column}", Text(f"{sign}", style=style), Text(f.message, style=style))
    table.add_row("", "draft", _draft(f, plain=plain))
    if f.source is not None and f.source_text is not None:
        source = checked.by_id[f.source.document]
        row, _ = Lines(source.text).at(f.source.span.start)
        name = phrases.shorten(source.outlet or source.title or source.id, 40)
        words = phrases.shorten(f.source_text, WORDS)
        table.add_row("", "source", Text.assemble(words, "  ", (f"[{name}, line {row}]", PLACE)))
    if f.origin is not None and f.origin_text is not None:
        told = checked.by_id[f.origin.document]
        row, _ = Lines(told.text).at(f.origin.span.start)
        name = phrases.shorten(told.outlet or told.title or told.id, 40)
        table.add_row("", "origin", Text.assemble(phrases.shorten(f.origin_text, WORDS), "  ", (f"[{name}, line {row}]", PLACE)))
    return table


def _draft(f: Finding, *, plain: bool) -> Text:
    """The words of the draft, those marked that the source does not have."""
    words = phrases.shorten(tell.shown(f.text), WORDS)
    if f.source_text is None or f.kind not in ("quotation", "statement") or not f.problems or f.problems[0] == "not_found":
        return Text(words)
    line = Text()
    for change in against(words, phrases.shorten(f.source_text, WORDS)):
        if change.kind == "gone":
            told = set_off(line.plain, f"[−{change.text}]") if len(change.text) <= STRUCK else "‸"
        else:
            told = change.text if change.kind == "same" or not plain else f"_{change.text}_"
        line.append(told, style=CHANGE[change.kind])
    return line


def _sum(found: list[Finding], checked: Checked) -> Text:
    counts = Counter(f.kind for f in found)
    wrong = [f for f in found if f.fails(checked.fail_on)]
    told = ", ".join(phrases.plural(counts[k], k) for k in tell.KINDS if counts[k]) or "nothing to check"
    against_ = phrases.plural(len(checked.sources), "source")
    if not wrong:
        return Text(f"Everything holds: {told}, against {against_}.", style=GOOD)
    verb = "does" if len(wrong) == 1 else "do"
    return Text(f"{len(wrong)} of {len(found)} {verb} not hold: {told}, against {against_}.", style=ALARM)
