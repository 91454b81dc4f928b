"""The main job of the room: one parsed document and its actors -> all that the document says."""

from __future__ import annotations

from twicetold.claims.attributions import attributions
from twicetold.claims.certainty import Hedges
from twicetold.claims.commitments import commitments
from twicetold.claims.forecasts import forecasts
from twicetold.claims.mentions import Mentions
from twicetold.claims.missing import missing
from twicetold.claims.quotes import quotes
from twicetold.claims.syntax import Tree
from twicetold.claims.timeline import timeline
from twicetold.claims.wording import wording
from twicetold.types import Cast, DocumentClaims, Parsed


def extract(parsed: Parsed, cast: Cast) -> DocumentClaims:
    """What one document says.

    1. Estimative phrases and the clauses they govern.
    2. Attributions: who is said to hold what.
    3. Claims: the statements, each with its holders, certainty and polarity.
    4. Quotes: words inside quotation marks with their speakers.
    5. Commitments, forecasts, wording, timeline.

    Every span lies in the document's text; the same input gives the same result.
    """
    tree = Tree(parsed)
    hedges = Hedges(tree)  # 1
    held = attributions(tree, cast, hedges)  # 2
    claims = Mentions(tree, hedges, held).all()  # 3
    given = commitments(tree, cast, held, hedges)  # 5
    return DocumentClaims(
        attributions=tuple(held),
        claims=tuple(claims),
        quotes=tuple(quotes(tree, held)),  # 4
        commitments=given,
        forecasts=tuple(forecasts(tree, cast, held, claims, given)),
        wording=(*missing(tree, given), *wording(tree, cast, held)),
        timeline=tuple(timeline(tree, held)),
    )
