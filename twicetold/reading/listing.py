"""Lists of addresses: RSS and Atom feeds, OPML outlines, sitemaps. Read from bytes that are at hand; nothing is fetched here."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import urljoin, urlsplit

from lxml import etree

from twicetold.reading import dates

Kind = Literal["feed", "opml", "sitemap", "sitemapindex"]

MOST_ENTRIES: Final = 50_000
"""Entries of one list that are looked at; a sitemap may have as many (sitemaps.org)."""

ROOTS: Final[dict[str, Kind]] = {
    "rss": "feed", "feed": "feed", "RDF": "feed", "opml": "opml", "urlset": "sitemap", "sitemapindex": "sitemapindex",
}  # fmt: skip
OPENING: Final = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?[^>]{0,500}\?>\s*|<!--[^>]{0,2000}-->\s*|<!DOCTYPE[^>\[]{0,500}>\s*){0,8}"
    rb"<(?:\w+:)?(\w+)[\s>/]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One address in a list, with what the list says about it. `text` is HTML where the feed carries the article itself."""

    url: str
    title: str | None = None
    published: str | None = None  # ISO 8601
    author: str | None = None
    text: str | None = None
    source: str | None = None  # name of the outlet that an RSS `source` element credits
    source_url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of addresses and its own name."""

    kind: Kind
    title: str | None
    entries: tuple[Entry, ...]


def kind_of(head: bytes) -> Kind | None:
    """What kind of list the first bytes of a file begin, None for anything else."""
    found = OPENING.match(head)
    return ROOTS.get(found.group(1).decode("ascii", "replace")) if found else None


def parse(data: bytes, base: str = "") -> Listing | None:
    """The list in `data`; relative addresses are joined to `base`. None where it is none, or too damaged to be read as one."""
    kind = kind_of(data[:8192])
    if kind is None:
        return None
    if kind == "feed":
        return _feed(data, base)
    root = _tree(data)
    if root is None:
        return None
    return _opml(root, base) if kind == "opml" else _sitemap(root, base, kind)


def _tree(data: bytes) -> Any:
    """The XML tree; entities are not resolved, nothing is loaded, and the library's limits on depth and size stay on."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _local(element: Any) -> str:
    """The name of an element without its namespace, '' for a comment; names need not be well formed."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _opml(root: Any, base: str) -> Listing:
    outlines = [e for e in root.iter() if _local(e) == "outline" and e.get("xmlUrl")]
    title = next((" ".join((e.text or "").split()) for e in root.iter() if _local(e) == "title"), None)
    found = ((_joined(base, e.get("xmlUrl")), e.get("title") or e.get("text")) for e in outlines[:MOST_ENTRIES])
    return Listing(kind="opml", title=title or None, entries=tuple(Entry(url=url, title=name) for url, name in found if url))


def _joined(base: str, address: str) -> str | None:
    """An address as one of its own; None where it is none."""
    try:
        joined = urljoin(base, address.strip())
        urlsplit(joined)
    except ValueError:
        return None
    return joined


def _sitemap(root: Any, base: str, kind: Kind) -> Listing:
    entries: list[Entry] = []
    for place in (e for e in root if _local(e) in ("url", "sitemap")):
        said = {_local(e): " ".join((e.text or "").split()) for e in place.iter() if e.text}
        if (url := _joined(base, said.get("loc", ""))) and said.get("loc") and len(entries) < MOST_ENTRIES:
            when = dates.normalise(said.get("publication_date") or said.get("lastmod") or "")
            title, language = said.get("title") or None, said.get("language") or None
            entries.append(Entry(url=url, title=title, published=when, language=language))
    return Listing(kind=kind, title=None, entries=tuple(entries))


def _feed(data: bytes, base: str) -> Listing | None:
    import feedparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # entity declarations are refused by feedparser's own parser; markup is cleaned by our page reader, which keeps no scripts
        try:
            feed = feedparser.parse(data, response_headers={"content-location": base} if base else None, sanitize_html=False)
        except Exception:  # the parser stumbles over some broken namespaces
            return None
    if not feed.entries and not feed.feed:
        return None
    about = feed.feed
    entries = [e for one in feed.entries[:MOST_ENTRIES] if (e := _entry(one, base, about.get("language")))]
    return Listing(kind="feed", title=_words(about.get("title")), entries=tuple(entries))


def _entry(one: Any, base: str, language: str | None) -> Entry | None:
    link = one.get("link") or (one.get("id") if str(one.get("id", "")).startswith("http") else None)
    url = _joined(base, str(link)) if link else None
    if not url:
        return None
    bodies = [str(c.get("value") or "") for c in one.get("content", [])] + [str(one.get("summary") or "")]
    when = one.get("published") or one.get("updated")
    source = one.get("source") or {}
    return Entry(
        url=url,
        title=_words(one.get("title")),
        published=dates.normalise(str(when)) if when else None,
        author=_words(one.get("author")),
        text=max(bodies, key=len) or None,
        source=_words(source.get("title") or source.get("value")),
        source_url=source.get("href") or source.get("url"),
        language=language,
    )


def _words(value: Any) -> str | None:
    """A title as words: markup and white space gone."""
    return " ".join(re.sub(r"<[^<>]{0,500}>", " ", str(value)).split()) or None if value else None
