"""One archive for all pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.web.making import FERRY, RETOLD, Kept, client, document, hostile
from twicetold import archive


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    with archive.open(tmp_path_factory.mktemp("web") / "desk.db") as made:
        ferry = {"title": "Ferry deal buys a winter", "outlet": "The Harbour Gazette", "published": "2031-03-04T09:30:00Z"}
        first = made.add(document("ferry", FERRY, **ferry))
        second = made.add(document("retold", RETOLD, title="Strait pact will not last", outlet="Strait Courier", published="2031-03-05"))
        evil = made.add(hostile())
        yield Kept(made, first.id, second.id, evil.id, first.story)


@pytest.fixture
def web(kept: Kept) -> Iterator[TestClient]:
    """A browser on this machine, at a server that needs no token."""
    with client(kept) as made:
        yield made
