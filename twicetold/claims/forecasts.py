"""Statements about what will happen, with holder, certainty and horizon (docs/forecasts.md).

1. Candidates: statements whose predicate looks ahead ('will', 'is likely to', 'expects … to', 'may' with an infinitive).
2. Plans and undertakings are left out: unhedged acts that the actor himself, or the outlet in its own voice, announces ('will sign on
   Tuesday'). What a third party says about it, what is hedged and what merely happens to somebody are predictions.
3. The horizon is the last day that the words allow, counted from publication; a clause of time without a date keeps its words.
"""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.claims.attributions import source_actor
from twicetold.claims.dates import Time, published, times
from twicetold.claims.lexicon import words
from twicetold.claims.syntax import SUBJECTS, Tree
from twicetold.types import Attribution, Cast, ClaimMention, ForecastMention, Horizon, Span

LONGEST_EVENT = 160  # characters of a gist
_CLAUSES_OF_TIME = frozenset({"before", "until", "till", "while", "as", "once", "when", "whereas"})


def forecasts(tree: Tree, cast: Cast, attributions: Sequence[Attribution], claims: Sequence[ClaimMention]) -> list[ForecastMention]:
    """The predictions among the statements of a document, in text order; of two cuts of the same words the tighter one."""
    out: list[ForecastMention] = []
    for claim in sorted(claims, key=lambda c: (c.span.size, c.span.start)):
        if claim.headline or any(o.span.overlap(claim.span) * 2 > min(o.span.size, claim.span.size) for o in out):
            continue
        predicate = _predicate(tree, claim)
        if predicate is None or not looks_ahead(tree, predicate, claim) or _is_plan(tree, cast, attributions, claim, predicate):
            continue
        holder = attributions[claim.chain[-1]].actor if claim.chain else None
        event = " ".join(tree.parsed.text(claim.span).split())[:LONGEST_EVENT]
        out.append(ForecastMention(claim.span, holder, event, claim.certainty, horizon(tree, claim.span), claim.chain))
    return sorted(out, key=lambda f: f.span)


def _predicate(tree: Tree, claim: ClaimMention) -> int | None:
    """The main predicate of a statement: the word of it that hangs highest."""
    inside = tree.parsed.tokens_in(claim.span)
    return next((k for k in inside if tree.is_predicate(k) and (tree.tokens[k].head == k or tree.tokens[k].head not in inside)), None)


def looks_ahead(tree: Tree, predicate: int, claim: ClaimMention) -> bool:
    """Whether the statement is about what is still to come."""
    if any(_infinitive_after_auxiliary(tree, k, claim) for k in tree.chain(predicate)):
        return True
    lemma = tree.lemma(predicate)
    complement = next(tree.below(predicate, "xcomp", "ccomp", "csubj", "advcl"), None)
    if lemma in words("future.toml", "open") and complement is not None:
        return True
    if lemma in words("future.toml", "expecting") and claim.certainty.level != "asserted":
        return True
    return claim.certainty.level not in ("asserted",) and _ahead_below(tree, predicate)


def _infinitive_after_auxiliary(tree: Tree, k: int, claim: ClaimMention) -> bool:
    auxiliaries = [c for c in tree.below(k, "aux") if c < k]
    if any(tree.lemma(c) == "have" for c in auxiliaries):
        return False
    for c in auxiliaries:
        form = tree.tokens[c].text.lower().replace("’", "'")
        if form in ("will", "'ll", "shall", "wo"):
            return True
        if form in ("would", "'d", "may", "might", "could") and (form != "could" or claim.certainty.level == "possible"):
            return form not in ("would", "'d") or bool(claim.chain) or claim.certainty.level != "asserted"
    return False


def _ahead_below(tree: Tree, predicate: int) -> bool:
    """An estimate of something to come: 'an even chance of meeting its target', 'unlikely to last', 'unlikely that it returns'."""
    text = tree.parsed.text(tree.span(tree.parsed.subtree(predicate)))
    anchor = published(tree.parsed.document.published)
    span = tree.span(tree.parsed.subtree(predicate))
    ahead = [t for t in times(tree.parsed.document.text, span.start, span.end, anchor) if anchor and t.last > anchor]
    chances = ("chance", "odds", "bet", "prospect", "possibility", "probability", "likelihood")
    return bool(ahead) or any(w in text.lower() for w in chances)


def _is_plan(tree: Tree, cast: Cast, attributions: Sequence[Attribution], claim: ClaimMention, predicate: int) -> bool:
    """Announced rather than predicted."""
    if claim.certainty.level != "asserted":
        return False
    last = tree.chain(predicate)[-1]
    if tree.lemma(last) in words("future.toml", "outcomes") and tree.lemma(last) not in words("future.toml", "acts"):
        return False
    if any(tree.lemma(k) in words("future.toml", "plans") for k in tree.chain(predicate)):
        return True
    if not claim.chain:
        return tree.lemma(last) in words("future.toml", "acts") or tree.tokens[last].upos != "VERB"
    subject = next(tree.below(predicate, *SUBJECTS), None)
    actor = source_actor(tree, cast, (tree.tokens[subject].span,)) if subject is not None else None
    holder = attributions[claim.chain[-1]].actor
    if holder is None or actor == holder:
        return True
    kinds = [cast.actors[k].kind for k in (holder, actor or "") if k in cast.actors]
    return tree.lemma(last) in words("future.toml", "acts") and kinds[:1] == ["state"]


def horizon(tree: Tree, span: Span) -> Horizon | None:
    """Until when a statement should have come true."""
    document = tree.parsed.document
    anchor = published(document.published)
    ahead = [t for t in times(document.text, span.start, span.end, anchor) if anchor is None or t.last >= anchor]
    if ahead:
        best = max(ahead, key=_usefulness)
        since = max(best.first, anchor) if anchor else best.first
        return Horizon(document.text[best.span.start : best.span.end], best.span, since.isoformat(), best.last.isoformat())
    return _clause_of_time(tree, span)


def _usefulness(t: Time) -> tuple[bool, int]:
    return t.relation != "at", -t.span.start


def _clause_of_time(tree: Tree, span: Span) -> Horizon | None:
    """'before taking over the presidency', 'while the agreements are in force': words, no dates."""
    for k in tree.parsed.tokens_in(span):
        if tree.relation(k) != "advcl":
            continue
        marks = [tree.lemma(c) for c in tree.below(k, "mark", "advmod") if c < k]
        if any(m in _CLAUSES_OF_TIME for m in marks):
            place = tree.span(t for t in tree.parsed.subtree(k) if tree.tokens[t].upos != "PUNCT")
            if span.covers(place) and ("as" not in marks or "long" in tree.parsed.text(place).lower()):
                return Horizon(tree.parsed.text(place), place, None, None)
    return None
