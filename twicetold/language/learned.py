"""What training learned: label sets and weights of the decoders, from the JSON beside the model."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray


def folder() -> Traversable:
    """Where the model's files lie."""
    return resources.files("twicetold.language") / "model"


@cache
def model_version() -> str:
    """Which model is shipped: the first twelve digits of its file's SHA-256, as the model card gives it in full."""
    return hashlib.sha256((folder() / "reader.onnx").read_bytes()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Labels:
    """Label sets in the order of the model's outputs; `*_transitions` are added to log probabilities by the Viterbi decoder."""

    tags: tuple[str, ...]
    upos: tuple[str, ...]
    rels: tuple[str, ...]
    ner: tuple[str, ...]
    tag_transitions: NDArray[np.float32]  # (7, 7)
    ner_transitions: NDArray[np.float32]  # (9, 9)


@cache
def labels() -> Labels:
    """The label sets of the shipped model."""
    data = json.loads((folder() / "labels.json").read_text(encoding="utf-8"))
    names = {k: tuple(str(name) for name in data[k]) for k in ("tags", "upos", "rels", "ner")}
    tags, ner = (np.asarray(data[k], np.float32) for k in ("tag_transitions", "ner_transitions"))
    return Labels(**names, tag_transitions=tags, ner_transitions=ner)


@cache
def relation_weights() -> NDArray[np.float32]:
    """The tensor U of the relation scorer, (k, relations, k): label scores of any pair of words are dependent @ U[:, r, :] @ head."""
    with (folder() / "relations.npz").open("rb") as file:
        return np.asarray(np.load(file)["U"], np.float32)
