"""An article as a page and in a feed, and a web server on this machine that shows them."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable

ARTICLE = (
    "The two governments signed the agreement on Tuesday after a night of talks, officials in both capitals said.",
    "“We have opened a door,” the foreign minister told reporters. Nobody else would say when the first trucks will cross the border.",
    "Critics said that the text leaves the question of the islands open, and that it will be put to a vote next month.",
)
PAGE = (
    "<html lang=en><head><title>A deal</title><meta property='article:published_time' content='2020-08-14'></head><body><article>"
    + "".join(f"<p>{p}</p>" for p in ARTICLE)
    + "</article></body></html>"
)


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Gulf Gazette</title><language>en</language>
<item><title>A &lt;b&gt;deal&lt;/b&gt;</title><link>/deal</link><pubDate>Fri, 14 Aug 2020 18:15:00 GMT</pubDate>
<source url="https://wire.example.net/rss">The Wire</source>
<content:encoded><![CDATA[%s<script>alert(1)</script>]]></content:encoded></item>
<item><title>Only a pointer</title><link>https://example.org/later</link></item></channel></rss>"""


def rss() -> bytes:
    return (RSS % "".join(f"<p>{p}</p>" for p in ARTICLE)).encode()


Answer = tuple[int, dict[str, str], bytes]


class Site:
    """A server on loopback: `pages` maps paths to answers, `asked` lists what came."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | Callable[[http.server.BaseHTTPRequestHandler], None]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.headers.append({k.lower(): v for k, v in self.headers.items()})
                page = site.pages.get(self.path, (404, {}, b""))
                if callable(page):
                    page(self)
                    return
                status, headers, data = page
                self.send_response(status)
                for name, value in {"Content-Length": str(len(data)), "Content-Type": "text/html", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
