"""Every quotation of a draft held against the sources: its words, and who is made to say them.

1. take apart   at ellipses and brackets (`pieces`)
2. word for word in the letters of all sources (`exact`)
3. nearly        the stretch with most of its words (`near`), and what happened to it on the way (`retelling.drift`)
4. speaker       of the draft against that of every place where the words stand (`voices`)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from twicetold.checking import exact, interrupted, names, near, voices
from twicetold.checking.found import FAILING, Finding, Place, Problem, ordered, verdict
from twicetold.checking.library import Library
from twicetold.checking.origins import Doubt, Held
from twicetold.checking.pieces import inlined, pieces
from twicetold.checking.tell import quotation as told
from twicetold.retelling import speakers
from twicetold.retelling.differences import aligned
from twicetold.retelling.drift import drift
from twicetold.retelling.likeness import Embed, Likeness
from twicetold.retelling.lists import negations
from twicetold.retelling.speakers import Voice
from twicetold.retelling.terms import terms
from twicetold.types import Report, Span

SHORT = 2  # words up to which marked words that nobody is made to say ('so-called', a title) need not stand in a source
ALSO = 6  # further places told
LONG = 5  # words from which nearly the same words in another source are the same utterance
LETTER = re.compile(r"\[[^\W\d_]\][^\W\d_]+$")
BLOCK = re.compile(r"(?m)^[ \t]{0,3}>[^\n]*(?:\n[ \t]{0,3}>[^\n]*)*")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of a draft. `marked` only: nobody is made to say it (scare quotes, titles)."""

    span: Span
    marked: bool


def in_draft(report: Report) -> list[Quoted]:
    """What a draft puts in quotation marks, and its block quotations; a quotation inside another is part of it."""
    said = {q.span for q in report.claims.quotes if q.attribution is not None}
    text = report.document.text
    found = [Quoted(_with_brackets(text, q.span), q.scare and q.span not in said) for q in report.quotations if q.depth == 0]
    for match in BLOCK.finditer(text):
        span = _trimmed(text, Span(*match.span()))
        if not any(q.span.overlap(span) for q in found) and len(terms(text[slice(*span)])) > SHORT:
            found.append(Quoted(span, False))
    return sorted(found, key=lambda q: q.span)


def _with_brackets(text: str, span: Span) -> Span:
    """With the bracket in which it begins or ends: brackets were blanked out for the reader."""
    inside = text[slice(*span)]
    while LETTER.match(inside) and text[span.end - 1 : span.end + 1].isalpha() and span.end < len(text):
        span = Span(span.start, span.end + 1)  # '[T]he' was read as 'The  ': where that is the last word its end fell short
    start = span.start - (text[span.start - 1 : span.start] == "[" and inside.count("]") > inside.count("["))
    return Span(start, span.end + (text[span.end : span.end + 1] == "]" and inside.count("[") > inside.count("]")))


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start].isspace() or text[start] == ">"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def check(report: Report, library: Library, embed: Embed | None) -> Iterator[Held]:
    """A finding for every quotation of the draft."""
    held = list(_each(report, library, embed))
    joined = interrupted.joined(report, [h.finding for h in held], library)
    yield from (h._replace(finding=f) for h, f in zip(held, joined, strict=True))


def _each(report: Report, library: Library, embed: Embed | None) -> Iterator[Held]:
    bodies = speakers.affiliations(report, library.roster)
    for quoted in in_draft(report):
        words = re.sub(r"(?m)^[ \t]*>", " ", report.text(quoted.span))
        if not terms(words):
            continue
        said = voices.labelled(report, library.roster, quoted.span) or voices.framed(report, library.roster, quoted.span, directly=True)
        said = said or voices.voice_at(report, library.roster, quoted.span, bodies)
        if not _read_there(report, quoted.span, said):
            said = voices.framed(report, library.roster, quoted.span) or said
        yield _one(report, quoted, words, said, library, embed)


def _read_there(report: Report, span: Span, said: Voice) -> bool:
    """Whether the reader found the speaker in the quotation's own sentence."""
    return said.actor is not None and bool(said.described) and said.described in voices.around(report, span)


def _one(report: Report, quoted: Quoted, words: str, said: Voice, library: Library, embed: Embed | None) -> Held:
    hits = exact.find(pieces(words), library)
    if hits:
        return _word_for_word(report, quoted, words, said, hits, library)
    stretch = near.nearest(inlined(words), library, embed)
    if stretch is None:
        return Held(_missing(report, quoted, words, said))
    return Held(_changed(report, quoted, words, said, stretch, library, embed))


@dataclass(frozen=True, slots=True)
class _Held:
    """A place where the words stand, with what is the matter there."""

    hit: exact.Hit
    voice: Voice
    problems: tuple[Problem, ...]


def _word_for_word(report: Report, quoted: Quoted, words: str, said: Voice, hits: Sequence[exact.Hit], library: Library) -> Held:
    held = [_held(report, quoted, hit, said, library) for hit in hits]
    best = min(held, key=lambda h: (len([p for p in h.problems if p != "trimmed"]), h.voice.actor is None, hits.index(h.hit)))
    also = tuple(Place(_name(h.hit, library), h.hit.span) for h in held if h is not best and h.problems == best.problems)
    finding = _finding(report, quoted, said, best.voice, best.hit.source, best.hit.span, 1.0, best.problems, library, also[:ALSO])
    good = [h for h in held if not FAILING.intersection(h.problems)]
    bearing = frozenset(_name(h.hit, library) for h in good)
    against = [(h.hit.source, h.hit.span, h.problems) for h in held if FAILING.intersection(h.problems)]
    against += [(s.source, s.span, p) for s, p in _otherwise(words, {h.hit.source for h in held}, library)] if good else []
    reports = [s.report for s in library.sources]
    doubts = [Doubt(Place(reports[n].document.id, span), reports[n].text(span), p) for n, span, p in against]
    return Held(finding, bearing, tuple(d for d in doubts if d.place.document not in bearing))


def _otherwise(words: str, taken: Set[int], library: Library) -> Iterator[tuple[near.Stretch, tuple[Problem, ...]]]:
    """Where other sources have nearly the same words, and what is otherwise there."""
    variant = inlined(words)
    for stretch in near.others(variant, library, taken) if len(terms(variant)) >= LONG else ():
        reference = library.sources[stretch.source].spoken(stretch.span)
        labels = drift(reference, variant, Likeness([reference, variant], [reference, variant], None))
        if found := [_problem(d) for d in labels if d not in ("verbatim", "trimmed")]:
            yield stretch, ordered(found)


def _held(report: Report, quoted: Quoted, hit: exact.Hit, said: Voice, library: Library) -> _Held:
    voice = _voice(hit.source, hit.span, library)
    found: set[Problem] = set(_speaker(report, quoted, voice, said, hit.source, hit.span, library))
    found.update(["reversed"] if hit.reversed else [])
    found.update(["certainty_raised"] if hit.raised else [])
    found.update(["trimmed"] if hit.left_out else [])
    return _Held(hit, voice, ordered(found))


def _name(hit: exact.Hit, library: Library) -> str:
    return library.sources[hit.source].report.document.id


def _voice(source: int, span: Span, library: Library) -> Voice:
    one = library.sources[source]
    return voices.voice_at(one.report, library.roster, one.part(span), one.bodies(library.roster))


def _speaker(report: Report, quoted: Quoted, voice: Voice, said: Voice, source: int, span: Span, library: Library) -> set[Problem]:
    """What is the matter with the speaker: `misattributed`, `name_changed` or nothing."""
    one = library.sources[source]
    span = one.part(span)
    if voices.same(said, voice) or voices.beside(report, quoted.span, voice):
        return set()
    if voices.claimed_by(one.report, library.roster, span, said) or voices.pointed_at(one.report, span, said):
        return set()
    if _outlet(said, library) or voices.named_instead(one.report, span, said, voice):
        return set()
    said = voices.described_as(said, library)
    changed = speakers.changed(voices.known(voice, library.usual), said, library.outlets)
    if "misattributed" in changed or voices.misattributed(one.report, library.roster, span, voice, said):
        return {"misattributed"}
    return {"name_changed"} if "name_changed" in changed else set()


def _outlet(said: Voice, library: Library) -> bool:
    """Whether the draft quotes one of the outlets: whoever spoke stands behind it."""
    words = frozenset(t.key for t in terms(said.name or said.described) if t.kind == "word")
    return bool(words) and any(words <= outlet for outlet in library.outlets)


def _changed(
    report: Report, quoted: Quoted, words: str, said: Voice, stretch: near.Stretch, library: Library, embed: Embed | None
) -> Finding:
    reference, variant = library.sources[stretch.source].spoken(stretch.span), inlined(words)
    likeness = Likeness([reference, variant], [reference, variant], near.sparing(reference, variant, embed))
    labels = [_problem(d) for d in drift(reference, variant, likeness) if d != "verbatim"]
    if "reversed" not in labels and negated(reference, variant):
        labels.append("reversed")
    if "name_changed" not in labels and _renamed(report, quoted.span, stretch, reference, variant, library):
        labels.append("name_changed")
    voice = _voice(stretch.source, stretch.span, library)
    problems = ordered([*labels, *_speaker(report, quoted, voice, said, stretch.source, stretch.span, library)])
    return _finding(report, quoted, said, voice, stretch.source, stretch.span, stretch.cover, problems, library)


def negated(reference: str, variant: str) -> bool:
    """Whether a negation that came or went is all that differs: 'only a pause', 'not only a pause'."""
    sides = terms(reference), terms(variant)
    changes = [c for c in aligned(*sides) if c.op != "equal"]
    words = [t.word for c in changes for t in (*sides[0][slice(*c.left)], *sides[1][slice(*c.right)])]
    return len(words) == 1 and words[0] in negations()


def _renamed(report: Report, place: Span, stretch: near.Stretch, reference: str, variant: str, library: Library) -> bool:
    """Whether a name gave way to that of somebody else: to vectors of words all capitals of the world are alike."""
    here, there = names.capitals(variant), names.capitals(reference)
    if not here - there or not there - here:
        return False
    source = library.sources[stretch.source].report
    mine, theirs = (
        {a.key for m in r.cast.within(p) if (a := library.roster.of(r.document.id, m.actor)) is not None}
        for r, p in ((report, place), (source, stretch.span))
    )
    return bool(mine - theirs) or not mine


def _problem(label: str) -> Problem:
    """Words that are missing without a sign are cut; only an ellipsis trims."""
    return "cut" if label == "trimmed" else label  # type: ignore[return-value]


def _finding(
    report: Report, quoted: Quoted, said: Voice, voice: Voice, source: int, span: Span, likeness: float,
    problems: tuple[Problem, ...], library: Library, also: tuple[Place, ...] = (),
) -> Finding:  # fmt: skip
    there = library.sources[source].report
    one = Finding(
        kind="quotation", document=report.document.id, span=quoted.span, text=report.text(quoted.span),
        verdict=verdict(problems, verbatim=True), problems=problems, message="", source=Place(there.document.id, span),
        source_text=there.text(span), likeness=round(likeness, 4), speaker=voices.told_by(said), source_speaker=voices.told_by(voice),
        also=also,
    )  # fmt: skip
    return told(one)


def _missing(report: Report, quoted: Quoted, words: str, said: Voice) -> Finding:
    """No source has these words, nor most of them."""
    spared = quoted.marked and len(terms(words)) <= SHORT
    problems: tuple[Problem, ...] = () if spared else ("not_found",)
    one = Finding(
        kind="quotation", document=report.document.id, span=quoted.span, text=report.text(quoted.span),
        verdict="unchecked" if spared else "not_found", problems=problems, message="", speaker=voices.told_by(said),
    )  # fmt: skip
    return told(one)


def spans(findings: Sequence[Finding]) -> dict[str, list[Span]]:
    """Draft -> places of its quotations."""
    return {k: [f.span for f in g] for k, g in groupby(sorted(findings, key=lambda f: f.document), key=lambda f: f.document)}
