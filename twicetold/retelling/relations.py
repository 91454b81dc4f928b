"""How a report was retold (copy, excerpt, rewrite, spin, translation, merge), how sure that is, and the places that show it.

What is measured for a child and its parent:
- `verbatim`: share of the child's runs of three words that stand in the parent;
- `quoted`: the same inside quotation marks. Who rewrites keeps quotations; who translates or spins changes them too;
- `grammar`, `matter`: share of function words and of content words kept in order in sentences that tell the same. A spinner (a thesaurus)
  replaces content words one by one and leaves the grammar between them alone; a translation changes both;
- `stretch`: by how much such sentences differ in length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz.distance import LCSseq

from twicetold.retelling import credits
from twicetold.retelling.lines import Lines, in_body
from twicetold.retelling.meaning import Affinity
from twicetold.retelling.outside import Origin
from twicetold.retelling.tables import table
from twicetold.retelling.terms import terms
from twicetold.types import Relation, Report, Retelling, Span

ALIKE = 0.4  # likeness from which two sentences are looked at word by word
COPY_WORDS, COPY_QUOTED = 0.85, 0.9  # copies keep all words (development families: 1.00) and all quotations; spun ones .60-.79
SPIN_GRAMMAR, SPIN_MATTER = 0.72, 0.85  # spun copies: .81-.91 and .40-.72; rewrites .46-.60, excerpts .53-.78
SPIN_STRETCH, SPIN_LOOSE = 0.10, 0.16  # spun copies .03-.09, excerpts .12-.40; the loose bound where quotations were changed too
SPIN_QUOTED, SPIN_ORDER = 0.65, 0.9  # spun copies 0-.67 and 1.0; excerpts 1.0 and .62-1.0
TRANSLATED_QUOTED, TRANSLATED_VERBATIM = 0.35, 0.16  # translations .06-.15 and .06-.08; rewrites .56-1 and .20-.22
EXCERPT_VERBATIM, EXCERPT_COVERED = 0.22, 0.62  # excerpts .32-.37 and .73-.77, rewrites .20-.30 and .30-.58
EXCERPT_HALF = 0.5  # the same, where the child is careful besides
QUOTES = 3  # what a quoted character weighs beside an attributed one: twelve families part better than with 1 or 2
EXCERPT_CARE = 1.93  # share of sentences that are attributed + of characters that are attributed + QUOTES x of characters quoted;
# excerpts of lost origins 1.98-2.93 (one 1.66), rewrites 1.14-1.88
HEDGES, LOST_CARE = 2.5, 2.0  # what the share of hedged statements adds to the same for lost origins: ten families' excerpts 2.09-3.45,
# rewrites 1.15, 1.81 and 2.64
LEAST_QUOTED = 4  # words; shorter quotations are the same by chance
TRANSLATIONESE = 1.2  # turns of phrase in a hundred words from which a report reads as translated: ten families' translations 1.35-6.6,
# other reports 0-1.0, one 3.2
TURNED = 0.8  # the same where its quotations and its wording are no longer the parent's
ENGLISH_EDITION = re.compile(r"\benglish\b", re.I)  # in the name of an outlet: its other editions are in another language
ENGLISH_PAGE = re.compile(
    r"\benglish\s+(?:edition|version|service|page|desk|section|news|digest|translation)\b|[(\[]\s*(?:in\s+)?english\s*[)\]]", re.I
)
EDITION_WEIGHT = 1.0  # turns in a hundred words that such a name is worth, or such words above the article
FOREIGN_MARKS = re.compile(r"[»«„‹›]|‚\w")  # quotation marks that English does not have
FOREIGN, FOREIGN_WEIGHT = (
    2,
    1.2,
)  # how many of them; turns in a hundred words that they are worth: one of twelve translations, no other report
TOP = 600  # characters above an article that are looked at
EVIDENCE = 12  # pairs of sentences shown for one edge


@dataclass(frozen=True, slots=True)
class Measures:
    """See the module's docstring; `quoted` is None where the child quotes nothing of length."""

    verbatim: float
    quoted: float | None
    grammar: float
    matter: float
    stretch: float


def edges(parents: Sequence[Affinity], outer: Sequence[Origin], named: Mapping[tuple[str, str], credits.Credit]) -> list[Retelling]:
    """The edges of one child to its `parents`, and to `outer` origins that it credits beside them."""
    several = len(parents) + len(outer) > 1
    inner = [_edge(a, named, "merge" if several else relation(a)) for a in parents]
    return inner + [_outer(parents[0].child.report.document.id, origin, "merge") for origin in outer]


def _outer(child: str, origin: Origin, kind: Relation) -> Retelling:
    evidence = tuple((span, None) for span in origin.spans[:EVIDENCE])
    return Retelling(child, f"origin:{origin.name}", kind, origin.score, evidence, origin.reason, credited=True)


def _edge(a: Affinity, named: Mapping[tuple[str, str], credits.Credit], kind: Relation) -> Retelling:
    child, parent = a.child.report.document, a.parent.report.document
    credit = named.get((child.id, parent.id))
    score = min(0.99, 0.4 + 0.6 * a.terms + 0.2 * a.words + (0.2 if credit else 0.0))
    read = f"It credits {outlet(a.parent.report)}; " if credit else "It credits nobody among the documents; "
    inferred = f"{round(100 * a.covered)} % of it tells what {parent.id} tells, {round(100 * a.words)} % of its words in the same order."
    return Retelling(child.id, parent.id, kind, round(score, 3), _evidence(a), read + inferred, credited=credit is not None)


def outlet(report: Report) -> str:
    """What a reason calls a report."""
    return report.document.outlet or report.document.id


def _evidence(a: Affinity) -> tuple[tuple[Span, Span | None], ...]:
    """The likest sentences, in the order of the child; at least one."""
    best = sorted(range(len(a.best)), key=lambda i: (-float(a.likeness[i]), i))
    kept = [i for i in best if a.likeness[i] >= ALIKE][:EVIDENCE] or best[:1]
    return tuple((a.child.spans[i], a.parent.spans[int(a.best[i])]) for i in sorted(kept))


def relation(a: Affinity) -> Relation:
    """How the child of `a` retells its only parent."""
    m = measure(a)
    if a.words >= COPY_WORDS and (m.quoted is None or m.quoted >= COPY_QUOTED):
        return "copy"
    stretch = SPIN_LOOSE if m.quoted is not None and m.quoted <= SPIN_QUOTED else SPIN_STRETCH
    if m.grammar >= SPIN_GRAMMAR and m.matter <= SPIN_MATTER and m.stretch <= stretch and a.order >= SPIN_ORDER:
        return "spin"
    turned = m.quoted is not None and m.quoted <= TRANSLATED_QUOTED
    if (
        m.verbatim <= TRANSLATED_VERBATIM
        and (turned or m.quoted is None)
        and translationese(a.child) >= (TURNED if turned else TRANSLATIONESE)
    ):
        return "translation"
    kept = a.covered >= EXCERPT_COVERED or (a.covered >= EXCERPT_HALF and _care(a.child.report) >= EXCERPT_CARE)
    return "excerpt" if kept and m.verbatim >= EXCERPT_VERBATIM else "rewrite"


def measure(a: Affinity) -> Measures:
    """What tells the relations apart."""
    told = {run for s in a.parent.terms for run in _runs([t.word for t in s])}
    told |= set(_runs([t.word for s in a.parent.terms for t in s]))
    kept: dict[bool, list[bool]] = {True: [], False: []}
    stretch = []
    for i, j in enumerate(a.best):
        if a.likeness[i] < ALIKE:
            continue
        left, right = a.child.terms[i], a.parent.terms[int(j)]
        gone = {op.src_pos for op in LCSseq.editops([t.word for t in left], [t.word for t in right]) if op.tag == "delete"}
        for k, term in enumerate(left):
            kept[term.kind == "function"].append(k not in gone)
        stretch.append(abs(len(left) - len(right)) / max(len(left), len(right), 1))
    return Measures(
        _share([run in told for s in a.child.terms for run in _runs([t.word for t in s])]),
        _quoted(a.child, told),
        _share(kept[True]),
        _share(kept[False]),
        float(np.mean(stretch)) if stretch else 1.0,
    )


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _runs(words: list[str]) -> list[tuple[str, str, str]]:
    return list(zip(words, words[1:], words[2:], strict=False))


def _quoted(child: Lines, told: set[tuple[str, str, str]]) -> float | None:
    runs = [run for words in _quotations(child) for run in _runs(words)]
    return _share([run in told for run in runs]) if runs else None


def _quotations(lines: Lines) -> list[list[str]]:
    found = [[t.word for t in terms(lines.report.text(q.span))] for q in lines.report.quotations if not q.scare]
    return [words for words in found if len(words) >= LEAST_QUOTED]


@lru_cache(maxsize=1)
def _turns() -> tuple[tuple[str, ...], ...]:
    return tuple(sorted({tuple(p.split()) for part in table("translationese").values() for p in part["phrases"]}))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    turns = [
        r"\s*".join(re.escape(w).replace(r"\*", r"\w*") if w in ",:" else r"\b" + re.escape(w).replace(r"\*", r"\w*") for w in t)
        for t in _turns()
    ]
    return re.compile("|".join(turn + (r"\b" if turn[-1].isalnum() else "") for turn in sorted(turns, key=len, reverse=True)), re.I)


def translationese(lines: Lines) -> float:
    """Turns of phrase of translated news in a hundred words, more where the outlet calls itself an English edition."""
    text = " ".join(lines.report.text(s) for s in lines.spans)
    rate = 100 * len(_pattern().findall(text)) / max(50, int(lines.sizes.sum()))
    edition = ENGLISH_EDITION.search(lines.report.document.outlet or "") or ENGLISH_PAGE.search(_head(lines.report))
    foreign = len(FOREIGN_MARKS.findall(text)) >= FOREIGN
    return rate + EDITION_WEIGHT * (edition is not None) + FOREIGN_WEIGHT * foreign


def _head(report: Report) -> str:
    """The headline and what stands above the article."""
    above = report.document.text[: min((s.start for s in report.document.body), default=0)]
    return f"{report.document.title or ''}\n{above[-TOP:]}"


def outside_edge(lines: Lines, origin: Origin, siblings: Sequence[Lines]) -> Retelling:
    """The edge of a report to an origin outside the set; `siblings` are the other reports that go back to it."""
    return _outer(lines.report.document.id, origin, _outside_relation(lines, origin, siblings))


def _outside_relation(lines: Lines, origin: Origin, siblings: Sequence[Lines]) -> Relation:
    """Read off the report itself: its turns of phrase, whether its quotations are as others have them, how much of it it attributes."""
    if origin.kind == "dateline" and translationese(lines) < TRANSLATIONESE:
        return "copy"  # who prints an agency's dateline prints the agency's text
    strange = _strangeness(lines, siblings)
    if translationese(lines) + strange >= TRANSLATIONESE:
        return "translation"
    care = _care(lines.report) + HEDGES * _hedged(lines.report)
    return "excerpt" if care >= LOST_CARE else "rewrite"


def _care(report: Report) -> float:
    """How carefully a report keeps apart what its source says, 0..5: attributed sentences, attributed characters, quoted characters."""
    said = _union([s for a in report.claims.attributions if a.parent is None for s in a.content if in_body(report, s)])
    sentences = [s for s in report.sentences if in_body(report, s)]
    size = max(1, sum(s.size for s in report.document.body))
    told = sum(any(s.overlap(t) for t in said) for s in sentences) / max(1, len(sentences))
    quoted = sum(q.span.size for q in report.quotations if not q.scare)
    return told + sum(s.size for s in said) / size + QUOTES * min(1.0, quoted / size)


def _hedged(report: Report) -> float:
    """Share of what it states that is not asserted: an excerpt keeps its source's "likely", a rewrite tends to drop it."""
    stated = [c.certainty.level != "asserted" for c in report.claims.claims if not c.headline and not c.minor]
    return _share(stated)


def _union(spans: Sequence[Span]) -> list[Span]:
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def _strangeness(lines: Lines, siblings: Sequence[Lines]) -> float:
    """How much less the report's quotations agree with those of its siblings than theirs do with each other, -1..1."""
    everyone = [lines, *siblings]
    runs = [{run for words in _quotations(one) for run in _runs(words)} for one in everyone]
    if len(everyone) < 3 or not all(runs):
        return 0.0
    own = max(len(runs[0] & other) / min(len(runs[0]), len(other)) for other in runs[1:])
    theirs = max(len(a & b) / min(len(a), len(b)) for k, a in enumerate(runs[1:]) for b in runs[k + 2 :])
    return theirs - own
