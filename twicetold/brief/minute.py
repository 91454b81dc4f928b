"""In one minute: the few sentences an analyst needs first, each made from data and each with its places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx

from twicetold.brief import phrases
from twicetold.brief.changes import against, alike
from twicetold.brief.charts.balance import describe
from twicetold.brief.items import Balance, Claim, Mention, Quote, ShiftSeen, Story
from twicetold.brief.places import Place
from twicetold.retelling.drift import negates, opposites
from twicetold.retelling.terms import Term, stem, terms
from twicetold.types import ShiftKind, Span

SHIFTS, QUOTES, BALANCES, FORECASTS = 3, 1, 1, 1  # statements of a kind at most: more no longer is a minute
PLACES = 3  # chips after a statement
FRAGMENT = 5  # words: shorter ones say little on their own
CANDIDATES = 200  # changes looked at, the weightiest first
ALIKE = 0.4  # share in common from which two sentences are seen to be one, changed
TEXT = 110  # characters of a claim repeated in a statement


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a sentence."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, the places it rests on, and the item (label, anchor) where there is more."""

    runs: tuple[Run, ...]
    places: tuple[Place, ...]
    more: tuple[str, str] | None = None
    kind: str = ""

    @property
    def text(self) -> str:
        return "".join(r.text for r in self.runs)


def minute(story: Story) -> list[Statement]:
    """At most about ten statements on a story; none without a place in a report."""
    told = [*_origins(story), *_shifts(story), *_quotes(story), *_balances(story), *_apart(story), *_forecasts(story)]
    return [s for s in told if s.places]


def _say(*parts: str) -> tuple[Run, ...]:
    """Runs from text in which every second part is strong."""
    return tuple(Run(p, bool(k % 2)) for k, p in enumerate(parts) if p)


# ------------------------------------------------------------------------------------------------------------- origins


def _origins(story: Story) -> Iterator[Statement]:
    roots = _roots(story)
    count = len(story.reports)
    weight = Counter(n for found in roots.values() for n in found)
    names = sorted(weight, key=lambda n: (-weight[n], str(n)))
    retold = [n for n in names if weight[n] > 1 or isinstance(n, str)]
    for name in retold[:2]:
        followers = [n for n, found in roots.items() if name in found and n != name]
        told = {r.child.number: r for r in reversed(story.retellings)}
        places = tuple(p for n in followers if n in told for p in told[n].places[:1])
        yield Statement(_origin_words(story, name, followers, count), places[:PLACES], ("who retells whom", f"{story.anchor}-retellings"))
    if story.alone and count > 1:
        yield _unlinked(story)


def _origin_words(story: Story, name: int | str, followers: list[int], count: int) -> tuple[Run, ...]:
    here = next((r.name for r in story.reports if r.number == name), None)
    told = here or phrases.the(str(name))
    where = "which is among the reports" if here else "which is not among the reports"
    if count == 1:
        return _say("The only report retells ", told, f", {where}.")
    if len(followers) + (here is not None) == count and story.origins == 1:
        every = phrases.both_or_all(count, "report") + " retell" if here is None else phrases.both_or_all(len(followers), "other report")
        every += ("s" if len(followers) == 1 else " retell" if len(followers) > 1 else "") if here else ""
        if here and len(followers) == 1:
            every = "The other report retells"
        return _say(f"{every} ", f"one source, {told}", f", {where}: treat them as one.")
    start = phrases.spelled(len(followers)).capitalize()
    rest = f": that is one source, not {phrases.spelled(len(followers))}." if len(followers) > 1 else "."
    return _say(f"{start} of {phrases.spelled(count)} reports {'goes' if len(followers) == 1 else 'go'} back to ", told, f", {where}{rest}")


def _unlinked(story: Story) -> Statement:
    more = [f"{phrases.spelled(len(story.alone) - 3)} more"] if len(story.alone) > 3 else []
    names = phrases.series([r.name for r in story.alone[:3]] + more)
    start = "No report seems to retell another" if len(story.alone) == len(story.reports) else f"No retelling was found for {names}"
    runs = _say("", start, "; that alone does not prove that " + ("they are" if len(story.alone) > 1 else "it is") + " independent.")
    return Statement(runs, tuple(Place(r, Span(0, 0), "") for r in story.alone[:PLACES]))


def _roots(story: Story) -> dict[int, frozenset[int | str]]:
    """Where each report goes back to: numbers of reports, names of outside origins. A circle of retellings goes back to its members."""
    parents: dict[int, list[int | str]] = {}
    for r in story.retellings:
        parents.setdefault(r.child.number, []).append(r.parent.number if r.parent else r.origin or "")
    graph = networkx.DiGraph([(child, parent) for child, found in parents.items() for parent in found])
    graph.add_nodes_from(r.number for r in story.reports)
    whole = networkx.condensation(graph)
    roots: dict[int, frozenset[int | str]] = {}
    for k in reversed(list(networkx.topological_sort(whole))):  # parents before their children
        beyond = [roots[n] for n in sorted(whole.successors(k))]
        roots[k] = frozenset().union(*beyond) if beyond else frozenset(whole.nodes[k]["members"])
    return {r.number: roots[whole.graph["mapping"][r.number]] for r in story.reports}


# -------------------------------------------------------------------------------------------------------------- shifts


def _shifts(story: Story) -> Iterator[Statement]:
    """The weightiest changes, of different kinds where there are several."""
    found = [(c, m, x) for c in story.claims for m in c.mentions for x in m.shifts[:1] if x.since and _seen(c, m, x)][:CANDIDATES]
    found.sort(key=_doubt)
    chosen: list[tuple[Claim, Mention, ShiftSeen]] = []
    for wanted in (True, False):  # first one of each kind, then what is left
        for claim, mention, shift in found:
            fresh = shift.kind not in {x.kind for _, _, x in chosen}
            if len(chosen) < SHIFTS and claim.label not in {c.label for c, _, _ in chosen} and fresh == wanted:
                chosen.append((claim, mention, shift))
    for claim, mention, shift in chosen:
        yield _shift(claim, mention, shift)


def _seen(claim: Claim, mention: Mention, shift: ShiftSeen) -> bool:
    """Whether a reader sees the change in the words: a negation more or fewer, an opposite, a hedge that the other side does not have."""
    since = next((m for m in (*claim.mentions, *claim.also) if m.place == shift.since), None)
    if since is None:
        return False
    before, after = terms(since.place.words), terms(mention.place.words)
    if shift.kind == "reversed":
        odd = sum(negates(before, k) for k in range(len(before))) % 2 != sum(negates(after, k) for k in range(len(after))) % 2
        return odd or bool({(stem(a.word), stem(b.word)) for a in before for b in after} & opposites())
    if shift.kind == "certainty_raised":
        return not _has(after, since.certainty.cue)
    return shift.kind != "certainty_lowered" or not _has(before, mention.certainty.cue)


def _has(words: Sequence[Term], cue: str | None) -> bool:
    """Whether an estimative phrase stands among words, in any spelling: 'two in 3'."""
    wanted, keys = [t.key for t in terms(cue or "")], [t.key for t in words]
    return bool(wanted) and any(keys[k : k + len(wanted)] == wanted for k in range(len(keys)))


def _doubt(found: tuple[Claim, Mention, ShiftSeen]) -> tuple[bool, bool, bool]:
    """What tells least goes last: fragments, changes within one report, and sentences so different that nobody sees the change."""
    _, mention, shift = found
    sides = [p for p in (mention.place, shift.since) if p]
    fragment = min(len(p.words.split()) for p in sides) < FRAGMENT
    return fragment, len({p.report.number for p in sides}) == 1, alike(mention.place.words, mention.compared) < ALIKE


def _shift(claim: Claim, mention: Mention, shift: ShiftSeen) -> Statement:
    since = next(m for m in (*claim.mentions, *claim.also) if m.place == shift.since)
    quoted = f"‘{_excerpt(since, mention)}’"
    name, before = mention.place.report.short, since.place.report.short
    again = "the same report" if name == before else name
    told = f"‘{_excerpt(mention, since)}’"
    how: dict[ShiftKind, tuple[str, ...]] = {
        "certainty_raised": (f"{before} has {quoted} ({_sure(since)}); {again} ", _firmly(mention), f": {told}."),
        "certainty_lowered": (f"{before} has {quoted} ({_sure(since)}); {again} ", _weakly(since, mention), f": {told}."),
        "reversed": (f"{before} has {quoted}; {again} ", "says the opposite", f": {told}."),
        "number_changed": (f"{before} has {quoted}; {again} ", "gives another number", f": {told}."),
        "name_changed": (f"{before} has {quoted}; {again} ", "names somebody else", f": {told}."),
        "holder_dropped": (f"{before} gives {quoted} as the words of {_whose(since)}; {again} ", "says it in its own voice", f": {told}."),
        "meaning_changed": (f"{before} has {quoted}; {again} ", "means something else", f": {told}."),
    }
    return Statement(_say(*how[shift.kind]), (since.place, mention.place), (claim.label, claim.anchor), shift.kind)


def _excerpt(m: Mention, other: Mention) -> str:
    """The words of a mention around its hedge, or else around the first word that `other` does not have."""
    line = phrases.one_line(m.place.words)
    at = line.find(m.certainty.cue) if m.certainty.cue else -1
    if at < 0 and len(line) > TEXT:
        at = 0
        for change in against(line, phrases.one_line(other.place.words)):
            if change.kind in ("changed", "only"):
                break
            at += len(change.text) if change.kind == "same" else 0
    return phrases.window(line, at, TEXT)


def _sure(m: Mention) -> str:
    return f"‘{m.certainty.cue}’, {m.certainty.band}" if m.certainty.cue and m.certainty.band else m.certainty.words


def _firmly(m: Mention) -> str:
    return "states it as fact" if m.certainty.level == "asserted" else f"is surer ({_sure(m)})"


def _weakly(since: Mention, m: Mention) -> str:
    """A lower band is not less sure: 'excluded' is surer than 'unlikely'."""
    return f"puts it lower ({_sure(m)})" if since.certainty.band and m.certainty.band else f"is less sure ({_sure(m)})"


def _whose(m: Mention) -> str:
    return phrases.the(m.chain[-1].name) if m.chain else "another"


# ------------------------------------------------------------------------------------- quotations, commitments, forecasts


def _quotes(story: Story) -> Iterator[Statement]:
    for quote in [q for q in story.altered if q.reports > 1][:QUOTES]:
        yield _quote(quote)
    wrong = [
        (q, v) for q in story.quotes for v in q.variants if "misattributed" in v.drift and (v.speaker is None or v.speaker != q.speaker)
    ]
    for quote, said in wrong[:QUOTES]:
        who = f" {phrases.the(said.speaker)}" if said.speaker else " somebody else"
        words = f"{said.place.report.short} puts ‘{phrases.shorten(said.text, TEXT)}’ "
        owner = f"; the words are those of {phrases.the(quote.speaker)}." if quote.speaker else "."
        yield Statement(_say(words, f"in the mouth of{who}", owner), (said.place,), (quote.label, quote.anchor), "misattributed")


def _quote(quote: Quote) -> Statement:
    first = quote.variants[0]
    others = [v for v in quote.variants if set(v.drift) - {"verbatim", "trimmed"}]
    who = f"The words of {phrases.the(quote.speaker)}" if quote.speaker else "The words"
    faithful = f"; {first.place.report.short} is the most faithful." if first.reference else "."
    runs = _say(
        f"{who} ‘{phrases.shorten(first.text, TEXT)}’ stand in quotation marks in {phrases.spelled(quote.reports)} reports, ",
        f"{phrases.spelled(len(others))} of them in other words", faithful,
    )  # fmt: skip
    return Statement(runs, tuple(v.place for v in (first, *others))[:PLACES], (quote.label, quote.anchor), "reworded")


def _balances(story: Story) -> Iterator[Statement]:
    for b in story.balanced[:BALANCES]:
        counted = [p for side in b.given for k in side for p in k.places[:1]]
        yield Statement(_balance_words(b), tuple(counted[:PLACES]), ("commitments", f"{story.anchor}-commitments"))


def _balance_words(b: Balance) -> tuple[Run, ...]:
    more, less = map(phrases.the, b.names if b.data.index >= 0 else b.names[::-1])
    even = round(b.data.index, 2) == 0
    unclear = ", but not clearly so" if b.data.low <= 0 <= b.data.high and not even else ""
    told = f"as much is committed by {more} as by {less}" if even else f"more is committed by {more} than by {less}{unclear}"
    return _say("On the reported record ", told, f": {describe(b)}.")


def _apart(story: Story) -> Iterator[Statement]:
    for k in [k for k in story.commitments if k.apart][:1]:
        toward = f", towards {phrases.the(k.toward)}" if k.toward else ""
        runs = _say("", k.data.status.capitalize(), f" by {phrases.the(k.party)}{toward}: {phrases.shorten(k.act, TEXT)}.")
        yield Statement(runs, k.places[:PLACES], (k.label, k.anchor), k.data.status)


def _forecasts(story: Story) -> Iterator[Statement]:
    dated = sorted(story.forecasts, key=lambda f: (f.data.horizon is None, -len(f.places)))
    for f in dated[:FORECASTS]:
        when = f" ‘{phrases.shorten(f.until, 60)}’" if f.until else ""
        band = f", {f.certainty.band}" if f.certainty.band else ""
        who = f.holder or f.places[0].report.short
        outcome = ("" if f.data.outcome is None else "It ") + phrases.OUTCOMES[f.data.outcome] + "."
        outcome = phrases.capital(outcome)
        runs = _say("Forecast: ", phrases.shorten(f.event, TEXT), f"{when} ({who}, {f.certainty.words}{band}). {outcome}")
        yield Statement(runs, f.places[:PLACES], (f.label, f.anchor))
