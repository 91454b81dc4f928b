"""What all pages work with: the archive, and the work that is under way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

from fastapi import Depends, Form, Query, Request

from twicetold.archive.store import Archive
from twicetold.brief.compare import Comparison
from twicetold.brief.schema import Brief
from twicetold.web.access import Access
from twicetold.web.errors import Refused
from twicetold.web.settings import Settings
from twicetold.web.work import Heavy, Jobs, Memory

BRIEFS: Final = 8  # kept ready: the briefs of large stories take some MB each
COMPARISONS: Final = 32
FURTHEST: Final = 1_000_000  # rows that a list may be asked to skip


@dataclass(slots=True)
class Desk:
    """One archive, open, and everything around it."""

    archive: Archive
    settings: Settings
    access: Access
    jobs: Jobs
    heavy: Heavy = field(default_factory=Heavy)
    comparisons: Memory = field(default_factory=lambda: Memory(COMPARISONS))

    def story(self, identifier: str) -> Brief:
        """The brief of a story; composing one takes its turn."""
        with self.heavy.turn():
            return self.archive.story(identifier)

    def compare(self, left: str, right: str) -> Comparison:
        """Two documents side by side."""
        from twicetold.brief.compare import compare

        def make() -> Comparison:
            with self.heavy.turn():
                return compare(self.archive.report(left), self.archive.report(right))

        made: Comparison = self.comparisons.get((left, right), make)
        return made

    def compared(self, left: str, right: str) -> Comparison:
        """The same, of documents that are there: one that was removed since is not shown from memory."""
        return self.compare(self.archive.document(left).id, self.archive.document(right).id)


def desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


async def own_form(request: Request, form: Annotated[str, Form(max_length=200)] = "") -> None:
    """Refuse a form that this server did not give to this visitor."""
    access: Access = request.app.state.access
    if not access.genuine(request.headers, form):
        raise Refused("This form is too old, or not from here: open the page again and send it once more.", 403)


At = Annotated[Desk, Depends(desk)]
OwnForm = Depends(own_form)
Text = Annotated[str, Query(max_length=500)]
Page = Annotated[int, Query(ge=1, le=FURTHEST)]
Work = Callable[[Any], None]


def day(given: str, what: str) -> str | None:
    """An ISO day from a form's field; None for an empty one. Raises Refused."""
    from datetime import date

    if not given.strip():
        return None
    try:
        return date.fromisoformat(given.strip()).isoformat()
    except ValueError as error:
        raise Refused(f"{what}: a day looks like 2024-05-31.", 422) from error
