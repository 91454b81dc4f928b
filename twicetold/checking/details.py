"""Numbers, dates and names of a draft, each by itself: where the statement they stand in was found, and anywhere else in the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from twicetold.checking import dates, names
from twicetold.checking import numbers as figures
from twicetold.checking.found import Finding, Kind, Place, Problem, verdict
from twicetold.checking.holders import Match
from twicetold.checking.library import Library, Spot
from twicetold.checking.numbers import SMALL, Number, Numbers
from twicetold.checking.origins import Doubt, Held
from twicetold.types import Report, Span

ABOUT = 0.30  # share of a sentence's telling words that another must have to speak of the same thing


def check(report: Report, library: Library, quoted: Sequence[Finding], stated: Sequence[tuple[Finding, list[Match]]]) -> Iterator[Held]:
    """A finding for every number, date and name of the draft outside its quotations."""
    context = Context(report, library, stated)
    apart = [f.span for f in quoted]
    times = dates.in_draft(report, apart, library)
    for time in times:
        yield Held(_date(context, time))
    for number in figures.in_draft(report, [*apart, *(t.span for t in times)]):
        if (found := _number(context, number)) is not None:
            yield _weighed(context, number, found)
    for name in names.in_draft(report, apart, library):
        if (told := _name(context, name)) is not None:
            yield Held(told)


class Context:
    """Where in the sources the surroundings of a place of the draft were found."""

    def __init__(self, report: Report, library: Library, stated: Sequence[tuple[Finding, list[Match]]]) -> None:
        self.report, self.library, self._stated = report, library, stated
        self.numbers = Numbers(library)
        self.times = dates.Times(library)
        self._shares: dict[Span, dict[int, float]] = {}

    def spots(self, span: Span) -> list[Spot]:
        """Sentences of the sources that the statement around `span` was matched with, the likest first."""
        around = [(f.span.size, m) for f, matches in self._stated if f.span.overlap(span) for m in matches]
        spots = [m.spot for _, m in sorted(around, key=lambda x: (x[0], -x[1].likeness, x[1].spot))]
        return list(dict.fromkeys(spots)) or self._likest(span)

    def matched(self, span: Span) -> bool:
        """Whether a statement around `span` was found in the sources."""
        return any(f.span.overlap(span) and matches for f, matches in self._stated)

    def beside(self, spots: Sequence[Spot]) -> list[Spot]:
        """The sentences before and behind: one statement is often told in two."""
        sizes = [len(s.report.sentences) for s in self.library.sources]
        near = (s._replace(sentence=s.sentence + step) for s in spots for step in (-1, 1))
        return [s for s in dict.fromkeys(near) if 0 <= s.sentence < sizes[s.source] and s not in spots]

    def _likest(self, span: Span) -> list[Spot]:
        shares = self.shares(span)
        best = sorted(shares, key=lambda n: (-shares[n], n))[:3]
        return [self.library.spots[n] for n in best if shares[n] >= ABOUT]

    def sentence(self, span: Span) -> Span:
        return next((s for s in self.report.sentences if s.overlap(span)), span)

    def shares(self, span: Span) -> dict[int, float]:
        """Number of a source's sentence -> share of the words of the draft's sentence around `span`."""
        home = self.sentence(span)
        if home not in self._shares:
            self._shares[home] = self.library.shared(self.report.text(home))
        return self._shares[home]

    def finding(
        self, kind: Kind, span: Span, problems: tuple[Problem, ...], message: str, spot: Spot | None = None, place: Span | None = None
    ) -> Finding:
        one = Finding(
            kind=kind, document=self.report.document.id, span=span, text=self.report.text(span),
            verdict=verdict(problems, verbatim=False), problems=problems, message=message,
        )  # fmt: skip
        if spot is None or place is None:
            return one
        source = self.library.sources[spot.source].report
        return replace(one, source=Place(source.document.id, place), source_text=source.text(place), likeness=1.0)


# ------------------------------------------------------------------------------------------------------------ numbers


def _number(context: Context, number: Number) -> Finding | None:
    spots = context.spots(number.span)
    here = [(s, n) for s in spots for n in context.numbers.at(s)]
    for spot, there in here:
        if figures.agrees(number, there):
            return _holds(context, number, spot, there)
    for spot in context.beside(spots):
        for there in context.numbers.at(spot):
            if figures.agrees(number, there):
                return _holds(context, number, spot, there)
    rivals = [(s, n) for s, n in here if n.unit == number.unit and n.unit]
    shares = context.shares(number.span)
    elsewhere = [
        (share, k, n) for k, n in context.numbers.having(number, shares if number.way != "exact" else ())
        if (share := shares.get(k, 0.0)) >= ABOUT or (n.unit == number.unit and n.unit and not rivals)
    ]  # fmt: skip
    if elsewhere:
        _, k, there = max(elsewhere, key=lambda e: (e[0], -e[1]))
        return _holds(context, number, context.library.spots[k], there)
    if number.spelled and (number.value or 0) <= SMALL and not rivals:
        return None
    options = rivals or [(s, n) for s, n in here if _comparable(number, n)]
    if not options:
        return context.finding("number", number.span, ("not_found",), "No source has this number for what is told here.")
    spot, there = min(options, key=lambda o: (spots.index(o[0]), _far(number, o[1])))
    told = context.library.sources[spot.source].report.text(there.span)
    return context.finding("number", number.span, ("number_changed",), f"The source has {told}.", spot, there.span)


def _weighed(context: Context, number: Number, finding: Finding) -> Held:
    """With the sources that have the number, and other numbers of the same thing in those that have not."""
    if finding.problems or finding.source is None or not number.unit:
        return Held(finding)
    shares = context.shares(number.span)
    spots = list(
        dict.fromkeys((*context.spots(number.span), *(context.library.spots[k] for k, share in sorted(shares.items()) if share >= ABOUT)))
    )
    names = {s: context.library.sources[s.source].report.document.id for s in spots}
    bearing = frozenset(
        (finding.source.document, *(names[s] for s in spots if any(figures.agrees(number, n) for n in context.numbers.at(s))))
    )
    rivals = [(s, n) for s in spots if names[s] not in bearing for n in context.numbers.at(s) if n.unit == number.unit]
    doubts = (Doubt(Place(names[s], n.span), context.library.said(s, n.span), ("number_changed",)) for s, n in rivals)
    return Held(finding, bearing, tuple(doubts))


def _comparable(one: Number, other: Number) -> bool:
    """Both amounts or both clock times, both shares or neither."""
    return (one.value is None) == (other.value is None) and (one.unit == "%") == (other.unit == "%")


def _far(one: Number, other: Number) -> float:
    if one.value is None or other.value is None:
        return 0.0
    return abs(one.value - other.value) / max(abs(one.value), abs(other.value), 1e-9)


def _holds(context: Context, number: Number, spot: Spot, there: Number) -> Finding:
    message = "A source has this number."
    if number.key != there.key:
        message = f"Rounded, as it says: the source has {context.library.sources[spot.source].report.text(there.span)}."
    return context.finding("number", number.span, (), message, spot, there.span)


# -------------------------------------------------------------------------------------------------------------- dates


def _date(context: Context, time: dates.Told) -> Finding:
    spots = context.spots(time.span)
    here = [(s, t) for s in spots for t in context.times.at(s)]
    for spot, there in here:
        if dates.agrees(time, there, context.times.text(spot, there), context.times.anchor(spot)):
            return context.finding("date", time.span, (), "A source has this date.", spot, there.span)
    if (found := _undated(context, time, spots)) is not None:
        return found
    rivals = [(s, t) for s, t in here if t.precision == time.precision(context.times.anchor(s)) and dates.hard(context.times.text(s, t))]
    told = context.matched(time.span)  # else what stands beside the rest of its sentence is no rival
    needed = ABOUT if rivals and told else ABOUT / 2 if dates.floating(time) else 0.0
    shares = context.shares(time.span)
    for number, spot in enumerate(context.library.spots):
        if shares.get(number, 0.0) >= needed:
            for there in context.times.at(spot):
                if dates.agrees(time, there, context.times.text(spot, there), context.times.anchor(spot)):
                    return context.finding("date", time.span, (), "A source has this date.", spot, there.span)
    if not rivals and any(dates.covers(time, day) for day in context.times.published()):
        return context.finding("date", time.span, (), "A source was published then.")
    if not rivals:
        return context.finding("date", time.span, ("not_found",), "No source has this date.")
    spot, there = rivals[0]
    return context.finding("date", time.span, ("date_changed",), f"The source has {context.times.text(spot, there)}.", spot, there.span)


def _undated(context: Context, time: dates.Told, spots: Sequence[Spot]) -> Finding | None:
    """'On Friday' of a source without a date of its own: which day that was nobody can tell, but the words are the same."""
    for spot in spots:
        source = context.library.sources[spot.source].report
        if context.times.anchor(spot) is None and (place := dates.written(time, source, source.sentences[spot.sentence])) is not None:
            return context.finding("date", time.span, (), "A source has this date, in the same words.", spot, place)
    return None


# -------------------------------------------------------------------------------------------------------------- names


def _name(context: Context, name: names.Name) -> Finding | None:
    known = names.look_up(name, context.library)
    if known.place is not None and known.spot is not None:
        if known.garbled:
            told = context.library.sources[known.spot.source].report.text(known.place)
            return context.finding("name", name.span, ("name_changed",), f"The source writes {told}.", known.spot, known.place)
        return context.finding("name", name.span, (), "A source has this name.", known.spot, known.place)
    if known.resolved:
        return context.finding("name", name.span, (), "A source names the same under another name.")
    return context.finding("name", name.span, ("not_found",), "No source has this name.")
