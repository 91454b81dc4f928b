"""Every statement of a draft held against the sources: is it there, how surely, whose is it.

The nearest statements of the sources are looked for by words and by sentence vectors; the differences are those that
`retelling.shifts` tells between two mentions of a claim. Where several places say nearly the same, one that bears the draft out counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import nsmallest

import numpy as np

from twicetold.checking import near, own, tell
from twicetold.checking.found import FAILING, Finding, Place, Problem, ordered, verdict
from twicetold.checking.holders import SAME, Holder, Match
from twicetold.checking.library import Library, Spot
from twicetold.checking.origins import Doubt, Held
from twicetold.retelling import shifts
from twicetold.retelling.drift import Pair, negates, opposites
from twicetold.retelling.hedges import SIDE, STRENGTH, hedges, weakest
from twicetold.retelling.likeness import Embed, Likeness
from twicetold.retelling.terms import Term, stem
from twicetold.types import ClaimMention, Ref, Report, Span

CANDIDATES = 6  # sentences of the sources that each statement is held against
COSINE = 0.5  # weight of a sentence's vector beside its words when candidates are ranked
FOUND = 0.46  # likeness from which a source says a statement; swept in evaluation/drafts
ASIDE = 4  # words of a stretch that only one of both has; a negation in it denies something else
ALIKE, NEARLY = 0.65, 0.1  # cosine of another place that says the same in other words, and what it may fall short of the best
APART = 0.5  # what likeness and cosine of such a place together may fall short of the best's
MEANT = 0.45  # mean of likeness and cosine from which it means the same; invented statements reach .42
THEIRS = 0.6  # cosine from which what a source has the draft's holder say may be meant
WHOLE, ROOMY = 0.75, 1.6  # share of the draft's words that a longer statement has, and how far apart, for a negation between them to tell
SURE = 0.7  # likeness from which a place says the same thing, whatever the vectors say
ALIEN = 0.3  # cosine below which a place speaks of something else, whatever words it shares; swept .2 to .4
SWAPPED = 0.65  # likeness from which an opposite ('before', 'after') turns a statement round
LEVEL = 0.05  # likeness by which two places are as good as each other
CLOSE = 0.15  # likeness by which a place may fall short of the best and still bear the draft out
CLOSING = " \n\"”'’)*_"  # characters behind the mark of a question
ASKED = re.compile(r"\?|\b(?:ask|question|query|wonder|whether|if)", re.IGNORECASE)  # a draft that tells of a question
EXCLUDED = re.compile(r"\b(?:rul(?:es?|ed|ing) (?:it |this |that |them )?out|exclud(?:es?|ed|ing))\b", re.IGNORECASE)
DENIED, REACH = re.compile(r"\b(?:not|never|no|cannot|hardly)\b|n['’]t\b", re.IGNORECASE), 24  # characters before it in which it is denied
CHANCE = re.compile(r"\b(?:chances?|odds|probability|likelihood|possibility|risks?|prospects?|doubts?|doubtful|whether)\b", re.IGNORECASE)
LEFT_OPEN = re.compile(CHANCE.pattern + r"(?:\s+(?:that|of))?(?:\s+that)?\s*$", re.IGNORECASE)
"""Nouns that leave a clause open (Huddleston and Pullum 2002, 11.3), directly before it."""
AT_ONCE = re.compile(
    r"\b(?:at once|right away|straight away|so far|for now|for the moment|as yet|yet|immediately|promptly)\b", re.IGNORECASE
)
"""Degrees of several words, beside those of `retelling.words.toml`: under a negation they deny the moment, not the thing."""
CAN = re.compile(r"\bcan\b")  # 'can return' for 'may return': both leave it open (Quirk et al. 1985, 4.52)
AIMS = re.compile(r"\b(?:plan|intend|aim|want|wish|seek|hope)(?:s|e[ds]|ed|ing)?\s+to\b|\b(?:plans|intention|aim)\b", re.IGNORECASE)
"""Aims, which are no predictions (Searle 1976)."""
WORDED = 0.88  # likeness from which the words are the same and no other act is told


def _excludes(text: str) -> bool:
    """Whether something is ruled out: a denial without a negation. 'Cannot be ruled out' is a hedge."""
    return any(not DENIED.search(text[max(0, m.start() - REACH) : m.start()]) for m in EXCLUDED.finditer(text))


OTHERWISE: frozenset[Problem] = frozenset(("reversed", "certainty_raised", "certainty_lowered", "meaning_changed"))
Judged = tuple[tuple[Problem, ...], Match]


def check(report: Report, library: Library, quoted: Sequence[Span], embed: Embed | None) -> Iterator[tuple[Held, list[Match]]]:
    """A finding for every statement of the draft in its own words, with the places of the sources that come near."""
    for index in own.in_draft(report, quoted):
        yield Statement(report, index, library, embed).found()


def _has(sentence: str, phrase: str | None) -> bool:
    return phrase is not None and phrase.casefold() in sentence.casefold()


def _cosines(text: str, others: Sequence[str], embed: Embed) -> list[float]:
    """Of a text and others, each embedded by itself: what stands beside it in a batch moves a cosine of the quantised model by .02."""
    vector = embed([text])[0]
    return [float(embed([other])[0] @ vector) for other in others]


def _hedge(claim: ClaimMention, words: Sequence[Term]) -> set[int]:
    """Numbers of the words of a statement that make its hedge."""
    cue, start = claim.certainty.span, claim.span.start
    return set() if cue is None else {k for k, t in enumerate(words) if cue.overlap(Span(start + t.start, start + t.end))}


def _longer(pair: Pair) -> tuple[set[int], set[int]]:
    """Numbers of the words in longer stretches that only one of both has: what they deny is something else."""
    left = [c.left for c in pair.changes if c.op == "delete" and c.left[1] - c.left[0] >= ASIDE]
    right = [c.right for c in pair.changes if c.op == "insert" and c.right[1] - c.right[0] >= ASIDE]
    return {k for c in left for k in range(*c)}, {k for c in right for k in range(*c)}


def _odd(pair: Pair, out: tuple[set[int], set[int]]) -> bool:
    """Whether one side has a negation more, those in `out` left out."""
    counts = [sum(negates(words, k) for k in range(len(words)) if k not in gone) for words, gone in zip((pair.a, pair.b), out, strict=True)]
    return counts[0] % 2 != counts[1] % 2


def _swaps_matter(pair: Pair) -> bool:
    """Whether a word that carries matter gave way to its opposite: 'grow' and 'shrink', not 'before' and 'after'."""
    sides = [
        ([t for t in pair.a[slice(*c.left)] if t.kind == "word"], [t for t in pair.b[slice(*c.right)] if t.kind == "word"])
        for c in pair.changes if c.op == "replace"
    ]  # fmt: skip
    return any((stem(a.word), stem(b.word)) in opposites() for left, right in sides for a in left for b in right)


class Statement:
    """One claim of a draft against the library."""

    def __init__(self, report: Report, index: int, library: Library, embed: Embed | None) -> None:
        self.report, self.index, self.library, self.embed = report, index, library, embed
        self.claim: ClaimMention = report.claims.claims[index]
        self.text = report.text(self.claim.span)
        self.sentence = report.text(report.sentences[self.claim.sentence]) if report.sentences else self.text
        self.holder = Holder(report, self.claim, library)
        self.elsewhere = False  # whether a near place gives the statement to somebody else; known after the search

    def found(self) -> tuple[Held, list[Match]]:
        matches = self.matches(None)
        if not matches or matches[0].likeness < FOUND:
            matches = self.matches(self.embed)
        if not matches or (matches[0].likeness < FOUND and not self._means(matches)):
            return Held(self._finding(None, ("not_found",))), []
        close = self._close(matches)
        self.elsewhere = any(self.holder.at(m) == "other" for m in close)
        theirs = [m for m in close if self.holder.at(m) == "same" and m.likeness >= close[0].likeness - LEVEL]
        close = theirs or close  # what the holder says there counts, not what the source says itself
        judged = [(self.problems(m), m) for m in close]
        others = [m for m in matches if m not in close and not (theirs and self.holder.at(m) in ("own", "other"))]
        problems, match = self._best(judged)
        if FAILING.intersection(problems) and (alike := self._alike(others, close[0])):
            judged += [(self.problems(m), m) for m in alike]
            problems, match = self._best(judged)
        if "misattributed" in problems and all("misattributed" in p for p, _ in judged) and self._given(matches):
            problems, match = self._best([(tuple(x for x in p if x != "misattributed"), m) for p, m in judged])
        return self._held(self._finding(match, problems), judged, matches), close

    def _held(self, finding: Finding, judged: Sequence[Judged], matches: Sequence[Match]) -> Held:
        """With the sources that bear it out, and the places of others that say it differently."""
        if FAILING.intersection(finding.problems):
            return Held(finding)
        good = [m for p, m in judged if not FAILING.intersection(p) and self._bears(m)]
        bearing, known = frozenset(map(self._document, good)), {m: p for p, m in judged}
        most = max((m.likeness for m in good), default=0.0)  # a draft nearer to the origin does not follow the retelling
        near_ = [m for m in matches if SAME <= m.likeness <= most and self._document(m) not in bearing]
        otherwise = ((m, tuple(p for p in known.get(m, ()) or self.problems(m) if p in OTHERWISE)) for m in near_)
        doubts = (Doubt(Place(self._document(m), m.span), self.library.said(m.spot, m.span), p) for m, p in otherwise if p)
        return Held(finding, bearing, tuple(doubts))

    def _document(self, match: Match) -> str:
        return self.library.sources[match.spot.source].report.document.id

    def _close(self, matches: Sequence[Match]) -> list[Match]:
        """The places that say it as well as the best does; where few words are the same, as nearly in meaning too."""
        close = [m for m in matches if m.likeness >= matches[0].likeness - CLOSE]
        if matches[0].likeness >= FOUND:
            return close
        worth = {m: m.likeness + c for m, c in zip(close, self._nearness(close), strict=True)}
        return [m for m in close if worth[m] >= max(worth.values()) - CLOSE]

    def _unplanned(self, judged: Sequence[Judged]) -> Sequence[Judged]:
        """Without plans, where another place foresees what the draft does: 'China intends to' does not make 'will probably' a 'will'."""
        foreseen = max((m.likeness for p, m in judged if "certainty_raised" in p), default=None)
        if foreseen is None or AIMS.search(self.text):
            return judged
        return [(p, m) for p, m in judged if m.likeness > foreseen or not AIMS.search(self.library.said(m.spot, m.span))]

    def _best(self, judged: Sequence[Judged]) -> Judged:
        """The place that bears the draft out best, of those that speak of the same thing."""
        ranked = sorted(
            self._unplanned(judged), key=lambda j: (len(FAILING.intersection(j[0])), len(j[0]), j[0], -j[1].likeness, j[1].spot)
        )
        return next((j for j in ranked if len(ranked) == 1 or self._bears(j[1])), ranked[0])

    def _bears(self, match: Match) -> bool:
        """Whether a place would be found by itself too: few of the words, or a stray meaning, bear nothing out."""
        if self.embed is None or match.likeness >= SURE:
            return True
        cosine = self._nearness([match])[0]
        return (cosine >= ALIEN and match.likeness >= FOUND) or match.likeness + cosine >= 2 * MEANT

    def _alike(self, others: Sequence[Match], best: Match) -> list[Match]:
        """Further places that mean what the draft says as nearly as the best does, in other words."""
        if self.embed is None or not others:
            return []
        first, *cosines = self._nearness([best, *others])
        worth = max(2 * MEANT, best.likeness + first - APART)
        return [m for m, c in zip(others, cosines, strict=True) if c >= max(ALIKE, first - NEARLY) and m.likeness + c >= worth]

    def _nearness(self, matches: Sequence[Match]) -> list[float]:
        """Cosines of the statement and places, each by itself."""
        if self.embed is None:
            return [0.0] * len(matches)
        return _cosines(self.text, [self.library.sources[m.spot.source].report.text(m.span) for m in matches], self.embed)

    def _given(self, matches: Sequence[Match]) -> bool:
        """Whether a source gives the draft's holder something much like it, in other words."""
        theirs = [m for m in matches if self.holder.at(m) == "same"]
        return bool(theirs) and max(self._nearness(theirs)) >= THEIRS

    # ------------------------------------------------------------------------------------------------------ search

    def matches(self, embed: Embed | None) -> list[Match]:
        """The nearest statements of the sources, the likest first, one a sentence."""
        numbers = self._ranked()
        texts = {n: self._cuts(self.library.spots[n]) for n in numbers}
        every = [self.text, *(t for cuts in texts.values() for _, _, t in cuts)]
        background = [self.library.text(self.library.spots[n]) for n in numbers]
        likeness = Likeness(every, background, embed)
        vectors = self._cosines(numbers)
        found = [self._match(n, texts[n], likeness, vectors[n]) for n in numbers if texts[n]]
        return sorted(found, key=lambda m: (-m.likeness, m.spot))

    def _ranked(self) -> list[int]:
        """Numbers of the sentences that have most of the words and the nearest vectors."""
        shares = self.library.shared(self.text)
        vector = self.report.vectors[self.claim.sentence] if len(self.report.vectors) else None
        cosine = np.einsum("nd,d->n", self.library.vectors, vector) if vector is not None else np.zeros(len(self.library.spots), np.float32)
        near_ = np.argsort(-cosine, kind="stable")[:CANDIDATES].tolist()
        wanted = set(near_) | set(nsmallest(CANDIDATES, shares, key=lambda n: (-shares[n], n)))
        score = {n: shares.get(n, 0.0) + COSINE * float(cosine[n]) for n in wanted}
        return sorted(wanted, key=lambda n: (-score[n], n))[:CANDIDATES]

    def _cosines(self, numbers: Sequence[int]) -> Mapping[int, float]:
        if not len(self.report.vectors):
            return dict.fromkeys(numbers, 0.0)
        return {n: float(self.library.vectors[n] @ self.report.vectors[self.claim.sentence]) for n in numbers}

    def _cuts(self, spot: Spot) -> list[tuple[int | None, Span, str]]:
        """The statements of a sentence, and the sentence."""
        source = self.library.sources[spot.source]
        report = source.report
        cuts: list[tuple[int | None, Span, str]] = [
            (k, report.claims.claims[k].span, report.text(report.claims.claims[k].span)) for k in source.claims.get(spot.sentence, ())
        ]
        whole = report.sentences[spot.sentence]
        text = report.text(whole)
        if text.rstrip(CLOSING).endswith("?") and not ASKED.search(self.sentence):
            return cuts  # a question states nothing
        return [*cuts, (None, whole, text)]

    def _match(self, number: int, cuts: Sequence[tuple[int | None, Span, str]], likeness: Likeness, cosine: float) -> Match:
        """The best cut of a sentence. What the draft says must be there; what the source says beyond it counts little."""
        scored = []
        for index, span, text in cuts:
            cover = likeness.cover(text, self.text)
            scored.append((0.65 * cover.right + 0.15 * cover.left + 0.2 * max(cosine, 0.0), index is not None, -(index or 0), index, span))
        value, _, _, index, span = max(scored, key=lambda s: s[:3])
        return Match(self.library.spots[number], index, span, round(value, 4))

    def _means(self, matches: Sequence[Match]) -> bool:
        """Whether a place means the same though its words are others: the vectors of both statements, each by itself, are near."""
        if max((m.likeness + c for m, c in zip(matches, self._nearness(matches), strict=True)), default=0.0) >= 2 * MEANT:
            return True
        return self.embed is not None and self._unhedged(matches, self.embed)

    def _unhedged(self, matches: Sequence[Match], embed: Embed) -> bool:
        """The same of statements without their hedges: 'it is possible that there will be strikes', 'strikes cannot be ruled out'."""
        hedged = [(m, c) for m in matches for c in self._said_in(m) if c.certainty.span is not None]
        if self.claim.certainty.span is None or not hedged:
            return False
        bare = [own.without(self.library.sources[m.spot.source].report, c.span, [c.certainty.span or c.span]) for m, c in hedged]
        cosines = _cosines(own.without(self.report, self.claim.span, [self.claim.certainty.span]), bare, embed)
        return max(m.likeness + c for (m, _), c in zip(hedged, cosines, strict=True)) >= 2 * MEANT

    def _said_in(self, match: Match) -> list[ClaimMention]:
        """The statement at a place; those of the sentence where that is the place."""
        source = self.library.sources[match.spot.source]
        claims = [match.index] if match.index is not None else source.claims.get(match.spot.sentence, ())
        return [source.report.claims.claims[k] for k in claims]

    def _there(self, match: Match) -> ClaimMention | None:
        claims = self.library.sources[match.spot.source].report.claims.claims
        return claims[match.index] if match.index is not None else None

    # ------------------------------------------------------------------------------------------------------ compare

    def problems(self, match: Match) -> tuple[Problem, ...]:
        """What a place of a source says otherwise."""
        found: set[Problem] = set(self._shifts(match) if match.likeness >= SAME else self._hedged_there(match))
        if not found.intersection(OTHERWISE) and self._opened(match):
            found.add("certainty_raised")
        found.update(self.holder.problems(match, self.elsewhere))
        return ordered(found)

    def _opened(self, match: Match) -> bool:
        """Whether the source leaves open what the draft states: 'the chances that the accord survives are no better than even'."""
        if self.claim.certainty.level != "asserted" or hedges(self.sentence) or CHANCE.search(self.sentence) is not None:
            return False
        source = self.library.sources[match.spot.source].report
        home = source.sentences[match.spot.sentence]
        return LEFT_OPEN.search(source.document.text[home.start : match.span.start]) is not None

    def _hedged_there(self, match: Match) -> list[Problem]:
        """The least that can be said of a place with few of the same words: that it hedges what the draft states."""
        source = self.library.sources[match.spot.source].report
        text, there = source.text(match.span), self._there(match)
        level = weakest(hedges(text)) if there is None else shifts.own_level(there, text)
        kept = STRENGTH[weakest(hedges(self.sentence))] <= STRENGTH[level] or self.claim.certainty.level != "asserted"
        kept |= level == "possible" and CAN.search(self.sentence) is not None
        return ["certainty_raised"] if STRENGTH[level] <= STRENGTH["very_likely"] and not kept else []

    def _shifts(self, match: Match) -> list[Problem]:
        if match.index is None:
            return self._hedged_there(match)
        source = self.library.sources[match.spot.source].report
        known = {source.document.id: source, self.report.document.id: self.report}
        left = source.text(source.claims.claims[match.index].span)
        embed = near.sparing(left, self.text, self.embed)
        likeness = Likeness([left, self.text], [left, self.text], embed)
        kinds = shifts.kinds(Ref(source.document.id, match.index), Ref(self.report.document.id, self.index), known, likeness)
        told: set[Problem] = {k for k in kinds if k not in ("number_changed", "name_changed")}
        pair, there = Pair(left, self.text, likeness), source.claims.claims[match.index]
        if _excludes(left) != _excludes(self.text):  # 'is ruled out', 'will not be': turned round only in form
            told -= {"reversed", "certainty_raised", "certainty_lowered"}
            told |= self._sureness(there)
        elif "reversed" in told and not self._turned(pair, there, match.likeness):
            told = (told - {"reversed"}) | self._sureness(there)
        elif self._within(pair, likeness) and pair.turned() and self._turned(pair, there, match.likeness):
            told = (told - {"certainty_raised", "certainty_lowered"}) | {"reversed"}
        if match.likeness >= WORDED:
            told.discard("meaning_changed")
        return [k for k in sorted(told) if self._sure(k, source, match)]

    def _within(self, pair: Pair, likeness: Likeness) -> bool:
        """Whether the source has nearly all the words of the draft close together, and goes on beyond them."""
        return likeness.cover(*pair.texts).right >= WHOLE and len(pair.region) <= ROOMY * len(pair.b)

    def _turned(self, pair: Pair, there: ClaimMention, likeness: float) -> bool:
        """Whether a statement is turned round in its own clause.

        Not by a negation in a longer stretch that only one of both has, nor by one that makes a hedge ('cannot be ruled out').
        """
        pair.turned()
        if pair.swapped:
            return likeness >= SWAPPED or _swaps_matter(pair)
        hedge = _hedge(there, pair.a), _hedge(self.claim, pair.b)
        if there.denies != self.claim.denies and not any(hedge):
            return True
        apart = _longer(pair)
        bare = _odd(pair, (apart[0] | hedge[0], apart[1] | hedge[1]))
        across = (SIDE.get(there.certainty.level, 1) < 0) != (SIDE.get(self.claim.certainty.level, 1) < 0)
        return _odd(pair, apart) and bare != across  # 'is unlikely to', 'will not'

    def _sureness(self, there: ClaimMention) -> set[Problem]:
        change = STRENGTH[self.claim.certainty.level] - STRENGTH[there.certainty.level]
        return {"certainty_raised"} if change > 0 else {"certainty_lowered"} if change < 0 else set()

    def _sure(self, kind: str, source: Report, match: Match) -> bool:
        """A hedge counts as dropped or added only when no phrase around the statement makes up for it."""
        there = source.claims.claims[match.index or 0]
        sentence = source.text(source.sentences[match.spot.sentence])
        if kind == "certainty_raised":
            kept = _has(self.sentence, there.certainty.phrase) or _has(source.text(match.span), self.claim.certainty.phrase)
            kept |= there.certainty.level == "possible" and CAN.search(self.sentence) is not None
            return not kept and STRENGTH[weakest(hedges(self.sentence))] > STRENGTH[there.certainty.level]
        if kind == "certainty_lowered":
            kept = _has(sentence, self.claim.certainty.phrase)
            return not kept and STRENGTH[weakest(hedges(sentence))] > STRENGTH[self.claim.certainty.level]
        if kind == "meaning_changed":
            return not (AT_ONCE.search(self.text) and AT_ONCE.search(source.text(match.span)))
        return True

    # ------------------------------------------------------------------------------------------------------ tell

    def _finding(self, match: Match | None, problems: tuple[Problem, ...]) -> Finding:
        actor = self.holder.actor
        one = Finding(
            kind="statement", document=self.report.document.id, span=self.claim.span, text=self.text,
            verdict=verdict(problems, verbatim=False), problems=problems, message="", speaker=actor.name if actor else None,
        )  # fmt: skip
        if match is not None:
            source = self.library.sources[match.spot.source].report
            one = replace(
                one, source=Place(source.document.id, match.span), source_text=source.text(match.span), likeness=match.likeness,
                source_speaker=self._told_there(source, match),
            )  # fmt: skip
        return tell.statement(one)

    def _told_there(self, source: Report, match: Match) -> str | None:
        chain = source.claims.claims[match.index].chain if match.index is not None else ()
        actors = [self.library.roster.of(source.document.id, source.claims.attributions[k].actor) for k in chain]
        return next((a.name for a in reversed(actors) if a is not None), None)
