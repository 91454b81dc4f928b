"""`twicetold explain`: why the values of a claim are what they are."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from twicetold.brief import phrases
from twicetold.brief.compose import NothingReadable
from twicetold.brief.explain import LIKELIHOODS, About, Explainer, Reason
from twicetold.claims.scales import HOUSE
from twicetold.cli.brief import into_file
from twicetold.cli.briefs import load
from twicetold.cli.output import Reporter, write

MOST = 3  # claims explained when a fragment fits several
SCALES = (HOUSE, *LIKELIHOODS)


@click.command("explain")
@click.argument("claim", metavar="CLAIM")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--scale", type=click.Choice(SCALES), default=HOUSE, show_default=True, help="Also read the phrases on this scale.")
@click.option("-f", "--format", type=click.Choice(("terminal", "json")), default="terminal", show_default=True, help="How to tell it.")
@into_file
@click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but failures.")
def explain_command(claim: str, paths: tuple[str, ...], scale: str, format: str, output: Path | None, quiet: bool) -> None:
    """Show why the values of CLAIM are what they are: the words, the rule, the scale, the reference.

    CLAIM is the number of a claim in the brief of PATH... ('c12'), or some of its words. PATH is whatever `twicetold brief` reads,
    or a brief in JSON that was made earlier; that has no texts, so the words are shown only as far as it repeats them.

    Exit code 1 when no claim fits, 3 when nothing could be read.
    """
    reporter = Reporter(quiet=quiet, verbose=False)
    try:
        briefs = load(paths, reporter)
    except NothingReadable as error:
        reporter.failures(error.failures)
        sys.exit(3)
    found = [(e, c) for e in (Explainer(b, scale) for b in briefs) for c in e.find(claim)]
    if not found:
        click.echo(f"twicetold: no claim is called {claim!r} or has these words.", err=True)
        sys.exit(1)
    if len(found) > MOST and not quiet:
        click.echo(f"twicetold: {len(found)} claims fit; the first {MOST} are explained. Use a number: c12.", err=True)
    told = [e.claim(c) for e, c in found[:MOST]]
    text = (
        json.dumps([[asdict(a) for a in one] for one in told], ensure_ascii=False, indent=1)
        if format == "json"
        else "\n".join(map(_told, told))
    )
    write(text + "\n", output)


def _told(about: Sequence[About]) -> str:
    return "\n".join(line for one in about for line in _lines(one))


def _lines(about: About) -> Iterator[str]:
    yield phrases.one_line(about.title)
    if about.words:
        yield f"  ‘{phrases.one_line(about.words)}’"
    for reason in about.reasons:
        yield from _reason(reason)
    yield ""


def _reason(reason: Reason) -> Iterator[str]:
    words = f" ← ‘{phrases.shorten(reason.words, 200)}’" if reason.words and not reason.words.startswith("‘") else ""
    yield f"  {reason.of}: {phrases.one_line(reason.value)}{words}"
    if reason.words and reason.words.startswith("‘"):
        yield f"      {phrases.one_line(reason.words)}"
    yield f"      {reason.rule}" + (f" [{reason.reference}]" if reason.reference else "")
    yield from (f"      {phrases.one_line(note)}" for note in reason.notes)
