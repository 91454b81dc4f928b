"""A comparison in the terminal, readable at 80 columns and without colour."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from rich.console import Console, RenderableType
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from twicetold.brief import phrases, terminal
from twicetold.brief.changes import against
from twicetold.brief.compare import Comparison
from twicetold.brief.compare_view import MARKED, CompareView, Row
from twicetold.brief.places import Place
from twicetold.retelling.sides import kept_words

SIGNS = {"verbatim": "=", "edited": "~", "paraphrased": "≈"}
LEFT_ONLY, RIGHT_ONLY, MOVED = "<", ">", "↕"
WORDS = 600  # characters of a passage shown on one side
ENDS = 60  # characters shown of either end of a passage that both have word for word


def render(found: Comparison, console: Console) -> None:
    """Print the comparison to `console`."""
    seen = CompareView(found)
    options = console.options.update(width=min(console.width, terminal.WIDEST), highlight=False, markup=False)
    for part in _all(seen, plain=not console.is_terminal):
        for line in console.render_lines(part, options, pad=False):
            console.print(Segments([*terminal.without_end(line), Segment.line()]), end="")


def as_text(found: Comparison, *, colour: bool) -> str:
    """The same as text; 80 columns without colour."""
    console = Console(force_terminal=colour, width=None if colour else 80, no_color=None if colour else True)
    with console.capture() as capture:
        render(found, console)
    return capture.get()


def _all(seen: CompareView, *, plain: bool) -> Iterable[RenderableType]:
    """`plain`: no bold or underline is seen, so changed words are marked _so_."""
    yield Text(f"{seen.left.name} beside {seen.right.name}", style=terminal.HEAD)
    yield Text(" · ".join(f"{n} {what}" for n, what in seen.facts), style=terminal.DIM)
    yield from terminal.section("In one minute", [terminal.numbered(n, s.runs, s.places) for n, s in enumerate(seen.statements, 1)])
    yield from terminal.section("Side by side", _rows(seen, plain=plain))
    claims = terminal.many(seen.claims, terminal.CLAIMS, terminal.claim, "claim", apart=True)
    yield from terminal.section("Claims that both make, and how they changed", claims)
    quotes = terminal.many(seen.quotes, terminal.QUOTES, partial(terminal.quote, plain=plain), "quotation", apart=True)
    yield from terminal.section("Quotations that both have", quotes)
    yield from terminal.section("Who retells whom", terminal.stemma(seen.story))


def _rows(seen: CompareView, *, plain: bool) -> Iterable[RenderableType]:
    if not seen.rows:
        yield Text("No passage was found that both have.")
        return
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(width=4, no_wrap=True, style=terminal.DIM)
    for _ in range(2):
        table.add_column(ratio=1, overflow="fold")
    table.add_row("", Text(seen.left.short, style=terminal.DIM), Text(seen.right.short, style=terminal.DIM))
    for row, left, right in seen.rows_and_gaps():
        if row is not None:
            table.add_row(*_row(row, plain=plain))
        elif left is not None:
            table.add_row(LEFT_ONLY, _only(left), "")
        elif right is not None:
            table.add_row(RIGHT_ONLY, "", _only(right))
        table.add_row("", "", "")
    yield table
    yield Text("= word for word  ~ edited  ≈ in other words  ↕ moved  < > only on this side", style=terminal.DIM)


def _row(row: Row, *, plain: bool) -> tuple[str, Text, Text]:
    sign = SIGNS[row.data.kind] + (MOVED if row.data.moved else "")
    if row.data.kind == "verbatim":
        return sign, Text(_ends(row.left.words)), Text(_ends(row.right.words), style=terminal.DIM)
    left, right = (phrases.shorten(p.words, WORDS) for p in (row.left, row.right))
    if kept_words(left, right) < MARKED:
        return sign, Text(left), Text(right)
    return sign, _marked(left, right, plain=plain), _marked(right, left, plain=plain)


def _marked(words: str, other: str, *, plain: bool) -> Text:
    out = Text()
    for change in against(words, other):
        if change.kind != "gone":
            text = f"_{change.text}_" if plain and change.kind != "same" else change.text
            out.append(text, style=terminal.CHANGE[change.kind])
    return out


def _ends(words: str) -> str:
    """The first and the last words: what both have word for word need not be read twice."""
    line = phrases.one_line(words)
    if len(line) <= 3 * ENDS:
        return line
    start, end = line[:ENDS].rsplit(" ", 1)[0], line[-ENDS:].split(" ", 1)[-1]
    return f"{start} … {end} ({phrases.plural(len(line.split()), 'word')})"


def _only(place: Place) -> Text:
    return Text(phrases.shorten(place.words, WORDS), style=terminal.DIM)
