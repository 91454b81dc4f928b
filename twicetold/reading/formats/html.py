"""HTML pages: what is seen is the text, what the page says of itself is the metadata, trafilatura is asked for a second opinion."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit

from twicetold.reading import dates
from twicetold.reading.decode import decode
from twicetold.reading.formats.common import Refused, whole
from twicetold.reading.inputs import Input
from twicetold.reading.page import Page, read_page, tables
from twicetold.reading.raw import Raw
from twicetold.reading.units import Unit
from twicetold.types import Failure

SECOND_OPINION: Final = 2_000_000
"""Characters of HTML up to which trafilatura and htmldate are asked; both build trees and search them several times."""

DEEPEST: Final = 200
"""Levels of nesting up to which they are asked: real pages have up to 60, and both recurse."""

AGREED: Final = 1.2
"""Evidence from trafilatura's verdict, for or against. It is right on nine blocks of ten (its own evaluation: F1 0.91), that is 2.2;
halved, since it looks at the same tags and class names as we do."""

LEAST_TAKEN: Final = 200
"""Characters trafilatura must have found for its verdict to count: below, it has usually missed the article."""

PUBLISHED: Final = tuple(tables()["meta"]["published"].split())
ARTICLES: Final = ("Article", "Posting", "Report", "NewsItem", "PressRelease", "Review")


def read(stream: BinaryIO, item: Input) -> Iterator[Raw | Failure]:
    """The one document of a page."""
    html, said = decode(whole(stream, item), html=True)
    raw = raw_of_page(html, item.source)
    if not raw.text:
        raise Refused("has no visible text; if the page builds itself with scripts, save it from the browser after it has loaded")
    raw.fallback_id = item.stem
    raw.warnings += said
    yield raw


def raw_of_page(html: str, source: str) -> Raw:
    """The document of a page."""
    page = read_page(html)
    article = linked_article(page.linked_data)
    url = page.saved_from or _first(page, "og:url") or page.canonical
    outlet = (
        _first(page, "og:site_name")
        or _name(article.get("publisher"))
        or _first(page, "application-name", "dc.publisher", "twitter:app:name:iphone")
    )
    modest = len(html) <= SECOND_OPINION and page.depth <= DEEPEST
    return Raw(
        source=source,
        text=page.text,
        title=_title(page, article, outlet),
        outlet=outlet,
        author=_author(page, article),
        published=_published(page, article) or (_by_htmldate(html) if modest else None),
        url=url if url and url.startswith(("http://", "https://")) else None,
        canonical=page.canonical if page.canonical and page.canonical.startswith("http") else None,
        language=page.language or _first(page, "og:locale", "content-language", "dc.language") or _name(article.get("inLanguage")),
        units=_second_opinion(page.units, html) if modest else page.units,
    )


def embedded(raw: Raw) -> Raw:
    """A record whose text is a piece of HTML, with the text of that; other records as they are."""
    if not raw.html:
        return raw
    page = raw_of_page(raw.text, raw.source)
    raw.text, raw.units = page.text, page.units
    for name in ("title", "outlet", "author", "published", "url", "language"):
        if getattr(raw, name) is None:
            setattr(raw, name, getattr(page, name))
    return raw


def _first(page: Page, *names: str) -> str | None:
    return next((" ".join(values[0].split()) for name in names if (values := page.meta.get(name))), None) or None


def linked_article(scripts: list[str]) -> Mapping[str, Any]:
    """The article that a page describes in JSON-LD, {} when there is none."""
    for script in scripts[:20]:
        try:
            todo = [json.loads(script.strip().rstrip(";"), strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(200):
            if not todo:
                break
            value = todo.pop(0)
            if isinstance(value, list):
                todo += value[:100]
            elif isinstance(value, dict):
                kinds = value.get("@type")
                if any(str(kind).endswith(ARTICLES) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                    return value
                todo += [value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if isinstance(value.get(key), list | dict)]
    return {}


def _name(value: Any) -> str | None:
    """The name in a JSON-LD value: a string, an object with one, or the first of a list; several people are joined."""
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if isinstance(value, dict):
        return _name(value.get("name"))
    if isinstance(value, list):
        return ", ".join(name for one in value[:8] if (name := _name(one))) or None
    return None


def _title(page: Page, article: Mapping[str, Any], outlet: str | None) -> str | None:
    """The headline: as the article's own description has it, else the only h1, else the page's title without the outlet's name."""
    only = page.headings[0] if len(page.headings) == 1 else None
    said = _name(article.get("headline")) or _first(page, "og:title", "twitter:title", "dc.title") or only or page.title
    if only and said and (only in said or said in only):
        return only
    return _without_outlet(said, outlet or (urlsplit(page.canonical).hostname if page.canonical else None)) if said else None


def _without_outlet(title: str, outlet: str | None) -> str:
    parts = re.split(r"\s+[|–—»·-]\s+", title)
    if len(parts) < 2 or not outlet:
        return title
    tail, name = (re.sub(r"\W+", "", s.casefold()) for s in (parts[-1], outlet))
    return title[: title.rindex(parts[-1])].rstrip(" |–—»·-") if tail and (tail in name or name in tail) else title


def _author(page: Page, article: Mapping[str, Any]) -> str | None:
    said = _name(article.get("author")) or _first(
        page, "author", "article:author", "dc.creator", "parsely-author", "byl", "sailthru.author", "twitter:creator"
    )
    if not said or said.startswith(("http", "@")):
        return None
    return re.sub(r"^by\s+", "", said, flags=re.I)


def _published(page: Page, article: Mapping[str, Any]) -> str | None:
    said = [
        article.get("datePublished"),
        *(page.meta[name][0] for name in PUBLISHED if name in page.meta),
        *page.times[:1],
        article.get("dateCreated"),
    ]
    return next((iso for value in said if isinstance(value, str) and (iso := dates.normalise(value))), None)


def _by_htmldate(html: str) -> str | None:
    """The date htmldate finds in the markup; it is not let guess from the text."""
    from htmldate import find_date  # slow to load

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return dates.normalise(find_date(html, original_date=True, extensive_search=False))
    except Exception:
        return None  # whatever it stumbles over, the page has no date that can be told


def _second_opinion(units: list[Unit], html: str) -> list[Unit]:
    """`units` with trafilatura's verdict on each added to what the markup says."""
    taken = _by_trafilatura(html)
    if len(taken) < LEAST_TAKEN:
        return units
    return [replace(u, hint=u.hint + (-AGREED if _key(u.text) and _key(u.text) in taken else AGREED)) for u in units]


def _by_trafilatura(html: str) -> str:
    """What trafilatura takes for the article, letters and digits only."""
    from trafilatura import extract  # slow to load

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _key(extract(html, include_comments=False, include_tables=True, favor_recall=True, fast=True) or "")
    except Exception:
        return ""  # a second opinion only: without it, ours stands


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
