"""The sentence that says what was found, the same in every format."""

from __future__ import annotations

import re
from dataclasses import replace

from twicetold.brief.phrases import capital, series, shorten
from twicetold.checking.found import NOTES, Finding, Kind, Problem

LABELS: dict[Problem, str] = {
    "not_found": "not found in the sources",
    "misattributed": "another speaker",
    "reversed": "meaning turned round",
    "number_changed": "another number",
    "date_changed": "another date",
    "name_changed": "another name",
    "certainty_raised": "stated more certainly",
    "certainty_lowered": "stated less certainly",
    "meaning_changed": "another act",
    "reworded": "reworded inside quotation marks",
    "cut": "words left out without a sign",
    "origin_differs": "its origin says otherwise",
    "holder_dropped": "told as fact, not as said",
    "trimmed": "words left out openly",
}
SIGNS: dict[Problem, str] = {
    "not_found": "?", "misattributed": "×", "reversed": "⇄", "number_changed": "#", "date_changed": "#", "name_changed": "@",
    "certainty_raised": "▲", "certainty_lowered": "▼", "meaning_changed": "Δ", "reworded": "~", "cut": "…", "origin_differs": "⑂",
    "holder_dropped": "∅",
    "trimmed": "…",
}  # fmt: skip
KINDS: dict[Kind, str] = {"quotation": "Quotation", "statement": "Statement", "number": "Number", "date": "Date", "name": "Name"}
LETTER, MARKUP = re.compile(r"\[([^\W\d_])\](?=[^\W\d_])"), re.compile(r"\*+|`")
WHO = 60  # characters of a name


def shown(text: str) -> str:
    """Words of a draft as they are compared on show: without marks of Markdown, '[T]he' as 'The'."""
    return LETTER.sub(r"\1", MARKUP.sub("", text))


def quotation(one: Finding) -> Finding:
    """A quotation with its sentence."""
    if one.verdict == "unchecked":
        return replace(one, message="A word or two set off by marks, said by nobody: not looked for.")
    if one.source is None:
        return replace(one, message="No source has these words, nor most of them.")
    problems = [p for p in one.problems if p not in ("misattributed", *NOTES)]
    if not problems:
        told = "Found word for word" + (", with words left out openly" if "trimmed" in one.problems else "")
    else:
        told = f"Found, but changed: {series([LABELS[p] for p in problems])}"
    return replace(one, message=capital(f"{told}{_speaker(one)}."))


def _speaker(one: Finding) -> str:
    if "misattributed" not in one.problems:
        return ""
    theirs = f"the source has {shorten(one.source_speaker, WHO)} say it" if one.source_speaker else "the source has somebody else say it"
    return f"; with another speaker: {theirs}"


def statement(one: Finding) -> Finding:
    """A statement with its sentence."""
    if one.source is None:
        return replace(one, message="No source says this, as far as its words and their meaning tell.")
    if not one.problems:
        return replace(one, message="A source says this.")
    notes = [p for p in one.problems if p in NOTES]
    problems = [p for p in one.problems if p not in ("misattributed", *NOTES)]
    told = f"A source says it differently: {series([LABELS[p] for p in problems])}" if problems else "A source says this"
    added = f"; {series([LABELS[p] for p in notes])}" if notes else ""
    return replace(one, message=f"{told}{_speaker(one)}{added}.")


def retold(one: Finding) -> Finding:
    """A finding that holds, but not by the report that its source retells."""
    told = series([LABELS[p] for p in one.origin_problems])
    return replace(one, message=f"{one.message.rstrip('.')}; but it retells a report in which it is otherwise: {told}.")
