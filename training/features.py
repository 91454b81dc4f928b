"""From text to the numbers the reader model takes: words, pieces, case shapes, windows, batches.

A `Doc` holds equally long lists over its words. Windows are ranges of words whose pieces fit the encoder; an `Example` is
one row of a batch with positions relative to its window; `collate` pads rows to tensors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import torch
from tokenizers import Tokenizer

CLS, SEP, UNK = 101, 102, 100  # the bert-base-uncased vocabulary
MAX_PIECES = 512  # positions the encoder knows
IGNORE = -100
LONGEST_WORD = 16  # pieces; what is over is not read

TAGS = ("O", "B-SOURCE", "I-SOURCE", "B-CUE", "I-CUE", "B-CONTENT", "I-CONTENT")
ENTITIES = ("O", *(f"{p}-{k}" for k in ("PERSON", "ORGANIZATION", "LOCATION", "MISC") for p in "BI"))


def case_shape(word: str) -> int:
    """1 no letters, 2 lower, 3 UPPER, 4 one capital, 5 Title, 6 miXed; 0 is kept for [CLS], [SEP] and padding."""
    if not any(c.isalpha() for c in word):
        return 1
    if word.islower():
        return 2
    if word.isupper():
        return 3 if len(word) > 1 else 4
    return 5 if word[0].isupper() and word[1:].islower() else 6


def load_tokenizer(folder: Path) -> Tokenizer:
    """`tokenizer.json` of `folder`; as published it pads and truncates to 128 pieces, which is switched off."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def pieces(tokenizer: Tokenizer, words: Sequence[str]) -> list[list[int]]:
    return [e.ids[:LONGEST_WORD] or [UNK] for e in tokenizer.encode_batch(list(words), add_special_tokens=False)]


class Attribution(NamedTuple):
    """One attribution as word ranges; each role may be empty or in several pieces."""

    source: list[tuple[int, int]]
    cue: list[tuple[int, int]]
    content: list[tuple[int, int]]


class Reading(NamedTuple):
    """One annotator's reading of an article: a tag per word, the first cue words each word belongs to, the attributions."""

    tags: list[int]
    links: list[tuple[int, ...]]
    attributions: list[Attribution]


@dataclass
class Doc:
    """An article or a treebank document. Labels that it does not have are None."""

    name: str
    words: list[str]
    ids: list[list[int]]  # pieces of each word
    case: list[int]
    breaks: list[int]  # 1: a paragraph begins at this word
    sentence: list[int]
    bounds: list[tuple[int, int]]  # words of each sentence
    readings: list[Reading] = field(default_factory=list)
    entities: list[int] | None = None
    upos: list[Any] | None = None
    head: list[int] | None = None  # index of the head; its own index for a root
    rel: list[Any] | None = None
    teacher: int | None = None  # row of its first sentence among the teacher's vectors

    def cost(self, k: int) -> int:
        return len(self.ids[k]) + self.breaks[k]


Window = list[tuple[Doc, int, int]]


def cut(doc: Doc, size: int = 256, first: int = 0, stride: int = 0) -> list[tuple[int, int]]:
    """Word ranges of at most `size` pieces; `first` shortens the first one, `stride` (pieces) makes them overlap."""
    out, i, limit, n = [], 0, first or size, len(doc.words)
    while i < n:
        j, total = i, 2
        while j < n and total + doc.cost(j) <= limit:
            total += doc.cost(j)
            j += 1
        j = max(j, i + 1)
        out.append((i, j))
        limit = size
        if j >= n:
            break
        if stride:
            k, total = i, 0
            while k < j and total < stride:
                total += doc.cost(k)
                k += 1
            i = max(k, i + 1)
        else:
            i = j
    return out


def pack(docs: Iterable[Doc], size: int = 256, first: int = 0) -> list[Window]:
    """Whole sentences packed into windows; short documents share one."""
    out: list[Window] = []
    now: Window = []
    total, limit = 2, first or size
    for doc in docs:
        for a, b in doc.bounds:
            n = sum(doc.cost(k) for k in range(a, b))
            if now and total + n > limit:
                out.append(now)
                now, total, limit = [], 2, size
            now.append((doc, a, b))
            total += n
    return [*out, now] if now else out


@dataclass
class Example:
    """One row of a batch."""

    ids: list[int] = field(default_factory=lambda: [CLS])
    case: list[int] = field(default_factory=lambda: [0])
    psent: list[int] = field(default_factory=lambda: [-1])
    first: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)  # 1: the last word of a sentence
    teach: list[tuple[int, int]] = field(default_factory=list)  # (sentence of the row, row of the teacher)
    labels: dict[str, list[int]] = field(default_factory=dict)
    links: list[tuple[int, int, float]] = field(default_factory=list)  # word, cue word, weight

    def begin_paragraph(self) -> None:
        if self.first:
            self.special()

    def special(self) -> None:
        self.ids.append(SEP)
        self.case.append(0)
        self.psent.append(-1)


def example(window: Window, reading: int = 0) -> Example:
    """`window` as a row; positions of links and heads become relative to it. `reading` picks the annotator."""
    e, number, last = Example(), -1, None
    for doc, i, j in window:
        base = len(e.first) - i
        for k in range(i, j):
            if doc.breaks[k]:
                e.begin_paragraph()
            if (id(doc), doc.sentence[k]) != last:
                number, last = number + 1, (id(doc), doc.sentence[k])
                a, b = doc.bounds[doc.sentence[k]]
                if doc.teacher is not None and i <= a and b <= j:
                    e.teach.append((number, doc.teacher + doc.sentence[k]))
            e.first.append(len(e.ids))
            e.sentence.append(number)
            e.ends.append(int(k + 1 == doc.bounds[doc.sentence[k]][1]))
            e.ids += doc.ids[k]
            e.case += [doc.case[k]] * len(doc.ids[k])
            e.psent += [number] * len(doc.ids[k])
        _labels(e, doc, i, j, base, reading)
    if len(e.ids) >= MAX_PIECES:  # one very long sentence: its tail is cut
        e.ids, e.case, e.psent, e.teach = e.ids[: MAX_PIECES - 1], e.case[: MAX_PIECES - 1], e.psent[: MAX_PIECES - 1], []
    e.special()
    e.first = [min(f, len(e.ids) - 1) for f in e.first]
    return e


def _labels(e: Example, doc: Doc, i: int, j: int, base: int, reading: int) -> None:
    for key, values in (("entities", doc.entities), ("upos", doc.upos), ("rel", doc.rel)):
        e.labels.setdefault(key, []).extend(values[i:j] if values else [IGNORE] * (j - i))
    heads = doc.head[i:j] if doc.head else [IGNORE] * (j - i)
    e.labels.setdefault("head", []).extend(h + base if i <= h < j else IGNORE for h in heads)
    if not doc.readings:
        e.labels.setdefault("tags", []).extend([IGNORE] * (j - i))
        return
    chosen = doc.readings[reading % len(doc.readings)]
    e.labels.setdefault("tags", []).extend(chosen.tags[i:j])
    for k in range(i, j):
        inside = [c for c in chosen.links[k] if i <= c < j]
        e.links += [(k + base, c + base, 1 / len(inside)) for c in inside]


Batch = dict[str, torch.Tensor]


def collate(rows: Sequence[Example]) -> Batch:
    """Rows padded to one batch of tensors."""
    length, width = max(len(e.ids) for e in rows), max(len(e.first) for e in rows)

    def pad(lists: Iterable[list[int]], n: int, value: int) -> torch.Tensor:
        return torch.tensor([x + [value] * (n - len(x)) for x in lists])

    batch = {
        "ids": pad((e.ids for e in rows), length, 0),
        "mask": pad(([1] * len(e.ids) for e in rows), length, 0),
        "case": pad((e.case for e in rows), length, 0),
        "psent": pad((e.psent for e in rows), length, -1),
        "first": pad((e.first for e in rows), width, 0),
        "sid": torch.arange(max(e.sentence[-1] for e in rows) + 1),
        "ends": pad((e.ends for e in rows), width, IGNORE),
        "words": pad(([1] * len(e.first) for e in rows), width, 0),
    }
    for key in ("tags", "entities", "upos", "rel", "head"):
        batch[key] = pad((e.labels[key] for e in rows), width, IGNORE)
    links = torch.zeros(len(rows), width, width)
    for q, e in enumerate(rows):
        for word, cue, weight in e.links:
            links[q, word, cue] = weight
    batch["links"] = links
    return batch
