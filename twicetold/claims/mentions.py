"""Cutting a document into the statements it makes (docs/certainty.md#what-a-claim-is).

A statement is a clause with a predicate of its own: main clauses, coordinated clauses, the content of reported speech without its frame.
Further cuts of the same words are offered as `minor`: coordinated verbs under one subject, clauses of relation, reason and contrast,
participles with their circumstances. Questions state nothing, conditions and purposes are part of what they condition.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from twicetold.claims.certainty import Hedge, Hedges
from twicetold.claims.chains import Chains
from twicetold.claims.judging import evaluates, judging
from twicetold.claims.legible import bare_relative, broken, filled, mended, stands
from twicetold.claims.lexicon import words
from twicetold.claims.pieces import content_tokens, dateline_end, frames_words, pieces
from twicetold.claims.polarity import flatly, groundless, polarity
from twicetold.claims.syntax import SUBJECTS, Clause, Tree, trimmed
from twicetold.claims.unsaid import not_said, unsaid
from twicetold.types import ASSERTED, Attribution, ClaimMention, Span, hull

SHORTEST = 3  # words of a main statement
SHORTEST_MINOR = 4
_OPINION = frozenset(
    {"think", "believe", "expect", "hope", "say", "know", "guess", "suppose", "feel", "mean", "reckon", "assume", "fear", "agree"}
)
_FIRST = frozenset({"we", "i"})


OWN = 0.3  # share of a minor cut that main statements may hold when it is to become one itself
SAME = 0.85  # F1 of characters from which two cuts are one statement


def likeness(left: Span, right: Span) -> float:
    """F1 of the characters two spans share, 0..1."""
    return 2 * left.overlap(right) / max(left.size + right.size, 1)


@dataclass(frozen=True, slots=True)
class _Cut:
    predicate: int
    tokens: tuple[int, ...]
    minor: bool


def _promoted(mentions: Iterable[ClaimMention], hanging: Set[Span]) -> list[ClaimMention]:
    """A minor cut of words that no main statement has is the main one itself, if it reads alone; the longest of several."""
    out = sorted(mentions, key=lambda m: (m.minor, -m.span.size, m.span.start))
    main: dict[int, list[Span]] = defaultdict(list)
    for n, m in enumerate(out):
        if m.minor and m.span not in hanging and sum(m.span.overlap(s) for s in main[m.sentence]) <= OWN * m.span.size:
            out[n] = m = replace(m, minor=False)
        if not m.minor:
            main[m.sentence].append(m.span)
    return out


class Mentions:
    """The statements of one document."""

    def __init__(self, tree: Tree, hedges: Hedges, attributions: Sequence[Attribution]) -> None:
        self.tree = tree
        self.hedges = hedges
        self.attributions = attributions
        self.chains = Chains(tree, attributions)
        self._cues = {k: n for n, a in enumerate(attributions) for s in a.cue for k in tree.parsed.tokens_in(s)}
        self._framing = [frozenset(k for s in (*a.source, *a.cue) for k in tree.parsed.tokens_in(s)) for a in attributions]
        self._near: dict[int, list[int]] = defaultdict(list)
        for k, a in enumerate(attributions):
            for n in sorted({n for s in (*a.source, *a.cue, *a.content) for n in tree.sentences_of(s)}):
                self._near[n].append(k)
        self._inside: dict[int, list[int]] = {}
        self._emitted: set[int] = set()
        self._hanging: set[Span] = set()  # cuts that cannot be read on their own

    def all(self) -> list[ClaimMention]:
        """In text order, longer ones first; no two with the same place."""
        found: dict[Span, ClaimMention] = {}
        places: dict[int, list[Span]] = defaultdict(list)
        for clause in self.tree.clauses():
            for cut in self._cuts(clause):
                mention = self._mention(cut)
                if mention is not None and (mention.span not in found or found[mention.span].minor):
                    found[mention.span] = mention
                    places[mention.sentence].append(mention.span)
        for mention in self._from_surface():
            if all(likeness(mention.span, span) < SAME for span in places[mention.sentence]):
                found[mention.span] = mention
                places[mention.sentence].append(mention.span)
        whole = _promoted([*found.values(), *self._rescued(found.values())], self._hanging)
        return sorted(whole, key=lambda m: (m.span.start, -m.span.end))

    def _rescued(self, found: Iterable[ClaimMention]) -> Iterator[ClaimMention]:
        """The frame of a sentence in which nothing else is stated: 'The charity estimates 4,000 families to be without shelter.'"""
        stated = {m.sentence for m in found if not m.minor or m.span not in self._hanging or m.chain}
        for k, own in self._cues.items():
            n = self.tree.tokens[k].sentence
            if n in stated or self.tree.relation(k) != "root" or self._asks(n) or not self._reports(own):
                continue
            mention = self._mention(_Cut(k, self.tree.clause(k).tokens, False))
            if mention is not None:
                stated.add(n)
                yield replace(mention, chain=self.chains.of(own))

    def _from_surface(self) -> Iterator[ClaimMention]:
        """Cuts that do without the tree; each is a minor one."""
        tree = self.tree
        for n in range(len(tree.parsed.sentences)):
            if self._asks(n):
                continue
            for tokens in pieces(tree, n, [self.attributions[k] for k in self._near[n] if self._reports(k)]):
                predicate = self._predicate(tokens)
                if predicate is not None and not self._reports(self._cues.get(predicate)):
                    mention = self._mention(_Cut(predicate, tuple(tokens), True))
                    if mention is not None:
                        yield mention

    def _predicate(self, tokens: Sequence[int]) -> int | None:
        """The verb of a cut that hangs highest, or its hedged noun."""
        inside = set(tokens)
        verbal = [k for k in tokens if self.tree.is_verbal(k) and k not in self._cues] or [k for k in tokens if self.tree.is_verbal(k)]
        top = [k for k in verbal if self.tree.tokens[k].head not in inside or self.tree.tokens[k].head == k]
        top = top or [k for k in verbal if self.tree.tokens[k].head not in verbal]  # 'no proof that it had been stolen'
        noun = next((k for k in tokens if self.tree.tokens[k].head not in inside and self.hedges.of(k) is not None), None)
        return noun if noun is not None else next(iter(top or verbal), None)

    def _cuts(self, clause: Clause) -> Iterator[_Cut]:
        k = clause.head
        if self._is_question(clause) or self._is_frame(clause):
            return
        if clause.kind in ("main", "conjunct", "content"):
            yield from self._stated(clause)
        elif self._worth(clause):
            yield _Cut(k, clause.tokens, True)

    def _stated(self, clause: Clause) -> Iterator[_Cut]:
        """A main statement: alone, and with the coordinated verbs that share its subject."""
        tree, k = self.tree, clause.head
        if (not tree.is_verbal(k) and tree.relation(k) != "root") or (tree.relation(k) == "root" and not self._has_verb(clause)):
            return
        sharing = [c for c in tree.below(k, "conj") if tree.is_predicate(c) and not tree.has(c, *SUBJECTS)]
        shares = (clause.kind == "conjunct" and not tree.has(k, *SUBJECTS)) or tree.relation(k) == "xcomp"
        inside = clause.kind == "content" and tree.clause_of(tree.tokens[k].head) in self._emitted
        self._emitted.add(k)
        yield _Cut(k, clause.tokens, bool(sharing) or shares or inside)
        if sharing:
            extent = set(tree.parsed.subtree(k)) - {
                t
                for c in tree.below(k, "conj", "parataxis")
                if c not in sharing and c > k and tree.is_predicate(c)
                for t in tree.parsed.subtree(c)
            }
            yield _Cut(k, tuple(sorted(extent)), shares or inside)
        elif clause.whole != clause.tokens and any(c > k for c in tree.below(k, "conj", "parataxis")):
            yield _Cut(k, clause.whole, True)

    def _has_verb(self, clause: Clause) -> bool:
        return any(self.tree.tokens[t].upos in ("VERB", "AUX") for t in clause.tokens)

    def _worth(self, clause: Clause) -> bool:
        """Which subordinate clauses state something of their own."""
        tree, k = self.tree, clause.head
        if sum(tree.tokens[t].upos != "PUNCT" for t in clause.tokens) < SHORTEST_MINOR:
            return self.hedges.of(k) is not None and len(clause.tokens) >= SHORTEST
        if clause.kind == "adverbial":
            marks = {tree.lemma(c) for c in tree.below(k, "mark", "advmod")}
            stating = bool(marks & words("syntax.toml", "asserting_marks")) and tree.finite(k)
            comparing = "than" in marks and self.hedges.of(k) is not None
            return stating or comparing or (not marks and self._has_verb(clause) and not tree.has(k, "mark"))
        if clause.kind == "participle":
            return not tree.has(k, "mark", "case") and tree.tokens[k].upos in ("VERB", "ADJ")
        return clause.kind == "relative" or self.hedges.of(k) is not None

    def _is_question(self, clause: Clause) -> bool:
        return self._asks(self.tree.tokens[clause.head].sentence)

    def _asks(self, n: int) -> bool:
        sentence = self.tree.parsed.sentences[n]
        return self.tree.parsed.text(sentence.span).rstrip(" \n\"”'’)").endswith("?")

    def _is_frame(self, clause: Clause) -> bool:
        """A reporting clause says nothing beside its content, unless it is the holder's own estimate ('considers it unlikely that')."""
        tree, k = self.tree, clause.head
        if not_said(tree, k) or (self.hedges.of(k) is not None and not self._opinion(clause) and not self._trails(k)):
            return False
        if self._opinion(clause):
            return tree.has(k, "ccomp")
        attribution = self._cues.get(k)
        if attribution is None or (not self.attributions[attribution].source and tree.lemma(k + 1) == "to"):
            return False  # 'is said to have left' is what is said
        if tree.lemma(k) in words("reporting.toml", "acts") or (evaluates(tree, k) and not self._trails(k)):
            return False
        content = self.attributions[attribution].content
        return any(tree.is_verbal(t) and tree.finite(t) for s in content for t in tree.parsed.tokens_in(s))

    def _trails(self, k: int) -> bool:
        """'…, the think tank estimates': the frame follows what it frames, whose estimate is not its own."""
        cue = self._cues.get(k)
        return (
            cue is not None and bool(self.attributions[cue].content) and self.attributions[cue].content[0].start < self.tree.tokens[k].start
        )

    def _opinion(self, clause: Clause) -> bool:
        """'We think that …' in somebody's mouth."""
        tree, k = self.tree, clause.head
        return tree.lemma(k) in _OPINION and any(tree.lemma(c) in _FIRST for c in tree.below(k, "nsubj"))

    def _mention(self, cut: _Cut) -> ClaimMention | None:
        tree, parsed = self.tree, self.tree.parsed
        if unsaid(tree, cut.predicate):
            return None
        kept = mended(tree, trimmed(tree, mended(tree, self._without_frames(cut))))
        if sum(tree.tokens[t].upos != "PUNCT" for t in kept) < SHORTEST or cut.predicate not in kept:
            return None
        span = self._clipped(cut.predicate, tree.span(kept))
        hedge = self._hedge(cut.predicate, kept)
        if broken(tree, span) or (hedge is None and bare_relative(tree, cut.predicate, kept)):
            return None
        alone = stands(tree, cut.predicate, kept)
        if not alone:
            self._hanging.add(span)
        used = frozenset() if hedge is None else hedge.negations
        title = parsed.document.title_span
        chain = self._chain(cut.predicate, span)
        return ClaimMention(
            span,
            tree.tokens[cut.predicate].sentence,
            chain,
            ASSERTED if hedge is None else hedge.certainty(parsed.document.text),
            polarity(tree, cut.predicate, used),
            headline=title is not None and title.overlap(span) > 0,
            minor=cut.minor or not alone,
            flat=hedge is None and flatly(tree, cut.predicate, used),
            denied=(bool(chain) and self._denied(chain[-1])) or groundless(tree, cut.predicate),
        )

    def _denied(self, attribution: int) -> bool:
        """'denied that it had paid', 'reject the charge'; not 'did not deny'."""
        tree, contesting = self.tree, words("syntax.toml", "contesting")
        verbs = [k for s in self.attributions[attribution].cue for k in tree.parsed.tokens_in(s) if tree.lemma(k) in contesting]
        return any(polarity(tree, k) == "positive" or not tree.has(k, "advmod") for k in verbs)

    def _hedge(self, predicate: int, kept: list[int]) -> Hedge | None:
        hedge = self.hedges.of(predicate)
        if hedge is not None and self.hedges.fits(hedge, kept):
            return hedge
        inside = self.hedges.inside(predicate, kept)
        return self.hedges.last_inside(kept) if inside is None and evaluates(self.tree, predicate) else inside

    def _chain(self, predicate: int, span: Span) -> tuple[int, ...]:
        """Who holds the statement; an estimate is held by the one who makes it."""
        chain = self.chains.at(span, predicate)
        own = self._cues.get(predicate)
        if own is None or own in chain or not self._judges(predicate, own) or not self.chains.is_holding(own):
            return chain
        held = self.attributions[own].actor
        outer = tuple(k for k in chain if held is None or self.attributions[k].actor != held)
        return (*outer, own) if outer else self.chains.of(own)

    def _judges(self, predicate: int, own: int) -> bool:
        """Whether a reporting verb gives a judgement of its subject's own, or is itself the estimate ('left no doubt that')."""
        hedge = self.hedges.given_by(predicate)
        cue = {k for s in self.attributions[own].cue for k in self.tree.parsed.tokens_in(s)}
        return judging(self.tree, self.hedges, predicate) or (hedge is not None and bool(cue & set(hedge.tokens)))

    def _without_frames(self, cut: _Cut) -> list[int]:
        """The words of a cut without a reporting frame at its edges ('…, the authors say')."""
        sentence = self.tree.tokens[cut.predicate].sentence
        first = dateline_end(self.tree, sentence)
        inside = set(self._contents(sentence))
        tokens = [k for k in filled(self.tree, cut.tokens) if k >= first and (k in inside or cut.predicate not in inside)]
        near = [k for k in self._near[sentence] if self._reports(k)]
        frames = [self._framing[k] for k in near if cut.predicate not in self._framing[k]]
        framed = frozenset[int]().union(*frames)
        start, end = 0, len(tokens)
        while end and (tokens[end - 1] in framed or self.tree.tokens[tokens[end - 1]].upos == "PUNCT"):
            end -= 1
        while start < end and (tokens[start] in framed or (self.tree.tokens[tokens[start]].upos == "PUNCT" and start)):
            start += 1
        if not self._has_cue(tokens[:start]):
            start = 0  # a source without its verb is a word of the statement: 'the president's visit'
        return tokens[start:end]

    def _has_cue(self, tokens: Iterable[int]) -> bool:
        return any(k in self._cues for k in tokens)

    def _reports(self, attribution: int | None) -> bool:
        """Whether an attribution is a frame around a statement, not an act or a noun that is part of one."""
        return attribution is not None and self.chains.is_holding(attribution) and frames_words(self.tree, self.attributions[attribution])

    def _contents(self, sentence: int) -> list[int]:
        """The words of a sentence outside frames at its edges, kept for its many cuts."""
        if sentence not in self._inside:
            self._inside[sentence] = content_tokens(
                self.tree, sentence, [self.attributions[k] for k in self._near[sentence] if self._reports(k)]
            )
        return self._inside[sentence]

    def _clipped(self, predicate: int, span: Span) -> Span:
        """A statement inside reported speech ends where the speech ends."""
        place = self.tree.tokens[predicate].span
        for a in (self.attributions[k] for k in self._near[self.tree.tokens[predicate].sentence]):
            if not any(s.covers(place) for s in a.content):
                continue
            whole = hull(a.content)
            if not whole.covers(span) and whole.overlap(span):
                span = Span(max(span.start, whole.start), min(span.end, whole.end))
        return span
