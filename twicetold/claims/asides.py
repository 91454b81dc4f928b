"""Attribution without a reporting verb of its own: a phrase beside the sentence, or a noun for what is said with the words after it.

'According to X, …', 'in the bank's view, …', '…, so the note.', 'the word in Brussels is that …', 'the institute's verdict: …', 'if X is
to be believed, …', 'from the ministry it was said that …', 'from the chair: "…"', 'X quoted Y as saying that …', 'X puts the stock at 40'.
Each is plain to see in the row of words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twicetold.claims.lexicon import table, words
from twicetold.claims.syntax import Tree
from twicetold.types import Ranges, Span

SHORTEST_CONTENT = 3
LONGEST_SOURCE = 10  # words
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_PRONOUNS = frozenset({"its", "his", "her", "their"})
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "ADP", "PRON", "CCONJ", "PART", "PUNCT", "X"})
_PLACED = frozenset({"of", "from", "in", "at", "among", "inside", "within"})
_LOOSE = frozenset(  # cite, or say what something agrees with ('in line with expectations'): sources only where somebody speaks behind them
    {"citing", "quoting", "in line with", "in keeping with", "consistent with", "based on", "in step with", "in accordance with"}
    | {"as in keeping with", "as in line with", "as consistent with"}
)
_TRUSTED = (
    *([b, w] for b in ("is", "are") for w in ("right", "correct")),
    *([b, "to", "be", w] for b in ("is", "are") for w in ("believed", "trusted")),
)
_IS = frozenset({"is", "was", "are", "were", "has", "had"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A source and its cue, and the words of the sentence that they frame, before and after them."""

    source: Span | None
    cue: Span
    content: Ranges


def asides(tree: Tree, first: int, last: int, stops: list[int]) -> Iterator[Frame]:
    """All such frames between two words of one sentence; `stops` are its commas, dashes and colons outside quotation marks."""
    if last - first < SHORTEST_CONTENT:
        return
    yield from _phrase(tree, first, last, stops)
    yield from _possessed(tree, first, last, stops)
    yield from _so(tree, first, last, stops)
    yield from _noun_of_saying(tree, first, last)
    yield from _cleft(tree, first, last)
    yield from _passive_from(tree, first, last)
    yield from _quoted_as(tree, first, last)
    yield from _believed(tree, first, last, stops)
    yield from _so_says(tree, first, last)
    yield from _put_at(tree, first, last)


def _text(tree: Tree, k: int) -> str:
    return tree.tokens[k].text.lower()


def _around(tree: Tree, first: int, start: int, end: int, last: int) -> Ranges:
    """What stands before a phrase and after it, without the stops between."""
    before = range(first, start - 1 if start > first and tree.tokens[start - 1].upos == "PUNCT" else start)
    after = range(end + 1 if end < last and tree.tokens[end].upos == "PUNCT" else end, last)
    kept = [tree.span(r) for r in (before, after) if len(r)]
    return tuple(kept) if len(before) + len(after) >= SHORTEST_CONTENT else ()


def _phrase(tree: Tree, first: int, last: int, stops: list[int]) -> Iterator[Frame]:
    """'According to X, …' and '…, according to X'."""
    for phrase in table("reporting.toml")["phrases"]["words"]:
        count = len(phrase.split())
        for k in (first, *(s + 1 for s in stops)):
            end = k + count
            if end >= last or " ".join(_text(tree, t) for t in range(k, end)) != phrase or not _names(tree, end):
                continue
            stop = next((s for s in stops if s > end), last)
            if phrase in _LOOSE and not voices(tree, end, stop):
                continue
            source, cue = Span(tree.tokens[end].start, tree.tokens[stop - 1].end), Span(tree.tokens[k].start, tree.tokens[end - 1].end)
            if k - first <= SHORTEST_CONTENT and stop < last - SHORTEST_CONTENT:
                yield Frame(source, cue, (Span(tree.tokens[stop + 1].start, tree.tokens[last - 1].end),))
            elif k - first > SHORTEST_CONTENT:
                before = Span(tree.tokens[first].start, tree.tokens[k - 2].end)
                open_end = tree.tokens[k - 2].upos == "AUX" and stop + 1 < last  # 'the chances are, in the view of X, no better than even'
                yield Frame(source, cue, (before, Span(tree.tokens[stop + 1].start, tree.tokens[last - 1].end)) if open_end else (before,))
            return


def voices(tree: Tree, first: int, last: int) -> bool:
    """Whether what is cited speaks: a name, people, a paper; 'citing a threat to health' gives a reason."""
    head = tree.parsed.head_of(tree.span(range(first, last))) if first < last else None
    if head is None:
        return False
    speaking = words("syntax.toml", "sources_of_paper") - {"release"} | words("syntax.toml", "voices") | words("reporting.toml", "cited")
    named = any(tree.entity_at(k) == "person" for k in tree.below(head, "appos", "flat"))  # 'its head of research Marie Curie'
    return tree.tokens[head].upos == "PROPN" or tree.lemma(head) in speaking or named


def _names(tree: Tree, k: int) -> bool:
    """Whether a noun phrase can begin here: 'per the ministry', not 'per cent' and not 'per head'."""
    if tree.tokens[k - 1].text.lower() != "per" or _text(tree, k - 2) == "as":
        return True
    return tree.tokens[k].upos in ("DET", "PROPN") or _text(tree, k) in _PRONOUNS


def _possessed(tree: Tree, first: int, last: int, stops: list[int]) -> Iterator[Frame]:
    """'In the bank's view, …', '…, by its own count, …', 'the port has, in her words, died'."""
    nouns = words("reporting.toml", "possessed")
    for k in (first, *(s + 1 for s in stops)):
        if k >= last or _text(tree, k) not in ("in", "by", "on", "to", "from", "at", "within"):
            continue
        stop = next((s for s in stops if s > k), last)
        noun = next((n for n in range(k + 2, min(stop, k + LONGEST_SOURCE)) if _text(tree, n) in nouns), None)
        mark = next((n for n in range(k + 1, noun or k) if _text(tree, n) in _POSSESSIVE or _text(tree, n) in _PRONOUNS), None)
        if noun is None or mark is None or noun - mark > 3 or _titled(tree, noun, stop):
            continue
        if noun + 1 < stop - 3:
            if k == first and tree.tokens[noun + 1].upos in ("DET", "PRON", "PROPN", "NOUN"):
                stop = noun  # 'In his judgement the second stage will be delayed'
            else:
                continue
        source = range(mark, mark + 1) if _text(tree, mark) in _PRONOUNS else range(k + 1, mark)
        content = _around(tree, first, k, stop, last)
        if len(source) and content:
            yield Frame(tree.span(source), tree.tokens[noun].span, content)


def _titled(tree: Tree, noun: int, stop: int) -> bool:
    """'In her book Living History, …': the work is named, and the sentence says of whom it is."""
    return noun + 1 < stop and (tree.tokens[noun + 1].text[:1].isupper() or bool({noun + 1, noun + 2} & tree.quoted))


def _so(tree: Tree, first: int, last: int, stops: list[int]) -> Iterator[Frame]:
    """'The deal runs for 120 days, so the note.': nothing but a noun phrase after 'so' or 'thus'."""
    if not stops or stops[-1] - first < SHORTEST_CONTENT or not 2 <= last - stops[-1] - 1 <= LONGEST_SOURCE:
        return
    k = stops[-1] + 1
    rest = range(k + 1, last)
    if _text(tree, k) not in ("so", "thus") or tree.tokens[k + 1].upos not in ("DET", "PROPN") or k in tree.quoted:
        return
    if all(tree.tokens[t].upos in _NOMINAL for t in rest) and any(tree.tokens[t].upos in ("NOUN", "PROPN") for t in rest):
        yield Frame(tree.span(rest), tree.tokens[k].span, (tree.span(range(first, stops[-1])),))


def _noun_of_saying(tree: Tree, first: int, last: int) -> Iterator[Frame]:
    """'The word in Brussels is that …', 'the contention of the minister was that …', 'the minister's verdict: …'."""
    nouns = words("reporting.toml", "sayings")
    noun = next((k for k in range(first, min(first + LONGEST_SOURCE, last)) if _text(tree, k) in nouns), None)
    if noun is None or any(tree.tokens[k].upos not in _NOMINAL or tree.tokens[k].upos == "PUNCT" for k in range(first, noun)):
        return
    if noun - 1 > first and _text(tree, noun - 1) in _POSSESSIVE:
        source, after = range(first, noun - 1), noun + 1
    elif noun + 2 < last and noun - first <= 2 and _text(tree, noun + 1) in _PLACED:
        after = next((k for k in range(noun + 2, last) if tree.tokens[k].upos not in _NOMINAL - {"PUNCT"}), last)
        source = range(noun + 2, after)
    else:
        return
    start = _opening(tree, after, last)
    if start is not None and len(source) and last - start >= SHORTEST_CONTENT and not set(source) & tree.quoted:
        yield Frame(tree.span(source), tree.tokens[noun].span, (tree.span(range(start, last)),))


def _opening(tree: Tree, k: int, last: int) -> int | None:
    """The first word of the content after 'is that', 'has long been that' or a colon."""
    if k < last and _text(tree, k) == ":":
        return k + 1
    if k < last and _text(tree, k) in _IS:
        return next((t for t in range(k + 1, min(k + 4, last)) if _text(tree, t) == "that"), None)
    return None


def _cleft(tree: Tree, first: int, last: int) -> Iterator[Frame]:
    """'What the minister said was that …'."""
    if _text(tree, first) != "what":
        return
    verb = next((k for k in range(first + 2, min(first + 2 + LONGEST_SOURCE, last)) if tree.tokens[k].upos == "VERB"), None)
    if verb is None or tree.lemma(verb) not in words("reporting.toml", "verbs"):
        return
    copula = next((k for k in range(verb + 1, min(verb + LONGEST_SOURCE, last)) if _text(tree, k) in ("is", "was")), None)
    source = [k for k in range(first + 1, verb) if tree.tokens[k].upos not in ("AUX", "ADV")]
    if copula is not None and source and last - copula > SHORTEST_CONTENT and _opening(tree, copula, last) is not None:
        yield Frame(tree.span(source), tree.tokens[verb].span, (tree.span(range(copula + 1, last)),))


def _passive_from(tree: Tree, first: int, last: int) -> Iterator[Frame]:
    """'From the Foreign Office in Berlin it was said that …', 'From the chair: "…"'."""
    if _text(tree, first) != "from":
        return
    for k in range(first + 2, min(first + 2 + LONGEST_SOURCE, last - 1)):
        if _text(tree, k) == ":":
            yield Frame(tree.span(range(first + 1, k)), tree.tokens[k].span, (tree.span(range(k + 1, last)),))
            return
        if _text(tree, k) != "it":
            continue
        verb = next((v for v in range(k + 1, min(k + 4, last)) if tree.tokens[v].upos == "VERB"), None)
        if verb is not None and tree.lemma(verb) in words("reporting.toml", "passive") and last - verb > SHORTEST_CONTENT:
            end = k - (tree.tokens[k - 1].upos == "PUNCT")
            yield Frame(tree.span(range(first + 1, end)), tree.span(range(k, verb + 1)), (tree.span(range(verb + 1, last)),))
        return


def _quoted_as(tree: Tree, first: int, last: int) -> Iterator[Frame]:
    """'The paper quoted the minister as saying that …': the minister's words, in the paper's."""
    for k in range(first + 1, last - SHORTEST_CONTENT):
        if tree.lemma(k) not in ("quote", "cite") or tree.tokens[k].upos != "VERB" or k in tree.quoted:
            continue
        end = next((t for t in range(k + 2, min(k + 2 + LONGEST_SOURCE, last - 2)) if _text(tree, t) == "as"), None)
        if end is not None and tree.lemma(end + 1) in words("reporting.toml", "verbs") and _text(tree, end + 1).endswith("ing"):
            yield Frame(tree.span(range(k + 1, end)), tree.tokens[end + 1].span, (tree.span(range(end + 2, last)),))


def _believed(tree: Tree, first: int, last: int, stops: list[int]) -> Iterator[Frame]:
    """'If the minister is to be believed, …', 'to hear the minister tell it, …'."""
    tail = next((s for s in reversed(stops) if _text(tree, s + 1) == "if"), None)
    if tail is not None and tail - first > SHORTEST_CONTENT and last - tail - 1 <= LONGEST_SOURCE:
        said = [_text(tree, k) for k in range(tail + 1, last)]
        cut = next((n for n in (2, 4) if said[-n:] in _TRUSTED), None)
        if cut is not None and last - cut > tail + 2:
            yield Frame(tree.span(range(tail + 2, last - cut)), tree.tokens[last - 1].span, (tree.span(range(first, tail)),))
            return
    stop = next((s for s in stops if s > first + 2), None)
    if stop is None or last - stop <= SHORTEST_CONTENT:
        return
    opening = [_text(tree, k) for k in range(first, stop)]
    if opening[0] == "if" and opening[-3:] in (["to", "be", "believed"], ["to", "be", "trusted"]):
        source, cue = range(first + 1, stop - 4), stop - 1
    elif opening[:2] == ["to", "hear"] and opening[-2:] == ["tell", "it"]:
        source, cue = range(first + 2, stop - 2), stop - 2
    else:
        return
    if len(source):
        yield Frame(tree.span(source), tree.tokens[cue].span, (tree.span(range(stop + 1, last)),))


def _so_says(tree: Tree, first: int, last: int) -> Iterator[Frame]:
    """'So says the minister: …'."""
    if _text(tree, first) not in ("so", "thus") or tree.lemma(first + 1) not in words("reporting.toml", "verbs"):
        return
    colon = next((k for k in range(first + 3, min(first + 3 + LONGEST_SOURCE, last)) if _text(tree, k) == ":"), None)
    if colon is not None and last - colon > SHORTEST_CONTENT:
        source = tree.span(range(first + 2, colon))
        yield Frame(source, tree.tokens[first + 1].span, (tree.span(range(colon + 1, last)),))


def _put_at(tree: Tree, first: int, last: int) -> Iterator[Frame]:
    """'The institute puts the stock at 25 to 40 warheads': an estimate is its giver's."""
    for k in range(first + 1, last):
        if tree.lemma(k) not in ("put", "estimate", "reckon", "assess", "value", "number", "see") or tree.tokens[k].upos != "VERB":
            continue
        subject = next((c for c in tree.below(k, "nsubj") if c < k and tree.tokens[c].deprel == "nsubj"), None)
        at = next((t for t in range(k + 2, last) if _text(tree, t) == "at"), None)
        if subject is None or at is None or k in tree.quoted or not _amount(tree, at, last):
            continue
        source = [t for t in tree.parsed.subtree(subject) if t < k and tree.tokens[t].upos != "PUNCT"]
        below = [t for t in tree.parsed.subtree(k) if t > k and tree.tokens[t].upos != "PUNCT"]
        if source and below:
            yield Frame(tree.span(source), tree.tokens[k].span, (tree.span(below),))


def _amount(tree: Tree, at: int, last: int) -> bool:
    return any(tree.tokens[t].upos == "NUM" for t in range(at + 1, min(at + 5, last)))
