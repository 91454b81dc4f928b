"""The token typed in; leaving again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from twicetold.web.desk import OwnForm
from twicetold.web.render import YEAR, page

router = APIRouter()
Next = Annotated[str, Query(max_length=2000)]


@router.get("/login")
def form(request: Request, next: Next = "/") -> Response:
    access = request.app.state.access
    if access.settings.token is None or access.knows(request.headers):
        return RedirectResponse(within(next), 303)
    return page(request, "login.html.j2", next=within(next), problem="")


@router.post("/login", dependencies=[OwnForm])
def login(
    request: Request, token: Annotated[str, Form(max_length=500)] = "", next: Annotated[str, Form(max_length=2000)] = "/"
) -> Response:
    """A cookie for who knows the token."""
    access = request.app.state.access
    if not access.is_token(token.strip()):
        many = access.closed()
        problem = "Too many wrong tokens came; wait a minute." if many else "This is not the token that the server printed when it started."
        return page(request, "login.html.j2", next=within(next), problem=problem, status=429 if many else 401)
    answer = RedirectResponse(within(next), 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(f"{access.settings.cookie}_session", access.session(), httponly=True, samesite="lax", secure=secure, max_age=YEAR)
    return answer


@router.post("/logout", dependencies=[OwnForm])
def logout(request: Request) -> Response:
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(f"{request.app.state.access.settings.cookie}_session")
    return answer


def within(path: str) -> str:
    """A path on this server; the desk for anything that could lead elsewhere."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and not any(c < " " or c == "\\" for c in path)
    return path if safe else "/"
