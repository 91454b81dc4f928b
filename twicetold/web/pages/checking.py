"""A draft held against the archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from twicetold.brief import phrases
from twicetold.types import Document, Failure, Report, Span
from twicetold.web import uploads
from twicetold.web.desk import At, Desk, OwnForm
from twicetold.web.errors import Refused
from twicetold.web.pages.adding import SOON
from twicetold.web.render import page
from twicetold.web.work import KEPT, Job

router = APIRouter()
CHOICE: Final = 100  # stories to choose from
SOURCES: Final = 300  # documents that a draft is held against at once
EVERYTHING: Final = "all"


@router.get("/check")
def form(request: Request, at: At, story: Annotated[str, Query(max_length=20)] = "") -> Response:
    """Paste or upload a draft, choose what it is held against."""
    lines = at.archive.stories(CHOICE)
    if story and story not in {line.id for line in lines}:
        lines = [at.archive.line(story), *lines]
    return page(request, "check.html.j2", here="check", lines=lines, story=story, settings=at.settings, sources=SOURCES)


@router.post("/check", dependencies=[OwnForm])
def check(
    at: At,
    text: Annotated[str, Form()] = "",
    story: Annotated[str, Form(max_length=20)] = EVERYTHING,
    file: Annotated[UploadFile | None, File()] = None,
) -> RedirectResponse:
    """Begin a check."""
    drafts = _drafts(at, text, file)
    sources = against(at, story)
    job = at.jobs.put("Checking the draft", lambda job: _work(job, at, drafts, sources, story))
    job.finished.wait(SOON)
    return RedirectResponse(f"/checks/{job.id}", 303)


def _drafts(at: Desk, text: str, file: UploadFile | None) -> list[Document]:
    if file is not None and file.filename:
        tray = uploads.tray([file])
        try:
            found = list(tray.documents())
        finally:
            tray.close()
        failed = next((f for f in found if isinstance(f, Failure)), None)
        if failed is not None:
            raise Refused(phrases.capital(failed.reason), 422)
        drafts = [d for d in found if isinstance(d, Document)]
    else:
        drafts = [draft(text)] if text.strip() else []
    if not drafts:
        raise Refused("There is no draft: paste one, or choose a file.", 422)
    if sum(len(d.text) for d in drafts) > at.settings.draft:
        raise Refused(f"A draft may have {at.settings.draft:,} characters; check this one in parts, or with `twicetold check`.", 413)
    return drafts


def draft(text: str) -> Document:
    """A pasted draft as a document: all of it is its own text."""
    whole = text.replace("\r\n", "\n")
    return Document(id="draft", source="The draft", text=whole, body=(Span(0, len(whole)),), language="en")


def against(at: Desk, story: str) -> list[str]:
    """Ids of the documents of a story, or of those that came last."""
    entries = at.archive.documents(SOURCES, story=None if story in ("", EVERYTHING) else story)
    if not entries:
        raise Refused("There is nothing in the archive to hold a draft against; add reports first.", 422)
    return [e.id for e in entries]


def _work(job: Job, at: Desk, drafts: list[Document], sources: list[str], story: str) -> None:
    job.total = len(sources)
    job.result = (checked(at, drafts, sources), story)
    job.sentence = "Checked."


def checked(at: Desk, drafts: list[Document], sources: list[str]) -> Any:
    """The result of holding drafts against documents of the archive."""
    from twicetold.checking.cache import Cache
    from twicetold.checking.checker import check_reports, read

    reports: list[Report] = [read(d, Cache(None)) for d in drafts]
    return check_reports(reports, [at.archive.report(i) for i in sources])


@router.get("/checks/{identifier}")
def result(request: Request, at: At, identifier: str) -> Response:
    """What was found; a page that waits while it is not."""
    job = at.jobs.get(identifier)
    if job is None:
        raise Refused("This check is no longer kept; send the draft again.", 404)
    if job.state != "done":
        return page(request, "job.html.j2", here="check", job=job, lines=[], failures=[])

    from twicetold.checking import html as check_html
    from twicetold.checking.view import View

    found, story = job.result
    view = View(found)
    return page(
        request, "checked.html.j2", here="check", job=job, inside=check_html.fragment(found), view=view, kept=KEPT,
        line=at.archive.line(story) if story != EVERYTHING else None, unfolded=len(view.reports) <= check_html.OPEN_SOURCES,
    )  # fmt: skip


@router.get("/checks/{identifier}/check.html")
def download(at: At, identifier: str) -> Response:
    """The result as one HTML file that needs nothing else."""
    from twicetold.checking import html as check_html

    return _file(at, identifier, "html", "text/html", check_html.render)


@router.get("/checks/{identifier}/check.json")
def data(at: At, identifier: str) -> Response:
    """The result as data."""
    return _file(at, identifier, "json", "application/json", lambda found: f"{found.to_json()}\n")


def _file(at: Desk, identifier: str, suffix: str, kind: str, make: Callable[[Any], str]) -> Response:
    job = at.jobs.get(identifier)
    if job is None or job.state != "done":
        raise Refused("This check is no longer kept; send the draft again.", 404)
    headers = {"Content-Disposition": f'attachment; filename="twicetold-check.{suffix}"'}
    return Response(make(job.result[0]), media_type=kind, headers=headers)
