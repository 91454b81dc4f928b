"""Official texts among the documents, and the reports that say they rest on one: 'the American readout', 'the statement issued by …'.

Such a text is seldom credited by the name of the page that carries it. It is known by its kind: its headline or its page says that it is
a readout, a statement, a communiqué, and a report that has much of it speaks of such a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from twicetold.retelling import offices
from twicetold.retelling.credits import Credit
from twicetold.retelling.tables import table
from twicetold.types import Report, Span

NEAR = 3  # words between the article and the word for the text: 'the joint Franco-German statement'
HEAD = 600  # characters above an article that are looked at


def _any(phrases: Sequence[str]) -> str:
    return "(?:" + "|".join(r"[\s-]+".join(map(re.escape, p.split())) for p in sorted(phrases, key=len, reverse=True)) + ")"


def _kinds() -> dict[str, list[str]]:
    found: dict[str, list[str]] = table("sources")["releases"]["kinds"]
    return found


@lru_cache(maxsize=1)
def _headline() -> re.Pattern[str]:
    """'Readout of …', 'Euro area leaders: statement on …': what the text is, and of whom or on what."""
    known = _any([word for kind in _kinds().values() for word in kind])
    return re.compile(
        rf"(?:^|[:–—]\s)\W*(?:full\s+text\W+)?(?:(?:joint|press|official)\s+)*(?P<kind>{known})(?:\s+(?:of|by|on|from|following)\b|\s*[:–—])",
        re.I,
    )


@lru_cache(maxsize=1)
def _marks() -> re.Pattern[str]:
    return re.compile(rf"\b{_any(table('sources')['releases']['marks'])}\b", re.I)


@lru_cache(maxsize=16)
def _reference(kind: str) -> re.Pattern[str]:
    """'the … statement' in running text."""
    return re.compile(rf"\bthe\s+(?:[\w’'.-]+\s+){{0,{NEAR}}}?{_any(_kinds()[kind])}\b", re.I)


def kind(report: Report) -> str | None:
    """Of which kind an official text is; None for any other report.

    The headline has to say what the text is, and the text to be an office's, or the page to say that it is printed as it was released.
    """
    found = _headline().search(report.document.title or "")
    if found is None or not (offices.official(report) or _marks().search(_head(report))):
        return None
    word = " ".join(re.split(r"[\s-]+", found["kind"].casefold()))
    return next((k for k, words in sorted(_kinds().items()) if word in (" ".join(re.split(r"[\s-]+", w)) for w in words)), None)


def _head(report: Report) -> str:
    return report.document.text[: min((s.start for s in report.document.body), default=0)][-HEAD:]


def read(reports: Sequence[Report]) -> Iterator[Credit]:
    """Credits of reports that speak of an official text of a kind that is among them. Weak ones: the kind is no name."""
    texts = [(r, k) for r in reports if (k := kind(r)) is not None]
    for report in reports if texts else ():
        if kind(report) is None:
            for parent, its in texts:
                if (span := _mention(report, its)) is not None:
                    yield Credit(report.document.id, parent.document.id, span, False)


def _mention(report: Report, its: str) -> Span | None:
    for part in report.document.body:
        for found in _reference(its).finditer(report.document.text, part.start, part.end):
            return Span(found.start(), found.end())
    return None
