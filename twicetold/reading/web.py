"""An address -> the documents behind it: a page, or the pages that a feed, an OPML outline or a sitemap lists."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from twicetold.reading.fetch import Fetched, Fetcher, NotFetched
from twicetold.reading.formats.feed import of_entry
from twicetold.reading.inputs import Input, kind_of
from twicetold.reading.listing import Entry, Listing, parse
from twicetold.reading.raw import Raw
from twicetold.types import Failure

TakeApart = Callable[[Input], Iterator[Raw | Failure]]

MOST_PAGES: Final = 100
"""Pages of one list that are fetched, newest first: at a page a second, two minutes."""

DEEPEST: Final = 2
"""Lists of lists that are followed: an index of sitemaps, an outline of feeds."""

TYPES: Final = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "text/markdown": "markdown", "text/csv": "csv",
    "application/json": "json", "application/x-ndjson": "jsonl", "application/pdf": "pdf", "message/rfc822": "eml",
    "application/warc": "warc", "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}  # fmt: skip


def pages(address: str, fetcher: Fetcher, take_apart: TakeApart, depth: int = 0) -> Iterator[Raw | Failure]:
    """The documents behind `address`, one at a time; `depth` counts the lists that led here."""
    try:
        fetched = fetcher.get(address)
    except NotFetched as error:
        yield Failure(address, str(error))
        return
    if (listing := parse(fetched.body, fetched.url)) is None:
        yield from of_page(fetched, take_apart)
        return
    if not listing.entries or depth == DEEPEST:
        yield Failure(address, f"{address} lists no articles that can be reached from it; give the address of one.")
        return
    for entry in newest(listing):
        if listing.kind in ("opml", "sitemapindex"):
            yield from pages(entry.url, fetcher, take_apart, depth + 1)
        else:
            yield from of_listed(entry, listing, fetcher, take_apart)
    if len(listing.entries) > MOST_PAGES:
        yield Failure(address, f"{address} lists {len(listing.entries):,} pages; only {MOST_PAGES}, the newest, were read.")


def newest(listing: Listing) -> list[Entry]:
    """The entries that are fetched; those with dates first, the newest of them leading, then as the list has them."""
    return sorted(listing.entries, key=lambda e: e.published or "", reverse=True)[:MOST_PAGES]


def of_listed(entry: Entry, listing: Listing, fetcher: Fetcher, take_apart: TakeApart) -> Iterator[Raw | Failure]:
    """The page of a list's entry; where it cannot be had, the text that the list itself carries of it."""
    try:
        fetched = fetcher.get(entry.url)
    except NotFetched as error:
        if (carried := of_entry(entry, listing, entry.url, entry.url)) is None:
            yield Failure(entry.url, str(error))
        else:
            carried.warnings.append(f"Its page was not fetched, this is what the feed carries of it: {error}")
            yield carried
        return
    for raw in of_page(fetched, take_apart):
        yield raw if isinstance(raw, Failure) else _told(raw, entry)


def _told(raw: Raw, entry: Entry) -> Raw:
    """`raw` with what only the list says about it."""
    raw.title, raw.published = raw.title or entry.title, raw.published or entry.published
    raw.author, raw.language = raw.author or entry.author, raw.language or entry.language
    raw.canonical = raw.canonical or entry.source_url
    return raw


def of_page(fetched: Fetched, take_apart: TakeApart) -> Iterator[Raw | Failure]:
    """The documents in what was fetched."""
    item = Input(fetched.url, None, fetched.url, TYPES.get(fetched.content_type) or kind_of(fetched.url), _declared(fetched))
    for raw in take_apart(item):
        if not isinstance(raw, Failure):
            raw.url = raw.url or fetched.url
            raw.canonical = raw.canonical or (fetched.asked if fetched.asked != fetched.url else None)
            raw.capture = fetched.capture
        yield raw if not isinstance(raw, Failure) else replace(raw, source=fetched.asked)


def _declared(fetched: Fetched) -> bytes:
    """The body, in UTF-8 with a mark where the server names another encoding that fits: it is believed before the page (HTML standard)."""
    try:
        if fetched.charset and codecs.lookup(fetched.charset).name not in ("utf-8", "ascii"):
            return codecs.BOM_UTF8 + fetched.body.decode(fetched.charset).encode("utf-8")
    except (LookupError, ValueError):
        pass
    return fetched.body
