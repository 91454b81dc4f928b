"""The other side of `reading_speed`: a spaCy CNN pipeline (tok2vec, tagger, parser) of our own training. Runs where spaCy is installed.

    python spacy_pipeline.py train TREEBANKS MODEL [--size small|large] [--seconds 240]
                                                  from ewt/train.conllu; prints tagging and LAS on ewt/dev.conllu
    python spacy_pipeline.py time MODEL FILE...   prints processor seconds for the texts, one thread

Small: the network of spaCy's small English pipelines (HashEmbedCNN, width 96, depth 4). Large: the sizes that
`spacy init config --optimize accuracy` gives (width 256, depth 8), without pretrained vectors. Speed hangs on the shape, hardly on how
long a network was trained. Nothing here is needed by the program.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc
from spacy.training import Example

BATCH, SEED = 64, 0
LARGE = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2", "width": 256, "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        "rows": [5000, 1000, 2500, 2500], "include_static_vectors": False,
    },
    "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 256, "depth": 8, "window_size": 1, "maxout_pieces": 3},
}  # fmt: skip
SMALL = {
    "@architectures": "spacy.HashEmbedCNN.v2", "width": 96, "depth": 4, "embed_size": 2000, "window_size": 1, "maxout_pieces": 3,
    "subword_features": True, "pretrained_vectors": None,
}  # fmt: skip
SIZES: dict[str, tuple[dict[str, Any], int, int, int]] = {"small": (SMALL, 96, 64, 2), "large": (LARGE, 256, 128, 3)}
PARSER = {
    "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "parser", "extra_state_tokens": False, "use_upper": True, "nO": None,
}  # fmt: skip


def sentences(path: Path) -> Iterator[list[list[str]]]:
    """Rows of each sentence's words; multi-word ranges and empty nodes left out."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n") if line[:1].isdigit()]
        rows = [row for row in rows if row[0].isdigit()]
        if rows:
            yield rows


def gold(nlp: Any, rows: list[list[str]]) -> Doc:
    heads = [int(r[6]) - 1 if r[6] != "0" else k for k, r in enumerate(rows)]
    spaces = ["SpaceAfter=No" not in r[9] for r in rows]
    return Doc(nlp.vocab, [r[1] for r in rows], spaces, tags=[r[4] for r in rows], heads=heads, deps=[r[7].split(":")[0] for r in rows])


def build(size: str) -> Any:
    tok2vec, width, hidden, maxout = SIZES[size]
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": width}
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": tok2vec})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
    nlp.add_pipe("parser", config={"model": {**PARSER, "hidden_width": hidden, "maxout_pieces": maxout, "tok2vec": listener}})
    return nlp


def train(treebanks: Path, out: Path, size: str, seconds: float) -> None:
    random.seed(SEED)
    nlp = build(size)
    docs = [gold(nlp, rows) for rows in sentences(treebanks / "ewt" / "train.conllu")]
    examples = [Example(Doc(nlp.vocab, [t.text for t in d], [bool(t.whitespace_) for t in d]), d) for d in docs]
    optimizer = nlp.initialize(lambda: examples)
    began, steps = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        nlp.update(random.sample(examples, BATCH), sgd=optimizer, drop=0.1)
        steps += 1
    dev = [gold(nlp, rows) for rows in sentences(treebanks / "ewt" / "dev.conllu")]
    found = nlp.evaluate([Example(Doc(nlp.vocab, [t.text for t in d], [bool(t.whitespace_) for t in d]), d) for d in dev])
    nlp.to_disk(out)
    print(json.dumps({"spacy": spacy.__version__, "steps": steps, "tag_acc": found["tag_acc"], "las": found["dep_las"]}))


def clock(model: Path, files: list[Path]) -> None:
    nlp = spacy.load(model)
    texts = [f.read_text(encoding="utf-8") for f in files]
    nlp(texts[0][:500])
    began = time.process_time()
    words = sum(len(doc) for doc in nlp.pipe(texts))
    print(json.dumps({"seconds": time.process_time() - began, "tokens": words}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    learn = commands.add_parser("train")
    learn.add_argument("treebanks", type=Path)
    learn.add_argument("model", type=Path)
    learn.add_argument("--size", choices=SIZES, default="small")
    learn.add_argument("--seconds", type=float, default=240)
    run = commands.add_parser("time")
    run.add_argument("model", type=Path)
    run.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args()
    if options.command == "train":
        train(options.treebanks, options.model, options.size, options.seconds)
    else:
        clock(options.model, options.files)


if __name__ == "__main__":
    main()
