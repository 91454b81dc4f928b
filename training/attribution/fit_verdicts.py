"""Learn twicetold/language/verdicts.toml: which candidate attributions are what annotators mark.

    pip install lightgbm
    python training/attribution/fit_verdicts.py DATA/polnear/train twicetold/language/verdicts.toml [--cache FOLDER] \\
        [--try DATA/polnear/dev]

Every article is read by the program itself, its candidates (twicetold/language/candidates.py) are compared with each annotator's file.
Target: .65 for a content that overlaps by half or more (Jaccard) and a source that touches, .35 more when both are exact. The reader has
seen the same articles in training; it finds as much there as elsewhere (relation F1 of the plain decoding on every eighth article of
train .741, on dev .737), so that its scores can be taken as they are. The share of a lemma as a cue is counted without the article at
hand. `--try` prints relation F1 of the candidates chosen there, nothing is learned from it.
"""

from __future__ import annotations

import argparse
import json
import pickle
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
from numpy.typing import NDArray

from twicetold.language import _page, reading
from twicetold.language.candidates import candidates
from twicetold.language.measures import ABSENT, Numbers
from twicetold.language.page import Page, Stretch, spans
from twicetold.language.verdicts import SPLITS, Candidate, chosen, cue_lemma, listed, planted
from twicetold.reading import read
from twicetold.types import Document

ROUNDS = 320
SETTINGS = {
    "objective": "cross_entropy", "learning_rate": 0.07, "num_leaves": SPLITS + 1, "min_child_samples": 40,
    "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 10, "use_missing": False, "verbose": -1,
    "seed": 1, "num_threads": 1,
    "deterministic": True, "force_row_wise": True,
}  # fmt: skip
# Share of the target that only an exact attribution gets. Relation F1 and exact of the chosen candidates on PolNeAR dev, mean of four seeds
# (their deviation is .001): .3 .762 .590, .35 .761 .591, .4 .760 .594.
EXACT = 0.35
# Language room on PolNeAR dev with .3, .33, .35: relation F1 .760, .760, .761; exact .587, .591, .593; cue characters .725, .722, .722;
# content characters .905, .904, .904.
LEAST = 0.33
PRIOR, STRENGTH = 0.45, 4.0  # share of cues among the cues of candidates, and how many sightings that is worth
SHORTEST = 0.05  # log odds of lemmas are rounded to this
Gold = list[dict[str, list[Stretch]]]


@dataclass(frozen=True)
class Article:
    """The candidates of one article; `judged` has, for every annotator, (candidates, 4): found, exact, on a gold cue, number in gold."""

    options: Sequence[Candidate]
    rows: Sequence[Numbers]
    lemmas: Sequence[str]
    judged: Sequence[NDArray[np.float64]]
    gold: int  # attributions of the first annotator


def annotators(folder: Path, name: str) -> Iterator[Gold]:
    """The attributions of every file on one article: places of sources, cues, contents."""
    for path in sorted(folder.glob(name.replace("[", "[[]") + "_*.ann")):
        lines = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if re.match(r"[TE]\d+\t", line)]
        places = {
            key: [(int(a), int(b)) for a, b in (p.split() for p in rest[0].split(" ", 1)[1].split(";"))]
            for key, *rest in lines
            if key[0] == "T"
        }
        events: Gold = []
        for key, *rest in lines:
            if key[0] == "E":
                event: dict[str, list[Stretch]] = {"source": [], "cue": [], "content": []}
                for part in rest[0].split():
                    role, _, target = part.partition(":")
                    event.get(role.rstrip("0123456789").lower(), []).extend(places[target])
                events += [event] if event["content"] else []
        yield events


def characters(ranges: Sequence[Stretch], text: str) -> frozenset[int]:
    return frozenset(i for a, b in ranges for i in range(a, b) if not text[i].isspace())


def letters(places: frozenset[int], text: str) -> frozenset[int]:
    return frozenset(i for i in places if text[i].isalnum())


def documents(folder: Path) -> Iterator[Document]:
    """The articles as the program reads them, headline and body apart."""
    texts = [{"id": p.stem, "text": p.read_text(encoding="utf-8")} for p in sorted((folder / "text").glob("*.txt"))]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "documents.jsonl"
        path.write_text("".join(json.dumps(t) + "\n" for t in texts), encoding="utf-8")
        yield from (d for d in read([str(path)]) if isinstance(d, Document))


def article(document: Document, attributions: Path, cache: Path | None) -> Article | None:
    stored = cache / f"{document.id}.pickle" if cache else None
    if stored and stored.is_file():
        laid, scores = pickle.loads(stored.read_bytes())
    else:
        laid = reading.layout(document)
        scores = reading.model(laid)
        if stored:
            stored.write_bytes(pickle.dumps((laid, scores)))
    page = _page(document, laid, scores)
    options, rows = listed(page, scores, candidates(page, scores), {}, 0.0)
    golds = list(annotators(attributions, document.id))
    if not options or not golds:
        return None
    return Article(options, rows, [cue_lemma(page, o[0]) for o in options], [compared(page, options, g) for g in golds], len(golds[0]))


def compared(page: Page, options: Sequence[Candidate], gold: Gold) -> NDArray[np.float64]:
    known: dict[tuple[Stretch, ...], frozenset[int]] = {}

    def places(part: tuple[Stretch, ...]) -> frozenset[int]:
        if part not in known:
            known[part] = characters([tuple(s) for s in spans(page, list(part))], page.text)
        return known[part]

    events = [{role: characters(ranges, page.text) for role, ranges in event.items()} for event in gold]
    out = np.zeros((len(options), 4))
    out[:, 3] = -1
    for row, option in zip(out, options, strict=True):
        cue, source, content = map(places, option)
        row[2] = any(cue & e["cue"] for e in events)
        best = 0.0
        for number, e in enumerate(events):
            share = len(content & e["content"]) / (len(content | e["content"]) or 1)
            if share > best:
                best, row[3] = share, number
            if share >= 0.5 and (not e["source"] or source & e["source"]):
                row[0] = 1
                pairs = ((content, e["content"]), (source, e["source"]))
                row[1] = max(row[1], float(all(letters(a, page.text) == letters(b, page.text) for a, b in pairs)))
    return out


def sightings(a: Article) -> Counter[tuple[str, bool]]:
    """How often each lemma is a cue that annotators mark (True) and one that they do not, over the cues of an article."""
    marked = {
        o[0]: (lemma, float(np.mean([j[k, 2] for j in a.judged]))) for k, (o, lemma) in enumerate(zip(a.options, a.lemmas, strict=True))
    }
    out: Counter[tuple[str, bool]] = Counter()
    for lemma, share in marked.values():
        out[lemma, True] += share  # type: ignore[assignment]
        out[lemma, False] += 1 - share  # type: ignore[assignment]
    return out


def odds(counts: Mapping[tuple[str, bool], float], lemma: str, own: Mapping[tuple[str, bool], float]) -> float:
    yes, no = (counts.get((lemma, k), 0) - own.get((lemma, k), 0) for k in (True, False))
    return float(np.log((yes + STRENGTH * PRIOR) / (no + STRENGTH * (1 - PRIOR))))


def fit(articles: Sequence[Article]) -> dict[str, Any]:
    total: Counter[tuple[str, bool]] = Counter()
    own = [sightings(a) for a in articles]
    for counts in own:
        total.update(counts)
    names = sorted({"cue_lemma"}.union(*(row for a in articles for row in a.rows[:50])))
    rows, targets, weights = [], [], []
    for a, counts in zip(articles, own, strict=True):
        lemma = {name: odds(total, name, counts) for name in sorted(set(a.lemmas))}
        numbers = [[(row | {"cue_lemma": lemma[word]}).get(n, ABSENT) for n in names] for row, word in zip(a.rows, a.lemmas, strict=True)]
        for judged in a.judged:
            rows.append(np.array(numbers))
            targets.append((1 - EXACT) * judged[:, 0] + EXACT * judged[:, 1])
            weights.append(np.full(len(judged), 1 / len(a.judged)))
    data = lightgbm.Dataset(np.vstack(rows), np.concatenate(targets), weight=np.concatenate(weights), feature_name=names)
    model = lightgbm.train(SETTINGS, data, ROUNDS).dump_model()
    listed_lemmas: dict[str, list[str]] = defaultdict(list)
    for name in sorted({lemma for lemma, _ in total}):
        value = round(odds(total, name, {}) / SHORTEST) * SHORTEST
        if total[name, True] + total[name, False] >= STRENGTH and re.fullmatch(r"[^\W\d_]+/[A-Z]", name):
            listed_lemmas[f"{value:.2f}"].append(name)
    return {
        "start": 0.0,
        "least": LEAST,
        "unlisted": round(float(np.log(PRIOR / (1 - PRIOR))), 2),
        "lemmas": {k: " ".join(v) for k, v in sorted(listed_lemmas.items(), key=lambda item: float(item[0]))},
        "trees": [",".join(preorder(t["tree_structure"], names)) for t in model["tree_info"]],
    }


def preorder(node: Mapping[str, Any], names: Sequence[str]) -> Iterator[str]:
    if "leaf_value" in node:
        yield f"= {node['leaf_value']:.3f}"
        return
    yield f"{names[node['split_feature']]} {node['threshold']:.4g}"
    yield from preorder(node["left_child"], names)
    yield from preorder(node["right_child"], names)


def written(data: Mapping[str, Any], command: str) -> str:
    lines = [
        "# Which candidate attributions are kept: gradient-boosted trees, read by verdicts.py. Written by",
        f"# {command}",
        "# from PolNeAR train (840 articles, 919 files of annotators; Newell et al. 2018); no text of it stands here but single lemmas.",
        "",
        *(f"{key} = {data[key]}" for key in ("start", "least", "unlisted")),
        "# 'measure limit': to the next entry at most the limit, else to what follows that; '= value': added to the log odds.",
        "trees = [",
        *(f'  "{tree}",' for tree in data["trees"]),
        "]",
        "",
        "[lemmas] # log odds that it is a cue where the tags think of one",
        *(f'"{value}" = "{names}"' for value, names in data["lemmas"].items()),
    ]
    return "\n".join(lines) + "\n"


def tried(data: Mapping[str, Any], articles: Sequence[Article]) -> None:
    forest, sizes = planted(data), Counter[str]()
    for a in articles:
        rows = [row | {"cue_lemma": forest.lemmas.get(lemma, forest.lemma)} for row, lemma in zip(a.rows, a.lemmas, strict=True)]
        words = 1 + max(b for o in a.options for part in o for _, b in part)
        kept = list(chosen(a.options, forest.judge(rows), forest.least, words))
        first = a.judged[0][kept]
        sizes.update(said=len(kept), gold=a.gold, found=len({r[3] for r in first if r[0]}), exact=len({r[3] for r in first if r[1]}))
    print(sizes, *(f"{name} F1 {2 * sizes[name] / (sizes['said'] + sizes['gold']):.4f}" for name in ("found", "exact")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with text/ and attributions/")
    parser.add_argument("out", type=Path)
    parser.add_argument("--cache", type=Path, help="folder for what the model says of each article")
    parser.add_argument("--try", type=Path, dest="check", help="another such folder, to measure")
    options = parser.parse_args()
    if options.cache:
        options.cache.mkdir(parents=True, exist_ok=True)
    parts = [[a for d in documents(f) if (a := article(d, f / "attributions", options.cache))] for f in (options.data, options.check) if f]
    data = fit(parts[0])
    options.out.write_text(written(data, "python training/attribution/fit_verdicts.py DATA/polnear/train twicetold/language/verdicts.toml"))
    for articles in parts[1:]:
        tried(data, articles)


if __name__ == "__main__":
    main()
