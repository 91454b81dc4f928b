"""Measure a reader on the dev parts.

    python evaluate.py WORK MODEL [--threads 1] [--only attribution,trees,entities,vectors] [--json FILE]

MODEL: an .onnx file (relations.npz beside it) or a state dict (.pt). Gold words and sentences for trees, CoreNLP's sentences for PolNeAR.
Two runs, weights before and after export, show what quantisation costs. Never on a test part.
"""

from __future__ import annotations

import argparse
import collections
import json
import pickle
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from decode import Scores, attributions, is_tree, log_softmax, spans, tree, viterbi
from export import INPUTS, OUTPUTS, checksum
from features import ENTITIES, TAGS, Attribution, Batch, Doc, Example, Window, collate, cut, example, pack
from model import Reader, load_state
from train import tag_transitions

Run = Callable[[Batch], dict[str, Scores]]
ROLES = ("source", "cue", "content")
STRIDE = 192  # pieces from window to window: each word is seen with at least 32 on both sides


@dataclass
class Model:
    """A way to run, with what is learned beside the graph."""

    run: Run
    relations: Scores  # [k, relations, k]
    steps: Scores  # tag transitions


def load(path: Path, data: dict[str, Any], threads: int) -> Model:
    if path.suffix == ".onnx":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        names = [o.name for o in session.get_outputs()]
        labels = json.loads((path.parent / "labels.json").read_text(encoding="utf-8"))
        u = np.load(path.parent / "relations.npz")["U"].astype(np.float32)

        def graph(b: Batch) -> dict[str, Scores]:
            return dict(zip(names, session.run(None, {k: b[k].numpy() for k in INPUTS}), strict=True))

        return Model(graph, u, np.array(labels["tag_transitions"]))
    torch.set_num_threads(threads)
    reader = Reader(len(data["upos"]), len(data["rels"]))
    state = torch.load(path)
    with torch.no_grad():
        reader.step.copy_(tag_transitions(data["polnear_train"]))
    load_state(reader, state).eval()

    def run(b: Batch) -> dict[str, Scores]:
        with torch.inference_mode():
            return dict(zip(OUTPUTS, (x.numpy() for x in reader(*(b[k] for k in INPUTS))), strict=True))

    return Model(run, relation_weights(reader), reader.step.detach().numpy())


def relation_weights(reader: Reader) -> Scores:
    """score(r | dependent, head) = dependent @ U[:, r, :] @ head."""
    return reader.rU.weight.detach().T.reshape(reader.inner + 1, reader.n_rel, reader.inner + 1).contiguous().numpy()


def batches(windows: list[Window], size: int = 8) -> Iterator[tuple[list[Window], list[Example]]]:
    """By length, so that little is padding."""
    windows = sorted(windows, key=lambda w: sum(d.cost(k) for d, i, j in w for k in range(i, j)))
    for at in range(0, len(windows), size):
        some = windows[at : at + size]
        yield some, [example(w) for w in some]


# ---------------------------------------------------------------------------------------------------- measures


@dataclass
class Count:
    """Found, said, gold; where nothing was said only recall has a meaning."""

    hit: int = 0
    said: int = 0
    gold: int = 0

    def add(self, hit: int, said: int, gold: int) -> None:
        self.hit, self.said, self.gold = self.hit + hit, self.said + said, self.gold + gold

    def figures(self) -> dict[str, float]:
        p, r = self.hit / max(self.said, 1), self.hit / max(self.gold, 1)
        if self.hit and not self.said:
            return {"r": round(100 * r, 1), "gold": self.gold}
        return {"p": round(100 * p, 1), "r": round(100 * r, 1), "f1": round(200 * p * r / max(p + r, 1e-9), 1), "gold": self.gold}


@dataclass
class Said:
    """What the model says about an article."""

    tags: Scores
    entities: Scores
    edge: Scores  # how far the best window's edge was
    links: list[tuple[int, int, Scores]] = field(default_factory=list)


def read_news(docs: list[Doc], model: Model) -> list[Said]:
    """Overlapping windows; a word's scores come from the window where it is farthest from an edge."""
    said = [Said(np.zeros((n := len(d.words), len(TAGS))), np.zeros((n, len(ENTITIES))), np.full(n, -1)) for d in docs]
    which = {id(d): s for d, s in zip(docs, said, strict=True)}
    for windows, rows in batches([[(d, i, j)] for d in docs for i, j in cut(d, stride=STRIDE)]):
        out = model.run(collate(rows))
        for q, [(doc, i, j)] in enumerate(windows):
            s, n, k = which[id(doc)], len(doc.words), np.arange(i, j)
            edge = np.minimum(np.where(i, k - i, 999), 999 if j == n else j - 1 - k)
            better = edge > s.edge[i:j]
            s.edge[i:j][better] = edge[better]
            s.tags[i:j][better] = log_softmax(out["tag"][q, : j - i])[better]
            s.entities[i:j][better] = log_softmax(out["ner"][q, : j - i])[better]
            s.links.append((i, j, out["link"][q, : j - i, : j - i].astype(np.float32)))
    return said


def words_of(ranges: list[tuple[int, int]]) -> frozenset[int]:
    return frozenset(k for a, b in ranges for k in range(a, b))


def measure_attribution(docs: list[Doc], said: list[Said], steps: Scores) -> dict[str, Any]:
    """Against the first annotator. `relation`: content Jaccard >= .5 and, where gold names a source, touching sources (by words)."""
    count: dict[str, Count] = collections.defaultdict(Count)
    for doc, s in zip(docs, said, strict=True):
        tags, gold = viterbi(s.tags, steps), doc.readings[0]
        for kind, role in enumerate(ROLES):
            a, b = ([(t + 1) // 2 == kind + 1 for t in x] for x in (tags, gold.tags))
            count[f"{role} words"].add(sum(x and y for x, y in zip(a, b, strict=True)), sum(a), sum(b))
            p, g = ({x for x in spans(y) if x[0] == kind} for y in (tags, gold.tags))
            count[f"{role} spans"].add(len(p & g), len(p), len(g))
        relations(doc, attributions(tags, s.links), gold.attributions, count)
    return {k: c.figures() for k, c in sorted(count.items())}


def kind_of(doc: Doc, one: Attribution) -> str:
    """direct: the content begins and ends with quotation marks; mixed: it holds one; indirect: none; by whether it has a source."""
    marks = frozenset("“”\"‘'«»") | {"``", "''"}
    text = [doc.words[k] for a, b in one.content for k in range(a, b)]
    kind = "direct" if text[0] in marks and text[-1] in marks else "mixed" if marks & set(text) else "indirect"
    return kind if one.source else "without source"


def relations(doc: Doc, said: list[Attribution], gold: list[Attribution], count: dict[str, Count]) -> None:
    def solid(ranges: list[tuple[int, int]]) -> frozenset[int]:
        return frozenset(k for k in words_of(ranges) if doc.words[k][0].isalnum())

    free, found, exact = set(range(len(said))), 0, 0
    gold = [g for g in gold if g.content]
    for g in gold:
        content = words_of(g.content)
        count[f"relation, {kind_of(doc, g)}"].add(0, 0, 1)
        overlap = {k: len(content & (c := words_of(said[k].content))) / len(content | c) for k in sorted(free)}
        best = max(overlap, key=overlap.__getitem__, default=None)
        if best is not None and overlap[best] >= 0.5 and (not g.source or words_of(g.source) & words_of(said[best].source)):
            found += 1
            free.discard(best)
            count[f"relation, {kind_of(doc, g)}"].add(1, 0, 0)
            exact += solid(g.content) == solid(said[best].content) and solid(g.source) == solid(said[best].source)
    count["relation"].add(found, len(said), len(gold))
    count[f"relation, {doc.name.split('_')[0]}"].add(found, len(said), len(gold))
    count["relation exact"].add(exact, len(said), len(gold))


def measure_entities(docs: list[Doc], scores: list[Scores]) -> dict[str, Any]:
    """Exact spans; words without a sure label count for nothing, nor do spans that touch them."""
    names = ("person", "organisation", "place", "misc")
    count: dict[str, Count] = collections.defaultdict(Count)
    still = np.zeros((len(ENTITIES), len(ENTITIES)))
    for doc, s in zip(docs, scores, strict=True):
        if not doc.entities:
            continue
        gold, mine = set(spans(doc.entities)), set(spans(viterbi(s, still)))
        mine = {x for x in mine if all(doc.entities[k] >= 0 for k in range(x[1], x[2]))}
        for kind, name in enumerate(names):
            p, g = ({x for x in y if x[0] == kind} for y in (mine, gold))
            count[name].add(len(p & g), len(p), len(g))
            if kind < 3:
                count["person, organisation, place"].add(len(p & g), len(p), len(g))
    return {k: c.figures() for k, c in count.items()}


def measure_trees(docs: list[Doc], model: Model, data: dict[str, Any]) -> dict[str, Any]:
    """Per cent of words, labels under the repaired heads, LAS on base relations; F1 of sentence ends and, where gold, of names."""
    base = [r.split(":")[0] for r in data["rels"]]
    n: dict[str, float] = collections.defaultdict(float)
    ends, names, scores = Count(), [], []
    for windows, rows in batches(pack(docs)):
        out = model.run(collate(rows))
        for q, (window, e) in enumerate(zip(windows, rows, strict=True)):
            width = len(e.first)
            said_end, gold_end = out["end"][q, :width] > 0, np.array(e.ends) > 0
            ends.add(int((said_end & gold_end).sum()), int(said_end.sum()), int(gold_end.sum()))
            heads = sentence_trees(out["arc"][q, :width, :width], e.sentence, n)
            dependent, head = out["rel_dep"][q, :width], out["rel_head"][q][heads]
            label = np.einsum("wi,irj,wj->wr", dependent, model.relations, head, optimize=True).argmax(-1)
            gold, rel = np.array(e.labels["head"]), np.array(e.labels["rel"])
            right = heads == gold
            n["words"] += width
            n["upos"] += (out["upos"][q, :width].argmax(-1) == np.array(e.labels["upos"])).sum()
            n["uas"] += right.sum()
            n["las"] += sum(bool(r) and base[a] == base[b] for r, a, b in zip(right, label, rel, strict=True))
            n["las with subtypes"] += (right & (label == rel)).sum()
            if window[0][0].entities:
                names.append(Doc("", e.first, [], [], [], [], [], entities=e.labels["entities"]))  # type: ignore[arg-type]
                scores.append(log_softmax(out["ner"][q, :width]))
    words, sentences, odd = n.pop("words"), n.pop("sentences"), n.pop("no tree")
    found = {k: round(100 * float(v) / words, 2) for k, v in n.items()}
    found |= {"words": int(words), "no tree before repair": round(100 * odd / sentences, 1), "sentence ends f1": ends.figures()["f1"]}
    return found | ({"entities": measure_entities(names, scores)} if names else {})


def sentence_trees(arc: Scores, sentence: list[int], n: dict[str, float]) -> Scores:
    heads, number = arc.argmax(-1), np.array(sentence)
    for s in range(number[-1] + 1):
        a, b = np.flatnonzero(number == s)[[0, -1]] + (0, 1)
        n["sentences"] += 1
        if not is_tree([int(h) - a for h in heads[a:b]]):
            n["no tree"] += 1
            heads[a:b] = tree(arc[a:b, a:b]) + a
    return heads


def measure_vectors(docs: list[Doc], model: Model, teacher: Scores, pairs: int = 20_000, seed: int = 7) -> dict[str, Any]:
    """Sentences read in context against the teacher, who reads each alone: mean cosine, Spearman of the cosines inside articles.

    One window at a time, as the program reads.
    """
    mine, article = np.zeros(teacher.shape, np.float32), np.full(len(teacher), -1)
    for _, rows in batches([w for d in docs for w in pack([d])]):
        for e in rows:
            out = model.run(collate([e]))
            for s, t in e.teach:
                mine[t] = out["vec"][0, s]
    for k, d in enumerate(docs):
        article[d.teacher : (d.teacher or 0) + len(d.bounds)] = k
    teacher = teacher.astype(np.float32) / np.linalg.norm(teacher.astype(np.float32), axis=1, keepdims=True)
    seen = np.flatnonzero(np.abs(mine).sum(1))
    a, b = np.random.default_rng(seed).choice(seen, (2, pairs * 300))
    keep = np.flatnonzero((a != b) & (article[a] == article[b]))[:pairs]
    a, b = a[keep], b[keep]

    def ranks(x: Scores) -> Scores:
        return np.argsort(np.argsort((x[a] * x[b]).sum(1))).astype(float)

    near = mine[seen] @ mine[seen].T, teacher[seen] @ teacher[seen].T
    for m in near:
        np.fill_diagonal(m, -1)
    rho = np.corrcoef(ranks(mine), ranks(teacher))[0, 1]
    found = {"sentences": len(seen), "cosine": (mine[seen] * teacher[seen]).sum(1).mean(), "spearman in article": rho}
    found["same nearest"] = (near[0].argmax(1) == near[1].argmax(1)).mean()
    return {k: round(float(v), 4) for k, v in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--only", default="attribution,entities,vectors,trees")
    parser.add_argument("--limit", type=int, help="articles and documents of each part (a quick look)")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    data = pickle.loads((options.work / "data.pkl").read_bytes())
    model, only, began = load(options.model, data, options.threads), options.only.split(","), time.monotonic()
    news: list[Doc] = data["polnear_dev"][: options.limit]
    found: dict[str, Any] = {
        "model": options.model.name,
        "sha256": checksum(options.model),
        "MB": round(options.model.stat().st_size / 1e6, 1),
    }
    if {"attribution", "entities"} & set(only):
        said = read_news(news, model)
        found["attribution"] = measure_attribution(news, said, model.steps)
        found["entities, silver"] = measure_entities(news, [s.entities for s in said])
    if "vectors" in only:
        found["vectors"] = measure_vectors(news, model, np.load(options.work / "teacher.npz")["dev"])
    if "trees" in only:
        found |= {bank: measure_trees(data[f"{bank}_dev"][: options.limit], model, data) for bank in ("ewt", "gum")}
    found["seconds"] = round(time.monotonic() - began)
    text = json.dumps(found, indent=1)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
