"""What an official text lacks that such texts usually have: decisions, dates, amounts, signatures (docs/wording.md#missing).

The finding points at the words by which the text calls itself a joint statement, an agreement or a readout. It is told only for a text that
is one, not for a report about one: the words stand in its headline or open it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from twicetold.claims.dates import published, times
from twicetold.claims.lexicon import table
from twicetold.claims.syntax import Tree
from twicetold.claims.terms import amount
from twicetold.types import CommitmentMention, Document, Span, Wording

OPENING = 200  # characters of the body in which a text without such a headline says what it is
SHORTEST = 60  # words; a shorter text is an excerpt or a notice, and lacks everything
UNDERTAKEN = 4  # level from which something is undertaken
DATA = "official.toml"
KINDS = ("agreement", "joint", "readout")
_FULL = r"^\W*(?:full\s+text(?:\s+of(?:\s+the)?)?\W+)?(?:the\s+|this\s+)?"
_LEAD = r"(?!remarks\b|transcript\b|.*\bsign)(?-i:(?:[A-Z0-9–—][\w.’'–—-]*|and|of|the|on)\s+){0,6}?"
"""Words before the name in a headline: 'China–Japan joint statement', 'International … joint statement'."""
_GOES_ON = re.compile(r"\s*(?:$|[:,.;–—|\n-]|(?:of|by|between|on|from|following|with|to|regarding|for|and|issued|the)\b)", re.IGNORECASE)
Given = Sequence[CommitmentMention]


def missing(tree: Tree, commitments: Given) -> list[Wording]:
    """The findings for one document, in the order of data/official.toml; none for what is no official text or too short to tell."""
    document = tree.parsed.document
    found = kind_of(document)
    if found is None or sum(len(document.text[b.start : b.end].split()) for b in document.body) < SHORTEST:
        return []
    kind, place = found
    entry, elements = table(DATA)[kind], table(DATA)["elements"]
    lacking = [e for e in entry["expects"] if not _HAS[e](tree, commitments)]
    return [
        Wording(place, elements[e]["missing"], None, elements[e]["means"], entry["reference"], entry["established"], kind="missing")
        for e in lacking
    ]


def kind_of(document: Document) -> tuple[str, Span] | None:
    """What kind of official text a document calls itself, and where; None for any other."""
    body = document.body[0].start if document.body else 0
    heads = [document.title_span] if document.title_span is not None else []
    heads.append(Span(body, min(body + OPENING, len(document.text))))
    for place, lead in zip(heads, (_LEAD, "")[2 - len(heads) :], strict=True):
        for kind in KINDS:
            match = _naming(lead)[kind].search(document.text[place.start : place.end])
            if match is not None and not _reported(document.text[place.start + match.end() : place.end]):
                return kind, Span(place.start + match.start("kind"), place.start + match.end("kind"))
    return None


def _reported(rest: str) -> bool:
    """'Joint statement hides rift': a report about one goes on with a verb; a text's own name with 'of', 'between', 'on' or an end."""
    return _GOES_ON.match(rest) is None


@cache
def _naming(lead: str) -> Mapping[str, re.Pattern[str]]:
    def either(kind: str) -> str:
        phrases = sorted(table(DATA)[kind]["phrases"], key=lambda p: (-len(p), p))
        return "|".join(re.escape(p).replace(r"\ ", r"\s+").replace("'", "['’]") for p in phrases)

    return {kind: re.compile(_FULL + lead + rf"(?P<kind>{either(kind)})\b", re.IGNORECASE) for kind in KINDS}


def _decides(tree: Tree, commitments: Given) -> bool:
    return any(c.level >= UNDERTAKEN and c.status in ("given", "conditional") for c in commitments)


def _dates(tree: Tree, commitments: Given) -> bool:
    """A time that lies ahead of the text, or a deadline of a commitment."""
    document = tree.parsed.document
    anchor = published(document.published)
    found = [t for b in document.body for t in times(document.text, b.start, b.end, anchor)]
    ahead = any(
        t.relation in ("by", "before", "coming") or (anchor is not None and t.first > anchor) for t in found if t.relation != "after"
    )
    return ahead or any(c.deadline is not None for c in commitments)


def _amounts(tree: Tree, commitments: Given) -> bool:
    return any(amount(tree, b) is not None for b in tree.parsed.document.body) or any(c.amount is not None for c in commitments)


def _both(tree: Tree, commitments: Given) -> bool:
    """Both sides give something, or nobody does: then the decision is what is missing."""
    given = [c for c in commitments if c.status in ("given", "reaffirmed", "conditional")]
    return not given or any(c.joint for c in given) or len({c.party for c in given}) > 1


def _says(group: str) -> Callable[[Tree, Given], bool]:
    def says(tree: Tree, commitments: Given) -> bool:
        document = tree.parsed.document
        words = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in table(DATA)[group]["words"])
        return any(re.search(rf"\b(?:{words})\b", document.text[b.start : b.end], re.IGNORECASE) for b in document.body)

    return says


_HAS: Mapping[str, Callable[[Tree, Given], bool]] = {
    "decision": _decides,
    "date": _dates,
    "amount": _amounts,
    "signature": _says("signing"),
    "parties": _both,
    "differences": _says("differing"),
}
