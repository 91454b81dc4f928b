"""Adding reports, and watching them being read."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from typing import Annotated, Final, NamedTuple

from anyio.to_thread import run_sync
from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import JSONResponse, RedirectResponse, Response

from twicetold.archive.records import Added
from twicetold.brief import phrases
from twicetold.types import Document, Failure
from twicetold.web import uploads
from twicetold.web.desk import At, Desk, OwnForm, day
from twicetold.web.errors import Refused
from twicetold.web.render import page
from twicetold.web.uploads import ACCEPTED, Tray
from twicetold.web.work import Job

router = APIRouter()
SOON: Final = 2.0  # seconds for which an answer waits in case the work is done by then
EXAMPLE: Final = "abraham-accords-announcement-2020.jsonl"
Line = Annotated[str, Form(max_length=300)]


class Reading(NamedTuple):
    """What came of reading so far."""

    added: list[Added]
    failures: list[Failure]


@router.get("/add")
def form(request: Request, at: At) -> Response:
    """The forms."""
    return page(request, "add.html.j2", here="add", accepted=ACCEPTED, settings=at.settings, counts=at.archive.counts())


@router.post("/add", dependencies=[OwnForm])
def add(at: At, files: Annotated[list[UploadFile] | None, File()] = None) -> RedirectResponse:
    """Files that were chosen or dropped."""
    sent = [f for f in files or [] if f.filename]
    if not sent:
        raise Refused("No file was chosen.", 422)
    if len(sent) > at.settings.files:
        raise Refused(f"That are {len(sent)} files; {at.settings.files} may be sent at once.", 413)
    return _follow(at, read(at, uploads.tray(sent)))


@router.post("/add/text", dependencies=[OwnForm])
def add_text(
    at: At, text: Annotated[str, Form()] = "", title: Line = "", outlet: Line = "", published: Line = "", url: Line = ""
) -> RedirectResponse:
    """A report that was pasted in."""
    one = uploads.pasted(text, title=title, outlet=outlet, published=day(published, "Published") or "", url=url)
    if isinstance(one, Failure):
        raise Refused(phrases.capital(one.reason), 422)
    return _follow(at, at.jobs.put(f"Reading ‘{phrases.shorten(one.title or one.id, 60)}’", lambda job: keep(at, job, [one])))


@router.post("/add/example", dependencies=[OwnForm])
def add_example(at: At) -> RedirectResponse:
    """The bundled example: nine invented reports about one real event."""
    tray = Tray()
    tray.put(EXAMPLE, io.BytesIO((files("twicetold") / "examples" / EXAMPLE).read_bytes()))
    return _follow(at, read(at, tray))


def read(at: Desk, tray: Tray) -> Job:
    """A job that reads what lies in a tray and keeps it."""

    def work(job: Job) -> None:
        job.total = len(tray.files)
        try:
            keep(at, job, tray.documents())
        finally:
            tray.close()

    what = tray.files[0].name if len(tray.files) == 1 else phrases.plural(len(tray.files), "file")
    try:
        return at.jobs.put(f"Reading {what}", work)
    except BaseException:
        tray.close()
        raise


def keep(at: Desk, job: Job, found: Iterable[Document | Failure]) -> None:
    """Add documents to the archive as they are read; the briefs of their stories are composed at the end."""
    job.result = Reading([], [])
    added, failures = job.result
    for one in found:
        if isinstance(one, Failure):
            failures.append(one)
        else:
            added.append(at.archive.add(one))
        job.done += 1
    stories = list(dict.fromkeys(a.story for a in added if a.new))
    job.sentence = "Comparing with what was there"
    at.archive.refresh(stories)
    job.sentence = _sentence(added, failures)
    if len({a.story for a in added}) == 1 and not failures:
        job.where = f"/stories/{added[0].story}"


def _sentence(added: list[Added], failures: list[Failure]) -> str:
    new = sum(a.new for a in added)
    parts = [f"{phrases.plural(new, 'report')} added"]
    if len(added) - new:
        parts.append(f"{len(added) - new} already there")
    if failures:
        parts.append(f"{len(failures)} could not be read")
    return ", ".join(parts) + "."


def _follow(at: Desk, job: Job) -> RedirectResponse:
    job.finished.wait(SOON)
    return RedirectResponse(job.where if job.state == "done" and job.where else f"/jobs/{job.id}", 303)


def _job(at: Desk, identifier: str) -> Job:
    job = at.jobs.get(identifier)
    if job is None:
        raise Refused("Nothing is known of this piece of work any more; what it did stays done.", 404)
    return job


@router.get("/jobs/{identifier}")
def job(request: Request, at: At, identifier: str) -> Response:
    """How far a piece of work is; its result when it is done."""
    found = _job(at, identifier)
    if found.state == "done" and found.where:
        return RedirectResponse(found.where, 303)
    added, failures = found.result if isinstance(found.result, Reading) else Reading([], [])
    stories = Counter(a.story for a in added) if found.over else Counter[str]()
    lines = [(at.archive.line(s), n) for s, n in stories.items()]
    return page(request, "job.html.j2", here="add", job=found, lines=lines, failures=list(failures))


@router.get("/jobs/{identifier}/state")
async def state(at: At, identifier: str) -> Response:
    """The same for the page's script."""
    found = await run_sync(_job, at, identifier)
    return JSONResponse({"state": found.state, "done": found.done, "sentence": found.sentence, "where": found.where})
