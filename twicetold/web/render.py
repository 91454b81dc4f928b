"""Pages from templates: everything escaped, the brief's own parts and styles reused, files from the package only."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from fastapi import Request
from jinja2 import ChoiceLoader, Environment, PackageLoader
from markupsafe import Markup
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from twicetold.brief import html as brief_html
from twicetold.brief import phrases
from twicetold.brief.charts import scale as scale_chart
from twicetold.web import telling
from twicetold.web.access import Access, cookies

THEMES: Final = ("light", "dark")
YEAR: Final = 365 * 24 * 3600
NAVIGATION: Final = (
    ("desk", "/", "Desk"),
    ("search", "/search", "Search"),
    ("ledger", "/ledger", "Commitments"),
    ("forecasts", "/forecasts", "Forecasts"),
    ("check", "/check", "Check a draft"),
    ("add", "/add", "Add reports"),
)


@cache
def environment() -> Environment:
    """The templates of this room over those of the brief, with what both may call."""
    env = brief_html.environment().overlay(
        loader=ChoiceLoader([PackageLoader("twicetold.web", "templates"), PackageLoader("twicetold.brief", "templates")])
    )
    env.globals = {**env.globals, "telling": telling, "NAVIGATION": NAVIGATION, "asset": asset_path}
    return env


# ----------------------------------------------------------------------------------------------------------- files


@cache
def assets() -> dict[str, tuple[str, str]]:
    """Name -> (media type, content) of everything a page loads."""
    from twicetold.brief import compare_html

    def own(name: str) -> str:
        return (files("twicetold.web") / "static" / name).read_text(encoding="utf-8")

    return {
        "desk.css": ("text/css", compare_html.styles() + own("desk.css")),
        "check.css": ("text/css", brief_html.asset("check.css")),
        "brief.js": ("text/javascript", compare_html.scripts()),
        "desk.js": ("text/javascript", own("desk.js")),
        "icon.svg": ("image/svg+xml", own("icon.svg")),
    }


@cache
def asset_path(name: str) -> str:
    """The address of a file: another one when its content is another, so that browsers may keep it for ever."""
    return f"/static/{hashlib.sha256(assets()[name][1].encode()).hexdigest()[:12]}/{name}"


def asset(version: str, name: str) -> Response | None:
    """A file of this version of the program; None for anything else."""
    if name not in assets() or asset_path(name) != f"/static/{version}/{name}":
        return None
    kind, content = assets()[name]
    return Response(content, media_type=kind, headers={"Cache-Control": f"public, max-age={YEAR}, immutable"})


# ----------------------------------------------------------------------------------------------------------- pages


def page(request: Request, template: str, *, here: str = "", status: int = 200, **told: Any) -> HTMLResponse:
    """A page from a template, with what its frame needs. A visitor without a cookie gets one, for the forms."""
    access: Access = request.app.state.access
    visitor = access.visitor(request.headers)
    made = visitor or access.new_visitor()
    name = access.settings.cookie
    frame = {
        "request": request, "here": here, "theme": _theme(request.headers), "locked": access.settings.token is not None,
        "form": Markup('<input type="hidden" name="form" value="{}">').format(access.form(made)),
    }  # fmt: skip
    answer = HTMLResponse(environment().get_template(template).render(**frame, **told), status)
    if visitor is None:
        secure = request.url.scheme == "https"
        answer.set_cookie(f"{name}_visitor", made, httponly=True, samesite="strict", secure=secure, max_age=YEAR)
    return answer


def error_page(status: int, sentence: str, scope: Scope) -> HTMLResponse:
    """A sentence as a page. Needs nothing but the request's headers: it may be shown before anything else is known."""
    bare = {"request": None, "here": "", "theme": _theme(Headers(scope=scope)), "locked": False, "form": ""}
    told = environment().get_template("error.html.j2").render(**bare, status=status, sentence=phrases.one_line(sentence))
    return HTMLResponse(told, status)


def _theme(headers: Headers) -> str:
    given = cookies(headers).get("twicetold_theme", "")
    return given if given in THEMES else ""


def axis() -> Markup:
    """The scale of certainty that the small ones refer to, once a page."""
    return scale_chart.axis(brief_html.AXIS)
