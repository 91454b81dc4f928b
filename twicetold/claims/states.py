"""Which states (and organisations) a stretch of words stands for: names, demonyms, capitals, regions and armed groups, leaders, places.

More generous than the parties of commitments: 'demonstrators in Baghdad', 'Iraqi Kurds' and 'Hamas' are sides of an event, though they
commit nobody. Organisations of states are 'IGO', others that are known 'NGO'.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from twicetold.actors.knowledge import LONGEST_NAME, knowledge
from twicetold.actors.names import fold, straight
from twicetold.actors.titles import first_names
from twicetold.claims.lexicon import rows
from twicetold.claims.syntax import Tree
from twicetold.types import Cast

IGO, NGO = "IGO", "NGO"
_UNITING = frozenset({"io", "bloc", "alliance", "bank", "court", "agency"})
SHORTEST_SURNAME = 5  # letters: shorter ones are too often something else


@cache
def places() -> dict[str, str]:
    """Regions, cities and movements -> code of the state where they are: data/places.csv."""
    return {straight(row["name"]): row["code"] for row in rows("places.csv")}


def code_of(key: str) -> str | None:
    """Code of the side behind a key of the knowledge base; None for people without an office and for places without a state."""
    base = knowledge()
    if key.startswith("state:"):
        return key.removeprefix("state:")
    body = base.organisations.get(key)
    if body is not None:
        return body.country or (IGO if body.kind in _UNITING else NGO if body.kind == "ngo" else None)
    person = base.people.get(key)
    if person is None:
        return None
    return person.country or next((IGO for t in person.terms if t.owner.startswith("org:")), None)


class States:
    """Codes named in the words of one document."""

    def __init__(self, tree: Tree, cast: Cast) -> None:
        self.tree, self.tokens = tree, tree.tokens
        self._people = {k for m in cast.mentions if self._is_person(cast, m.actor) for k in tree.parsed.tokens_in(m.span)}
        self._codes = dict(self._read(cast))

    def _is_person(self, cast: Cast, key: str | None) -> bool:
        return key is not None and key in cast.actors and cast.actors[key].kind == "person"

    def _read(self, cast: Cast) -> Iterator[tuple[int, str]]:
        """Token -> code: listed names first, then what the document's actors speak for."""
        for mention in cast.mentions:
            actor = cast.actors.get(mention.actor or "")
            code = None if actor is None else (code_of(actor.key) or actor.country)
            if code is not None:
                yield from ((k, code) for k in self.tree.parsed.tokens_in(mention.span))
        k = 0
        while k < len(self.tokens):
            last, code = self._listed(k)
            if code is not None:
                yield from ((t, code) for t in range(k, last + 1))
            k = last + 1

    def _listed(self, first: int) -> tuple[int, str | None]:
        """The longest name that begins at a token: its last token and its code."""
        if not self.tokens[first].text[:1].isupper():
            return first, None
        end = min(first + LONGEST_NAME, self.tree.parsed.sentences[self.tokens[first].sentence].last)
        for last in range(end - 1, first - 1, -1):
            text = straight(self.tree.parsed.document.text[self.tokens[first].start : self.tokens[last].end])
            code = places().get(text)
            entry = knowledge().named(text) or knowledge().named(text.rstrip("."))
            code = code or (code_of(entry.key) if entry is not None else None)
            if code is not None:
                return last, code
        return first, self._leader(first)

    def _leader(self, k: int) -> str | None:
        """The state of those who are called by this surname, where all of them led one."""
        word = fold(self.tokens[k].text)
        following = k + 1 < len(self.tokens) and self.tokens[k + 1].upos == "PROPN"
        plain = following or len(word) < SHORTEST_SURNAME or word in first_names() or self.tokens[k].upos != "PROPN"
        keys = () if plain else knowledge().surnames.get(word, ())
        found = {code_of(key) for key in keys}
        return found.pop() if len(found) == 1 else None

    def at(self, k: int) -> str | None:
        """The code of one word."""
        return self._codes.get(k)

    def of(self, head: int, without: tuple[int, ...] = ()) -> list[str]:
        """Codes of the noun phrase under `head` and of those coordinated with it, each once; clauses within it are not looked at."""
        found = [code for h in (head, *self._coordinated(head)) for code in self._some(h, without)]
        return list(dict.fromkeys(found))

    def _coordinated(self, head: int) -> list[int]:
        return [c for c in self.tree.below(head, "conj") if self.tokens[c].upos in ("NOUN", "PROPN", "ADJ", "PRON", "NUM")]

    def _some(self, head: int, without: tuple[int, ...]) -> list[str]:
        """What one noun phrase stands for: its own word, else what stands before it, else 'of', 'from' and 'in' behind it.

        'Georgian President Shevardnadze' speaks for Georgia whatever else he led; coordinated adjectives and places are several.
        """
        inside = [t for t in self._phrase(head) if t not in without]
        before = [t for t in reversed(inside) if t < head and self.at(t)]
        own = self.at(head)
        if own is not None and not (head in self._people and any(t not in self._people or self._adjective(t) for t in before)):
            return [own]
        first = next((t for t in [*before, *(t for t in inside if t >= head)] if self.at(t)), None)
        if first is None:
            return []
        beside = [
            t
            for t in (*self._coordinated(first), self.tokens[first].head)
            if self.tree.relation(first) == "conj" or t != self.tokens[first].head
        ]
        return [c for t in (first, *sorted(beside)) if t in inside and (c := self.at(t))]

    def _adjective(self, k: int) -> bool:
        """'Georgian' in front of a name."""
        return self.tokens[k].upos == "ADJ" or self.tree.relation(k) in ("amod", "compound")

    def _phrase(self, head: int) -> list[int]:
        gone = {t for c in self.tree.below(head, "conj", "parataxis", "punct") for t in self.tree.parsed.subtree(c)}
        gone |= {t for c in self.tree.below(head, "acl", "acl:relcl") if self.tree.finite(c) for t in self.tree.parsed.subtree(c)}
        return [t for t in self.tree.parsed.subtree(head) if t not in gone]
