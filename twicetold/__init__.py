"""Twicetold: who said what and how surely, and whether the second report is a second source.

>>> import twicetold
>>> twicetold.brief(["reports/"])  # doctest: +SKIP
"""

from twicetold.brief.compose import NothingReadable, brief
from twicetold.brief.schema import Brief

__version__ = "0.1.0"
__all__ = ["Brief", "NothingReadable", "__version__", "brief"]
