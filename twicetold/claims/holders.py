"""Which actor a source phrase names: the mention on its head word, or the body behind a paper or a nameless group."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Sequence

from twicetold.claims.lexicon import words
from twicetold.claims.syntax import Tree
from twicetold.types import Attribution, Cast, Mention, Ranges, Span, hull

_AUTHORS = frozenset({"author", "writer", "co-author", "drafter"})
_PEOPLE = ("man", "woman", "person", "ist", "er", "or", "ian", "ant", "ee", "boy", "girl", "wife", "child", "youth", "chief", "head", "ess")
REACH = 1500  # characters back in which a body that spoke may have issued what is only called 'the paper' or 'the page'
_UPWARD = frozenset({"appos", "flat", "compound"})


def source_actor(tree: Tree, cast: Cast, source: Ranges) -> str | None:
    """The actor whom a source phrase names, None when it names none."""
    if not source:
        return None
    span = hull(source)
    head = tree.parsed.head_of(span)
    if head is None:
        return None
    own = _named(cast, tree.tokens[head].span, span)
    if own is None and tree.relation(head) in _UPWARD:
        own = _named(cast, tree.tokens[tree.tokens[head].head].span, span)
    return own if own is not None else _behind(tree, cast, head, span)


def _named(cast: Cast, word: Span, span: Span) -> str | None:
    """The mention that covers a word; the one closest in extent to the phrase."""
    own = [m for m in cast.touching(word) if m.span.covers(word) and m.actor is not None and 2 * m.span.overlap(span) >= m.span.size]
    return max(own, key=lambda m: (m.span.overlap(span), -m.span.size)).actor if own else None


def _behind(tree: Tree, cast: Cast, head: int, span: Span) -> str | None:
    """The actor beside a head word that names none: 'a study by the Observatory', 'the Observatory's report', 'Kremlin spokesman'."""
    relayed = {t for k in tree.below(head, "acl") if tree.lemma(k) in words("reporting.toml", "relays") for t in tree.parsed.subtree(k)}
    inside = [m for m in cast.touching(span) if m.actor is not None and 2 * span.overlap(m.span) >= m.span.size]
    inside = [m for m in inside if not relayed & set(tree.parsed.tokens_in(m.span)) and (m.kind != "pronoun" or _is_voice(tree, head))]
    if not inside:
        return None
    subtree = set(tree.parsed.subtree(head))
    beside = [m for m in inside if any(k in subtree for k in tree.parsed.tokens_in(m.span))] or inside
    return min(beside, key=lambda m: (_rank(cast, m), abs(m.start - tree.tokens[head].start), m.start)).actor


def _is_voice(tree: Tree, head: int) -> bool:
    """'her report', 'his spokesman': the one to whom it belongs speaks; 'his ministry' speaks for itself."""
    return tree.lemma(head) in words("syntax.toml", "sources_of_paper") | words("syntax.toml", "voices")


def _rank(cast: Cast, mention: Mention) -> int:
    """Persons in apposition first, then bodies, then states."""
    actor = cast.actors.get(mention.actor or "")
    order = {"person": 0, "organisation": 1, "group": 2, "state": 3}
    return order.get(actor.kind, 4) if actor else 5


def head_lemma(tree: Tree, source: Ranges) -> str:
    """The lemma of a source's head word, '' when there is none."""
    head = tree.parsed.head_of(hull(source)) if source else None
    return tree.lemma(head) if head is not None else ""


def is_paper(tree: Tree, source: Ranges) -> bool:
    """'the report', 'a readout': a paper speaks for whoever issued it."""
    return head_lemma(tree, source) in words("syntax.toml", "sources_of_paper")


def is_thing(tree: Tree, source: Ranges) -> bool:
    """'the index says', 'the bulletin', 'the page', 'the authors': a thing that speaks, or those who wrote it, whatever it is called.

    One word behind an article, of no known person, body or state (whoever asks has looked for those before).
    """
    head = tree.parsed.head_of(hull(source)) if source else None
    if head is None or tree.tokens[head].upos not in ("NOUN", "ADJ"):
        return False
    if tree.lemma(head) in _AUTHORS:
        return True
    inside = tree.parsed.tokens_in(hull(source))
    alone = len(inside) == 2 and inside[-1] == head and tree.lemma(inside[0]) in ("the", "this")
    plural = tree.tokens[head].text.lower() != tree.lemma(head)
    return alone and not plural and not is_person(tree, head)


def is_person(tree: Tree, noun: int) -> bool:
    """'bookmaker', 'diplomats', 'the spokeswoman': by the noun alone."""
    listed = words("reporting.toml", "cited") | words("syntax.toml", "voices")
    return tree.tokens[noun].upos == "NOUN" and (tree.lemma(noun) in listed or tree.lemma(noun).endswith(_PEOPLE))


def speaks_for_author(tree: Tree, source: Ranges) -> bool:
    """A paper, or anything else that speaks without being somebody."""
    return is_paper(tree, source) or is_thing(tree, source)


def is_first_person(tree: Tree, source: Ranges) -> bool:
    return head_lemma(tree, source) in ("we", "i")


class Authors:
    """Who issued a paper: the body beside the same noun before it, else the one last said to hold something, else one beside any paper."""

    def __init__(self, tree: Tree, cast: Cast, attributions: Sequence[Attribution]) -> None:
        self._tree, self._cast, self._outlet = tree, cast, tree.parsed.document.outlet
        held = [(hull(a.source).start, a.actor) for a in attributions if a.source and self._issues(a.actor, ("organisation", "group"))]
        self._held = sorted(held, key=lambda h: h[0])
        self._beside: list[tuple[int, str | None]] = []
        self._by_noun: dict[str, list[tuple[int, str | None]]] = defaultdict(list)
        speaking = {head for a in attributions if a.source and (head := tree.parsed.head_of(hull(a.source))) is not None}
        for m in cast.mentions:
            if m.kind != "pronoun" and self._issues(m.actor, ("organisation",)) and (papers := _papers_beside(tree, m, speaking)):
                self._beside.append((m.start, m.actor))
                for lemma in papers:
                    self._by_noun[lemma].append((m.start, m.actor))

    def of(self, paper: Attribution) -> str | None:
        """The actor behind the source of `paper`."""
        start = hull(paper.source).start
        named = self._by_noun.get(head_lemma(self._tree, paper.source), [])
        for known, reach in ((named, start), (self._held, REACH), (self._beside, REACH)):
            place = bisect_left(known, start, key=lambda k: k[0])
            if place and start - known[place - 1][0] <= reach:
                return known[place - 1][1]
        return None

    def _issues(self, key: str | None, kinds: tuple[str, ...]) -> bool:
        actor = self._cast.actors.get(key or "")
        listed = actor is not None and actor.kind in kinds and not (key or "").startswith("joint:")
        return listed and not is_outlet(self._cast, key, self._outlet) and not _publishes(self._cast, key, self._outlet)


def _publishes(cast: Cast, key: str | None, outlet: str | None) -> bool:
    """Whether an actor is the outlet of the document itself."""
    actor = cast.actors.get(key or "")
    return actor is not None and bool(outlet) and actor.name.casefold() in (outlet or "").casefold()


def publisher(cast: Cast, outlet: str | None) -> str | None:
    """The document's own outlet as an actor, None when it is none of the cast."""
    wanted = (outlet or "").casefold().removeprefix("the ")
    return (
        next((key for key, actor in cast.actors.items() if actor.name.casefold().removeprefix("the ") == wanted), None) if wanted else None
    )


def _papers_beside(tree: Tree, mention: Mention, speaking: Collection[int]) -> list[str]:
    """'The Institute released a report': the nouns for papers in the sentence of a mention.

    Not those that speak there: of 'Hamas will wait, according to the message' Hamas is no author.
    """
    inside = tree.parsed.tokens_in(mention.span)
    if not inside:
        return []
    sentence = tree.parsed.sentences[tree.tokens[inside[0]].sentence]
    papers = words("syntax.toml", "sources_of_paper")
    return [tree.lemma(k) for k in range(sentence.first, sentence.last) if tree.lemma(k) in papers and k not in speaking]


def is_outlet(cast: Cast, key: str | None, own: str | None) -> bool:
    """Whether an actor is a news outlet other than the one that publishes the document."""
    actor = cast.actors.get(key or "")
    if actor is None or actor.kind not in ("organisation", "other"):
        return False
    if own and actor.name.casefold() in own.casefold():
        return False
    listed = set(actor.name.casefold().split()) & words("reporting.toml", "outlets")
    return bool(listed) or (key is not None and key.startswith("name:") and len(actor.name.split()) == 1)
