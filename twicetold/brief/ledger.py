"""Which parties stand in a balance, and with what: the commitments of the brief, paired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from twicetold.assessment import Statement, balance
from twicetold.brief.schema import BriefBalance, BriefCommitment

COUNTED = ("given", "reaffirmed", "conditional", "reported")
TALLIED_APART = ("withheld", "refused")


def balances(commitments: Sequence[BriefCommitment], origins: Mapping[str, frozenset[str]]) -> Iterator[BriefBalance]:
    """A balance for every two parties of which one committed to something toward the other, most commitments first."""
    pairs = Counter(tuple(sorted((c.party, c.toward), key=_number)) for c in commitments if c.toward and c.toward != c.party)
    for pair, _ in sorted(pairs.items(), key=lambda p: (-p[1], p[0])):
        first, second = pair
        if (found := _between(first, second, commitments, origins)) is not None:
            yield found


def _number(actor: str) -> int:
    return int(actor[1:])


def _between(first: str, second: str, commitments: Sequence[BriefCommitment], origins: Mapping[str, frozenset[str]]) -> BriefBalance | None:
    def of(party: str, other: str, statuses: tuple[str, ...]) -> list[int]:
        return [k for k, c in enumerate(commitments) if c.party == party and c.toward == other and c.status in statuses]

    def levels(indices: list[int]) -> list[int]:
        return [sum(commitments[k].level == level for k in indices) for level in range(1, 6)]

    counted = (of(first, second, COUNTED), of(second, first, COUNTED))
    statements = [
        Statement(side, commitments[k].level, commitments[k].status in ("conditional", "reported"), _source(commitments[k], origins))
        for side, indices in enumerate(counted)
        for k in indices
    ]
    if not statements:
        return None
    result = balance(statements)
    return BriefBalance(
        parties=(first, second), index=result.index, low=result.low, high=result.high, given=result.given, commitments=counted,
        withheld=(of(first, second, TALLIED_APART), of(second, first, TALLIED_APART)), sign_share=result.sign_share,
        refused=(of(first, second, ("refused",)), of(second, first, ("refused",))), levels=(levels(counted[0]), levels(counted[1])),
    )  # fmt: skip


def _source(commitment: BriefCommitment, origins: Mapping[str, frozenset[str]]) -> str:
    """The origin a commitment is known from: statements with one origin are one source's word."""
    roots = sorted({root for m in commitment.mentions for root in origins.get(m.document, frozenset({m.document}))})
    return roots[0] if roots else ""
