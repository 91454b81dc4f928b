"""Which addresses may be asked. A name is resolved once, every address it has is judged, and the connection goes to one of those judged.

So neither a redirect nor a name that changes its address between the question and the connection (DNS rebinding) leads inside.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Final

import httpcore2

SPECIAL: Final = tuple(
    ipaddress.ip_network(block)
    for block in (
        "64:ff9b::/96",  # NAT64 (RFC 6052): an IPv4 address inside, which may be private
        "2002::/16",  # 6to4 (RFC 3056), likewise
        "2001::/32",  # Teredo (RFC 4380), likewise
        "::/96",  # IPv4-compatible, deprecated
    )
)
"""Blocks that `ipaddress` may call global although they lead to any IPv4 address."""


class Private(Exception):
    """An address that is not public; the message names it."""


def public(address: str) -> bool:
    """Whether an IP address is reachable for everybody: not loopback, private, link-local, multicast, reserved or a tunnel to such."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is not None:
        ip = mapped
    return ip.is_global and not ip.is_multicast and not any(ip.version == block.version and ip in block for block in SPECIAL)


def addresses(host: str, port: int) -> list[str]:
    """The IP addresses of `host`, in the resolver's order. Raises OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Guarded(httpcore2.NetworkBackend):
    """Connects to public addresses only, unless `allow_private`."""

    def __init__(self, *, allow_private: bool = False) -> None:
        self._plain = httpcore2.SyncBackend()
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Resolve, judge, connect. Raises Private, or httpcore2.ConnectError when no address answers."""
        try:
            found = addresses(host, port)
        except OSError as error:
            raise httpcore2.ConnectError(f"{host} has no address") from error
        if not self._allow_private and (inside := [a for a in found if not public(a)]):
            raise Private(f"{host} is {inside[0]}")
        for last, address in enumerate(found, 1 - len(found)):
            try:
                return self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if last == 0:
                    raise
        raise httpcore2.ConnectError(f"{host} has no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None
    ) -> httpcore2.NetworkStream:
        """Never."""
        raise httpcore2.ConnectError("no sockets of this machine")
