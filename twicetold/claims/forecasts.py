"""Statements about what will happen, with holder, certainty and horizon (docs/forecasts.md).

1. Candidates: statements whose predicate looks ahead ('will', 'is likely to', 'expects … to', 'may' with an infinitive).
2. Plans and undertakings are left out: unhedged acts that the actor himself, or the outlet in its own voice, announces ('will sign on
   Tuesday'). What a third party says about it, what is hedged and what merely happens to somebody are predictions.
3. The horizon is the last day that the words allow, counted from publication; a clause of time without a date keeps its words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from twicetold.claims.dates import Time, published, times
from twicetold.claims.holders import publisher, source_actor
from twicetold.claims.lexicon import words
from twicetold.claims.syntax import SUBJECTS, Tree
from twicetold.types import Attribution, Cast, ClaimMention, CommitmentMention, ForecastMention, Horizon, Span

SHORTEST = 4  # words of a prediction
LONGEST_EVENT = 160  # characters of a gist
_CLAUSES_OF_TIME = frozenset({"before", "until", "till", "while", "as", "once", "when", "whereas"})
_PHRASES_OF_TIME = frozenset({"before", "until", "till", "by", "after", "ahead", "during", "prior", "at"})


def forecasts(
    tree: Tree,
    cast: Cast,
    attributions: Sequence[Attribution],
    claims: Sequence[ClaimMention],
    commitments: Sequence[CommitmentMention] = (),
) -> list[ForecastMention]:
    """The predictions among the statements of a document, in text order; of two cuts of the same words the tighter one.

    What its `commitments` say will be done is undertaken, not foretold.
    """
    out: list[ForecastMention] = []
    own = publisher(cast, tree.parsed.document.outlet)
    by_sentence: dict[int, list[Span]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (c.span.size, c.span.start)):
        taken = by_sentence[claim.sentence]
        if claim.headline or any(o.overlap(claim.span) * 2 > min(o.size, claim.span.size) for o in taken):
            continue
        predicate = _predicate(tree, claim)
        if (
            predicate is None
            or len(tree.parsed.tokens_in(claim.span)) < SHORTEST
            or not looks_ahead(tree, predicate, claim)
            or _is_plan(tree, cast, attributions, claim, predicate)
            or _undertaken(claim, commitments)
        ):
            continue
        holder = attributions[claim.chain[-1]].actor if claim.chain else own
        event = " ".join(tree.parsed.text(claim.span).split())[:LONGEST_EVENT]
        taken.append(claim.span)
        out.append(ForecastMention(claim.span, holder, event, claim.certainty, horizon(tree, claim.span, predicate), claim.chain))
    return sorted(out, key=lambda f: f.span)


def _predicate(tree: Tree, claim: ClaimMention) -> int | None:
    """The main predicate of a statement: the word of it that hangs highest."""
    inside = tree.parsed.tokens_in(claim.span)
    top = [k for k in inside if tree.tokens[k].head == k or tree.tokens[k].head not in inside]
    return next((k for k in top if tree.is_predicate(k)), next((k for k in top if tree.is_verbal(k)), None))


def _undertaken(claim: ClaimMention, commitments: Sequence[CommitmentMention]) -> bool:
    """'Israel will free 477 prisoners': an unhedged statement that is a commitment of a party."""
    if claim.certainty.level != "asserted":
        return False
    return any(2 * c.span.overlap(claim.span) > max(c.span.size, claim.span.size) for c in commitments)


def looks_ahead(tree: Tree, predicate: int, claim: ClaimMention) -> bool:
    """Whether the statement is about what is still to come."""
    chain = tree.chain(predicate)
    if _first_person_saying(tree, predicate) or _is_aside(tree, predicate, claim):
        return False
    if any(_infinitive_after_auxiliary(tree, k, claim) for k in chain):
        return True
    hedged = claim.certainty.level != "asserted"
    if any(tree.lemma(k) in words("future.toml", "open") for k in chain) and _opens_infinitive(tree, predicate):
        return True
    if _than_it_will(tree, predicate):
        return True
    if not hedged:
        return False
    if tree.lemma(predicate) in words("future.toml", "expecting"):
        return not any(tree.lemma(c) == "have" for c in tree.below(predicate, "aux"))
    if any(tree.lemma(k) in words("future.toml", "plans") for k in chain[:-1]):
        return not _past_form(tree, predicate)
    return not _is_past(tree, predicate) and (_estimates_event(tree, predicate, claim) or _time_ahead(tree, predicate))


def _is_aside(tree: Tree, predicate: int, claim: ClaimMention) -> bool:
    """What describes, asks or advises predicts nothing.

    'measures that may help', 'how it could end', 'you will find', and mere possibilities in the outlet's own voice.
    """
    clause = [predicate, *tree.below(predicate, "nsubj", "obj", "obl", "advmod", "mark", "nsubj:pass")]
    openers = {tree.lemma(k) for k in clause}
    if openers & {"how", "why", "whether", "what", "where", "whom", "you"}:
        return True
    subjects = {tree.lemma(k) for k in tree.below(predicate, "nsubj")}
    if tree.relation(predicate) in ("ccomp", "advcl") and "when" in openers and not tree.passive(predicate):
        return tree.relation(predicate) == "ccomp"
    if tree.tokens[predicate].deprel == "acl:relcl" and subjects & {"that", "which", "who"}:
        return claim.certainty.level in ("possible", "asserted")
    return claim.certainty.level == "possible" and not claim.chain and not _time_ahead(tree, predicate)


def _first_person_saying(tree: Tree, predicate: int) -> bool:
    """'We will remind, …'"""
    return tree.lemma(predicate) in words("future.toml", "saying") and any(
        tree.lemma(c) in ("we", "i") for c in tree.below(predicate, "nsubj")
    )


def _opens_infinitive(tree: Tree, predicate: int) -> bool:
    return any(tree.lemma(c) == "to" for k in tree.below(predicate, "xcomp", "ccomp", "csubj", "advcl") for c in tree.below(k, "mark"))


def _than_it_will(tree: Tree, predicate: int) -> bool:
    """'has promised less than it will deliver'"""
    for k in tree.parsed.subtree(predicate):
        if tree.lemma(k) in ("will", "can") and any(tree.lemma(b) == "than" for b in range(max(0, k - 4), k)):
            return tree.lemma(k) == "will"
    return False


def _infinitive_after_auxiliary(tree: Tree, k: int, claim: ClaimMention) -> bool:
    auxiliaries = [c for c in tree.below(k, "aux") if c < k]
    if any(tree.lemma(c) == "have" for c in auxiliaries):
        return False
    for c in auxiliaries:
        form = tree.tokens[c].text.lower().replace("’", "'")
        if form in ("will", "'ll", "shall", "wo"):
            return True
        if form == "could" and any(tree.lemma(n) in words("syntax.toml", "negators") for n in tree.below(k, "advmod")):
            return claim.certainty.level not in ("asserted", "possible")  # 'could not do that': they were not able to
        if form == "could" and claim.certainty.level == "possible" and _is_conditional(tree, k):
            return False  # 'could cost more if': what would be, not what will
        if form in ("may", "might") or (form == "could" and claim.certainty.level != "asserted"):
            return not tree.has(k, "cop") or claim.certainty.level != "possible" or _time_ahead(tree, k)
        if form in ("would", "'d"):
            return claim.certainty.level != "asserted" or (bool(claim.chain) and not tree.has(k, "cop") and not _is_conditional(tree, k))
    return False


def _is_conditional(tree: Tree, k: int) -> bool:
    """'would cost more if it …': what would be, not what will."""
    return any(tree.lemma(m) in words("future.toml", "conditional_marks") for c in tree.below(k, "advcl") for m in tree.below(c, "mark"))


def _is_past(tree: Tree, predicate: int) -> bool:
    """Whether what is estimated has already been: a past or perfect verb under the estimate."""
    judged = tree.lemma(predicate) in words("syntax.toml", "judgement")
    below = [c for c in tree.below(predicate, "ccomp", "csubj", "acl", "advcl") if tree.tokens[c].deprel != "acl:relcl"]
    content = below if judged or not tree.is_verbal(predicate) or tree.tokens[predicate].upos != "VERB" else [predicate]
    return any(_past_form(tree, k) for k in content)


def _past_form(tree: Tree, k: int) -> bool:
    token = tree.tokens[k]
    auxiliaries = {tree.tokens[c].text.lower() for c in tree.below(k, "aux", "cop")}
    if auxiliaries & {"has", "have", "had", "was", "were", "did", "been"}:
        return True
    return (
        token.upos == "VERB"
        and not auxiliaries
        and token.text.lower() != token.lemma.lower()
        and not token.text.lower().endswith(("s", "ing"))
    )


def _estimates_event(tree: Tree, predicate: int, claim: ClaimMention) -> bool:
    """An adjective or a noun of chance over something that has not been: 'an even chance of meeting', 'unlikely that it returns'."""
    if claim.certainty.span is None or (claim.certainty.phrase or "").lower().split()[0] in words("future.toml", "evidential"):
        return False
    inside = tree.parsed.tokens_in(claim.certainty.span)
    anchor = next((k for k in inside if tree.tokens[k].head not in inside), inside[0])
    if any(tree.lemma(k) in words("future.toml", "chances") for k in tree.parsed.tokens_in(claim.span)):
        return True
    if tree.lemma(anchor) in words("future.toml", "minds") and not tree.has(anchor, "ccomp", "xcomp", "advcl"):
        return False
    return tree.tokens[anchor].upos == "ADJ" and tree.relation(anchor) != "amod"


def _time_ahead(tree: Tree, predicate: int) -> bool:
    anchor = published(tree.parsed.document.published)
    span = tree.span(tree.parsed.subtree(predicate))
    return any(anchor is not None and t.last > anchor for t in times(tree.parsed.document.text, span.start, span.end, anchor))


def _is_plan(tree: Tree, cast: Cast, attributions: Sequence[Attribution], claim: ClaimMention, predicate: int) -> bool:
    """Announced rather than predicted: nothing estimated, and done by those who decide on it."""
    if claim.certainty.level != "asserted":
        return False
    chain = tree.chain(predicate)
    last = next((k for k in reversed(chain) if tree.tokens[k].upos == "VERB"), chain[-1])
    if any(tree.lemma(k) in words("future.toml", "plans") and _plans(tree, k) for k in chain):
        return not _than_it_will(tree, predicate)
    if _is_act(tree, chain[0]) or _is_act(tree, last) or (tree.has(last, "cop") and tree.tokens[last].upos in ("NOUN", "PROPN", "PRON")):
        return True
    if tree.lemma(last) in words("future.toml", "outcomes"):
        return False
    if not claim.chain:
        return True
    holder, subject = attributions[claim.chain[-1]].actor, next(tree.below(predicate, *SUBJECTS), None)
    if holder is None:
        return subject is not None and tree.tokens[subject].upos == "PRON"
    actor = source_actor(tree, cast, (tree.tokens[subject].span,)) if subject is not None else None
    return actor == holder or (_decides(cast, holder) and _same_side(cast, actor, holder))


def _plans(tree: Tree, k: int) -> bool:
    """'plans to meet', 'agrees to'; 'insurers will decide how many' plans nothing."""
    return tree.has(k, "xcomp", "obj", "obl") and not tree.has(k, "ccomp")


def _is_act(tree: Tree, k: int) -> bool:
    """Something that parties do by their own decision; of a verb with an infinitive only where it is done to somebody."""
    return tree.lemma(k) in words("future.toml", "acts") and (not tree.has(k, "xcomp") or tree.passive(k))


def _decides(cast: Cast, holder: str) -> bool:
    """Whether a holder speaks for a state or body that acts, and not as one who looks on."""
    actor = cast.actors.get(holder)
    if actor is None:
        return False
    names = {w.casefold().strip(".,") for name in (actor.name, *actor.aliases) for w in name.split()}
    return actor.kind == "state" or actor.country is not None or bool(names & words("future.toml", "officials"))


def _same_side(cast: Cast, subject: str | None, holder: str) -> bool:
    """What an official says of another state is a prediction, of anything else an announcement."""
    known, speaker = cast.actors.get(subject or ""), cast.actors.get(holder)
    return known is None or known.country is None or speaker is None or speaker.country in (None, known.country)


def horizon(tree: Tree, span: Span, predicate: int | None = None) -> Horizon | None:
    """Until when a statement should have come true: by its own words, else by those of the clauses that hang on its predicate."""
    document = tree.parsed.document
    anchor = published(document.published)
    places = [span]
    if predicate is not None:
        near = tree.parsed.sentences[tree.tokens[predicate].sentence].span
        whole = tree.span(tree.parsed.subtree(predicate))
        places.append(Span(max(whole.start, near.start), min(whole.end, near.end)))
    for place in places:
        found = _dated(times(document.text, place.start, place.end, anchor), anchor, document.text) or _clause_of_time(tree, place)
        if found is not None:
            return found
    return None


def _dated(found: Sequence[Time], anchor: date | None, text: str) -> Horizon | None:
    ahead = [t for t in found if t.relation != "after" and (anchor is None or t.last >= anchor)]
    if not ahead:
        return None
    best = max(ahead, key=_usefulness)
    ends = best.first == best.last and best.relation in ("by", "before")
    lead = _LEAD.search(text, max(0, best.span.start - LONGEST_LEAD), best.span.start) if ends else None
    place = best.span if lead is None else Span(lead.start("preposition"), best.span.end)
    since = anchor if anchor and ends else max(best.first, anchor) if anchor else best.first
    return Horizon(text[place.start : place.end], place, min(since, best.last).isoformat(), best.last.isoformat())


LONGEST_LEAD = 20  # characters
_LEAD = re.compile(r"\b(?P<preposition>by|before|until|till|no later than|not later than|ahead of|through)\s+(?:the\s+)?$", re.IGNORECASE)


def _usefulness(t: Time) -> tuple[bool, int]:
    return t.relation != "at", -t.span.start


def _clause_of_time(tree: Tree, span: Span) -> Horizon | None:
    """'before taking over the presidency', 'while the agreements are in force', 'before the harvest': words, no dates."""
    for k in tree.parsed.tokens_in(span):
        if tree.tokens[k].deprel == "acl:relcl" or tree.relation(k) not in ("advcl", "obl", "nmod", "acl", "conj"):
            continue
        marks = [tree.lemma(c) for c in tree.below(k, "mark", "advmod", "case") if c < k]
        clause = tree.relation(k) in ("advcl", "acl")
        if not any(m in (_CLAUSES_OF_TIME if clause else _PHRASES_OF_TIME) for m in marks):
            continue
        place = tree.span(t for t in tree.parsed.subtree(k) if tree.tokens[t].upos != "PUNCT")
        lasting = "as" not in marks or "long" in tree.parsed.text(place).lower()
        if span.covers(place) and lasting and (clause or _is_event(tree, k)):
            return Horizon(tree.parsed.text(place), place, None, None)
    return None


def _is_event(tree: Tree, k: int) -> bool:
    """'before the harvest', not 'before the court': something that takes place."""
    return (tree.tokens[k].upos == "NOUN" and tree.lemma(k) in words("future.toml", "events")) or (
        tree.tokens[k].upos == "PROPN" and _is_feast(tree, k)
    )


def _is_feast(tree: Tree, k: int) -> bool:
    return tree.lemma(k) in words("future.toml", "feasts")
