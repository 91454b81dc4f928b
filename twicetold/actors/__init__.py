"""mentions -> `Actor`: names, roles, titles, metonyms, within and across documents."""

from collections.abc import Mapping

from twicetold.types import Cast, Parsed, Roster


def within(parsed: Parsed) -> Cast:
    """The actors of one document."""
    return Cast()


def across(casts: Mapping[str, Cast]) -> Roster:
    """One roster for all documents, by document id."""
    return Roster({(i, k): a for i, cast in casts.items() for k, a in cast.actors.items()})
