"""Forecasts: what is due, what became of them, how well who foresaw it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse

from twicetold.archive.ledger import Forecast
from twicetold.assessment.forecasting import Scores, score
from twicetold.assessment.resolutions import Resolution, holding
from twicetold.brief import scores as telling
from twicetold.brief.charts.reliability import describe, reliability
from twicetold.web.desk import At, OwnForm, Page, day
from twicetold.web.errors import Refused
from twicetold.web.render import page
from twicetold.web.telling import name as telling_name

router = APIRouter()
LISTED: Final = 50
PLACES: Final = 3  # of a forecast that are shown
Show = Literal["due", "open", "all", "resolved"]
Short = Annotated[str, Query(max_length=120)]


@router.get("/forecasts")
def forecasts(request: Request, at: At, show: Show = "all", holder: Short = "", p: Page = 1, done: Short = "") -> HTMLResponse:
    """Forecasts by the end of their time."""
    today = date.today().isoformat()
    held = {r.forecast.id: r for r in holding(at.archive.resolutions())}
    found = _found(at, show, today, holder.strip() or None, p, held)
    due = at.archive.forecasts(due=today, limit=LISTED + 1)
    return page(
        request, "forecasts.html.j2", here="forecasts", found=found[:LISTED], more=len(found) > LISTED, p=p, show=show, holder=holder,
        today=today, held=held, due=len(due), most=LISTED, done=held.get(done), names=_names(at, found[:LISTED]),
    )  # fmt: skip


def _names(at: At, found: list[Forecast]) -> dict[str, str]:
    """The outlets of the reports in which forecasts stand."""
    documents = dict.fromkeys(d for f in found for d, _ in f.mentions[:PLACES])
    return {d: telling_name(at.archive.document(d)) for d in documents}


def _found(at: At, show: Show, today: str, holder: str | None, p: int, held: dict[str, Resolution]) -> list[Forecast]:
    offset = (p - 1) * LISTED
    if show == "due":
        return at.archive.forecasts(due=today, holder=holder, limit=LISTED + 1, offset=offset)
    if show == "all":
        return at.archive.forecasts(holder=holder, limit=LISTED + 1, offset=offset)
    if show == "resolved":
        known = [r for r in held.values() if holder is None or holder.casefold() in (r.forecast.holder or "").casefold()]
        return [_remembered(r) for r in known[::-1][offset : offset + LISTED + 1]]
    return at.archive.forecasts(unresolved=True, holder=holder, limit=LISTED + 1, offset=offset)


def _remembered(r: Resolution) -> Forecast:
    """A resolved forecast: the ledger keeps it, also when its document is gone."""
    return Forecast(expected=r.forecast, story="", mentions=(), outcome=r.outcome)


@router.post("/forecasts/resolve", dependencies=[OwnForm])
def resolve(
    at: At,
    id: Annotated[str, Form(max_length=100)],
    outcome: Annotated[Literal["yes", "no", "void"], Form()],
    on: Annotated[str, Form(max_length=10)],
    source: Annotated[str, Form(max_length=500)],
    note: Annotated[str, Form(max_length=2000)] = "",
) -> RedirectResponse:
    """Write down what became of a forecast."""
    known = day(on, "Known on")
    if known is None or not source.strip():
        raise Refused("An outcome needs the day on which it was known, and a source where that can be read.", 422)
    made = at.archive.resolve(id, outcome, known, source.strip(), note.strip())
    return RedirectResponse(f"/forecasts?show=resolved&done={made.forecast.id}", 303)


@router.get("/forecasts/scores")
def scores(request: Request, at: At) -> HTMLResponse:
    """How often what was foreseen came about, by the words used and by holder."""
    held, void = judged(at)
    return page(
        request, "scores.html.j2", here="forecasts", scores=held, lines=list(telling.lines(held, void=void, unresolved=None)),
        drawing=reliability(held.bins) if held.bins else None, told=[describe(b) for b in held.bins],
        columns=telling.COLUMNS, rows=[telling.holder_row(h) for h in held.holders], notes=(telling.HOW, telling.SEVERAL),
    )  # fmt: skip


def judged(at: At) -> tuple[Scores, int]:
    """The scores of all resolved forecasts, and how many cannot be decided."""
    held = list(holding(at.archive.resolutions()))
    return score(r.judged for r in held if r.outcome != "void"), sum(r.outcome == "void" for r in held)
