"""Attributions that could be: what the tags say when more and more is let through, and the same with each other's sources.

One decoding decides too early: of two contents it keeps the likelier tags, though the tree may speak for the other. `verdicts.py` judges
what is listed here as wholes. On PolNeAR dev the plain decoding finds 1563 of 2192 gold attributions, this list holds 1776. (Other ends
of contents, cut at clauses or carried on to the end of the sentence, made it 1896, but the judge chose no better among them; a second
forest that weighs the places around each end had the right one among its choices for .966 instead of .911 of the ends of contents, and
found 9 of 1802 more.)
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twicetold.language import boundaries, contents, sources, syntax
from twicetold.language.learned import labels
from twicetold.language.links import Links
from twicetold.language.page import Page, Stretch, shared
from twicetold.language.reading import Read
from twicetold.language.relations import Relation, relations
from twicetold.language.ties import Ties
from twicetold.language.viterbi import FORBIDDEN, best_path, log_softmax, open_runs, spans

LEVELS = (0.0, 1.2, 3.0, -0.7)
GUESSED = len(LEVELS)  # in place of the number of a pass: made from the tree or from another candidate
MOST = 3  # sources and contents of one cue that are combined
Part = tuple[Stretch, ...]


@dataclass(slots=True)
class Options:
    """What one cue could have: sources and contents with the passes in which they were seen, and pairs seen together."""

    sources: dict[Part, list[int]] = field(default_factory=dict)
    contents: dict[Part, list[int]] = field(default_factory=dict)
    seen: dict[tuple[Part, Part], list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidates:
    """All options of a document by cue, in text order, and what is needed to measure them."""

    options: dict[Part, Options]
    plain: list[Relation]  # of the first pass, those without a content too
    links: Links
    odds: NDArray[np.float32]  # (words + 1, boundaries.KINDS)


def candidates(page: Page, read: Read) -> Candidates:
    """Everything that one of the passes finds, and its variants."""
    links, tie = Links(read.blocks), Ties(page)
    passes = [_biased(read.tags, level) for level in LEVELS]
    odds = boundaries.odds(page.tokens, open_runs(passes[int(np.argmax(LEVELS))]))
    found: dict[Part, Options] = {}
    plain: list[Relation] = []
    for number, stretches in enumerate(decoded(passes, odds)):
        marked = relations(stretches, links, tie)
        contents.tidy(page, marked)
        sources.complete(page, marked)
        plain = marked if number == 0 else plain
        for r in marked:
            if r.content:
                _note(found.setdefault(tuple(r.cue), Options()), tuple(r.source), tuple(r.content), number)
    for cue, options in found.items():
        _widen(page, cue, options)
    return Candidates(dict(sorted(found.items())), plain, links, odds)


def _biased(tags: NDArray[np.float32], level: float) -> NDArray[np.float32]:
    if not level:
        return tags
    less = np.zeros(tags.shape[1], np.float32)
    less[0] = level
    return log_softmax(tags - less)


def decoded(passes: list[NDArray[np.float32]], odds: NDArray[np.float32]) -> list[list[tuple[int, int, int]]]:
    """The labelled stretches of every pass. All are decoded as one long text, with a word that has no label between them."""
    size, wide = passes[0].shape
    between = np.full((1, wide), FORBIDDEN, np.float32)
    between[0, 0] = 0.0
    text = np.vstack([rows for tags in passes for rows in (tags, between)])
    path = best_path(text, labels().tag_transitions, np.vstack([odds] * len(passes) + [odds[:1]]))
    return [spans(path[k * (size + 1) : k * (size + 1) + size]) for k in range(len(passes))]


def _note(options: Options, source: Part, content: Part, number: int) -> None:
    options.sources.setdefault(source, []).append(number)
    options.contents.setdefault(content, []).append(number)
    options.seen.setdefault((source, content), []).append(number)


def _widen(page: Page, cue: Part, options: Options) -> None:
    """Other contents with the source seen most, other sources with the content seen most."""
    _agent(page, cue, options)
    known = sorted(options.contents, key=lambda c: -len(options.contents[c]))[:MOST]
    who = sorted(options.sources, key=lambda s: -len(options.sources[s]))[: MOST + 1]
    for source in who:
        for content in known if source == who[0] else known[:1]:
            if (source, content) not in options.seen and not any(shared(list(content), s) for s in source):
                options.seen[source, content] = [GUESSED]


def _agent(page: Page, cue: Part, options: Options) -> None:
    """Who does what the cue says, by the tree."""
    who = syntax.agent(page, syntax.verb_of(page, cue[0]))
    phrase = tuple(syntax.phrase(page, who, cue[0])) if who is not None else ()
    if phrase and not any(shared(list(cue), s) for s in phrase):
        options.sources.setdefault(phrase, [GUESSED])
