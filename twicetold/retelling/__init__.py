"""Many `Report`s -> `Retold`: stories, passages, stemma, quote families, claim groups, shifts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from twicetold.types import Report, Retold, Roster, Story

__all__ = ["compare", "lineage"]


def compare(reports: Sequence[Report], roster: Roster, *, one_story: bool = False) -> Retold:
    """What happened between the documents. The order of `reports` makes no difference.

    1. passages   stretches of words that two documents share (`passages`), and sentences that tell the same in other words (`meaning`)
    2. stemma     who retells whom, and origins outside the set (`stemma`)
    3. stories    documents about one event (`stories`); a retelling belongs to the story of what it retells
    4. quotes     one utterance in all its variants, and what happened to each (`quotes`)
    5. claims     one proposition in all its mentions, and how it shifted (`groups`)
    6. fold       commitments, forecasts and dated events told by several documents (`fold`)

    With `one_story` quotes and claims are looked for across all documents, whatever stage 3 would say.
    """
    from twicetold.retelling import fold, groups, quotes  # not with the package: its words and dates serve commands that compare nothing
    from twicetold.retelling.likeness import embedder

    told = lineage(reports, roster, one_story=one_story)  # 1, 2, 3
    embed = embedder()
    families = quotes.families(reports, roster, told.stories, told.retellings, embed)  # 4
    claims = groups.claims(reports, roster, families, told.stories, told.retellings, embed)  # 5
    known = fold.Told(reports, roster, claims, told.stories, told.retellings, embed)
    return replace(
        told,
        quotes=families,
        claims=claims,
        commitments=fold.commitments(known),  # 6
        forecasts=fold.forecasts(known),
        timeline=fold.timeline(known),
    )


def lineage(reports: Sequence[Report], roster: Roster, *, one_story: bool = False) -> Retold:
    """Stages 1 to 3 of `compare`: passages, who retells whom, and stories; nothing of what the documents say."""
    from twicetold.retelling import passages, stemma, stories

    whole = (Story(tuple(sorted(r.document.id for r in reports))),) if one_story else ()
    shared = passages.find(reports)  # 1
    traits = [] if whole else [stories.traits(r) for r in reports]
    retellings, alike = stemma.trace(reports, roster, shared, whole or stories.sort(traits))  # 2
    events = whole or stories.sort(traits, retellings)  # 3
    return Retold(stories=events, passages=passages.merged(shared, alike), retellings=retellings)
