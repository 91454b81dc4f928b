"""`Parsed` and its `Cast` -> `DocumentClaims`: what one document says."""

from twicetold.claims.events import Event, coded
from twicetold.claims.explain import explain
from twicetold.claims.extract import extract
from twicetold.claims.scales import read

__all__ = ["Event", "coded", "explain", "extract", "read"]
