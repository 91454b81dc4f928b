"""Fit the second look at heads and relations (`twicetold/language/lexicons/arcs.json`) on the training parts of EWT and GUM.

    python training/syntax/heads.py TREEBANKS            (TREEBANKS/{ewt,gum}/train.conllu; ten minutes on one core)

Two conditional logits with an L2 penalty, no randomness: every document is read as one raw text with our own words and sentences; where
one of the heads (or relations) weighed is the treebank's, that one is to be chosen. Relations are weighed in the trees that the heads
give, under right heads only. Weights of cells met fewer than LEAST times are zero.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from ends import documents
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from evaluation.ud import Gold
from twicetold.language import arcs, looks, reading
from twicetold.language.looks import Options
from twicetold.types import Document, Span

COMMON = 80  # times that a word is met to be a code of its own
LEAST = 80  # 40 gives the same LAS on the dev parts within .02
PENALTY = 8.0  # 4 and 16 likewise within .04
SMALLEST = 0.1  # .2 and more lose .1
FILE = Path(__file__).parents[2] / "twicetold" / "language" / "lexicons" / "arcs.json"
Right = np.ndarray  # of each option
Example = tuple[Options, Right]


def stretches(golds: list[Gold]) -> Iterator[tuple[arcs.Stretch, np.ndarray, np.ndarray]]:
    """What every window says with the treebank's head (-1: none of the words) and relation of each word."""
    for gold in golds:
        document = Document(id="x", source="x", text=gold.text, body=(Span(0, len(gold.text)),), language="en")
        laid, solid = reading.layout(document), np.cumsum([0, *(not c.isspace() for c in gold.text)]).tolist()
        places = [(solid[a], solid[b]) for a, b in laid.words]
        for first, stretch in reading.stretches(laid):
            here = places[first : first + len(stretch.texts)]
            known = {place: k for k, place in enumerate(here)}
            found = [(known.get(gold.words[w][0] or w, -1), gold.words[w][1]) if w in gold.words else (-1, "") for w in here]
            rels = [arcs.BASE.index(r) if r in arcs.BASE else -1 for _, r in found]
            yield stretch, np.array([h for h, _ in found]), np.array(rels)


def of_heads(stretch: arcs.Stretch, heads: np.ndarray) -> Example:
    weighed = arcs.heads_weighed(stretch, *arcs.first_look(stretch))
    return weighed, weighed.real & (weighed.option == heads[weighed.word])


def of_relations(stretch: arcs.Stretch, heads: np.ndarray, rels: np.ndarray) -> Example:
    drawn, scores = arcs.drawn(stretch)
    weighed = arcs.relations_weighed(stretch, drawn, scores)
    return weighed, (drawn == heads)[weighed.word] & (arcs.BASE_OF[weighed.option] == rels[weighed.word])


def fitted(examples: list[Example], each: int) -> tuple[dict[str, dict[str, float]], int]:
    """Weights of a conditional logit by template and cell, and how many words it was fitted on."""
    slots = {name: s for options, _ in examples for name, (s, _) in options.codes.items()}
    slots |= {name: s for options, _ in examples for name, (_, s) in options.numbers.items()}
    starts = np.cumsum([0, *(looks.size(s) for s in slots.values())])
    rows, cells, values = (np.concatenate(x) for x in zip(*_cells(examples, dict(zip(slots, starts.tolist(), strict=False))), strict=True))
    real, right = (np.concatenate(x).reshape(-1, each) for x in ([o.real for o, _ in examples], [r for _, r in examples]))
    kept = right.any(1)
    common = np.flatnonzero(np.bincount(cells[kept[rows // each]], minlength=starts[-1]) >= LEAST)
    use = np.isin(cells, common)
    x = csr_matrix((values[use], (rows[use], np.searchsorted(common, cells[use]))), shape=(right.size, len(common)))
    weights = _logit(x[np.repeat(kept, each)], real[kept], right[kept].argmax(1))
    out: dict[str, dict[str, float]] = {name: {} for name in slots}
    for (name, s), first, last in zip(slots.items(), starts, starts[1:], strict=False):
        for k in range(*np.searchsorted(common, [first, last])):
            if abs(weights[k]) >= SMALLEST:
                out[name][looks.named(s, int(common[k] - first))] = round(float(weights[k]), 2)
    return out, int(kept.sum())


def _cells(examples: list[Example], starts: dict[str, int]) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Rows, cells and values of all features, one template of one window after another."""
    row = 0
    for options, _ in examples:
        every = np.arange(len(options.word))
        for name, (slots, where) in options.codes.items():
            use = options.real if where is None else options.real & where
            yield every[use] + row, looks.place(slots)[use] + starts[name], np.ones(int(use.sum()))
        for name, (numbers, slots) in options.numbers.items():
            yield every + row, np.broadcast_to(looks.place(slots), every.shape) + starts[name], np.where(options.real, numbers, 0)
        row += len(every)


def _logit(x: csr_matrix, real: np.ndarray, right: np.ndarray) -> np.ndarray:
    back, every, chosen = x.T.tocsr(), np.arange(len(right)), np.zeros(real.shape)
    chosen[every, right] = 1

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = np.where(real, (x @ w).reshape(real.shape), -np.inf)
        z -= z.max(1, keepdims=True)
        odds = np.exp(z)
        total = odds.sum(1)
        value = -(z[every, right] - np.log(total)).sum() + PENALTY * (w @ w) / 2
        return float(value), back @ (odds / total[:, None] - chosen).reshape(-1) + PENALTY * w

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x)


def write(weights: dict[str, object]) -> None:
    """The weights as a lexicon, from which the language room reads them anew."""
    lines = [f'"{name}": {json.dumps(what, ensure_ascii=False)}' for name, what in weights.items() if isinstance(what, str)]
    for name, look in weights.items():
        if isinstance(look, dict):
            tables = [f'"{template}": {json.dumps(cells, ensure_ascii=False)}' for template, cells in look.items()]
            lines.append(f'"{name}": {{\n' + ",\n".join(tables) + "\n}")
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    looks.forget()


def main(treebanks: Path) -> None:
    golds = [gold for bank in ("ewt", "gum") for gold in documents(treebanks / bank / "train.conllu")]
    made = "`python training/syntax/heads.py TREEBANKS`: conditional logits on the training parts of UD English EWT and GUM"
    write({"reference": made, "words": "", "heads": {}, "relations": {}})
    read = list(stretches(golds))  # each is looked at in a copy, which forgets what it worked out
    counts = Counter(word.lower() for stretch, _, _ in read for word in stretch.texts)
    words = " ".join(sorted(w for w, n in counts.items() if n >= COMMON and any(c.isalpha() for c in w)))
    write({"reference": made, "words": words, "heads": {}, "relations": {}})
    heads, n = fitted([of_heads(replace(stretch), right) for stretch, right, _ in read], arcs.HEADS)
    write({"reference": made, "words": words, "heads": heads, "relations": {}})
    rels, m = fitted([of_relations(replace(stretch), *right) for stretch, *right in read], arcs.RELATIONS)
    write({"reference": f"{made}, {n} heads and {m} relations", "words": words, "heads": heads, "relations": rels})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
