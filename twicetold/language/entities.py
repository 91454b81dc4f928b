"""Names of people, organisations, places and other things; where the model doubts, one word is labelled alike throughout a document."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from twicetold.language.learned import labels
from twicetold.language.viterbi import best_path, spans
from twicetold.types import Entity, EntityKind, Span

_KINDS: dict[str, EntityKind] = {"PERSON": "person", "ORGANIZATION": "organisation", "LOCATION": "place", "MISC": "misc"}


# How far a capitalised word leans on the mean of its occurrences. F1 by tokens of three classes against PolNeAR dev's silver tokens:
# 0 84.88, .2 85.15, .4 85.28
ALIKE = 0.4
RARE = 1e-4  # added to mean probabilities before their logarithm


def entities(scores: NDArray[np.float32], words: list[Span], texts: list[str]) -> tuple[Entity, ...]:
    """Entities from log probabilities of BIO labels, (words, labels)."""
    names = labels().ner[1::2]
    found = spans(best_path(_alike(scores, texts), labels().ner_transitions))
    return tuple(Entity(words[i].start, words[j - 1].end, _KINDS[names[k].removeprefix("B-")]) for k, i, j in found)


def _alike(scores: NDArray[np.float32], texts: list[str]) -> NDArray[np.float32]:
    """`scores` with the classes of each capitalised word drawn towards their mean over the document."""
    places: dict[str, list[int]] = defaultdict(list)
    for k, text in enumerate(texts):
        if len(text) > 1 and text[0].isupper():
            places[text].append(k)
    out, kinds = scores.copy(), (scores.shape[1] - 1) // 2
    inside = np.logaddexp(scores[:, 1::2], scores[:, 2::2])
    classes = np.concatenate([scores[:, :1], inside], axis=1)
    for where in places.values():
        if len(where) > 1:
            change = ALIKE * (np.log(np.exp(classes[where]).mean(0) + RARE) - classes[where])
            out[where] += change[:, [0, *(1 + k // 2 for k in range(2 * kinds))]]
    return np.asarray(out - np.logaddexp.reduce(out, axis=1, keepdims=True), np.float32)
