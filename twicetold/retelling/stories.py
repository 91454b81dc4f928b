"""Stories: documents about one event together, the next meeting of the same people apart."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.types import Report, Retelling, Story


def cluster(reports: Sequence[Report], retellings: Sequence[Retelling] = ()) -> tuple[Story, ...]:
    return (Story(tuple(sorted(r.document.id for r in reports))),) if reports else ()
