"""mentions -> `Actor`: names, roles, titles, metonyms, within and across documents."""

from __future__ import annotations

from collections.abc import Iterable

from twicetold.actors.describing import describe
from twicetold.actors.knowledge import knowledge, with_own
from twicetold.actors.naming import meet_outlet, name_actors
from twicetold.actors.reach import holder
from twicetold.actors.roster import across
from twicetold.actors.scene import Scene
from twicetold.types import Actor, Cast, Parsed

__all__ = ["across", "holder", "within"]


def within(parsed: Parsed, own: Iterable[Actor] = ()) -> Cast:
    """The actors of one document."""
    scene = Scene(parsed, with_own(knowledge(), own), day=(parsed.document.published or "")[:10] or None)
    meet_outlet(scene)
    name_actors(scene)
    describe(scene)
    return scene.cast()
