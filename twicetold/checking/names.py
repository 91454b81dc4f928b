"""Names of a draft: in the sources as they stand, as the same actor under another name, spelled otherwise, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from twicetold.checking.library import Library, Spot
from twicetold.checking.plain import fold, plain
from twicetold.retelling.common import frequency, unlisted
from twicetold.retelling.speakers import GARBLED
from twicetold.retelling.terms import Term, terms
from twicetold.types import Actor, Report, Span

SHORTEST = 3  # letters of a name worth looking up
LONGEST = 6  # words of a name
OPENING = re.compile(r"[.:;!?“”\"‘«(\[*_#>\n]")
CALENDAR = re.compile(r"(?:january|february|march|april|may|june|july|august|september|october|november|december|\w+day)s?")
NAMING = frozenset(("name", "metonym", "demonym"))
HEADED = 0.6  # share of words with a capital from which a line is a heading, where capitals tell nothing


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name somebody or something. `actor`: who that is, where it is known."""

    text: str
    span: Span
    actor: Actor | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the sources have of a name."""

    spot: Spot | None = None
    place: Span | None = None
    garbled: bool = False
    resolved: bool = False


def in_draft(report: Report, apart: Sequence[Span], library: Library) -> list[Name]:
    """The names in a draft outside `apart`, each at its first place: mentions of the cast, and runs of capitals inside sentences."""
    found: dict[str, Name] = {}
    for span, key in sorted(_mentions(report)):
        text = report.text(span)
        folded = " ".join(fold(w) for w in text.split() if w[:1].isalnum())
        if folded not in found and not any(a.overlap(span) for a in apart):
            found[folded] = Name(text, span, library.roster.of(report.document.id, key) if key else None)
    return list(found.values())


def _mentions(report: Report) -> Iterator[tuple[Span, str]]:
    """Names of the cast; runs of words with a capital inside a sentence that the cast does not know."""
    taken = [m.span for m in report.cast.mentions if m.kind in (*NAMING, "title")]
    for mention in report.cast.mentions:
        if mention.kind in NAMING and report.document.text[mention.start].isupper() and not _headed(report, mention.span):
            yield mention.span, mention.actor or ""
    for sentence in report.sentences:
        if not _headed(report, sentence):
            yield from ((span, "") for span in _capitals(report, sentence) if not any(_same(span, t) for t in taken))


def _same(span: Span, other: Span) -> bool:
    return other.covers(span)


def _capitals(report: Report, sentence: Span) -> Iterator[Span]:
    """Runs of rare words with a capital that neither begin a sentence nor follow a mark that may begin one."""
    text = report.document.text
    run: list[Term] = []
    found = [t._replace(start=t.start + sentence.start, end=t.end + sentence.start) for t in terms(report.text(sentence))]
    for k, term in enumerate(found):
        fits = term.kind == "word" and text[term.start].isupper() and len(term.word) >= SHORTEST and _is_name(term)
        joined = bool(run) and term.start - run[-1].end <= 1
        if fits and (joined or (not run and k > 0 and OPENING.search(text[found[k - 1].end : term.start]) is None)):
            run.append(term)
            continue
        if run:
            yield Span(run[0].start, run[-1].end)
        run = [term] if fits and k > 0 and OPENING.search(text[found[k - 1].end : term.start]) is None else []
    if run:
        yield Span(run[0].start, run[-1].end)


def capitals(text: str) -> frozenset[str]:
    """Keys of the rare words with a capital behind the first word of `text`."""
    return frozenset(t.key for k, t in enumerate(terms(text)) if k and t.kind == "word" and text[t.start].isupper() and _is_name(t))


def _is_name(term: Term) -> bool:
    """Whether a word with a capital is not a common word, a month or a weekday."""
    return frequency(term.key) <= unlisted() and CALENDAR.fullmatch(term.word) is None


def _headed(report: Report, span: Span) -> bool:
    """Whether a place stands in a heading with capitals throughout."""
    sentence = next((s for s in report.sentences if s.overlap(span)), None)
    if sentence is None:
        return True
    text = report.text(sentence)
    words = [t for t in terms(text) if t.kind == "word"]
    return len(words) > 2 and sum(text[t.start].isupper() for t in words) >= HEADED * len(words) and text.rstrip()[-1:] not in '.!?”"'


def look_up(name: Name, library: Library) -> Known:
    """The first place of the name in the sources; of its last word, where that is all they have; of the nearest spelling."""
    if (known := _written(name.text, library)) is not None:
        return known
    listed = name.actor is not None and not name.actor.key.startswith(("name:", "role:"))  # spellings of the well known vary
    if not listed and (known := _garbled(name.text, library)) is not None and _in_parts(name.text, library) is None:
        return known
    if name.actor is not None and (known := _of_actor(name.actor, library)) is not None:
        return known
    if _of_outlet(name.text, library):
        return Known(resolved=True)
    return _in_parts(name.text, library) or Known()


def _written(text: str, library: Library) -> Known | None:
    letters = plain(text.removesuffix("'s").removesuffix("’s")).letters
    for number, source in enumerate(library.sources):
        run = next(source.plain.find(letters), None)
        if run is not None:
            place = source.plain.span(*run)
            return Known(Spot(number, source.sentence_at(place.start)), place)
    return None


def _of_actor(actor: Actor, library: Library) -> Known | None:
    """A place where a source names the same actor."""
    for number, source in enumerate(library.sources):
        for mention in source.report.cast.mentions:
            other = library.roster.of(source.report.document.id, mention.actor)
            if other is not None and other.key == actor.key and mention.kind != "pronoun":
                return Known(Spot(number, source.sentence_at(mention.start)), mention.span)
    return None


def _of_outlet(text: str, library: Library) -> bool:
    """Whether a source is by that outlet or author, or has the name in its title."""
    letters = plain(text).letters
    told = (w for s in library.sources for w in (s.report.document.outlet, s.report.document.author, s.report.document.title) if w)
    return any(letters in plain(w).letters for w in told)


def _in_parts(text: str, library: Library) -> Known | None:
    """Every word of the name stands in some source: 'President Ann Lee' of 'Lee' and 'Ann'."""
    words = [t.key for t in terms(text) if t.kind == "word" and len(t.word) >= SHORTEST]
    return Known(resolved=True) if words and all(w in library.index for w in words) else None


def _garbled(text: str, library: Library) -> Known | None:
    """A name of a source that is spelled nearly so."""
    options = {
        (number, m.span): source.report.text(m.span)
        for number, source in enumerate(library.sources) for m in source.report.cast.mentions if m.kind == "name"
    }  # fmt: skip
    best = process.extractOne(text, options, scorer=fuzz.ratio, score_cutoff=max(GARBLED, 75.0))
    if best is None:
        return None
    number, place = best[2]
    return Known(Spot(number, library.sources[number].sentence_at(place.start)), place, garbled=True)
