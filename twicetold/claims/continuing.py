"""Speech that goes on behind its frame: the next sentence of the same paragraph, in the same vein, is the same holder's."""

from __future__ import annotations

from collections import defaultdict

from twicetold.claims.certainty import Hedges
from twicetold.claims.chains import Chains
from twicetold.claims.holders import head_lemma, speaks_for_author
from twicetold.claims.judging import evaluates, judge, judging
from twicetold.claims.lexicon import words
from twicetold.claims.polarity import polarity
from twicetold.claims.syntax import Tree
from twicetold.types import Attribution, Cast, Sentence, Span

_WHOLE = 0.75  # share of a sentence that frame and content fill when all of it is reported
_POINTERS = ("this", "that", "these", "such", "those")


def continued(tree: Tree, cast: Cast, hedges: Hedges, out: list[Attribution]) -> list[Attribution]:
    """Free indirect speech: in one paragraph, after a sentence that is all a body's or a paper's, what goes on in the same vein is theirs.

    'This includes …', 'And …', intentions, estimates and denials go on; plain facts are the outlet's.
    """
    result = list(out)
    sentences = tree.parsed.sentences
    touching: dict[int, list[int]] = defaultdict(list)
    speech = Chains(tree, out)
    for k, a in enumerate(out):
        if not speech.is_holding(k):
            continue
        for n in sorted({n for s in (*a.cue, *a.source, *a.content) for n in tree.sentences_of(s)}):
            touching[n].append(k)
    own_study = bool(words("reporting.toml", "studies") & set((tree.parsed.document.outlet or "").lower().split()))
    for n in range(1, len(sentences)):
        here, before = sentences[n].span, sentences[n - 1].span
        if "\n" in tree.parsed.document.text[before.end : here.start] or touching[n]:
            continue
        filling = [k for k in touching[n - 1] if _fills(tree, result[k], before)]
        bodies = [k for k in filling if _is_body(tree, cast, result[k])]
        same_vein = bool(bodies) and _goes_on(tree, hedges, sentences[n].first, sentences[n].last)
        if same_vein or (filling and not own_study and _estimates(tree, hedges, sentences[n])):
            touching[n].append(len(result))
            result.append(_of_the_same(result, (bodies or filling)[0], here))
    return _announced(tree, cast, result, touching)


def _announced(tree: Tree, cast: Cast, out: list[Attribution], touching: dict[int, list[int]]) -> list[Attribution]:
    """'Here is what it means, on the reading of X.': what follows in the present or future is the body's, to the end of the text."""
    result = list(out)
    for n, sentence in enumerate(tree.parsed.sentences):
        opening = [tree.lemma(k) for k in range(sentence.first, min(sentence.first + 4, sentence.last))]
        if "here" not in opening[:2] or not set(opening) & {"what", "how", "why"}:
            continue
        k = next(
            (k for k in touching[n] if (actor := cast.actors.get(result[k].actor or "")) is not None and actor.kind == "organisation"), None
        )
        if k is None:
            continue
        for later in range(n + 1, len(tree.parsed.sentences)):
            place = tree.parsed.sentences[later]
            head = next((h for h in range(place.first, place.last) if tree.relation(h) == "root"), None)
            others = [o for o in touching[later] if result[o].actor != result[k].actor or result[o].kind != "indirect"]
            if head is not None and not others and not _is_past(tree, head) and tree.tokens[place.last - 1].text != "?":
                result.append(_of_the_same(result, k, place.span))
        break
    return result


def _of_the_same(told: list[Attribution], k: int, sentence: Span) -> Attribution:
    """A sentence that goes on with what attribution `k` holds; nothing in it reports."""
    a = told[k]
    return Attribution("indirect", a.source, (), (sentence,), a.actor, None, continues=k if a.continues is None else a.continues)


def _fills(tree: Tree, a: Attribution, sentence: Span) -> bool:
    """Whether a sentence is somebody's speech, from end to end but for its frame."""
    said = sum(s.overlap(sentence) for s in a.content)
    frame = sum(s.overlap(sentence) for s in (*a.source, *a.cue))
    cue = [k for s in a.cue for k in tree.parsed.tokens_in(s)]
    judged = any(evaluates(tree, k) or tree.lemma(k) in words("syntax.toml", "judgement") for k in cue)
    joined = _joined(tree, a, sentence)
    return a.parent is None and said > 0 and (judged or said + frame + joined > _WHOLE * sentence.size)


def _joined(tree: Tree, a: Attribution, sentence: Span) -> int:
    """Characters of '…, the note says, and puts them at two million': of a verb behind the frame that goes on without a subject."""
    end = max((s.end for s in (*a.cue, *a.source, *a.content) if s.overlap(sentence)), default=sentence.end)
    rest = [k for k in tree.parsed.tokens_in(Span(end, max(end, sentence.end))) if tree.tokens[k].upos != "PUNCT"]
    going_on = len(rest) > 1 and tree.tokens[rest[0]].text.lower() == "and" and tree.tokens[rest[1]].upos in ("VERB", "AUX")
    return sentence.end - end if going_on else 0


def _is_body(tree: Tree, cast: Cast, a: Attribution) -> bool:
    """A body's or a paper's indirect speech."""
    actor = cast.actors.get(a.actor or "")
    body = actor is not None and actor.kind in ("organisation", "group")
    thing = speaks_for_author(tree, a.source) or head_lemma(tree, a.source) == "it"
    body = body or (thing and (actor is None or actor.kind != "person"))
    return body and a.kind in ("indirect", "mixed")


def _estimates(tree: Tree, hedges: Hedges, sentence: Sentence) -> bool:
    """A chance without a holder of its own, behind what somebody says: outlets give none in their own voice."""
    head = next((k for k in range(sentence.first, sentence.last) if tree.relation(k) == "root"), None)
    hedge = hedges.of(head) if head is not None else None
    if head is None or hedge is None or hedge.level == "possible" or tree.tokens[sentence.last - 1].text == "?":
        return False
    if judging(tree, hedges, head) and judge(tree, head) is not None:
        return False  # 'bookmakers offer evens': theirs
    return hedge.entry.kind in ("adjective", "noun", "chance", "frame", "adverb")


def _goes_on(tree: Tree, hedges: Hedges, first: int, last: int) -> bool:
    head = next((k for k in range(first, last) if tree.relation(k) == "root"), None)
    if head is None or tree.tokens[last - 1].text == "?":
        return False
    opening = tree.tokens[first].text.lower()
    subject = next(tree.below(head, "nsubj"), None)
    if subject == first and tree.tokens[first].upos == "PRON" and tree.tokens[first + 1].text.lower() == "also" and head == first + 2:
        return True  # 'It also let him go.'
    if opening == "and" or (subject == first and opening in _POINTERS):
        return True
    ahead = any(tree.lemma(c) in ("will", "shall") for c in tree.below(head, "aux")) or _is_to(tree, head)
    intended = tree.lemma(head) in ("intend", "plan", "aim", "propose") and not _is_past(tree, head)
    nor = opening in ("nor", "neither")
    denied = nor or (polarity(tree, head) == "negative" and not _is_past(tree, head))
    return ahead or intended or denied or hedges.of(head) is not None


def _is_to(tree: Tree, k: int) -> bool:
    """'Talks are to be completed within 90 days.'"""
    marked = any(tree.lemma(c) == "to" for c in tree.below(k, "mark"))
    return marked and any(tree.tokens[c].text.lower() in ("is", "are") and c < k for c in tree.below(k, "aux", "cop"))


def _is_past(tree: Tree, k: int) -> bool:
    auxiliaries = {tree.tokens[c].text.lower() for c in tree.below(k, "aux", "cop")}
    return bool(auxiliaries & {"did", "was", "were", "had"}) or (not auxiliaries and tree.tokens[k].text.lower().endswith("ed"))
