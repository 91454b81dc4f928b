"""The desk, a story, its stemma; downloads of a brief."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import PurePath
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from twicetold.archive.records import StoryLine
from twicetold.brief import html as brief_html
from twicetold.brief.schema import Brief
from twicetold.brief.view import View
from twicetold.brief.why import Why
from twicetold.web.desk import At, OwnForm, Page
from twicetold.web.render import axis, page

router = APIRouter()
STORIES: Final = 25  # on one page
DUE: Final = 6  # forecasts shown on the desk
DAYS: Final = 7  # what is new where nobody has looked yet
SEEN: Final = "desk.seen"
STEMMA: Final = "stemma.html.j2"
Show = Annotated[str, Query(pattern="^(all|new)$")]


@router.get("/")
def desk(request: Request, at: At, show: Show = "all", p: Page = 1) -> HTMLResponse:
    """Stories, those with something new first, each with what is new in it."""
    seen = at.archive.setting(SEEN)
    since = seen or (datetime.now(UTC) - timedelta(days=DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    offset = (p - 1) * STORIES
    fresh = at.archive.stories(STORIES + 1, offset, since)
    lines = fresh if show == "new" else at.archive.stories(STORIES + 1, offset)
    news = {line.id: line.news for line in fresh}
    due = at.archive.forecasts(due=date.today().isoformat(), limit=DUE + 1)
    return page(
        request, "desk.html.j2", here="desk", lines=lines[:STORIES], more=len(lines) > STORIES, p=p, show=show, news=news, since=since,
        seen=seen, due=due[:DUE], more_due=len(due) > DUE, counts=at.archive.counts(), place=_place(at.archive.name),
    )  # fmt: skip


def _place(name: str) -> str:
    """Which archive it is: the name of its file, or the URL."""
    return name if "://" in name else PurePath(name).name


@router.post("/seen", dependencies=[OwnForm])
def mark_seen(at: At) -> RedirectResponse:
    """What is new is counted from now on."""
    at.archive.remember(SEEN, datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"))
    return RedirectResponse("/", 303)


@router.get("/stories/{story}")
def story(request: Request, at: At, story: str) -> Response:
    """A story's brief beside its reports."""
    return _story(request, at, story, "story.html.j2")


@router.get("/stories/{story}/stemma")
def stemma(request: Request, at: At, story: str) -> Response:
    """Who retells whom, beside the reports."""
    return _story(request, at, story, STEMMA)


def _story(request: Request, at: At, identifier: str, template: str) -> Response:
    line = at.archive.line(identifier)
    if line.id != identifier:  # merged into another since
        return RedirectResponse(request.url.path.replace(f"/stories/{identifier}", f"/stories/{line.id}", 1), 308)
    told = at.story(identifier)
    view = View(told)
    if template == STEMMA:
        _only_retellings(view)
    why = None if template == STEMMA else Why(told)
    return page(
        request, template, here="desk", line=at.archive.line(identifier), news=_news(at, line), view=view, story=view.stories[0],
        axis=axis(), why=why, single=True, open_reports=len(view.reports) <= brief_html.OPEN_REPORTS,
    )  # fmt: skip


def _only_retellings(view: View) -> None:
    """Highlight nothing in the reports but what shows who retells whom."""
    view.library.cited = {r.number: {} for r in view.library.reports}
    for told in (r for story in view.stories for r in story.retellings):
        for place in (p for pair in told.evidence for p in pair if p is not None and p.span.size):
            view.library.place(place.report.data.id, *place.span, "evidence", (told.label, told.anchor))


def _news(at: At, line: StoryLine) -> list[object]:
    seen = at.archive.setting(SEEN)
    fresh = at.archive.stories(1, 0, line.updated) if seen is None or line.updated >= seen else []
    return [c for x in fresh if x.id == line.id for c in x.news]


@router.get("/stories/{story}/brief.{form}")
def download(at: At, story: str, form: str) -> Response:
    """The brief as a file: HTML that needs nothing else, JSON, or Markdown."""
    told = at.story(story)
    makers = {"json": (_json, "application/json"), "html": (brief_html.render, "text/html"), "md": (_markdown, "text/markdown")}
    if form not in makers:
        return RedirectResponse(f"/stories/{story}", 303)
    make, kind = makers[form]
    headers = {"Content-Disposition": f'attachment; filename="twicetold-{at.archive.line(story).id}.{form}"'}
    return Response(make(told), media_type=kind, headers=headers)


def _json(told: Brief) -> str:
    return told.to_json() + "\n"


def _markdown(told: Brief) -> str:
    from twicetold.brief import markdown

    return markdown.render(told)


@router.get("/place")
def place(at: At, document: str, start: Annotated[int, Query(ge=0)] = 0, end: Annotated[int, Query(ge=0)] = 0) -> Response:
    """Words of a document in the brief of its story, where they are highlighted; else in the document."""
    entry = at.archive.document(document)
    told = at.story(entry.story)
    number = next((n for n, d in enumerate(told.documents, 1) if d.id == entry.id), None)
    if number is None:
        return RedirectResponse(f"/stories/{entry.story}", 303)
    return RedirectResponse(f"/stories/{entry.story}#d{number}-{start}-{end}" if end > start else f"/stories/{entry.story}#d{number}", 303)
