"""Numbers as values: 'five hundred', '5 hundred' and '500' are one key; '6pm' and '18:00' as well."""

from __future__ import annotations

import re
from collections.abc import Sequence

from twicetold.retelling.lists import lists

CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
HOUR = re.compile(r"([01]?\d)(?:[:.]([0-5]\d))?")
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
MERIDIEM = frozenset(("am", "pm", "a.m.", "p.m.", "a.m", "p.m"))
LONGEST = 8  # words of one number: 'two hundred and fifty-five thousand three hundred twelve'


def value(digits: str) -> float | None:
    """The number that `digits` writes ('5,000', '2.5', '0,7'); None for a clock time or what Python cannot read."""
    if not digits.isascii() or (CLOCK.fullmatch(digits) and ":" in digits):
        return None
    try:
        return float(digits.replace(",", "") if GROUPED.fullmatch(digits) else digits.replace(",", "."))
    except ValueError:
        return None


def number(words: Sequence[str]) -> tuple[int, str]:
    """How many of the leading `words` (lower case, standing next to each other) make one number, and its key.

    Returns (0, '') where they begin with none.

    >>> number(["five", "hundred", "observers"]), number(["5,000"]), number(["6", "pm"]), number(["observers"])
    ((2, '500'), (1, '5000'), (2, '18:00'), (0, ''))
    """
    if words and words[0][0].isdigit():
        if len(words) > 1 and words[1] in MERIDIEM and (hour := HOUR.fullmatch(words[0])):
            return 2, f"{int(hour[1]) % 12 + 12 * (words[1][0] == 'p')}:{hour[2] or '00'}"
        if value(words[0]) is None:
            return 1, words[0].lstrip("0") or "0"
    size, sum_ = _cardinal(words)
    return (size, f"{sum_:.12g}") if size else (0, "")


def _cardinal(words: Sequence[str]) -> tuple[int, float]:
    """Units, tens, hundreds and scales read from left to right as far as they go together."""
    numerals = lists()["number_words"]
    total, current, last, size = 0.0, 0.0, "", 0
    for k, word in enumerate(words[:LONGEST]):
        if (
            word in ("one", "a")
            and not last
            and k + 1 < len(words)
            and words[k + 1] in ("hundred", "thousand", "million", "billion", "trillion")
        ):
            current, last = 1.0, "unit"
        elif word[0].isdigit() and (digits := value(word)) is not None and last == "":
            current, last, size = digits, "digits", k + 1
        elif word in numerals["units"] and last in ("", "tens", "hundred", "scale"):
            current, last, size = current + numerals["units"][word], "unit", k + 1
        elif word in numerals["tens"] and last in ("", "hundred", "scale"):
            current, last, size = current + numerals["tens"][word], "tens", k + 1
        elif word == "hundred" and last in ("unit", "digits"):
            current, last, size = current * 100, "hundred", k + 1
        elif word in numerals["scales"] and last in ("unit", "tens", "hundred", "digits"):
            total, current, last, size = total + current * numerals["scales"][word], 0.0, "scale", k + 1
        elif word == "and" and last in ("hundred", "scale"):
            continue
        else:
            break
    return size, total + current
