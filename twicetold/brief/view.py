"""A brief resolved for telling: what every format shows, worked out once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from twicetold.brief import phrases
from twicetold.brief import schema as s
from twicetold.brief.items import (
    Balance,
    Certainty,
    Claim,
    Commitment,
    Dated,
    Forecast,
    Holder,
    Item,
    Mention,
    Quote,
    Retelling,
    Said,
    ShiftSeen,
    Story,
    Wording,
)
from twicetold.brief.places import Library, Place, Told
from twicetold.brief.scaled import short, told_as
from twicetold.types import Level, Span

EVIDENCE = 4  # places shown of a retelling; the JSON has all of them
ORIGIN = "origin:"
FRAGMENT = 5  # words: a shorter statement (‘that he hoped for’) says little alone and is told after the others
MOST_CLAIMS = 5000  # a page that lists more is slow to open and nobody reads it
CLAIM_TEXT = 420  # characters of a claim shown as its statement

T = TypeVar("T", bound=Item)
U = TypeVar("U")


class View:
    """A brief with everything resolved. `stories` in the order of the brief, items of a story in the order in which they tell most."""

    def __init__(self, brief: s.Brief) -> None:
        self.brief = brief
        self.library = Library(brief)
        self.actors = {a.id: a for a in brief.actors}
        self._attributions = {a.id: a for a in brief.attributions}
        self._numbers = self._story_numbers()
        retellings = [told for n, r in enumerate(brief.retellings, 1) if (told := self._retelling(n, r))]
        claims = [claim for n, c in enumerate(brief.claims, 1) if self._tells(c) and (claim := self._claim(n, c))]
        quotes = [quote for n, q in enumerate(brief.quotes, 1) if (quote := self._quote(n, q))]
        self.commitments = [self._commitment(n, k) for n, k in enumerate(brief.commitments, 1)]
        forecasts = [self._forecast(n, f) for n, f in enumerate(brief.forecasts, 1)]
        wording = [self._wording(n, w) for n, w in enumerate(brief.wording, 1)]
        timeline = [self._dated(n, t) for n, t in enumerate(brief.timeline, 1)]
        omitted = self._leave_out()
        self.stories = self._empty_stories()
        claims_in, quotes_in, retellings_in = self._by_story(claims), self._by_story(quotes), self._by_story(retellings)
        commitments_in, forecasts_in = self._by_story(self.commitments), self._by_story(forecasts)
        wording_in, timeline_in = self._by_story(wording), self._by_story(timeline)
        balances_in = _sorted_in(brief.balance, self._balance_story)
        for story in self.stories:
            n = story.number
            story.omitted = omitted[n]
            story.claims = sorted(claims_in.get(n, []), key=_telling)
            story.quotes = sorted(quotes_in.get(n, []), key=lambda q: (not q.altered, -q.reports))
            story.retellings, story.commitments = retellings_in.get(n, []), commitments_in.get(n, [])
            story.forecasts, story.wording = forecasts_in.get(n, []), wording_in.get(n, [])
            story.timeline = sorted(timeline_in.get(n, []), key=lambda t: (t.data.date, int(t.label[1:])))
            story.balances = [self._balance(b) for b in balances_in.get(n, [])]

    @property
    def reports(self) -> list[Told]:
        return self.library.reports

    @property
    def when(self) -> str:
        return phrases.date_range([r.data.published for r in self.reports if r.data.published])

    @property
    def title(self) -> str:
        if len(self.stories) == 1:
            return self.stories[0].title
        if not self.reports:
            return "Nothing to tell"
        return f"{phrases.plural(len(self.stories), 'story', 'stories')} in {phrases.plural(len(self.reports), 'report')}"

    def name(self, actor: str | None) -> str | None:
        known = self.actors.get(actor or "")
        return phrases.shorten(known.name, 80) if known else None

    # ------------------------------------------------------------------ stories

    def _empty_stories(self) -> list[Story]:
        known = self.library.by_id
        told = [(x.title, x.independent_origins, [known[d] for d in x.documents if d in known]) for x in self.brief.stories]
        rest = [r for r in self.reports if r.number not in {x.number for _, _, reports in told for x in reports}]
        if rest:
            told.append((rest[0].name, len(rest), rest))
        return [
            Story(n, phrases.shorten(title, 200) or f"Story {n}", origins, reports, [], [], [], [], [], [], [], [])
            for n, (title, origins, reports) in enumerate(told, 1)
        ]

    def _story_numbers(self) -> dict[int, int]:
        """Number of each report's story."""
        out = {self.library.by_id[d].number: n for n, x in enumerate(self.brief.stories, 1) for d in x.documents if d in self.library.by_id}
        return {r.number: out.get(r.number, len(self.brief.stories) + 1) for r in self.reports}

    def _by_story(self, items: Iterable[T]) -> dict[int, list[T]]:
        """Items by the story of the report that tells them first."""
        return _sorted_in((x for x in items if x.places), lambda x: self._numbers[x.places[0].report.number])

    def _balance_story(self, balance: s.BriefBalance) -> int:
        """The story to which most of the commitments in a balance belong."""
        indices = [k for group in (*balance.commitments, *balance.withheld) for k in group if k < len(self.commitments)]
        numbers = Counter(self._numbers[self.commitments[k].places[0].report.number] for k in indices if self.commitments[k].places)
        return min(numbers, key=lambda n: (-numbers[n], n), default=1)

    # ------------------------------------------------------------------ items

    def _tells(self, claim: s.BriefClaim) -> bool:
        """Whether a claim is listed: not when larger ones cover it; in a very large brief, not when one report states it flatly."""
        if claim.minor:
            return False
        if len(self.brief.claims) <= MOST_CLAIMS:
            return True
        return len(set(claim.documents)) > 1 or bool(claim.shifts) or any(m.certainty != "asserted" for m in claim.mentions)

    def _leave_out(self) -> Counter[int]:
        """Highlight the claims that are not listed; how many there are in each story."""
        counts: Counter[int] = Counter()
        for claim in self.brief.claims:
            if not self._tells(claim) and not claim.minor:
                places = [p for m in claim.mentions if (p := self.library.place(m.document, m.start, m.end, "claim"))]
                counts.update(self._numbers[p.report.number] for p in places[:1])
        return counts

    def _places(self, mentions: Sequence[s.BriefMention], kind: str, back: tuple[str, str]) -> tuple[Place, ...]:
        found = (self.library.place(m.document, m.start, m.end, kind, back) for m in mentions)
        return tuple(p for p in found if p is not None)

    def _claim(self, number: int, claim: s.BriefClaim) -> Claim | None:
        label, anchor = f"C{number}", f"c{number}"
        kind = "claim-changed" if claim.shifts else "claim-shared" if len(set(claim.documents)) > 1 else "claim"
        places = [self.library.place(m.document, m.start, m.end, kind, (label, anchor)) for m in claim.mentions]
        denied = self._denied(claim, places)
        mentions, also = _fold([self._mention(claim, k, places, k in denied) for k, p in enumerate(places) if p is not None])
        holders = dict.fromkeys(a for m in claim.mentions for a in self._holder_ids(m))
        return Claim(
            label=label, anchor=anchor, places=tuple(p for p in places if p), actors=tuple(holders),
            text=phrases.shorten(phrases.paired(claim.text), CLAIM_TEXT),
            sources=claim.independent_sources, mentions=tuple(mentions), also=tuple(also),
            reading=_on_scale(claim.reading),
        ) if mentions else None  # fmt: skip

    @staticmethod
    def _denied(claim: s.BriefClaim, places: Sequence[Place | None]) -> set[int]:
        """The mentions that say the opposite of the statement as it is shown, where the comparison found that something was reversed.

        Polarity alone is not enough: 'failed to' and 'was not able to' differ in it and say the same.
        """
        turned = {x.target.mention for x in claim.shifts if x.kind == "reversed"}
        outside = {k for k, m in enumerate(claim.mentions) if m.polarity == "negative" and not m.negated}  # 'denied that …'
        if not turned:
            return outside
        shown = (m.polarity for m, p in zip(claim.mentions, places, strict=True) if p and _same(p.words, claim.text))
        stance = next(shown, "positive")
        opposed = {k for k, m in enumerate(claim.mentions) if m.polarity != stance}
        return opposed | outside or turned

    def _holder_ids(self, mention: s.BriefClaimMention) -> list[str]:
        actors = [a.actor for t in mention.chain if (a := self._attributions.get(t)) and a.actor]
        return actors if mention.chain else ["own-voice"]

    def _mention(self, claim: s.BriefClaim, k: int, places: Sequence[Place | None], denied: bool) -> Mention:
        m, place = claim.mentions[k], places[k]
        assert place is not None
        verbatim = _same(place.words, claim.text)
        if m.cue_span:
            self.library.place(m.document, *m.cue_span, "cue")
        shifts = [x for x in claim.shifts if x.target.mention == k and x.source.mention < len(places)]
        shifts.sort(key=lambda x: list(phrases.SHIFTS).index(x.kind))
        origin = next((places[x.source.mention] for x in shifts), None)
        return Mention(
            place=place,
            chain=tuple(h for t in m.chain if (h := self._holder(t))),
            certainty=certainty(m.certainty, m.range, m.cue_phrase, denied=denied and not verbatim, reading=_on_scale(m.reading)),
            shifts=tuple(ShiftSeen(x.kind, places[x.source.mention]) for x in shifts),
            compared=origin.words if origin else "",
            verbatim=verbatim,
        )

    def _holder(self, attribution: str) -> Holder | None:
        a = self._attributions.get(attribution)
        if a is None:
            return None
        spans = a.source or a.cue
        place = self.library.place(a.document, *spans[0], "holder") if spans else None
        words = phrases.shorten(place.words, 60) if place and a.source else "unnamed"
        return Holder(self.name(a.actor) or words, place, self.name(a.actor) is not None)

    def _quote(self, number: int, quote: s.BriefQuote) -> Quote | None:
        label, anchor = f"Q{number}", f"q{number}"
        ref = quote.reference
        said = []
        for v in quote.variants:
            place = self.library.place(v.document, v.start, v.end, "quote", (label, anchor))
            if place is not None:
                is_reference = ref is not None and (ref.document, ref.start, ref.end) == (v.document, v.start, v.end)
                named = v.speaker is not None and self.name(v.speaker) == self.name(quote.speaker)  # two of one name: nobody sees a change
                drift = tuple(d for d in v.drift if not (named and d == "misattributed")) or tuple(v.drift)
                said.append(Said(place, v.text, self.name(v.speaker), v.similarity, drift, is_reference))
        said.sort(key=lambda v: not v.reference)
        speakers = tuple(dict.fromkeys(a for a in (quote.speaker, *(v.speaker for v in quote.variants)) if a))
        return Quote(label, anchor, tuple(v.place for v in said), speakers, self.name(quote.speaker), tuple(said)) if said else None

    def _retelling(self, number: int, r: s.BriefRetelling) -> Retelling | None:
        label, anchor = f"R{number}", f"r{number}"
        child = self.library.by_id.get(r.child)
        if child is None:
            return None
        parent = self.library.by_id.get(r.parent)
        origin = None if parent else phrases.shorten(r.parent.removeprefix(ORIGIN), 80)
        evidence = []
        for e in r.evidence[:EVIDENCE]:
            here = self.library.place(r.child, *e.child, "evidence", (label, anchor))
            there = self.library.place(r.parent, *e.parent, "evidence", (label, anchor)) if e.parent and parent else None
            if here:
                evidence.append((here, there))
        whole = self.library.whole(r.child)
        places = tuple(p for p, _ in evidence) or ((whole,) if whole else ())
        reason = self._named(phrases.shorten(r.reason, 400), r)
        return Retelling(label, anchor, places, (), child, parent, origin, r.relation, r.score, tuple(evidence), reason, r.credited)

    def _named(self, reason: str, r: s.BriefRetelling) -> str:
        """A reason with the reports' names in place of their ids."""
        for identifier in (r.child, r.parent):
            if report := self.library.by_id.get(identifier):
                reason = re.sub(rf"(?<!\w){re.escape(identifier)}(?!\w)", lambda _, name=report.short: name, reason)  # type: ignore[misc]
        return reason

    def _commitment(self, number: int, k: s.BriefCommitment) -> Commitment:
        label, anchor = f"K{number}", f"k{number}"
        places = self._places(k.mentions, "commitment", (label, anchor))
        return Commitment(label, anchor, places, (k.party,), k, self.name(k.party) or phrases.shorten(k.party, 80), self.name(k.toward))

    def _balance(self, b: s.BriefBalance) -> Balance:
        def side(groups: tuple[list[int], list[int]], k: int) -> tuple[Commitment, ...]:
            return tuple(self.commitments[n] for n in groups[k] if n < len(self.commitments) and self.commitments[n].places)

        first, second = (self.name(p) or phrases.shorten(p, 80) for p in b.parties)
        return Balance(b, (first, second), (side(b.commitments, 0), side(b.commitments, 1)), (side(b.withheld, 0), side(b.withheld, 1)))

    def _forecast(self, number: int, f: s.BriefForecast) -> Forecast:
        label, anchor = f"F{number}", f"f{number}"
        places = self._places(f.mentions, "forecast", (label, anchor))
        sure = certainty(f.certainty, f.range, None, denied=False, reading=_on_scale(f.reading))
        return Forecast(label, anchor, places, (f.holder,) if f.holder else ("own-voice",), f, self.name(f.holder), sure)

    def _wording(self, number: int, w: s.BriefWording) -> Wording:
        label, anchor = f"W{number}", f"w{number}"
        places = self._places([w], "wording", (label, anchor))
        return Wording(label, anchor, places, (w.speaker,) if w.speaker else (), w, self.name(w.speaker))

    def _dated(self, number: int, t: s.BriefTimelineEntry) -> Dated:
        label, anchor = f"T{number}", f"t{number}"
        return Dated(label, anchor, self._places(t.mentions, "date", (label, anchor)), (), t)


def _on_scale(reading: s.BriefReading | None) -> str:
    return "" if reading is None else f"{short(reading.scale)}: {told_as(reading)}"


def certainty(level: Level, limits: tuple[float, float] | None, cue: str | None, *, denied: bool, reading: str = "") -> Certainty:
    """On the scale of the claim: a report that says 'probably not' stands at 20–45 % of what the others say is so."""
    low, high = (None, None) if limits is None else (1 - limits[1], 1 - limits[0]) if denied else limits
    return Certainty(level, low, high, denied, phrases.shorten(cue, 60) if cue else None, reading)


def _same(words: str, statement: str) -> bool:
    """Whether a statement of a claim is these very words."""
    return phrases.one_line(words).strip(" ,;:").casefold() == phrases.one_line(statement).strip(" ,;:").casefold()


def _sorted_in(items: Iterable[U], story: Callable[[U], int]) -> dict[int, list[U]]:
    out: dict[int, list[U]] = {}
    for item in items:
        out.setdefault(story(item), []).append(item)
    return out


def _fold(mentions: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """One mention for each stretch of a report, and the others that overlap it: those that shifts refer to stay, then the claim's words."""
    compared = {x.since for m in mentions for x in m.shifts}
    rank = sorted(mentions, key=lambda m: (not m.shifts and m.place not in compared, not m.verbatim, -m.place.span.size))
    kept: list[Mention] = []
    taken: dict[int, list[Span]] = {}
    for m in rank:
        spans = taken.setdefault(m.place.report.number, [])
        if not any(m.place.span.overlap(span) for span in spans):
            spans.append(m.place.span)
            kept.append(m)
    chosen = {id(m) for m in kept}
    return [m for m in mentions if id(m) in chosen], [m for m in mentions if id(m) not in chosen]


def _telling(claim: Claim) -> tuple[int, bool, int, int, int]:
    """Claims in the order in which they tell most: changed on the way (the weightiest kind first), told by many, hedged; fragments last."""
    weight = list(phrases.SHIFTS).index(claim.shifts[0]) if claim.shifts else len(phrases.SHIFTS)
    fragment = len(claim.text.split()) < FRAGMENT
    return (weight, fragment, -claim.reports, all(m.certainty.level == "asserted" for m in claim.mentions), int(claim.label[1:]))
