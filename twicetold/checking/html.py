"""A check as one HTML file that needs nothing else."""

from __future__ import annotations

from twicetold.checking.found import Checked


def render(checked: Checked) -> str:
    """The whole page."""
    raise NotImplementedError
