"""The balance of commitments between two parties, on the reported record.

Only the order of levels is defensible; the weights are a convention (docs/concepts.md#balance). So the index comes with the
share of monotone weightings under which its sign holds, and with a bootstrap interval over independent statements.
Reciprocity in this sense: Keohane 1986; Goldstein and Freeman 1990. Levels after Abbott et al. 2000.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEVELS = 5
WEIGHTS = (1.0, 2.0, 3.0, 4.0, 5.0)  # level -> weight: the level itself, the plainest convention
SHRINKAGE = WEIGHTS[3]  # λ: one undertaking's worth of doubt, so that a single small gift does not read as complete one-sidedness
HALF = 0.5  # conditional and reported commitments count half
DRAWS = 2000  # bootstrap and weighting draws: the interval's ends move by less than .01 between seeds
SEED = 20230321
INTERVAL = (5.0, 95.0)  # percentiles: a 90 % interval


@dataclass(frozen=True, slots=True)
class Statement:
    """One counted commitment: by the first party (side 0) or the second (side 1), from one independent source."""

    side: int
    level: int  # 1..5
    half: bool  # conditional or merely reported
    source: str  # statements with one source are resampled together


@dataclass(frozen=True, slots=True)
class Balance:
    """`index`: +1 only the first commits, -1 only the second; `low`..`high` its 90 % interval; `given` the weighted sums."""

    index: float
    low: float
    high: float
    given: tuple[float, float]
    sign_share: float | None  # None where the index is 0


def balance(statements: Sequence[Statement]) -> Balance:
    """Weigh the statements of two parties against each other: (A - B) / (A + B + λ).

    Raises ValueError when there are no statements: without any there is no balance, not a balanced one.
    """
    if not statements:
        raise ValueError("a balance needs at least one commitment")
    ordered = sorted(statements, key=lambda s: (s.source, s.side, s.level, s.half))
    counts = _counts(ordered)
    given = counts @ np.array(WEIGHTS)
    index = float(_index(given[:1], given[1:])[0])
    low, high = _interval(ordered)
    return Balance(
        round(index, 4), round(low, 4), round(high, 4), (round(float(given[0]), 4), round(float(given[1]), 4)), _sign_share(counts, index)
    )


def _counts(statements: Sequence[Statement]) -> NDArray[np.float64]:
    """(2, 5): how many commitments each side has at each level, halves as .5."""
    counts = np.zeros((2, LEVELS))
    for s in statements:
        counts[s.side, s.level - 1] += HALF if s.half else 1.0
    return counts


def _index(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return (a - b) / (a + b + SHRINKAGE)


def _interval(statements: Sequence[Statement]) -> tuple[float, float]:
    """Percentile bootstrap over sources and, within them, statements: both who reported and what was said could have been otherwise."""
    values = np.array([_counts([s]) @ np.array(WEIGHTS) for s in statements])
    sources = np.unique([s.source for s in statements], return_inverse=True)[1]
    clusters = int(sources.max()) + 1
    rng = np.random.default_rng(SEED)
    picked = rng.multinomial(clusters, np.full(clusters, 1 / clusters), DRAWS)  # how often each source is drawn
    total = np.zeros((DRAWS, 2))
    for k in range(clusters):
        members = values[sources == k]
        size = len(members)
        total += rng.multinomial(picked[:, k] * size, np.full(size, 1 / size)) @ members
    low, high = np.percentile(_index(total[:, 0], total[:, 1]), INTERVAL)
    return float(low), float(high)


def _sign_share(counts: NDArray[np.float64], index: float) -> float | None:
    """Share of random non-decreasing weightings (sorted uniforms) that keep the sign of the index."""
    if index == 0:
        return None
    weights = np.sort(np.random.default_rng(SEED).random((DRAWS, LEVELS)), axis=1)
    difference = weights @ (counts[0] - counts[1])
    return round(float(np.mean(np.sign(difference) == np.sign(index))), 4)
