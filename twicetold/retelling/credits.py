"""What pages say of themselves: which outlets a report names as its source.

'(via The Saltmarsh Courier)', 'told Tidewatch', 'Source: …', '(AP) -', 'first published in'. An outlet's name is looked for in its long
forms anywhere in the page, and by its first, distinctive word where the sentence names a source. In a source line, names garbled by a
thesaurus ('Maritime Enterprise Each Day' for 'Maritime Business Daily') are matched by what is left of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from twicetold.retelling.lists import function_words
from twicetold.retelling.tables import table, words
from twicetold.types import Report, Span


class Credit(NamedTuple):
    """`child` names the outlet of `parent` at `span`. `strong`: in a source line or with words that name a source."""

    child: str
    parent: str
    span: Span
    strong: bool


WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
EDITION = re.compile(
    r"\s*(?:\([^)]*\)|\[[^\]]*\]|[,|–—-]\s*(?:english|international|online|the)?\s*"
    r"(?:edition|digest|service|page|version|desk|section)\b.*)$",
    re.I,
)
BETWEEN = r"\W{1,3}(?:(?:of|for|the|and|on|in|at)\W{1,3}){0,3}"  # the small words that `names` leaves out
HEAD, LONGEST = 400, 6  # characters above an article in which its outlet names itself; words of the name
_PARTS = re.compile(r"\s*[|/·•»›>▸★]+\s*|\s+[-–—]+\s+|\s{3,}|\t|,\s+(?=\w+\s+(?:edition|digest))")
_FEED = re.compile(r"^[^/]+(?:/(?:rss|feeds?|atom|index)?(?:\.xml)?|/.*(?:rss|feed|atom)[^/]*)?$")  # a source as a feed names it: a site
LONGEST_URL = 500  # characters of an address that are looked at
NEAR = 40  # characters before and after a name that are searched for words that name a source
GARBLED = 84  # per cent of equal letters from which a word of a source line may be a respelt word of an outlet's name ('Harbor', 'Harbour')
RESPELT, RESPELT_REACH = 66, 60  # 'Center' is 'centre' at 67 %; characters within which the words of one name stand


def _any(phrases: list[str]) -> str:
    return "(?:" + "|".join(r"\s+".join(map(re.escape, p.split())) for p in sorted(phrases, key=len, reverse=True)) + ")"


@lru_cache(maxsize=1)
def source_line() -> re.Pattern[str]:
    """A line that begins like a source line: 'Source: …', 'By way of …', 'Originally published in …'."""
    return re.compile(rf"^[^\w\n]{{0,8}}{_any(table('sources')['credit']['lines'])}\b[^\n]{{0,200}}$", re.I | re.M)


@lru_cache(maxsize=1)
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:\b{_any(table('sources')['credit']['before'])}|\()\W{{1,3}}(?:the\s+)?$|\($", re.I)


@lru_cache(maxsize=1)
def _after() -> re.Pattern[str]:
    who = r"(?:[’']s\s+)?(?:(?:reporters?|correspondents?|editors?|columnists?|own)\s+)?"
    return re.compile(rf"^\W{{0,3}}{who}(?:{_any(table('sources')['credit']['after'])}\b)|^\)", re.I)


def names(outlet: str) -> tuple[str, ...]:
    """The words of an outlet's name, lower case, without article, edition and legal trimmings.

    >>> names("Lomel Herald (English service)"), names("The Saltmarsh Courier")
    (('lomel', 'herald'), ('saltmarsh', 'courier'))
    """
    plain = EDITION.sub("", outlet).strip() or outlet
    parts = [w.casefold() for w in WORD.findall(plain)]
    return tuple(w for w in parts if w not in function_words()) or tuple(parts)


def publisher(report: Report) -> str:
    """The outlet's name; where none is known, what stands first above the article if it reads like one; '' if nothing does.

    Read off the page, so good enough to know a credit by, not to be shown as the outlet.
    """
    if report.document.outlet:
        return report.document.outlet
    top = report.document.text[: min((s.start for s in report.document.body), default=0)][:HEAD]
    first = next((part for line in top.splitlines() for part in _PARTS.split(line.strip()) if part.strip()), "").strip(" .,;-–—")
    parts = WORD.findall(first)
    plain = {w.casefold() for w in parts}
    headline = (report.document.title or "").casefold()
    named = 0 < len(parts) <= LONGEST and parts[0][:1].isupper() and len(max(parts, key=len)) > 3 and not any(w.isdigit() for w in parts)
    return first if named and parts[0].casefold() not in words("sources", "navigation") and not plain <= set(headline.split()) else ""


def read(reports: Sequence[Report]) -> list[Credit]:
    """All credits among `reports`, by child, parent and place. Several reports of one outlet are all named by its name."""
    owners: defaultdict[tuple[str, ...], list[Report]] = defaultdict(list)
    for report in reports:
        if key := names(publisher(report)):
            owners[key].append(report)
    heads: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for key in owners:
        for word in key:
            heads[word].add(key)
    first: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key in sorted(owners):
        first[key[0]].append(key)
    found = list(_canonical(reports))
    for report in reports:
        own = names(publisher(report))
        for head in _heads(report.document.text, list(first)):
            found += [c for key in first[head] if key != own for c in _credits(report, key, owners[key], heads)]
    return sorted(set(found))


def _canonical(reports: Sequence[Report]) -> Iterator[Credit]:
    """Reports whose page (rel=canonical) or feed (source) gives another report's address as that of the original."""
    owners: defaultdict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if report.document.url:
            owners[address(report.document.url)].append(report)
            owners[host(report.document.url)].append(report)
    for report in reports:
        given = report.document.canonical
        wanted = "" if not given else host(given) if _FEED.search(address(given)[:LONGEST_URL]) else address(given)
        for owner in owners.get(wanted, ()):
            if owner is not report and host(owner.document.url or "") != host(report.document.url or ""):
                yield Credit(report.document.id, owner.document.id, opening(report), True)


def opening(report: Report) -> Span:
    """What stands for a page in evidence that is not in its text: the headline, or the first sentence."""
    first = next((s for s in report.sentences if any(b.overlap(s) for b in report.document.body)), Span(0, len(report.document.text)))
    return report.document.title_span or first


def address(url: str) -> str:
    """What two spellings of one address have in common."""
    plain = url.split("#")[0].split("?")[0].rstrip("/").casefold()
    return re.sub(r"^(?:www|m|amp)\.", "", plain.partition("://")[2] or plain)


def host(url: str) -> str:
    """The host of an address without 'www'."""
    return address(url).partition("/")[0]


def _heads(text: str, heads: list[str]) -> list[str]:
    """Those first words of names that the text has, or has with a letter changed: the only names worth looking for."""
    parts = sorted({w.casefold() for w in WORD.findall(text)})
    if not parts or not heads:
        return []
    close = cdist(heads, parts, scorer=ratio, score_cutoff=GARBLED)
    return [head for head, row in zip(heads, close, strict=True) if row.any()]


def _credits(report: Report, key: tuple[str, ...], owners: list[Report], heads: dict[str, set[tuple[str, ...]]]) -> Iterator[Credit]:
    text = report.document.text
    for span, strong in _mentions(text, key, len(heads[key[0]]) == 1):
        for owner in owners:
            yield Credit(report.document.id, owner.document.id, span, strong)


def _mentions(text: str, key: tuple[str, ...], distinctive: bool) -> Iterator[tuple[Span, bool]]:
    lines = [Span(m.start(), m.end()) for m in source_line().finditer(text)]
    whole = re.compile(r"\b" + BETWEEN.join(re.escape(w) for w in key) + r"\b", re.I)
    places = [Span(m.start(), m.end()) for m in whole.finditer(text)]
    for span in places:
        yield span, _names_source(text, span) or any(line.covers(span) for line in lines)
    if distinctive and key[0] not in words("sources", "outlets") and key[0] not in function_words() and len(key[0]) > 3:
        for m in re.finditer(r"\b" + re.escape(key[0].capitalize()) + r"\b", text):
            span = Span(m.start(), m.end())
            if not any(p.covers(span) for p in places) and _names_source(text, span) and not _is_place(text, span):
                yield span, True
    if not places:
        yield from ((line, True) for line in lines if garbled(text[line.start : line.end], key))
        yield from ((span, True) for span in _respelt(text, key))


def _respelt(text: str, key: tuple[str, ...]) -> Iterator[Span]:
    """Places where most words of a name stand close together, the distinctive first one among them: 'Berglund Tide Research Center'."""
    if key[0] in words("sources", "outlets") or len(key) < 2 or len(key[0]) < 4:
        return
    parts = [m for m in WORD.finditer(text) if m.group()[:1].isupper() or m.group().casefold() in key]
    for k, first in enumerate(parts):
        if ratio(first.group().casefold(), key[0]) < GARBLED or not first.group()[:1].isupper():
            continue
        near = [
            w
            for w in parts[k + 1 : k + len(key) + 2]
            if w.start() - first.start() < RESPELT_REACH and "\n" not in text[first.start() : w.start()]
        ]
        hits = [w for w in near if any(ratio(w.group().casefold(), k) >= RESPELT for k in key[1:])]
        if hits and 2 * (len(hits) + 1) >= len(key):
            yield Span(first.start(), hits[-1].end())


def _is_place(text: str, span: Span) -> bool:
    """Whether one word of a name stands where a place would: 'diplomats in Brussels said', 'a guest in the Arctic'."""
    before = [w.casefold() for w in WORD.findall(text[max(0, span.start - NEAR) : span.start])]
    before = before[:-1] if before[-1:] == ["the"] else before
    return before[-1:] != [] and before[-1] in table("sources")["credit"]["places"]


def _names_source(text: str, span: Span) -> bool:
    before, after = text[max(0, span.start - NEAR) : span.start], text[span.end : span.end + NEAR]
    return bool(_before().search(before) or _after().search(after))


def garbled(line: str, key: tuple[str, ...]) -> bool:
    """Whether a source line has the distinctive words of a name, letters changed perhaps, or half of all its words in order."""
    parts = [w.casefold() for w in WORD.findall(line)]
    hit = [any(ratio(w, k) >= GARBLED for w in parts) for k in key]
    distinct = [h for h, k in zip(hit, key, strict=True) if k not in words("sources", "outlets")]
    return bool(distinct) and distinct[0] and 4 * sum(hit) >= len(key)
