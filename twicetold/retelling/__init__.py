"""Many `Report`s -> `Retold`: stories, passages, stemma, quote families, claim groups, shifts."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.retelling import fold, groups, passages, quotes, stemma, stories
from twicetold.retelling.likeness import embedder
from twicetold.types import Report, Retold, Roster

__all__ = ["compare"]


def compare(reports: Sequence[Report], roster: Roster) -> Retold:
    """What happened between the documents. The order of `reports` makes no difference.

    1. passages   stretches of words that two documents share (`passages`), and sentences that tell the same in other words (`meaning`)
    2. stemma     who retells whom, and origins outside the set (`stemma`)
    3. stories    documents about one event (`stories`); a retelling belongs to the story of what it retells
    4. quotes     one utterance in all its variants, and what happened to each (`quotes`)
    5. claims     one proposition in all its mentions, and how it shifted (`groups`)
    6. fold       commitments, forecasts and dated events told by several documents (`fold`)
    """
    shared = passages.find(reports)  # 1
    retellings, alike = stemma.trace(reports, roster, shared, stories.cluster(reports))  # 2
    embed = embedder()
    events = stories.cluster(reports, retellings)  # 3
    families = quotes.families(reports, roster, events, retellings, embed)  # 4
    claims = groups.claims(reports, roster, families, events, retellings, embed)  # 5
    return Retold(
        stories=events,
        passages=passages.merged(shared, alike),
        retellings=retellings,
        quotes=families,
        claims=claims,
        commitments=fold.commitments(reports, roster, claims, events, embed),  # 6
        forecasts=fold.forecasts(reports, roster, claims, events, embed),
        timeline=fold.timeline(reports, roster, events, embed),
    )
