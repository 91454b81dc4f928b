"""`Parsed` and its `Cast` -> `DocumentClaims`: what one document says."""

from twicetold.claims.explain import explain
from twicetold.claims.extract import extract
from twicetold.claims.scales import read

__all__ = ["explain", "extract", "read"]
