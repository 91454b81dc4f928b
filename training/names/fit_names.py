"""Learn twicetold/language/model/names.json: classes of names from the reader's scores and what stands around.

    python training/names/fit_names.py DATA WORK [--cache FILE] [--write]

DATA holds polnear/{train,dev} with CoreNLP's silver names, WORK/data.pkl (of prepare.py) GUM with gold ones. Every article is read by the
program; a log-linear model with a ridge is fitted on PolNeAR train and GUM train together, the features that change most are kept, and
the model is fitted again. Prints token F1 of both dev parts before and after. No word of which more than a fifth is a person's name in
PolNeAR becomes a feature, so that nothing is learned about particular people. Nothing is drawn by chance. Needs scipy and torch.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack

from evaluation.entities import silver
from twicetold.language import names
from twicetold.language.reading import Layout, Read, layout, model
from twicetold.language.viterbi import best_path
from twicetold.types import Document, Span

OUT = Path(names.__file__).parent / "model" / "names.json"
CLASSES = ("O", "PERSON", "ORGANIZATION", "LOCATION", "MISC")
SPREAD = 15  # articles in which a feature must occur
PERSONAL = 0.2  # share of a word's places in persons' names from which it is no feature
KEPT = 1000  # features
RIDGE = 5.0
SCALE = 100  # weights are kept as whole numbers of this part
WORDS = ("w=", "p=", "n=", "rl=", "rn=", "rp=", "rf=", "h=")
Numbers = NDArray[np.float64]


class Article(NamedTuple):
    """One document read, `gold` the class of every word, -1 where it is not known."""

    words: names.Words
    scores: names.Numbers
    gold: NDArray[np.int64]


def news(folder: Path) -> list[Article]:
    """PolNeAR's articles with silver classes."""
    out = []
    for name, tokens in silver(folder / "corenlp_tokens.tsv.gz"):
        text = (folder / "text" / f"{name}.txt").read_text(encoding="utf-8")
        laid = layout(Document(id=name, source="training", text=text, body=(Span(0, len(text)),), language="en"))
        known = {k: CLASSES.index(c) if c in CLASSES else 0 for a, b, c in tokens for k in range(a, b)}
        out.append(_article(laid, model(laid), [known.get((a + b) // 2, -1) for a, b in laid.words]))
    return out


def treebank(docs: list[Any]) -> list[Article]:
    """GUM's documents with gold classes; `docs` as prepare.py keeps them."""
    out = []
    for d in docs:
        opens = [bool(d.breaks[a]) or a == 0 for a, _ in d.bounds]
        laid = Layout([], [Span(0, 0)] * len(d.words), list(d.words), d.ids, [a for a, _ in d.bounds], opens)
        out.append(_article(laid, model(laid), [(e + 1) // 2 if e >= 0 else -1 for e in d.entities]))
    return out


def _article(laid: Layout, read: Read, gold: list[int]) -> Article:
    return Article(names.Words(laid.texts, read.upos, read.starts), read.ner, np.array(gold))


class Design(NamedTuple):
    """All candidates of some articles."""

    features: list[list[str]]
    numbers: names.Numbers
    gold: NDArray[np.int64]


def design(articles: list[Article]) -> list[Design]:
    out = []
    for a in articles:
        known = names.classes(a.scores)
        where = names.candidates(known, a.words)
        out.append(Design(names.features(a.words, where), names.numbers(known, a.words, where), a.gold[where]))
    return out


def general(articles: list[Article]) -> set[str]:
    """Words that hardly ever stand in persons' names."""
    total, person = Counter[str](), Counter[str]()
    for a in articles:
        for text, kind in zip(a.words.texts, a.gold.tolist(), strict=True):
            total[text.lower()] += 1
            person[text.lower()] += kind == CLASSES.index("PERSON")
    fits = {w for w, n in total.items() if person[w] <= PERSONAL * n}
    return {w for w in fits if w.removesuffix("s") in fits or w.removesuffix("s") not in total}  # no 'Bakers' either


def vocabulary(designs: list[Design], allowed: set[str]) -> list[str]:
    spread = Counter[str]()
    for d in designs:
        spread.update({f for listed in d.features for f in listed})
    fits = (f for f, n in spread.items() if n >= SPREAD)
    return sorted(f for f in fits if not f.startswith(WORDS) or f.partition("=")[2].rstrip("*") in allowed | {""})


def matrix(designs: list[Design], known: list[str]) -> csr_matrix:
    place = {f: k for k, f in enumerate(known)}
    listed = [[place[f] for f in row if f in place] for d in designs for row in d.features]
    starts = np.cumsum([0, *map(len, listed)])
    columns = np.concatenate([np.array(row, np.int64) for row in listed])
    table = csr_matrix((np.ones(len(columns)), columns, starts), (len(listed), len(known)))
    return hstack([table, csr_matrix(np.vstack([d.numbers for d in designs]))]).tocsr()


def fit(x: csr_matrix, gold: NDArray[np.int64]) -> Numbers:
    """Weights towards each class, (features, 5), without the part that is the same for all."""
    shape, right, back = (x.shape[1], len(CLASSES)), np.eye(len(CLASSES))[gold], x.T.tocsr()

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights = flat.reshape(shape)
        z = x @ weights
        z -= z.max(1, keepdims=True)
        log = z - np.log(np.exp(z).sum(1, keepdims=True))
        slope = back @ (np.exp(log) - right) + RIDGE * weights
        return -float((log * right).sum()) + RIDGE * float((weights**2).sum()) / 2, slope.ravel()

    found = minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return np.asarray(found.x.reshape(shape))


def chosen(x: csr_matrix, weights: Numbers, known: list[str]) -> list[str]:
    """The features that change the scores most over all places."""
    moved = np.abs(weights[: len(known)]).max(1) * np.sqrt(np.asarray(x[:, : len(known)].sum(0)).ravel())
    return sorted({"any", *(known[k] for k in np.argsort(-moved, kind="stable")[:KEPT])})


def written(weights: Numbers, known: list[str]) -> str:
    whole = np.rint((weights - weights[:, :1])[:, 1:] * SCALE).astype(int).tolist()
    lines = [f"{json.dumps(f, ensure_ascii=False)}: {json.dumps(row)}" for f, row in zip(known, whole, strict=False)]
    head = {
        "note": "Made by training/names/fit_names.py; towards person, organisation, place, misc",
        "scale": SCALE,
        "numbers": whole[len(known) :],
    }
    return json.dumps(head, ensure_ascii=False)[:-1] + ',\n"features": {\n' + ",\n".join(lines) + "\n}}\n"


def f1(articles: list[Article], weighed: bool) -> str:
    """Token F1 of three classes together where gold is known."""
    hit = said = gold = 0
    for a in articles:
        scores = names.weighed(a.scores, a.words) if weighed else a.scores
        mine = (np.array(best_path(scores, names.transitions())) + 1) // 2
        mine, theirs = (np.where(x > 3, 0, x) for x in (mine[a.gold >= 0], a.gold[a.gold >= 0]))
        hit, said, gold = hit + ((mine == theirs) & (mine > 0)).sum(), said + (mine > 0).sum(), gold + (theirs > 0).sum()
    return f"{200 * hit / (said + gold):.2f}"


def parts(data: Path, work: Path) -> dict[str, list[Article]]:
    sys.path.insert(0, str(Path(__file__).parents[1]))  # where `features.Doc` of the pickle lies
    gum = pickle.loads((work / "data.pkl").read_bytes())
    read = {f"PolNeAR {k}": news(data / "polnear" / k) for k in ("train", "dev")}
    return read | {f"GUM {k}": treebank(gum[f"gum_{k}"]) for k in ("train", "dev")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--cache", type=Path, help="where the articles as read are kept for the next run")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.cache and options.cache.exists():
        read = pickle.loads(options.cache.read_bytes())
    else:
        read = parts(options.data, options.work)
        if options.cache:
            options.cache.write_bytes(pickle.dumps(read))
    designs = [d for part in ("PolNeAR train", "GUM train") for d in design(read[part])]
    gold = np.concatenate([d.gold for d in designs])
    known = vocabulary(designs, general(read["PolNeAR train"]))
    x = matrix(designs, known)[gold >= 0]
    kept = chosen(x, fit(x, gold[gold >= 0]), known)
    weights = fit(matrix(designs, kept)[gold >= 0], gold[gold >= 0])
    print(len(known), "features,", len(kept), "kept")
    if options.write:
        OUT.write_text(written(weights, kept), encoding="utf-8")
        for part in ("PolNeAR dev", "GUM dev"):
            print(part, f1(read[part], weighed=False), f1(read[part], weighed=True))


if __name__ == "__main__":
    main()
