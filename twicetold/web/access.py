"""Who may use the desk, and which forms are its own.

- A token opens it: as `Authorization: Bearer`, or typed into the form of /login, which gives a cookie. Compared in constant time.
- Every form carries a signature of the visitor's cookie; no other site can know it (CSRF). Requests that change something must besides
  come from the desk's own pages, as far as the browser says where they come from (Origin, Sec-Fetch-Site).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections import deque
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from twicetold.web.settings import Settings, split_host

SAFE: Final = frozenset(("GET", "HEAD", "OPTIONS"))
VISITOR: Final = re.compile(r"[A-Za-z0-9_-]{22}")
TRIES, SPAN = 10, 60.0  # wrong tokens in so many seconds, after which nobody's is looked at for a while


class Access:
    """Signatures and comparisons for one server."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._key = hashlib.sha256(b"twicetold" + settings.secret + (settings.token or "").encode()).digest()
        self._wrong: deque[float] = deque(maxlen=TRIES)

    def signed(self, purpose: str, value: str) -> str:
        return hmac.new(self._key, f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()

    # ------------------------------------------------------------------ the token

    def is_token(self, given: str) -> bool:
        """Whether `given` is the token; always False while too many wrong ones came."""
        wanted = self.settings.token or ""
        now = time.monotonic()
        if self.closed(now):
            return False
        right = bool(wanted) and hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
        if not right:
            self._wrong.append(now)
        return right

    def closed(self, now: float | None = None) -> bool:
        """Whether so many wrong tokens came lately that none is looked at."""
        now = time.monotonic() if now is None else now
        return len(self._wrong) == TRIES and now - self._wrong[0] < SPAN

    def session(self) -> str:
        """The cookie's value for somebody who gave the token."""
        return self.signed("session", self.settings.token or "")

    def knows(self, headers: Headers) -> bool:
        """Whether a request comes from somebody who gave the token, now or before."""
        if self.settings.token is None or self.bearer(headers):
            return True
        given = cookies(headers).get(f"{self.settings.cookie}_session", "")
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.session().encode())

    def bearer(self, headers: Headers) -> bool:
        """Whether the token stands in the request itself, where no other site's page can put it."""
        kind, _, given = headers.get("authorization", "").partition(" ")
        return self.settings.token is not None and kind.casefold() == "bearer" and self.is_token(given.strip())

    # ------------------------------------------------------------------ forms

    def visitor(self, headers: Headers) -> str | None:
        """The visitor's cookie, None where there is none of ours."""
        given = cookies(headers).get(f"{self.settings.cookie}_visitor", "")
        return given if VISITOR.fullmatch(given) else None

    @staticmethod
    def new_visitor() -> str:
        return secrets.token_urlsafe(16)

    def form(self, visitor: str) -> str:
        """What a form of this visitor carries."""
        return self.signed("form", visitor)

    def genuine(self, headers: Headers, given: str) -> bool:
        """Whether a form that was sent is one that we gave to this visitor."""
        visitor = self.visitor(headers)
        return visitor is not None and hmac.compare_digest(given.encode("utf-8", "replace"), self.form(visitor).encode())


def cookies(headers: Headers) -> dict[str, str]:
    return cookie_parser(headers.get("cookie", ""))


def from_elsewhere(headers: Headers) -> bool:
    """Whether a browser says that another site's page sent this request."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    if origin is None:
        return False
    scheme, found, host = origin.partition("://")
    return not found or scheme not in ("http", "https") or split_host(host) != split_host(headers.get("host", ""))
