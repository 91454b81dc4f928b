"""Events in PLOVER's terms: who did what to whom, each side a state or an organisation of states, read from syntax and a lexicon.

1. Predicates are read from the top of the sentence; verbs of saying hand over to what is said, so that 'police said' is no event.
2. The type is looked up in data/plover.toml: a verb with a word under it ('lift' with 'curfew'), a verb alone, a light verb with a noun.
3. What is only ahead ('will', 'plans to', 'is ready to') is AGREE, or THREATEN where the act harms; 'must' is REQUEST; 'will not' REJECT.
4. Source: the subject, or the agent of a passive. Target: object, then 'to', 'against', 'with', then possessors and places. Without another
   state an event of the listed types is domestic: both sides are the same.

Types and rules after the PLOVER codebook (Halterman, Bagozzi, Beger, Schrodt and Scarborough 2023).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from twicetold.claims.lexicon import table
from twicetold.claims.states import States
from twicetold.claims.syntax import Tree
from twicetold.types import Cast, Parsed, Span, Status

FILE = "plover.toml"
_MUST = frozenset({"must", "should", "ought", "shall"})
_WILL = frozenset({"will", "would", "'ll", "’ll", "wo"})
_DENIALS = frozenset({"not", "n't", "n’t", "never", "no", "longer"})
_TARGETS = ("to", "against", "with", "at", "on", "upon", "from", "toward", "towards", "over", "for", "of")
_PLACES = ("in", "into", "near", "within", "across", "around", "inside", "outside", "through")
_CLAUSES = ("ccomp", "xcomp", "parataxis", "csubj")
WORDS, DEED = 2, 5  # levels of commitments
DEPTH = 5  # clauses down from the root that are looked through for an event


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `sources` and `targets` are ISO 3166-1 alpha-3 codes, 'IGO' or 'NGO'; a reciprocal event has all sides as sources."""

    span: Span
    type: str  # PLOVER, 2021 revision: 'AGREE', 'CONSULT' …
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    predicate: int  # index into Parsed.tokens


def events(tree: Tree, cast: Cast) -> tuple[Event, ...]:
    """The events of one document, sentence by sentence, the main one of each sentence first."""
    states = States(tree, cast)
    return tuple(e for n in range(len(tree.parsed.sentences)) for e in Coder(tree, states, n).events())


def coded(parsed: Parsed, cast: Cast) -> tuple[Event, ...]:
    """The events of one parsed document and its cast: what exporters of event data call."""
    return events(Tree(parsed), cast)


def type_of_commitment(tree: Tree, predicate: int, level: int, status: Status) -> str:
    """The PLOVER type of a commitment: refusals REJECT, words SUPPORT, what is undertaken AGREE or THREATEN, deeds by what is done."""
    kind = type_of(tree, predicate)
    if status in ("refused", "withheld"):
        return "REJECT"
    if level <= WORDS:
        return "SUPPORT"
    harmful = kind in _listed("harmful", "types") or tree.lemma(predicate) in _listed("harmful", "verbs")
    if level < DEED:
        return "THREATEN" if harmful else "AGREE"
    return kind if kind is not None and kind not in _SPEECH else "COOPERATE"


@cache
def _entries() -> tuple[tuple[str, frozenset[str], frozenset[str], dict[str, frozenset[str]]], ...]:
    """(type, verbs, nouns, verb -> words under it), in the file's order."""
    types = table(FILE)["types"]
    return tuple(
        (name, frozenset(t["verbs"]), frozenset(t["nouns"]), {v: frozenset(w) for v, w in t.get("with", {}).items()})
        for name, t in types.items()
    )


@cache
def _listed(part: str, key: str = "lemmas") -> frozenset[str]:
    return frozenset(table(FILE)[part][key])


def type_of(tree: Tree, k: int) -> str | None:
    """The type that a verb reports with what stands under it, None where it reports none."""
    lemma, under = tree.lemma(k), _under(tree, k)
    for name, _, _, pairs in _entries():
        if under & pairs.get(lemma, frozenset()):
            return name
    for name, verbs, _, _ in _entries():
        if lemma in verbs:
            return name
    if lemma in _listed("light"):
        near = _nouns(tree, k)
        return next((name for name, _, nouns, _ in _entries() if near & nouns), None)
    return None


def _under(tree: Tree, k: int) -> set[str]:
    """Lemmas of what a verb governs: particles, objects, adjuncts, and the nouns within these."""
    direct = [c for c in tree.children[k] if tree.relation(c) not in ("nsubj", "conj", "parataxis", "punct", "aux", "mark")]
    direct += [c for c in tree.below(k, "nsubj") if tree.tokens[c].deprel == "nsubj:pass"]
    inner = [c for d in direct for c in tree.below(d, "obj", "nmod", "compound", "amod", "case", "conj", "obl")]
    return {_base(tree, c) for c in (*direct, *inner)} | {tree.tokens[c].text.lower() for c in (*direct, *inner)}


def _base(tree: Tree, k: int) -> str:
    """The lemma, with a plural that the parser left alone undone."""
    lemma = tree.lemma(k)
    return lemma[:-1] if lemma.endswith("s") and not lemma.endswith("ss") and tree.tokens[k].upos in ("NOUN", "PROPN") else lemma


def _nouns(tree: Tree, k: int) -> set[str]:
    objects = list(tree.below(k, "obj", "obl", "xcomp", "nmod"))
    objects += [c for c in tree.below(k, "nsubj") if tree.tokens[c].deprel == "nsubj:pass" or tree.tokens[k].upos == "ADJ"]
    inner = [c for o in objects for c in tree.below(o, "nmod", "compound", "conj")]
    return {_base(tree, o) for o in (*objects, *inner)} | {tree.lemma(o) for o in (*objects, *inner)}


class Coder:
    """Codes one sentence."""

    def __init__(self, tree: Tree, states: States, sentence: int) -> None:
        self.tree, self.tokens, self.states = tree, tree.tokens, states
        self.place = tree.parsed.sentences[sentence]

    def events(self) -> list[Event]:
        """Events of the sentence, from its root downwards, each type once between the same sides."""
        out: list[Event] = []
        for k in self._downwards():
            for event in self._read(k):
                if not any((e.type, e.sources, e.targets) == (event.type, event.sources, event.targets) for e in out):
                    out.append(event)
        return out

    def _downwards(self) -> list[int]:
        """Verbs and predicates of the sentence by their depth, then in text order; those inside an act's complement left out."""
        inside = range(self.place.first, self.place.last)
        heads = [k for k in inside if self.tokens[k].upos in ("VERB", "ADJ") and not self._absorbed(k)]
        return sorted(heads, key=lambda k: (self._depth(k), k))

    def _depth(self, k: int) -> int:
        """Clauses above a word, those of saying not counted, subordinate ones twice."""
        weight = {"conj": 0, "ccomp": 1, "xcomp": 1, "parataxis": 1}
        depth, at = 0, k
        while self.tokens[at].head != at:
            up = self.tokens[at].head
            saying = self.tree.lemma(up) in _listed("saying")
            depth += 0 if saying and self.tree.relation(at) in _CLAUSES else weight.get(self.tree.relation(at), 2)
            at = up
        return depth

    def _absorbed(self, k: int) -> bool:
        """Whether another act already says it: 'agreed to send', 'demanded that it withdraw'."""
        for up in self.tree.parsed.ancestors(k):
            if self.tree.relation(k) not in ("xcomp", "ccomp", "advcl", "conj"):
                return False
            if self.tree.relation(k) != "conj" and self.tree.lemma(up) not in _listed("saying") and type_of(self.tree, up) in _SPEECH:
                return self.tree.relation(k) != "advcl" or any(self.tree.lemma(m) == "to" for m in self.tree.below(k, "mark"))
            k = up
        return False

    # ----------------------------------------------------------------------------------------------------------- events

    def _read(self, k: int) -> Iterator[Event]:
        """The event at one predicate, if it reports one."""
        kind = self._kind(k)
        if kind is None:
            return
        subject, sources = self._sources(k)
        if kind == "REQUEST" and self._modal(k) & _MUST:
            speaker = self._speaker(k)
            yield from self._made(k, kind, speaker or sources, sources if speaker else self._targets(k, sources, subject))
            return
        targets = self._targets(k, sources, subject)
        if not sources and self._speaks_of(k):
            sources = self._speaker(k)
        yield from self._made(k, kind, sources, targets)

    def _kind(self, k: int) -> str | None:
        """The type of what is said at a predicate, with what lies ahead, must be or will not be."""
        modal = self._modal(k)
        plain = type_of(self.tree, k)
        if modal & _MUST and self._told(k):
            return "REQUEST"
        if self.tree.lemma(k) in _listed("ahead") or modal & _WILL:
            ahead = self._ahead(k, plain)
            return ahead if ahead is not None else plain
        if self._denied(k) and plain in ("AGREE", "CONCEDE", "SUPPORT", "AID", "COOPERATE"):
            return "REJECT"
        return plain

    def _ahead(self, k: int, plain: str | None) -> str | None:
        """AGREE, THREATEN or REJECT for what is announced; None where nothing is."""
        inner = next((c for c in self.tree.below(k, "xcomp", "ccomp", "advcl") if c > k), None) if not self._modal(k) & _WILL else k
        if inner is None:
            return None
        kind = plain if inner == k else type_of(self.tree, inner)
        if kind == "THREATEN":
            return kind
        if self._denied(inner):
            return "THREATEN" if self.tree.lemma(inner) in _PERMITTING else "REJECT"
        if kind in _listed("harmful", "types") or self.tree.lemma(inner) in _listed("harmful", "verbs"):
            return "THREATEN"
        return None if plain in ("REJECT", "REQUEST") else "AGREE"

    def _modal(self, k: int) -> set[str]:
        return {self.tokens[c].text.lower() for c in self.tree.below(k, "aux")}

    def _denied(self, k: int) -> bool:
        return any(self.tokens[c].text.lower() in _DENIALS for c in self.tree.below(k, "advmod"))

    def _told(self, k: int) -> bool:
        return bool(self._speaker(k))

    def _speaks_of(self, k: int) -> bool:
        return self.tree.relation(k) in ("ccomp", "parataxis")

    def _speaker(self, k: int) -> list[str]:
        """The sides of whoever says what stands at `k`."""
        up = self.tokens[k].head
        if up == k or self.tree.relation(k) not in ("ccomp", "parataxis", "conj", "xcomp", "acl"):
            return []
        if self.tree.relation(k) == "conj":
            return self._speaker(up)
        return self._sources(up)[1]

    def _made(self, k: int, kind: str, sources: list[str], targets: list[str]) -> Iterator[Event]:
        if not sources and targets and kind in _listed("domestic", "types"):
            sources = targets
        if not sources:
            return
        if kind in _listed("reciprocal", "types") and len(sources) > 1:
            targets = [t for t in targets if t not in sources]
        elif not targets and kind in _listed("domestic", "types"):
            targets = list(sources)
        words = [t for t in self.tree.parsed.subtree(k) if self.place.first <= t < self.place.last]
        yield Event(self.tree.span(words), kind, tuple(sources), tuple(targets), k)

    # ------------------------------------------------------------------------------------------------------------ sides

    def _sources(self, k: int) -> tuple[int | None, list[str]]:
        """The word that names who does it, and its sides."""
        for word in self._doers(k):
            if found := self.states.of(word):
                return word, found
        return None, []

    def _doers(self, k: int) -> list[int]:
        """Subjects of a verb and of those above it, the agent of a passive first."""
        out: list[int] = []
        for _ in range(DEPTH):
            agents = [c for c in self.tree.below(k, "obl") if self.tokens[c].deprel == "obl:agent" or self._case(c) == "by"]
            passive = any(self.tokens[c].deprel in ("nsubj:pass", "aux:pass") for c in self.tree.children[k])
            out += agents if passive or self.tree.relation(k) == "acl" else []
            if not passive:
                own = [c for c in self.tree.below(k, "nsubj") if self.tokens[c].deprel != "nsubj:outer"]
                out += [self._antecedent(c) for c in own if c < k] or own
            relation, up = self.tree.relation(k), self.tokens[k].head
            if up == k or (out and not passive) or relation not in ("conj", "xcomp", "advcl", "acl"):
                break
            if relation == "acl":
                out.append(up)
                break
            k = up
        return out

    def _antecedent(self, subject: int) -> int:
        up = self.tokens[subject].head
        relative = self.tokens[subject].text.lower() in ("which", "that", "who") and self.tree.relation(up) == "acl"
        return self.tokens[up].head if relative else subject

    def _case(self, k: int) -> str:
        return next((self.tree.lemma(c) for c in self.tree.below(k, "case")), "")

    def _targets(self, k: int, sources: list[str], subject: int | None) -> list[str]:
        """Sides the act is done to: the first group of words that names another side than the source."""
        for word in self._done_to(k):
            found = [c for c in self.states.of(word) if c not in sources]
            if found and word != subject:
                return found
        below = (t for t in self.tree.parsed.subtree(k) if t > k and self.tree.relation(t) not in ("nsubj:outer",))
        return next(([c] for t in below if (c := self.states.at(t)) and c not in sources and not self._frames(t, k)), [])

    def _frames(self, t: int, k: int) -> bool:
        """Whether a word below a predicate stands in the frame that reports it: '…, an official of Chad said'."""
        while t != k and self.tokens[t].head != t:
            if self.tree.relation(t) in ("parataxis", "advcl", "acl", "nsubj") and (
                self.tokens[t].deprel == "nsubj:outer" or self.tree.lemma(t) in _listed("saying")
            ):
                return True
            t = self.tokens[t].head
        return False

    def _done_to(self, k: int) -> Iterator[int]:
        """Words that may name whom an act is done to, the likeliest first; an act inside it is asked last."""
        yield from (c for c in self.tree.below(k, "nsubj") if self.tokens[c].deprel == "nsubj:pass")
        yield from self.tree.below(k, "iobj")
        yield from (
            c for c in self.tree.below(k, "nsubj") if c > k and self.tokens[c].deprel == "nsubj"
        )  # an object that the parser mistook
        clauses = [c for c in self.tree.below(k, "ccomp", "xcomp", "advcl") if c > k]
        yield from (s for c in clauses for s in self.tree.below(c, "nsubj"))
        yield from self.tree.below(k, "obj")
        adjuncts = list(self.tree.below(k, "obl"))
        yield from (c for p in _TARGETS for c in adjuncts if self._case(c) == p)
        yield from (c for c in adjuncts if self._case(c) in _PLACES)
        for c in clauses:
            yield from self._done_to(c)
        yield from (c for c in self.tree.below(k, "conj") if self.tokens[c].upos not in ("VERB", "AUX"))


_SPEECH = frozenset({"AGREE", "REJECT", "THREATEN", "REQUEST"})
_PERMITTING = frozenset({"allow", "permit", "tolerate", "let", "accept"})
