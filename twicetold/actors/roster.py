"""Actors of many documents made one: same key, same name in another spelling, short for long, and names garbled on the way.

Deterministic whatever the order of documents: everything is sorted before it is compared, and a merge needs a single candidate. What
speaks against a merge: both stand in one document as two, both are known and different, two people of one surname fit, or a third name
that one of them has already been merged with. A surname alone, a post or a garbled name is the one of another document only where both
documents speak of the same things (`Company`): a thousand articles know many a Johnson.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from twicetold.actors.knowledge import roles, word_list
from twicetold.actors.names import abbreviates, content_words, fold, near, same_person, skeleton
from twicetold.types import Actor, Cast, Roster

Member = tuple[str, str]  # (document id, key in its Cast)
BLOCK = 400  # names that share a word are compared pair by pair up to this many; a word in more names tells nothing
GARBLED_PERSON = 0.55  # mean similarity of skeletons, first and last name, that a transliterated name keeps ('Whitcombe', 'Whitkam': .62)
GARBLED_BODY = 0.5  # share of words in common from which two research bodies with the same kind of noun may be one
RARE, RARELY = 10, 0.1  # documents, or their share, up to which an actor tells that two documents speak of the same; so few all do
NEXT_TO = 200  # characters between a person and the body they speak for


@dataclass(slots=True)
class Node:
    """All mentions of one key over the documents that may share it."""

    key: str
    actor: Actor
    members: list[Member] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)  # as printed -> number of documents
    mentions: int = 0
    beside: set[str] = field(default_factory=set)  # keys of organisations named next to it

    @property
    def documents(self) -> set[str]:
        return {d for d, _ in self.members}

    @property
    def listed(self) -> bool:
        return not self.key.startswith(("name:", "role:"))

    @property
    def described(self) -> bool:
        """Named by a description ('Kremlin spokesman'), not by a proper name."""
        return self.actor.name[:1].islower() or fold(self.actor.name).split()[-1:] == ["spokesman"]


def across(casts: Mapping[str, Cast]) -> Roster:
    """One roster for all documents, by document id: the same actor of two documents has one `Actor`, under its best attested name."""
    nodes = gather(casts)
    groups = Groups(nodes, Company(nodes, len(casts)))
    for rule in (same_people, same_bodies, short_names, garbled_bodies, garbled_people, same_posts, posts_of_people):
        rule(nodes, groups)
    members: dict[Member, Actor] = {}
    for group in groups.all():
        actor = merged([nodes[k] for k in group])
        members |= {m: actor for k in group for m in nodes[k].members}
    return Roster(dict(sorted(members.items())))


def gather(casts: Mapping[str, Cast]) -> dict[str, Node]:
    """A node for each key; descriptions that say neither body nor country stay with their document."""
    nodes: dict[str, Node] = {}
    for document in sorted(casts):
        cast = casts[document]
        counts = Counter(m.actor for m in cast.mentions)
        for key, actor in sorted(cast.actors.items()):
            own = f"{key}@{document}" if local(actor) else key
            node = nodes.setdefault(own, Node(own, actor))
            node.members.append((document, key))
            node.mentions += counts[key]
            node.names.update({actor.name, *actor.aliases})
        for key, others in neighbours(cast).items():
            own = f"{key}@{document}" if local(cast.actors[key]) else key
            nodes[own].beside |= others
    return nodes


def local(actor: Actor) -> bool:
    """Whether a description could be anybody's: 'senior official', 'analysts'."""
    return actor.key.startswith("name:") and actor.name == actor.name.lower() and actor.country is None


def neighbours(cast: Cast) -> dict[str, set[str]]:
    """For each person the organisations that are mentioned within NEXT_TO characters."""
    bodies = [m for m in cast.mentions if m.actor and cast.actors[m.actor].kind == "organisation"]
    out: dict[str, set[str]] = defaultdict(set)
    for m in cast.mentions:
        if m.actor and m.kind != "pronoun" and cast.actors[m.actor].kind == "person":
            out[m.actor] |= {b.actor for b in bodies if b.actor and b.start < m.end + NEXT_TO and b.end > m.start - NEXT_TO}
    return out


class Company:
    """Who is spoken of with whom: documents that share an actor whom few others have speak of one thing."""

    def __init__(self, nodes: Mapping[str, Node], documents: int) -> None:
        self._few = documents <= RARE
        self._of: dict[str, set[str]] = defaultdict(set)  # document -> keys that tell
        most = max(RARE, RARELY * documents)
        for key, node in nodes.items():
            if node.actor.kind in ("person", "organisation", "group") and len(node.members) <= most:
                for document in node.documents:
                    self._of[document].add(key)

    def shared(self, left: Node, right: Node) -> bool:
        """Whether a third one is spoken of with both."""
        if self._few:
            return True
        near = [set().union(*(self._of[d] for d in n.documents)) for n in (left, right)]
        return not near[0].isdisjoint(near[1] - {left.key, right.key})


class Groups:
    """Union of keys, with what must stay apart."""

    def __init__(self, nodes: Mapping[str, Node], company: Company) -> None:
        self.nodes = nodes
        self.company = company
        self._root = {k: k for k in sorted(nodes)}
        self._members = {k: [k] for k in self._root}

    def find(self, key: str) -> str:
        return self._root[key]

    def group(self, key: str) -> list[str]:
        return self._members[self._root[key]]

    def pairs(self, left: Node, right: Node) -> Iterator[tuple[Node, Node]]:
        """Every node grouped with `left` with every one grouped with `right`."""
        return ((self.nodes[a], self.nodes[b]) for a in self.group(left.key) for b in self.group(right.key))

    def join(self, left: str, right: str) -> None:
        a, b = sorted((self.find(left), self.find(right)), key=lambda k: (not self.nodes[k].listed, k))
        if a != b:
            moved = self._members.pop(b)
            self._members[a] += moved
            self._root.update(dict.fromkeys(moved, a))

    def all(self) -> list[list[str]]:
        return [sorted(v) for _, v in sorted(self._members.items())]


def apart(left: Node, right: Node) -> bool:
    """Whether two nodes must not be merged: both known, or told apart by one document, or of two countries."""
    if left.listed and right.listed:
        return True
    if left.actor.country and right.actor.country and left.actor.country != right.actor.country:
        return True
    return bool(left.documents & right.documents)


def blocks(nodes: Iterable[Node], spelled: bool = False) -> Iterable[list[Node]]:
    """Nodes that share a word of a name (or its skeleton), small blocks only."""
    index: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        words = {w for n in (node.actor.name, *node.actor.aliases[:8]) for w in content_words(n)}
        for word in {skeleton(w) for w in words} if spelled else words:
            index[word].append(node)
    return [index[w] for w in sorted(index) if 1 < len(index[w]) <= BLOCK]


def proper(nodes: Mapping[str, Node], kind: str) -> list[Node]:
    return [n for n in nodes.values() if n.actor.kind == kind and not n.described]


# -------------------------------------------------------------------------------------------------------------- rules


def same_people(nodes: dict[str, Node], groups: Groups) -> None:
    """Full names that differ in spelling or in middle names."""
    people = [n for n in proper(nodes, "person") if len(content_words(n.actor.name)) > 1]
    for block in blocks(people, spelled=True):
        for node in block:
            for other in (o for o in block if o.key != node.key and same_person(node.actor.name, o.actor.name)):
                pairs = list(groups.pairs(node, other))
                if any(apart(a, b) or not same_person(a.actor.name, b.actor.name) for a, b in pairs):
                    continue
                if spelled(node) <= spelled(other) or spelled(other) <= spelled(node) or groups.company.shared(node, other):
                    groups.join(node.key, other.key)


def short_names(nodes: dict[str, Node], groups: Groups) -> None:
    """A surname alone, a body's short form: joined when a single longer name holds it, a known one or one of the same company."""
    for kind in ("person", "organisation"):
        for block in blocks(proper(nodes, kind)):
            for node in (n for n in block if not n.listed):
                longer = {groups.find(o.key): o for o in block if holds(o, node)}
                other = next(iter(longer.values()), node)
                if len(longer) == 1 and not apart(node, other) and (other.listed or groups.company.shared(node, other)):
                    groups.join(node.key, other.key)


def holds(long: Node, short: Node) -> bool:
    a, b = content_words(short.actor.name), content_words(long.actor.name)
    if not a or not set(a) < set(b):
        return False
    if long.actor.kind == "person":
        return len(a) == 1 and (a[0] == b[-1] or long.listed)
    return a[0] == b[0] or len(a) > 1


def same_bodies(nodes: dict[str, Node], groups: Groups) -> None:
    """The same words in another order or spelling ('Centre', 'Center'), or an abbreviation that both carry or that one spells out."""
    bodies = proper(nodes, "organisation")
    for block in blocks(bodies):
        for k, node in enumerate(block):
            for other in block[k + 1 :]:
                if not apart(node, other) and spelled(node) == spelled(other):
                    groups.join(node.key, other.key)
    short = {a: n for n in bodies for a in (n.actor.name, *n.actor.aliases) if a.isupper() and len(a) > 2}
    for node in bodies:
        if node.actor.name.isupper() and not node.listed:
            full = [o for o in bodies if o.key != node.key and (node.actor.name in o.actor.aliases) and not apart(node, o)]
            if len(full) == 1 and (abbreviates(node.actor.name, full[0].actor.name) or node.actor.name in short):
                groups.join(node.key, full[0].key)


def spelled(node: Node) -> frozenset[str]:
    return frozenset(skeleton(w) for w in content_words(node.actor.name))


def generic() -> frozenset[str]:
    return frozenset(w for part in ("research", "body", "media", "document") for w in roles()[part]["words"])


def studies(node: Node) -> bool:
    return bool(set(content_words(node.actor.name)) & word_list("institute_heads")) and not node.listed


def garbled_bodies(nodes: dict[str, Node], groups: Groups) -> None:
    """Names of institutes that came through a translation or a thesaurus: half the words or the one rare word are left, the kind agrees."""
    bodies = [n for n in proper(nodes, "organisation") if studies(n)]
    for block in blocks(bodies):
        for node in block:
            fits = [o for o in block if groups.find(o.key) != groups.find(node.key) and garble(node, o) and not any_apart(groups, node, o)]
            if all(groups.find(a.key) == groups.find(b.key) or (garble(a, b) and not any_apart(groups, a, b)) for a in fits for b in fits):
                for other in fits:
                    groups.join(node.key, other.key)


def any_apart(groups: Groups, left: Node, right: Node) -> bool:
    """Whether two groups must not be merged, be it that they have nobody in common who is spoken of with both."""
    return any(apart(a, b) for a, b in groups.pairs(left, right)) or not groups.company.shared(left, right)


def garble(left: Node, right: Node) -> bool:
    a, b = content_words(left.actor.name), content_words(right.actor.name)
    shared = [w for w in a if any(near(w, x) for x in b)]
    if a[0] == b[0] and a[0] not in word_list("general_first_words") and a[0] not in generic() and len(a[0]) > 4:
        return True
    kind = bool(set(shared) & word_list("institute_heads"))
    return (
        kind
        and len(shared) >= 2
        and len(shared) >= GARBLED_BODY * max(len(a), len(b))
        and abs(len(a) - len(b)) <= 1
        and (a[0] == b[0] or a[-1] == b[-1])
    )


def garbled_people(nodes: dict[str, Node], groups: Groups) -> None:
    """A name transliterated there and back ('Eleanor Whitcombe', 'Elinor Whitkam'): alike in both parts, and of the same body."""
    people = [n for n in proper(nodes, "person") if len(content_words(n.actor.name)) == 2 and not n.listed]
    index: dict[str, list[Node]] = defaultdict(list)
    for node in people:
        first, last = content_words(node.actor.name)
        index[first[0] + last[0]].append(node)
    for key in sorted(index):
        for node in index[key][:BLOCK]:
            fits = {
                groups.find(o.key)
                for o in index[key][:BLOCK]
                if o.key != node.key and like(node, o) and not any_apart(groups, node, o) and colleagues(groups, node, o)
            }
            fits.discard(groups.find(node.key))
            if len(fits) == 1:
                groups.join(node.key, fits.pop())


def like(left: Node, right: Node) -> bool:
    pairs = list(zip(content_words(left.actor.name), content_words(right.actor.name), strict=True))
    return all(DamerauLevenshtein.normalized_similarity(skeleton(a), skeleton(b)) >= GARBLED_PERSON for a, b in pairs)


def colleagues(groups: Groups, left: Node, right: Node) -> bool:
    """Whether an organisation is named beside both."""

    def bodies(node: Node) -> set[str]:
        return {groups.find(k) for k in node.beside if k in groups.nodes}

    return bool(bodies(left) & bodies(right))


def same_posts(nodes: dict[str, Node], groups: Groups) -> None:
    """One post of one body in other words: 'director of policy planning', 'director of planning of policies'."""
    owners: dict[str, list[Node]] = defaultdict(list)
    for node in nodes.values():
        if node.key.startswith("role:") and node.actor.kind == "person":
            owners[node.key.rpartition(":")[0]].append(node)
    for owner in sorted(owners):
        for node in owners[owner][:BLOCK]:
            fits = [o for o in owners[owner][:BLOCK] if groups.find(o.key) != groups.find(node.key) and one_post(node, o)]
            if all(one_post(a, b) for a in fits for b in fits) and not any(any_apart(groups, node, o) for o in fits):
                for other in fits:
                    groups.join(node.key, other.key)


def stems(node: Node) -> set[str]:
    return {stem(w) for w in content_words(node.key.rpartition(":")[2])}


def stem(word: str) -> str:
    return re.sub(r"(ies|y|s)$", "", word)


def one_post(left: Node, right: Node) -> bool:
    a, b = stems(left), stems(right)
    return len(a & b) > 1 and len(a & b) >= SAME_POST * len(a | b)


SAME_POST = 0.5  # half of all words, two at least: a spun 'director of coverage planning' still is the director of policy planning


def posts_of_people(nodes: dict[str, Node], groups: Groups) -> None:
    """'the environment minister' of one document is the person whom another document calls so, if there is one."""
    called: dict[str, set[str]] = defaultdict(set)
    for node in proper(nodes, "person"):
        for alias in node.actor.aliases:
            called[" ".join(content_words(alias))].add(groups.find(node.key))
    for node in nodes.values():
        if node.described and node.actor.kind == "person" and len(content_words(node.actor.name)) > 1:
            people = called.get(" ".join(content_words(node.actor.name)), set())
            if len(people) == 1 and not any_apart(groups, node, nodes[min(people)]):
                groups.join(node.key, min(people))


# ------------------------------------------------------------------------------------------------------------- result


def merged(group: list[Node]) -> Actor:
    """One actor for a group: the key of the knowledge base if there is one, the name that most documents print, rather in full."""
    listed = [n for n in group if n.listed]
    common = Counter(w for n in group for w in {stem(w) for w in content_words(n.actor.name)})

    def attested(node: Node) -> float:
        words = {stem(w) for w in content_words(node.actor.name)}
        return sum(common[w] for w in words) / max(len(words), 1)

    ranked = sorted(
        group,
        key=lambda n: (
            -len(n.documents),
            n.actor.name.isupper(),
            -len(content_words(n.actor.name)),
            -attested(n),
            -n.mentions,
            min(n.documents),
            n.key,
        ),
    )
    main = listed[0] if listed else ranked[0]
    best = main.actor
    short = [n for n in ranked if len(content_words(n.actor.name)) > len(content_words(best.name)) and not listed]
    if short and len(content_words(best.name)) == 1:
        best = short[0].actor
    names = Counter[str]()
    for node in group:
        names.update(node.names)
    aliases = tuple(n for n, _ in sorted(names.items(), key=lambda x: (-x[1], x[0])) if n != best.name)
    country = best.country or next((n.actor.country for n in ranked if n.actor.country), None)
    kind = best.kind
    return Actor(main.key, best.name, kind, country, aliases)
