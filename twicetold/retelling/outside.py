"""Origins that are not among the documents: a report that rests on somebody else's text, and says so.

Read, not inferred: an origin is named only where the report's own attributions name it. A report rests on an outside text when most of what it
attributes goes back to one holder, that holder speaks in writing (an assessment, a study, a readout, '... writes'), and the reporter gives no
sign of having been there or having asked. Credits of news agencies ('(AP) -', 'Source: Xinhua') name an origin as well.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

from twicetold.retelling import credits
from twicetold.retelling.lists import function_words
from twicetold.types import Attribution, Report, Roster, Span, hull

BULK = 0.5  # share of all attributed words that must go back to the one holder
WEIGHTY = 0.2  # share of the article that must be attributed to that holder
OWN_SIGNS = 1  # signs of own reporting that a report may have and still rest on another's text
NEAR = 60  # characters after a source in which 'in an assessment' makes it a written one
ABBREVIATION = 10  # letters of the longest
GOVERNMENT = frozenset("ministry department office government embassy parliament chancellery presidency".split())
LEAD = 4  # sentences
PERSONAL = frozenset("he she they it who him her them".split())
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
UPPER = r"[^\W\d_a-zà-ÿ]"
NAME = re.compile(rf"{UPPER}[\w’'&.-]*(?:\s+(?:(?:of|for|the|and|on|in|de|du|des|für|&)\s+){{0,2}}{UPPER}[\w’'&.-]*)*")
DEFINED = re.compile(
    rf"((?:{UPPER}[\w’'&.-]*\s+(?:(?:of|for|the|and|on|in|de|du|des|für|&)\s+){{0,2}}){{1,7}}{UPPER}[\w’'&.-]*|{UPPER}[\w’'&.-]*)\s+\(({UPPER}[A-Za-z.&-]{{1,9}})\)"
)
AGENCY_LINE = re.compile(r"^[^\n]{0,80}\(([^()\n]{2,40})\)\s*[-–—]", re.M)


@dataclass(frozen=True, slots=True)
class Origin:
    """An outside source of one report: its name, where the report names or quotes it, how sure (0..1), and what was read."""

    name: str
    spans: tuple[Span, ...]
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Holder:
    """The attributions of one report that go back to one holder."""

    attributions: tuple[int, ...]
    share: float  # of all attributed characters
    weight: float  # of the article
    written: bool


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    table = tomllib.loads(resources.files("twicetold.retelling").joinpath("sources.toml").read_text(encoding="utf-8"))
    out = {key: frozenset(table[key]["words"].split()) for key in ("documents", "bodies", "written")}
    out["speech"] = frozenset(table["speech"]["phrases"])
    return out


@lru_cache(maxsize=1)
def agencies() -> dict[str, str]:
    """News agencies by the names under which they are credited."""
    table = tomllib.loads(resources.files("twicetold.retelling").joinpath("sources.toml").read_text(encoding="utf-8"))
    return dict(table["agencies"]["names"])


def named(report: Report, origin: Origin) -> tuple[Span, ...]:
    """Where a report's attributions name `origin`, or refer to a text as their source: what it says there; empty if nowhere."""
    out = []
    for a in report.claims.attributions:
        words = " ".join(report.text(s) for s in a.source)
        names = [n for n in _written_names(report, a) if _same(_full(report, n), origin.name)]
        if a.content and _in_body(report, a) and (names or {w.casefold() for w in WORD.findall(words)} & _lists()["documents"]):
            out.append(hull(a.content))
    return tuple(sorted(set(out)))


def origins(reports: Sequence[Report], roster: Roster) -> dict[str, Origin]:
    """The outside origin of every report that names one; one name for one origin in all reports.

    What one of the reports' own outlets has published is no outside origin.
    """
    found = {r.document.id: o for r in reports if (o := _bulk(r, roster) or _agency(r))}
    own = {r.document.id: credits.names(r.document.outlet or "") for r in reports}
    outlets = sorted({" ".join(names) for names in own.values() if names})
    found = {key: o for key, o in found.items() if not any(_same(o.name, name) for name in outlets)}
    return _unified(found)


def _bulk(report: Report, roster: Roster) -> Origin | None:
    holder = _main_holder(report)
    if holder is None or not holder.written or holder.share < BULK or holder.weight < WEIGHTY or _own_signs(report) > OWN_SIGNS:
        return None
    name = _name(report, holder, roster)
    if name is None:
        return None
    said = [report.claims.attributions[k] for k in holder.attributions]
    spans = tuple(sorted({hull(a.content) for a in said if a.content}))
    reason = f"{holder.share:.0%} of what it attributes goes back to {name}, in writing; nothing shows own reporting."
    return Origin(name, spans, round(min(0.95, 0.4 + holder.share / 4 + holder.weight / 4), 3), reason)


def _agency(report: Report) -> Origin | None:
    """A news agency that a dateline or a source line credits."""
    text, own = report.document.text, credits.names(report.document.outlet or "")
    for span in _credit_places(text):
        words = text[span.start : span.end]
        for written, name in agencies().items():
            if re.search(rf"(?<!\w){re.escape(written)}(?!\w)", words) and not set(credits.names(name)) <= set(own):
                return Origin(name, (span,), 0.7, f"The page credits {name}.")
    return None


def _credit_places(text: str) -> Iterator[Span]:
    for m in AGENCY_LINE.finditer(text):
        yield Span(m.start(1), m.end(1))
    for m in credits.SOURCE_LINE.finditer(text):
        yield Span(m.start(), m.end())


def _own_signs(report: Report) -> int:
    text = report.document.text.casefold()
    return sum(text.count(phrase) for phrase in _lists()["speech"])


def _main_holder(report: Report) -> _Holder | None:
    """The holder to whom most of what the report attributes goes back."""
    said = [(k, a) for k, a in enumerate(report.claims.attributions) if a.parent is None and a.content and _in_body(report, a)]
    if not said:
        return None
    size = {k: sum(s.size for s in a.content) for k, a in said}
    groups = _groups(report, said)
    total, article = sum(size.values()), sum(s.size for s in report.document.body)
    best = max(groups, key=lambda g: (sum(size[k] for k in g), [-k for k in g]))
    held = sum(size[k] for k in best)
    written = any(_is_written(report, report.claims.attributions[k]) for k in best)
    return _Holder(tuple(best), held / max(1, total), held / max(1, article), written)


def _in_body(report: Report, a: Attribution) -> bool:
    place = hull(a.content)
    return any(part.overlap(place) for part in report.document.body)


def _words(report: Report, ranges: Iterable[Span]) -> list[str]:
    return [w for s in ranges for w in WORD.findall(report.text(s))]


def _groups(report: Report, said: list[tuple[int, Attribution]]) -> list[list[int]]:
    """Attributions by holder: the same actor, the same name or head word, pronouns with the one before, all written sources together.

    What a report takes from 'a readout' it takes from the one whose readout it is: written sources join the holder who says most beside them.
    """
    label: dict[str, int] = {}
    group: dict[int, int] = {}
    last = None
    for k, a in said:
        keys = _keys(report, a)
        joined = sorted({label[x] for x in keys if x in label})
        if not keys and last is not None:
            joined = [group[last]]
        number = joined[0] if joined else k
        for x in list(label):
            label[x] = number if label[x] in joined else label[x]
        for j in list(group):
            group[j] = number if group[j] in joined else group[j]
        label.update(dict.fromkeys(keys, number))
        group[k], last = number, k
    out: defaultdict[int, list[int]] = defaultdict(list)
    for k, number in group.items():
        out[number].append(k)
    return _with_documents(report, sorted(out.values()))


def _keys(report: Report, a: Attribution) -> set[str]:
    """What tells one holder from another in the words of a source; empty for pronouns and missing sources."""
    words = _words(report, a.source)
    lists = _lists()
    plain = {w.casefold().removesuffix("’s").removesuffix("'s") for w in words} - function_words() - PERSONAL
    keys = {"#text"} if plain & (lists["documents"] | lists["bodies"]) else set()
    keys |= {w.removesuffix("’s").removesuffix("'s") for w in words if w[:1].isupper() and w.casefold() not in function_words()}
    keys |= {w for w in plain if w not in lists["documents"] | lists["bodies"]} if not keys else set()
    if a.actor is not None:
        keys.add("actor " + a.actor)
    return keys


def _with_documents(report: Report, groups: list[list[int]]) -> list[list[int]]:
    """The group of mere documents ('a readout') joined with the largest other group, if there is an other."""
    bare = [g for g in groups if all(_only_document(report, report.claims.attributions[k]) for k in g)]
    others = [g for g in groups if g not in bare]
    if not bare or not others:
        return groups
    size = lambda g: sum(s.size for k in g for s in report.claims.attributions[k].content)  # noqa: E731 - a key of two words
    best = max(others, key=lambda g: (size(g), [-k for k in g]))
    return [g for g in others if g is not best] + [sorted(best + [k for g in bare for k in g])]


def _only_document(report: Report, a: Attribution) -> bool:
    words = {w.casefold() for w in _words(report, a.source)} - function_words()
    return bool(words & _lists()["documents"]) and not any(w[:1].isupper() for w in _words(report, a.source)[1:])


def _is_written(report: Report, a: Attribution) -> bool:
    """Whether the source is a text, or the verb is one of writing, or 'in a report' stands behind it."""
    lists = _lists()
    if {w.casefold() for w in _words(report, a.source)} & lists["documents"]:
        return True
    if {w.casefold() for w in _words(report, a.cue)} & lists["written"]:
        return True
    end = hull(a.cue).end if a.cue else 0
    behind = {w.casefold() for w in WORD.findall(report.document.text[end : end + NEAR])}
    return bool(a.cue) and bool(behind & lists["documents"])


def _name(report: Report, holder: _Holder, roster: Roster) -> str | None:
    """The name of the organisation that most of the holder's words are resolved to, or the fullest that is written."""
    said = [report.claims.attributions[k] for k in holder.attributions]
    written = [_full(report, n) for a in said for n in _written_names(report, a)]
    written = written or [_full(report, n) for s in _lead(report) for n in _body_names(report.text(s))]
    fullest = max(sorted(set(written)), key=lambda n: (len(n.split()) > 1, written.count(n), len(n)), default=None)
    name = _resolved(report, said, roster) or fullest
    if fullest is not None and name is not None and _tokens(name) < _tokens(fullest) and name in fullest:
        name = fullest
    if name is None or not _tokens(name) & GOVERNMENT:
        return name
    kinds = [w.casefold() for a in said for w in _words(report, a.source) if w.casefold() in _lists()["documents"]]
    return f"{name} {kinds[0]}" if kinds else name


def _resolved(report: Report, said: Sequence[Attribution], roster: Roster) -> str | None:
    """The organisation, not the outlet itself, to whom most attributed characters go back."""
    votes: defaultdict[str, int] = defaultdict(int)
    for a in said:
        actor = roster.of(report.document.id, a.actor)
        if actor is not None and actor.kind == "organisation" and not _same(actor.name, report.document.outlet or ""):
            votes[actor.name] += sum(s.size for s in a.content)
    return max(sorted(votes), key=lambda n: votes[n], default=None)


def _lead(report: Report) -> list[Span]:
    """The first sentences of the article, where a report says what it rests on."""
    return [s for s in report.sentences if any(part.overlap(s) for part in report.document.body)][:LEAD]


def _full(report: Report, name: str) -> str:
    """An abbreviation that the report explains, written out."""
    for m in DEFINED.finditer(report.document.text):
        words = WORD.findall(m.group(1))
        for k in range(len(words) - 1):
            if m.group(2) == name and _initials(" ".join(words[k:])) == name.casefold():
                return m.group(1)[m.group(1).index(words[k]) :]
    return name


def _written_names(report: Report, a: Attribution) -> Iterator[str]:
    """Names of bodies in the words of a source: proper names with a body word, abbreviations, ministries."""
    words = " ".join(report.text(s) for s in a.source)
    yield from _body_names(words)
    lower = re.search(rf"(?:{UPPER}[\w-]+\s+)?(?:[a-z]+\s+)?(?:ministry|department|embassy)\b", words)
    if lower:
        yield re.sub(r"^(?:the|a|an|his|her|its|their|our|this|that)\s+", "", lower.group(), flags=re.I)


def _body_names(words: str) -> Iterator[str]:
    bodies = _lists()["bodies"] | GOVERNMENT
    for m in NAME.finditer(words):
        name = re.sub(r"[’']s$", "", m.group())
        name = re.split(r"\s(?:of|for|at|from|with|by|in)\s+the\s+(?=\S+\s)", name)[-1] if _person_first(name, bodies) else name
        name = re.sub(r"^(?:The|A|An)\s+", "", name)
        name = re.sub(r"^(?:US|U\.S\.|UK|EU)\s+(?=\S+\s)", "", name) if not _tokens(name) & GOVERNMENT else name
        parts = {w.casefold() for w in WORD.findall(name)}
        if (parts & bodies and len(parts) > 1) or (name.isupper() and 1 < len(name) < ABBREVIATION):
            yield name


def _person_first(name: str, bodies: frozenset[str]) -> bool:
    """'Marit Solheim of the Baltic Conflict Observatory': no body word before 'of the'."""
    before = re.split(r"\s(?:of|for|at|from|with|by|in)\s+the\s+", name)[0]
    return before != name and not {w.casefold() for w in WORD.findall(before)} & bodies


def _tokens(name: str) -> frozenset[str]:
    return frozenset(w.casefold().rstrip("s") for w in WORD.findall(name)) - function_words()


def _initials(name: str) -> str:
    return "".join(w[0] for w in WORD.findall(name) if w.casefold() not in function_words()).casefold()


def _same(one: str, other: str) -> bool:
    """Whether two names can be of one body: the words of one stand in the other, or it is its abbreviation."""
    a, b = _tokens(one), _tokens(other)
    if not a or not b:
        return False
    return a <= b or b <= a or one.casefold() == _initials(other) or other.casefold() == _initials(one)


def _unified(found: dict[str, Origin]) -> dict[str, Origin]:
    """The same name for origins whose names can be of one body: the fullest in most reports."""
    names = [o.name for _, o in sorted(found.items())]
    out = {}
    for key, origin in sorted(found.items()):
        alike = [n for n in names if _same(n, origin.name)]
        best = max(sorted(set(alike)), key=lambda n: (len(n.split()) > 1, alike.count(n), -len(n)))
        out[key] = renamed(origin, best)
    return out


def renamed(origin: Origin, name: str) -> Origin:
    """`origin` under another name of the same body."""
    return replace(origin, name=name, reason=origin.reason.replace(origin.name, name))
