"""One thing wrong: what each kind of error does to a quotation or a statement of the sources. None where the material does not allow it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from evaluation.drafts.making import (
    NEGATIVE,
    QUOTED,
    Material,
    Stated,
    Unit,
    flat,
    lower_first,
    named,
    reworded,
    worded,
    words,
)

KINDS = (
    "quotation_invented", "quotation_trimmed", "quotation_reworded", "quotation_reversed", "quotation_misattributed", "quotation_number",
    "statement_hedge_dropped", "statement_number", "statement_reversed", "statement_misattributed", "statement_invented", "name", "date",
)  # fmt: skip


def planted(kind: str, m: Material, random_: random.Random) -> Unit | None:
    return MAKERS[kind](m, random_)


def _quoted(kind: str, quote: str, speaker: str, focus: str, random_: random.Random, made: str = "") -> Unit:
    text = random_.choice(QUOTED)(quote, speaker, random_)
    return Unit("quotation", text, kind, focus if focus in text else "", made)


def _shuffled(items: list, random_: random.Random) -> Iterator:
    copy = items[:]
    random_.shuffle(copy)
    return iter(copy)


# --------------------------------------------------------------------------------------------------------- quotations


def quotation_invented(m: Material, random_: random.Random) -> Unit | None:
    nouns = sorted(set(re.findall(r"\bthe ([a-z]{5,12})\b(?= (?:of|and|in|is|was|will)|[,.])", m.text)) or {"security"})
    quote = random_.choice(words()["invented"]["quotations"]).format(
        a="the " + random_.choice(nouns), b="the " + random_.choice(nouns), who=random_.choice(["We", "They", *_names(m)]),
    )  # fmt: skip
    if not m.said:
        return None
    return _quoted("quotation_invented", quote, random_.choice(m.said).speaker, "", random_)


def _names(m: Material) -> list[str]:
    """Names that stand at the head of sentences of the sources."""
    return sorted(set(re.findall(r"(?<=[.] )([A-Z][a-z]{4,})\b(?= (?:has|will|is|had|said))", m.text)))


def quotation_trimmed(m: Material, random_: random.Random) -> Unit | None:
    """Two to four words in the middle left out without a sign."""
    for s in _shuffled(m.said, random_):
        parts = s.quote.split()
        options = [
            (i, n) for n in (2, 3, 4) for i in range(2, len(parts) - n - 1)
            if not NEGATIVE.search(" ".join(parts[i - 1 : i + n + 1])) and not re.search(r"\d|[A-Z]", " ".join(parts[i : i + n]))
            and len(parts) - n >= 5 and any(len(p) > 4 for p in parts[i : i + n])
        ]  # fmt: skip
        if options:
            i, n = random_.choice(options)
            quote = " ".join([*parts[:i], *parts[i + n :]])
            if flat(quote) not in flat(m.text):
                return _quoted("quotation_trimmed", quote, s.speaker, "", random_)
    return None


def quotation_reworded(m: Material, random_: random.Random) -> Unit | None:
    """Another report's rewording, or one to three words replaced."""
    for s in _shuffled(m.said, random_):
        if random_.random() < 0.35 and (others := m.variants.get(s.quote)):
            return _quoted("quotation_reworded", random_.choice(others).strip(" .,;"), s.speaker, "", random_, "another report's")
        table = words()["synonyms"]
        there = [w for w in table if w != "reference" and re.search(rf"\b{w}\b", s.quote, re.I)]
        if there and len(s.quote.split()) > 4:
            quote = s.quote
            for w in random_.sample(there, min(len(there), random_.randint(1, 3))):
                quote = re.sub(rf"\b{w}\b", table[w], quote, count=1, flags=re.I)
            return _quoted("quotation_reworded", quote, s.speaker, "", random_, "words replaced")
    return None


REVERSING = [
    (r"\bwill not\b", "will"), (r"\bcannot\b", "can"), (r"\bis not\b", "is"), (r"\bdid not\b", "did"), (r"\bdoes not\b", "does"),
    (r"\bnever\b", "always"), (r"\bhas not\b", "has"), (r"\bis\b(?! not)", "is not"), (r"\bwill\b(?! not)", "will not"),
    (r"\bhas\b(?! not)", "has not"), (r"\bhave\b(?! not)", "have not"), (r"\bwas\b(?! not)", "was not"), (r"\bare\b(?! not)", "are not"),
    (r"\bmore\b", "less"), (r"\bgrow\b", "shrink"), (r"\bharder\b", "easier"),
]  # fmt: skip


DENIED = re.compile(r"\b(?:no|never|nobody|nothing|none|nowhere|neither|nor)\b", re.IGNORECASE)


def _reversed(text: str, random_: random.Random) -> str | None:
    options = [(p, new) for p, new in REVERSING if len(re.findall(p, text)) == 1 and not re.search(r"\?", text)]
    if DENIED.search(text):  # 'has not promised nothing': some readers take two negations for one, so it is no clear error
        options = [o for o in options if not o[1].endswith(" not")]
    negative = [o for o in options if "not" in o[0].split("(")[0] or o[1] in ("can", "always")]
    if not options:
        return None
    pattern, new = random_.choice(negative or options)
    return re.sub(pattern, new, text)


def quotation_reversed(m: Material, random_: random.Random) -> Unit | None:
    for s in _shuffled(m.said, random_):
        quote = _reversed(s.quote, random_)
        if quote and len(quote.split()) > 3 and flat(quote) not in flat(m.text):
            return _quoted("quotation_reversed", quote, s.speaker, "", random_)
    return None


def _others(who: str, m: Material) -> list[str]:
    """People and bodies of the sources that have nothing to do with `who`."""
    groups = words()["groups"].get(m.family, [])
    own = [g for g in groups if any(_same(who, n) for n in g)]
    rivals = [n for g in groups if g not in own for n in g if n.split()[-1] in m.text]
    return [] if not own and not re.match(r"(?:the|a|an) ", who) else [n for n in rivals if not _same(who, n)]


def _same(a: str, b: str) -> bool:
    return bool(set(re.findall(r"[A-Z]\w{3,}", a)) & set(re.findall(r"[A-Z]\w{3,}", b))) or flat(a) == flat(b)


def quotation_misattributed(m: Material, random_: random.Random) -> Unit | None:
    for s in _shuffled(m.said, random_):
        others = _others(s.speaker if re.search("[A-Z]", s.speaker) else s.known or s.speaker, m)
        if others and len(s.quote.split()) > 3:
            return _quoted("quotation_misattributed", s.quote, named(random_.choice(others)), "", random_)
    return None


FIGURE = re.compile(r"\b\d{1,3}(?:,\d{3})+\b|\b\d+(?:\.\d+)?\b")
SPELLED = {
    "five hundred": "eight hundred",
    "twelve": "fourteen",
    "two": "four",
    "three": "five",
    "eleven": "sixteen",
    "five": "seven",
    "seven": "nine",
    "four": "six",
    "six": "nine",
}


def _renumbered(text: str, m: Material, random_: random.Random) -> tuple[str, str] | None:
    """The text with one number that no source has, and that number. Years, days and clock times are left."""
    for match in _shuffled(list(FIGURE.finditer(text)), random_):
        if re.match(
            r":\d|\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)", text[match.end() :]
        ):
            continue
        value = float(match[0].replace(",", ""))
        if re.search(
            r"(?:January|February|March|April|May|June|July|August|September|October|November|December) $|:$", text[: match.start()]
        ):
            continue
        if 1900 <= value <= 2100 and "," not in match[0]:
            continue
        new = value
        while f"{new:g}" in m.text or f"{new:,.0f}" in m.text or new == value:
            new = round(value * random_.choice([0.5, 0.75, 1.3, 1.6, 2, 3]) + random_.randint(1, 3))
        told = f"{new:,.0f}" if "," in match[0] else f"{new:g}"
        return text[: match.start()] + told + text[match.end() :], told
    for word, other in SPELLED.items():
        if re.search(rf"\b{word}\b(?! (?:hundred|of|sides|one|another))", text) and not re.search(rf"\b{other}\b", m.text, re.I):
            return re.sub(rf"\b{word}\b(?! (?:hundred|of|sides|one|another))", other, text, count=1), other
    return None


def quotation_number(m: Material, random_: random.Random) -> Unit | None:
    for s in _shuffled(m.said, random_):
        if changed := _renumbered(s.quote, m, random_):
            return _quoted("quotation_number", changed[0], s.speaker, changed[1], random_)
    return None


# --------------------------------------------------------------------------------------------------------- statements


UNHEDGED = [
    (r"\b(?:is|are) (?:very |highly |most )?unlikely to\b", "will not"), (r"\b(?:is|are) (?:very |highly |most )?likely to\b", "will"),
    (r"\bmay well\b", "will"), (r"\b(?:may|might|could)\b(?! be (?:doubted|ruled)| not)", "will"),
    (r"\bshould with great probability\b", "will"),
    (r"\b(?:very likely|in all likelihood|in all probability|almost certainly|probably|possibly|perhaps|apparently|most likely),? ", ""),
    (r"^it is (?:very likely|likely|possible|almost certain) that ", ""),
]  # fmt: skip


def statement_hedge_dropped(m: Material, random_: random.Random) -> Unit | None:
    hedged = [s for s in m.stated if s.certainty not in ("asserted", "almost_certain", "almost_no_chance") and not _also_bare(s, m)]
    for s in _shuffled(hedged, random_):
        if s.certainty in ("likely", "very_likely", "possible", "roughly_even") and s.polarity == "positive" and random_.random() < 0.4:
            clause = lower_first(s.claim["proposition"].rstrip("."), m.text + " United States Russia ")
            return Unit("statement", worded(clause, s, random_), "statement_hedge_dropped", "", "proposition")
        clause = s.clause
        for pattern, new in UNHEDGED:
            clause = re.sub(pattern, new, clause, flags=re.I)
        if clause != s.clause and s.cue and s.cue.lower() not in clause.lower():
            return Unit("statement", worded(lower_first(clause, m.text), s, random_), "statement_hedge_dropped", "", "cue dropped")
    return None


def _also_bare(s: Stated, m: Material) -> bool:
    """Whether one of the sources states the same claim without a hedge, or more surely: then a bare statement has a source."""
    ids = {d["id"] for d in m.documents}
    return any(x["document"] in ids and x["certainty"] != s.certainty for x in s.claim["mentions"])


def statement_number(m: Material, random_: random.Random) -> Unit | None:
    for s in _shuffled(m.stated, random_):
        if changed := _renumbered(s.clause, m, random_):
            return Unit("statement", worded(lower_first(changed[0], m.text), s, random_), "statement_number", changed[1])
    return None


def statement_reversed(m: Material, random_: random.Random) -> Unit | None:
    for s in _shuffled([s for s in m.stated if s.certainty == "asserted"], random_):
        ids = {d["id"] for d in m.documents}
        if any(x["document"] in ids and x["polarity"] != s.polarity for x in s.claim["mentions"]):
            continue
        clause = _reversed(reworded(s.clause, random_), random_)
        if clause and not clause.startswith(("Nowhere", "None", "Neither", "Nothing", "No ")):
            return Unit("statement", worded(lower_first(clause, m.text), s, random_), "statement_reversed")
    return None


def statement_misattributed(m: Material, random_: random.Random) -> Unit | None:
    for s in _shuffled([s for s in m.stated if s.holder], random_):
        others = _others(s.holder or "", m)
        if others:
            clause = lower_first(reworded(s.clause, random_), m.text)
            return Unit("statement", worded(clause, s, random_, random_.choice(others)), "statement_misattributed")
    return None


def statement_invented(m: Material, random_: random.Random) -> Unit | None:
    holders = [s for s in m.stated if s.holder]
    nouns = sorted(set(re.findall(r"\bthe ([a-z]{5,12})\b(?= (?:of|and|in|is|was|will)|[,.])", m.text)) or {"agreement"})
    if not holders:
        return None
    clause = random_.choice(words()["invented"]["statements"]).format(a="the " + random_.choice(nouns), b="the " + random_.choice(nouns))
    return Unit("statement", worded(clause, random_.choice(holders), random_), "statement_invented")


NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]{3,}(?: [A-Z][a-z]{3,})?)\b")
NOT_NAMES = re.compile(r"January|February|March|April|May|June|July|August|September|October|November|December|day$")
STRANGERS = ["Karlsen", "Novotny", "Okonkwo", "Brandt", "Belgrade", "Montevideo", "Havel", "Lisbon", "Nairobi"]


def name(m: Material, random_: random.Random) -> Unit | None:
    """A name that no source has in the place of one."""
    for s in _shuffled(m.stated, random_):
        found = [x for x in NAME.finditer(s.clause) if not NOT_NAMES.search(x[0])]
        if found:
            match = random_.choice(found)
            new = random_.choice([x for x in STRANGERS if x not in m.text])
            clause = s.clause[: match.start()] + new + s.clause[match.end() :]
            return Unit("statement", worded(lower_first(clause, m.text), s, random_), "name", new)
    return None


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def date(m: Material, random_: random.Random) -> Unit | None:
    """Another month, weekday or year in the place of one."""
    for s in _shuffled(m.stated, random_):
        months = [w for w in MONTHS if re.search(rf"\b{w}\b", s.clause) and w != "May"]
        days = [w for w in DAYS if re.search(rf"\b{w}\b", s.clause)]
        years = re.findall(r"\b(?:19|20)\d\d\b", s.clause)
        if months:
            old, new = months[0], random_.choice([x for x in MONTHS if x not in m.text and x != "May"])
        elif days:
            old, new = days[0], random_.choice([x for x in DAYS if x not in m.text] or [""])
        elif years:
            old, new = years[0], str(int(years[0]) + random_.choice([3, 7, 12]))
        else:
            continue
        if new and new not in m.text:
            return Unit("statement", worded(lower_first(s.clause.replace(old, new), m.text), s, random_), "date", new)
    return None


MAKERS: dict[str, Callable[[Material, random.Random], Unit | None]] = {k: globals()[k] for k in KINDS}
