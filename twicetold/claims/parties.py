"""Who can commit: the parties behind subjects, possessives and 'both sides'."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from twicetold.actors import members_of, state_of
from twicetold.actors.knowledge import knowledge
from twicetold.claims.acts import lemmas, pattern
from twicetold.claims.lexicon import words
from twicetold.claims.syntax import Tree
from twicetold.types import Actor, Cast, Span

# Classes of the knowledge base whose members commit themselves; institutes, media and charities do not.
COMMITTING = frozenset({"io", "bloc", "alliance", "bank", "court", "agency", "armed", "movement", "government", "organ"})

INDEPENDENT = frozenset({"bank", "court"})  # what a central bank or a court decides its state has not promised

_NO_OFFICE = re.compile(r"\b(?:former|ex|late|candidate|nominee|hopeful|contender|challenger|front-?runner|would-be)\b", re.IGNORECASE)
_COORDINATED = re.compile(r"\s*,?\s+(?:and|&)\s+(?:the\s+)?")
GAP = 12  # characters before a mention within which the one that 'and' joins to it ends


class Parties:
    """Resolves words of one document to parties: states and organisations, and leaders to the state they act for."""

    def __init__(self, cast: Cast, tree: Tree) -> None:
        self._parsed, self._cast, self._tree = tree.parsed, cast, tree
        self._day = (tree.parsed.document.published or "")[:10]
        self._by_token = self._look_up()
        named = Counter(p for m in cast.mentions if (p := self.party(m.actor)) and (self.is_state(p) or self._wages(p)))
        self._main = [key for key, _ in sorted(named.items(), key=lambda item: (-item[1], item[0]))[:2]]

    def is_state(self, key: str) -> bool:
        """Whether a party is a state."""
        return self._cast.actors[key].kind == "state"

    def _wages(self, key: str) -> bool:
        """Whether a party is a movement or an armed group: a side of its own, where organisations of states stand between the sides."""
        known = knowledge().organisations.get(key)
        if known is not None:
            return known.kind in ("armed", "movement")
        return self._cast.actors[key].kind != "person" and any(
            w.lower() in lemmas("insurgents") for w in self._cast.actors[key].name.split()
        )

    def is_body(self, key: str) -> bool:
        """Whether an actor is an organisation or a group rather than a person."""
        return self._cast.actors[key].kind in ("organisation", "group")

    def speaks_for_none(self, key: str) -> bool:
        """Whether an actor is one who acts for himself: no state, no paper, not several at once."""
        actor = self._cast.actors[key]
        private = actor.kind in ("person", "organisation", "group") and not key.startswith("joint:")
        return private and (state_of(actor) is None or self._out_of_office(key))

    def party(self, key: str | None) -> str | None:
        """The party an actor stands for: its state if it speaks for one, itself if it is a body, None otherwise."""
        actor: Actor | None = self._cast.actors.get(key) if key else None
        if actor is None or key is None:
            return None
        known = knowledge().organisations.get(key)
        if (known is not None and known.kind not in COMMITTING) or self._out_of_office(key):
            return None
        named = actor.kind == "organisation" and any(w.lower() in lemmas("independent") for w in actor.name.split())
        if (known is not None and (known.kind in INDEPENDENT or named)) or key.endswith(":central-bank"):
            return key
        state = state_of(actor) if actor.kind != "group" or self._speaks_for_state(actor) else None
        if state is not None:
            return state.key if state.key in self._cast.actors else key
        if actor.kind in ("person", "state"):
            return None
        return key if self._commits(actor) else None

    def _out_of_office(self, key: str) -> bool:
        """Whether a person whose terms are known held no office on the day of publication: a former president commits himself alone.

        Without a day, whether the document calls him a candidate or a former one.
        """
        person = knowledge().people.get(key)
        if person is None or not person.terms:
            return False
        if self._day:
            return not any(t.covers(self._day) for t in person.terms)
        return any(_NO_OFFICE.search(a) for a in self._cast.actors[key].aliases)

    def name(self, key: str | None) -> list[str]:
        """The words of an actor's name, lower case."""
        return self._cast.actors[key].name.lower().split() if key in self._cast.actors else []

    def person(self, token: int) -> str | None:
        """The person whom a word names, whoever he speaks for."""
        key = self._named(token)
        return key if key is not None and self._cast.actors[key].kind == "person" else None

    def _speaks_for_state(self, actor: Actor) -> bool:
        """'U.S. officials', 'the Mexican delegation': a group that acts for its state; 'Mexican protesters' do not."""
        return actor.country is not None and any(w.lower() in lemmas("officials") for w in actor.name.split())

    def _commits(self, actor: Actor) -> bool:
        """Whether a body is one that makes commitments."""
        if actor.key in knowledge().organisations:
            return True
        return actor.kind in ("organisation", "group") and any(w.lower() in lemmas("bodies") for w in actor.name.split())

    @property
    def main(self) -> list[str]:
        """The two states or movements most often mentioned, fewer when there are fewer."""
        return self._main

    def of(self, token: int) -> list[str]:
        """Parties named by the noun phrase that `token` heads; both main parties for 'the two sides'."""
        heads = [token]
        for head in heads:  # a list may hang as a chain, each from the one before
            heads += [c for c in self._tree.below(head, "conj") if self._parsed.tokens[c].upos != "VERB"]
        named = [self._named(h) for h in heads] + self._joined_on(token)
        found = list(dict.fromkeys(p for key in named for p in self.parties(key))) or self._whose(token)
        if not found and pattern("joint").search(self._parsed.text(self._tree.span(self._phrase(token)))):
            return list(self._main) if len(self._main) == 2 else []
        return self.as_one(found)

    def _whose(self, token: int) -> list[str]:
        """'its forces', 'their governments': those to whom the people belong who act for them."""
        if self._tree.lemma(token) not in lemmas("officials") | lemmas("own_people") and self._tree.tokens[
            token
        ].text.lower() not in lemmas("officials"):
            return []
        poss = (c for c in self._tree.children[token] if self._tree.tokens[c].deprel == "nmod:poss")
        return [p for c in poss for p in self.parties(self._named(c))]

    def _joined_on(self, token: int) -> list[str | None]:
        """Actors that 'and' joins to the one named here, whatever the tree makes of it: 'President Biden and President López Obrador'."""
        place, out = self._tree.tokens[token].span, list[str | None]()
        around = self._cast.around(place)
        end = max((m.end for m in around), default=None)
        start = min((m.start for m in around), default=0)
        before = self._cast.touching(Span(max(0, start - GAP), start)) if around else []
        out += [m.actor for m in before if (gap := _COORDINATED.match(self._parsed.document.text, m.end)) and gap.end() == start]
        while end is not None:
            gap = _COORDINATED.match(self._parsed.document.text, end)
            following = list(self._cast.starting(gap.end())) if gap else []
            out += [m.actor for m in following]
            end = max((m.end for m in following), default=None)
        return out

    def parties(self, key: str | None) -> list[str]:
        """The parties behind an actor: several for a joint one."""
        return list(dict.fromkeys(p for k in self._members(key) if (p := self.party(k))))

    def as_one(self, found: list[str]) -> list[str]:
        """Three and more together as their joint actor, where the document has one; a body without 'its allies', whom it speaks for."""
        followers = {p for p in found if any(p.startswith(f"role:{o}:") for o in found if o != p)}
        found = [p for p in found if p not in followers]
        key = "joint:" + "+".join(sorted(found))
        whole = [key] if key in self._cast.actors else [p for p in found if self._cast.actors[p].kind == "group"]
        return whole[:1] if len(found) > 2 and whole else found  # 'ten producers, among them Russia and Oman'

    def _members(self, key: str | None) -> Sequence[str | None]:
        """A joint actor ('the two leaders', 'China and the United States') as its members, anything else as itself."""
        actor = self._cast.actors.get(key) if key else None
        return (members_of(actor) or [key]) if actor else [key]

    def _phrase(self, token: int) -> list[int]:
        """A noun phrase without its relative clauses."""
        gone = {t for c in self._tree.below(token, "acl", "parataxis") for t in self._parsed.subtree(c)}
        return [t for t in self._parsed.subtree(token) if t not in gone]

    def _named(self, token: int) -> str | None:
        """The actor of the mention that holds `token`, the longest there is."""
        return self._by_token.get(token)

    def actor(self, token: int) -> str | None:
        """Whoever a word names, party or not; outlets report and make no promises."""
        key = self._named(token)
        actor = self._cast.actors.get(key or "")
        reports = actor is not None and bool(set(actor.name.casefold().split()) & words("reporting.toml", "outlets"))
        return None if reports else key

    def _look_up(self) -> dict[int, str]:
        """Token -> actor; longer mentions win, then earlier ones."""
        found: dict[int, str] = {}
        for m in sorted(self._cast.mentions, key=lambda m: (m.end - m.start, -m.start)):
            if m.actor:
                found.update(dict.fromkeys(self._parsed.tokens_in(m.span), m.actor))
        return found

    def inside(self, span: Span) -> list[tuple[int, str]]:
        """Parties mentioned in `span`: (start, party), in text order."""
        return [(m.start, p) for m in self._cast.within(span) if (p := self.party(m.actor))]
