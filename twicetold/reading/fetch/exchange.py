"""One request and its answer over HTTP, bounded in size and time. No redirects, no cookies, no proxy, nothing decided here."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import httpcore2
import httpx2

from twicetold import __version__
from twicetold.reading.fetch.guard import Guarded
from twicetold.reading.limits import MAX_JSON, size

AGENT: Final = f"twicetold/{__version__} (reads pages that its user asks for)"

TIMEOUT: Final = 20.0
"""Seconds to connect, and between two pieces of an answer."""

DEADLINE: Final = 90.0
"""Seconds for a whole answer: a server that sends a byte at a time does not hold us."""

MAX_ANSWER: Final = MAX_JSON
"""Bytes of an answer, unpacked. A page is held to the limits of its format afterwards."""


class Broken(Exception):
    """No usable answer; the message is the end of a sentence that begins with the address."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: its body unpacked, `raw` as it came; header names in lower case, the last of several with one name."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    raw: bytes
    lines: tuple[tuple[str, str], ...]  # the headers as they came


class Exchange:
    """Connections that are kept open between requests."""

    def __init__(self, *, allow_private: bool = False) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpcore2.default_ssl_context(),
            max_connections=8,
            keepalive_expiry=15,
            network_backend=Guarded(allow_private=allow_private),
        )

    def close(self) -> None:
        self._pool.close()

    def get(self, url: httpx2.URL, headers: Mapping[str, str] | None = None, limit: int = MAX_ANSWER) -> Response:
        """GET `url`. Raises Broken for whatever goes wrong on the way, guard.Private for addresses that must not be asked."""
        sent = {"Host": url.netloc.decode("ascii"), "User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", **(headers or {})}
        target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        wait = {"timeout": {"connect": TIMEOUT, "read": TIMEOUT, "write": TIMEOUT, "pool": TIMEOUT}}
        try:
            with self._pool.stream("GET", target, headers=list(sent.items()), extensions=wait) as answer:
                lines = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in answer.headers)
                named = {k.lower(): v for k, v in lines}
                raw, body = _content(answer.iter_stream(), named.get("content-encoding", "").strip().lower(), limit)
                return Response(answer.status, named, body, raw, lines)
        except httpcore2.TimeoutException:
            raise Broken(f"did not answer within {TIMEOUT:.0f} seconds; try again later") from None
        except httpcore2.ConnectError as error:
            raise Broken(f"cannot be reached ({_short(error)}); check the address and your connection") from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.ProxyError, httpcore2.UnsupportedProtocol) as error:
            raise Broken(f"broke off ({_short(error)}); try again later") from None
        except zlib.error:
            raise Broken("sent a damaged compressed page; try again later") from None


def _content(chunks: Iterator[bytes], encoding: str, limit: int) -> tuple[bytes, bytes]:
    """An answer's bytes as they came and unpacked, never more than `limit` of either. Raises Broken beyond it."""
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise Broken(f"answered in an encoding that was not asked for ({encoding[:20]})")
    unpack = zlib.decompressobj(wbits=47) if encoding in ("gzip", "x-gzip", "deflate") else None
    until = time.monotonic() + DEADLINE
    raw, out = bytearray(), bytearray()
    for chunk in chunks:
        raw += chunk
        if unpack is not None:
            out += unpack.decompress(chunk, limit + 1 - len(out))
        if max(len(raw), len(out)) > limit:
            raise Broken(f"is larger than {size(limit)}, the most that is fetched")
        if time.monotonic() > until:
            raise Broken(f"was not through after {DEADLINE:.0f} seconds; try again later")
    return bytes(raw), bytes(out) if unpack is not None else bytes(raw)


def _short(error: Exception) -> str:
    return (str(error).split("\n", 1)[0] or type(error).__name__)[:120]
