"""What every request passes before a page sees it, and every answer on its way out.

1. headers  on every answer: content security policy, no framing, no sniffing, no referrer
2. host     the Host header names this server (DNS rebinding)
3. origin   what changes something does not come from another site's page
4. access   the token, where one is needed
5. body     no larger than allowed and not slower; answers are not waited for for ever either
"""

from __future__ import annotations

import asyncio
import time
from typing import Final
from urllib.parse import quote

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twicetold.web.access import SAFE, Access, from_elsewhere
from twicetold.web.settings import MB, Settings

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
OPEN: Final = ("/login", "/static/", "/health")  # for everybody: nothing of the archive stands there


class TooLarge(HTTPException):
    """A body is larger than allowed. An HTTPException, because those come through whatever was reading the body."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(413, _largest(settings))


class TooSlow(HTTPException):
    """A client takes too long."""

    def __init__(self) -> None:
        super().__init__(408, "It took too long to arrive; try again over a faster connection, or in parts.")


class Guard:
    """The application behind all that."""

    def __init__(self, app: ASGIApp, settings: Settings, access: Access) -> None:
        self.app, self.settings, self.access = app, settings, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # no page uses web sockets
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=scope)
        outlet = _Outlet(send, self.settings.send)
        refused = self._refused(scope, headers)  # 2, 3, 4
        if refused is not None:
            await refused(scope, receive, outlet)
            return
        try:
            await self.app(scope, _Inlet(receive, self.settings), outlet)
        except (TooLarge, TooSlow) as error:
            if not outlet.begun:
                await _told(error.status_code, error.detail, scope)(scope, receive, outlet)

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        if not self.settings.serves(headers.get("host", "")):
            return PlainTextResponse("This server is not known by that name; start it with --name to allow it.\n", 421)
        if scope["method"] not in SAFE and from_elsewhere(headers):
            return _told(403, "This came from a page of another site, so nothing was done.", scope)
        path = scope["path"]
        if not path.startswith(OPEN) and not self.access.knows(headers):
            return self._closed(scope)
        size = headers.get("content-length", "0")
        if not size.isdecimal() or int(size) > self.settings.body:
            return _told(413, _largest(self.settings), scope)
        return None

    def _closed(self, scope: Scope) -> Response:
        if scope["path"].startswith("/api/"):
            answer = _told(401, "This needs the token that the server was started with, as 'Authorization: Bearer TOKEN'.", scope)
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        there = scope["path"] + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
        return RedirectResponse(f"/login?next={quote(there, safe='')}" if there != "/" else "/login", 303)


def _largest(settings: Settings) -> str:
    return f"That is more than the {settings.body // MB} MB that may be sent at once; send it in parts, or use `twicetold add`."


def _told(status: int, sentence: str, scope: Scope) -> Response:
    """A refusal in one sentence; JSON for the API."""
    from twicetold.web.errors import told

    return told(status, sentence, scope)


class _Inlet:
    """Receives a body, counted and timed."""

    def __init__(self, receive: Receive, settings: Settings) -> None:
        self._receive, self._settings, self._size, self._done = receive, settings, 0, False
        self._end = time.monotonic() + settings.receive

    async def __call__(self) -> Message:
        if self._done:  # what comes now is the end of the connection, and may take as long as it likes
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(self._end - time.monotonic(), 0.01))
        except TimeoutError as error:
            raise TooSlow from error
        self._size += len(message.get("body", b""))
        self._done = not message.get("more_body", False)
        if self._size > self._settings.body:
            raise TooLarge(self._settings)
        return message


class _Outlet:
    """Sends an answer with its security headers; gives up a client that does not take it."""

    def __init__(self, send: Send, patience: float) -> None:
        self._send, self._patience, self.begun = send, patience, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
            del headers["server"]
        await asyncio.wait_for(self._send(message), self._patience)
