"""Words inside quotation marks with the one who is made to say them."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.claims.chains import Chains
from twicetold.claims.syntax import Tree
from twicetold.types import Attribution, QuoteMention, Span


def quotes(tree: Tree, attributions: Sequence[Attribution]) -> list[QuoteMention]:
    """Every quotation of outer depth that is no title or nickname; fragments count when somebody is made to say them."""
    parsed, chains = tree.parsed, Chains(tree, attributions)
    out: list[QuoteMention] = []
    speakers: dict[int, tuple[int | None, str | None]] = {}
    for k, q in enumerate(parsed.quotations):
        if q.depth > 1:
            continue
        attribution = _holder(chains, attributions, q.span)
        speaker = attributions[attribution].actor if attribution is not None else None
        if attribution is None and q.continues is not None and q.continues in speakers:
            attribution, speaker = speakers[q.continues]
        speakers[k] = (attribution, speaker)
        if q.scare and (attribution is None or len(parsed.tokens_in(q.span)) < 2):
            continue
        title = parsed.document.title_span
        out.append(QuoteMention(q.span, attribution, speaker, headline=title is not None and title.covers(q.span)))
    return out


def _holder(chains: Chains, attributions: Sequence[Attribution], span: Span) -> int | None:
    """The innermost attribution whose content holds the quotation; what is reported inside the quoted words is not who says them."""
    outside = [k for k in chains.at(span) if not any(span.overlap(s) for s in (*attributions[k].source, *attributions[k].cue))]
    return outside[-1] if outside else None
