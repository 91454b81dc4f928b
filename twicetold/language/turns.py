"""Transcripts: briefings, interviews, press conferences, in which a label at the head of a paragraph says who speaks.

A label alone proves nothing ('Background: …'); a text is a transcript when labels of possible speakers come back.
A turn goes on over the paragraphs below it, to the next label.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from twicetold.language.lexicon import words
from twicetold.language.page import Page, Stretch, shared
from twicetold.language.relations import Relation
from twicetold.types import Entity, Span, Turn

FEWEST = 3  # labels of a transcript: 'Q: … A: … Q: …' is the shortest
AGAIN = 0.5  # share of the labels that stand there more than once
LONGEST = 7  # words of a label, without what stands in brackets behind it
_LABEL = re.compile(
    r"[*_]{0,3}(?P<name>[^\W\d_][^:()\[\]\n*]{0,70}?)(?:\s?[(\[][^()\[\]\n]{1,80}[)\]])?[*_]{0,3}\s?(?P<mark>:)[*_]{0,3}(?=\s|$)"
)
_BARE = re.compile(
    r"(?P<name>Q)\.?\s+(?P<mark>)(?=[^\W\d_]|[“\"‘(—–.])|(?P<given>A)(?:\.\s|\.?\s{2,}|\t)\s*(?=\w)"
)  # as the White House prints it
_STAGE = re.compile(
    r"[*_]{0,2}(?:[(\[][^()\[\]]{1,200}[)\]]\.?|[#*\s]{3,}|-{3,})[*_]{0,2}$|(?P<soft>[*_])[^*_]{1,400}(?P=soft)$"
)  # '(Laughter.)', '###', '*Edited for length*'
_END = re.compile(r"[(\[]?(?:END\b|[Ee]nd of (?:the )?(?:transcript|interview|briefing|event)\b)")
_SMALL = frozenset(
    ["of", "the", "for", "and", "de", "del", "della", "di", "da", "van", "von", "der", "den", "bin", "ibn", "al", "la", "le", "du", "dos"]
)
_SURNAME = re.compile(r"[A-Z][\w.’'-]{0,30} (?=(?P<word>[A-Z][^\W\d_]+))")


@dataclass(frozen=True, slots=True)
class _Label:
    name: Span
    mark: Span
    end: int  # of the label with its brackets, colon and markup
    key: str  # lower case


def turns(text: str, paragraphs: Sequence[Span]) -> tuple[Turn, ...]:
    """The turns of a transcript in text order, none for any other text. Linear in the length of the text."""
    labels = _spelled_out([_label(text, p) for p in paragraphs])
    speaking = _speakers(text, [f for f in labels if f is not None])
    if not speaking:
        return ()
    narrating, unnamed = words("turns", "narrating"), words("turns", "asking") | words("turns", "answering")
    found: list[tuple[_Label, list[Span]]] = []
    open_ = False
    for paragraph, label in zip(paragraphs, labels, strict=True):
        if label is not None and label.key in speaking | narrating:
            open_ = label.key in speaking
            if open_:
                found.append((label, [_trimmed(text, label.end, paragraph.end)]))
        elif _END.match(text, *paragraph):
            open_ = False
        elif open_ and not _STAGE.match(text, *paragraph):
            found[-1][1].append(paragraph)
    said = [(f, tuple(s for s in content if s.size)) for f, content in found]
    return tuple(Turn(f.name, f.mark, content, f.key not in unnamed) for f, content in said if content)


def _spelled_out(labels: list[_Label | None]) -> list[_Label | None]:
    """'BL:' is 'Beatriz Lacerda:', where one label before it has these first letters: interviews print the names once."""
    full: dict[str, set[str]] = {}
    out: list[_Label | None] = []
    for label in labels:
        known = full.get(label.key, set()) if label is not None else set()
        if label is not None and len(label.key.split()) > 1:
            full.setdefault("".join(w[0] for w in label.key.split()), set()).add(label.key)
        out.append(replace(label, key=min(known)) if label is not None and len(known) == 1 else label)
    return out


def parted(text: str, paragraphs: Sequence[Span], found: Sequence[Turn]) -> list[Span]:
    """The paragraphs with every label as one of its own, so that what is said reads as sentences."""
    starts = [t.label.start for t in found]
    out: list[Span] = []
    for p in paragraphs:
        k = bisect_left(starts, p.start)
        said = found[k].content[0] if k < len(found) and starts[k] < p.end else None
        if said is None or said.start >= p.end:  # no label, or one on a line of its own
            out.append(p)
        else:
            out += [Span(p.start, p.start + len(text[p.start : said.start].rstrip())), said]
    return out


def _label(text: str, paragraph: Span) -> _Label | None:
    """What stands before the first colon of a paragraph, where it may name a speaker."""
    match = _BARE.match(text, *paragraph) or _LABEL.match(text, *paragraph)
    if match is None:
        return None
    name = Span(*match.span("given" if match.groupdict().get("given") else "name"))
    mark = Span(*match.span("mark")) if match["mark"] else Span(name.end, name.end)
    key = " ".join(text[slice(*name)].casefold().split())
    return _Label(name, mark, match.end(), key) if _may_speak(text[slice(*name)].split(), key) else None


def _may_speak(parts: Sequence[str], key: str) -> bool:
    if key in words("turns", "headings") or len(parts) > LONGEST:
        return False
    return key in words("turns", "asking") | words("turns", "answering") or all(
        p[:1].isupper() or (k > 0 and p.casefold() in _SMALL) for k, p in enumerate(parts)
    )


def _speakers(text: str, labels: Sequence[_Label]) -> frozenset[str]:
    """The labels that name speakers, none where the text is no transcript."""
    unnamed = words("turns", "asking") | words("turns", "answering")
    surnames = {m["word"].casefold() for m in _SURNAME.finditer(text)}
    counted = Counter(f.key for f in labels if f.key in unnamed or _is_somebody(text[slice(*f.name)], surnames))
    speakers = {k: n for k, n in counted.items() if k not in words("turns", "narrating")}
    asking = {k: n for k, n in speakers.items() if k in words("turns", "asking")}
    total, again = sum(speakers.values()), sum(n for k, n in speakers.items() if n > 1 or (len(asking) > 1 and k in asking))
    several = len(counted) > 1  # one name that comes back may be a heading; two are a conversation
    return frozenset(speakers) if several and total >= FEWEST and again >= AGAIN * total else frozenset()


def _is_somebody(label: str, surnames: set[str]) -> bool:
    """Whether a label can be a person or an office: in capitals, of several words, a title, or a surname told elsewhere in the text."""
    parts = [p.strip(".,").casefold() for p in label.split()]
    return label.isupper() or len(parts) > 1 or parts[0] in words("turns", "roles") or parts[0] in surnames


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without white space, and without the marks of emphasis around the whole line."""
    rest = text[start:end].rstrip("*_ ")
    return Span(start + len(rest) - len(rest.lstrip()), start + len(rest))


# ------------------------------------------------------------------------------------------------ in the decoder


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn in words of the document, half open."""

    label: Stretch
    mark: Stretch
    content: tuple[Stretch, ...]

    @property
    def whole(self) -> Stretch:
        return self.label[0], max(self.label[1], *(b for _, b in self.content))


def spoken(page: Page) -> tuple[Spoken, ...]:
    """The turns of a page in words, in text order."""
    starts = [t.start for t in page.tokens]
    ends = [t.end for t in page.tokens]

    def inside(span: Span) -> Stretch:
        return bisect_right(ends, span.start), bisect_left(starts, span.end)

    made = [Spoken(inside(t.label), inside(t.mark), tuple(s for c in t.content if (s := inside(c))[0] < s[1])) for t in page.turns]
    return tuple(s for s in made if s.content and s.label[0] < s.label[1])


def apart(relations: Sequence[Relation], found: Sequence[Spoken]) -> list[Relation]:
    """Reported speech that stays within one turn: nobody reports what the next speaker says, and a label is no part of anything."""
    if not found:
        return list(relations)
    wholes = [s.whole for s in found]
    out = []
    for r in relations:
        place = (r.cue or r.source or r.content)[0] if r.cue or r.source or r.content else None
        turn = _turn_of(wholes, place) if place is not None else None
        if any(shared([s], found[k].label) for s in (*r.cue, *r.source) if (k := _turn_of(wholes, s)) is not None):
            continue
        r.content = [s for s in r.content if _turn_of(wholes, s) == turn]
        r.source = [s for s in r.source if _turn_of(wholes, s) == turn]
        if r.content or not place:
            out.append(r)
    return out


def _turn_of(wholes: Sequence[Stretch], stretch: Stretch) -> int | None:
    k = bisect_right(wholes, stretch[0], key=lambda w: w[0]) - 1
    return k if k >= 0 and stretch[0] < wholes[k][1] else None


def said(found: Sequence[Spoken]) -> list[Relation]:
    """A relation for every turn: the label its source, the colon its cue, all that is said its content."""
    return [Relation([s.mark] if s.mark[0] < s.mark[1] else [], [s.label], list(s.content), turn=True) for s in found]


def speakers(found: Sequence[Turn], known: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """The names with those in labels that were not seen: whoever is named there is a person."""
    starts = [e.start for e in known]
    unseen = [
        Entity(*t.label, "person") for t in found if t.named and bisect_left(starts, t.label.start) == bisect_left(starts, t.label.end)
    ]
    return tuple(sorted((*known, *unseen))) if unseen else known
