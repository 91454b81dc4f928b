"""The model behind one function: arrays in, arrays out. The only module that knows onnxruntime and tokenizers."""

from __future__ import annotations

import os
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from twicetold.language import graph
from twicetold.language.learned import folder

ATTENTION_HEADS = 12  # of each layer
THREADS = 2  # TWICETOLD_THREADS overrides
MOST_PIECES_PER_WORD = 16  # no English word has more; bounds memory on junk
REMEMBERED = 30_000  # words whose pieces are kept for the next text: some 5 MB
UNKNOWN = 100  # [UNK] of the uncased BERT vocabulary
READ = ("tag", "link", "upos", "raw", "end", "ner", "rel_dep", "rel_head")  # heads of words and pairs of words
LAYERS = "layers"  # of pieces: what `vector` maps
Arrays = dict[str, NDArray[Any]]


def _model() -> bytes:
    return (folder() / "reader.onnx").read_bytes()


@cache
def _session(heads: tuple[str, ...], alone: bool) -> tuple[onnxruntime.InferenceSession, frozenset[str]]:
    """The part of the model that gives `heads`, and what it asks for; `alone`: for one window at a time."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = max(1, int(os.environ.get("TWICETOLD_THREADS") or THREADS))
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # two threads that spin are slower than one on a busy machine
    model = graph.fused(_model(), ATTENTION_HEADS) if alone else _model()
    session = onnxruntime.InferenceSession(graph.pruned(model, heads), options, providers=["CPUExecutionProvider"])
    return session, frozenset(i.name for i in session.get_inputs())


@cache
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_str((folder() / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()  # the published file pads and truncates to 128
    tokenizer.no_truncation()
    return tokenizer


def pieces(words: list[str]) -> list[list[int]]:
    """The word pieces of every word, one at least."""
    known = _remembered()
    new = [w for w in dict.fromkeys(words) if w not in known]
    coded = _tokenizer().encode_batch(new, add_special_tokens=False)
    found = {w: e.ids[:MOST_PIECES_PER_WORD] or [UNKNOWN] for w, e in zip(new, coded, strict=True)}
    if len(known) + len(found) <= REMEMBERED:
        known.update(found)
    return [found[w] if w in found else known[w] for w in words]


@cache
def _remembered() -> dict[str, list[int]]:
    """Pieces of the words met first: most words of any text are among them."""
    return {}


def run(batch: Arrays, heads: tuple[str, ...], alone: bool = False) -> Arrays:
    """The named heads on one batch of windows, or on one window `alone`, without padding."""
    session, asked = _session(heads, alone)
    return dict(zip(heads, session.run(list(heads), {k: v for k, v in batch.items() if k in asked}), strict=True))


def read(window: Arrays) -> Arrays:
    """READ and LAYERS of one window."""
    name, _, _ = _projection()
    out = run(window, (*READ, name), alone=True)
    return {**out, LAYERS: out.pop(name)}


def vector(ids: list[int], case: list[int]) -> NDArray[np.float32]:
    """The vector of all pieces between the first and the last, which are the special ones, by reading them alone."""
    name, _, _ = _projection()
    row = {"ids": np.array([ids]), "case": np.array([case]), "mask": np.ones((1, len(ids)), np.int64)}
    layers = run(row, (name,), alone=True)[name][0]
    return np.asarray(vectors(layers[1:], [0, len(ids) - 2])[0], np.float32)


def vectors(layers: NDArray[np.float32], bounds: list[int]) -> NDArray[np.float32]:
    """A vector of unit length for each stretch of pieces between two `bounds`, from the LAYERS of a window.

    The model maps every piece and then takes the mean; a linear map of the mean is the same, and less work.
    """
    _, weights, bias = _projection()
    first, last = bounds[0], bounds[-1]
    shares = np.zeros((len(bounds) - 1, last - first), np.float32)  # a product with this is quicker than sums of slices
    for row, (a, b) in zip(shares, pairwise(bounds), strict=True):
        row[a - first : b - first] = 1 / (b - a)
    out = shares @ layers[first:last] @ weights + bias
    return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True).clip(1e-6), np.float32)


@cache
def _projection() -> tuple[str, NDArray[np.float32], NDArray[np.float32]]:
    return graph.linear(_model(), "piece")
