"""One document as it was read; removing it."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse

from twicetold.archive.errors import NotFound
from twicetold.archive.records import Entry
from twicetold.brief.places import Library
from twicetold.brief.schema import Brief, BriefDocument
from twicetold.types import Document
from twicetold.web.desk import At, OwnForm
from twicetold.web.render import page

router = APIRouter()
Id = Annotated[str, Query(max_length=500)]
PLACE = re.compile(r"(\d{1,9})-(\d{1,9})")


@router.get("/document")
def document(request: Request, at: At, id: Id, mark: Annotated[str, Query(max_length=100)] = "") -> HTMLResponse:
    """A document's text; `mark` is START-END of words to be shown."""
    entry = at.archive.document(id)
    read = at.archive.report(entry.id).document
    library = Library(Brief(documents=[_told(read, entry)]).with_texts({read.id: read.text}))
    found = PLACE.fullmatch(mark)
    place = library.place(read.id, int(found[1]), int(found[2]), "found") if found else None
    others = [e for e in at.archive.documents(200, story=entry.story) if e.id != entry.id]
    return page(
        request, "document.html.j2", entry=entry, told=library.reports[0], library=library, place=place, others=others,
        line=at.archive.line(entry.story),
    )  # fmt: skip


def _told(d: Document, entry: Entry) -> BriefDocument:
    return BriefDocument(
        id=d.id, source=d.source, outlet=d.outlet, title=d.title, author=d.author, published=d.published, url=d.url, language=d.language,
        characters=len(d.text), body=[(s.start, s.end) for s in d.body], story=entry.story, warnings=list(d.warnings),
    )  # fmt: skip


@router.get("/document/remove")
def ask(request: Request, at: At, id: Id) -> HTMLResponse:
    """Ask before a document is removed."""
    return page(request, "remove.html.j2", entry=at.archive.document(id))


@router.post("/document/remove", dependencies=[OwnForm])
def remove(at: At, id: Annotated[str, Form(max_length=500)]) -> RedirectResponse:
    entry = at.archive.remove(id)
    try:
        return RedirectResponse(f"/stories/{at.archive.line(entry.story).id}", 303)
    except NotFound:  # it was the last of its story
        return RedirectResponse("/", 303)
