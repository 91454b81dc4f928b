"""Names of people, organisations, places and other things."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from twicetold.language.learned import labels
from twicetold.language.names import Words, transitions, weighed
from twicetold.language.viterbi import best_path, spans
from twicetold.types import Entity, EntityKind, Span

_KINDS: dict[str, EntityKind] = {"PERSON": "person", "ORGANIZATION": "organisation", "LOCATION": "place", "MISC": "misc"}


def entities(scores: NDArray[np.float32], places: list[Span], words: Words) -> tuple[Entity, ...]:
    """Entities from log probabilities of BIO labels, (words, labels); `places` are the words' characters."""
    names = labels().ner[1::2]
    found = spans(best_path(weighed(scores, words), transitions()))
    return tuple(Entity(places[i].start, places[j - 1].end, _KINDS[names[k].removeprefix("B-")]) for k, i, j in found)
