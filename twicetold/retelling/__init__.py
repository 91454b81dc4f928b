"""many `Report`s -> `Retold`: stories, passages, stemma, quote families, claim groups, shifts."""

from collections.abc import Sequence

from twicetold.types import Report, Retold, Roster, Story


def compare(reports: Sequence[Report], roster: Roster) -> Retold:
    return Retold(stories=tuple(Story((r.document.id,)) for r in reports))
