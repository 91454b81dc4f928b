"""Resolved forecasts scored: Brier and logarithmic score, calibration, holders compared (docs/forecasts.md#scores).

What is scored is the band that the words stand for. A band is no number, so every score is given twice: from the middle of the band, and as
the interval that the score spans over the band. Words without a band (a flat 'will', 'may') are counted, never scored.

Sources: Brier 1950 (the score of one probability, 0 best, 1 worst); Good 1952 (logarithmic score, here in nats, 0 best); Murphy 1973 (the
decomposition); Wilson 1927, recommended for small counts by Brown, Cai and DasGupta 2001 (the interval).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import log, sqrt
from typing import Literal

import numpy as np

Outcome = Literal["yes", "no", "void"]
Band = tuple[float, float]

ENOUGH = 10  # below it a 90 % Wilson interval is wider than .45, nearly twice the widest band of ICD 203: nothing can be told
ENOUGH_TO_SPLIT = 30  # Murphy's parts are biased by about bands/n: with seven bands and fewer forecasts the bias outweighs them
SHRINKAGE = 10.0  # a holder's mean counts as much as everybody's at this many forecasts: the same doubt as in ENOUGH
Z = 1.6449  # 90 %, as everywhere in a brief
FLOOR = 0.01  # where the scales of estimative language end; keeps the logarithm finite
DRAWS, SEED = 2000, 20230321
HEX = 10  # digits of an id: 40 bits, a clash in a thousand forecasts has odds of one to two million


@dataclass(frozen=True, slots=True)
class Judged:
    """One forecast with its outcome. `group`: forecasts of one group (a story) stand and fall together when an interval is drawn."""

    holder: str | None
    level: str
    band: Band | None  # probabilities 0..1; None: words without a band
    happened: bool
    group: str = ""

    @property
    def probability(self) -> float | None:
        """The middle of the band."""
        return None if self.band is None else (self.band[0] + self.band[1]) / 2


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean score: from the middles of the bands, and the least and the greatest that the bands allow."""

    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bin:
    """All forecasts of one level: how often they came true, with a 90 % Wilson interval, beside what the words promise."""

    level: str
    band: Band | None
    n: int
    happened: int
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """'too few to say', 'as said', 'more often than said', 'less often than said'; 'no band' where nothing was promised."""
        if self.band is None:
            return "no band"
        if self.n < ENOUGH:
            return "too few to say"
        return "more often than said" if self.low > self.band[1] else "less often than said" if self.high < self.band[0] else "as said"


@dataclass(frozen=True, slots=True)
class Murphy:
    """Brier = reliability - resolution + uncertainty; exact, because all forecasts of a level share one probability."""

    reliability: float
    resolution: float
    uncertainty: float


@dataclass(frozen=True, slots=True)
class HolderScore:
    """One holder. `shrunk` is the mean drawn towards everybody's; `low`..`high` a 90 % bootstrap interval, None with too few."""

    holder: str | None
    n: int
    unscored: int
    brier: float | None
    shrunk: float | None
    low: float | None
    high: float | None

    @property
    def enough(self) -> bool:
        return self.n >= ENOUGH


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything that can be said about a set of resolved forecasts."""

    n: int  # scored
    unscored: int  # resolved, but worded without a band
    brier: Mean | None
    log: Mean | None
    base_rate: float | None  # share of scored forecasts that came true
    murphy: Murphy | None  # None with fewer than ENOUGH_TO_SPLIT, or only one level
    bins: tuple[Bin, ...]
    holders: tuple[HolderScore, ...]


def forecast_id(holder: str | None, event: str, report: str) -> str:
    """The id of a forecast: the same for the same holder, words and text of the report, whatever else is read beside it and wherever.

    >>> forecast_id("Institute", "The truce will  collapse", "…") == forecast_id("Institute", "the truce will collapse", "…")
    True
    """
    told = "\n".join(" ".join((part or "").casefold().split()) for part in (holder, event, report))
    return "f" + sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:HEX]


def brier(probability: float, happened: bool) -> float:
    """The squared distance between a probability and what came about: 0 best, 1 worst.

    >>> brier(0.75, True)
    0.0625
    """
    return (probability - happened) ** 2


def log_score(probability: float, happened: bool) -> float:
    """The surprise at what came about, in nats: 0 best, 4.61 at most, because no probability counts as less than FLOOR.

    >>> round(log_score(0.75, True), 3)
    0.288
    """
    return -log(max(probability if happened else 1 - probability, FLOOR))


def wilson(happened: int, n: int) -> Band:
    """The 90 % interval for a share; (0, 1) when there is nothing.

    >>> tuple(round(x, 2) for x in wilson(3, 4))
    (0.36, 0.94)
    """
    if not n:
        return 0.0, 1.0
    share, spread = happened / n, Z * Z / n
    middle = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * sqrt(share * (1 - share) / n + spread / (4 * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def score(judged: Iterable[Judged]) -> Scores:
    """Score resolved forecasts (void ones left out beforehand). The order of `judged` does not matter."""
    everything = sorted(judged, key=lambda j: (j.holder or "", j.group, j.level, j.happened))
    scored = [j for j in everything if j.band is not None]
    happened = sum(j.happened for j in scored)
    bins = _bins(everything)
    return Scores(
        n=len(scored),
        unscored=len(everything) - len(scored),
        brier=_mean(scored, brier),
        log=_mean(scored, log_score),
        base_rate=happened / len(scored) if scored else None,
        murphy=_murphy(scored),
        bins=bins,
        holders=_holders(everything),
    )


def _mean(scored: Sequence[Judged], rule: Callable[[float, bool], float]) -> Mean | None:
    values = [[rule(p, j.happened) for p in ((j.band[0] + j.band[1]) / 2, *j.band)] for j in scored if j.band is not None]
    if not values:
        return None
    middle = sum(v[0] for v in values) / len(values)
    low, high = (sum(pick(v[1:]) for v in values) / len(values) for pick in (min, max))
    return Mean(len(values), middle, low, high)


def _bins(judged: Sequence[Judged]) -> tuple[Bin, ...]:
    """By level, from the least likely up; levels without a band last."""
    groups: dict[tuple[str, Band | None], list[Judged]] = defaultdict(list)
    for j in judged:
        groups[j.level, j.band].append(j)
    ordered = sorted(groups, key=lambda g: (g[1] is None, g[1] or (0.0, 0.0), g[0]))
    return tuple(_bin(level, band, groups[level, band]) for level, band in ordered)


def _bin(level: str, band: Band | None, members: Sequence[Judged]) -> Bin:
    happened = sum(j.happened for j in members)
    return Bin(level, band, len(members), happened, *wilson(happened, len(members)))


def _murphy(scored: Sequence[Judged]) -> Murphy | None:
    by_probability: dict[float, list[bool]] = defaultdict(list)
    for j in scored:
        if j.probability is not None:
            by_probability[j.probability].append(j.happened)
    if len(scored) < ENOUGH_TO_SPLIT or len(by_probability) < 2:
        return None
    n, rate = len(scored), sum(j.happened for j in scored) / len(scored)
    shares = [(p, len(o), sum(o) / len(o)) for p, o in sorted(by_probability.items())]
    reliability = sum(k * (p - share) ** 2 for p, k, share in shares) / n
    resolution = sum(k * (share - rate) ** 2 for _, k, share in shares) / n
    return Murphy(reliability, resolution, rate * (1 - rate))


def _holders(judged: Sequence[Judged]) -> tuple[HolderScore, ...]:
    """The best first; those with too few after them, by number and name."""
    groups: dict[str | None, list[Judged]] = defaultdict(list)
    for j in judged:
        groups[j.holder].append(j)
    everybody = _mean([j for j in judged if j.band is not None], brier)
    told = [_holder(name, members, everybody) for name, members in groups.items()]
    return tuple(sorted(told, key=lambda h: (not h.enough, h.shrunk if h.enough and h.shrunk is not None else 0.0, -h.n, h.holder or "")))


def _holder(name: str | None, members: Sequence[Judged], everybody: Mean | None) -> HolderScore:
    scored = [j for j in members if j.band is not None]
    own = _mean(scored, brier)
    if own is None or everybody is None:
        return HolderScore(name, 0, len(members), None, None, None, None)
    shrunk = (own.n * own.value + SHRINKAGE * everybody.value) / (own.n + SHRINKAGE)
    low, high = _bootstrap(scored) if own.n >= ENOUGH else (None, None)
    return HolderScore(name, own.n, len(members) - own.n, own.value, shrunk, low, high)


def _bootstrap(scored: Sequence[Judged]) -> tuple[float, float]:
    """A 90 % interval for the mean Brier score, drawn by group."""
    groups: dict[str, list[float]] = defaultdict(list)
    for n, j in enumerate(scored):
        if j.probability is not None:
            groups[j.group or f"\0{n}"].append(brier(j.probability, j.happened))
    sums = np.array([sum(g) for _, g in sorted(groups.items())])
    counts = np.array([len(g) for _, g in sorted(groups.items())])
    draws = np.random.default_rng(SEED).integers(0, len(sums), (DRAWS, len(sums)))
    means = sums[draws].sum(axis=1) / counts[draws].sum(axis=1)
    low, high = np.percentile(means, (5, 95))
    return float(low), float(high)
