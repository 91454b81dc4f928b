"""`twicetold forecasts`: list, resolve, score."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from twicetold.assessment import resolutions
from twicetold.assessment.forecasting import Outcome, Scores, score
from twicetold.assessment.resolutions import Expected, Resolution
from twicetold.brief import phrases
from twicetold.brief.compose import NothingReadable
from twicetold.brief.forecasts import listed
from twicetold.cli.archived import opened
from twicetold.cli.brief import FILE, into_file
from twicetold.cli.briefs import load
from twicetold.cli.output import Reporter, write

LEDGER = Path("forecasts.jsonl")
AT_ONCE = 1000  # forecasts asked of an archive at once
OPEN = "open"
Known = Mapping[str, Outcome]


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise click.BadParameter("a day looks like 2024-05-31.", context, parameter) from error


@dataclass(frozen=True, slots=True)
class Book:
    """Where resolutions are kept: a ledger, or an archive, which also knows the forecasts."""

    ledger: Path
    archive: str | None

    @property
    def name(self) -> str:
        return self.archive or str(self.ledger)

    def kept(self) -> list[Resolution]:
        if self.archive is not None:
            with opened(self.archive) as archive:
                return archive.resolutions()
        kept, broken = resolutions.read(self.ledger)
        for number in broken:
            click.echo(f"twicetold: {self.ledger}, line {number}: no resolution, left out (cut short by a crash?)", err=True)
        return kept

    def forecasts(self, kept: Iterable[Resolution]) -> list[Expected]:
        """All forecasts that it knows: of a ledger those that were resolved."""
        if self.archive is None:
            return [r.forecast for r in resolutions.holding(kept)]
        with opened(self.archive) as archive:
            pages = iter(lambda: archive.forecasts(limit=AT_ONCE, offset=len(found)), [])
            found: list[Expected] = []
            for page in pages:
                found += [f.expected for f in page]
        return found

    def add(self, resolution: Resolution) -> None:
        if self.archive is None:
            resolutions.append(self.ledger, resolution)
            return
        with opened(self.archive) as archive:
            archive.resolve(resolution.forecast.id, resolution.outcome, resolution.date, resolution.source, resolution.note)


def book_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --ledger and --archive; the command gets them as `book`."""

    @click.option("--ledger", type=FILE, default=LEDGER, show_default=True, help="Where resolutions are kept: JSON Lines, only added to.")
    @click.option(
        "--archive", "where", metavar="PATH|URL", help="Take forecasts from this archive and keep resolutions there, not in a ledger."
    )
    @wraps(command)
    def told(*arguments: Any, ledger: Path, where: str | None, **options: Any) -> Any:
        return command(*arguments, book=Book(ledger, where), **options)

    return told


quiet_option = click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but failures.")


@click.group("forecasts")
def forecasts_command() -> None:
    """List forecasts, record what became of them, score who made them.

    Resolutions are kept in a ledger of JSON Lines to which lines are only added: a slip is corrected by resolving again.
    """


@forecasts_command.command("list")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@book_options
@click.option("--due", metavar="DATE", callback=_day, help="Only those not resolved whose time is over on DATE.")
@click.option("--open", "unresolved", is_flag=True, help="Only those not resolved.")
@click.option("--holder", metavar="TEXT", help="Only those whose holder's name has TEXT in it.")
@click.option(
    "-f", "--format", type=click.Choice(("terminal", "json", "csv")), default="terminal", show_default=True, help="How to tell them."
)
@into_file
@quiet_option
def list_command(
    paths: tuple[str, ...],
    book: Book,
    due: str | None,
    unresolved: bool,
    holder: str | None,
    format: str,
    output: Path | None,
    quiet: bool,
) -> None:
    """List the forecasts of PATH... with their ids.

    PATH is whatever `twicetold brief` reads, or a brief in JSON that was made earlier. Without PATH: those of the ledger or archive.
    """
    reporter = Reporter(quiet=quiet, verbose=False)
    kept = book.kept()
    known = resolutions.outcomes(kept)
    found = [e for e in (_expected(paths, reporter) if paths else book.forecasts(kept)) if _wanted(e, known, due, unresolved, holder)]
    if due is not None:
        found.sort(key=lambda e: (e.until or "", e.id))
    write(_told(found, known, format), output)


@forecasts_command.command("resolve")
@click.argument("identifier", metavar="ID")
@click.argument("outcome", type=click.Choice(("yes", "no", "void")))
@click.option("--on", "day", metavar="DATE", required=True, callback=_day, help="The day on which it was known.")
@click.option("--source", metavar="URL", required=True, help="Where it can be read.")
@click.option("--note", default="", help="A sentence for the record.")
@click.option(
    "--from", "paths", multiple=True, metavar="PATH", help="Documents or a brief in JSON where the forecast stands; may be repeated."
)
@book_options
@quiet_option
def resolve_command(
    identifier: str, outcome: Outcome, day: str, source: str, note: str, paths: tuple[str, ...], book: Book, quiet: bool
) -> None:
    """Record what became of the forecast ID: yes, it came about; no; or void, it cannot be decided.

    'Yes' says that what the probability speaks of came about: for 'is unlikely to return' that it returned, for 'will probably not agree'
    that it did not agree. ID may be cut short as long as only one forecast begins with it.
    """
    reporter = Reporter(quiet=quiet, verbose=False)
    expected = _one(identifier, _expected(paths, reporter) if paths else book.forecasts(book.kept()), book, paths)
    book.add(Resolution(forecast=expected, outcome=outcome, date=day, source=source, note=note))
    if not quiet:
        click.echo(f"{expected.id} {phrases.OUTCOMES[outcome]} ({book.name}): {_line(expected)}", err=True)


@forecasts_command.command("score")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@book_options
@click.option("--holder", metavar="TEXT", help="Only those whose holder's name has TEXT in it.")
@click.option(
    "-f", "--format", type=click.Choice(("terminal", "html", "json")), default="terminal", show_default=True, help="How to tell it."
)
@into_file
@quiet_option
def score_command(paths: tuple[str, ...], book: Book, holder: str | None, format: str, output: Path | None, quiet: bool) -> None:
    """Score the resolved forecasts of the ledger or archive, or of PATH... only.

    Scored are the bands of ICD 203 that the words stand for, from their middles and as an interval over the bands; words without a band
    are counted, not scored. Nobody is judged by fewer than ten forecasts.
    """
    reporter = Reporter(quiet=quiet, verbose=False)
    held = list(resolutions.holding(book.kept()))
    unresolved = None
    if paths:
        found = _expected(paths, reporter)
        ids = {e.id for e in found}
        held = [r for r in held if r.forecast.id in ids]
        unresolved = len(ids - {r.forecast.id for r in held})
    held = [r for r in held if _held_by(r.forecast, holder)]
    scores = score(r.judged for r in held if r.outcome != "void")
    void = sum(r.outcome == "void" for r in held)
    write(_scored(scores, void, unresolved, format, to_terminal=output is None), output)


# ------------------------------------------------------------------------------------------------------- the ledger and the briefs


def _expected(paths: Sequence[str], reporter: Reporter) -> list[Expected]:
    """The forecasts of the paths, each once."""
    try:
        told = load(paths, reporter)
    except NothingReadable as error:
        reporter.failures(error.failures)
        sys.exit(3)
    return list({e.id: e for one in told for e in listed(one)}.values())


def _wanted(e: Expected, known: Known, due: str | None, unresolved: bool, holder: str | None) -> bool:
    if (due is not None and not e.is_due(due)) or ((due is not None or unresolved) and e.id in known):
        return False
    return _held_by(e, holder)


def _held_by(e: Expected, holder: str | None) -> bool:
    return holder is None or holder.casefold() in (e.holder or "").casefold()


def _one(identifier: str, expected: Iterable[Expected], book: Book, paths: Sequence[str]) -> Expected:
    found = {e.id: e for e in expected if e.id.startswith(identifier)}
    if identifier in found:
        return found[identifier]
    if len(found) != 1:
        where = (
            "there"
            if paths
            else f"in {book.name}" + ("" if book.archive else "; name the documents or the brief where it stands: --from PATH")
        )
        raise click.UsageError(f"{len(found) or 'no'} forecasts begin with {identifier!r} {where}.")
    return next(iter(found.values()))


# ------------------------------------------------------------------------------------------------------- telling


def _line(e: Expected) -> str:
    band = f", {phrases.band(e.range)}" if e.range else ""
    until = f", until {phrases.date(e.until)}" if e.until else f", ‘{e.horizon}’" if e.horizon else ", no date given"
    level = phrases.LEVELS.get(e.certainty, e.certainty)  # type: ignore[call-overload]  # ledgers are data: a level unknown here is shown
    return phrases.one_line(f"{phrases.shorten(e.event, 200)} ({e.holder or 'own voice'}, {level}{band}{until})")


def _told(found: Sequence[Expected], known: Known, form: str) -> str:
    if form == "json":
        told = [{**asdict(e), "outcome": known.get(e.id)} for e in found]
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return _csv(found, known)
    lines = [f"{e.id}  {known.get(e.id) or OPEN:4}  {_line(e)}\n" for e in found]
    return "".join(lines) or "No forecasts.\n"


def _csv(found: Sequence[Expected], known: Known) -> str:
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(("id", "outcome", "holder", "event", "certainty", "low", "high", "horizon", "since", "until", "story", "documents"))
    for e in found:
        low, high = e.range or ("", "")
        row = (
            e.id,
            known.get(e.id, ""),
            e.holder,
            e.event,
            e.certainty,
            low,
            high,
            e.horizon,
            e.since,
            e.until,
            e.story,
            " ".join(e.documents),
        )
        sheet.writerow(_harmless(cell) for cell in row)
    return out.getvalue()


def _harmless(cell: object) -> object:
    """Text that a spreadsheet would run as a formula gets a quote in front (CWE-1236)."""
    return "'" + cell if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell


def _scored(scores: Scores, void: int, unresolved: int | None, form: str, *, to_terminal: bool) -> str:
    from twicetold.brief import scores as telling

    if form == "json":
        return json.dumps(telling.data(scores, void=void, unresolved=unresolved), ensure_ascii=False, indent=1) + "\n"
    if form == "html":
        return telling.page(scores, void=void, unresolved=unresolved)
    colour = to_terminal and sys.stdout.isatty()
    console = Console(force_terminal=colour, width=None if colour else 110, no_color=None if colour else True)
    with console.capture() as capture:
        telling.render(scores, console, void=void, unresolved=unresolved)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"
