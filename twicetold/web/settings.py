"""What a server is told when it starts."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass, field
from typing import Final

MB: Final = 2**20
PORT: Final = 8765
LEAST_TOKEN: Final = 16  # characters: 64 bits even of hexadecimal digits, beyond guessing over a network


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`token` None: everybody who reaches the server may use it, so it must be bound to loopback. Sizes in bytes, times in seconds."""

    host: str = "127.0.0.1"
    port: int = PORT
    token: str | None = None
    names: frozenset[str] = frozenset()  # further names under which the server is reached
    body: int = 64 * MB  # of a request: what an upload may weigh
    files: int = 200  # of one upload
    draft: int = 500_000  # characters of a draft to check: a book of 250 pages
    receive: float = 60.0  # for the whole body of a request
    send: float = 60.0  # for a client to take the next piece of an answer
    head: float = 10.0  # for the head of a request
    connections: int = 200
    waiting: int = 16  # pieces of work that may wait for the reader
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)  # signs forms and sessions

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)

    @property
    def cookie(self) -> str:
        """Beginning of the cookies' names. Cookies do not keep ports apart, so two servers on one machine need different ones."""
        return f"twicetold_{self.port}"

    def serves(self, host: str) -> bool:
        """Whether a Host header names this server, and not a name that somebody pointed at it (DNS rebinding)."""
        name, port = split_host(host)
        if name is None or (port is not None and not port.isdecimal()):
            return False
        if name in self.names or name in ("localhost", self.host.casefold()):
            return True
        address = _address(name)
        if address is None:
            return False
        return address.is_loopback if self.loopback else True  # an address cannot be rebound


def split_host(host: str) -> tuple[str | None, str | None]:
    """Name and port of a Host header, the name in lower case and without brackets; (None, None) where it is none.

    >>> split_host("[::1]:8765"), split_host("Desk.example:80"), split_host("a b")
    (('::1', '8765'), ('desk.example', '80'), (None, None))
    """
    if not host or any(c.isspace() or c in "/@\\?#," for c in host):
        return None, None
    if host.startswith("["):
        name, closed, rest = host[1:].partition("]")
        return (name.casefold(), rest[1:] or None) if closed and (not rest or rest.startswith(":")) else (None, None)
    name, colon, port = host.partition(":")
    return (name.casefold().rstrip("."), port if colon else None) if name and ":" not in port else (None, None)


def is_loopback(host: str) -> bool:
    address = _address(host)
    return host.casefold() == "localhost" if address is None else address.is_loopback


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        return None
