"""The main job of a check.

1. read       drafts and sources, sources from the cache where they were read before (`cache`)
2. unite      the actors of all of them (`actors.across`)
3. quotations word for word, or nearly, and who says them (`quotations`)
4. statements what the draft says in its own words (`statements`)
5. details    numbers, dates and names (`numbers`, `dates`, `names`)
6. origins    what only retellings of a report say that says it differently (`origins`)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from twicetold.brief.compose import NothingReadable, in_order
from twicetold.checking import details, origins, quotations, statements
from twicetold.checking.cache import Cache
from twicetold.checking.found import Checked, Finding
from twicetold.checking.library import Library
from twicetold.checking.markup import blanked
from twicetold.checking.prepared import Prepared
from twicetold.types import Document, Failure, Report, Span

Progress = Callable[[str, int], None]
One = TypeVar("One", Document, Report)


def check(draft: str | Iterable[str], against: str | Iterable[str], *, cache: bool = True, progress: Progress | None = None) -> Checked:
    """Hold every quotation, attribution, hedge, number, name and date of a draft against sources.

    Args:
        draft: path of a draft, or several; '-' for standard input.
        against: paths of the sources, as for `brief`.
        cache: keep what was read of the sources on disk, and use what was kept.

    Inputs that cannot be read are in `failures`. Raises NothingReadable when no draft or no source can.
    """
    from twicetold import reading

    kept, told = Cache.usual() if cache else Cache(None), progress or (lambda stage, done: None)
    drafts, failed = _split(reading.read([draft] if isinstance(draft, str) else draft))
    sources, missing = _split(_counted(kept.reports([against] if isinstance(against, str) else against), told))
    failures = (*failed, *missing)
    if not drafts or not sources:
        raise NothingReadable(failures)
    told("checking", len(drafts))
    return replace(_check(drafts, sources, kept), failures=failures)


def _counted(found: Iterable[Report | Failure], told: Progress) -> Iterator[Report | Failure]:
    for k, item in enumerate(found, 1):
        told("reading", k)
        yield item


def _split(found: Iterable[One | Failure]) -> tuple[list[One], list[Failure]]:
    items: list[One] = []
    failures: list[Failure] = []
    for item in found:
        if isinstance(item, Failure):
            failures.append(item)
        else:
            items.append(item)
    return items, failures


def _check(drafts: Iterable[Document], sources: Sequence[Report], kept: Cache) -> Checked:
    """Stages 1 to 6 for drafts that are not read yet and sources that are."""
    prepared = {r.document.id: p for r in sources if (p := kept.prepared(r)) is not None}
    kept.tidy()
    return check_reports([read(d, Cache(None)) for d in drafts], sources, prepared)  # a draft is not kept: the next save is another


def check_text(text: str, against: Sequence[Report], *, name: str = "draft", published: str | None = None) -> Checked:
    """The same for a draft at hand as text and sources read already. `published`: ISO 8601, what relative dates count from."""
    draft = Document(id=name, source=name, text=text, body=(Span(0, len(text)),), language="en", published=published)
    return check_reports([read(draft, Cache(None))] if text.strip() else [], against)


def check_documents(
    drafts: Sequence[Document], sources: Sequence[Document], *, cache: bool = True, progress: Progress | None = None
) -> Checked:
    """The same for documents that were read already."""
    told = progress or (lambda stage, done: None)
    kept = Cache.usual() if cache else Cache(None)
    reports = []
    for k, document in enumerate(sources, 1):
        reports.append(kept.report(document))
        told("reading", k)
    told("checking", len(drafts))
    return _check(drafts, reports, kept)


def read(draft: Document, kept: Cache) -> Report:
    """A draft read whole: nothing in it is page furniture, and nothing in it may pass unread. Markup is blanked out for the reader."""
    body = (Span(0, len(draft.text)),)
    made = kept.report(replace(draft, text=blanked(draft.text), body=body))
    return replace(made, document=replace(draft, body=body))


def check_reports(drafts: Sequence[Report], sources: Sequence[Report], prepared: Mapping[str, Prepared] | None = None) -> Checked:
    """The same for reports: stages 2 to 6. `prepared`: by id of a source, what was worked out of it alone before."""
    from twicetold import actors
    from twicetold.retelling.likeness import embedder

    drafts = _apart(drafts, sources)
    ordered = in_order(sources)
    roster = actors.across({r.document.id: r.cast for r in (*ordered, *drafts)})  # 2
    library, embed = Library(ordered, roster, prepared), embedder()
    findings: list[Finding] = []
    for draft in drafts:
        said = list(quotations.check(draft, library, embed))  # 3
        stated = list(statements.check(draft, library, [h.finding.span for h in said], embed))  # 4
        exact = list(details.check(draft, library, [h.finding for h in said], [(h.finding, m) for h, m in stated]))  # 5
        found = origins.told((*said, *(h for h, _ in stated), *exact), library)  # 6
        findings += sorted(found, key=lambda f: (f.span.start, -f.span.end, f.kind))
    return Checked(tuple(d.document for d in drafts), tuple(r.document for r in ordered), tuple(findings))


def _apart(drafts: Sequence[Report], sources: Sequence[Report]) -> list[Report]:
    """Drafts under ids of their own: a draft may be called like a source."""
    taken = {r.document.id for r in sources}
    out: list[Report] = []
    for draft in drafts:
        name, count = draft.document.id, 1
        while name in taken:
            count += 1
            name = f"{draft.document.id}~draft{count if count > 2 else ''}"
        taken.add(name)
        out.append(draft if name == draft.document.id else replace(draft, document=replace(draft.document, id=name)))
    return out
