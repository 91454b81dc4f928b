"""What is known about actors before reading: states, leaders with dates, organisations, ministries. Data files, loaded once.

Names are looked up as written (`Knowledge.named`), leaders by state, office and day (`Knowledge.holders`). Nothing is guessed: a day
outside every recorded term has no holder, and two holders of one office on one day are both returned.
Sources: see the header of each file in `data/` and docs/actors.md.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from twicetold.actors.names import fold, straight
from twicetold.types import Actor, ActorKind

Sense = Literal["name", "demonym", "people", "metonym"]
FACTS_UNTIL = "2026-11"  # half a year after the newest source: later, 'the president' is nobody we can name by date
LONGEST_NAME = 10  # words


@dataclass(frozen=True, slots=True)
class State:
    code: str  # ISO 3166-1 alpha-3; SUN, YUG, CSK, DDR, VDR for states that are no more
    name: str
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    others: tuple[str, ...]
    capitals: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"state:{self.code}"


@dataclass(frozen=True, slots=True)
class Term:
    """One time in office. `since` and `until` are ISO dates, as precise as known; `until` is '' while it goes on."""

    person: str
    owner: str  # iso3, or the key of an organisation
    office: str
    since: str
    until: str

    def covers(self, day: str) -> bool:
        return self.since <= day and (day < self.until if self.until else day < FACTS_UNTIL)


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    name: str
    others: tuple[str, ...]
    gender: str  # 'm', 'f' or ''
    country: str | None
    terms: tuple[Term, ...]
    full: bool  # False where the source gives the surname only


@dataclass(frozen=True, slots=True)
class Organisation:
    key: str
    name: str
    others: tuple[str, ...]
    kind: str  # io, bloc, alliance, bank, court, agency, ngo, armed, movement, government, organ, institute, media
    country: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name stands for."""

    key: str
    sense: Sense


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All tables, indexed."""

    states: dict[str, State]
    people: dict[str, Person]
    organisations: dict[str, Organisation]
    names: dict[str, Entry]  # as written, apostrophes straight
    capitals: dict[str, Entry]  # the same, in capitals: for headlines set so
    surnames: dict[str, tuple[str, ...]]  # folded -> keys of people
    terms: dict[str, tuple[Term, ...]]  # by owner
    extra: dict[str, Actor] = field(default_factory=dict)  # the user's own

    def named(self, text: str, shouting: bool = False) -> Entry | None:
        """What `text` names, letter case as in print; with `shouting`, text in capitals."""
        found = self.names.get(text)
        return found or (self.capitals.get(text) if shouting else None)

    def holders(self, owner: str, offices: Sequence[str], day: str | None) -> list[str]:
        """Keys of those who hold one of `offices` of a state (iso3) or organisation (key) on `day`, no name twice."""
        if day is None:
            return []
        at = [t for t in self.terms.get(owner, ()) if t.covers(day)]
        for office in offices:
            found = list(dict.fromkeys(t.person for t in at if t.office == office))
            if found:
                return found
        ever = {t.person for t in self.terms.get(owner, ()) if t.office in offices}
        return list(dict.fromkeys(t.person for t in at if t.office == "leader" and t.person in ever))

    def actor(self, key: str) -> Actor | None:
        """The actor behind a key of the tables."""
        if key in self.extra:
            return self.extra[key]
        if key in self.people:
            person = self.people[key]
            return Actor(key, person.name, "person", person.country)
        if key in self.organisations:
            body = self.organisations[key]
            return Actor(key, body.name, "organisation", body.country)
        state = self.states.get(key.removeprefix("state:"))
        return Actor(key, state.name, "state", state.code) if state else None


def table(name: str) -> Iterator[list[str]]:
    """Fields of a data file of this room."""
    text = files("twicetold.actors").joinpath("data", name).read_text(encoding="utf-8")
    for line in text.split("\n"):
        if line and line[0] != "#":
            yield line.split("\t")


def listed(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


@cache
def roles() -> dict[str, dict[str, list[str]]]:
    """The lexicon of roles: data/roles.toml."""
    loaded = tomllib.loads(files("twicetold.actors").joinpath("data", "roles.toml").read_text(encoding="utf-8"))
    return {k: v for k, v in loaded.items() if isinstance(v, dict)}


@cache
def word_list(name: str) -> frozenset[str]:
    """A word list of data/roles.toml, section `sets`."""
    return frozenset(roles()["sets"][name])


@cache
def ministries() -> dict[str, tuple[str, str]]:
    """What organs of state are called, lower case -> (key, name used)."""
    return {phrase: (key, used) for key, phrases, used in table("ministries.tsv") for phrase in listed(phrases)}


def _states() -> dict[str, State]:
    return {r[0]: State(r[0], r[1], listed(r[3]), listed(r[4]), listed(r[5]), listed(r[6])) for r in table("states.tsv")}


def _organisations() -> dict[str, Organisation]:
    return {r[0]: Organisation(r[0], r[1], listed(r[2]), r[3], r[4] or None) for r in table("organisations.tsv")}


def _people() -> dict[str, Person]:
    rows: dict[str, list[list[str]]] = defaultdict(list)
    for row in table("leaders.tsv"):
        rows[row[0]].append(row)
    return {key: _person(key, same) for key, same in rows.items()}


def _person(key: str, rows: list[list[str]]) -> Person:
    terms = tuple(Term(key, r[4], r[5], r[6], r[7]) for r in rows)
    spellings = tuple(dict.fromkeys(s for r in rows for s in listed(r[2])))
    gender = next((r[3] for r in rows if r[3]), "")
    country = next((t.owner for t in terms if not t.owner.startswith("org:")), None)
    full = any(r[9] != "reign" for r in rows) or " " in rows[0][1]
    return Person(key, rows[0][1], spellings, gender, country, terms, full)


def _spellings(states: Iterable[State], bodies: Iterable[Organisation], people: Iterable[Person]) -> Iterator[tuple[str, Entry]]:
    """Every name with what it stands for, the sense that wins first."""
    for state in states:
        yield from ((n, Entry(state.key, "name")) for n in (state.name, *state.others))
    for body in bodies:
        yield from ((n, Entry(body.key, "name")) for n in (body.name, *body.others))
    for state in states:
        yield from ((n, Entry(state.key, "metonym")) for n in state.capitals)
        yield from ((n, Entry(state.key, "demonym")) for n in state.adjectives)
        yield from ((n, Entry(state.key, "people")) for n in state.people)
    for person in people:
        yield from ((n, Entry(person.key, "name")) for n in (person.name, *person.others) if " " in n and person.full)


def short_names(person: Person) -> list[str]:
    """Words a person may be called by alone, folded: the last of the name; the first too where East Asian order may hold; short forms."""
    out = []
    for name in (person.name, *person.others):
        words = [w for w in fold(name).split() if w not in ("jr", "sr", "ii", "iii", "iv")]
        out += [words[-1]] if words else []
        if len(words) > 1 and (person.country in SURNAME_FIRST or GIVEN_LAST.search(name)):
            out.append(words[0])
    return list(dict.fromkeys(w for w in out if len(w) > 1))


GIVEN_LAST = re.compile(r"^\w+ \w+-[a-z]\w*$")  # 'Ban Ki-moon'
SURNAME_FIRST = frozenset({"CHN", "TWN", "PRK", "KOR", "VNM", "KHM", "HUN", "SGP", "VDR", "HKG"})


@cache
def knowledge() -> Knowledge:
    """The tables that are shipped, indexed; some 30 ms the first time, nothing after."""
    states, bodies, people = _states(), _organisations(), _people()
    names: dict[str, Entry] = {}
    for text, entry in _spellings(states.values(), bodies.values(), people.values()):
        names.setdefault(straight(text), entry)
    surnames: dict[str, list[str]] = defaultdict(list)
    terms: dict[str, list[Term]] = defaultdict(list)
    for person in people.values():
        for word in short_names(person):
            surnames[word].append(person.key)
        for term in person.terms:
            terms[term.owner].append(term)
    capitals = {n.upper(): e for n, e in reversed(names.items()) if len(n) > 3}
    return Knowledge(
        states, people, bodies, names, capitals, {k: tuple(v) for k, v in surnames.items()}, {k: tuple(v) for k, v in terms.items()}
    )


def with_own(base: Knowledge, own: Iterable[Actor]) -> Knowledge:
    """`base` and the user's own actors, whose names and aliases win."""
    extra = {a.key: a for a in own}
    names = {straight(n): Entry(a.key, "name") for a in extra.values() for n in (a.name, *a.aliases)}
    return replace(base, names={**base.names, **names}, extra=extra) if extra else base


KINDS: tuple[ActorKind, ...] = ("person", "state", "organisation", "group", "document", "other")


def own_actors(path: Path) -> list[Actor]:
    """The user's own actors from a TOML (`[[actor]]` tables) or JSON file (a list): name, and if wanted kind, key, country, aliases.

    Raises ValueError with one sentence when the file cannot be read so, an entry has no name or a kind that does not exist.
    """
    text = path.read_text(encoding="utf-8")
    loaded = json.loads(text) if path.suffix == ".json" else tomllib.loads(text).get("actor", [])
    if not isinstance(loaded, list) or not all(isinstance(entry, dict) for entry in loaded):
        raise ValueError(f"{path.name}: expected a list of actors ([[actor]] tables in TOML, objects in JSON)")
    return [_own(entry, path) for entry in loaded]


def _own(entry: dict[str, object], path: Path) -> Actor:
    name, kind = str(entry.get("name") or ""), entry.get("kind") or "organisation"
    if not name:
        raise ValueError(f"{path.name}: an actor without a name")
    known = next((k for k in KINDS if k == kind), None)
    if known is None:
        raise ValueError(f"{path.name}: {name}: kind must be one of {', '.join(KINDS)}, not {kind!r}")
    aliases, country = entry.get("aliases") or [], entry.get("country")
    if not isinstance(aliases, list):
        raise ValueError(f"{path.name}: {name}: aliases must be a list")
    return Actor(str(entry.get("key") or f"name:{fold(name)}"), name, known, str(country) if country else None, tuple(map(str, aliases)))
