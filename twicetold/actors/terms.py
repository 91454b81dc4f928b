"""Which noun is what: the role lexicon looked up at a token, with the words around it that make one term."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from twicetold.actors.knowledge import ministries, roles
from twicetold.actors.scene import Scene

Sort = Literal["office", "organ", "head", "analyst", "research", "body", "media", "document", "official", "group", "joint"]
SORTS: tuple[Sort, ...] = ("organ", "office", "analyst", "research", "media", "document", "official", "body", "head", "group", "joint")


@dataclass(frozen=True, slots=True)
class Term:
    text: str  # lower case, singular: 'prime minister'
    sorts: frozenset[Sort]
    first: int  # first token of the term
    last: int

    def has(self, *sorts: Sort) -> bool:
        return any(s in self.sorts for s in sorts)


@cache
def vocabulary() -> dict[str, frozenset[Sort]]:
    """Every term of the lexicon with its sorts."""
    lexicon = roles()
    out: dict[str, set[Sort]] = {}

    def add(sort: Sort, words: list[str]) -> None:
        for word in words:
            out.setdefault(word, set()).add(sort)

    add("office", list(lexicon["office"]))
    add("organ", list(ministries()))
    for sort in ("head", "official", "analyst", "research", "body", "media", "document", "group"):
        add(sort, lexicon[sort]["words"])
    add("document", lexicon["document"]["official"])
    add("group", lexicon["group"]["collective"])
    add("joint", lexicon["joint"]["people"] + lexicon["joint"]["states"])
    return {w: frozenset(s) for w, s in out.items()}


@cache
def running_on() -> dict[str, tuple[str, ...]]:
    """Terms that go on behind their noun, by the noun: 'ministry' -> 'ministry of foreign affairs', the longest first."""
    out: dict[str, list[str]] = {}
    for term in vocabulary():
        for link in (" of ", " for "):
            if link in term:
                out.setdefault(term.split(link)[0], []).append(term)
    return {k: tuple(sorted(v, key=len, reverse=True)) for k, v in out.items()}


def follows(scene: Scene, head: int, words: str) -> bool:
    """Whether these words come right after a token."""
    end = scene.parsed.tokens[head].end
    behind = scene.parsed.document.text[end : end + len(words) + 1]
    return behind[: len(words)].lower() == words and not behind[len(words) :].isalpha()


def spellings(scene: Scene, first: int, last: int) -> list[str]:
    """The words as written and with the last one's lemma, lower case, hyphens closed up."""
    tokens = scene.parsed.tokens
    text = scene.text(first, last).lower().replace("’", "'")
    lemma = text[: len(text) - len(tokens[last].text)] + singular(tokens[last].text, tokens[last].lemma)
    return [" ".join(lemma.split()), " ".join(text.split())]


def singular(text: str, lemma: str) -> str:
    """A noun's lemma in lower case; the parser leaves some plurals as they are."""
    low, base = text.lower(), lemma.lower()
    if low == base and low not in vocabulary():
        if low.endswith("men"):
            return low[:-3] + "man"
        if low.endswith("ies") and low[:-3] + "y" in vocabulary():
            return low[:-3] + "y"
        if low.endswith("s") and low[:-1] in vocabulary():
            return low[:-1]
    return base


@cache
def last_words() -> frozenset[str]:
    """Words that a term may have at the token it hangs on."""
    return frozenset(w for t in (*vocabulary(), *running_on()) for w in (t.split()[-1], t.split("-")[-1]))


def hyphenated(scene: Scene, first: int) -> bool:
    """Whether the term is the end of a compound: 'self-government'."""
    tokens = scene.parsed.tokens
    return first > 0 and tokens[first - 1].text in ("-", "‑") and tokens[first - 1].end == tokens[first].start


def term_at(scene: Scene, head: int) -> Term | None:
    """The longest term whose last noun is `head` ('foreign minister'), or that runs on from it ('head of state')."""
    tokens = scene.parsed.tokens
    if not {singular(tokens[head].text, tokens[head].lemma), tokens[head].text.lower()} & last_words():
        return None
    start = scene.parsed.sentences[tokens[head].sentence].first
    for first in range(max(start, head - 4), head + 1):
        if any(k in scene.taken for k in range(first, head)) and first != head:
            continue
        for text in spellings(scene, first, head):
            longer = next((t for t in running_on().get(text, ()) if follows(scene, head, t[len(text) :])), None)
            if longer is not None:
                return Term(longer, vocabulary()[longer], first, min(head + longer[len(text) :].count(" "), len(tokens) - 1))
            if text in vocabulary() and " of " not in text and not hyphenated(scene, first):
                sorts = frozenset(s for form in spellings(scene, first, head) for s in vocabulary().get(form, ()))
                return Term(text, sorts, first, head)  # 'countries' is a group besides what 'country' is
    return None
