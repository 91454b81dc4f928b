"""A small invented event, a document that is hostile in every field, and browsers to look at them with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.testclient import TestClient

from twicetold.archive import Archive
from twicetold.types import Document, Span
from twicetold.web import Settings, application

HOME = "http://127.0.0.1:8765"
TOKEN = "a-token-that-is-long-enough"
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>]]>--></style></title></textarea></select></svg>{{7*7}}\x1b[31m\u202e"
FERRY = """Norrland will lease two ferries to Osmar, the Institute for Port Studies said on Tuesday.

“The pact buys a winter, not a peace, and Osmar paid for it with words,” its director, Runa Holt, said.

Osmar promised to keep the strait open. The pact is unlikely to survive the summer, Holt said.

About 400 dockers will probably be hired by October, according to the institute.
"""
RETOLD = """The Institute for Port Studies said on Tuesday that Norrland will lease two ferries to Osmar.

"The pact buys a winter, not peace, and Osmar paid for it with mere words," said Runa Holt.

The pact will not survive the summer. Some 4,000 dockers will be hired by October, the institute said.
"""


@dataclass(frozen=True)
class Kept:
    """The archive, and the ids of what is in it."""

    archive: Archive
    first: str
    second: str
    evil: str
    story: str


def document(name: str, text: str, **more: object) -> Document:
    told = {"source": f"{name}.txt", "text": text, "body": (Span(0, len(text)),), "language": "en", **more}
    return Document(id=name, **told)  # type: ignore[arg-type]


def hostile() -> Document:
    text = (
        f"{EVIL} said {EVIL} will probably pay by 2031-10-01.\n\nMr Holt <b onclick=alert(3)>promised</b> to keep the strait open.\n{EVIL}"
    )
    fields = {"title": EVIL, "outlet": EVIL, "author": EVIL, "url": f"javascript:alert(4)//{EVIL}", "source": EVIL, "warnings": (EVIL,)}
    return document(EVIL, text, published="2031-03-06", **fields)


def client(kept: Kept, settings: Settings | None = None, base: str = HOME) -> TestClient:
    return TestClient(application(kept.archive, settings), base_url=base, raise_server_exceptions=False, follow_redirects=False)


def form(web: TestClient, path: str) -> dict[str, str]:
    """The hidden field that forms of a page carry."""
    found = re.search(r'name="form" value="([0-9a-f]{64})"', web.get(path).text)
    assert found is not None
    return {"form": found[1]}


def pages(kept: Kept) -> list[str]:
    """Every page that can be asked for."""
    evil = kept.archive.document(kept.evil)
    first, second, third = kept.first, kept.second, kept.evil
    return [
        "/", "/?show=new", f"/stories/{kept.story}", f"/stories/{kept.story}/stemma", f"/stories/{evil.story}",
        f"/stories/{evil.story}/stemma", f"/document?id={third}&mark=3-40", f"/document?id={first}", f"/document/remove?id={third}",
        f"/compare?story={kept.story}", f"/compare?left={first}&right={second}", f"/compare?left={first}&right={third}",
        "/ledger", "/ledger?party=Osmar&toward=Norrland", "/forecasts", "/forecasts?show=due", "/forecasts?show=open",
        "/forecasts?show=resolved", "/forecasts/scores", "/search", "/search?q=strait", "/search?holder=holt&certainty=likely",
        "/search?q=%3Cscript%3Ealert%281%29&actor=%22%3E%3Cb%3E", "/add", "/check", f"/check?story={kept.story}", "/api",
    ]  # fmt: skip
