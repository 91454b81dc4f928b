"""The reader model's reported speech and the frames that are plain to see, brought together.

A frame that the model missed is added; one whose content it cut short gets all of it; what cannot be reported speech is left out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from twicetold.claims.asides import Frame
from twicetold.claims.frames import frames
from twicetold.claims.mending import mended, plausible
from twicetold.claims.syntax import Tree
from twicetold.types import Ranges, Reported, Span, hull

COVERED = 0.7  # share of a frame's content that the model's must hold to be left as it is
INSIDE = 0.9  # share of the model's content that a frame's must hold to be the same one, only longer


def completed(tree: Tree) -> list[Reported]:
    """The reader's reported speech: without what cannot be, with frames it missed, and with contents it cut short."""
    parsed = tree.parsed
    out = mended(tree)
    keep = [r.turn or plausible(tree, r) for r in out]
    near: dict[int, list[int]] = defaultdict(list)
    for n, r in enumerate(out):
        for s in sorted({s for place in (*r.cue, *r.source) for s in tree.sentences_of(place)}):
            near[s].append(n)
    for sentence in range(len(parsed.sentences)):
        for frame in frames(tree, sentence):
            known = _same(out, [n for n in near[sentence] if keep[n]], frame)
            if not known:
                near[sentence].append(len(out))
                out.append(_reported(frame))
                keep.append(True)
                continue
            if frame.source is not None and (_nobody(tree, out[known[0]]) or _it_says_in(tree, out[known[0]], frame)):
                out[known[0]] = replace(out[known[0]], source=(frame.source,))
            if frame.source is not None and _said_of_source(out[known[0]], frame):
                out[known[0]] = replace(out[known[0]], source=(frame.source,))
            if frame.source is None and _said_of_source(out[known[0]], frame):
                out[known[0]] = replace(out[known[0]], source=(), content=frame.content)
            if any(out[n].quotations for n in known):
                continue
            if out[known[0]].kind != "direct" and (
                _cut_short(tree, out, known, frame) or _over_another(tree, out, near[sentence], known, frame)
            ):
                out[known[0]] = replace(out[known[0]], content=frame.content)
    return _without(_own_sentence(tree, out, keep), keep)


def _own_sentence(tree: Tree, out: list[Reported], keep: list[bool]) -> list[Reported]:
    """'"They vote on our bread", so a driver. A colleague added that …': a quotation with a frame beside it is that frame's alone."""
    beside: dict[int, list[int]] = defaultdict(list)
    for n, r in enumerate(out):
        if keep[n] and r.cue and r.source:
            for s in tree.sentences_of(hull(r.cue)):
                beside[s].append(n)
    fixed = list(out)
    for n, r in enumerate(out):
        if r.turn or len(r.content) < 2 or not r.cue or not keep[n]:
            continue
        own = set(tree.sentences_of(hull(r.cue)))
        others = [s for s in r.content if not own & set(tree.sentences_of(s)) and _told_beside(tree, out, beside, n, s)]
        if others and len(others) < len(r.content):
            moved = {q for q in r.quotations if any(s.overlap(tree.parsed.quotations[q].span) for s in others)}
            left = tuple(q for q in r.quotations if q not in moved)
            kind = r.kind if left else "indirect"
            fixed[n] = replace(r, content=tuple(s for s in r.content if s not in others), quotations=left, kind=kind)
    return fixed


def _told_beside(tree: Tree, out: list[Reported], beside: dict[int, list[int]], n: int, span: Span) -> bool:
    """Whether another attribution with its frame in the sentence of a quotation holds it."""
    return any(
        k != n and any(c.overlap(span) > INSIDE * span.size for c in out[k].content)
        for s in tree.sentences_of(span)
        for k in beside.get(s, ())
    )


def _nobody(tree: Tree, r: Reported) -> bool:
    """No source, or the 'it' of 'it was said', the 'they' of 'in Ankara they say'; not that of 'the works, it insists, will begin'."""
    if not r.source:
        return True
    source = [tree.lemma(k) for k in tree.parsed.tokens_in(hull(r.source))]
    cue = [k for s in r.cue for k in tree.parsed.tokens_in(s)]
    passive = any(tree.lemma(k) == "be" or tree.passive(k) for k in cue)
    return (source == ["it"] and passive) or source in (["they"], ["one"], ["people"])


def _it_says_in(tree: Tree, r: Reported, frame: Frame) -> bool:
    """'it' of 'it says in the readout', which is part of the frame's cue."""
    return any(frame.cue.covers(s) and tree.parsed.text(s).lower() == "it" for s in r.source)


def _said_of_source(r: Reported, frame: Frame) -> bool:
    """'A mediator is said to have travelled': what the model takes for the source is who it is said of."""
    return bool(r.source) and not r.quotations and any(c.covers(hull(r.source)) for c in frame.content)


def _cut_short(tree: Tree, out: list[Reported], known: list[int], frame: Frame) -> bool:
    """Whether the model gives a frame's content only in part."""
    return all(_share(out[n].content, frame.content) < COVERED and _part_of(tree, out[n].content, frame) for n in known)


def _part_of(tree: Tree, content: Ranges, frame: Frame) -> bool:
    """Whether a content stands in the frame's, as far as it stands in this sentence and is a clause ('advised ambassadors')."""
    here = [s for s in content if tree.sentences_of(s).start == tree.sentences_of(frame.cue).start]
    inside = [k for s in here for k in tree.parsed.tokens_in(s)]
    stated = any(tree.tokens[k].upos in ("VERB", "AUX") or tree.has(k, "cop", "aux") for k in inside)
    return not stated or _share(frame.content, tuple(here)) >= INSIDE


def _over_another(tree: Tree, out: list[Reported], near: list[int], known: list[int], frame: Frame) -> bool:
    """'X told reporters that …, according to Y': Y's content holds X's frame."""
    others = [s for n in near if n not in known for s in out[n].cue]
    return any(
        any(f.covers(s) for f in frame.content) and not any(c.covers(s) for n in known for c in out[n].content) for s in others
    ) and all(_part_of(tree, out[n].content, frame) for n in known)


def _reported(frame: Frame) -> Reported:
    return Reported(
        source=(frame.source,) if frame.source else (),
        cue=(frame.cue,),
        content=frame.content,
        kind="indirect",
        parent=None,
        negated=False,
        quotations=(),
        score=1.0,
    )


def _same(out: list[Reported], near: list[int], frame: Frame) -> list[int]:
    """Those that are the frame as the model sees it: its cue, else its source."""
    by_cue = [n for n in near if any(s.overlap(frame.cue) for s in (*out[n].cue, *out[n].source))]
    return by_cue or [n for n in near if frame.source is not None and any(s.overlap(frame.source) for s in (*out[n].cue, *out[n].source))]


def _without(reported: list[Reported], keep: list[bool]) -> list[Reported]:
    """Those to keep, parents renumbered; a child of a dropped one hangs on its grandparent."""
    place = {n: k for k, n in enumerate(n for n, kept in enumerate(keep) if kept)}

    def parent(n: int | None) -> int | None:
        seen: set[int] = set()
        while n is not None and n not in place and n not in seen:
            seen.add(n)
            n = reported[n].parent
        return place.get(n) if n is not None else None

    return [replace(r, parent=parent(r.parent)) for n, r in enumerate(reported) if keep[n]]


def _share(content: Ranges, wanted: Ranges) -> float:
    """How much of `wanted` stands in `content`."""
    return sum(s.overlap(w) for s in content for w in wanted) / max(sum(w.size for w in wanted), 1)
