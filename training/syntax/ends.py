"""Fit where sentences end (`twicetold/language/lexicons/endings.toml`) on the training parts of EWT and GUM.

    python training/syntax/ends.py TREEBANKS            (TREEBANKS/{ewt,gum}/train.conllu; ten minutes on one core)

Logistic regression with an L2 penalty, no randomness; every document is read as one raw text with our own words and rules, and a gap
between two words is an end where the treebank's sentence ends. Weights of features met fewer than LEAST times are zero.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from evaluation.ud import Gold, read
from twicetold.language import endings, reading
from twicetold.types import Document, Span

LEAST = 20
PENALTY = 3.0  # .3 to 10 give the same F1 on the dev parts within .003
SMALLEST = 0.05  # weights below are left out
FILE = Path(__file__).parents[2] / "twicetold" / "language" / "lexicons" / "endings.toml"
Rows = list[dict[str, float]]


def documents(path: Path) -> list[Gold]:
    """The documents of a CoNLL-U file that hold text."""
    return [gold for gold in read(path) if gold.text]


def ends_of(gold: Gold) -> set[int]:
    """Solid characters before the end of each sentence: words of a sentence share a root."""
    roots: dict[tuple[int, int], int] = {}
    for word in gold.words:
        top = word
        while (head := gold.words[top][0]) is not None:
            top = head
        roots[top] = max(roots.get(top, 0), word[1])
    return set(roots.values())


def examples(gold: Gold) -> tuple[Rows, list[bool]]:
    """Features of every gap that may be an end, and whether it is one."""
    document = Document(id="x", source="x", text=gold.text, body=(Span(0, len(gold.text)),), language="en")
    laid, ends = reading.layout(document), ends_of(gold)
    solid = np.cumsum([0, *(not c.isspace() for c in gold.text)])
    rows: Rows = []
    right: list[bool] = []
    for text, scores in reading.windows_of(laid):
        if scores.window.own:
            first, last = text.bounds[scores.window.own[0]], text.bounds[scores.window.own[-1] + 1]
            upos = reading.parts_of_speech(scores.heads["upos"][first - scores.word : last - scores.word], laid.texts[first:last])
            for k, row in endings.features(reading.passage(text, scores, laid, upos)):
                rows.append(row)
                right.append(int(solid[laid.words[first + k - 1].end]) in ends)
    return rows, right


def matrix(rows: Rows, names: list[str]) -> csr_matrix:
    place = {n: k for k, n in enumerate(names)}
    cells = [(r, place[n], v) for r, row in enumerate(rows) for n, v in row.items() if n in place]
    where, what, values = zip(*cells, strict=True)
    return csr_matrix((values, (where, what)), shape=(len(rows), len(names)))


def fitted(rows: Rows, right: list[bool]) -> dict[str, float]:
    counts = Counter(n for row in rows for n in row)
    names = sorted(n for n, c in counts.items() if c >= LEAST)
    x, sign = matrix(rows, names), np.where(right, 1.0, -1.0)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = sign * (x @ w)
        return float(np.logaddexp(0, -z).sum() + PENALTY * (w @ w) / 2), x.T @ (-sign / (1 + np.exp(z.clip(-50, 50)))) + PENALTY * w

    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return {n: round(float(v), 2) for n, v in zip(names, w, strict=True) if abs(v) >= SMALLEST}


def write(file: Path, what: str, script: str, reference: str, weights: dict[str, float]) -> None:
    """The weights as a lexicon of the language room."""
    head = [
        f"# Weights of {what}.",
        f"# Made by `python training/syntax/{script}`; features are named as the code names them.",
        "",
        "[fitted]",
        f"reference = {json.dumps(reference)}",
        "",
        "[fitted.weights]",
    ]
    lines = [f"{json.dumps(n, ensure_ascii=False)} = {v}" for n, v in sorted(weights.items())]
    file.write_text("\n".join([*head, *lines]) + "\n", encoding="utf-8")


def main(treebanks: Path) -> None:
    rows: Rows = []
    right: list[bool] = []
    for bank in ("ewt", "gum"):
        for gold in documents(treebanks / bank / "train.conllu"):
            more, yes = examples(gold)
            rows += more
            right += yes
    weights = fitted(rows, right)
    source = f"Logistic regression on the training parts of UD English EWT and GUM: {len(rows)} gaps, {sum(right)} ends."
    write(FILE, "`endings.py`: log odds that a sentence ends at a gap between two words", "ends.py TREEBANKS", source, weights)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
