"""The JSON API: the same as the pages, for programs. Types are those of the rooms; errors are {"detail": one sentence}.

Programs show the token as `Authorization: Bearer TOKEN`, where the server has one.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import re
import tempfile
from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, File, Path, Query, Request, UploadFile
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response

from twicetold.archive.ledger import Forecast
from twicetold.archive.records import Added, Change, Entry, Found, Pledge, StoryLine
from twicetold.assessment.resolutions import Resolution
from twicetold.brief.compare import Comparison
from twicetold.brief.schema import Brief, Range
from twicetold.types import Failure, Level
from twicetold.web import uploads
from twicetold.web.desk import At
from twicetold.web.errors import Refused
from twicetold.web.pages import adding, checking
from twicetold.web.pages.forecasts import judged
from twicetold.web.render import page
from twicetold.web.work import Job

LARGEST: Final = 200  # items of one answer

Limit = Annotated[int, Query(ge=1, le=LARGEST)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
Name = Annotated[str | None, Query(max_length=120)]
Iso = Annotated[date, BeforeValidator(lambda given: _is_day(given))]
Day = Annotated[Iso | None, Query(description="ISO 8601 day: 2024-05-31")]
Moment = Annotated[str, Query(max_length=40, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})?)?$")]
Id = Annotated[str, Path(max_length=100, min_length=1)]


def _is_day(given: object) -> object:
    """Days are written as days: pydantic alone would take a number of seconds."""
    if not isinstance(given, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        raise ValueError("a day looks like 2024-05-31")
    return given


class Problem(BaseModel):
    """What went wrong, in one sentence."""

    detail: str


class DocumentText(BaseModel):
    """A document with its text as it was read; `body` are the ranges of the article."""

    entry: Entry
    text: str
    body: list[Range]
    warnings: list[str]


class Work(BaseModel):
    """Documents being read. Ask again until `state` is done or failed."""

    id: str
    title: str
    state: Literal["waiting", "running", "done", "failed"]
    done: int = Field(description="inputs read so far")
    sentence: str
    added: list[Added]
    failures: list[Failure]


class Draft(BaseModel):
    """A draft, and what it is held against: a story, or the newest documents of the archive."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=500_000)]
    story: Annotated[str, StringConstraints(max_length=20)] | None = None
    model_config = ConfigDict(extra="forbid")


class Outcome(BaseModel):
    """What became of a forecast, the day on which it was known, and where that can be read."""

    outcome: Literal["yes", "no", "void"]
    on: Iso
    source: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    note: Annotated[str, StringConstraints(max_length=2000)] = ""
    model_config = ConfigDict(extra="forbid")


class Counts(BaseModel):
    documents: int
    stories: int


router = APIRouter(
    prefix="/api",
    responses={
        code: {"model": Problem, "description": words}
        for code, words in {
            400: "The request makes no sense", 401: "The token is needed", 403: "It came from another site's page",
            404: "There is no such thing",
            408: "It took too long to arrive", 413: "It is too large", 421: "The server is not known by that name",
            422: "A value is not valid", 500: "Something went wrong here", 503: "The server is busy",
        }.items()
    },
)  # fmt: skip


# ------------------------------------------------------------------------------------------------------- stories


@router.get("/stories", tags=["stories"])
def stories(at: At, limit: Limit = 50, offset: Offset = 0, since: Moment | None = None) -> list[StoryLine]:
    """Stories, those to which something came last first; with `since` only those, each with its news."""
    return at.archive.stories(limit, offset, since)


@router.get("/stories/{id}", tags=["stories"])
def story(at: At, id: Id) -> StoryLine:
    """One story as it is listed."""
    return at.archive.line(id)


@router.get("/stories/{id}/brief", tags=["stories"], response_model=Brief)
def brief(at: At, id: Id) -> Response:
    """The brief of a story: claims, quotations, retellings, commitments, forecasts, each with its places."""
    return _json(at.story(id).to_json(indent=None))


@router.get("/changes", tags=["stories"])
def changes(at: At, since: Moment, limit: Limit = 100, offset: Offset = 0) -> list[Change]:
    """What is new in stories since a moment, the oldest first; forecasts that fell due last."""
    return at.archive.changes(since, limit=limit, offset=offset)


@router.get("/counts", tags=["stories"])
def counts(at: At) -> Counts:
    """How many documents and stories there are."""
    return Counts(**at.archive.counts())


# ----------------------------------------------------------------------------------------------------- documents


@router.get("/documents", tags=["documents"])
def documents(at: At, limit: Limit = 50, offset: Offset = 0, story: Annotated[str | None, Query(max_length=20)] = None) -> list[Entry]:
    """Documents, the last that came first; of one story in the order in which they came."""
    return at.archive.documents(limit, offset, story=story)


@router.post("/documents", tags=["documents"], status_code=202)
def add(at: At, files: Annotated[list[UploadFile], File(min_length=1, description="whatever `twicetold add` reads")]) -> Work:
    """Read files and keep what is in them. Reading goes on after the answer; `/api/work/{id}` tells how far it is."""
    sent = [f for f in files if f.filename]
    if not sent or len(sent) > at.settings.files:
        raise Refused(f"Send 1 to {at.settings.files} files, each with a name.", 422)
    return _work(adding.read(at, uploads.tray(sent)))


@router.get("/work/{id}", tags=["documents"])
def work(at: At, id: Id) -> Work:
    """How far reading is."""
    job = at.jobs.get(id)
    if job is None or not isinstance(job.result, adding.Reading):
        raise Refused("Nothing is known of this piece of work.", 404)
    return _work(job)


def _work(job: Job) -> Work:
    found = job.result if isinstance(job.result, adding.Reading) else adding.Reading([], [])
    return Work(
        id=job.id, title=job.title, state=job.state, done=job.done, sentence=job.sentence, added=list(found.added),
        failures=list(found.failures),
    )  # fmt: skip


@router.get("/documents/{id}", tags=["documents"])
def document(at: At, id: Id) -> DocumentText:
    """A document as it was read."""
    entry = at.archive.document(id)
    read = at.archive.report(entry.id).document
    return DocumentText(entry=entry, text=read.text, body=[(s.start, s.end) for s in read.body], warnings=list(read.warnings))


@router.delete("/documents/{id}", tags=["documents"])
def remove(at: At, id: Id) -> Entry:
    """Take a document out for good; returns what it was."""
    return at.archive.remove(id)


@router.get("/compare", tags=["documents"], response_model=Comparison)
def compare(
    at: At, left: Annotated[str, Query(min_length=1, max_length=100)], right: Annotated[str, Query(min_length=1, max_length=100)]
) -> Response:
    """Two documents side by side: shared passages, and what changed."""
    return _json(at.compared(left, right).to_json(indent=None))


@router.get("/search", tags=["documents"])
def search(
    at: At,
    q: Annotated[str, Query(max_length=300)] = "",
    actor: Name = None,
    holder: Name = None,
    certainty: Level | None = None,
    since: Day = None,
    until: Day = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> Found:
    """Documents in which all words stand: words, "words in a row", beginning*, -without; about whom, held by whom, how surely, when."""
    return at.archive.search(
        q, actor=actor, holder=holder, certainty=certainty, since=_iso(since), until=_iso(until), limit=limit, offset=offset
    )


@router.get(
    "/export",
    tags=["documents"],
    response_class=Response,
    responses={200: {"content": {"application/jsonl": {"schema": {"type": "string"}}}}},
)
def export(at: At) -> Response:
    """Every document and resolution as JSON Lines, which `twicetold add` takes in again."""
    descriptor, name = tempfile.mkstemp(prefix="twicetold-", suffix=".jsonl")
    with at.heavy.turn(), os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as out:
        at.archive.export(out)
    return FileResponse(name, media_type="application/jsonl", filename="twicetold.jsonl", background=BackgroundTask(_forget, name))


def _forget(name: str) -> None:
    with contextlib.suppress(OSError):
        pathlib.Path(name).unlink()


# ----------------------------------------------------------------------------------- commitments, forecasts, drafts


@router.get("/commitments", tags=["ledgers"])
def commitments(
    at: At, party: Name = None, toward: Name = None, since: Day = None, until: Day = None, limit: Limit = 50, offset: Offset = 0
) -> list[Pledge]:
    """Commitments over time: of everybody, of one party, or between two in either direction."""
    between = [n for n in (party, toward) if n and n.strip()]
    return at.archive.commitments(between, since=_iso(since), until=_iso(until), limit=limit, offset=offset)


@router.get("/forecasts", tags=["ledgers"])
def forecasts(at: At, due: Day = None, holder: Name = None, limit: Limit = 50, offset: Offset = 0) -> list[Forecast]:
    """Forecasts by the end of their time; with `due` those over on that day and not resolved."""
    return at.archive.forecasts(due=_iso(due), holder=holder or None, limit=limit, offset=offset)


@router.post("/forecasts/{id}/resolution", tags=["ledgers"], status_code=201)
def resolve(at: At, id: Id, told: Outcome) -> Resolution:
    """Write down what became of a forecast. The last word holds; earlier ones stay."""
    return at.archive.resolve(id, told.outcome, told.on.isoformat(), told.source, told.note)


@router.get("/resolutions", tags=["ledgers"])
def resolutions(at: At) -> list[Resolution]:
    """All outcomes ever written down, in that order."""
    return at.archive.resolutions()


@router.get("/scores", tags=["ledgers"])
def scores(at: At) -> dict[str, Any]:
    """How often what was foreseen came about, by the words used and by holder."""
    from twicetold.brief import scores as telling

    held, void = judged(at)
    return telling.data(held, void=void, unresolved=None)


@router.post("/check", tags=["drafts"], responses={200: {"description": "Findings, as `twicetold check --format json` tells them"}})
def check(at: At, draft: Draft) -> Response:
    """Hold a draft against the archive: every quotation, attribution, hedge, number, name and date."""
    sources = checking.against(at, draft.story or checking.EVERYTHING)
    with at.heavy.turn():
        return _json(checking.checked(at, [checking.draft(draft.text)], sources).to_json(indent=None))


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _json(text: str) -> Response:
    return Response(text + "\n", media_type="application/json")


# ----------------------------------------------------------------------------------------------- its description


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> JSONResponse:
    """The API described for programs (OpenAPI 3.1)."""
    return JSONResponse(request.app.openapi())


@router.get("", include_in_schema=False)
def description(request: Request) -> HTMLResponse:
    """The API described for people."""
    told = request.app.openapi()
    return page(request, "api.html.j2", here="api", operations=list(_operations(told)), schemas=told["components"]["schemas"])


def _operations(told: dict[str, Any]) -> list[dict[str, Any]]:
    out = []
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            fine = next(iter(operation["responses"].items()))
            out.append(
                {
                    "method": method.upper(), "path": path, "tag": operation["tags"][0], "text": operation.get("description", ""),
                    "parameters": operation.get("parameters", []), "body": _body(operation), "answer": _shape(fine[1]), "status": fine[0],
                }
            )  # fmt: skip
    return out


def _body(operation: dict[str, Any]) -> str:
    return _shape(operation["requestBody"]) if "requestBody" in operation else ""


def _shape(part: dict[str, Any]) -> str:
    """The schema of a body in a few words: 'list of Entry'."""
    for kind, content in part.get("content", {}).items():
        schema = content.get("schema", {})
        many = schema.get("type") == "array"
        name = (schema.get("items", {}) if many else schema).get("$ref", "").rpartition("/")[2]
        return f"{'list of ' if many else ''}{name}" if name else kind
    return ""
