"""Who speaks in a transcript: the label at the head of a turn names one actor throughout the document."""

from __future__ import annotations

from twicetold.actors.names import straight
from twicetold.actors.scene import Scene, named_key
from twicetold.types import Span


def label_actors(scene: Scene) -> None:
    """Every label that names somebody ('MR. PRICE', 'THE PRESIDENT') to the actor found in it anywhere, else to one of its own.

    Labels of nobody in particular ('Q', 'QUESTION') carry no name and stay without an actor.
    """
    places: dict[str, list[Span]] = {}
    for r in scene.parsed.reported:
        if r.turn and any(k in scene.people for k in scene.parsed.tokens_in(r.source[0])):
            places.setdefault(straight(scene.parsed.text(r.source[0])), []).append(r.source[0])
    for label, spans in places.items():
        met = [key for s in spans for k in scene.parsed.tokens_in(s) if (key := scene.at_head.get(k)) is not None and scene.whos[key].human]
        key = met[0] if met else scene.meet(named_key(label), label.title() if label.isupper() else label, "person").key
        for span in spans:
            _write(scene, span, key)


def _write(scene: Scene, span: Span, key: str) -> None:
    inside = scene.parsed.tokens_in(span)
    if not any(scene.at_head.get(k) == key for k in inside):
        head = next((k for k in inside if scene.parsed.tokens[k].head not in inside or scene.parsed.tokens[k].head == k), inside[-1])
        scene.taken.update(inside)
        scene.note(inside[0], inside[-1], head, "name", key)
