"""The actors of one document while it is being read: who has been met, where, and what is known of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from twicetold.actors.knowledge import Knowledge
from twicetold.actors.names import content_words, fold, head_noun, skeleton, straight
from twicetold.types import Actor, ActorKind, Cast, Entity, Mention, MentionKind, Parsed, Reported, Span

T = TypeVar("T")
_COMMA = re.compile(r",\s+(?:the\s+)?", re.IGNORECASE)
_AND = re.compile(r",?\s+(?:and|&)\s+(?:the\s+)?", re.IGNORECASE)


@dataclass(slots=True)
class Who:
    """An actor being gathered: grows while the document is read, becomes an `Actor` at its end."""

    key: str
    name: str
    kind: ActorKind
    country: str | None = None
    gender: str = ""  # 'm', 'f' or ''
    plural: bool = False
    aliases: list[str] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)  # lemmas of what they are called: 'president', 'observatory'
    owners: set[str] = field(default_factory=set)  # keys of the state or organisation they belong to
    members: tuple[str, ...] = ()  # of a joint actor
    seen: list[int] = field(default_factory=list)  # first tokens of mentions, sorted
    subject: set[int] = field(default_factory=set)  # those of them that are subjects
    tier: str = ""  # class in the knowledge base: 'institute', 'media', 'bloc' …

    def actor(self) -> Actor:
        others = tuple(a for a in dict.fromkeys(self.aliases) if a != self.name)
        return Actor(self.key, self.name, self.kind, self.country, others)

    @property
    def human(self) -> bool:
        return self.kind == "person"


@dataclass(slots=True)
class Found:
    """A mention in the making, in tokens: `first`..`last` inclusive, `head` the word it hangs on."""

    first: int
    last: int
    head: int
    kind: MentionKind
    key: str | None


@dataclass(slots=True)
class Scene:
    """The document, what is known, and everyone met so far."""

    parsed: Parsed
    base: Knowledge
    day: str | None  # ISO date of the document
    whos: dict[str, Who] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    at_head: dict[int, str] = field(default_factory=dict)  # token -> key of the actor it is the head of
    taken: set[int] = field(default_factory=set)  # tokens inside a name
    declared: dict[tuple[str, str], str] = field(default_factory=dict)  # (owner, office) -> key, as the document itself says
    dateline: str | None = None  # key of the state the document is filed from
    outlet: str | None = None  # key of the outlet
    around: dict[int, list[tuple[int, str]]] = field(default_factory=dict)  # sentence -> (first token, key) of its mentions
    by_skeleton: dict[str, list[str]] = field(default_factory=dict)  # skeleton of a word of a name -> keys of the people who have it
    by_alias: dict[str, list[str]] = field(default_factory=dict)  # words as printed -> keys
    by_noun: dict[str, list[str]] = field(default_factory=dict)  # noun of a body's name or of a description of it -> keys
    sources: frozenset[int] = frozenset()  # tokens that stand in the source of reported speech
    spoken: set[int] = field(default_factory=set)  # tokens of somebody's own words: in quotation marks, or in a turn of a transcript
    telling: dict[int, list[Reported]] = field(default_factory=dict)  # token -> attributions in whose source it stands, in their order
    told: dict[int, list[Reported]] = field(default_factory=dict)  # likewise, in whose content
    people: dict[int, list[Entity]] = field(default_factory=dict)  # token -> people the model sees there
    issuer: tuple[str | None] | None = None  # who says 'we' outside of quotations, once it has been asked
    meetings: list[int] | None = None  # tokens that tell of an encounter, None while nobody has asked

    def __post_init__(self) -> None:
        parsed = self.parsed
        for r in parsed.reported:
            _enter(self.telling, r, (k for s in r.source for k in parsed.tokens_in(s)))
            _enter(self.told, r, (k for s in r.content for k in parsed.tokens_in(s)))
        for entity in parsed.entities:
            if entity.kind == "person":
                _enter(self.people, entity, parsed.tokens_in(entity.span))
        self.sources = frozenset(self.telling)
        for own in (*(q.span for q in parsed.quotations if not q.scare), *(s for r in parsed.reported if r.turn for s in r.content)):
            self.spoken.update(parsed.tokens_in(own))

    def text(self, first: int, last: int) -> str:
        tokens = self.parsed.tokens
        return self.parsed.document.text[tokens[first].start : tokens[last].end]

    def meet(self, key: str, name: str, kind: ActorKind, **more: object) -> Who:
        """The actor of that key, made when it is new."""
        if key not in self.whos:
            self.whos[key] = Who(key, name, kind)
            for attribute, value in more.items():
                setattr(self.whos[key], attribute, value)
            if kind == "person":
                self.index_name(key, name)
            elif kind == "organisation":
                self.by_noun.setdefault(head_noun(name), []).append(key)
        return self.whos[key]

    def index_name(self, key: str, name: str) -> None:
        for word in content_words(name):
            self.by_skeleton.setdefault(skeleton(word), []).append(key)

    def namesakes(self, words: Iterable[str]) -> list[str]:
        """Keys of the people met who have one of these folded words in their name."""
        return list(dict.fromkeys(k for w in words for k in self.by_skeleton.get(skeleton(w), ())))

    def alias(self, key: str, text: str) -> None:
        """Writes down what an actor is called."""
        if text not in self.whos[key].aliases:
            self.whos[key].aliases.append(text)
            self.by_alias.setdefault(text, []).append(key)
            if self.whos[key].kind == "organisation" and text.lower().startswith("the ") and " of " not in text and "'" not in text:
                self.by_noun.setdefault(head_noun(text), []).append(key)

    def near(self, sentence: int, reach: int) -> list[str]:
        """Keys of those mentioned in a sentence or at most `reach` before it."""
        return list(dict.fromkeys(key for s in range(max(0, sentence - reach), sentence + 1) for _, key in self.around.get(s, ())))

    def known(self, key: str) -> Who:
        """The actor behind a key of the knowledge base."""
        if key not in self.whos:
            actor = self.base.actor(key)
            assert actor is not None, key
            who = self.meet(key, actor.name, actor.kind, country=actor.country)
            if key in self.base.people:
                person = self.base.people[key]
                who.gender = person.gender
                who.roles |= {t.office for t in person.terms}
                who.owners |= {t.owner if t.owner.startswith("org:") else f"state:{t.owner}" for t in person.terms}
            elif key in self.base.organisations:
                who.tier = self.base.organisations[key].kind
                who.roles |= set(content_words(actor.name))
        return self.whos[key]

    def note(self, first: int, last: int, head: int, kind: MentionKind, key: str | None, spoken: bool = True) -> None:
        """Writes a mention down; `spoken` False when the words are no name for the actor ('the study')."""
        self.found.append(Found(first, last, head, kind, key))
        if key is None:
            return
        who = self.whos[key]
        self.at_head[head] = key
        place = bisect_left(who.seen, first)
        if place == len(who.seen) or who.seen[place] != first:
            who.seen.insert(place, first)
            self.around.setdefault(self.parsed.tokens[first].sentence, []).append((first, key))
        if self.parsed.tokens[head].deprel.startswith("nsubj"):
            who.subject.add(first)
        if kind != "pronoun" and spoken:
            self.alias(key, " ".join(self.text(first, last).split()))

    def cast(self) -> Cast:
        """What was found, in text order, each place once for each actor."""
        tokens, done = self.parsed.tokens, dict[tuple[int, int], Mention]()
        for f in self.found:
            span = (tokens[f.first].start, tokens[f.last].end)
            if span not in done or (done[span].actor is None and f.key is not None):
                done[span] = Mention(span[0], span[1], f.kind, f.key)
        mentions = tuple(done[s] for s in sorted(done))
        used = {m.actor for m in mentions if m.actor} | ({self.outlet} if self.outlet else set())
        used |= {k for u in used for k in self.whos[u].members}
        used |= {s for u in sorted(used) for s in self._states_behind(u)} | set(self._listed(mentions))
        return Cast({k: self.whos[k].actor() for k in sorted(used) if k}, mentions)

    def _states_behind(self, key: str) -> list[str]:
        """The state that an actor speaks for, and for three and more together the joint actor of their states: parties nobody need name."""
        who = self.whos[key]
        states = [f"state:{self.whos[k].country}" for k in who.members or (key,) if self.whos[k].country]
        found = [self.known(s).key for s in dict.fromkeys(states) if self.base.actor(s) is not None]
        return [*found, joined(self, found)] if who.members and len(found) > 2 and len(found) == len(who.members) else found

    def in_headline(self, token: int) -> bool:
        """Whether a token stands in the headline, which is read last: what it names is told below it."""
        title = self.parsed.document.title_span
        return title is not None and title.start <= self.parsed.tokens[token].start < title.end

    def _listed(self, mentions: tuple[Mention, ...]) -> list[str]:
        """Joint actors of three and more states or bodies in one list ('Turkey, Qatar and Syria'), whether or not they speak together."""
        found, row = list[str](), list[Mention]()
        for m in mentions:
            gap = self.parsed.document.text[row[-1].end : m.start] if row else ""
            if m.actor is None or self.whos[m.actor].kind not in ("state", "organisation"):
                continue
            row = [*row, m] if row and (_COMMA.fullmatch(gap) or _AND.fullmatch(gap)) else [m]
            keys = list(dict.fromkeys(one.actor for one in row if one.actor))
            if len(keys) > 2 and _AND.fullmatch(gap):
                found.append(joined(self, keys))
        return found

    def alone(self, keys: Iterable[str]) -> str | None:
        """The only one of `keys`, None when there are none or several."""
        unique = list(dict.fromkeys(keys))
        return unique[0] if len(unique) == 1 else None

    def before(self, token: int, keys: Iterable[str]) -> list[str]:
        """Those of `keys` that were mentioned before `token`, the nearest first."""
        late = self.in_headline(token)
        last = {k: self.last_before(k, len(self.parsed.tokens) if late else token) for k in keys}
        return sorted((k for k, at in last.items() if at >= 0), key=lambda k: (-last[k], k))

    def sentence_gap(self, key: str, token: int) -> int:
        """How many sentences lie between `token` and the last mention before it."""
        if self.in_headline(token):
            return 0
        last = self.last_before(key, token)
        tokens = self.parsed.tokens
        return 10_000 if last < 0 else tokens[token].sentence - tokens[last].sentence

    def last_before(self, key: str, token: int) -> int:
        """First token of the last mention before `token`, -1 when there is none."""
        seen = self.whos[key].seen
        place = bisect_left(seen, token)
        return seen[place - 1] if place else -1


def _enter(index: dict[int, list[T]], one: T, tokens: Iterable[int]) -> None:
    for k in dict.fromkeys(tokens):
        index.setdefault(k, []).append(one)


def joined(scene: Scene, keys: list[str]) -> str:
    """The actor of several together; its key does not depend on their order in the text."""
    first = sorted(keys, key=lambda k: (min(scene.whos[k].seen, default=0), k))
    names = [scene.whos[k].name for k in first]
    name = ", ".join(names[:-1]) + " and " + names[-1]
    key = "joint:" + "+".join(sorted(keys))
    return scene.meet(key, name, "group", plural=True, members=tuple(sorted(keys))).key


def place_of(scene: Scene, sentence: int) -> str | None:
    """Code of the state that a sentence is set in: 'In Kyiv, the president said …'; None where it opens with no such place."""
    place = scene.parsed.sentences[sentence]
    tokens = scene.parsed.tokens
    if place.last - place.first < 4 or tokens[place.first].text != "In":
        return None
    name = next((n for n in (2, 1) if tokens[place.first + n + 1].text == ","), None)
    entry = scene.base.named(scene.text(place.first + 1, place.first + name)) if name is not None else None
    known = entry is not None and entry.key.startswith("state:") and entry.sense in ("metonym", "name")
    return entry.key.removeprefix("state:") if entry is not None and known else None


def named_key(name: str) -> str:
    return f"name:{fold(name)}"


def tidy(text: str) -> str:
    return straight(text).strip(' ,.;:()[]"“”')


def span_of(scene: Scene, first: int, last: int) -> Span:
    tokens = scene.parsed.tokens
    return Span(tokens[first].start, tokens[last].end)
