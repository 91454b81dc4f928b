"""Classes of names weighed again by what stands around a word and by the same word elsewhere in the document.

The reader sees a window; whether 'Ford' is a company is often said three paragraphs on, or by the 'Foundation' behind it. A log-linear
model with the weights in `model/names.json` joins the reader's scores with the words, capitals and parts of speech around each candidate.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from twicetold.language.learned import folder, labels
from twicetold.language.windows import case

LIKELY_NONE = -0.02  # log probability of O below which a word without a capital is a candidate too
LEAST = -7.0  # log probabilities are cut off here: a sure reader may err
LONG = 3  # letters that a word has more of to count as capitalised or not in a line of capitals
MOST = 5  # capitalised words in a row, or occurrences, that are told apart
# What a name costs right behind one of another class ('North' + 'Korean'), log scale. F1 by tokens / by spans before the last fit:
# 0 87.22 / 84.43 on PolNeAR dev, 84.29 / 74.26 on GUM dev; .7 87.31 / 84.67 and 84.33 / 74.52
SWITCH = 0.7
REACH = 2  # words on either side whose scores count
Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Words:
    """One document: words, numbers of their parts of speech, first words of the sentences."""

    texts: Sequence[str]
    upos: NDArray[np.int64]
    starts: Sequence[int]

    def sentences(self) -> list[tuple[int, int]]:
        """First word and one past the last of each sentence."""
        return list(zip(self.starts, [*self.starts[1:], len(self.texts)], strict=True))


def classes(scores: Numbers) -> Numbers:
    """(words, 5): log probabilities of no name and of each class, from those of BIO labels."""
    return np.asarray(np.concatenate([scores[:, :1], np.logaddexp(scores[:, 1::2], scores[:, 2::2])], axis=1), np.float32)


def candidates(known: Numbers, words: Words) -> NDArray[np.int64]:
    """Words with a capital or that the reader takes for part of a name."""
    return np.flatnonzero(np.array([_capital(t) for t in words.texts], bool) | (known[:, 0] < LIKELY_NONE))


@lru_cache(maxsize=1 << 15)
def _capital(text: str) -> bool:
    return text[0].isupper() or text[0] in "@#"


@lru_cache(maxsize=1 << 15)
def _shape(text: str) -> str:
    return str(case(text))


def numbers(known: Numbers, words: Words, where: NDArray[np.int64]) -> Numbers:
    """(candidates, 40): scores around and here, mean score of the same word elsewhere, probabilities, the same in lines of capitals."""
    padded = np.pad(np.maximum(known, LEAST), ((REACH, REACH), (0, 0)))
    around = [padded[where + k] for k in range(2 * REACH + 1)]
    chances = np.exp(known)
    here = 2 * chances[where]
    return np.hstack([*around, _elsewhere(chances, words.texts, where)[where], here, capitals(words)[where, None] * here])


def _elsewhere(chances: Numbers, texts: Sequence[str], where: NDArray[np.int64]) -> Numbers:
    """Log of the mean probabilities of the same capitalised word at its other places, moved so that 0 stands for 'nowhere else'."""
    out = np.zeros_like(chances)
    for places in _places(texts, where).values():
        if len(places) > 1:
            others = (chances[places].sum(0) - chances[places]) / (len(places) - 1)
            out[places] = np.log(others.clip(0) + 1e-3) + 2
    return out


def _places(texts: Sequence[str], where: NDArray[np.int64]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for k in where.tolist():
        if len(texts[k]) > 1 and texts[k][0].isupper():
            places[texts[k]].append(k)
    return places


def capitals(words: Words) -> Numbers:
    """Of every word the share of capitalised ones among the longer words of its sentence; zero where there are fewer than three."""
    out = np.zeros(len(words.texts), np.float32)
    for first, end in words.sentences():
        long = [t for t in words.texts[first:end] if len(t) > LONG and t[0].isalpha()]
        if len(long) >= LONG:
            out[first:end] = sum(map(_capital, long)) / len(long)
    return out


def features(words: Words, where: NDArray[np.int64]) -> list[list[str]]:
    """Of each candidate the names of what holds of it: `w=` the word, `p=` and `n=` its neighbours, `r…` the capitals in a row, shapes."""
    low = {t for t in words.texts if t.islower()}
    shares, places, runs, firsts = capitals(words).tolist(), _places(words.texts, where), _runs(words), set(words.starts)
    tags = labels().upos
    kinds = ["", *(tags[k] for k in words.upos.tolist()), ""]
    shapes = ["", *map(_shape, words.texts), ""]
    lower = ["", *map(str.lower, words.texts), ""]
    out = list[list[str]]()
    for k in where.tolist():
        word, a, b = lower[k + 1], *runs.get(k, (k, k + 1))
        shape, kind, times = shapes[k + 1], kinds[k + 1], len(places.get(words.texts[k], ()))
        known = [
            "any", f"w={word}", f"p={lower[k]}", f"n={lower[k + 2]}", f"s2={word[-2:]}", f"s3={word[-3:]}", f"u={kind}",
            f"up={kinds[k]}", f"un={kinds[k + 2]}", f"s={shape}", f"sp={shapes[k]}{shape}", f"sn={shape}{shapes[k + 2]}",
            f"caps={int(4 * shares[k])}{word in low}", f"first={k in firsts}", f"times={min(times, MOST)}", f"run={min(b - a, MOST)}",
            f"rl={lower[b]}{'*' * (b - 1 == k)}", f"rn={lower[b + 1]}", f"rp={lower[a]}",
        ]  # fmt: skip
        if b - a > 1:
            known.append(f"rf={lower[a + 1]}")
        if "." in word:
            known.append("dot")
        if "-" in word:
            known.append(f"h={word.rpartition('-')[2]}")
        out.append(known)
    return out


def _runs(words: Words) -> dict[int, tuple[int, int]]:
    """Of every capitalised word the stretch of such words in its sentence that it stands in."""
    out: dict[int, tuple[int, int]] = {}
    for first, end in words.sentences():
        a = first
        for k in range(first, end + 1):
            if k == end or not _capital(words.texts[k]):
                out.update(dict.fromkeys(range(a, k), (a, k)))
                a = k + 1
    return out


@cache
def _weights() -> tuple[dict[str, int], Numbers, Numbers]:
    """Rows of the features, their weights, and those of the numbers, all towards four classes as against none."""
    data = json.loads((folder() / "names.json").read_text(encoding="utf-8"))
    table = np.array(list(data["features"].values()), np.float32) / data["scale"]
    return {n: k for k, n in enumerate(data["features"])}, table, np.array(data["numbers"], np.float32) / data["scale"]


@cache
def transitions() -> Numbers:
    """What the step from one BIO label to the next adds: those of the model, less SWITCH between names of two classes."""
    size = len(labels().ner)
    kind = (np.arange(size) + 1) // 2
    begins = (np.arange(size) % 2 == 1)[None, :]
    other = (kind[:, None] != kind[None, :]) & (kind[:, None] > 0) & begins
    return np.asarray(labels().ner_transitions - SWITCH * other, np.float32)


def weighed(scores: Numbers, words: Words) -> Numbers:
    """`scores`, log probabilities of BIO labels, with those of the candidates' classes replaced."""
    known = classes(scores)
    where = candidates(known, words)
    if not len(where):
        return scores
    rows, table, matrix = _weights()
    found = numbers(known, words, where) @ matrix
    listed = [[rows[n] for n in names if n in rows] for names in features(words, where)]  # 'any' is always among them
    at = np.cumsum([0, *map(len, listed[:-1])])
    found += np.add.reduceat(table[np.concatenate(listed)], at)
    full = np.concatenate([np.zeros((len(where), 1), np.float32), found], axis=1)
    change = full - np.logaddexp.reduce(full, axis=1, keepdims=True) - known[where]
    out = scores.copy()
    out[where] += change[:, [0, *(1 + k // 2 for k in range(scores.shape[1] - 1))]]
    return out
