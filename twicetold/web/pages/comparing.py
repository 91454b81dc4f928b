"""Two documents side by side."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from twicetold.archive.errors import NotFound
from twicetold.archive.records import Entry
from twicetold.brief import compare_html
from twicetold.web.desk import At
from twicetold.web.errors import Refused
from twicetold.web.render import page

router = APIRouter()
Id = Annotated[str, Query(max_length=500)]
CHOICE = 300  # documents to choose from


@router.get("/compare")
def compare(request: Request, at: At, left: Id = "", right: Id = "", story: Annotated[str, Query(max_length=20)] = "") -> HTMLResponse:
    """Choose two documents, or look at two that were chosen."""
    chosen = [at.archive.document(i) for i in (left, right) if i]
    story = story or (chosen[0].story if chosen else "")
    choice = _choice(at, story, chosen)
    found = inside = None
    if len(chosen) == 2:
        if chosen[0].id == chosen[1].id:
            raise Refused("These are one and the same document; choose two.")
        found = at.compare(chosen[0].id, chosen[1].id)
        inside = compare_html.fragment(found)
    return page(
        request, "compare.html.j2", here="desk", choice=choice, left=chosen[0].id if chosen else left,
        right=chosen[1].id if len(chosen) > 1 else right, chosen=chosen, inside=inside, story=story,
        line=_line(at, story),
    )  # fmt: skip


def _choice(at: At, story: str, chosen: list[Entry]) -> list[Entry]:
    """The documents of the story, else the last that came; those chosen always among them."""
    found = at.archive.documents(CHOICE, story=story) if story else at.archive.documents(CHOICE)
    known = {e.id for e in found}
    return [*found, *(e for e in chosen if e.id not in known)]


def _line(at: At, story: str) -> object:
    try:
        return at.archive.line(story) if story else None
    except NotFound:
        return None
