"""What a check works out of one source alone, whatever the draft: kept beside its report, so that a save need not work it out again.

The bytes are JSON: [letters, starts, ends, clipped, keys of each sentence, times of each sentence]. Nothing is executed on reading, and
what does not fit its report is refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from twicetold.checking.plain import Plain, plain
from twicetold.claims.dates import Time, published, times
from twicetold.packing import Unreadable
from twicetold.retelling.terms import terms
from twicetold.types import Report, Span


@dataclass(frozen=True, slots=True)
class Prepared:
    """One source made ready to be searched."""

    plain: Plain
    keys: tuple[tuple[str, ...], ...]  # of each sentence: the words that carry matter, as they are compared, each once
    times: tuple[tuple[Time, ...], ...]  # of each sentence: the dates named in it


def prepare(report: Report) -> Prepared:
    """All of it for one report."""
    return Prepared(
        plain(report.document.text), tuple(keys(report, s) for s in report.sentences), tuple(times_in(report, s) for s in report.sentences)
    )


def keys(report: Report, sentence: Span) -> tuple[str, ...]:
    """The words of a sentence that carry matter."""
    return tuple(dict.fromkeys(t.key for t in terms(report.text(sentence)) if t.kind != "function"))


def times_in(report: Report, sentence: Span) -> tuple[Time, ...]:
    """The dates named in a sentence, counted from the day of publication."""
    return tuple(times(report.document.text, sentence.start, sentence.end, published(report.document.published)))


def pack(one: Prepared) -> bytes:
    body = one.plain
    days = [[[*t.span, t.first.toordinal(), t.last.toordinal(), t.relation] for t in found] for found in one.times]
    sizes = [b - a for a, b in pairwise(body.at)]
    values = [body.letters, body.starts, body.ends, sizes, sorted(body.clipped), one.keys, days]
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def unpack(data: bytes, report: Report) -> Prepared:
    """What `pack` wrote of this report. Raises Unreadable for anything else."""
    try:
        letters, starts, ends, sizes, clipped, words, days = json.loads(data)
        body = _plain(letters, starts, ends, sizes, clipped, len(report.document.text))
        if not len(words) == len(days) == len(report.sentences) or not all(type(w) is str for found in words for w in found):
            raise Unreadable("These words are not those of this report.")
        return Prepared(body, tuple(map(tuple, words)), tuple(tuple(_time(t, len(report.document.text)) for t in found) for found in days))
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise error if isinstance(error, Unreadable) else Unreadable(f"This is no prepared source ({error}).") from error


def _plain(letters: Any, starts: Any, ends: Any, sizes: Any, clipped: Any, length: int) -> Plain:
    numbers = all(type(k) is int for one in (starts, ends, sizes, clipped) for k in one)
    if type(letters) is not str or not numbers or not len(starts) == len(ends) == len(sizes) or sum(sizes) != len(letters):
        raise Unreadable("These letters are not those of a text.")
    if starts and not (min(starts) >= 0 and max(ends) <= length and min(sizes) > 0):
        raise Unreadable("These letters are not those of this report.")
    at = [0]
    for size in sizes:
        at.append(at[-1] + size)
    return Plain(letters, tuple(starts), tuple(ends), tuple(at), frozenset(clipped))


def _time(values: Any, length: int) -> Time:
    start, end, first, last, relation = values
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= length or type(relation) is not str:
        raise Unreadable("These times are not those of this report.")
    return Time(Span(start, end), date.fromordinal(first), date.fromordinal(last), relation)
