"""Who says a stretch of a report, and whether the draft gives words to the same one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from twicetold.checking import frames
from twicetold.checking.library import Library
from twicetold.retelling import speakers
from twicetold.retelling.speakers import Voice
from twicetold.retelling.terms import terms
from twicetold.types import Actor, QuoteMention, Report, Roster, Span, hull

NOBODY: frozenset[str] = frozenset()
HALF = 0.5  # share of a stretch that a quotation or the content of an attribution must hold to speak for it


def attribution_at(report: Report, span: Span) -> int | None:
    """The innermost attribution whose content holds most of `span`; None in the report's own voice.

    Words inside quotation marks are the words of whom the marks belong to, whoever is reported within them.
    """
    best: tuple[int, int] | None = None
    marks = next((q.span for q in report.quotations if q.depth == 0 and q.span.covers(span)), span)
    for k, a in enumerate(report.claims.attributions):
        held = sum(s.overlap(span) for s in a.content)
        if held > HALF * span.size and not any(marks.overlap(c) for c in a.cue):
            size = sum(s.size for s in a.content)
            best = min(best, (size, k)) if best is not None else (size, k)
    return None if best is None else best[1]


def framed(report: Report, roster: Roster, span: Span, *, directly: bool = False) -> Voice | None:
    """The voice that the head of the sentence gives to what stands at `span`: 'In the words of Ann Lee, “…”', 'Ann Lee put it so: “…”'.

    None where the sentence does not begin so, or nobody is named there. `directly`: only such a phrase with nothing behind its comma.
    """
    text = report.document.text
    home = next((s for s in report.sentences if s.overlap(span)), span)
    start = max(home.start, text.rfind("\n\n", 0, span.start) + 1)
    if (match := frames.opening().match(text, start, max(span.end, start))) is not None:
        comma = text.find(",", match.end())
        if not directly or text[comma : span.start].strip(", \n*_“\"‘'«„[") == "":
            return _named_from(report, roster, match.end(), comma)
    if directly:
        return None
    lead = text[start : span.start].rstrip(" \n\t*_“\"‘'«„")
    return _named_from(report, roster, start, span.start) if lead.endswith(":") and span.start - start <= LEADING else None


def _named_from(report: Report, roster: Roster, start: int, end: int) -> Voice | None:
    """The voice of the only one who is named in a stretch of text; described in its words where nobody is."""
    place = Span(start, max(start, end))
    inside = [m for m in report.cast.touching(place) if m.kind != "pronoun" and m.actor is not None and m.start < place.end]
    widest = max(inside, key=lambda m: m.span.size, default=None)
    keys = list(dict.fromkeys(m.actor for m in inside if m is widest or widest is None or not widest.span.covers(m.span)))
    if len(keys) > 1:
        return None
    key = keys[0] if keys else None
    local = report.cast.actors.get(key or "")
    words = frames.bare(report.text(place)).strip(" :\n")
    return Voice(roster.of(report.document.id, key), local.name if local is not None else None, words, frozenset(), frozenset())


def mention_at(report: Report, span: Span) -> QuoteMention:
    """The quotation at `span` with its speaker; one is made up from the attributions where the report has none there."""
    quotes = [q for q in report.claims.quotes if q.span.overlap(span) > HALF * span.size and _holds(report, q, span)]
    best = max(quotes, key=lambda q: q.span.overlap(span) / max(q.span.size, 1), default=None)
    if best is not None and best.attribution is not None:
        return best
    k = attribution_at(report, span)
    speaker = report.claims.attributions[k].actor if k is not None else best.speaker if best is not None else None
    return QuoteMention(span, k, speaker)


def claimed_by(report: Report, roster: Roster, span: Span, said: Voice) -> bool:
    """Whether the statement in which `span` stands is said by the one who is `said` to, whatever was read of its quotation marks."""
    if said.actor is None:
        return False
    told = report.claims.attributions
    held = {c.chain[-1] for c in report.claims.claims if c.chain and c.span.overlap(span) > HALF * min(span.size, c.span.size)}
    outside = [k for k in sorted(held) if not any(span.overlap(s) for s in (*told[k].source, *told[k].cue))]
    return any(same(said, Voice(a, a.name, "", NOBODY, NOBODY)) for a in chain_of(report, roster, outside))


def _holds(report: Report, quote: QuoteMention, span: Span) -> bool:
    """Whether the quotation's own reporting words stand outside `span`."""
    return quote.attribution is None or not any(span.overlap(c) for c in report.claims.attributions[quote.attribution].cue)


def voice_at(report: Report, roster: Roster, span: Span, bodies: Mapping[str, frozenset[str]]) -> Voice:
    """The voice behind a stretch of text; its actor is None where nobody is made to say it or it cannot be told who."""
    return speakers.voice(report, roster, mention_at(report, span), bodies)


def told_by(voice: Voice) -> str | None:
    """Who speaks, in words; None where nobody is named."""
    if voice.actor is not None:
        return voice.actor.name
    return voice.described or None


def known(voice: Voice, usual: Mapping[str, frozenset[str]]) -> Voice:
    """The voice with the bodies that other sources tie it to, where its own report names none."""
    if voice.actor is None or voice.bodies:
        return voice
    return replace(voice, bodies=usual.get(voice.actor.key, frozenset()))


def chain_of(report: Report, roster: Roster, chain: Sequence[int]) -> list[Actor]:
    """The actors of a chain of attributions that are known, outermost first."""
    actors = (roster.of(report.document.id, report.claims.attributions[k].actor) for k in chain)
    return [a for a in actors if a is not None]


ENDED = re.compile(r"[.!?][”\"’»)]*\s")
ANTECEDENT = 500  # characters before a quotation in which whom 'she' means is named: a long paragraph
LEADING = 90  # characters of a sentence before a colon and a quotation
TELLING = 2  # words of a description by which somebody is known
AROUND = 2  # sentences before and behind in which a source may name the one whom the draft makes speak
ALIKE = 0.5  # share of the telling words of the shorter description that the longer one has, for one who is not named


def misattributed(report: Report, roster: Roster, span: Span, voice: Voice, said: Voice) -> bool:
    """Whether the draft gives words at `span` of a source to somebody else than `voice`, beyond what `speakers.changed` tells.

    Somebody whom the source does not name anywhere near; or a well-known person in the place of a body that is not theirs.
    """
    if said.actor is None or same(said, voice) or related(said, voice):
        return False
    if voice.actor is not None and listed_person(said.actor) and voice.actor.kind == "organisation":
        return True
    return not any(one_body(said.actor, a) for a in named_near(report, roster, span))


def listed_person(actor: Actor) -> bool:
    """A person of the knowledge base: where they belong is known."""
    return actor.kind == "person" and not actor.key.startswith(("name:", "role:", "person:name"))


def same(one: Voice, other: Voice) -> bool:
    """Whether both are one actor, or one description in other words ('a farmers' spokesman', 'a spokesman of farmers')."""
    if one.actor is not None and other.actor is not None and one.actor.key == other.actor.key:
        return True
    if one.named and other.named:
        return False
    left, right = _described(one), _described(other)
    return bool(left and right) and len(left & right) >= ALIKE * min(len(left), len(right))


def one_body(one: Actor, other: Actor) -> bool:
    """Whether two actors are the same, or two bodies of which one has all the telling words of the other's name."""
    if one.key == other.key:
        return True
    if "person" in (one.kind, other.kind):
        return False
    left, right = ({t.key for t in terms(a.name) if t.kind == "word"} for a in (one, other))
    return min(len(left), len(right)) >= TELLING and (left <= right or right <= left)


def of_state(one: Actor, other: Actor) -> bool:
    """Whether what `other` says may be told as said by `one`: 'Seoul' of the president's office, the White House of 'Washington'."""
    if one.country is None or one.country != other.country:
        return False
    return one.kind == "state" or (other.kind == "state" and one.kind != "person")


def _described(voice: Voice) -> frozenset[str]:
    return frozenset(t.key for t in terms(f"{voice.described} {voice.name or ''}") if t.kind == "word")


def beside(report: Report, span: Span, voice: Voice) -> bool:
    """Whether the sentence around `span`, outside `span`, names `voice`: then a reader takes it for the speaker."""
    wanted = _name_words(voice)
    if not wanted:
        return False
    return wanted <= {t.key for t in terms(around(report, span))}


def named_instead(report: Report, span: Span, said: Voice, voice: Voice) -> bool:
    """Whether the source's own sentence names `said` and not `voice`, or names a person where `voice` is the body that reports it."""
    if not beside(report, span, said):
        return False
    body = voice.actor is not None and voice.actor.kind == "organisation" and said.actor is not None and said.actor.kind == "person"
    return body or not beside(report, span, voice)


def pointed_at(report: Report, span: Span, said: Voice) -> bool:
    """Whether the source only points at the speaker ('she said') and names `said` shortly before, or names them there.

    Whom such words mean is a guess, and so is who a name is that two people share.
    """
    k, wanted = mention_at(report, span).attribution, _name_words(said)
    if not wanted or k is None:
        return False
    words = " ".join(report.text(s) for s in report.claims.attributions[k].source)
    if wanted <= {t.key for t in terms(words)}:
        return True
    there = report.cast.actors.get(report.claims.attributions[k].actor or "")
    if there is not None and said.actor is not None and not of_a_kind(there, said.actor):
        return False
    before = report.document.text[max(0, span.start - ANTECEDENT) : span.start]
    return not explicit(report, k) and wanted <= {t.key for t in terms(before)}


def of_a_kind(one: Actor, other: Actor) -> bool:
    """Both people, or neither: 'she' is no ministry."""
    return (one.kind == "person") == (other.kind == "person")


def explicit(report: Report, attribution: int) -> bool:
    """Whether the holder of an attribution is named in its own source, in the paragraph of what is said.

    Not where it is only pointed at with 'she', 'the note', 'one of them', nor where speech is taken to go on from another paragraph.
    """
    told = report.claims.attributions[attribution]
    actor = report.cast.actors.get(told.actor or "")
    if actor is None:
        return False
    names = {t.key for n in (actor.name, *actor.aliases) for t in terms(n) if t.kind == "word" and n[t.start].isupper()}
    here = [
        s for s in told.source if any("\n" not in report.document.text[min(s.end, c.end) : max(s.start, c.start)] for c in told.content)
    ]
    words = [(report.text(s), t) for s in here for t in terms(report.text(s))]
    return any(t.key in names and text[t.start].isupper() for text, t in words)


def described_as(said: Voice, library: Library) -> Voice:
    """A voice that is only described ('the director of planning'), as whom the sources describe so."""
    words = _described(said)
    if said.actor is not None or len(words) < TELLING:
        return said
    for source in library.sources:
        for k, a in enumerate(source.report.claims.attributions):
            there = {t.key for s in a.source for t in terms(source.report.text(s)) if t.kind == "word"}
            if a.actor is not None and len(words & there) >= max(TELLING, ALIKE * len(words)):
                actor = library.roster.of(source.report.document.id, source.report.claims.attributions[k].actor)
                return replace(said, actor=actor) if actor is not None else said
    return said


def around(report: Report, span: Span) -> str:
    """What stands before and behind `span` in its sentences, without other quotations."""
    text = report.document.text
    home = [s for s in report.sentences if s.overlap(span)]
    start = min([span.start, *(s.start for s in home)])
    line = text.rfind("\n", 0, start) + 1
    start = start if ENDED.search(text, line, start) else line  # a label before the sentence is part of it, another sentence is not
    end = max([span.end, *(s.end for s in home)])
    quoted = [q.span for q in report.quotations if q.span.start < end and q.span.end > start and not q.span.overlap(span)]
    parts, position = [], start
    for other in sorted([span, *quoted]):
        parts.append(text[position : max(position, other.start)])
        position = max(position, other.end)
    return " ".join([*parts, text[position:end]])


def _name_words(voice: Voice) -> frozenset[str]:
    """The words that somebody is known by: a person's last name, all telling words of anybody else."""
    name = voice.name or (voice.actor.name if voice.actor is not None else "") or voice.described
    words = [t.key for t in terms(name) if t.kind == "word"]
    if not words:
        return frozenset()
    return frozenset(words[-1:]) if voice.named else frozenset(words)


def related(one: Voice, other: Voice) -> bool:
    """Whether one speaks for the other, or both for the same state."""
    if one.actor is None or other.actor is None:
        return False
    if one.actor.key in other.bodies or other.actor.key in one.bodies:
        return True
    both_people = one.actor.kind == other.actor.kind == "person"
    return one.actor.country is not None and one.actor.country == other.actor.country and not both_people


def named_near(report: Report, roster: Roster, span: Span, reach: int = AROUND) -> list[Actor]:
    """The actors that are mentioned around `span`."""
    near = [k for k, s in enumerate(report.sentences) if s.overlap(span)]
    if not near:
        return []
    first, last = max(0, near[0] - reach), min(len(report.sentences) - 1, near[-1] + reach)
    window = Span(report.sentences[first].start, report.sentences[last].end)
    turn = turn_at(report, span)
    window = window if turn is None else Span(max(window.start, turn.start), min(window.end, turn.end))
    actors = (roster.of(report.document.id, m.actor) for m in report.cast.within(window))
    return list({a.key: a for a in actors if a is not None}.values())


def turn_at(report: Report, span: Span) -> Span | None:
    """The turn of a transcript in which `span` stands; whoever is named outside is another."""
    turns = (a for a in report.claims.attributions if a.turn and any(s.covers(span) for s in a.content))
    return next((hull((*a.source, *a.content)) for a in turns), None)


LABEL = re.compile(r"^[ \t>]*(?:[-*•–]\s+|\d{1,3}[.)]\s+)?[*_]*(?P<name>[^\W\d_][^:“”\"\n*_]{1,70}?)[*_]*\s*[:—–-][*_]*\s*[“\"‘'«]?$")


def labelled(report: Report, roster: Roster, span: Span) -> Voice | None:
    """The voice that a line gives to a quotation by a label: '- **Ann Lee**: “…”'."""
    text = report.document.text
    start = text.rfind("\n", 0, span.start) + 1
    match = LABEL.match(text[start : span.start])
    if match is None or frames.reports(match["name"]):
        return None
    place = Span(start + match.start("name"), start + match.end("name"))
    inside = [m for m in report.cast.mentions if place.overlap(m.span) and m.kind != "pronoun"]
    best = max(inside, key=lambda m: (m.span.size, -m.start), default=None)
    actor = roster.of(report.document.id, best.actor) if best is not None else None
    local = report.cast.actors.get(best.actor) if best is not None and best.actor is not None else None
    return Voice(actor, local.name if local is not None else None, match["name"], frozenset(), frozenset())
