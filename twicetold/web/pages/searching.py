"""Search: words, and who, how surely, when."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from twicetold.archive.words import Unclear
from twicetold.brief import phrases
from twicetold.web.desk import At, Page, day
from twicetold.web.errors import Refused
from twicetold.web.render import page

router = APIRouter()
HITS: Final = 20
Short = Annotated[str, Query(max_length=120)]


@router.get("/search")
def search(
    request: Request,
    at: At,
    q: Annotated[str, Query(max_length=300)] = "",
    actor: Short = "",
    holder: Short = "",
    certainty: Short = "",
    since: Short = "",
    until: Short = "",
    p: Page = 1,
) -> HTMLResponse:
    """Documents that were found; without a question those that came last."""
    asked = {"q": q, "actor": actor, "holder": holder, "certainty": certainty, "since": since, "until": until}
    found, entries, problem = None, [], ""
    if certainty and certainty not in phrases.LEVELS:
        raise Refused("There is no such certainty.", 422)
    if any(v.strip() for v in asked.values()):
        try:
            found = at.archive.search(
                q, actor=actor.strip() or None, holder=holder.strip() or None, certainty=certainty or None, since=day(since, "From"),
                until=day(until, "Until"), limit=HITS, offset=(p - 1) * HITS,
            )  # fmt: skip
        except Unclear as error:
            problem = str(error)
    else:
        entries = at.archive.documents(HITS + 1, (p - 1) * HITS)
    lines = at.archive.lines(h.document.story for h in found.hits) if found else {}
    return page(
        request, "search.html.j2", here="search", asked=asked, found=found, entries=entries[:HITS], problem=problem, p=p, lines=lines,
        more=len(entries) > HITS or (found is not None and found.total > p * HITS), most=HITS, status=400 if problem else 200,
    )  # fmt: skip
