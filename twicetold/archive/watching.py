"""Watching feeds: what appears in them goes into the archive, and where we were is kept there too, so that a watcher resumes.

1. look       at each list (RSS, Atom, OPML, sitemap), with the ETag of last time: most of the time nothing is new
2. choose     the entries that were never seen, that the list now describes otherwise, or that failed before and deserve another try
3. read       each page, or the text that the feed itself carries, and add it
4. remember   the entry as seen, only after its document is stored: a kill between the two costs one page read twice, never one lost
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from sqlalchemy import delete, insert, select

from twicetold.archive import database
from twicetold.archive.records import Added
from twicetold.archive.store import Archive
from twicetold.archive.tables import seen
from twicetold.reading.fetch import Fetched, NotFetched
from twicetold.reading.listing import Entry, Listing, parse
from twicetold.types import Document, Failure

ATTEMPTS: Final = 4  # times that a page is asked for in vain; each wait is twice as long as the one before, from WAIT on
WAIT: Final = timedelta(minutes=30)
DEEPEST: Final = 2  # lists of lists that are followed, as in `reading.web`
AGAIN: Final = timedelta(hours=24)  # after which a page that is still listed is looked at again: it may have been changed


class Fetching(Protocol):
    """What is needed of `reading.fetch.Fetcher`."""

    def get(self, address: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """What is at an address. Raises NotFetched."""


Read = Callable[[str], Iterable[Document | Failure]]
"""Reads the page at an address."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is remembered of an address."""

    address: str
    stamp: str
    at: str
    attempts: int = 0
    etag: str | None = None
    modified: str | None = None
    body: bytes | None = None  # of a list, packed: when the server says that nothing is new, its pages may still be due again


@dataclass
class Watcher:
    """Looks at lists once a call of `look`. `again`: after how long a listed page is fetched anew; None never."""

    archive: Archive
    fetcher: Fetching
    read: Read
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    again: timedelta | None = AGAIN

    def look(self, places: Iterable[str]) -> Iterator[Added | Failure]:
        """Everything that appeared in the lists at `places` (addresses, or files with OPML) since the last time, as it is stored."""
        for place in places:
            yield from self._list(place, 0)

    def _list(self, place: str, depth: int) -> Iterator[Added | Failure]:
        listing = self._listing(place)  # 1
        if isinstance(listing, Failure):
            yield listing
            return
        for entry in listing.entries:
            if listing.kind not in ("opml", "sitemapindex"):
                yield from self._entry(entry, listing)
            elif depth < DEEPEST:
                yield from self._list(entry.url, depth + 1)

    def _listing(self, place: str) -> Listing | Failure:
        """The list at a place, as it is now."""
        if not place.startswith(("http://", "https://")):
            return _file(Path(place))
        known = self._seen(place)
        try:
            fetched = self.fetcher.get(place, etag=known.etag if known else None, modified=known.modified if known else None)
        except NotFetched as error:
            return Failure(place, str(error))
        if fetched.unchanged and known is not None and known.body:
            body = zlib.decompress(known.body)
        else:
            body = fetched.body
            self._remember(Seen(place, "list", self._now(), 0, fetched.etag, fetched.modified, zlib.compress(body)))
        listing = parse(body, fetched.url)
        return listing or Failure(place, f"{place} is no feed, outline or sitemap; `twicetold add` reads single pages.")

    # ------------------------------------------------------------------------------------------------------ entries

    def _entry(self, entry: Entry, listing: Listing) -> Iterator[Added | Failure]:
        known, stamp = self._seen(entry.url), _stamp(entry)
        if known is not None and not self._wanted(known, stamp):  # 2
            return
        failed: Failure | None = None
        stored = False
        for one in self._documents(entry, listing):  # 3
            if isinstance(one, Failure):
                failed = one
                continue
            stored = True
            added = self.archive.add(one)
            if added.new:
                yield added
        tries = 0 if stored else (known.attempts if known and known.stamp == stamp else 0) + 1
        self._remember(Seen(entry.url, stamp, self._now(), tries))  # 4
        if failed is not None and not stored:
            yield failed

    def _wanted(self, known: Seen, stamp: str) -> bool:
        """Whether a page that was seen is looked at again."""
        if known.stamp != stamp:
            return True
        age = self.clock() - datetime.fromisoformat(known.at.replace("Z", "+00:00"))
        if known.attempts:
            return known.attempts < ATTEMPTS and age >= WAIT * 2 ** (known.attempts - 1)
        return self.again is not None and age >= self.again

    def _documents(self, entry: Entry, listing: Listing) -> Iterator[Document | Failure]:
        """The page behind an entry, with what only its list says of it; what the feed carries where the page cannot be had."""
        failed = None
        for one in self.read(entry.url):
            if isinstance(one, Document):
                yield _told(one, entry)
            else:
                failed = one
        if failed is not None:
            carried = _carried(entry, listing)
            yield failed if carried is None else carried

    # -------------------------------------------------------------------------------------------------------- memory

    def _now(self) -> str:
        return self.clock().astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

    def _seen(self, address: str) -> Seen | None:
        with database.reading(self.archive.engine) as connection:
            row = connection.execute(select(seen).where(seen.c.address == address)).first()
        return None if row is None else Seen(**row._mapping)

    def _remember(self, what: Seen) -> None:
        with database.writing(self.archive.engine) as connection:
            connection.execute(delete(seen).where(seen.c.address == what.address))
            row = {name: getattr(what, name) for name in what.__slots__}
            connection.execute(insert(seen).values(row))


def _file(path: Path) -> Listing | Failure:
    """The list in a file."""
    try:
        listing = parse(path.read_bytes())
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        return Failure(str(path), f"{path} cannot be read ({why}); give a feed's address or an OPML file.")
    return listing or Failure(str(path), f"{path} is no feed, outline or sitemap; give a feed's address or an OPML file.")


def _stamp(entry: Entry) -> str:
    """What a list says of an entry, as a hash."""
    told = "\n".join(part or "" for part in (entry.title, entry.published, entry.text))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def _told(document: Document, entry: Entry) -> Document:
    return replace(
        document,
        title=document.title or entry.title,
        published=document.published or entry.published,
        author=document.author or entry.author,
        canonical=document.canonical or entry.source_url,
    )


def _carried(entry: Entry, listing: Listing) -> Document | None:
    """What a feed carries of an article, where it does."""
    from twicetold.reading.assemble import document
    from twicetold.reading.formats.feed import of_entry

    raw = of_entry(entry, listing, entry.url, entry.url)
    made = None if raw is None else document(raw)
    return made if isinstance(made, Document) else None


def reader(fetcher: Fetching) -> Read:
    """Reads pages with a fetcher."""
    from twicetold import reading

    return lambda address: reading.read([address], fetcher)  # type: ignore[arg-type]  # a Fetcher where the program runs
