"""The lexicon of commitments (data/commitments.toml): which words commit, how firmly, and what becomes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from twicetold.claims.lexicon import table
from twicetold.types import Domain, Status

FILE = "commitments.toml"


@dataclass(frozen=True, slots=True)
class Act:
    """What a verb or noun says its subject does. `level` 1..5 as in docs/concepts.md."""

    group: str
    level: int
    status: Status
    needs: str | None = None
    delivered: bool = False
    particle: str | None = None  # 'rule' only counts with 'out'
    negated: bool = False  # says something only when negated
    object_is_party: bool = False  # 'nothing binds the party'


@dataclass(frozen=True, slots=True)
class Found:
    """An act at a predicate (or noun) with the words that state it; places are indices of tokens."""

    act: Act
    head: int
    owner: int | None = None  # the word that names the party; None where it is the subject of `head`
    noun: int | None = None
    speaker: bool = False  # nobody is named: the party is whoever says it ('exports would resume, the ministry said')
    partial: bool = False  # a second noun under one verb: its words are its own subtree


def _read(part: str) -> dict[str, Act]:
    acts: dict[str, Act] = {}
    for group, entry in table(FILE)[part].items():
        for lemma in entry["lemmas"]:
            if lemma in acts:
                continue  # the first group that names a lemma has it
            particle = entry.get("particles", {}).get(lemma)
            acts[lemma] = Act(
                group, entry["level"], entry["status"], entry.get("needs"), entry.get("delivered", False), particle,
                entry.get("negated", False), entry.get("object_is_party", False),
            )  # fmt: skip
    return acts


@cache
def verbs() -> dict[str, Act]:
    """Verb lemma -> act."""
    return _read("verbs")


@cache
def nouns() -> dict[str, Act]:
    """Noun lemma -> act."""
    return _read("nouns")


@cache
def adjectives() -> dict[str, Act]:
    """Adjective lemma -> act: 'is ready to', 'remains committed to'."""
    return _read("adjectives")


@cache
def lemmas(part: str) -> frozenset[str]:
    """The bare list `lemmas` of a part of the file."""
    return frozenset(table(FILE)[part]["lemmas"])


@cache
def pattern(part: str) -> re.Pattern[str]:
    """The list `phrases` of a part of the file, as one pattern for whole words in any letter case."""
    phrases = sorted(table(FILE)[part]["phrases"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in phrases) + r")\b", re.IGNORECASE)


@cache
def markers() -> frozenset[str]:
    """Subordinators that open a condition."""
    return frozenset(table(FILE)["conditions"]["markers"])


@cache
def _domains() -> tuple[tuple[Domain, re.Pattern[str]], ...]:
    listed = {k: v for k, v in table(FILE)["domains"].items() if k != "reference"}
    return tuple((name, re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + ")", re.IGNORECASE)) for name, words in listed.items())


def domain(text: str) -> Domain:
    """The field an act is about: the one with most of its words in `text`, the file's order on ties, 'other' without any."""
    counts = [(len({m.group().lower() for m in words.finditer(text)}), -n, name) for n, (name, words) in enumerate(_domains())]
    best = max(counts)
    return best[2] if best[0] else "other"
