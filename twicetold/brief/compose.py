"""The main job: from paths to a cited brief.

1. read      every document under the paths (`reading`)
2. parse     its language, actors and claims, one document at a time (`language`, `actors`, `claims`); the syntax is let go
3. unite     the actors of all documents (`actors`)
4. compare   the documents: stories, passages, stemma, quote families, claim groups, shifts (`retelling`)
5. assess    independent sources and the balance of commitments (`assessment`)
6. tell      all of it as the contract's data, in a fixed order (`brief.tell`)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from twicetold.brief.schema import Brief
from twicetold.types import Actor, Document, Failure, Report

if TYPE_CHECKING:
    from twicetold.reading.fetch import Fetcher

Progress = Callable[[str, int], None]
"""Called with the name of a stage and the number of documents done so far."""


class NothingReadable(Exception):
    """No input could be read; `failures` says why, one sentence each."""

    def __init__(self, failures: tuple[Failure, ...]) -> None:
        super().__init__("none of the inputs could be read")
        self.failures = failures


def brief(paths: Iterable[str], *, progress: Progress | None = None, fetcher: Fetcher | None = None, own: Sequence[Actor] = ()) -> Brief:
    """Read everything under `paths` and say who said what, how surely, who retells whom, and what was committed to.

    Paths are files, folders, globs, addresses of pages, feeds and sitemaps (fetched by `fetcher`), or '-' for standard input. The same
    input gives the same brief, in whatever order. `own` are the user's own actors, whose names win over the knowledge base's.
    Inputs that cannot be read are listed in `failures`; raises NothingReadable when none can.
    """
    return compose(*gather(read_reports(paths, fetcher, own), progress))  # 1, 2


def gather(found: Iterable[Report | Failure], progress: Progress | None = None) -> tuple[list[Report], list[Failure]]:
    """Reports and failures apart, once all have come. Raises NothingReadable when there is no report."""
    told = progress or (lambda stage, done: None)
    failures: list[Failure] = []
    reports: list[Report] = []
    for item in found:
        if isinstance(item, Failure):
            failures.append(item)
        else:
            reports.append(item)
            told("reading", len(reports))
    if not reports:
        raise NothingReadable(tuple(failures))
    told("comparing", len(reports))
    return reports, failures


def read_reports(paths: Iterable[str], fetcher: Fetcher | None = None, own: Sequence[Actor] = ()) -> Iterator[Report | Failure]:
    """Stages 1 and 2, as documents come: one report (or the reason why there is none) at a time."""
    from twicetold import reading

    for item in reading.read(paths, fetcher):
        yield item if isinstance(item, Failure) else report(item, own)


def report(document: Document, own: Sequence[Actor] = ()) -> Report:
    """Stage 2 for one document."""
    from twicetold import actors, claims, language  # rooms load when they are entered: `--help` and `schema` need none of them

    parsed = language.parse(document)
    cast = actors.within(parsed, own)
    return Report(
        document=document,
        sentences=tuple(s.span for s in parsed.sentences),
        vectors=parsed.vectors,
        quotations=parsed.quotations,
        cast=cast,
        claims=claims.extract(parsed, cast),
    )


def in_order(reports: Iterable[Report]) -> list[Report]:
    """Reports by date, those without one last, then by id: the order of the input makes no difference."""
    return sorted(reports, key=lambda r: (r.document.published or "9999", r.document.id))


def compose(reports: Iterable[Report], failures: Iterable[Failure] = ()) -> Brief:
    """Stages 3 to 6: from the reports on single documents to the brief on all of them."""
    from twicetold import actors, retelling
    from twicetold.brief.tell import tell
    from twicetold.retelling.stemma import origins

    ordered = in_order(reports)
    roster = actors.across({r.document.id: r.cast for r in ordered})  # 3
    retold = retelling.compare(ordered, roster)  # 4
    roots = origins(ordered, retold.retellings)  # 5
    return tell(ordered, roster, retold, roots, sorted(failures, key=lambda f: f.source))  # 6
