"""What is measured on a candidate attribution: numbers for its cue, its source, its content, and how they hang together.

Categories (part of speech, relation, class of a mark) are numbered; the trees of `verdicts.py` only compare. ABSENT stands for what is
not there. Probabilities are logarithms.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from twicetold.language import syntax
from twicetold.language.boundaries import KINDS, crossing
from twicetold.language.candidates import LEVELS, Candidates, Options, Part
from twicetold.language.page import Page

ABSENT = -99.0
BEYOND = -9.0  # log probability of a tag beyond the text
_RELATIONS = (
    "root", "ccomp", "xcomp", "advcl", "acl:relcl", "acl", "conj", "parataxis", "nsubj", "obj", "obl", "nmod", "csubj", "appos", "case",
    "mark", "advmod",
)  # fmt: skip
_PARTS = ("VERB", "NOUN", "PROPN", "PRON", "ADJ", "ADV", "ADP", "AUX", "PUNCT", "NUM", "DET", "SCONJ", "PART", "CCONJ")
_MARKS = {
    **dict.fromkeys(".!?", 1), ",": 2, **dict.fromkeys(";:", 3), **dict.fromkeys(("—", "–", "-", "--", "―"), 4),
    **dict.fromkeys(('"', "”", "''", "'", "’"), 5), **dict.fromkeys(("“", "``", "‘"), 6), "(": 7, ")": 8,
}  # fmt: skip
_HELPERS = {
    "will": 1, "would": 2, **dict.fromkeys(("could", "should", "may", "might", "can", "must"), 3), "do": 4, "have": 5, "be": 6, "to": 7,
}  # fmt: skip
_WORDS = {
    "that": 1, "to": 2, **dict.fromkeys(("what", "how", "why", "whether", "if", "who", "where", "when"), 3), "for": 4, "as": 6, "it": 7,
    **dict.fromkeys(("of", "on", "about", "in", "with", "by", "at"), 5), "this": 7, "and": 8, "but": 8, "because": 9, "which": 9,
}  # fmt: skip
_SPEAKERS = {"who": 1, "which": 1, "that": 1, "i": 2, "we": 2, "you": 2, "he": 3, "she": 3, "they": 3}
_OWNERS = ("his", "her", "its", "their")
SOURCE, CUE, CONTENT, OUTSIDE = range(4)
Numbers = dict[str, float]


class Measures:
    """Measures candidates of one page."""

    def __init__(self, page: Page, tags: NDArray[np.float32], found: Candidates) -> None:
        self._page, self._tokens, self._found = page, page.tokens, found
        scores = tags.astype(np.float64)
        inside = np.stack([np.logaddexp(scores[:, 1 + 2 * c], scores[:, 2 + 2 * c]) for c in range(3)], 1)
        self._scores = scores
        self._classes = np.hstack([inside, scores[:, :1]])  # source, cue, content, none
        self._total = np.vstack([np.zeros((1, 4)), np.cumsum(self._classes, 0)])
        self._crossing = crossing(page.tokens)
        quoted = np.zeros(len(scores), np.int64)
        for (a, b), q in zip(page.quoted, page.quotations, strict=True):
            quoted[a:b] |= not q.scare
        self._quoted = np.concatenate([[0], np.cumsum(quoted)])
        self._commas = np.concatenate([[0], np.cumsum([t.text == "," for t in page.tokens])])
        self._speaks: dict[Part, int] = {}
        for options in found.options.values():
            for source in options.sources:
                self._speaks[source] = self._speaks.get(source, 0) + 1

    def of(self, cue: Part, options: Options) -> tuple[list[tuple[Part, Part]], list[Numbers]]:
        """The pairs of source and content that `cue` could have, and the measures of each; without a source, none of it."""
        of_cue = self._cue(cue) | {"contents": float(len(options.contents)), "sources": float(len(options.sources))}
        verb = syntax.verb_of(self._page, cue[0])
        of_source = {s: self._source(s, cue, verb) | _passes("source", options.sources[s]) for s in options.sources}
        of_content = {c: self._content(c, cue, verb) | _passes("content", options.contents[c]) for c in options.contents}
        pairs = sorted(options.seen)
        return pairs, [of_cue | of_source[s] | of_content[c] | _passes("pair", options.seen[s, c]) for s, c in pairs]

    def _mean(self, part: Part, kind: int) -> float:
        size = sum(b - a for a, b in part)
        return float(sum(self._total[b, kind] - self._total[a, kind] for a, b in part)) / max(size, 1)

    def _least(self, part: Part, kind: int) -> float:
        return float(min(self._classes[a:b, kind].min() for a, b in part))

    def _at(self, word: int, kind: int) -> float:
        return float(self._classes[word, kind]) if 0 <= word < len(self._tokens) else BEYOND

    def _odds(self, gap: int, kind: str) -> float:
        return float(self._found.odds[gap, KINDS.index(kind)])

    def _mark(self, word: int) -> float:
        return float(_MARKS.get(self._tokens[word].text, 0)) if 0 <= word < len(self._tokens) else ABSENT

    def _upos(self, word: int) -> float:
        return _number(_PARTS, self._tokens[word].upos) if 0 <= word < len(self._tokens) else ABSENT

    def _share_quoted(self, part: Part) -> float:
        return float(sum(self._quoted[b] - self._quoted[a] for a, b in part)) / sum(b - a for a, b in part)

    def _cue(self, cue: Part) -> Numbers:
        page, tokens, (first, last) = self._page, self._tokens, cue[0]
        verb = syntax.verb_of(page, cue[0])
        form = tokens[verb].text.lower()
        helpers = [k for k in page.children[verb] if k < verb and tokens[k].deprel in ("aux", "aux:pass", "mark", "cop")]
        return {
            "cue_title": float(tokens[first].sentence in page.title),
            "cue_sentence": page.sentence(first).last - page.sentence(first).first,
            "cue_mean": self._mean(cue, CUE),
            "cue_least": self._least(cue, CUE),
            "cue_most": float(max(self._classes[a:b, CUE].max() for a, b in cue)),
            "cue_none": self._mean(cue, OUTSIDE),
            "cue_begins": float(self._scores[first, 3]),
            "cue_before": self._at(first - 1, CUE),
            "cue_behind": self._at(last, CUE),
            "cue_size": last - first,
            "cue_quoted": self._share_quoted(cue),
            "cue_first": self._upos(first),
            "cue_last": self._upos(last - 1),
            "cue_mark_before": self._mark(first - 1),
            "cue_mark_behind": self._mark(last),
            "cue_next": self._upos(last),
            "cue_start_odds": self._odds(first, "cue_start"),
            "cue_end_odds": self._odds(last, "cue_end"),
            "cue_object": float(any(first <= k < last and tokens[k].deprel.startswith("obj") for k in page.children[verb])),
            "verb": float(self._classes[verb, CUE]),
            "verb_relation": _number(_RELATIONS, tokens[verb].deprel),
            "verb_upos": self._upos(verb),
            "verb_ing": float(form.endswith("ing")),
            "verb_ed": float(form.endswith("ed")),
            "verb_depth": syntax.depth(page, verb),
            "verb_passive": float(syntax.passive(page, verb)),
            "verb_negated": float(syntax.negated(page, verb)),
            "verb_helper": float(max([0, *(_HELPERS.get(tokens[k].lemma, 0) for k in helpers)])),
            "verb_agent": float(syntax.agent(page, verb) is not None),
        }

    def _source(self, source: Part, cue: Part, verb: int) -> Numbers:
        if not source:
            return {}
        page, tokens, first, last = self._page, self._tokens, source[0][0], source[-1][1]
        head, agent = page.head_of(source[0]), syntax.agent(page, verb)
        opening = tokens[first].text.lower()
        alone = _SPEAKERS.get(opening, 0) if last - first == 1 else 0
        below = page.subtree(head)
        return {
            "source_mean": self._mean(source, SOURCE),
            "source_least": self._least(source, SOURCE),
            "source_none": self._mean(source, OUTSIDE),
            "source_before": self._at(first - 1, SOURCE),
            "source_behind": self._at(last, SOURCE),
            "source_size": last - first,
            "source_gap": cue[0][0] - last if last <= cue[0][0] else cue[0][1] - first - 1,
            "source_sentence": tokens[first].sentence - tokens[verb].sentence,
            "source_is_agent": float(agent is not None and first <= agent < last),
            "source_relation": _number(_RELATIONS, tokens[head].deprel),
            "source_upos": self._upos(head),
            "source_under": float(tokens[head].head == verb),
            "source_subject": float(any(tokens[k].deprel.startswith("nsubj") and tokens[k].head == verb for k in range(first, last))),
            "source_pronoun": float(alone or (4 if opening in _OWNERS else 5 if opening == "it" else 0)),
            "source_human": float(syntax.human(page, head)),
            "source_link": self._found.links.to(first, last, cue[0][0]),
            "source_start_odds": self._odds(first, "source_start"),
            "source_end_odds": self._odds(last, "source_end"),
            "source_quoted": self._share_quoted(source),
            "source_crossing": float(self._crossing[last]),
            "source_crossing_before": float(self._crossing[first]),
            "source_commas": float(self._commas[last] - self._commas[first]),
            "source_mark": self._mark(last),
            "source_whole": sum(first <= k < last for k in below) / len(below),
            "source_speaks": self._speaks[source],
        }

    def _content(self, content: Part, cue: Part, verb: int) -> Numbers:
        return self._content_tags(content, cue) | self._content_tree(content, verb) | self._content_edges(content, cue)

    def _content_tags(self, content: Part, cue: Part) -> Numbers:
        first, last, size = content[0][0], content[-1][1], sum(b - a for a, b in content)
        links = [self._found.links.to(a, b, cue[0][0]) for a, b in content]
        return {
            "content_mean": self._mean(content, CONTENT),
            "content_least": self._least(content, CONTENT),
            "content_worst": min(self._mean((s,), CONTENT) for s in content),
            "content_none": self._mean(content, OUTSIDE),
            "content_before": self._at(first - 1, CONTENT),
            "content_behind": self._at(last, CONTENT),
            "content_size": size,
            "content_parts": len(content),
            "content_largest": max(b - a for a, b in content) / size,
            "content_link": links[int(np.argmax([b - a for a, b in content]))],
            "content_weakest": min(links),
            "content_start_odds": self._odds(first, "content_start"),
            "content_end_odds": self._odds(last, "content_end"),
        }

    def _content_tree(self, content: Part, verb: int) -> Numbers:
        page, tokens = self._page, self._tokens
        largest = max(content, key=lambda s: s[1] - s[0])
        head = page.head_of(largest)
        below = page.subtree(head)
        inside = sum(largest[0] <= k < largest[1] for k in below)
        return {
            "content_relation": _number(_RELATIONS, tokens[head].deprel),
            "content_upos": self._upos(head),
            "content_under": float(tokens[head].head == verb),
            "content_above": float(any(a <= tokens[verb].head < b for a, b in content)),
            "content_sentence": tokens[head].sentence - tokens[verb].sentence,
            "content_whole": inside / len(below),
            "content_pure": inside / (largest[1] - largest[0]),
            "content_crossing": float(self._crossing[content[-1][1]]),
            "content_crossing_before": float(self._crossing[content[0][0]]),
            "content_verb": float(any(tokens[k].upos in ("VERB", "AUX") for a, b in content for k in range(a, b))),
        }

    def _content_edges(self, content: Part, cue: Part) -> Numbers:
        page, tokens, (start, end) = self._page, self._tokens, cue[0]
        first, last = content[0][0], content[-1][1]
        opening, behind = tokens[first].text.lower(), tokens[last].text.lower() if last < len(tokens) else ""
        here = page.paragraph_of(start)
        return {
            "content_gap": min(a - end if a >= end else start - b for a, b in content),
            "content_side": (first >= end) + 2.0 * (last <= start),
            "content_sentences": tokens[last - 1].sentence - tokens[first].sentence + 1,
            "content_to_end": page.sentence(last - 1).last - last,
            "content_from_start": first - page.sentence(first).first,
            "content_mark": self._mark(last),
            "content_next": self._upos(last),
            "content_next_word": float(_WORDS.get(behind, 0)),
            "content_last": self._mark(last - 1),
            "content_first_word": float(_WORDS.get(opening, 10 * (_MARKS.get(opening, 0) > 4))),
            "content_first": self._upos(first),
            "content_commas": float(sum(self._commas[b] - self._commas[a] for a, b in content)),
            "content_quoted": self._share_quoted(content),
            "content_cuts": float(sum(self._cuts_quotation(gap) for s in content for gap in s)),
            "content_paragraph": float(page.paragraph_of(last - 1) != here or page.paragraph_of(first) != here),
        }

    def _cuts_quotation(self, gap: int) -> bool:
        return 0 < gap < len(self._tokens) and self._quoted[gap + 1] - self._quoted[gap - 1] == 2


def _number(names: tuple[str, ...], name: str) -> float:
    """Place of the first of `names` that `name` begins with."""
    return float(next((k for k, n in enumerate(names) if name.startswith(n)), len(names)))


def _passes(what: str, seen: list[int]) -> Numbers:
    """In which passes a part, or a pair, was found."""
    known = {f"{what}_{n}": float(n in seen) for n in range(len(LEVELS))} if what == "pair" else {}
    return {f"{what}_passes": float(len({n for n in seen if n < len(LEVELS)})), f"{what}_first": float(min(seen))} | known
