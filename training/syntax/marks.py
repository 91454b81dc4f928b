"""Fit which word a punctuation mark hangs on (`twicetold/language/lexicons/punctuation.toml`) on the training parts of EWT and GUM.

    python training/syntax/marks.py TREEBANKS 2 3        (TREEBANKS/{ewt,gum}/train.conllu: every second and every third document)

Conditional logit with an L2 penalty, no randomness: every document is read as one raw text with our own words, sentences and trees; where
one of the words that a mark may hang on is the treebank's head of it, that one is to be chosen. Weights of features met fewer than LEAST
times are zero.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np
from ends import SMALLEST, documents, matrix, write
from scipy.optimize import minimize

from evaluation.ud import Gold
from twicetold.language import punctuation, reading
from twicetold.types import Document, Span

LEAST = 10
PENALTY = 2.0  # 1 and 4 choose the same number of right heads on the dev parts within .1 per cent
FILE = Path(__file__).parents[2] / "twicetold" / "language" / "lexicons" / "punctuation.toml"
Choice = list[tuple[dict[str, float], bool]]


def choices(gold: Gold) -> list[Choice]:
    """For every mark of a document that hangs on one of its candidates, these, and which is right."""
    document = Document(id="x", source="x", text=gold.text, body=(Span(0, len(gold.text)),), language="en")
    laid, solid = reading.layout(document), np.cumsum([0, *(not c.isspace() for c in gold.text)]).tolist()
    places = [(solid[a], solid[b]) for a, b in laid.words]
    out: list[Choice] = []
    for first, sentence in reading.trees(laid):
        for k, found in punctuation.candidates(sentence):
            head, label = gold.words.get(places[first + k], (None, ""))
            choice = [(features, places[first + word] == head) for word, features in found]
            if label == "punct" and any(right for _, right in choice):
                out.append(choice)
    return out


def fitted(groups: list[Choice], least: int = LEAST, penalty: float = PENALTY, smallest: float = SMALLEST) -> dict[str, float]:
    """Weights of a conditional logit over the features of the choices."""
    rows = [features for group in groups for features, _ in group]
    right = np.array([float(yes) for group in groups for _, yes in group])
    counts = Counter(n for row in rows for n in row)
    names = sorted(n for n, c in counts.items() if c >= least)
    x = matrix(rows, names)
    bounds = np.cumsum([0, *map(len, groups)])
    group = np.repeat(np.arange(len(groups)), np.diff(bounds))
    each = np.add.reduceat(right, bounds[:-1])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        z -= np.maximum.reduceat(z, bounds[:-1])[group]
        total = np.add.reduceat(np.exp(z), bounds[:-1])[group]
        value = -(right * (z - np.log(total))).sum() + penalty * (w @ w) / 2
        return float(value), x.T @ (np.exp(z) / total * each[group] - right) + penalty * w

    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {n: round(float(v), 2) for n, v in zip(names, w, strict=True) if abs(v) >= smallest}


def main(treebanks: Path, every: tuple[int, int]) -> None:
    golds = [g for bank, n in zip(("ewt", "gum"), every, strict=True) for g in documents(treebanks / bank / "train.conllu")[::n]]
    groups = [choice for gold in golds for choice in choices(gold)]
    source = f"Conditional logit on documents of UD English EWT and GUM train, one in {every[0]} and {every[1]}: {len(groups)} marks."
    write(FILE, "`punctuation.py`: how likely a mark hangs on a word", "marks.py TREEBANKS 2 3", source, fitted(groups))


if __name__ == "__main__":
    main(Path(sys.argv[1]), (int(sys.argv[2]), int(sys.argv[3])))
