"""robots.txt (RFC 9309): may we, and how often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.robotparser import RobotFileParser

from twicetold.reading.fetch.exchange import AGENT, Response

NAME: Final = AGENT.split("/", 1)[0]
MAX_ROBOTS: Final = 512 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 asks for at least 500 KiB."""


class Robots:
    """What each host's robots.txt says, asked once a host."""

    def __init__(self, ask: Callable[[str], Response | None]) -> None:
        self._ask = ask
        self._known: dict[str, RobotFileParser] = {}

    def allowed(self, origin: str, url: str) -> bool:
        """Whether `url` may be fetched from `origin` ('https://host:port')."""
        return self._rules(origin).can_fetch(NAME, url)

    def delay(self, origin: str) -> float:
        """Seconds that the host asks for between two requests, 0 where it says nothing."""
        return float(self._rules(origin).crawl_delay(NAME) or 0)

    def _rules(self, origin: str) -> RobotFileParser:
        if origin not in self._known:
            rules = RobotFileParser()
            answer = self._ask(origin + "/robots.txt")
            if answer is None or answer.status >= 500:
                rules.parse(["User-agent: *", "Disallow: /"])  # RFC 9309, 2.3.1.4: unreachable means complete disallow
            elif answer.status >= 400:
                rules.parse([])
            else:
                rules.parse(answer.body[:MAX_ROBOTS].decode("utf-8", "replace").lstrip("\ufeff").splitlines())
            self._known[origin] = rules
        return self._known[origin]
