"""What a check finds of what was planted, and what it says against faithful statements."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from evaluation.drafts.generate import Made, drafts
from evaluation.drafts.making import Unit
from twicetold import reading
from twicetold.checking import Finding, check_documents
from twicetold.types import Document, Span

NAMED: dict[str, frozenset[str]] = {
    "quotation_invented": frozenset({"not_found"}), "quotation_trimmed": frozenset({"cut"}), "quotation_reworded": frozenset({"reworded"}),
    "quotation_reversed": frozenset({"reversed"}), "quotation_misattributed": frozenset({"misattributed"}),
    "quotation_number": frozenset({"number_changed"}), "statement_hedge_dropped": frozenset({"certainty_raised"}),
    "statement_number": frozenset({"number_changed"}), "statement_reversed": frozenset({"reversed"}),
    "statement_misattributed": frozenset({"misattributed"}), "statement_invented": frozenset({"not_found"}),
    "name": frozenset({"name_changed", "not_found"}), "date": frozenset({"date_changed", "not_found"}),
}  # fmt: skip


@dataclass
class Score:
    """Counts over drafts. `found` and `named` by kind of error; `flagged` of `units` faithful ones."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    units: Counter[str] = field(default_factory=Counter)
    flagged: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)


def total(scores: Iterable[Score]) -> Score:
    """Counts of several runs together."""
    out = Score()
    for one in scores:
        for name in ("planted", "found", "named", "units", "flagged"):
            getattr(out, name).update(getattr(one, name))
        out.misses += one.misses
        out.alarms += one.alarms
    return out


def documents(made: Made, folder: Path) -> tuple[Document, list[Document]]:
    """The draft and its sources as the program reads them."""
    import json

    draft = folder / f"{made.name}.md"
    draft.write_text(made.text, encoding="utf-8")
    sources = folder / f"{made.name}.jsonl"
    sources.write_text("".join(json.dumps(s, ensure_ascii=False) + "\n" for s in made.sources), encoding="utf-8")
    read = [d for d in reading.read([str(draft), str(sources)]) if isinstance(d, Document)]
    return read[0], read[1:]


def run(made: Iterable[Made]) -> Score:
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        for one in made:
            draft, sources = documents(one, Path(folder))
            checked = check_documents([draft], sources)
            count(one, [f for f in checked.findings if f.fails()], score)
    return score


def of_seed(seed: int, count: int, shared: Path | None, names: tuple[str, ...]) -> Score:
    """The score of the `count` drafts of a seed. It stands here and not in `__main__`, where started processes do not find it."""
    return run(drafts(seed, count, shared, names))


def count(one: Made, failing: list[Finding], score: Score) -> None:
    taken: list[Finding] = []
    for start, end, unit in one.units:
        here = [f for f in failing if f.span.overlap(Span(start, end))]
        taken += here
        if unit.error is not None:
            _planted(one, unit, here, score)
        else:
            score.units[unit.kind] += 1
            score.flagged[unit.kind] += bool(here)
            score.alarms += [_told(one, unit, here)] if here else []
    stray = [f for f in failing if f not in taken]
    score.alarms += [f"{one.name} outside: {f.kind} {f.text!r} {f.problems}" for f in stray]
    score.flagged["outside"] += len(stray)


def _planted(one: Made, unit: Unit, here: list[Finding], score: Score) -> None:
    kind = unit.error or ""
    problems = {p for f in here for p in f.problems}
    score.planted[kind] += 1
    score.found[kind] += bool(here)
    score.named[kind] += bool(problems & NAMED[kind])
    if not problems & NAMED[kind]:
        score.misses.append(_told(one, unit, here))


def _told(one: Made, unit: Unit, here: list[Finding]) -> str:
    lines = [f"{one.name} {one.family} {one.style} {unit.error or 'faithful'} ({unit.made}): {unit.text}"]
    lines += [f"    {f.kind} {f.text!r} {f.problems} {f.speaker} | source: {f.source_text!r} {f.source_speaker} {f.likeness}" for f in here]
    return "\n".join(lines)


def table(score: Score) -> str:
    """The figures as lines of text."""
    groups: dict[str, list[str]] = defaultdict(list)
    for kind in score.planted:
        groups[kind.split("_")[0]].append(kind)
    rows = [f"{'planted':28}{'n':>5}{'found':>8}{'named':>8}"]
    for kind in sorted(score.planted):
        n = score.planted[kind]
        rows.append(f"{kind:28}{n:5}{score.found[kind] / n:8.3f}{score.named[kind] / n:8.3f}")
    n = sum(score.planted.values())
    rows.append(f"{'all':28}{n:5}{sum(score.found.values()) / max(n, 1):8.3f}{sum(score.named.values()) / max(n, 1):8.3f}")
    units = sum(score.units.values())
    flagged = sum(score.flagged[k] for k in score.units)
    rows.append("")
    rows += [f"faithful {k + 's':20}{score.units[k]:5} flagged {score.flagged[k] / score.units[k]:.3f}" for k in sorted(score.units)]
    rows.append(f"{'faithful, all':29}{units:5} flagged {flagged / max(units, 1):.3f}; outside of units {score.flagged['outside']}")
    return "\n".join(rows)
