"""Drafts made from the families: quotations and statements in natural prose, faithful or with one thing wrong."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PRONOUNS = frozenset(["he", "she", "it", "they", "we", "one", "some", "who", "the", "them", "its", "document", "paper", "brief"])
SENTENCE_END = re.compile(r"(?:[.!?][”\"’')]?|[:\n])\s*$")


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Unit:
    """One thing that a draft says. `error` is None for a faithful one; `focus` is what is wrong, as it stands in `text`."""

    kind: str
    text: str
    error: str | None = None
    focus: str = ""
    made: str = ""


@dataclass(frozen=True)
class Said:
    """A quotation of a source with the one who says it there."""

    document: str
    quote: str
    speaker: str
    known: str  # who that is, by the family's truth


@dataclass(frozen=True)
class Stated:
    """A statement of a source that can stand as a sentence; `holder` None in the report's own voice."""

    document: str
    clause: str
    holder: str | None
    certainty: str
    cue: str | None
    claim: dict[str, Any]
    polarity: str


@dataclass
class Material:
    """What some documents of a family hold."""

    family: str
    documents: list[dict[str, Any]]
    said: list[Said] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    variants: dict[str, list[str]] = field(default_factory=dict)  # quotation -> reworded ones in documents that are no source here

    @property
    def text(self) -> str:
        return "\n".join(d["text"] for d in self.documents)


def material(family: dict[str, Any], sources: list[str]) -> Material:
    """What can be told from these sources."""
    docs = [d for d in family["documents"] if d["id"] in sources]
    out = Material(family["family"], docs)
    texts = {d["id"]: d["text"] for d in docs}
    for quote in family["quotes"]:
        inside = [v for v in quote["variants"] if v["document"] in texts]
        others = [v["quote"] for v in quote["variants"] if v["document"] not in texts and v["drift"] == ["reworded"]]
        for v in inside:
            speaker = spoken_by(v, quote, texts[v["document"]])
            if speaker and not {"misattributed", "name_changed"} & set(v["drift"]):
                out.said.append(Said(v["document"], clean(v["quote"]), speaker, quote["speaker"] or ""))
                out.variants[clean(v["quote"])] = [o for o in others if flat(o) not in flat(out.text)]
    for claim in family["claims"]:
        for m in claim["mentions"]:
            if m["document"] in texts and (stated := statement(claim, m, texts[m["document"]])) is not None:
                out.stated.append(stated)
    return out


def flat(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def clean(quote: str) -> str:
    return " ".join(quote.split()).rstrip(".,;… ")


def spoken_by(variant: dict[str, Any], quote: dict[str, Any], text: str) -> str | None:
    """How a draft names the speaker: as the source does, else by the name that the source has somewhere."""
    given = variant["speaker_as_given"] or ""
    first = given.split()[0].lower() if given else ""
    proper = re.search(r"[A-Z][\w.-]+(?: [A-Z][\w.-]+)+", given)
    if proper and not re.search(r"\b(?:said|says)\b", given):
        return proper[0] if proper[0] in text else None
    known = re.sub(r" \(.*\)", "", quote["speaker"] or "")
    if known and known in text:
        return f"the {known}" if re.search(r"Institute|Observatory|Centre|Center|Ministry", known) else known
    if given and first not in PRONOUNS and not re.search(r"\b(?:said|says|document|them)\b", given):
        return given[0].lower() + given[1:] if first in ("a", "an", "the") else f"the {given}" if given[0].islower() else given
    return None


def statement(claim: dict[str, Any], m: dict[str, Any], text: str) -> Stated | None:
    """A mention that is a whole clause: it begins a sentence or stands behind 'that', and ends where a clause can."""
    at = text.find(m["span"])
    before, after = text[:at], text[at + len(m["span"]) :]
    begins = bool(SENTENCE_END.search(before[-4:])) or before.endswith("that ")
    if at < 0 or not begins or not re.match(r"\s*[.,;:”\"’–—-]|\s+(?:and|but|according|the)\b", after) or len(m["span"].split()) < 5:
        return None
    if re.search(r"[“”\"]", m["span"]) or m["span"].split()[0].lower() in PRONOUNS | {"this", "that", "there", "and", "but", "nor"}:
        return None
    holders = [h for h in m["holders"] if h not in ("unnamed",)]
    holder = holders[-1] if holders else None
    if holder and re.sub(r"^the ", "", holder) not in text:
        return None
    if m["holders"] and not holders:
        return None
    cue = m["cue_phrase"] if m["cue_phrase"] and m["cue_phrase"] in m["span"] else None
    return Stated(m["document"], " ".join(m["span"].split()), holder, m["certainty"], cue, claim, m["polarity"])


# ------------------------------------------------------------------------------------------------------------- prose


def lower_first(clause: str, text: str) -> str:
    """A clause inside a sentence: its first word small where the sources have it small somewhere, else it is a name."""
    first = clause.split()[0]
    common = first.endswith("ly") or first in (
        "The",
        "A",
        "An",
        "In",
        "On",
        "If",
        "At",
        "Some",
        "Both",
        "Nowhere",
        "None",
        "No",
        "There",
        "By",
        "Under",
        "Any",
    )
    return clause[0].lower() + clause[1:] if common or re.search(rf"\b{re.escape(first.lower())}\b", text) else clause


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


def named(holder: str) -> str:
    """A holder as a sentence has it: institutes with an article."""
    return (
        f"the {holder}"
        if re.search(r"(?:Institute|Observatory|Centre|Center|Ministry|ministry|Systems|Nonproliferation|Policy)\b", holder)
        and not re.match(r"(?:the|a|an) ", holder)
        else holder
    )


QUOTED: list[Callable[[str, str, random.Random], str]] = [
    lambda q, s, r: f"“{capital(q)},” {s} said.",
    lambda q, s, r: f"“{capital(q)},” said {s}.",
    lambda q, s, r: f"{capital(s)} said: “{capital(q)}.”",
    lambda q, s, r: f'{capital(s)} put it this way: "{q}".',
    lambda q, s, r: f"‘{q}’, {s} told reporters.",
    lambda q, s, r: f'According to {s}, "{q}."',
    lambda q, s, r: split(q, s),
    lambda q, s, r: f"- **{capital(s)}**: “{q}”",
    lambda q, s, r: f'* {capital(s)} said "{q}".',
    lambda q, s, r: f"In the words of {s}, «{q}».",
]


def split(quote: str, speaker: str) -> str:
    """A quotation with the speaker in the middle, at a comma or a conjunction."""
    at = re.search(r"(?<=\w{3}), | (?=(?:and|but|because|unless) )", quote)
    if not at or at.start() < 8 or len(quote) - at.end() < 8:
        return f"“{capital(quote)},” {speaker} said."
    return f"“{capital(quote[: at.start()])},” {speaker} said, “{quote[at.end() :]}.”"


STATED: list[Callable[[str, str], str]] = [
    lambda c, h: f"{capital(h)} said that {c}.",
    lambda c, h: f"{capital(h)} says {c}.",
    lambda c, h: f"According to {h}, {c}.",
    lambda c, h: f"{capital(c)}, {h} said.",
    lambda c, h: f"{capital(c)}, according to {h}.",
    lambda c, h: f"In the view of {h}, {c}.",
    lambda c, h: f"- {capital(h)} argues that {c}.",
    lambda c, h: f"* {capital(c)}, {h} writes.",
    lambda c, h: f"{capital(h)} noted that {c}.",
]
PLAIN: list[Callable[[str], str]] = [
    lambda c: f"{capital(c)}.",
    lambda c: f"- {capital(c)}.",
    lambda c: f"The reports say that {c}.",
]
PLACES = frozenset(
    ["United", "States", "North", "South", "Korea", "Russia", "China", "American", "Israel", "Emirates", "Ukraine", "Taiwan"]
)
NUMBER_WORDS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "eight": 8,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "five hundred": 500,
}
REWRITES = [
    (r"\bper cent\b", "%"), (r"\bpercent\b", "per cent"), (r"\bprobably\b", "most probably"), (r"\btruce\b", "ceasefire"),
    (r"\bbegan\b", "started"), (r"\bin order to\b", "to"), (r"\bthe American\b", "the US"), (r"\bmore than\b", "over"),
    (r"\bnot have\b", "not possess"), (r"\btowards\b", "toward"), (r"\bdo not\b", "don't"), (r"\bis not\b", "isn't"),
    (r"\bUnited States\b", "U.S."), (r"\blarge\b", "big"), (r"\bwould like\b", "want"), (r"\bcarry\b", "get"),
]  # fmt: skip
REWRITES = [r for r in REWRITES if r[1] not in ("most probably", "want")]


def reworded(clause: str, random_: random.Random) -> str:
    """A faithful paraphrase: numbers in another writing, a few words in another form."""
    for word, value in NUMBER_WORDS.items():
        if random_.random() < 0.6:
            clause = re.sub(rf"\b{word}\b(?! (?:hundred|thousand|million))", str(value), clause)
    clause = re.sub(r"\b(\d),(\d{3})\b", lambda m: m[1] + m[2] if random_.random() < 0.5 else m[0], clause)
    clause = re.sub(r"\b(\d+) million\b", lambda m: f"{m[1]}m" if random_.random() < 0.5 else m[0], clause)
    for pattern, new in REWRITES:
        if random_.random() < 0.7:
            clause = re.sub(pattern, new, clause)
    return clause.replace(" %", "%")


HEDGED = {
    "almost_certain": "it is almost certain that {}", "very_likely": "it is very likely that {}", "likely": "it is likely that {}",
    "unlikely": "it is unlikely that {}", "very_unlikely": "it is very unlikely that {}", "possible": "it is possible that {}",
    "almost_no_chance": "there is almost no chance that {}", "roughly_even": "the chances are about even that {}",
}  # fmt: skip


def told(s: Stated, m: Material, random_: random.Random) -> str | None:
    """The clause of a statement in one of three ways: as the source has it with small changes, or the proposition with its hedge."""
    strange = [w for w in re.findall(r"\d[\d,]*|(?<= )[A-Z][a-z]{3,}", s.claim["proposition"]) if w not in m.text and w not in PLACES]
    if random_.random() < 0.65 or strange or "(" in s.claim["proposition"] or s.polarity == "negative":
        return lower_first(reworded(s.clause, random_), m.text)
    proposition = lower_first(s.claim["proposition"].rstrip("."), m.text + " United States Russia ")
    if s.certainty == "asserted":
        return proposition
    return HEDGED[s.certainty].format(proposition) if s.certainty in HEDGED else None


def faithful_quotation(s: Said, m: Material, random_: random.Random) -> Unit:
    """A quotation as it stands: whole, a part of it, with an ellipsis, or with brackets."""
    quote, made = s.quote, "whole"
    ways = random_.random()
    if ways < 0.15 and (part := fragment(quote, random_)):
        return Unit("quotation", f"{capital(s.speaker)} spoke of “{part}”.", made="part")
    if ways < 0.30 and (cut := with_ellipsis(quote, random_)):
        quote, made = cut, "ellipsis"
    elif ways < 0.45:
        quote, made = with_brackets(quote, s, random_), "brackets"
    elif ways < 0.55:
        quote, made = quote.replace(" – ", " - ").replace("’", "'"), "marks"
    return Unit("quotation", random_.choice(QUOTED)(quote, s.speaker, random_), made=made)


def fragment(quote: str, random_: random.Random) -> str | None:
    parts = quote.split()
    if len(parts) < 7:
        return None
    size = random_.randint(3, min(8, len(parts) - 2))
    first = random_.randint(1, len(parts) - size)
    return " ".join(parts[first : first + size]).strip(",.;:")


NEGATIVE = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|nowhere|neither|nor|n['’]t|without|unless|if|only|probably|may|might|could|likely|fewer)\b|n['’]t\b"
    r"|\b(?:lack|fail|refus|reject|den(?:y|ie))(?:s|e[ds]?|ed|ing)?\b"
)


def with_ellipsis(quote: str, random_: random.Random) -> str | None:
    """Two to five words in the middle given up for an ellipsis; none of them a negation or a hedge."""
    parts = quote.split()
    options = [
        (i, n) for n in (2, 3, 4, 5) for i in range(2, len(parts) - n - 1) if not NEGATIVE.search(" ".join(parts[i - 1 : i + n + 1]))
    ]
    if not options:
        return None
    i, n = random_.choice(options)
    mark = random_.choice(["…", "...", "[…]", "[...]", ". . ."])
    return " ".join([*parts[:i], mark, *parts[i + n :]])


def with_brackets(quote: str, s: Said, random_: random.Random) -> str:
    """'[T]he', or a pronoun replaced by whom it means."""
    match = re.search(r"\b(?:it|they|he|them)\b", quote)
    if match and match.start() > 3 and random_.random() < 0.6:
        return f"{quote[: match.start()]}[{random_.choice(['the other side', 'the leadership', 'the country'])}]{quote[match.end() :]}"
    return f"[{quote[0].swapcase()}]{quote[1:]}" if quote[0].isalpha() and len(quote.split()[0]) > 1 else quote


def faithful_statement(s: Stated, m: Material, random_: random.Random) -> Unit | None:
    clause = told(s, m, random_)
    if clause is None:
        return None
    return Unit("statement", worded(clause, s, random_), made="clause" if clause[:20].lower() == s.clause[:20].lower() else "paraphrase")


def worded(clause: str, s: Stated, random_: random.Random, holder: str | None = None) -> str:
    who = holder or s.holder
    return random_.choice(STATED)(clause, named(who)) if who else random_.choice(PLAIN)(clause)


def sources_of(family: dict[str, Any], random_: random.Random) -> list[str]:
    """Two to four documents with something quotable in them; all in one language of reporting: no spun copies."""
    usable = [d["id"] for d in family["documents"] if d.get("relation") not in ("spin",)]
    return sorted(random_.sample(usable, min(len(usable), random_.randint(2, 4))))


def units_of(m: Material, random_: random.Random) -> Iterator[Unit]:
    """Faithful units in random order, quotations and statements mixed, each thing once."""
    options: list[Said | Stated] = [*m.said, *m.stated]
    weights = {id(o): random_.random() * (1.6 if isinstance(o, Stated) else 1.0) for o in options}
    seen: set[str] = set()
    for one in sorted(options, key=lambda o: -weights[id(o)]):
        key = {one.quote} if isinstance(one, Said) else {one.clause, one.claim["id"]}
        if key & seen:
            continue
        unit = faithful_quotation(one, m, random_) if isinstance(one, Said) else faithful_statement(one, m, random_)
        if unit is not None:
            seen |= key
            yield unit
