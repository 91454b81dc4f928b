"""Labelled words from the corpora.

    python prepare.py DATA MINILM WORK     -> WORK/data.pkl, WORK/teacher.npz

DATA holds polnear/{train,dev}/{text,attributions,corenlp_tokens.tsv.gz} and treebanks/{ewt,gum}/{train,dev,test}.conllu; MINILM holds
model.safetensors and tokenizer.json of all-MiniLM-L6-v2. The teacher's vectors are the original model's, each sentence alone.
"""

from __future__ import annotations

import argparse
import bisect
import collections
import gzip
import itertools
import pickle
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from features import CLS, ENTITIES, IGNORE, SEP, TAGS, Attribution, Doc, Reading, case_shape, load_tokenizer, pieces
from model import Encoder
from tokenizers import Tokenizer

from twicetold.language.tokens import tokenize

ROLES = ("SOURCE", "CUE", "CONTENT")
GUM_KINDS = {"person": "PERSON", "organization": "ORGANIZATION", "place": "LOCATION"}
TITLES = frozenset((  # left out of names, as CoreNLP does
    "president", "prime", "minister", "chancellor", "secretary", "senator", "governor", "congressman", "congresswoman",
    "representative", "professor", "doctor", "judge", "justice", "king", "queen", "prince", "princess", "pope", "sir", "lord", "lady",
    "general", "colonel", "captain", "mr", "mrs", "ms", "dr", "sen", "gov", "rep", "prof", "gen", "col", "capt", "sgt", "st",
    "reverend", "rev", "chairman", "mayor", "ambassador",
))  # fmt: skip
Silver = list[list[tuple[int, int, str]]]  # sentences of (start, end, entity)


# ------------------------------------------------------------------------------------------------------- PolNeAR


def read_silver(path: Path) -> dict[str, Silver]:
    """CoreNLP's sentences and entities of each article, by name."""
    docs: dict[str, Silver] = {}
    now: Silver = []
    sentence: list[tuple[int, int, str]] = []
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        for line in itertools.chain(lines, [""]):
            line = line.rstrip("\n")
            if line.startswith("# doc ") or not line:
                if sentence:
                    now.append(sentence)
                sentence = []
                if line:
                    now = docs[line[6:]] = []
            elif not line.startswith("#"):
                cells = line.split("\t")
                sentence.append((int(cells[0]), int(cells[1]), cells[5]))
    return docs


def read_events(path: Path) -> Iterator[dict[str, list[tuple[int, int]]]]:
    """Attributions of a stand-off file: character fragments by role."""
    spans: dict[str, list[tuple[int, int]]] = {}
    events: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        found = re.match(r"([TE]\d+)\t(.*)", line.rstrip("\r"))
        if found and found[1][0] == "T":
            places = re.match(r"\S+ (\d+ \d+(?:;\d+ \d+)*)(?:\t|$)", found[2])
            if places:
                spans[found[1]] = sorted((int(a), int(b)) for a, b in (p.split() for p in places[1].split(";")))
        elif found:
            events.append(found[2].split())
    for event in events:
        roles: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
        for part in event:
            name, _, target = part.rpartition(":")
            role = name.rstrip("0123456789").upper()
            if role in roles and target in spans:
                roles[role] += spans[target]
        yield roles


class Article:
    """Words of a text with a lookup from characters to words."""

    def __init__(self, text: str) -> None:
        self.text, self.spans = text, [tuple(s) for s in tokenize(text)]
        self.starts, self.ends = [a for a, _ in self.spans], [b for _, b in self.spans]

    def over(self, start: int, end: int) -> tuple[int, int]:
        """Words that overlap the characters, white space at the rims not counted."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return bisect.bisect_right(self.ends, start), bisect.bisect_left(self.starts, end)

    def ranges(self, fragments: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Word ranges of character fragments; adjacent ones are merged."""
        out: list[tuple[int, int]] = []
        for a, b in sorted(self.over(*f) for f in fragments):
            if a < b and out and a <= out[-1][1]:
                out[-1] = (out[-1][0], max(b, out[-1][1]))
            elif a < b:
                out.append((a, b))
        return out

    def breaks(self) -> list[int]:
        gaps = (self.text[b:c] for (_, b), (c, _) in itertools.pairwise(self.spans))
        return [0, *(int("\n" in gap) for gap in gaps)]


def reading(article: Article, path: Path) -> Reading:
    """One annotator's reading. Where attributions overlap the first one's tag stays; a shared source is linked to all its cues."""
    n = len(article.spans)
    tags, found = ["O"] * n, []
    links: list[tuple[int, ...]] = [()] * n
    for roles in read_events(path):
        one = Attribution(*(article.ranges(roles[role]) for role in ROLES))
        if not one.cue:
            continue
        found.append(one)
        for role, ranges in zip(ROLES, one, strict=True):
            for a, b in ranges:
                for k in range(a, b):
                    if tags[k] == "O":
                        tags[k] = ("B-" if k == a else "I-") + role
                    if tags[k][2:] == role and one.cue[0][0] not in links[k]:
                        links[k] = (*links[k], one.cue[0][0])
    return Reading([TAGS.index(t) for t in tags], links, found)


def silver_labels(article: Article, silver: Silver) -> tuple[list[int], list[int]]:
    """Sentence number (-1 where CoreNLP has no token) and entity of each word."""
    n = len(article.spans)
    sentence, entity = [-1] * n, [0] * n
    for number, tokens in enumerate(silver):
        before = "O"
        for start, end, kind in tokens:
            kind = kind if f"B-{kind}" in ENTITIES else "O"
            for k in range(*article.over(start, end)):
                if sentence[k] < 0:
                    sentence[k] = number
                    entity[k] = ENTITIES.index(("I-" if before == kind else "B-") + kind) if kind != "O" else 0
                    before = kind
    return sentence, entity


def renumber(sentence: list[int]) -> list[int]:
    """Consecutive numbers; words without one join the sentence before."""
    out, last, number = [], None, -1
    for s in sentence:
        if number < 0 or (s >= 0 and s != last):
            number, last = number + 1, s
        out.append(number)
    return out


def bounds_of(sentence: list[int]) -> list[tuple[int, int]]:
    groups = itertools.groupby(range(len(sentence)), key=sentence.__getitem__)
    return [(run[0], run[-1] + 1) for run in (list(g) for _, g in groups)]


def unsure_in_title_case(doc: Doc) -> None:
    """Organisations and 'misc' that CoreNLP sees in headlines in title case are mostly noise: not learned from."""
    noisy = {ENTITIES.index(f"{p}-{k}") for p in "BI" for k in ("ORGANIZATION", "MISC")}
    for a, b in doc.bounds:
        long = [c for w, c in zip(doc.words[a:b], doc.case[a:b], strict=True) if len(w) > 3 and c > 1]
        if doc.entities and len(long) >= 3 and sum(c != 2 for c in long) > 0.6 * len(long):
            doc.entities[a:b] = [IGNORE if e in noisy else e for e in doc.entities[a:b]]


def polnear(folder: Path, tokenizer: Tokenizer, clean: bool) -> tuple[list[Doc], list[str]]:
    """Articles, and the text of all their sentences in order. `clean` hides unsure silver entities."""
    notes = collections.defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        notes[path.stem.rpartition("_")[0]].append(path)  # name_annotator.ann
    silver, docs = read_silver(folder / "corenlp_tokens.tsv.gz"), []
    texts: list[str] = []
    for name, paths in sorted(notes.items()):
        with (folder / "text" / f"{name}.txt").open(encoding="utf-8", newline="") as file:
            article = Article(file.read())
        words, breaks = [article.text[a:b] for a, b in article.spans], article.breaks()
        sentence, entities = silver_labels(article, silver.get(name, []))
        if name not in silver:  # four articles: no entities, sentences by paragraph and full stop
            sentence = list(itertools.accumulate(int(k > 0 and (breaks[k] or words[k - 1] in ".?!")) for k in range(len(words))))
        sentence = renumber(sentence)
        doc = Doc(name, words, pieces(tokenizer, words), [case_shape(w) for w in words], breaks, sentence, bounds_of(sentence))
        doc.readings = [reading(article, p) for p in paths]
        doc.entities, doc.teacher = entities if name in silver else None, len(texts)
        if clean:
            unsure_in_title_case(doc)
        texts += [article.text[article.starts[a] : article.ends[b - 1]] for a, b in doc.bounds]
        docs.append(doc)
    n_words, n_readings = sum(len(d.words) for d in docs), sum(len(d.readings) for d in docs)
    print(folder, len(docs), "articles", n_words, "words", n_readings, "readings", flush=True)
    return docs, texts


# ----------------------------------------------------------------------------------------------------- treebanks


def conllu(path: Path, tokenizer: Tokenizer, gold_entities: bool) -> list[Doc]:
    """Documents with tags and trees; sentences whose text is withheld are left out."""
    docs: list[Doc] = []
    rows: list[list[str]] = []
    fresh, paragraph = True, 0
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc"):
            fresh = True
        elif line.startswith("# newpar"):
            paragraph = 1
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
        elif not line and rows:
            if any(r[1] != "_" for r in rows):
                if fresh:
                    docs.append(Doc(path.stem, [], [], [], [], [], [], entities=[] if gold_entities else None, upos=[], head=[], rel=[]))
                add_sentence(docs[-1], rows, paragraph, tokenizer)
                fresh = False
            rows, paragraph = [], 0
    print(path, len(docs), "documents", sum(len(d.words) for d in docs), "words", flush=True)
    return docs


def add_sentence(doc: Doc, rows: list[list[str]], paragraph: int, tokenizer: Tokenizer) -> None:
    start, n, words = len(doc.words), len(rows), [r[1] for r in rows]
    heads = [int(r[6]) - 1 if int(r[6]) else k for k, r in enumerate(rows)]
    doc.sentence += [len(doc.bounds)] * n
    doc.bounds.append((start, start + n))
    doc.words += words
    doc.ids += pieces(tokenizer, words)
    doc.case += [case_shape(w) for w in words]
    doc.breaks += [paragraph] + [0] * (n - 1)
    doc.upos = [*(doc.upos or []), *(r[3] for r in rows)]
    doc.head = [*(doc.head or []), *(start + h for h in heads)]
    doc.rel = [*(doc.rel or []), *(r[7] for r in rows)]
    if doc.entities is not None:
        doc.entities += gum_names(rows, heads)


def gum_spans(rows: list[list[str]]) -> list[tuple[int, int, str]]:
    """Gold mentions (first word, one past the last, type) in one sentence."""
    opened: dict[str, list[tuple[int, str]]] = collections.defaultdict(list)
    out = []
    for k, row in enumerate(rows):
        found = re.search(r"(?:^|\|)Entity=([^|]*)", row[9])
        for begin, at_once, end in re.findall(r"\(([^()]+)(\))?|([^()]+)\)", found[1] if found else ""):
            if begin:
                key, kind = begin.split("-")[:2]
                opened[key].append((k, kind))
            key = begin.split("-")[0] if begin else end
            if (at_once or end) and opened[key]:
                a, kind = opened[key].pop()
                out.append((a, k + 1, kind))
    return out


def gum_names(rows: list[list[str]], heads: list[int]) -> list[int]:
    """Names among the gold mentions: proper nouns around the mention's head, titles left out. What is not sure is not learned."""
    proper = [r[3] == "PROPN" for r in rows]
    capital_adjective = [r[3] == "ADJ" and r[1][0].isupper() and k > 0 for k, r in enumerate(rows)]
    labels = [IGNORE if p or c else 0 for p, c in zip(proper, capital_adjective, strict=True)]
    for a, b, kind in sorted(gum_spans(rows), key=lambda s: s[0] - s[1]):
        head = next((k for k in range(a, b) if not a <= heads[k] < b or heads[k] == k), None)
        if head is None or not proper[head]:
            continue
        i, j = name_run(rows, proper, a, b, head, kind)
        if all(x in (0, IGNORE) for x in labels[i:j]) and i < j:
            if kind in GUM_KINDS:
                inside = ENTITIES.index(f"I-{GUM_KINDS[kind]}")
                labels[i:j] = [inside - 1, *[inside] * (j - i - 1)]
            elif kind != "time":
                labels[i:j] = [IGNORE] * (j - i)
    return labels


def name_run(rows: list[list[str]], proper: list[bool], a: int, b: int, head: int, kind: str) -> tuple[int, int]:
    joins = {"-", "."} if kind == "person" else {"-", ".", "of", "and", "&", "for", "the", "'s", "’s"}

    def grow(k: int, step: int) -> int:
        while a <= k + step < b:
            ahead = k + step
            while a <= ahead < b and not proper[ahead] and rows[ahead][1].lower() in joins:
                ahead += step
            if not (a <= ahead < b and proper[ahead]):
                break
            k = ahead
        return k

    i, j = grow(head, -1), grow(head, 1) + 1
    while kind == "person" and i + 1 < j and rows[i][1].lower().rstrip(".") in TITLES:
        i += 1
    return i, j


def number_labels(docs: list[Doc], upos: list[str], rels: list[str]) -> None:
    """Labels as numbers; a relation never seen in training falls back to its base type."""
    known = set(rels)
    for doc in docs:
        doc.upos = [upos.index(u) for u in doc.upos or []]
        bases = ((r, r.split(":")[0]) for r in doc.rel or [])
        doc.rel = [rels.index(r if r in known else base if base in known else "dep") for r, base in bases]


# ------------------------------------------------------------------------------------------------------- teacher


@torch.no_grad()
def teach(texts: list[str], tokenizer: Tokenizer, minilm: Path, longest: int = 256) -> np.ndarray:
    """Unit vectors of single sentences by the original model: mean over all pieces with [CLS] and [SEP]."""
    encoder = Encoder().load_minilm(minilm).eval()
    for layer in encoder.layers:
        layer.fused = True
    rows = [[CLS, *e.ids[: longest - 2], SEP] for e in tokenizer.encode_batch(texts, add_special_tokens=False)]
    out, began, order = np.zeros((len(rows), 384), np.float16), time.time(), sorted(range(len(rows)), key=lambda i: len(rows[i]))
    for at in range(0, len(order), 64):
        some = order[at : at + 64]
        length = max(len(rows[i]) for i in some)
        ids = torch.tensor([rows[i] + [0] * (length - len(rows[i])) for i in some])
        mask = (ids > 0).long()
        x = (encoder(ids, mask, torch.zeros_like(ids))[-1] * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        out[some] = F.normalize(x, dim=-1).half().numpy()
    print("teacher", len(texts), f"{time.time() - began:.0f} s", flush=True)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("minilm", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.work.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(options.minilm)
    data: dict[str, Any] = {}
    texts: dict[str, list[str]] = {}
    for part in ("train", "dev"):
        data[f"polnear_{part}"], texts[part] = polnear(options.data / "polnear" / part, tokenizer, clean=part == "train")
        for bank in ("ewt", "gum"):
            data[f"{bank}_{part}"] = conllu(options.data / "treebanks" / bank / f"{part}.conllu", tokenizer, gold_entities=bank == "gum")
    learned = [*data["ewt_train"], *data["gum_train"]]
    data["upos"] = sorted({u for d in learned for u in d.upos})
    data["rels"] = sorted({r for d in learned for r in d.rel})
    for key in ("ewt_train", "gum_train", "ewt_dev", "gum_dev"):
        number_labels(data[key], data["upos"], data["rels"])
    with (options.work / "data.pkl").open("wb") as file:
        pickle.dump(data, file)
    np.savez(options.work / "teacher.npz", **{part: teach(texts[part], tokenizer, options.minilm) for part in ("dev", "train")})


if __name__ == "__main__":
    main()
