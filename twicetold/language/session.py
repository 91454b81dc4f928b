"""The model behind one function: arrays in, arrays out. The only module that knows onnxruntime and tokenizers."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from twicetold.language.learned import folder

THREADS = 2  # TWICETOLD_THREADS overrides
MOST_PIECES_PER_WORD = 16  # no English word has more; bounds memory on junk
UNKNOWN = 100  # [UNK] of the uncased BERT vocabulary
USED = frozenset(["tag", "link", "upos", "raw", "end", "ner", "rel_dep", "rel_head", "piece"])  # of more outputs
Arrays = dict[str, NDArray[Any]]


@cache
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = max(1, int(os.environ.get("TWICETOLD_THREADS") or THREADS))
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # two threads that spin are slower than one on a busy machine
    return onnxruntime.InferenceSession((folder() / "reader.onnx").read_bytes(), options, providers=["CPUExecutionProvider"])


@cache
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_str((folder() / "tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()  # the published file pads and truncates to 128
    tokenizer.no_truncation()
    return tokenizer


def pieces(words: list[str]) -> list[list[int]]:
    """The word pieces of every word, one at least."""
    known = list(dict.fromkeys(words))
    coded = _tokenizer().encode_batch(known, add_special_tokens=False)
    ids = {w: e.ids[:MOST_PIECES_PER_WORD] or [UNKNOWN] for w, e in zip(known, coded, strict=True)}
    return [ids[w] for w in words]


def run(batch: Arrays, heads: tuple[str, ...] = ()) -> Arrays:
    """The named heads, or all, on one batch of windows."""
    session = _session()
    names = heads or _outputs()
    return dict(zip(names, session.run(list(names), batch), strict=True))


@cache
def _outputs() -> tuple[str, ...]:
    return tuple(o.name for o in _session().get_outputs() if o.name in USED)
