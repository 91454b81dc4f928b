"""The application: `application(archive)` puts pages, API and guard together.

Every answer is made by one of the modules in `pages/` (HTML) or `api.py` (JSON); `guard` stands in front of them, `work` behind.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp

from twicetold import __version__
from twicetold.archive.store import Archive
from twicetold.web import api, errors, render
from twicetold.web.access import Access
from twicetold.web.desk import Desk
from twicetold.web.guard import Guard
from twicetold.web.pages import PAGES
from twicetold.web.settings import Settings
from twicetold.web.work import Jobs

THREADS = 12  # requests that are worked on at once; the others wait their turn


def application(archive: Archive, settings: Settings | None = None) -> ASGIApp:
    """The desk as an ASGI application. The caller opens and closes the archive."""
    settings = settings or Settings()
    access = Access(settings)
    return Guard(routes(archive, settings, access), settings, access)


def routes(archive: Archive, settings: Settings, access: Access) -> FastAPI:
    """Pages and API without the guard."""
    jobs = Jobs(settings.waiting)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        yield
        await anyio.to_thread.run_sync(jobs.close)

    app = FastAPI(
        title="Twicetold", version=__version__, summary="An archive of reports: stories, briefs, comparisons, forecasts, commitments.",
        docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan, redirect_slashes=False,
    )  # fmt: skip
    app.state.access = access
    app.state.desk = Desk(archive, settings, access, jobs)
    errors.install(app, [r for router in (_files, *PAGES, api.router) for r in router.routes])
    for router in (_files, *PAGES):
        app.include_router(router, include_in_schema=False)
    app.include_router(api.router)
    logging.getLogger("python_multipart").setLevel(logging.WARNING)
    return app


_files = APIRouter()


@_files.get("/static/{version}/{name}")
def file(version: str, name: str) -> Response:
    return render.asset(version, name) or PlainTextResponse("There is no such file.\n", 404)


@_files.get("/favicon.ico")
def icon() -> Response:
    return Response(render.assets()["icon.svg"][1], media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"})


@_files.get("/health")
def health(request: Request) -> Response:
    """For supervisors: whether the server answers."""
    return PlainTextResponse("ok\n")
