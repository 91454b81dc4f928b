"""Stage 6 of the main job: write what was found as the contract's data, numbered in a fixed order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from twicetold.assessment import independent_sources
from twicetold.brief import schema as s
from twicetold.brief.forecasts import with_ids
from twicetold.brief.ledger import balances
from twicetold.brief.stances import stances
from twicetold.retelling.shifts import Descent
from twicetold.types import (
    Attribution,
    ClaimGroup,
    DocumentClaims,
    Failure,
    QuoteFamily,
    Ranges,
    Ref,
    Report,
    Retelling,
    Retold,
    Roster,
    Shift,
    Span,
    Story,
)

Origins = Mapping[str, frozenset[str]]


def tell(reports: Sequence[Report], roster: Roster, retold: Retold, origins: Origins, failures: Iterable[Failure] = ()) -> s.Brief:
    """All that was found, as one `Brief`. `reports` in the order in which they shall appear."""
    teller = _Teller({r.document.id: r for r in reports}, roster, origins, Descent(retold.retellings))
    stories = [teller.story(n, story) for n, story in enumerate(retold.stories, 1)]
    story_of = {d: story.id for story in stories for d in story.documents}
    commitments = [teller.commitment(n, refs) for n, refs in enumerate(retold.commitments, 1)]
    sections: dict[str, list[object]] = {
        "documents": [teller.document(r, story_of[r.document.id]) for r in reports],
        "stories": list(stories),
        "attributions": [
            teller.attribution(r.document.id, k, a) for r in reports for k, a in enumerate(r.claims.attributions) if a.continues is None
        ],
        "claims": [teller.claim(n, g) for n, g in enumerate(retold.claims, 1)],
        "quotes": [teller.quote(n, f) for n, f in enumerate(retold.quotes, 1)],
        "retellings": [_retelling(r) for r in retold.retellings],
        "commitments": list(commitments),
        "balance": list(balances(commitments, origins)),
        "forecasts": [teller.forecast(refs) for refs in retold.forecasts],
        "wording": [teller.wording(r.document.id, k) for r in reports for k in range(len(r.claims.wording))],
        "timeline": [teller.timeline(refs) for refs in retold.timeline],
        "failures": [s.BriefFailure(source=f.source, reason=f.reason) for f in failures],
    }
    told = s.Brief.model_validate({**sections, "actors": teller.actors})
    return with_ids(told.with_texts({r.document.id: r.document.text for r in reports}))


def _retelling(r: Retelling) -> s.BriefRetelling:
    evidence = [s.BriefEvidence(child=(c.start, c.end), parent=None if p is None else (p.start, p.end)) for c, p in r.evidence]
    return s.BriefRetelling(
        child=r.child,
        parent=r.parent,
        relation=r.relation,
        score=round(r.score, 4),
        evidence=evidence,
        reason=r.reason,
        credited=r.credited,
    )


def _ranges(ranges: Ranges) -> list[tuple[int, int]]:
    return [(r.start, r.end) for r in ranges]


def _gist(text: str) -> str:
    """Words of a document as one line that reads as a statement."""
    line = " ".join(text.split()).strip(" ,;:")
    return line[:1].upper() + line[1:]


@dataclass
class _Teller:
    """Numbers actors in the order in which they are first named, and resolves every index into an id."""

    reports: dict[str, Report]
    roster: Roster
    origins: Origins
    descent: Descent
    actors: list[s.BriefActor] = field(default_factory=list)
    _ids: dict[str, str] = field(default_factory=dict)

    _first: dict[str, int] = field(default_factory=dict)  # number of each document's first attribution

    def __post_init__(self) -> None:
        number = 1
        for document, report in self.reports.items():
            self._first[document] = number
            number += len(report.claims.attributions)

    # ------------------------------------------------------------------ references

    def claims_of(self, document: str) -> DocumentClaims:
        return self.reports[document].claims

    def actor(self, document: str, key: str | None) -> str | None:
        """The id of the actor behind a key of one document's Cast, given out on first use."""
        member = self.roster.of(document, key)
        if member is None:
            return None
        if member.key not in self._ids:
            self._ids[member.key] = f"a{len(self._ids) + 1}"
            self.actors.append(
                s.BriefActor(
                    id=self._ids[member.key], name=member.name, kind=member.kind, country=member.country, aliases=list(member.aliases)
                )
            )
        return self._ids[member.key]

    def attribution_id(self, document: str, index: int) -> str:
        """The id of an attribution; a sentence that goes on without a frame of its own is told as one with what it goes on from."""
        goes_on = self.claims_of(document).attributions[index].continues
        return f"t{self._first[document] + (index if goes_on is None else goes_on)}"

    def place(self, document: str, span: Span) -> s.BriefMention:
        return s.BriefMention(document=document, start=span.start, end=span.end)

    def text(self, document: str, span: Span) -> str:
        return self.reports[document].document.text[span.start : span.end]

    # ------------------------------------------------------------------ one document

    def document(self, report: Report, story: str) -> s.BriefDocument:
        d = report.document
        return s.BriefDocument(
            id=d.id, source=d.source, outlet=d.outlet, title=d.title, author=d.author, published=d.published, url=d.url,
            language=d.language, characters=len(d.text), body=_ranges(d.body), story=story, warnings=list(d.warnings),
            capture=d.capture,
        )  # fmt: skip

    def attribution(self, document: str, index: int, a: Attribution) -> s.BriefAttribution:
        return s.BriefAttribution(
            id=self.attribution_id(document, index), document=document, kind=a.kind, source=_ranges(a.source), cue=_ranges(a.cue),
            content=_ranges(a.content), actor=self.actor(document, a.actor), negated=a.negated,
            parent=None if a.parent is None else self.attribution_id(document, a.parent),
        )  # fmt: skip

    def wording(self, document: str, index: int) -> s.BriefWording:
        w = self.claims_of(document).wording[index]
        return s.BriefWording(
            document=document, start=w.span.start, end=w.span.end, phrase=w.phrase, speaker=self.actor(document, w.speaker),
            meaning=w.meaning, reference=w.reference, established=w.established, kind=w.kind,
        )  # fmt: skip

    # ------------------------------------------------------------------ across documents

    def story(self, number: int, story: Story) -> s.BriefStory:
        titles = [(self.descent.distance(d), t) for d in story.documents if (t := self.reports[d].document.title)]
        title = min(titles, key=itemgetter(0))[1] if titles else _gist(self._opening(story.documents[0]))
        documents = list(story.documents)
        return s.BriefStory(
            id=f"s{number}", title=title, documents=documents, independent_origins=independent_sources(documents, self.origins)
        )

    def _opening(self, document: str) -> str:
        """The first words of a report without a headline."""
        report = self.reports[document]
        body = report.document.body[0] if report.document.body else Span(0, len(report.document.text))
        first = next((x for x in report.sentences if body.covers(x)), body)
        words = self.text(document, first).split()
        return " ".join(words[:16]) + (" …" if len(words) > 16 else "")

    def claim(self, number: int, group: ClaimGroup) -> s.BriefClaim:
        documents = list(dict.fromkeys(ref.document for ref in group.mentions))
        central = group.mentions[group.central]
        said = [self.claims_of(r.document).claims[r.index] for r in group.mentions]
        denied = stances(said, [(x.source, x.target) for x in group.shifts if x.kind == "reversed"], group.central)
        return s.BriefClaim(
            id=f"c{number}",
            text=_gist(self.text(central.document, self.claims_of(central.document).claims[central.index].span)),
            independent_sources=independent_sources(documents, self.origins),
            documents=documents,
            mentions=[self._claim_mention(ref, denies=k in denied) for k, ref in enumerate(group.mentions)],
            shifts=[self._shift(group, shift) for shift in group.shifts],
            minor=len(documents) == 1
            and not group.shifts
            and all(self.claims_of(r.document).claims[r.index].minor for r in group.mentions),
        )

    def _claim_mention(self, ref: Ref, *, denies: bool) -> s.BriefClaimMention:
        m = self.claims_of(ref.document).claims[ref.index]
        cue = None if m.certainty.span is None else (m.certainty.span.start, m.certainty.span.end)
        return s.BriefClaimMention(
            document=ref.document, start=m.span.start, end=m.span.end,
            chain=list(dict.fromkeys(self.attribution_id(ref.document, k) for k in m.chain)),
            certainty=m.certainty.level, range=m.certainty.range, cue_phrase=m.certainty.phrase, cue_span=cue,
            polarity="negative" if denies else "positive", negated=m.polarity == "negative",
        )  # fmt: skip

    def _shift(self, group: ClaimGroup, shift: Shift) -> s.BriefShift:
        def end(k: int) -> s.BriefPlace:
            """`mention` counts within the claim's own list of mentions."""
            return s.BriefPlace(document=group.mentions[k].document, mention=k)

        return s.BriefShift(source=end(shift.source), target=end(shift.target), kind=shift.kind)

    def quote(self, number: int, family: QuoteFamily) -> s.BriefQuote:
        variants = []
        for v in family.variants:
            q = self.claims_of(v.quote.document).quotes[v.quote.index]
            variants.append(s.BriefVariant(
                document=v.quote.document, start=q.span.start, end=q.span.end, text=self.text(v.quote.document, q.span),
                speaker=self.actor(v.quote.document, q.speaker), similarity=round(v.similarity, 4), drift=list(v.drift),
            ))  # fmt: skip
        reference = None if family.reference is None else variants[family.reference]
        place = None if reference is None else self.place(reference.document, Span(reference.start, reference.end))
        speaker = None if family.speaker is None else self.actor(*family.speaker)
        return s.BriefQuote(id=f"q{number}", speaker=speaker, reference=place, variants=variants)

    def commitment(self, number: int, refs: Sequence[Ref]) -> s.BriefCommitment:
        document, index = min(refs, key=self._closeness)
        first = self.claims_of(document).commitments[index]
        party = self.actor(document, first.party)
        if party is None:
            raise ValueError(f"commitment {number} in {document} names a party that is not in the roster: {first.party}")

        def words(span: Span | None) -> str | None:
            return None if span is None else self.text(document, span)

        return s.BriefCommitment(
            id=f"k{number}", party=party, toward=self.actor(document, first.toward), act=first.act, domain=first.domain, level=first.level,
            status=first.status, joint=first.joint, condition=words(first.condition),
            deadline=words(first.deadline), amount=words(first.amount), plover=first.plover,
            independent_sources=independent_sources([r.document for r in refs], self.origins),
            mentions=[self.place(r.document, self.claims_of(r.document).commitments[r.index].span) for r in refs],
        )  # fmt: skip

    def forecast(self, refs: Sequence[Ref]) -> s.BriefForecast:
        document, index = min(self._same_holder(refs), key=self._forecast_rank)
        f = self.claims_of(document).forecasts[index]
        horizon = None if f.horizon is None else s.BriefHorizon(text=f.horizon.text, since=f.horizon.since, until=f.horizon.until)
        return s.BriefForecast(
            holder=self.actor(document, f.holder), event=f.event, horizon=horizon, certainty=f.certainty.level, range=f.certainty.range,
            mentions=[self.place(r.document, self.claims_of(r.document).forecasts[r.index].span) for r in refs],
        )  # fmt: skip

    def _closeness(self, ref: Ref) -> tuple[int, str, Ref]:
        """Of several reports of one thing the one closest to the original comes first: told with care, then early."""
        return self.descent.freedom(ref.document), self.reports[ref.document].document.published or "9999", ref

    def _forecast_rank(self, ref: Ref) -> tuple[object, ...]:
        """Of those equally close the one that names a holder, an estimate and a time: retelling loses them and hardly ever adds them."""
        f = self.claims_of(ref.document).forecasts[ref.index]
        freedom, *rest = self._closeness(ref)
        return freedom, f.certainty.level == "asserted", f.horizon is None, *rest

    def _same_holder(self, refs: Sequence[Ref]) -> list[Ref]:
        """The mentions with the holder that most have; all of them where none has one."""
        held = {r: self.roster.of(r.document, self.claims_of(r.document).forecasts[r.index].holder) for r in refs}
        counts = Counter(actor.key for actor in held.values() if actor is not None)
        most = max(counts.values(), default=0)
        return [r for r, actor in held.items() if actor is not None and counts[actor.key] == most] or list(refs)

    def timeline(self, refs: Sequence[Ref]) -> s.BriefTimelineEntry:
        t = self.claims_of(refs[0].document).timeline[refs[0].index]
        mentions = [self.place(r.document, self.claims_of(r.document).timeline[r.index].span) for r in refs]
        return s.BriefTimelineEntry(date=t.date, precision=t.precision, event=t.event, mentions=mentions)
