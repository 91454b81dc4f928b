"""`Parsed` and its `Cast` -> `DocumentClaims`: what one document says."""

from twicetold.types import Cast, DocumentClaims, Parsed


def extract(parsed: Parsed, cast: Cast) -> DocumentClaims:
    return DocumentClaims()
