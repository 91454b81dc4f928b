"""Commitments over time."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from twicetold.archive.records import Pledge
from twicetold.web.charts import lanes
from twicetold.web.desk import At, Page, day
from twicetold.web.render import page

router = APIRouter()
LISTED: Final = 300  # commitments of one page, and of the drawing
COUNTED: Final = ("given", "reaffirmed", "conditional", "reported")
Name = Annotated[str, Query(max_length=120)]


@router.get("/ledger")
def ledger(request: Request, at: At, party: Name = "", toward: Name = "", since: Name = "", until: Name = "", p: Page = 1) -> HTMLResponse:
    """Who committed to what, toward whom, when; of everybody, of one party, or between two."""
    between = [n for n in (party.strip(), toward.strip()) if n]
    first, last = day(since, "From"), day(until, "Until")
    found = at.archive.commitments(between, since=first, until=last, limit=LISTED + 1, offset=(p - 1) * LISTED)
    shown = found[:LISTED]
    return page(
        request, "ledger.html.j2", here="ledger", pledges=shown, more=len(found) > LISTED, p=p, between=between, party=party, toward=toward,
        since=since, until=until, drawing=lanes(shown, two=len(between) == 2), pairs=pairs(shown),
        lines=at.archive.lines(p.story for p in shown),
    )  # fmt: skip


def pairs(pledges: list[Pledge]) -> list[tuple[str, str, int]]:
    """Who committed to whom most often: for the shortcuts above the list."""
    counts: dict[tuple[str, str], int] = {}
    for p in pledges:
        if p.toward and p.toward != p.party:
            first, second = sorted((p.party, p.toward))
            counts[first, second] = counts.get((first, second), 0) + 1
    return [(a, b, n) for (a, b), n in sorted(counts.items(), key=lambda x: (-x[1], x[0]))][:6]
