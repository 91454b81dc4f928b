"""Noun phrases by syntax: their words, what determines them, whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twicetold.actors.knowledge import roles
from twicetold.actors.names import straight
from twicetold.actors.scene import Scene, tidy

PRE = frozenset(
    {"det", "amod", "compound", "nummod", "nmod:poss", "flat", "case", "advmod", "punct", "nmod:unmarked", "det:predet", "nmod:desc"}
)
POST_CASES = frozenset({"of", "for", "at", "from", "in", "with", "to", "on", "by"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your", "both", "whose"})
INDEFINITE = frozenset(
    {"a", "an", "some", "another", "any", "one", "many", "several", "few", "most", "other", "no", "every", "each", "various"}
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase around token `head`: `first`..`core` its own words with what precedes, `last` with 'of', 'for', 'at' … behind."""

    head: int
    first: int
    core: int
    last: int
    lemma: str  # of the head, with a compound before it where that makes a listed term: 'prime minister'
    definite: bool
    indefinite: bool
    plural: bool
    number: int | None  # 'two leaders'
    modifiers: tuple[int, ...]  # tokens of adjectives and compounds
    owners: tuple[int, ...]  # heads of possessors and of 'of', 'for', 'at', 'from' complements

    def words(self, scene: Scene) -> list[str]:
        return [scene.parsed.tokens[k].text.lower() for k in self.modifiers]


NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "five ": 5}
_SAME = frozenset({"police", "media", "people", "troops", "forces", "authorities", "circles"})


def plural_noun(text: str, lemma: str) -> bool:
    """Whether a noun stands in the plural, by its form."""
    low, base = text.lower(), lemma.lower()
    if low in _SAME or (low.endswith(("men", "women", "people")) and low not in ("specimen", "regimen", "omen")):
        return True
    return low != base and low.endswith("s") and not low.endswith("ss")


def grouped(term: str) -> bool:
    return term in roles()["group"]["words"] and term.endswith("s")


def left_edge(scene: Scene, head: int) -> tuple[int, list[int], list[int]]:
    """First token of what precedes the head in its phrase, the modifiers, the possessors."""
    tokens, children = scene.parsed.tokens, scene.parsed.children
    first, modifiers, owners = head, list[int](), list[int]()
    for child in reversed([c for c in children[head] if c < head]):
        relation = tokens[child].deprel
        if relation not in PRE or (relation == "punct" and tokens[child].text not in ("-", "'", "’")) or relation in ("case",):
            if relation in ("case", "punct", "mark"):
                continue
            break  # 'the vice president and President X': what stands before 'and' is somebody else, whatever the tree makes of it
        low = min([child, *(k for k in scene.parsed.subtree(child) if k < head)])
        if low < first:
            first = low
        if relation == "nmod:poss" and tokens[child].upos not in ("PRON", "DET"):
            owners.append(child)
        elif relation in ("amod", "compound", "nmod:desc", "nmod:unmarked", "flat") and tokens[child].text.lower() not in NUMBERS:
            modifiers.append(child)
    if not owners and first > 1 and tokens[first - 1].text in ("'s", "’s") and tokens[first - 1].sentence == tokens[head].sentence:
        owners.append(first - 2)  # 'Germany's chancellor', whatever the tree makes of it
    while first < head and (
        (tokens[first].upos in ("ADP", "PUNCT", "CCONJ", "SCONJ") and tokens[first].deprel != "det") or not tokens[first].text[0].isalnum()
    ):
        first += 1
    return first, list(reversed(modifiers)), owners


def right_edge(scene: Scene, head: int) -> tuple[int, list[int]]:
    """Last token of what belongs behind the head ('of the observatory', 'for the Foreign Ministry'), heads of these complements."""
    tokens, children = scene.parsed.tokens, scene.parsed.children
    last, owners = head, list[int]()
    for child in (c for c in children[head] if c > head):
        cases = [tokens[c].text.lower() for c in children[child] if tokens[c].deprel == "case" and c < child]
        opener = tokens[min(scene.parsed.subtree(child))]
        cases = cases or ([opener.text.lower()] if opener.upos == "ADP" else [])
        if tokens[child].deprel.split(":")[0] not in ("nmod", "compound", "flat", "punct", "case") or (
            tokens[child].text in (",", "—", "–", "(", ";")
        ):
            break
        if tokens[child].deprel.startswith("nmod") and (not cases or cases[0] not in POST_CASES or "," in scene.text(last, child)):
            break
        if tokens[child].deprel == "compound" and "," in scene.text(last, child):
            break
        if tokens[child].deprel.startswith("nmod"):
            last = max(last, right_edge(scene, child)[0], *named_conjuncts(scene, child))
            if cases[0] in ("of", "for", "at", "from", "with", "in", "to"):
                owners.append(child)
        elif tokens[child].text == "-" or tokens[child].deprel in ("compound", "flat"):
            last = max(last, child)
    bare = last == head and head + 3 < len(tokens) and tokens[head + 1].text == "of"
    if bare and head + 2 in scene.at_head and tokens[head + 3].text not in ("'s", "’s", "'", "’"):
        return head + 2, [head + 2]  # 'the ambassador of France, asked …', whatever the tree makes of it
    return last, owners


def named_conjuncts(scene: Scene, head: int) -> list[int]:
    """'Germany, France, Ukraine and Russia': the other names after the first."""
    tokens = scene.parsed.tokens
    return [c for c in scene.parsed.children[head] if tokens[c].deprel == "conj" and c in scene.at_head] or [head]


LONGEST = 14  # tokens behind the noun; longer complements are lists that the parser chained


def phrase(scene: Scene, head: int, lemma: str) -> Phrase:
    tokens = scene.parsed.tokens
    first, modifiers, before = left_edge(scene, head)
    last, behind = right_edge(scene, head)
    if last - head > LONGEST:
        last, behind = head, []
    words, low = [tokens[k].text.lower() for k in range(first, head)], tokens[head].text.lower()
    number = next((NUMBERS[w] for w in words if w in NUMBERS), None)
    possessed = bool(before) or any(tokens[k].deprel == "nmod:poss" for k in scene.parsed.children[head])
    opener = words[0] if words else ""
    return Phrase(
        head=head,
        first=first,
        core=head,
        last=last,
        lemma=lemma,
        definite=opener in DEFINITE or possessed,
        indefinite=opener in INDEFINITE or (opener in NUMBERS and opener != "both"),
        plural=plural_noun(tokens[head].text, tokens[head].lemma)
        or (low.endswith("s") and not low.endswith("ss") and low not in lemma.split())
        or grouped(lemma),
        number=number,
        modifiers=tuple(modifiers),
        owners=tuple(dict.fromkeys([*before, *behind])),
    )


def description(scene: Scene, one: Phrase) -> str:
    """The words of a phrase as a name, without articles: 'Kremlin spokesman', 'spokesman for the presidential administration'."""
    words = scene.parsed.tokens
    first = one.first
    while first < one.head and words[first].text.lower() in DEFINITE | INDEFINITE | {"two", "three", "certain", "unnamed", "same"}:
        first += 1
    return tidy(straight(scene.text(first, max(one.last, one.head))))


def appositives(scene: Scene, head: int) -> Iterator[int]:
    """Heads of what stands in apposition to `head`, either way: 'Marit Solheim, the deputy director', 'the president, Petro Poroshenko'."""
    tokens = scene.parsed.tokens
    for child in scene.parsed.children[head]:
        if tokens[child].deprel in ("appos", "flat", "compound", "nmod:desc", "nmod:unmarked"):
            yield child
    if tokens[head].deprel in ("appos", "flat", "compound", "nmod:desc"):
        yield tokens[head].head
