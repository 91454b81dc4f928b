"""From an address to what is there now.

1. judge     the address: http or https, no names or passwords in it, no private network behind it (`guard`)
2. ask       robots.txt whether we may (`robots`)
3. wait      until the host's turn has come again
4. get       it, bounded in size and time (`exchange`); redirects go through 1 to 4 again
5. keep      the answer as it came (`captures`)
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from types import TracebackType
from typing import Final

import httpx2

from twicetold.reading.fetch.captures import Captures
from twicetold.reading.fetch.exchange import Broken, Exchange, Response
from twicetold.reading.fetch.guard import Private
from twicetold.reading.fetch.robots import MAX_ROBOTS, Robots

MOST_REDIRECTS: Final = 8
PAUSE: Final = 1.0
"""Seconds between two requests to one host, unless its robots.txt asks for more."""

LONGEST_PAUSE: Final = 30.0
"""Seconds of Crawl-delay that are waited; a host that asks for more is asked no more often all the same, but by the next run."""

REDIRECTS: Final = (301, 302, 303, 307, 308)


class NotFetched(Exception):
    """Nothing came; the message is one sentence with the address, what is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was found at an address. `body` is empty and `unchanged` True where the server says that nothing is new."""

    asked: str
    url: str  # after redirects
    body: bytes
    content_type: str  # without parameters, '' where nothing is said
    charset: str | None
    etag: str | None
    modified: str | None  # Last-Modified, as the server wrote it
    unchanged: bool
    capture: str | None  # where the answer is kept


class Fetcher:
    """Fetches for one run of the program; use as a context. Not for several threads."""

    def __init__(self, *, allow_private: bool = False, keep: Captures | None = None, pause: float = PAUSE) -> None:
        self._exchange = Exchange(allow_private=allow_private)
        self._robots = Robots(self._robots_txt)
        self._keep = keep
        self._pause = pause
        self._next: dict[str, float] = {}

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._exchange.close()

    def get(self, address: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """What is at `address` now. With the `etag` or `modified` of last time, an unchanged page is not sent again. Raises NotFetched."""
        conditions = {k: v for k, v in (("If-None-Match", etag), ("If-Modified-Since", modified)) if v}
        seen = [url := self._judged(address)]
        while (response := self._one(address, url, conditions)).status in REDIRECTS:
            url = self._judged(str(url.join(response.headers.get("location", ""))), address)
            if len(seen) > MOST_REDIRECTS or url in seen:
                raise NotFetched(f"{address} leads from page to page without an end; open it in a browser and save it.")
            seen.append(url)
        return self._found(address, url, response)

    def _judged(self, address: str, by: str | None = None) -> httpx2.URL:
        """The address as one that may be asked."""
        place = f"{by} leads to {address[:200]}, which" if by else address[:200]
        try:
            url = httpx2.URL(address)
            known = url.scheme in ("http", "https") and bool(url.raw_host)
        except (httpx2.InvalidURL, ValueError):
            known = False
        if not known:
            raise NotFetched(f"{place} is no address that can be fetched; give one that begins with https://.")
        if url.userinfo:
            raise NotFetched(f"{place} holds a name or a password; leave them out.")
        return url.copy_with(fragment=None)

    def _one(self, address: str, url: httpx2.URL, conditions: dict[str, str]) -> Response:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        try:
            if not self._robots.allowed(origin, str(url)):
                raise NotFetched(f"{address} is not fetched, as {origin}/robots.txt asks; save the page from a browser and give the file.")
            self._wait(origin)
            return self._exchange.get(url, conditions)
        except Private as error:
            raise NotFetched(
                f"{address} lies in a private network ({error}); allow private addresses if you trust where the address comes from."
            ) from None
        except Broken as error:
            raise NotFetched(f"{address} {error}.") from None

    def _wait(self, origin: str) -> None:
        now = time.monotonic()
        time.sleep(max(0.0, self._next.get(origin, now) - now))
        self._next[origin] = time.monotonic() + max(self._pause, min(self._robots.delay(origin), LONGEST_PAUSE))

    def _robots_txt(self, address: str) -> Response | None:
        url = httpx2.URL(address)
        for _ in range(MOST_REDIRECTS):
            try:
                answer = self._exchange.get(url, limit=MAX_ROBOTS)
            except Broken as error:
                if "larger than" in str(error):
                    return Response(404, {}, b"", b"", ())  # no robots.txt is that long: nothing is said
                raise
            if answer.status not in REDIRECTS:
                return answer
            url = self._judged(str(url.join(answer.headers.get("location", ""))), address)
        return None

    def _found(self, address: str, url: httpx2.URL, response: Response) -> Fetched:
        if response.status != 304 and not 200 <= response.status < 300:
            raise NotFetched(f"{address} answers {response.status}{_meaning(response.status)}.")
        kind, _, rest = response.headers.get("content-type", "").partition(";")
        charset = next((p.split("=", 1)[1].strip(" \"'") for p in rest.split(";") if p.strip().lower().startswith("charset=")), None)
        capture = self._keep.keep(str(url), response) if self._keep and response.status != 304 else None
        return Fetched(
            asked=address,
            url=str(url),
            body=response.body,
            content_type=kind.strip().lower(),
            charset=charset,
            etag=response.headers.get("etag"),
            modified=response.headers.get("last-modified"),
            unchanged=response.status == 304,
            capture=capture,
        )


def _meaning(status: int) -> str:
    """What a status means for somebody who wanted to read the page."""
    known = {
        401: " (it asks for a login; save the page from a browser and give the file)",
        403: " (it does not let programs read it; save the page from a browser and give the file)",
        404: " (there is no such page; check the address)",
        410: " (the page was taken away)",
        429: " (too many requests; try again later)",
        451: " (withheld for legal reasons)",
    }
    return known.get(status, " (the server is in trouble; try again later)" if status >= 500 else "")
