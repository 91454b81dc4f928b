"""Everything that goes wrong as one sentence: a page for people, JSON for programs. Never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from twicetold.archive.errors import ArchiveError, Busy, Full, NotFound
from twicetold.web.work import Overloaded

log = logging.getLogger("twicetold.web")
USUAL = {
    404: "There is no such page.",
    405: "That cannot be done here.",
    400: "This request cannot be understood.",
}
BROKEN = "Something went wrong here, and not with you; the server's log says what."


class Refused(Exception):
    """A request that makes no sense, in one sentence."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


def install(app: FastAPI, routes: Sequence[BaseRoute]) -> None:
    """Handlers for all that pages and rooms raise; `routes` are those of the application."""

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        usual = error.detail == HTTPStatus(error.status_code).phrase
        answer = told(error.status_code, USUAL.get(error.status_code, error.detail) if usual else error.detail, request.scope)
        answer.headers.update(error.headers or {})
        if error.status_code == 405:  # the one that raised it knows its own method only
            answer.headers["Allow"] = ", ".join(_allowed(request.scope, routes))
        return answer

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return told(422, _invalid(error), request.scope)

    async def refused(request: Request, error: Exception) -> Response:
        return told(getattr(error, "status", 400), str(error), request.scope)

    async def archive(request: Request, error: Exception) -> Response:
        return told(_status(error), str(error), request.scope)

    async def overloaded(request: Request, error: Exception) -> Response:
        answer = told(503, str(error), request.scope)
        answer.headers["Retry-After"] = "10"
        return answer

    async def broken(request: Request, error: Exception) -> Response:
        return told(500, BROKEN, request.scope)

    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(ArchiveError, archive)
    app.add_exception_handler(Overloaded, overloaded)
    app.add_exception_handler(Exception, broken)


def told(status: int, sentence: str, scope: Scope) -> Response:
    """An error as the client wants it."""
    if scope["path"].startswith("/api/"):
        return JSONResponse({"detail": sentence}, status)
    from twicetold.web.render import error_page

    return error_page(status, sentence, scope)


def _allowed(scope: Scope, routes: Sequence[BaseRoute]) -> list[str]:
    """The methods that the path of a request knows."""
    found = [r for r in routes if isinstance(r, Route) and r.matches(scope)[0] is not Match.NONE]
    return sorted({method for r in found for method in r.methods or ()})


def _status(error: Exception) -> int:
    from twicetold.archive.words import Unclear

    kinds: tuple[tuple[type[Exception], int], ...] = ((NotFound, 404), (Unclear, 400), (Busy, 503), (Full, 507))
    return next((status for kind, status in kinds if isinstance(error, kind)), 500)


def _invalid(error: RequestValidationError) -> str:
    """What is wrong with the first field that is wrong."""
    found = error.errors()
    if not found:
        return USUAL[400]
    place = ".".join(str(part) for part in found[0].get("loc", ())[1:]) or "The request"
    message = str(found[0].get("msg", "is not valid"))
    return f"{place[:80]}: {message[:1].lower()}{message[1:200]}."
