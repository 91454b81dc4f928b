"""Paths, globs, folders and standard input -> `Document`s; one small reader a format; furniture told from the article."""

from __future__ import annotations

from twicetold.reading.reader import read

__all__ = ["read"]
