"""Why the values of a claim are what they are: the words, the rule, the scale, the reference (docs/explain.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twicetold.brief import phrases
from twicetold.brief import schema as s
from twicetold.claims.explain import explain as explain_certainty
from twicetold.claims.lexicon import reference, table
from twicetold.claims.scales import HOUSE, Perception, ladder, read_as
from twicetold.types import Certainty, Span

RULES = "rules.toml"
LIKELIHOODS = ("phia", "ipcc", "kent")  # scales of likelihood other than the house's


@dataclass(frozen=True, slots=True)
class Reason:
    """One value and what it rests on. `words` are the document's, None where nothing in it says so."""

    of: str  # 'certainty', 'polarity', 'holder', 'shift', 'sources', 'commitment', 'forecast'
    value: str
    words: str | None
    rule: str
    reference: str | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """The reasons that belong together: those of one mention, or of the claim as a whole."""

    title: str
    words: str | None
    reasons: tuple[Reason, ...]


class Explainer:
    """Explains the items of one brief."""

    def __init__(self, brief: s.Brief, scale: str = HOUSE) -> None:
        self.brief, self.scale = brief, scale
        self._attributions = {a.id: a for a in brief.attributions}
        self._actors = {a.id: a.name for a in brief.actors}
        self._documents = {d.id: d for d in brief.documents}

    # ------------------------------------------------------------------ finding

    def find(self, asked: str) -> list[s.BriefClaim]:
        """The claim with this id ('c12'); else those whose words hold the fragment, whatever the case; the shortest first."""
        exact = [c for c in self.brief.claims if c.id == asked.strip().lower()]
        wanted = " ".join(asked.casefold().split())
        if exact or not wanted:
            return exact
        found = [c for c in self.brief.claims if any(wanted in " ".join(t.casefold().split()) for t in self._texts(c))]
        return sorted(found, key=lambda c: (c.minor, len(c.text), c.id))

    def _texts(self, claim: s.BriefClaim) -> Iterator[str]:
        yield claim.text
        yield from (t for m in claim.mentions if (t := self.text(m)))

    def text(self, place: s.BriefMention) -> str:
        """The words of a place, '' when the text is not at hand (a brief read from JSON has none)."""
        return self.brief.texts.get(place.document, "")[place.start : place.end]

    def name(self, document: str) -> str:
        known = self._documents.get(document)
        return phrases.one_line((known.outlet or known.title or known.id) if known else document)

    # ------------------------------------------------------------------ one claim

    def claim(self, claim: s.BriefClaim) -> tuple[About, ...]:
        """The claim as a whole, then each of its mentions, then what else rests on the same words."""
        whole = About(f"{claim.id}: {claim.text}", None, (self._sources(claim), *self._shifts(claim)))
        mentions = (
            About(f"{self.name(m.document)}, mention {k}", self.text(m) or None, tuple(self._mention(m)))
            for k, m in enumerate(claim.mentions)
        )
        return (whole, *mentions, *self._beside(claim))

    def _mention(self, mention: s.BriefClaimMention) -> Iterator[Reason]:
        yield self.certainty(mention.certainty, mention.range, mention.cue_phrase)
        rules = table(RULES)["polarity"]
        notes = (rules["negated"],) if mention.negated else ()
        yield Reason("polarity", mention.polarity, None, rules[mention.polarity], reference(rules["reference"]), notes)
        yield self._chain(mention)

    def certainty(self, level: str, limits: tuple[float, float] | None, cue: str | None) -> Reason:
        """How surely something is said: phrase, rule of scope, reference, the other scale, and what people understand."""
        span = None if cue is None else Span(0, len(cue))
        found = explain_certainty(Certainty(level, limits, cue, span))  # type: ignore[arg-type]  # the schema has the same levels
        band = f" ({phrases.band(limits)} on ICD 203)" if limits else ""
        notes = [note for note in (found.note,) if note and found.rule is not None and _fits(note, cue or "")]
        if self.scale in LIKELIHOODS and cue:
            notes.append(scale_note(cue, self.scale))
        notes += [perception_note(p) for p in found.perceptions]
        return Reason("certainty", phrases.LEVELS[level] + band, cue, found.rule or found.note, found.reference, tuple(notes))  # type: ignore[index]

    def _chain(self, mention: s.BriefClaimMention) -> Reason:
        rules = table(RULES)["chain"]
        held = [a for t in mention.chain if (a := self._attributions.get(t))]
        if not held:
            return Reason("holder", "own voice", None, rules["own"], reference(rules["reference"]))
        names = [self._actors.get(a.actor or "", "somebody not named") for a in held]
        words = "; ".join(filter(None, (self._parts(a) for a in held))) or None
        return Reason("holder", " › ".join(names), words, rules["rule"], reference(rules["reference"]))

    def _parts(self, a: s.BriefAttribution) -> str:
        text = self.brief.texts.get(a.document, "")
        return " … ".join(phrases.shorten(text[x:y], 80) for x, y in sorted([*a.source, *a.cue]) if text[x:y].strip())

    def _sources(self, claim: s.BriefClaim) -> Reason:
        rules = table(RULES)["sources"]
        notes = [self._lineage(d) for d in claim.documents]
        count = phrases.plural(claim.independent_sources, "independent source")
        return Reason(
            "sources",
            f"{count} in {phrases.plural(len(claim.documents), 'report')}",
            None,
            rules["rule"],
            reference(rules["reference"]),
            tuple(notes),
        )

    def _lineage(self, document: str) -> str:
        parents = [r for r in self.brief.retellings if r.child == document]
        if not parents:
            return f"{self.name(document)}: {table(RULES)['sources']['lineage']}"
        told = [f"{phrases.RELATIONS[r.relation]} {self._parent(r.parent)}" + (f" ({self._named(r)})" if r.reason else "") for r in parents]
        return f"{self.name(document)}: {'; '.join(told)}"

    def _named(self, r: s.BriefRetelling) -> str:
        """The reason for a retelling, with the reports' names in place of their ids."""
        reason = r.reason
        for document in (r.child, r.parent):
            if document in self._documents:
                name = self.name(document).replace("\\", r"\\")
                reason = re.sub(rf"(?<!\w){re.escape(document)}(?!\w)", name, reason)
        return reason

    def _parent(self, parent: str) -> str:
        return parent.removeprefix("origin:") + ", not among the reports" if parent.startswith("origin:") else self.name(parent)

    def _shifts(self, claim: s.BriefClaim) -> Iterator[Reason]:
        rules = table(RULES)["shifts"]
        for x in claim.shifts:
            before, after = (claim.mentions[p.mention] for p in (x.source, x.target))
            words = f"‘{self._said(before)}’ → ‘{self._said(after)}’" if self.text(before) and self.text(after) else None
            ends = (f"{self.name(p.document)} (mention {p.mention})" for p in (x.source, x.target))
            place = "from {} to {}".format(*ends)
            yield Reason("shift", f"{phrases.SHIFTS[x.kind]}, {place}", words, rules[x.kind], reference(rules["reference"]))

    def _said(self, mention: s.BriefMention) -> str:
        return phrases.shorten(self.text(mention), 120)

    # ------------------------------------------------------------------ what rests on the same words

    def _beside(self, claim: s.BriefClaim) -> Iterator[About]:
        for k in self.brief.commitments:
            if _meet(k.mentions, claim.mentions):
                yield About(f"{k.id}: commitment on the same words: {k.act}", None, tuple(self.commitment(k)))
        for f in self.brief.forecasts:
            if _meet(f.mentions, claim.mentions):
                yield About(f"{f.id}: forecast on the same words: {f.event}", None, tuple(self.forecast(f)))

    def commitment(self, k: s.BriefCommitment) -> Iterator[Reason]:
        levels, statuses = table(RULES)["levels"], table(RULES)["statuses"]
        yield Reason("level", f"{k.level} of 5", k.act, levels[str(k.level)], reference(levels["reference"]))
        notes = tuple(
            f"{what}: ‘{words}’" for what, words in (("condition", k.condition), ("deadline", k.deadline), ("amount", k.amount)) if words
        )
        yield Reason("status", phrases.STATUSES[k.status], None, statuses[k.status], reference(statuses["reference"]), notes)
        toward = self._actors.get(k.toward or "", "nobody named")
        yield Reason("parties", f"{self._actors.get(k.party, k.party)} towards {toward}", None, "docs/commitments.md#whose-it-is", None)

    def forecast(self, f: s.BriefForecast) -> Iterator[Reason]:
        yield self.certainty(f.certainty, f.range, None)
        rules = table(RULES)["horizon"]
        if f.horizon is None:
            yield Reason("horizon", "none", None, rules["none"], reference(rules["reference"]))
        elif f.horizon.until is None:
            yield Reason("horizon", "no date", f.horizon.text, rules["worded"], reference(rules["reference"]))
        else:
            days = f"{phrases.date(f.horizon.since)} to {phrases.date(f.horizon.until)}"
            yield Reason("horizon", days, f.horizon.text, rules["dated"], reference(rules["reference"]))
        yield Reason("outcome", phrases.OUTCOMES[f.outcome], None, "twicetold forecasts resolve; docs/forecasts.md", None)


def _meet(some: Sequence[s.BriefMention], others: Sequence[s.BriefMention]) -> bool:
    """Whether any two places share half of the shorter of them."""
    return any(
        a.document == b.document and 2 * (min(a.end, b.end) - max(a.start, b.start)) >= min(a.end - a.start, b.end - b.start) > 0
        for a in some
        for b in others
    )


def _fits(note: str, cue: str) -> bool:
    """Whether a note of the lexicon, which may be shared by many entries, names no phrase or this one."""
    return "'" not in note or cue.casefold() in note.casefold()


def scale_note(phrase: str, scale: str) -> str:
    """'PHIA probability yardstick (2025): likely, 55–75 %', or that the scale does not have the phrase."""
    found = read_as(phrase, scale)
    if found is None:
        return f"{ladder(scale).title}: does not define this phrase"
    band = f", {phrases.band(found.range)}" if found.range else ""
    return f"{ladder(scale).title}: {found.level.replace('_', ' ')}{band}"


def perception_note(p: Perception) -> str:
    """'readers understand 75 % (67–80): CAPphrase …'."""
    return f"readers understand {phrases.percent(p.median)} % ({phrases.percent(p.low)}–{phrases.percent(p.high)}): {p.reference}"
