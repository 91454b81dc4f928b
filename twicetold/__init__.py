"""Twicetold: who said what and how surely, and whether the second report is a second source.

>>> import twicetold
>>> twicetold.brief(["reports/"])  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from twicetold.brief.compose import NothingReadable, brief
from twicetold.brief.schema import Brief

if TYPE_CHECKING:
    from twicetold.checking import Checked

__version__ = "0.1.0"
__all__ = ["Brief", "NothingReadable", "__version__", "brief", "check"]


def check(draft: str | Iterable[str], against: str | Iterable[str], *, cache: bool = True) -> Checked:
    """Hold every quotation, attribution, hedge, number, name and date of a draft against sources (see `twicetold.checking.check`)."""
    from twicetold import checking

    return checking.check(draft, against, cache=cache)
