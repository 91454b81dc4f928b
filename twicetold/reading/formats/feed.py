"""A feed that lies on disk: every entry that carries its text is a document. Pages that entries only point to are not fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from twicetold.reading.formats.common import Refused, whole
from twicetold.reading.formats.html import embedded
from twicetold.reading.inputs import Input
from twicetold.reading.limits import MAX_PROBLEMS
from twicetold.reading.listing import Entry, Listing, parse
from twicetold.reading.raw import Raw
from twicetold.types import Failure


def read(stream: BinaryIO, item: Input) -> Iterator[Raw | Failure]:
    """The documents of a feed."""
    listing = parse(whole(stream, item))
    if listing is None:
        raise Refused("is a damaged feed; open it in a browser to see what is wrong with it")
    if listing.kind != "feed":
        what = "an outline of feeds (OPML)" if listing.kind == "opml" else "a sitemap"
        raise Refused(f"is {what}, which holds addresses and no articles; give its address, or let `twicetold watch` read it")
    empty = 0
    for number, entry in enumerate(listing.entries, 1):
        raw = of_entry(entry, listing, f"{item.source}#{number}", f"{item.stem}#{number}")
        if raw is not None:
            yield raw
        elif (empty := empty + 1) <= MAX_PROBLEMS:
            yield Failure(f"{item.source}#{number}", f"Entry {number} of {item.source} carries no text; give {entry.url[:200]} instead.")
    if not listing.entries:
        yield Failure(item.source, f"{item.source} is a feed without entries.")


def of_entry(entry: Entry, listing: Listing, source: str, name: str) -> Raw | None:
    """The document that a feed's entry carries, None where it carries none."""
    raw = Raw(
        source=source,
        text=entry.text or "",
        html=True,
        fallback_id=name,
        title=entry.title,
        outlet=listing.title,
        author=entry.author,
        published=entry.published,
        url=entry.url if entry.url.startswith(("http://", "https://")) else None,
        canonical=entry.source_url,
        language=entry.language,
    )
    return raw if embedded(raw).text.strip() else None
