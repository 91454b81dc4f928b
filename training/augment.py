"""Articles in other dress: quotation styles, spellings, names, letter case, and attributions told in other forms.

Word by word wherever labels must stay in place. Nothing that is made here keeps the teacher's vectors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from random import Random

from features import ENTITIES, TAGS, Attribution, Doc, Reading, case_shape, pieces
from tokenizers import Tokenizer

QUOTES = (("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»"), ("„", "“"))
QUOTE_WEIGHTS = (3, 5, 5, 2, 1, 1)
OPENING, CLOSING = frozenset("“«„"), frozenset("”»")
BRITISH = {
    "color": "colour", "labor": "labour", "favor": "favour", "honor": "honour", "behavior": "behaviour", "neighbor": "neighbour",
    "center": "centre", "defense": "defence", "offense": "offence", "program": "programme", "rumor": "rumour", "theater": "theatre",
    "traveled": "travelled", "canceled": "cancelled", "favorite": "favourite", "endeavor": "endeavour", "harbor": "harbour",
    "skeptical": "sceptical",
}  # fmt: skip
VERBS = (
    ["said"], ["says"], ["added"], ["told", "reporters"], ["told", "the", "newspaper"], ["wrote"], ["warned"], ["claimed"], ["argued"],
    ["insisted"], ["assessed"], ["noted"], ["has", "said"], ["tweeted"], ["stressed"], ["concluded"], ["believes"], ["announced"],
    ["reported"], ["commented"],
)  # fmt: skip
DOUBTED = (
    ["did", "not", "say"], ["denied"], ["has", "denied"], ["never", "said"], ["refused", "to", "say"], ["would", "not", "confirm"],
    ["doubts"], ["has", "not", "said"], ["declined", "to", "say"], ["questioned", "whether"], ["could", "not", "confirm"],
    ["stopped", "short", "of", "saying"],
)  # fmt: skip
PASSIVE = (
    ["It", "was", "reported"], ["It", "is", "understood"], ["It", "has", "been", "claimed"], ["It", "was", "said"],
    ["It", "is", "believed"], ["It", "was", "announced"],
)  # fmt: skip
PREPOSED = (["According", "to"], ["In", "the", "words", "of"], ["In", "the", "view", "of"], ["In", "the", "opinion", "of"])
PRONOUNS = frozenset("he she they it we i you who that which this those these".split())  # noqa: SIM905
NONE, PERSON, PLACE = "O", ("B-PERSON", "I-PERSON"), ("B-LOCATION", "I-LOCATION")


class Dresser:
    """Makes variants. `facts` (optional) is the folder with the World Factbook's leaders, whose names stand in for others."""

    def __init__(self, tokenizer: Tokenizer, facts: Path | None, rng: Random) -> None:
        self.rng = rng
        self.given: list[str] = []
        self.family: list[str] = []
        self.places: list[str] = []
        self.ids: Callable[[str], list[int]] = lru_cache(maxsize=100_000)(lambda word: pieces(tokenizer, [word])[0])
        if facts:
            self._names(facts)

    def _names(self, facts: Path) -> None:
        """Given names, FAMILY NAMES and one-word countries and capitals of the whole world."""
        given, family, places = set(), set(), set()
        for file in ("factbook_leaders.jsonl", "factbook_leaders_2014_2026.jsonl"):
            for line in (facts / file).read_text(encoding="utf-8").split("\n"):
                row = json.loads(line) if line else {}
                text = " ".join(str(v) for v in row.values())
                for first, last in re.findall(r"\b([A-Z][a-zé]{2,})(?: [A-Z][a-z]+)? ([A-Z][A-ZÀ-Þ'-]{2,})\b", text):
                    given.add(first)
                    family.add(last.title())
                places |= {p for p in (row.get("capital"), (row.get("names") or {}).get("conventional short form")) if p and p.isalpha()}
        self.given, self.family, self.places = sorted(given), sorted(family), sorted(places)

    # ------------------------------------------------------------------------------------------- same words, new dress

    def dress(self, doc: Doc) -> Doc:
        """The article with some of its surface changed; labels stay."""
        words, case = list(doc.words), None
        if self.rng.random() < 0.6:
            words = self.requote(words)
        if self.rng.random() < 0.4:
            words = [self.british(w) for w in words]
        if self.family and self.rng.random() < 0.6:
            words = self.rename(doc, words)
        if self.rng.random() < 0.4:
            case = self.recase(doc, words)
        ids = [i if w == old else self.ids(w) for w, old, i in zip(words, doc.words, doc.ids, strict=True)]
        return replace(doc, words=words, ids=ids, case=case or [case_shape(w) for w in words], teacher=None)

    def requote(self, words: list[str]) -> list[str]:
        """Double marks as another style; straight ones open and close in turn."""
        (left, right), out, inside = self.rng.choices(QUOTES, QUOTE_WEIGHTS)[0], [], False
        for w in words:
            if w in OPENING or (w in ('"', "``") and not inside):
                out.append(left)
                inside = True
            elif w in CLOSING or w in ('"', "''"):
                out.append(right)
                inside = False
            else:
                out.append(w)
        return out

    @staticmethod
    def british(word: str) -> str:
        low = word.lower()
        new = BRITISH.get(low) or (BRITISH[low[:-1]] + "s" if low.endswith("s") and low[:-1] in BRITISH else None)
        new = new or (re.sub(r"iz(e[ds]?|ing|ations?)$", r"is\1", low) if len(low) > 6 else low)
        return word if new == low else new.title() if word[0].isupper() else new

    def rename(self, doc: Doc, words: list[str]) -> list[str]:
        """Every person, and sometimes every place, under another name throughout."""
        known: dict[tuple[str, str], str] = {}
        kinds = [ENTITIES[e] if e > 0 else NONE for e in doc.entities or [0] * len(words)]
        swap_places = self.rng.random() < 0.3
        for k, kind in enumerate(kinds):
            last = k + 1 >= len(kinds) or kinds[k + 1] != PERSON[1]
            if kind in PERSON and words[k].isalpha() and len(words[k]) > 2:
                pool = self.family if last else self.given
                words[k] = known.setdefault(("person", words[k]), self.rng.choice(pool))
            elif swap_places and kind == PLACE[0] and words[k].isalpha() and (k + 1 >= len(kinds) or kinds[k + 1] != PLACE[1]):
                words[k] = known.setdefault(("place", words[k]), self.rng.choice(self.places))
        return words

    def recase(self, doc: Doc, words: list[str]) -> list[int]:
        """A headline in capitals or title case, or a text without capitals; the vocabulary itself has no case."""
        how, (a, b) = self.rng.choice(("UPPER", "Title", "lower")), doc.bounds[0]
        if how == "lower":
            return [case_shape(w.lower()) for w in words]
        form = str.upper if how == "UPPER" else str.title
        return [case_shape(form(w) if a <= k < b else w) for k, w in enumerate(words)]

    # ------------------------------------------------------------------------------------------- other forms

    def retell(self, doc: Doc) -> Doc | None:
        """One of the article's attributions in another form, a paragraph of its own; None when none is fit for it."""
        one = self.rng.choice(doc.readings[0].attributions) if doc.readings[0].attributions else None
        if not one or not len(one.source) == len(one.content) == 1:
            return None
        (a, b), (c, d) = one.source[0], one.content[0]
        source, content = self._taken(doc, a, b), self._clause(doc, c, d)
        if not content or not 0 < len(source) <= 14 or source[0][0].lower() in PRONOUNS:
            return None
        return self._build(self._form(source, content))

    def _taken(self, doc: Doc, a: int, b: int) -> list[tuple[str, int]]:
        return [(doc.words[k], (doc.entities or [0] * b)[k]) for k in range(a, b)]

    def _clause(self, doc: Doc, c: int, d: int) -> list[tuple[str, int]] | None:
        """A content that can stand alone: after 'that', in marks, or a sentence's beginning; without marks and final stop."""
        whole = doc.words[c] in {"that", "“", '"'} or doc.words[c][0].isupper()
        rim = {"that", "“", "”", '"', ",", ".", "’", "‘", "'"}
        while c < d and doc.words[c] in rim:
            c += 1
        while c < d and doc.words[d - 1] in rim:
            d -= 1
        inner = any(w in '“”"' for w in doc.words[c:d])
        return self._taken(doc, c, d) if whole and not inner and 4 <= d - c <= 40 else None

    def _form(self, source: list[tuple[str, int]], content: list[tuple[str, int]]) -> list[tuple[str, list[tuple[str, int]]]]:
        """Parts (role, words) of a paragraph."""

        def plain(*words: str) -> list[tuple[str, int]]:
            return [(w, 0) for w in words]

        left, right = self.rng.choices(QUOTES, QUOTE_WEIGHTS)[0]
        low, up = self._lower(content), self._upper(content)
        says, dot = plain(*self.rng.choice(VERBS)), [("O", plain("."))]
        quoted = [*plain(left), *up, *plain(right)]
        head = ("SOURCE", self._upper(source))
        form = self.rng.randrange(11)
        if form == 0:  # headline
            return [head, ("CUE", plain(":")), ("CONTENT", up)]
        if form == 1:
            return [head, ("CUE", plain(":")), ("CONTENT", quoted)]
        if form == 2:
            return [("O", plain("From")), ("SOURCE", source), ("CUE", plain(":")), ("CONTENT", quoted)]
        if form == 3:
            return [("CONTENT", quoted), ("CUE", plain(self.rng.choice("–—-"))), ("SOURCE", source)]
        if form == 4:
            return [("CONTENT", [*plain(left), *up, *plain(",", right)]), ("SOURCE", source), ("CUE", says), *dot]
        if form == 5:
            return [("CONTENT", [*plain(left), *up, *plain(",", right)]), ("CUE", says), ("SOURCE", source), *dot]
        if form == 6:
            return [("CONTENT", up), ("O", plain(",")), ("CUE", plain("according", "to")), ("SOURCE", source), *dot]
        if form == 7:
            return [("CUE", plain(*self.rng.choice(PREPOSED))), ("SOURCE", source), ("O", plain(",")), ("CONTENT", low), *dot]
        if form == 8:
            doubt = self.rng.choice(DOUBTED)
            that = [] if doubt[-1] in ("whether", "saying") else plain("that")
            return [head, ("CUE", plain(*doubt)), ("CONTENT", [*that, *low]), *dot]
        if form == 9:
            return [("CUE", plain(*self.rng.choice(PASSIVE))), ("CONTENT", [*plain("that"), *low]), *dot]
        return [head, ("CUE", says), ("CONTENT", [*plain("that"), *low]), *dot]

    @staticmethod
    def _upper(words: list[tuple[str, int]]) -> list[tuple[str, int]]:
        return [(words[0][0][:1].upper() + words[0][0][1:], words[0][1]), *words[1:]]

    @staticmethod
    def _lower(words: list[tuple[str, int]]) -> list[tuple[str, int]]:
        word, entity = words[0]
        return words if entity or word == "I" else [(word.lower(), entity), *words[1:]]

    def _build(self, parts: list[tuple[str, list[tuple[str, int]]]]) -> Doc:
        words: list[str] = []
        entities: list[int] = []
        tags: list[int] = []
        ranges: dict[str, list[tuple[int, int]]] = {"SOURCE": [], "CUE": [], "CONTENT": []}
        for role, part in parts:
            start = len(words)
            words += [w for w, _ in part]
            entities += [e for _, e in part]
            tags += [0] * len(part) if role == NONE else [TAGS.index(f"B-{role}"), *[TAGS.index(f"I-{role}")] * (len(part) - 1)]
            if role != NONE:
                ranges[role].append((start, len(words)))
        n, cue = len(words), ranges["CUE"][0][0]
        links: list[tuple[int, ...]] = [(cue,) if t else () for t in tags]
        reading = Reading(tags, links, [Attribution(ranges["SOURCE"], ranges["CUE"], ranges["CONTENT"])])
        ids, case = [self.ids(w) for w in words], [case_shape(w) for w in words]
        return Doc("retold", words, ids, case, [1] + [0] * (n - 1), [0] * n, [(0, n)], [reading], entities)

    def fragment(self, doc: Doc) -> Doc | None:
        """A sentence with a whole attribution as it would stand inside another's content: 'that …', no capital, no full stop."""
        if not doc.readings[0].attributions:
            return None
        one = self.rng.choice(doc.readings[0].attributions)
        places = [x for role in one for x in role]
        a, b = doc.bounds[doc.sentence[min(p[0] for p in places)]]
        reading = doc.readings[0]
        if max(p[1] for p in places) > b or b - a > 80:
            return None
        if any(not a <= c < b for links in reading.links[a:b] for c in links):
            return None
        b -= doc.words[b - 1] == "."
        that = int(self.rng.random() < 0.5)
        words = (["that"] if that else []) + doc.words[a:b]
        if not (doc.entities or [0] * b)[a] and self.rng.random() < 0.8 and words[that:] and words[that] != "I":
            words[that] = words[that].lower()
        tags = [0] * that + reading.tags[a:b]
        links = [()] * that + [tuple(c - a + that for c in x) for x in reading.links[a:b]]
        entities = [0] * that + list((doc.entities or [0] * b)[a:b])
        n = len(words)
        ids, case = [self.ids(w) for w in words], [case_shape(w) for w in words]
        return Doc("fragment", words, ids, case, [1] + [0] * (n - 1), [0] * n, [(0, n)], [Reading(tags, links, [])], entities)
