"""Labelled attachment from raw text: our own sentences, words and trees against a Universal Dependencies treebank.

    python evaluation/ud.py FILE.conllu ...

Words count as found when their characters (white space aside) are the same; a found word scores when its head is found and is the gold
head, and the relation agrees without its subtype. F1 over all words, as in the CoNLL 2018 shared task (Zeman et al. 2018), of which this
leaves out multi-word tokens whose parts are no substrings. Each document is read as one text, its paragraphs as the treebank marks them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from pathlib import Path

from twicetold.language import parse
from twicetold.types import Document, Parsed, Span


@dataclass
class Gold:
    """One document: its text without white space counted, and for every word (start, end) -> (head start and end or None, relation)."""

    text: str = ""
    size: int = 0
    words: dict[tuple[int, int], tuple[tuple[int, int] | None, str]] = field(default_factory=dict)

    def add(self, text: str, rows: list[list[str]], paragraph: bool) -> None:
        ends = list(accumulate((len("".join(row[1].split())) for row in rows), initial=self.size))
        places = list(pairwise(ends))
        if "".join(text.split()) != "".join("".join(r[1].split()) for r in rows):
            return
        self.text += ("\n\n" if paragraph else " ") * bool(self.text) + text
        self.size = ends[-1]
        for place, row in zip(places, rows, strict=True):
            self.words[place] = (places[int(row[6]) - 1] if row[6] != "0" else None, row[7].split(":")[0])


def read(path: Path) -> Iterator[Gold]:
    """The documents of a CoNLL-U file."""
    gold, rows, text, paragraph = Gold(), [], "", False
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("# newdoc"):
            yield gold
            gold = Gold()
        elif line.startswith("# newpar"):
            paragraph = True
        elif line.startswith("# text ="):
            text = line[8:].strip()
        elif line and line[0].isdigit() and line.split("\t")[0].isdigit():
            rows.append(line.split("\t"))
        elif not line and rows:
            gold.add(text, rows, paragraph)
            rows, paragraph = [], False
    yield gold


def said(parsed: Parsed) -> dict[tuple[int, int], tuple[tuple[int, int] | None, str]]:
    """Our words in the same form."""
    solid = [0]
    for c in parsed.document.text:
        solid.append(solid[-1] + (not c.isspace()))
    places = [(solid[t.start], solid[t.end]) for t in parsed.tokens]
    return {
        place: (places[t.head] if places[t.head] != place else None, t.deprel.split(":")[0])
        for place, t in zip(places, parsed.tokens, strict=True)
    }


def score(path: Path) -> dict[str, float]:
    """F1 of words, unlabelled and labelled attachment."""
    gold_size = said_size = words = heads = labels = 0
    for gold in read(path):
        if not gold.text:
            continue
        ours = said(parse(Document(id="x", source=str(path), text=gold.text, body=(Span(0, len(gold.text)),), language="en")))
        both = gold.words.keys() & ours.keys()
        right = [w for w in both if gold.words[w][0] == ours[w][0]]
        gold_size, said_size, words = gold_size + len(gold.words), said_size + len(ours), words + len(both)
        heads, labels = heads + len(right), labels + sum(gold.words[w][1] == ours[w][1] for w in right)
    return {name: 200 * hit / (gold_size + said_size) for name, hit in (("words", words), ("UAS", heads), ("LAS", labels))}


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name, " ".join(f"{k} {v:.2f}" for k, v in score(Path(name)).items()))
