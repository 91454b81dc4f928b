"""Who speaks in a transcript: the label at the head of a turn names one actor throughout the document."""

from __future__ import annotations

import re

from twicetold.actors.names import fold, straight
from twicetold.actors.persons import meet_person
from twicetold.actors.runs import Run
from twicetold.actors.scene import Scene, named_key
from twicetold.actors.titles import Name, first_names
from twicetold.types import Span

PAIR = re.compile(r"\b([A-Z][a-z]+)(?= ([A-Z][\w’'-]+))")


def label_actors(scene: Scene) -> None:
    """Every label that names somebody ('MR. PRICE', 'THE PRESIDENT') to the actor found in it anywhere, else to one of its own.

    Labels of nobody in particular ('Q', 'QUESTION') carry no name and stay without an actor.
    """
    places: dict[str, list[Span]] = {}
    for r in scene.parsed.reported:
        if r.turn and any(k in scene.people for k in scene.parsed.tokens_in(r.source[0])):
            places.setdefault(straight(scene.parsed.text(r.source[0])), []).append(r.source[0])
    full = _full_names(scene.parsed.document.text) if places else {}
    for label, spans in places.items():
        found = [scene.at_head[k] for s in spans for k in scene.parsed.tokens_in(s) if k in scene.at_head]
        found = found or [k for k in (_initialled(scene, label),) if k is not None]
        met = [k for k in found if scene.whos[k].human and k != named_key(label)]
        key = met[0] if met else _new(scene, label.title() if label.isupper() else label, full)
        for span in spans:
            _write(scene, span, key)


def _initialled(scene: Scene, label: str) -> str | None:
    """'BL' for Beatriz Lacerda: the only person met with these first letters."""
    if not (label.isupper() and 1 < len(label) < 5 and label.isalpha()):
        return None
    people = (k for k, w in scene.whos.items() if w.human and "".join(p[0] for p in fold(w.name).split()) == label.casefold())
    return scene.alone(people)


def _full_names(text: str) -> dict[str, set[str]]:
    """Surname -> the full names with a known first name that the text gives it."""
    out: dict[str, set[str]] = {}
    for match in PAIR.finditer(text):
        if fold(match[1]) in first_names():
            out.setdefault(fold(match[2]), set()).add(f"{match[1]} {match[2]}")
    return out


def _new(scene: Scene, name: str, full: dict[str, set[str]]) -> str:
    """A person under the full name that the text has elsewhere ('Dana Holt' for 'MS. HOLT'), else under the label."""
    names = full.get(fold(name.split()[-1]), set())
    if len(names) == 1 and fold(name.split()[0]) not in first_names():
        name = min(names)
    if len(name.split()) == 1:
        return scene.meet(named_key(name), name, "person").key
    return meet_person(scene, Name(0, 0, name, "", Run(0, 0, None, None))).key


def _write(scene: Scene, span: Span, key: str) -> None:
    inside = scene.parsed.tokens_in(span)
    if not any(scene.at_head.get(k) == key for k in inside):
        head = next((k for k in inside if scene.parsed.tokens[k].head not in inside or scene.parsed.tokens[k].head == k), inside[-1])
        scene.taken.update(inside)
        scene.note(inside[0], inside[-1], head, "name", key)
