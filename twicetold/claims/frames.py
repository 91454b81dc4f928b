"""Reporting frames by their place in the sentence: '…, the authors say.', 'Russia, it says, has …', 'According to X, …'.

The reader model misses some and cuts the content of others short. Such a frame is plain to see: a stretch between stops that has a
source and one reporting verb and nothing else. What stands in the sentence outside it is its content.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from twicetold.claims.asides import SHORTEST_CONTENT, Frame, asides, voices
from twicetold.claims.hearsay import hearsay
from twicetold.claims.lexicon import words
from twicetold.claims.mending import NOBODY
from twicetold.claims.pieces import dateline_end
from twicetold.claims.syntax import Tree
from twicetold.types import Ranges, Span

LONGEST = (
    24  # words of a frame with its adjuncts: 'the Institute for the Study of War (ISW) in Washington said in a note seen by this newspaper'
)
LONGEST_MEDIAL = 9
_STOPS = frozenset({",", ";", ":", "—", "–", "--"})
_HYPHENS = frozenset("-‐‑")
_INVERTED = frozenset(
    {"say", "add", "consider", "write", "note", "think", "believe", "explain", "warn", "argue", "claim", "report", "stress", "state"}
    | {"declare", "conclude", "point", "underline", "predict", "estimate", "reckon", "maintain", "insist", "comment", "announce"}
)
_TOLD = frozenset({"tell", "inform", "remind", "advise", "caution", "warn", "ask"})  # their object is the one spoken to
_FRAMING = ("root", "conj", "ccomp")
_BESIDE = ("advcl", "obl", "nsubj", "csubj", "acl", "nmod", "dislocated", "conj")  # what hangs so on the verb is not what it reports
_ON_FRAME = frozenset({"advcl", "appos", "acl"})
_ADDED = frozenset({"citing", "adding", "quoting", "noting"})
_NOT_MINDS = frozenset({"it", "that", "this", "what", "we", "i", "which"})
_QUESTIONING = frozenset(
    {"though", "although", "what", "who", "which", "whom", "whose", "where", "when", "why", "how", "than", "if", "whether", "but"}
)


def frames(tree: Tree, sentence: int) -> Iterator[Frame]:
    """Frames at the end, in the middle and at the head of a sentence."""
    place = tree.parsed.sentences[sentence]
    first = dateline_end(tree, sentence)
    last = place.last
    while last > first and tree.tokens[last - 1].upos == "PUNCT":
        last -= 1
    if first >= last:
        return  # nothing behind the dateline
    stops = [k for k in range(first, last) if tree.tokens[k].text in _STOPS and not _in_quotes(tree, k)]
    yield from _unnamed(tree, first, last)
    yield from hearsay(tree, first, last, stops)
    tail = _tail(tree, first, last, stops)
    if tail is not None:
        yield tail
        return
    for left, right in pairwise(stops):
        if first < left and right + 1 < last and 2 <= right - left - 1 <= LONGEST_MEDIAL and _framing(tree, left + 1, right):
            yield from _made(tree, left + 1, right, _halves(tree, first, left, right, last))
            return
    yield from asides(tree, first, last, stops)
    yield from _as_said(tree, first, last, stops)
    yield from _head(tree, first, last)
    yield from _convinced(tree, first, last)


def _halves(tree: Tree, first: int, left: int, right: int, last: int) -> Ranges:
    """What stands before and behind a frame, without what tells of the frame: ', citing fears', ', as they bristled', ', a former aide'."""
    head = tree.parsed.head_of(tree.span(range(right + 1, last)))
    beside = head is not None and left < tree.tokens[head].head < right and tree.relation(head) in _ON_FRAME
    if head is not None and tree.relation(head) == "acl" and tree.lemma(head) in words("reporting.toml", "verbs"):
        beside = False  # 'say the researchers, who could find no obligation': theirs too
    before = tree.span(range(first, left))
    return (before,) if beside else (before, tree.span(range(right + 1, last)))


def _unnamed(tree: Tree, first: int, last: int) -> Iterator[Frame]:
    """'Berlin is said to be preparing …', 'reportedly lost …': said, but not by whom."""
    for k in range(first, last):
        if tree.tokens[k].text.lower() in words("reporting.toml", "adverbs"):
            clause = tree.clause(tree.clause_of(k)) if tree.is_predicate(tree.clause_of(k)) else None
            kept = [t for t in clause.tokens if first <= t < last and tree.tokens[t].upos != "PUNCT"] if clause else []
            if len(kept) > SHORTEST_CONTENT:
                yield Frame(None, tree.tokens[k].span, (tree.span(kept),))
        elif _said_of(tree, k, last):
            subject = next(tree.below(k, "nsubj"))
            start = min(tree.parsed.subtree(subject))
            end = next((t for t in range(k, last) if tree.tokens[t].text in (";", ":") and not _in_quotes(tree, t)), last)
            below = [t for t in tree.parsed.subtree(k) if k < t < end and tree.tokens[t].upos != "PUNCT"]
            if below and first <= start < k:
                content = Span(tree.tokens[start].start, tree.tokens[below[-1]].end)
                yield Frame(None, Span(tree.tokens[k - 1].start, tree.tokens[k].end), (content,))


def _said_of(tree: Tree, k: int, last: int) -> bool:
    """A passive of saying or thinking with an infinitive after it."""
    if k + 2 >= last or tree.tokens[k].upos != "VERB" or _in_quotes(tree, k):
        return False
    listed = tree.lemma(k) in words("reporting.toml", "unnamed")
    return listed and tree.lemma(k - 1) == "be" and tree.lemma(k + 1) == "to" and tree.has(k, "nsubj")


def _as_said(tree: Tree, first: int, last: int, stops: list[int]) -> Iterator[Frame]:
    """'As noted, …': a cue without a source."""
    if tree.lemma(first) != "as" or not stops or last - stops[0] <= SHORTEST_CONTENT:
        return
    rest = (Span(tree.tokens[stops[0] + 1].start, tree.tokens[last - 1].end),)
    if 3 < stops[0] - first <= LONGEST_MEDIAL and _framing(tree, first + 1, stops[0]):
        yield from _made(tree, first + 1, stops[0], rest)
    if stops[0] - first > 3:
        return
    if any(tree.lemma(k) in words("reporting.toml", "verbs") for k in range(first + 1, stops[0])):
        yield Frame(None, tree.span(range(first, stops[0])), rest)


def _head(tree: Tree, first: int, last: int) -> Iterator[Frame]:
    """'Benjamin Netanyahu told reporters that the plan stayed on the table …'"""
    for k in range(first, last):
        if tree.relation(k) not in _FRAMING or tree.lemma(k) not in words("reporting.toml", "verbs") or tree.passive(k):
            continue
        named = [c for c in tree.below(k, "nsubj", "iobj") if c < k and tree.lemma(c) not in ("we", "i", "you")]
        named = [c for c in named if tree.relation(c) == "nsubj" or tree.relation(k) == "ccomp"]
        subject = max(named, default=None)  # 'According to the Post, the coach told …': of two the one next to the verb
        content = next((c for c in tree.below(k, "ccomp") if c > k and _introduced(tree, k, c)), None)
        if subject is not None and content is not None:
            below = _until_added(tree, [t for t in tree.parsed.subtree(content) if t > k and tree.tokens[t].upos != "PUNCT"])
            source = [t for t in tree.parsed.subtree(subject) if t < k and tree.tokens[t].upos != "PUNCT"]
            if _clause(tree, below) and source:
                yield Frame(tree.span(source), tree.tokens[k].span, (tree.span(below),))


def _until_added(tree: Tree, tokens: list[int]) -> list[int]:
    """Without ', citing …' and ', adding that …' at its end: those are frames of their own."""
    end = next(
        (n for n, t in enumerate(tokens) if n and tree.tokens[t].text.lower() in _ADDED and tree.tokens[t - 1].text == ","), len(tokens)
    )
    return tokens[:end]


def _clause(tree: Tree, tokens: list[int]) -> bool:
    """Some words with a verb among them, and no preposition first: 'learned of a meeting', 'told a meeting of leaders' report nothing."""
    opening = tokens[:1] and tree.tokens[tokens[0]].upos == "ADP" and tree.lemma(tokens[0]) in ("of", "about", "from", "with")
    return len(tokens) >= SHORTEST_CONTENT and not opening and any(tree.tokens[t].upos in ("VERB", "AUX") for t in tokens)


def _convinced(tree: Tree, first: int, last: int) -> Iterator[Frame]:
    """'The president is convinced that …': what somebody is certain of is what he holds, also where another says so."""
    for k in range(first, last):
        if tree.tokens[k].text.lower() not in words("reporting.toml", "certain") or _in_quotes(tree, k):
            continue
        subject = next((c for c in tree.below(k, "nsubj") if c < k), None)
        content = next((c for c in tree.below(k, "ccomp") if c > k and _introduced(tree, k, c)), None)
        person = subject is not None and tree.tokens[subject].upos in ("NOUN", "PROPN", "PRON") and tree.lemma(subject) not in _NOT_MINDS
        if subject is not None and person and content is not None and any(tree.lemma(c) == "be" for c in tree.below(k, "cop", "aux")):
            below = [t for t in tree.parsed.subtree(content) if t > k and tree.tokens[t].upos != "PUNCT"]
            source = [t for t in tree.parsed.subtree(subject) if t < k and tree.tokens[t].upos != "PUNCT"]
            if below and source:
                yield Frame(tree.span(source), tree.tokens[k].span, (tree.span(below),))


def _introduced(tree: Tree, verb: int, clause: int) -> bool:
    """By 'that', or straight after the verb and the one who is told."""
    start = min(tree.parsed.subtree(clause))
    told = start == verb + 2 and tree.tokens[verb + 1].upos == "PRON" and tree.lemma(verb) in _TOLD
    return any(tree.lemma(m) == "that" for m in tree.below(clause, "mark")) or start == verb + 1 or told


def _in_quotes(tree: Tree, k: int) -> bool:
    return k in tree.quoted


def _tail(tree: Tree, first: int, last: int, stops: list[int]) -> Frame | None:
    """'…, the authors argue.' and '…, the observatory says in an assessment released on Saturday.'"""
    for stop in reversed(stops):
        if last - stop - 1 > LONGEST:
            return None
        if stop - first >= SHORTEST_CONTENT and _framing(tree, stop + 1, last) and _states(tree, first, stop, last):
            return next(_made(tree, stop + 1, last, (Span(tree.tokens[first].start, tree.tokens[stop - 1].end),)), None)
    return None


def _states(tree: Tree, first: int, stop: int, last: int) -> bool:
    """Whether the words before the frame are a clause that it reports, rather than one beside it ('If they failed, the office said …')."""
    verb = _verb(tree, stop + 1, last)
    head = tree.parsed.head_of(tree.span(range(first, stop)))
    beside = verb is not None and head is not None and tree.tokens[head].head == verb and tree.relation(head) in _BESIDE
    inverted = (
        verb == stop + 1 and tree.lemma(verb) in _INVERTED and tree.tokens[first].upos != "SCONJ" and voices(tree, stop + 2, last)
    )  # '…, adds the report'
    return (inverted or not beside) and any(tree.tokens[k].upos in ("VERB", "AUX") for k in range(first, stop))


def _framing(tree: Tree, first: int, last: int) -> bool:
    """A source and a reporting verb, no other finite verb, no joining word in front."""
    inside = range(first, last)
    if tree.tokens[first].upos in ("CCONJ", "SCONJ", "ADP", "ADV", "PUNCT", "PART") or tree.tokens[first].text.lower() in (
        "which",
        "who",
        "that",
        "adding",
    ):
        return False
    verb = _verb(tree, first, last)
    if verb is None or any(verb < c < last or (c > verb and last > verb + 1) for c in tree.below(verb, "ccomp")):
        return False  # with a clause behind it the frame is that clause's
    if _on_noun(tree, first, verb):
        return False
    if any(tree.tokens[k].text.lower() in _QUESTIONING | NOBODY | {"able"} for k in range(first, verb)):
        return False
    if any(tree.tokens[k].text == "," and tree.tokens[k + 1].upos == "CCONJ" for k in range(first, verb)):
        return False
    if verb + 1 < last and tree.lemma(verb + 1) == "to" and tree.lemma(verb) != "continue":
        return False
    if verb > first and tree.tokens[first].upos in ("AUX", "VERB"):
        return False
    if _in_quotes(tree, verb) or (verb > first and tree.lemma(verb) not in _TOLD and tree.has(verb, "obj")):
        return False
    others = [k for k in inside if tree.tokens[k].upos == "VERB" and k != verb and not (_subordinate(tree, k, verb) or _hyphened(tree, k))]
    named = any(tree.tokens[k].upos in ("NOUN", "PROPN", "PRON") for k in range(first, verb)) or any(
        tree.tokens[k].upos in ("NOUN", "PROPN", "PRON") for k in range(verb + 1, min(last, verb + 5))
    )
    return named and not others


def _hyphened(tree: Tree, k: int) -> bool:
    """'the London-based institute': a participle that is part of an adjective."""
    return (
        tree.lemma(k) in ("base", "based", "lead", "led", "fund", "funded", "back", "backed", "run")
        and tree.tokens[k - 1].text in _HYPHENS
        and tree.tokens[k - 1].end == tree.tokens[k].start
    )


def _on_noun(tree: Tree, first: int, verb: int) -> bool:
    """'Russia's suspected role', 'something a caller also told the police', 'another firm that had declared …': hangs on a noun."""
    if tree.relation(verb) in ("amod", "compound") or tree.tokens[verb].deprel == "acl:relcl":
        return True
    return any(c < verb and tree.tokens[c].upos == "PRON" and tree.lemma(c) in ("something", "anything") for c in tree.below(verb, "obj"))


def _subordinate(tree: Tree, k: int, verb: int) -> bool:
    """'released on Saturday' after the verb; 'continue to believe'."""
    form = tree.tokens[k].text.lower()
    return (form.endswith(("ed", "ing", "n")) and k > verb + 1) or (tree.relation(k) == "xcomp" and k == verb + 2)


def _verb(tree: Tree, first: int, last: int) -> int | None:
    """The reporting verb, or the adjective of certainty after a copula."""
    for k in range(first, last):
        if tree.tokens[k].upos == "VERB" and not _hyphened(tree, k):
            listed = tree.lemma(k) in words("reporting.toml", "verbs")
            return k if listed and not tree.tokens[k].text.lower().endswith("ing") else None
        if tree.lemma(k) in words("reporting.toml", "certain") and k > first and tree.lemma(k - 1) == "be" and k == last - 1:
            return k
    return None


def _made(tree: Tree, first: int, last: int, content: Ranges) -> Iterator[Frame]:
    verb = _verb(tree, first, last)
    if verb is None:
        return
    start = verb
    while start > first and tree.tokens[start - 1].upos in ("AUX", "ADV", "PART"):
        start -= 1
    before = [k for k in range(first, start) if tree.tokens[k].upos != "PUNCT"]
    after = _noun_phrase(tree, verb + 1, last)
    source = (before[0], start - 1) if before else after
    if before and tree.lemma(before[-1]) != "it" and tree.passive(verb) and tree.lemma(verb) in words("reporting.toml", "spoken_of"):
        by = next((k for k in range(verb + 1, last) if tree.tokens[k].text.lower() == "by"), None)  # 'the crew had been told by the port'
        end = next((k for k in range(by or verb, last) if tree.tokens[k].upos == "PUNCT"), last)
        source = _noun_phrase(tree, by + 1, end) if by is not None else None
    if source is not None:
        yield Frame(tree.span(range(source[0], source[1] + 1)), tree.span(range(start, verb + 1)), content)


def _noun_phrase(tree: Tree, first: int, last: int) -> tuple[int, int] | None:
    """'said Marit Solheim of the Observatory': from the verb to the end of the frame."""
    if first >= last or tree.tokens[first].upos not in ("DET", "PROPN", "NOUN", "PRON", "ADJ", "NUM"):
        return None
    return first, last - 1
