"""Many `Report`s -> `Retold`: stories, passages, stemma, quote families, claim groups, shifts."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.retelling import passages, stemma, stories
from twicetold.types import Report, Retold, Roster

__all__ = ["compare"]


def compare(reports: Sequence[Report], roster: Roster) -> Retold:
    """What happened between the documents. The order of `reports` makes no difference.

    1. passages   stretches of words that two documents share (`passages`), and sentences that tell the same in other words (`meaning`)
    2. stemma     who retells whom, and origins outside the set (`stemma`)
    3. stories    documents about one event (`stories`); a retelling belongs to the story of what it retells
    """
    shared = passages.find(reports)  # 1
    retellings = stemma.trace(reports, roster)  # 2
    return Retold(stories=stories.cluster(reports, retellings), passages=tuple(shared), retellings=retellings)  # 3
