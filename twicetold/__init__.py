"""Twicetold: who said what and how surely, and whether the second report is a second source."""

__version__ = "0.1.0"
