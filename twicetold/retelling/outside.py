"""Origins that are not among the documents: a report that rests on somebody else's text, and says so.

Read, not inferred: an origin is named only where the report's own attributions name it. A report rests on an outside text when most of
what it attributes goes back to one holder, that holder speaks in writing (an assessment, a study, a readout, '... writes'), and the
reporter gives no sign of having been there or having asked. An office's own text is an original. Credits of news agencies ('(AP) -',
'Source: Xinhua') name an origin as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from twicetold.retelling import bodies, credits, offices, wires
from twicetold.retelling.lists import function_words
from twicetold.retelling.tables import table, words
from twicetold.retelling.wires import Wire
from twicetold.types import Attribution, Report, Roster, Span, hull

BULK = 0.5  # share of all attributed words that must go back to the one holder
WEIGHTY = 0.2  # share of the article that must be attributed to that holder
HERALDED_BULK, HERALDED_WEIGHTY = 0.3, 0.05  # the same where the lead names a body and its text; on twelve families no report does that
# which is not taken from there, and the reader misses attributions of translated texts
OWN_SIGNS = 1  # signs of own reporting that a report may have and still rest on another's text
NEAR = 60  # characters after a source in which 'in an assessment' makes it a written one
LEAD = 4  # sentences
SIGNED = {"dateline": 0.9, "line": 0.8, "text": 0.6}  # how sure a credit to an outside outlet makes an edge, by where it stands
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Origin:
    """An outside source of one report: its name, where the report names or quotes it, how sure (0..1), and what was read."""

    name: str
    spans: tuple[Span, ...]
    score: float
    reason: str
    kind: Literal["bulk", "dateline", "line", "text"] = "bulk"


@dataclass(frozen=True, slots=True)
class _Holder:
    """The attributions of one report that go back to one holder."""

    attributions: tuple[int, ...]
    share: float  # of all attributed characters
    weight: float  # of the article
    written: bool


def named(report: Report, origin: Origin) -> tuple[Span, ...]:
    """Where a report's attributions name `origin`, or refer to a text as their source: what it says there; empty if nowhere."""
    out = []
    for a in report.claims.attributions:
        found = [
            n
            for n in bodies.named(" ".join(report.text(x) for x in a.source))
            if bodies.same(bodies.full(report.document.text, n), origin.name)
        ]
        if (
            a.content
            and _in_body(report, a)
            and (found or {w.casefold() for w in _words(report, a.source)} & words("sources", "documents"))
        ):
            out.append(hull(a.content))
    if not out:
        out = [s for s in _lead(report) if bodies.spoken_of(report.text(s), origin.name)]
    return tuple(sorted(set(out)))


def origins(reports: Sequence[Report], roster: Roster, known: Mapping[str, Sequence[str]]) -> dict[str, Origin]:
    """The outside origin of every report that names one; one name for one origin in all reports.

    `known` are the outlets whose reports a report can have been taken from: they are not outside. Nor is what any outlet of the set has
    published under its own name.
    """
    outlets = sorted({" ".join(credits.names(r.document.outlet)) for r in reports if r.document.outlet})
    found = {}
    for report in reports:
        near = known.get(report.document.id, ())
        own = offices.official(report)
        signed = [w for w in wires.read(report, near) if not wires.garbled(w, report, near) and (w.kind == "dateline" or not own)]
        bulk = None if own else _bulk(report, roster)
        if signed and (signed[0].kind != "text" or bulk is not None):
            found[report.document.id] = _signed(signed[0])
        elif bulk is not None and not any(bodies.same(bulk.name, outlet) for outlet in outlets):
            found[report.document.id] = bulk
    return _unified(found)


def beside(report: Report, parents: Sequence[Report], outlets: Sequence[str]) -> list[Origin]:
    """Outlets outside the set that a report with `parents` credits in its text, beside these; not what they have credited already."""
    out: dict[str, Origin] = {}
    for wire in wires.read(report, outlets):
        inherited = any(wire.name.casefold() in p.document.text.casefold() for p in parents)
        if wire.kind == "text" and not inherited and _in_any(report, wire.span):
            spans = (*out[wire.name].spans, wire.span) if wire.name in out else (wire.span,)
            out[wire.name] = Origin(wire.name, spans, SIGNED["text"], f"It credits {wire.name}.", "text")
    return list(out.values())


def _in_any(report: Report, span: Span) -> bool:
    return any(part.overlap(span) for part in report.document.body)


def _bulk(report: Report, roster: Roster) -> Origin | None:
    holder, herald = _main_holder(report), heralded(report)
    share, weight = (HERALDED_BULK, HERALDED_WEIGHTY) if herald else (BULK, WEIGHTY)
    if holder is None or not holder.written or holder.share < share or holder.weight < weight or own_signs(report) > OWN_SIGNS:
        return None
    name = _name(report, holder, roster) or herald
    if name is None or (herald and not bodies.same(name, herald) and holder.share < BULK):
        return None
    said = [report.claims.attributions[k] for k in holder.attributions]
    spans = tuple(sorted({hull(a.content) for a in said if a.content}))
    reason = f"{round(100 * holder.share)} % of what it attributes goes back to {name}, in writing; nothing shows own reporting."
    return Origin(name, spans, round(min(0.95, 0.4 + holder.share / 4 + holder.weight / 4), 3), reason)


def _signed(wire: Wire) -> Origin:
    """The origin that a dateline or a source line names."""
    where = {"dateline": "dateline", "line": "source line", "text": "text"}[wire.kind]
    return Origin(wire.name, (wire.span,), SIGNED[wire.kind], f"Its {where} credits {wire.name}.", wire.kind)


def own_signs(report: Report) -> int:
    """How many signs of own reporting a report shows: 'told reporters', 'asked whether', 'told the Chronicle' in the Chronicle."""
    text = report.document.text.casefold()
    return sum(text.count(phrase) for phrase in table("sources")["speech"]["phrases"]) + 2 * _told_to_itself(report, text)


def _told_to_itself(report: Report, text: str) -> bool:
    name = [w.casefold() for w in WORD.findall(report.document.outlet or "")]
    if not name:
        return False
    forms = {
        r"\W+".join(map(re.escape, name)),
        r"\W+".join(map(re.escape, credits.names(report.document.outlet or ""))),
        re.escape(name[-1]),
    }
    heard = "|".join(re.escape(p) for p in table("sources")["speech"]["heard"])
    return re.search(rf"\b(?:{heard})\s+(?:the\s+)?(?:{'|'.join(sorted(forms))})\b", text) is not None


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


def heralded(report: Report) -> str | None:
    """The body whose text the lead says the report is about: 'a note which the Wensley Institute has sent', 'a study by …'."""
    speechless = _speechless(report)
    for span in _lead(report):
        sentence = report.text(span)
        if {w.casefold() for w in WORD.findall(sentence)} & words("sources", "documents"):
            for name in bodies.proper(sentence):
                full = bodies.full(report.document.text, name)
                named = len(full.split()) > 1 and bool({w.casefold() for w in WORD.findall(full)} & words("sources", "bodies"))
                if named and full.casefold() not in speechless and not bodies.same(full, report.document.outlet or ""):
                    return full
    return None


def _in_body(report: Report, a: Attribution) -> bool:
    place = hull(a.content)
    return any(part.overlap(place) for part in report.document.body)


def _words(report: Report, ranges: Iterable[Span]) -> list[str]:
    return [w for s in ranges for w in WORD.findall(report.text(s))]


def _groups(report: Report, said: list[tuple[int, Attribution]]) -> list[list[int]]:
    """Attributions by holder: the same actor, the same name or head word, pronouns with the one before, all written sources together.

    What a report takes from 'a readout' it takes from the one whose readout it is: written sources join the holder who says most beside
    them.
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
    written = _words(report, a.source)
    plain = {w.casefold().removesuffix("’s").removesuffix("'s") for w in written} - function_words() - words("sources", "pronouns")
    keys = {"#text"} if plain & (words("sources", "documents") | words("sources", "bodies")) else set()
    keys |= {w.removesuffix("’s").removesuffix("'s") for w in written if w[:1].isupper() and w.casefold() not in function_words()}
    keys |= {w for w in plain if w not in words("sources", "documents") | words("sources", "bodies")} if not keys else set()
    if a.actor is not None:
        keys.add("actor " + a.actor)
    return keys


def _with_documents(report: Report, groups: list[list[int]]) -> list[list[int]]:
    """The group of mere documents ('a readout') joined with the largest other group, if there is an other."""
    bare = [g for g in groups if all(_only_document(report, report.claims.attributions[k]) for k in g)]
    others = [g for g in groups if g not in bare]
    if not bare or not others:
        return groups
    best = max(others, key=lambda g: (_size(report, g), [-k for k in g]))
    return [g for g in others if g is not best] + [sorted(best + [k for g in bare for k in g])]


def _size(report: Report, group: Iterable[int]) -> int:
    return sum(s.size for k in group for s in report.claims.attributions[k].content)


def _only_document(report: Report, a: Attribution) -> bool:
    plain = {w.casefold() for w in _words(report, a.source)} - function_words()
    return bool(plain & words("sources", "documents")) and not any(w[:1].isupper() for w in _words(report, a.source)[1:])


def _is_written(report: Report, a: Attribution) -> bool:
    """Whether the source is a text, or the verb is one of writing, or 'in a report' stands behind it."""
    if {w.casefold() for w in _words(report, a.source)} & words("sources", "documents"):
        return True
    if any(w[:1].isupper() and w.casefold() in words("sources", "media") for w in _words(report, a.source)):
        return True
    if {w.casefold() for w in _words(report, a.cue)} & words("sources", "written"):
        return True
    end = hull(a.cue).end if a.cue else 0
    behind = {w.casefold() for w in WORD.findall(report.document.text[end : end + NEAR])}
    return bool(a.cue) and bool(behind & words("sources", "documents"))


def _name(report: Report, holder: _Holder, roster: Roster) -> str | None:
    """The name of the organisation that most of the holder's words are resolved to, or the fullest that is written."""
    said = [report.claims.attributions[k] for k in holder.attributions]
    text = report.document.text
    written = [bodies.full(text, n) for a in said for n in bodies.named(" ".join(report.text(x) for x in a.source))]
    if not written and any(_is_generic(report, a) for a in said):
        written = [bodies.full(text, n) for s in _lead(report) for n in bodies.proper(report.text(s))]
    speechless = _speechless(report)
    written = [n for n in written if n.casefold() not in speechless or set(n.casefold().split()) & words("sources", "bodies")]
    fullest = max(sorted(set(written)), key=lambda n: (len(n.split()) > 1, written.count(n), len(n)), default=None)
    name = _resolved(report, said, roster) or fullest
    if fullest is not None and name is not None and bodies.tokens(name) < bodies.tokens(fullest) and name in fullest:
        name = fullest
    if name is None or not bodies.tokens(name) & words("sources", "government"):
        return name
    kinds = [w.casefold() for a in said for w in _words(report, a.source) if w.casefold() in words("sources", "documents")]
    return f"{name} {kinds[0]}" if kinds else name


def _is_generic(report: Report, a: Attribution) -> bool:
    """Whether the source is spoken of as a text or a body ('the note', 'the think tank'), whose name then stands in the lead.

    Not so where people speak: what else is named in the lead of a report on two presidents (a room, a disease, a treaty) is no source.
    """
    return bool({w.casefold() for w in _words(report, a.source)} & (words("sources", "documents") | words("sources", "bodies")))


def _speechless(report: Report) -> set[str]:
    """The names, in lower case, of what the report's cast knows as states, people and things: these publish nothing."""
    kinds = ("state", "person", "other")
    return {n.casefold() for actor in report.cast.actors.values() if actor.kind in kinds for n in (actor.name, *actor.aliases)}


def _resolved(report: Report, said: Sequence[Attribution], roster: Roster) -> str | None:
    """The organisation, not the outlet itself, to whom most attributed characters go back."""
    votes: defaultdict[str, int] = defaultdict(int)
    for a in said:
        actor = roster.of(report.document.id, a.actor)
        if actor is not None and actor.kind == "organisation" and not bodies.same(actor.name, report.document.outlet or ""):
            votes[actor.name] += sum(s.size for s in a.content)
    return max(sorted(votes), key=lambda n: votes[n], default=None)


def _lead(report: Report) -> list[Span]:
    """The first sentences of the article, where a report says what it rests on."""
    return [s for s in report.sentences if any(part.overlap(s) for part in report.document.body)][:LEAD]


def _unified(found: dict[str, Origin]) -> dict[str, Origin]:
    """The same name for origins whose names can be of one body: the fullest in most reports."""
    names = [o.name for _, o in sorted(found.items())]
    out = {}
    for key, origin in sorted(found.items()):
        alike = [n for n in names if bodies.same(n, origin.name)]
        best = max(sorted(set(alike)), key=lambda n: (len(n.split()) > 1, alike.count(n), -len(n)))
        out[key] = renamed(origin, best)
    return out


def renamed(origin: Origin, name: str) -> Origin:
    """`origin` under another name of the same body."""
    return replace(origin, name=name, reason=origin.reason.replace(origin.name, name))
