"""`Raw` -> `Document`: body, headline, date, language, warnings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from twicetold.reading import dates, furniture, languages, titles
from twicetold.reading.furniture import Judgement
from twicetold.reading.limits import MAX_CHARACTERS
from twicetold.reading.raw import Raw
from twicetold.reading.textual import author_in, date_in, outlet_in, stamps
from twicetold.reading.units import units
from twicetold.types import Document, Failure, Span

DOWNLOADED: Final = re.compile(r"\b(?:last )?(?:updated|modified|edited|accessed|retrieved|downloaded|printed)\b", re.I)


def document(raw: Raw) -> Document | Failure:
    """The document that `raw` holds, its furniture told from its body; a Failure when there is nothing to read in it."""
    if not raw.text.strip():
        return Failure(raw.source, f"{raw.source} holds no text; give a file with an article in it.")
    if len(raw.text) > MAX_CHARACTERS:
        return Failure(
            raw.source,
            f"{raw.source} has {len(raw.text):,} characters; a document may have {MAX_CHARACTERS:,} at most: split it into its articles.",
        )
    found = raw.units if raw.units is not None else units(raw.text)
    judged = furniture.judge(found)
    headline = titles.locate(raw.title, judged) if raw.title else titles.infer(judged)
    if headline is not None and not furniture.ranges(judged, (headline,)) and not judged[headline].furniture:
        headline = None  # a text that is nothing but its headline is its own article
    body = _without(furniture.ranges(judged, () if headline is None else (headline,)), stamps(raw.text, judged))
    title, title_span = _title(raw, judged, headline)
    article = "\n".join(raw.text[s.start : s.end] for s in body) or raw.text
    language, doubt = languages.settle(raw.language, article)
    return Document(
        id=raw.id or raw.fallback_id,
        source=raw.source,
        text=raw.text,
        body=body,
        title=title,
        title_span=title_span,
        outlet=raw.outlet or outlet_in(judged) or _host(raw.url),
        author=raw.author or author_in(judged),
        published=_published(raw, judged),
        url=raw.url,
        canonical=raw.canonical if raw.canonical != raw.url else None,
        capture=raw.capture,
        language=language,
        warnings=tuple(dict.fromkeys((*raw.warnings, *([doubt] if doubt else []), *_warnings(raw, body, language)))),
    )


def _title(raw: Raw, judged: Sequence[Judgement], headline: int | None) -> tuple[str | None, Span | None]:
    if headline is None:
        return (titles.clean(raw.title) or None) if raw.title else None, None
    span = titles.span_of(raw.title or "", judged[headline], raw.text)
    return titles.clean(raw.title or judged[headline].unit.text.lstrip("# ").rstrip("# ")), span


def _without(body: Sequence[Span], gone: Sequence[Span]) -> tuple[Span, ...]:
    """`body` less stamps that stand at the beginning of a range ('date 2023-03' glued to the first word)."""
    cut = {span.start: span.end for span in gone}
    return tuple(Span(cut.get(s.start, s.start), s.end) for s in body if cut.get(s.start, s.start) < s.end)


def _published(raw: Raw, judged: Sequence[Judgement]) -> str | None:
    if raw.published:
        iso = dates.normalise(raw.published)
        if iso is None:
            raw.warnings.append(f"Its date '{raw.published[:40]}' could not be understood and was left out.")
        else:
            return iso
    return date_in(judged, raw.text)


def _host(url: str | None) -> str | None:
    """The host of a URL without 'www.': the most that an address says about an outlet."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _warnings(raw: Raw, body: Sequence[Span], language: str) -> list[str]:
    said = []
    if not body:
        said.append("No article text was found in it: everything looks like page furniture.")
    if language not in ("en", "und"):
        said.append(
            f"It is in '{language}', a language whose sentences are not read yet: "
            "furniture, story and retelling are told, statements are not."
        )
    return said
