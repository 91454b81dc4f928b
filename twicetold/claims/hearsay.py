"""Attribution to a place or to nobody in particular: 'in Ankara they estimate that', 'one hears from the delegation', ', so it is said,'.

The impersonal ways in which other languages report, as their newsrooms translate them (on dit, man hört, se considera), and chains of
outlets: 'the Daily quoted the agency as saying'. Each is read in the row of words.
"""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.claims.asides import LONGEST_SOURCE, SHORTEST_CONTENT, Frame
from twicetold.claims.lexicon import words
from twicetold.claims.syntax import Tree
from twicetold.types import Ranges, Span

_INSIDE = frozenset({"in", "at", "among", "amongst", "within", "inside", "around", "on"})
_IMPERSONAL = frozenset({"they", "one", "people", "it", "there"})
_LEARNT = frozenset(
    {"hear", "learn", "understand", "gather", "say", "report", "tell", "announce", "state", "indicate", "emerge", "transpire"}
)
_STANDING = frozenset({"say", "come", "stand", "read", "appear", "state", "note"})
_NAMING = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM"})
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "ADP", "PART", "PRON", "CCONJ"})


def hearsay(tree: Tree, first: int, last: int, stops: list[int]) -> Iterator[Frame]:
    """All such frames between two words of one sentence; `stops` are its commas, dashes and colons outside quotation marks."""
    if last - first < SHORTEST_CONTENT:
        return
    yield from _in_place(tree, first, last)
    yield from _heard_from(tree, first, last, stops)
    yield from _so_it_is_said(tree, first, last, stops)
    yield from _said_by(tree, first, last)
    yield from _stands_in(tree, first, last, stops)
    yield from _was_quoted(tree, first, last)
    yield from _fronted(tree, first, last, stops)
    yield from _behind_quotation(tree, first, last)


def _behind_quotation(tree: Tree, first: int, last: int) -> Iterator[Frame]:
    """'"…", ironised the deputy Haddad': whatever the verb, who follows it behind a whole quotation says it."""
    closing = next((k for k in range(first + SHORTEST_CONTENT, last - 2) if k in tree.quoted and k + 1 not in tree.quoted), None)
    if closing is None or first + 1 not in tree.quoted or any(k not in tree.quoted for k in range(first + 1, closing)):
        return
    verb = next((k for k in range(closing + 1, last) if tree.tokens[k].upos != "PUNCT"), last)
    behind = [tree.tokens[k].text for k in range(closing + 1, verb)]
    stopped = bool({",", "–", "—"} & {*behind, tree.tokens[closing].text})
    if not stopped or verb + 1 >= last or tree.tokens[verb].upos != "VERB" or _text(tree, verb).endswith("ing"):
        return
    end = verb + 1
    while end < last and end - verb <= LONGEST_SOURCE and tree.tokens[end].upos in _NAMING:
        end += 1
    named = any(tree.tokens[k].upos == "PROPN" or tree.lemma(k) in words("reporting.toml", "cited") for k in range(verb + 1, end))
    if named:
        yield Frame(
            tree.span(range(verb + 1, end)), tree.tokens[verb].span, (Span(tree.tokens[first].start, tree.tokens[closing + 1].end),)
        )


def _text(tree: Tree, k: int) -> str:
    return tree.tokens[k].text.lower()


def _verb_after(tree: Tree, k: int, last: int) -> int | None:
    """The reporting verb behind 'they', 'one' or 'it is'."""
    verb = next((v for v in range(k + 1, min(k + 5, last)) if tree.tokens[v].upos == "VERB"), None)
    if verb is None or verb in tree.quoted:
        return None
    impersonal = _text(tree, k) in ("it", "there")
    passive = any(tree.lemma(v) == "be" for v in range(k + 1, verb))
    listed = words("reporting.toml", "passive") | words("reporting.toml", "verbs") | {"assume", "doubt", "judge"}
    return verb if tree.lemma(verb) in listed and passive == impersonal else None


def _in_place(tree: Tree, first: int, last: int) -> Iterator[Frame]:
    """'In Ankara they estimate that …', 'in the Finance Ministry it was considered that …': said where, by those who are there."""
    if _text(tree, first) not in _INSIDE:
        return
    for k in range(first + 2, min(first + 2 + LONGEST_SOURCE, last - SHORTEST_CONTENT)):
        if _text(tree, k) not in _IMPERSONAL:
            if tree.tokens[k].upos not in _NOMINAL | {"PUNCT"}:
                return
            continue
        verb = _verb_after(tree, k, last)
        place = range(first + 1, k - (tree.tokens[k - 1].upos == "PUNCT"))
        if verb is not None and last - verb > SHORTEST_CONTENT and any(tree.tokens[t].upos in ("PROPN", "NOUN") for t in place):
            yield Frame(tree.span(place), tree.span(range(k, verb + 1)), (tree.span(range(verb + 1, last)),))
        return


def _heard_from(tree: Tree, first: int, last: int, stops: list[int]) -> Iterator[Frame]:
    """'…, one hears from the delegation', 'as was heard from the delegation, …', 'from government circles one learns that …'."""
    for k in range(first + 1, last - 1):
        if _text(tree, k) != "from" or tree.tokens[k - 1].upos != "VERB" or tree.lemma(k - 1) not in _LEARNT or k in tree.quoted:
            continue
        end = _noun_phrase_end(tree, k + 1, last)
        start = next((s + 1 for s in reversed(stops) if s < k - 1), first)
        opened = _text(tree, start) in (*_IMPERSONAL, "as", "so") or tree.tokens[start].upos == "AUX"  # '"…", was heard from a delegate'
        if end is None or k - start > SHORTEST_CONTENT + 1 or not opened:
            continue
        source, cue = tree.span(range(k + 1, end)), tree.span(range(start, k))
        if start > first + SHORTEST_CONTENT and end >= last:
            yield Frame(source, cue, (tree.span(range(first, start - 1)),))
        elif start == first and end < last - SHORTEST_CONTENT:
            yield Frame(source, cue, (tree.span(range(end + 1, last)),))
        return


def _noun_phrase_end(tree: Tree, k: int, last: int) -> int | None:
    end = k
    while end < last and end - k < LONGEST_SOURCE and tree.tokens[end].upos in _NOMINAL and _text(tree, end) != "that":
        end += 1
    return end if any(tree.tokens[t].upos in ("NOUN", "PROPN") for t in range(k, end)) else None


def _so_it_is_said(tree: Tree, first: int, last: int, stops: list[int]) -> Iterator[Frame]:
    """'The minister, so it is said, considered …', '…, it is rumoured.': nobody is named."""
    for left in (*stops, first - 1):
        right = next((s for s in stops if s > left), last)
        inside = [_text(tree, t) for t in range(left + 1, right)]
        if not 2 <= len(inside) <= 6:
            continue
        rest = inside[1:] if inside[0] in ("so", "as", "or") else inside
        it_is = rest[:1] == ["it"] and rest[1:2] in (["is"], ["was"], ["has"])
        they_say = rest[:1] in (["they"], ["people"], ["some"]) and rest[1:2] == ["say"] and len(rest) == 2
        verb = right - 1
        if not (they_say or (it_is and tree.lemma(verb) in words("reporting.toml", "passive") | {"rumour", "rumor", "assume"})):
            continue
        around = (range(first, left), range(right + 1, last))
        content: Ranges = tuple(tree.span(r) for r in around if len(r))
        if sum(len(r) for r in around) > SHORTEST_CONTENT:
            yield Frame(None, tree.span(range(left + 1, right)), content)
        return


def _stands_in(tree: Tree, first: int, last: int, stops: list[int]) -> Iterator[Frame]:
    """'…, it says in the readout of the ministry', 'it has come in a text which …': a paper, as other languages let it speak."""
    for start in (first, *(s + 1 for s in stops)):
        if start + 3 >= last or _text(tree, start) != "it":
            continue
        verb = next((v for v in range(start + 1, min(start + 4, last)) if tree.tokens[v].upos == "VERB"), None)
        if verb is None or tree.lemma(verb) not in _STANDING or _text(tree, verb + 1) != "in" or verb in tree.quoted:
            continue
        end = _noun_phrase_end(tree, verb + 2, last)
        paper = end is not None and any(tree.lemma(t) in words("syntax.toml", "sources_of_paper") for t in range(verb + 2, end))
        if end is None or not paper:
            continue
        source, cue = tree.span(range(verb + 2, end)), tree.span(range(start, verb + 2))
        if start - first > SHORTEST_CONTENT:
            yield Frame(source, cue, (tree.span(range(first, start - 1)),))
        elif last - end > SHORTEST_CONTENT and _text(tree, end) in ("that", ":"):
            yield Frame(source, cue, (tree.span(range(end + 1, last)),))
        return


def _said_by(tree: Tree, first: int, last: int) -> Iterator[Frame]:
    """'It was announced by the ministry that …'"""
    if _text(tree, first) != "it":
        return
    verb = _verb_after(tree, first, last)
    if verb is None or verb + 2 >= last or _text(tree, verb + 1) != "by":
        return
    that = next((t for t in range(verb + 3, min(verb + 2 + LONGEST_SOURCE, last - SHORTEST_CONTENT)) if _text(tree, t) == "that"), None)
    if that is not None:
        yield Frame(tree.span(range(verb + 2, that)), tree.span(range(first, verb + 1)), (tree.span(range(that + 1, last)),))


def _was_quoted(tree: Tree, first: int, last: int) -> Iterator[Frame]:
    """'The rover has found water, the Daily quoted the agency as saying.': the agency's words, in the Daily's."""
    if not _text(tree, last - 1).endswith("ing") or _text(tree, last - 2) != "as":
        return
    k = next((k for k in range(last - 3, first, -1) if tree.lemma(k) in ("quote", "cite") and tree.tokens[k].upos == "VERB"), None)
    if k is None or not 1 < last - 2 - k <= LONGEST_SOURCE + 1 or k in tree.quoted:
        return
    start = k
    while start > first and tree.tokens[start - 1].upos in _NOMINAL | {"AUX", "ADV"} and start - 1 not in tree.quoted:
        start -= 1
    if start == k or start - first <= SHORTEST_CONTENT:
        return
    content = (tree.span(range(first, start - (tree.tokens[start - 1].upos == "PUNCT"))),)
    yield Frame(tree.span(range(k + 1, last - 2)), tree.tokens[last - 1].span, content)
    yield Frame(tree.span(range(start, k)), tree.tokens[k].span, (*content, tree.span(range(k + 1, last))))


def _fronted(tree: Tree, first: int, last: int, stops: list[int]) -> Iterator[Frame]:
    """'That the stock will be disclosed this year, the author considers improbable.'"""
    if _text(tree, first) not in ("that", "whether") or tree.tokens[first].upos not in ("SCONJ", "ADV") or not stops:
        return
    stop = stops[-1]
    verb = next((k for k in range(stop + 2, min(stop + 2 + LONGEST_SOURCE, last)) if tree.tokens[k].upos == "VERB"), None)
    listed = words("reporting.toml", "verbs") | words("syntax.toml", "judgement")
    if verb is None or tree.lemma(verb) not in listed or stop - first <= SHORTEST_CONTENT or not tree.finite(verb):
        return
    if tree.tokens[stop + 1].upos in ("SCONJ", "CCONJ"):
        return
    source = [k for k in range(stop + 1, verb) if tree.tokens[k].upos not in ("AUX", "ADV", "PART")]
    rest = range(verb + 1, last)
    if source:
        content: Ranges = (tree.span(range(first, stop)), *([tree.span(rest)] if len(rest) else []))
        yield Frame(tree.span(source), tree.tokens[verb].span, content)
