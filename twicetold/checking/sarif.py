"""A check as SARIF 2.1.0 (OASIS 2020), for editors and code-scanning services.

One result for each finding with a problem: level `error` when it makes the check fail, `note` otherwise. Regions count lines and
columns from 1 and offsets from 0, in code points (`columnKind` unicodeCodePoints), of the draft's text as read (for text and
Markdown, the file).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from twicetold import __version__
from twicetold.checking import tell
from twicetold.checking.found import PROBLEMS, Checked, Finding, Problem
from twicetold.checking.lines import Lines
from twicetold.types import Document, Span

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
RULES: dict[Problem, str] = {
    "not_found": "No source has these words, this statement, number, date or name.",
    "misattributed": "A source has somebody else say this.",
    "reversed": "The source says the opposite.",
    "number_changed": "The source has another number.",
    "date_changed": "The source has another date.",
    "name_changed": "The source has another name, or spells it otherwise.",
    "certainty_raised": "The source is less sure: an estimative word was dropped or made stronger.",
    "certainty_lowered": "The source is surer: an estimative word was added or made weaker.",
    "meaning_changed": "The source tells another act: an aim is no promise, a suspension no end.",
    "reworded": "Inside quotation marks stand other words than in the source.",
    "cut": "Words were left out of a quotation without an ellipsis.",
    "origin_differs": "A source says this, but retells a report that says it differently.",
    "holder_dropped": "The source reports that somebody says this; the draft tells it as fact.",
    "trimmed": "Words were left out of a quotation with an ellipsis or a bracket.",
}


def render(checked: Checked) -> str:
    """The log as JSON, ending without a newline. The same check gives the same bytes."""
    return json.dumps(log(checked), indent=1, ensure_ascii=False)


def log(checked: Checked) -> dict[str, Any]:
    """The log as data."""
    lines = {k: Lines(d.text) for k, d in checked.by_id.items()}
    results = [_result(f, checked, lines) for f in checked.findings if f.problems]
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if checked.failures:
        invocation["toolExecutionNotifications"] = [
            {"level": "warning", "message": {"text": f"{f.source}: {f.reason}"}} for f in checked.failures
        ]
    run = {
        "tool": {"driver": {"name": "Twicetold", "semanticVersion": __version__, "rules": [_rule(p, checked) for p in PROBLEMS]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(problem: Problem, checked: Checked) -> dict[str, Any]:
    return {
        "id": problem,
        "name": "".join(w.capitalize() for w in problem.split("_")),
        "shortDescription": {"text": tell.LABELS[problem][:1].upper() + tell.LABELS[problem][1:]},
        "fullDescription": {"text": RULES[problem]},
        "defaultConfiguration": {"level": "error" if problem in checked.fail_on else "note"},
    }


def _result(f: Finding, checked: Checked, lines: dict[str, Lines]) -> dict[str, Any]:
    counted = [p for p in f.problems if p in checked.fail_on] or list(f.problems)
    result: dict[str, Any] = {
        "ruleId": counted[0],
        "ruleIndex": PROBLEMS.index(counted[0]),
        "level": "error" if f.fails(checked.fail_on) else "note",
        "message": {"text": _message(f)},
        "locations": [_location(checked.by_id[f.document], f.span, lines[f.document])],
        "partialFingerprints": {"twicetold/1": _fingerprint(f)},
        "properties": {"kind": f.kind, "verdict": f.verdict, "problems": list(f.problems), "likeness": f.likeness},
    }
    if f.source is not None:
        there = _location(checked.by_id[f.source.document], f.source.span, lines[f.source.document])
        result["relatedLocations"] = [{"id": 1, **there, "message": {"text": "the source"}}]
    return result


def _message(f: Finding) -> str:
    source = f' The source: "{" ".join(f.source_text.split())}"' if f.source_text else ""
    return f'{tell.KINDS[f.kind]} "{" ".join(f.text.split())}": {f.message}{source}'


def _location(document: Document, span: Span, lines: Lines) -> dict[str, Any]:
    (line, column), (last, beyond) = lines.at(span.start), lines.at(span.end)
    region = {
        "startLine": line, "startColumn": column, "endLine": last, "endColumn": beyond,
        "charOffset": span.start, "charLength": span.size, "snippet": {"text": document.text[slice(*span)]},
    }  # fmt: skip
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(document.source)}, "region": region}}


def _uri(source: str) -> str:
    """A path as a relative or file URI; addresses stay as they are."""
    if "://" in source:
        return quote(source, safe=":/?#[]@!$&'()*+,;=%~-._")
    path = PurePath(source)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), safe="/#~-._")


def _fingerprint(f: Finding) -> str:
    """The same for the same words with the same problems, wherever they stand in the draft."""
    return hashlib.sha256("\x1f".join((f.kind, *f.problems, " ".join(f.text.split()))).encode("utf-8", "replace")).hexdigest()[:32]
