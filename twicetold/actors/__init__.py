"""Mentions -> `Actor`: names, roles, titles, metonyms, within and across documents.

>>> from twicetold import actors                        # doctest: +SKIP
>>> cast = actors.within(parsed)                        # doctest: +SKIP
>>> actors.holder(parsed, cast, reported.source)        # doctest: +SKIP
'person:xi-jinping'
>>> roster = actors.across({"d1": cast})                # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterable

from twicetold.actors.describing import describe
from twicetold.actors.knowledge import knowledge, own_actors, with_own
from twicetold.actors.labels import label_actors
from twicetold.actors.naming import meet_outlet, name_actors
from twicetold.actors.reach import holder, members_of, state_of
from twicetold.actors.roster import across
from twicetold.actors.scene import Scene
from twicetold.types import Actor, Cast, Parsed

__all__ = ["across", "holder", "members_of", "own_actors", "state_of", "within"]


def within(parsed: Parsed, own: Iterable[Actor] = ()) -> Cast:
    """The actors of one document, and every mention of them.

    1. names: the outlet, states, organisations, people, what is short for them, and who speaks in a transcript;
    2. descriptions ('the Chinese leader', by the document's date), in text order, the headline last;
    3. pronouns, on the way.

    `own` are actors that the user adds (`own_actors`); their names win over ours. A mention that cannot be told stays in the cast
    with `actor` None. Cost grows with the length of the text and the number of its actors. Raises nothing.
    """
    scene = Scene(parsed, with_own(knowledge(), own), day=day_of(parsed))
    meet_outlet(scene)
    name_actors(scene)
    label_actors(scene)
    describe(scene)
    return scene.cast()


def day_of(parsed: Parsed) -> str | None:
    """The document's date as far as it is known to the month; a bare year is too coarse to name a leader by."""
    day = (parsed.document.published or "")[:10]
    return day if len(day) >= 7 else None
