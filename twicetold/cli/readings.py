"""Options by which a brief is told with more than it says itself: another scale of likelihood, and what became of its forecasts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from twicetold.brief.scaled import SCALES, with_scale
from twicetold.brief.schema import Brief


@dataclass(frozen=True, slots=True)
class Readings:
    """What to put beside a brief."""

    scale: str
    ledger: Path | None

    def of(self, told: Brief) -> Brief:
        """The brief with the readings of the scale, and the outcomes of the ledger."""
        if self.ledger is not None:
            from twicetold.assessment import resolutions
            from twicetold.brief.forecasts import with_outcomes

            told = with_outcomes(told, resolutions.outcomes(resolutions.read(self.ledger)[0]))
        return with_scale(told, self.scale)


def readings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --scale and --ledger; the command gets them as `readings`."""

    @click.option("--scale", type=click.Choice(SCALES), default=SCALES[0], show_default=True, help="Also read phrases on this scale.")
    @click.option(
        "--ledger",
        type=click.Path(dir_okay=False, exists=True, path_type=Path),
        help="Outcomes of forecasts, as `forecasts resolve` keeps them.",
    )
    @wraps(command)
    def told(*arguments: Any, scale: str, ledger: Path | None, **options: Any) -> Any:
        return command(*arguments, readings=Readings(scale, ledger), **options)

    return told
