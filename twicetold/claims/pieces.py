"""Cutting a sentence at its surface: reporting frame, dateline, coordination, relative clauses and participles after a comma.

The tree gives most statements; where it is wrong (about one word in seven hangs on a wrong head) its clauses run together or fall apart.
Commas, joining words and finite verbs are read here without it. What both ways find is one statement.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from twicetold.claims.lexicon import words
from twicetold.claims.syntax import Tree
from twicetold.types import Attribution, hull

NEAR_BREAK = 8  # characters between the end of a paragraph and the words of the next
LONGEST_DATELINE = 10  # words: 'SHANGHAI, Feb. 27 (Agency) —'
SHORTEST = 3  # words on either side of a cut
_DASHES = frozenset({"—", "–", "-", "--", "―"})
_STOPS = frozenset({",", ";", ":", *_DASHES, "(", ")", "…"})
_JOINING = frozenset({"and", "but", "or", "yet", "so", "nor"})
_OPENING = frozenset({"which", "who", "whose", "where", "while", "whereas", "although", "though", "because", "since", "as", "when", "that"})
_ADDING = frozenset({"among", "amongst", "including", "with", "without", "despite", "according"})
_SUBJECT = frozenset({"PRON", "DET", "NOUN", "PROPN", "ADJ", "NUM"})


def content_tokens(tree: Tree, sentence: int, attributions: Sequence[Attribution]) -> list[int]:
    """The words of a sentence without dateline and without a reporting frame at its edges."""
    place = tree.parsed.sentences[sentence]
    tokens = list(range(_after_dateline(tree, place.first, place.last), place.last))
    for a in attributions:
        content = [s for s in a.content if s.overlap(place.span)]
        frame = [s for s in (*a.source, *a.cue) if s.overlap(place.span)]
        if not content or not frame or not tokens or not frames_words(tree, a):
            continue
        inside, around = hull(content), hull(frame)
        if around.start >= inside.end - 1:
            tokens = [k for k in tokens if tree.tokens[k].start < around.start]
        elif around.end <= inside.start + 1 and any(tree.is_verbal(k) and tree.finite(k) for k in tree.parsed.tokens_in(content[0])):
            tokens = [k for k in tokens if tree.tokens[k].end > inside.start]
    return tokens


def frames_words(tree: Tree, a: Attribution) -> bool:
    """Whether an attribution has a reporting verb or phrase; a noun ('their joint statement on …') is part of what is stated."""
    cue = [k for s in a.cue for k in tree.parsed.tokens_in(s)]
    phrase = " ".join(tree.tokens[k].text.lower() for k in cue)
    return any(tree.tokens[k].upos in ("VERB", "AUX", "SCONJ") for k in cue) or phrase in words("reporting.toml", "phrases")


def _after_dateline(tree: Tree, first: int, last: int) -> int:
    """Where a paragraph begins behind 'TALLINN —' or 'Abu Dhabi:'; a name with a hyphen, 'Ban Ki-moon', is none."""
    start = tree.tokens[first].start if first < last else 0
    opening = tree.parsed.document.text[max(start - NEAR_BREAK, 0) : start].rstrip(" ")[-1:]
    kind = tree.entity_at(first)
    if (opening not in ("", "\n") and start > NEAR_BREAK) or kind == "person":
        return first
    for k in range(first, min(first + LONGEST_DATELINE, last)):
        token = tree.tokens[k]
        if token.upos in ("VERB", "AUX", "PRON"):
            break
        opened = all(tree.tokens[b].upos in ("PROPN", "NUM", "PUNCT", "ADP") for b in range(first, k))
        if k == first or not opened:
            continue
        glued = token.text == "-" and token.start == tree.tokens[k - 1].end
        if (token.text in _DASHES and not glued) or (token.text == ":" and k - first <= 3 and kind != "organisation"):
            return k + 1
    return first


def dateline_end(tree: Tree, sentence: int) -> int:
    """Index of the first word behind a dateline; the sentence's first word when it has none."""
    place = tree.parsed.sentences[sentence]
    return _after_dateline(tree, place.first, place.last)


def pieces(tree: Tree, sentence: int, attributions: Sequence[Attribution]) -> Iterator[list[int]]:
    """Cuts of one sentence: all of its content first, then its parts."""
    tokens = content_tokens(tree, sentence, attributions)
    if not tokens:
        return
    yield tokens
    cuts = [n for n in range(1, len(tokens)) if _is_boundary(tree, tokens, n)]
    edges = [0, *cuts, len(tokens)]
    parts = [tokens[a:b] for a, b in itertools.pairwise(edges)]
    if len(parts) > 1:
        yield from (p for p in parts if len(p) >= SHORTEST and _has_verb(tree, p))
        yield from (tokens[edges[n] : edges[n + 2]] for n in range(len(edges) - 3)) if len(parts) > 2 else ()
    yield from _participles(tree, tokens)
    yield from _before_additions(tree, tokens)


def _before_additions(tree: Tree, tokens: list[int]) -> Iterator[list[int]]:
    """What is stated before ', among them …', ', indicating that …', ', and to …'."""
    for i, k in enumerate(tokens[:-2]):
        if tree.tokens[k].text != "," or i < SHORTEST or not _has_verb(tree, tokens[:i]):
            continue
        first, second = tree.tokens[tokens[i + 1]], tree.tokens[tokens[i + 2]]
        adding = first.text.lower() in _ADDING or (first.upos == "VERB" and first.text.lower().endswith("ing"))
        if adding or (first.text.lower() in _JOINING and second.text.lower() == "to"):
            yield tokens[:i]
            return


def _is_boundary(tree: Tree, tokens: list[int], n: int) -> bool:
    """Whether a new statement begins at the n-th word: a stop or a joining word, and finite verbs on both sides."""
    token = tree.tokens[tokens[n]]
    before = tree.tokens[tokens[n - 1]].text
    word = token.text.lower()
    after_stop = before in _STOPS and not _glued(tree, tokens[n - 1])
    if not after_stop and word not in _JOINING:
        return False
    if len(tokens) - n < SHORTEST or n < SHORTEST or not _has_verb(tree, tokens[:n]):
        return False
    start = n + (word in _JOINING)
    rest = tokens[start:]
    if not rest:
        return False
    following = tree.tokens[rest[0]]
    if following.text.lower() in _OPENING:
        return (after_stop or following.text.lower() == "that") and _has_verb(tree, _until_stop(tree, rest))
    if word in _JOINING and following.upos in ("VERB", "AUX") and not following.text.lower().endswith("ing"):
        return True
    if following.upos not in _SUBJECT or (word not in _JOINING and before == ","):
        return False
    stretch = _until_stop(tree, rest)
    return _has_subject(tree, stretch) and (after_stop or following.upos == "PRON")


def _glued(tree: Tree, k: int) -> bool:
    """The hyphen of 'the 12-point plan', which is no dash."""
    around = (tree.tokens[max(k - 1, 0)], tree.tokens[min(k + 1, len(tree.tokens) - 1)])
    return tree.tokens[k].text == "-" and around[0].end == tree.tokens[k].start and around[1].start == tree.tokens[k].end


def _until_stop(tree: Tree, tokens: list[int]) -> list[int]:
    stops = (i for i, k in enumerate(tokens) if i and tree.tokens[k].text in (",", ";", ":", *_DASHES) and not _glued(tree, k))
    stop = next(stops, len(tokens))
    return tokens[:stop]


def _has_verb(tree: Tree, tokens: list[int]) -> bool:
    """A finite verb, as far as its form shows."""
    for i, k in enumerate(tokens):
        token = tree.tokens[k]
        if token.upos == "AUX" and token.text.lower() not in ("to", "be", "been", "being", "having"):
            return True
        if token.upos == "VERB" and not token.text.lower().endswith("ing") and not (i and tree.lemma(tokens[i - 1]) == "to"):
            return True
    return False


def _has_subject(tree: Tree, tokens: list[int]) -> bool:
    """A nominal before the first finite verb."""
    verb = next((i for i, k in enumerate(tokens) if tree.tokens[k].upos in ("VERB", "AUX")), None)
    return (
        verb is not None and any(tree.tokens[k].upos in ("NOUN", "PROPN", "PRON") for k in tokens[:verb]) and _has_verb(tree, tokens[verb:])
    )


def _participles(tree: Tree, tokens: list[int]) -> Iterator[list[int]]:
    """', signed by both on March 21,' and ', likely a step back from …'."""
    for i, k in enumerate(tokens):
        if tree.tokens[k].text != "," or i + SHORTEST >= len(tokens):
            continue
        first = tree.tokens[tokens[i + 1]]
        if (
            first.upos == "VERB"
            or (first.upos == "ADV" and first.lemma in ("likely", "probably", "possibly", "perhaps"))
            or first.text.lower() == "due"
        ):
            part = _until_stop(tree, tokens[i + 1 :])
            if len(part) > SHORTEST:
                yield part
