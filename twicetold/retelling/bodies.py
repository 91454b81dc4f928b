"""Names of bodies (institutes, ministries, agencies) as they stand in running text, and when two of them can be one body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from twicetold.retelling.lists import function_words
from twicetold.retelling.tables import words
from twicetold.retelling.terms import spelled

ABBREVIATION = 10  # letters of the longest
LONGEST = 8  # words of a name that an abbreviation explains
WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_UPPER = r"[^\W\d_a-zà-ÿ][\w’'&.-]*"
_SMALL = r"(?:(?:of|for|the|and|on|in|de|du|des|für|&)\s+){0,2}"
NAME = re.compile(rf"{_UPPER}(?:\s+{_SMALL}{_UPPER})*")
DEFINED = re.compile(rf"((?:{_UPPER}\s+{_SMALL}){{0,{LONGEST - 1}}}{_UPPER})\s+\(([^\W\d_a-zà-ÿ][A-Za-z.&-]{{1,9}})\)")
OFFICE = re.compile(rf"(?:{_UPPER}\s+)?(?:[a-z]+\s+)?(?:ministry|department|embassy)\b")
BELONGING = re.compile(r"\s(?:of|for|at|from|with|by|in)\s+the\s+(?=\S+\s)")
SEATED = re.compile(r"\s+in\s+\S+$")  # 'the … Centre in Annapolis'
DETERMINER = re.compile(r"^(?:the|a|an|his|her|its|their|our|this|that)\s+", re.I)
COUNTRY = re.compile(r"^(?:US|U\.S\.|UK|EU|[^\W\d_][\w.]*-based)\s+(?=\S+\s)")


def tokens(name: str) -> frozenset[str]:
    """The words of a name by which it is compared: British and American spelling, with a hyphen or without, are one."""
    plain = (w.casefold().replace("-", "") for w in WORD.findall(name))
    return frozenset(spelled(w).rstrip("s") for w in plain) - function_words()


def initials(name: str) -> str:
    """'nio' for 'Northern Ice Observatory'."""
    return "".join(w[0] for w in WORD.findall(name) if w.casefold() not in function_words()).casefold()


def same(one: str, other: str) -> bool:
    """Whether two names can be of one body: the words of one stand in the other, or it is its abbreviation."""
    a, b = tokens(one), tokens(other)
    if not a or not b:
        return False
    return a <= b or b <= a or one.casefold() == initials(other) or other.casefold() == initials(one)


def spoken_of(text: str, name: str) -> bool:
    """Whether `text` has a body's name, or all but one of its words: 'the Danish fisheries' for 'Danish fisheries inspectorate'."""
    wanted = tokens(name)
    shared = len(wanted & tokens(text))
    return shared >= max(min(2, len(wanted)), len(wanted) - 1)


def garbled(one: str, other: str) -> bool:
    """Whether two names can be one that went through another language: 'Institute Lindqvist of Commercial Right', 'Lindqvist Institute for
    Trade Law'. The word for the sort of body and a name stand in both; what can be translated need not."""
    shared = tokens(one) & tokens(other)
    kinds = {w.rstrip("s") for w in words("sources", "bodies")}
    return bool(shared & kinds) and bool(shared - kinds - words("sources", "government"))


def full(text: str, name: str) -> str:
    """An abbreviation that `text` explains, written out; any other name as it is."""
    for m in DEFINED.finditer(text) if name.isupper() else ():
        parts = WORD.findall(m.group(1))
        for k in range(len(parts) - 1):
            if m.group(2) == name and initials(" ".join(parts[k:])) == name.casefold():
                return m.group(1)[m.group(1).index(parts[k]) :]
    return name


def named(text: str) -> Iterator[str]:
    """Bodies in the words of a source: proper names, abbreviations, and offices of state in lower case."""
    yield from proper(text)
    if office := OFFICE.search(text):
        yield DETERMINER.sub("", office.group())


def proper(text: str) -> Iterator[str]:
    """Proper names with a word for a body in them ('Observatory'), and abbreviations."""
    known = words("sources", "bodies") | words("sources", "government")
    for m in NAME.finditer(text):
        name = re.sub(r"(?:[’']s|(?<=[a-zà-ÿ]{3})\.)$", "", " ".join(m.group().split()))
        name = SEATED.sub("", name) if tokens(SEATED.sub("", name)) & known else name
        name = DETERMINER.sub("", BELONGING.split(name)[-1] if _person_first(name, known) else name)
        name = name if tokens(name) & words("sources", "government") else COUNTRY.sub("", name)
        parts = {w.casefold() for w in WORD.findall(name)}
        short = _is_abbreviation(name) and not parts & words("sources", "capitals")
        if (parts & known and len(parts) > 1) or short:
            yield name


def _is_abbreviation(name: str) -> bool:
    """Capitals only; not a state with points ('U.S.'), nor anything with digits: diseases, conferences, weapons ('COVID-19', 'S-300')."""
    plain = name.replace(".", "")
    return name.isupper() and plain.isalpha() and 1 < len(plain) < ABBREVIATION and plain.casefold() not in words("sources", "capitals")


def _person_first(name: str, known: frozenset[str]) -> bool:
    """'Ada Berg of the Northern Ice Observatory': no word for a body before 'of the'."""
    before = BELONGING.split(name)[0]
    return before != name and not {w.casefold() for w in WORD.findall(before)} & known
