"""Stretches of words that look like names: capitals, the knowledge base and the reader model, told apart from plain capitalised words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from twicetold.actors.knowledge import LONGEST_NAME, Entry, Knowledge, roles, word_list
from twicetold.actors.names import straight
from twicetold.types import Entity, EntityKind, Parsed, Sentence

LONGEST_JOINT = 3  # small words inside a name: 'von und zu'
TITLED = 0.7  # share of capitalised words (of four letters or more) from which a line counts as set like a headline
_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens `first`..`last` that name something; `entry` where the knowledge base has it under just this name."""

    first: int
    last: int
    entry: Entry | None
    kind: EntityKind | None  # what the reader model says


@cache
def body_nouns() -> frozenset[str]:
    """Words that make a capitalised stretch an organisation."""
    lexicon = roles()
    single = (w for part in ("research", "body", "media") for w in lexicon[part]["words"] if " " not in w)
    return frozenset(single) - {"team", "heart", "middle", "front", "world", "today", "post-war", "project"} | word_list("bodies")


def capitalised(text: str) -> bool:
    return text[:1].isupper() and _WORD.match(text) is not None


def set_like_headline(parsed: Parsed, sentence: Sentence) -> bool:
    """Whether capitals tell nothing here: title case or all capitals."""
    title = parsed.document.title_span
    if parsed.tokens[sentence.last - 1].text in (".", "?", "!", "”", '"') and not (title and title.covers(sentence.span)):
        return False
    inside = parsed.tokens[sentence.first : sentence.last]
    if any(t.upos == "VERB" and len(t.text) > 3 and t.text.islower() for t in inside):
        return False  # a verb in small letters: names and posts only, as in 'Chief Executive of the Trust, Jane Doe, said:'
    words = [t.text for t in inside if len(t.text) > 3 and t.text.isalpha()]
    return len(words) > 2 and sum(w[0].isupper() for w in words) >= TITLED * len(words)


def model_kinds(parsed: Parsed) -> dict[int, Entity]:
    """The model's entity over each token."""
    return {k: e for e in parsed.entities for k in parsed.tokens_in(e.span)}


def runs(parsed: Parsed, base: Knowledge) -> Iterator[Run]:
    """All stretches that look like names, in text order, none overlapping."""
    covering = model_kinds(parsed)
    for sentence in parsed.sentences:
        headline = set_like_headline(parsed, sentence)
        k = sentence.first
        while k < sentence.last:
            if is_date(parsed, k):
                k += 1
                continue
            last, entry = listed_name(parsed, base, k, sentence)
            wide = None if headline else capital_run(parsed, base, covering, k, sentence)
            if wide is not None and (entry is None or (wide > last and not ends_here(parsed, base, last, sentence))):
                yield Run(k, wide, None, vote(covering, k, wide))
                k = wide + 1
            elif entry is not None:
                yield Run(k, last, entry, vote(covering, k, last))
                k = last + 1
            else:
                k += 1


def is_date(parsed: Parsed, k: int) -> bool:
    """'By 22 July Greece …', 'on Tuesday Germany …': a day or a month begins no name, unless it is somebody's ('Theresa May' does not)."""
    word = parsed.tokens[k].text.rstrip(".").lower()
    if word not in word_list("calendar") or parsed.tokens[k].text.islower():
        return False
    before, after = (parsed.tokens[n].text.lower() if 0 <= n < len(parsed.tokens) else "" for n in (k - 1, k + 1))
    dated = before[:1].isdigit() or after[:1].isdigit() or before in word_list("before_dates")
    return dated or word.endswith("day")


def ends_here(parsed: Parsed, base: Knowledge, last: int, sentence: Sentence) -> bool:
    """Whether a listed name is over although capitals go on: 'the European Union on the Protocol', 'US and China', 'Russia-China'."""
    tokens = parsed.tokens
    if last + 2 >= sentence.last:
        return False
    if tokens[last + 1].text in ("-", "‑", "–"):
        return listed_name(parsed, base, last + 2, sentence)[1] is not None
    return tokens[last + 1].text.lower() in ("on", "and", "for", "in", "with")


def vote(covering: dict[int, Entity], first: int, last: int) -> EntityKind | None:
    kinds = [covering[k].kind for k in range(first, last + 1) if k in covering]
    ranked = sorted((-kinds.count(k), k) for k in kinds)
    return ranked[0][1] if ranked else None


def listed_name(parsed: Parsed, base: Knowledge, first: int, sentence: Sentence) -> tuple[int, Entry | None]:
    """The longest name of the knowledge base that starts at token `first`."""
    tokens, text = parsed.tokens, parsed.document.text
    if not (tokens[first].text[0].isupper() or tokens[first].text in ("al", "dpa", "ifo")):
        return first, None
    for last in range(min(first + LONGEST_NAME, sentence.last) - 1, first - 1, -1):
        end = tokens[last].end
        if text[end : end + 1] in ("-", "‑") and text[end + 1 : end + 2].isalpha() and not text[end + 1].isupper():
            continue
        piece = straight(text[tokens[first].start : end])
        shouting = piece.isupper() and len(piece) > 3
        entry = base.named(piece, shouting)
        if entry is not None and not (shouting and len(piece) < 4):
            return last, entry
    return first, None


def opens(parsed: Parsed, k: int, sentence: Sentence) -> bool:
    """Whether token `k` is capitalised because something begins there."""
    return k == sentence.first or parsed.tokens[k - 1].text in ("“", '"', "‘", ":", "—", "–", "|", "•", "(", "”")


def titled(parsed: Parsed, first: int, sentence: Sentence) -> bool:
    """Whether a title and a name begin at token `first`: 'Prime Minister Narendra Modi'."""
    words = [t.text for t in parsed.tokens[first : min(first + 3, sentence.last)]]
    title = next((n for n in (2, 1) if " ".join(words[:n]).lower() in roles()["title"]), 0)
    return bool(title) and len(words) > title and capitalised(words[title])


def capital_run(parsed: Parsed, base: Knowledge, covering: dict[int, Entity], first: int, sentence: Sentence) -> int | None:
    """The last token of the capitalised stretch from `first`; None when none starts there."""
    tokens = parsed.tokens
    token = tokens[first]
    if not capitalised(token.text) or (
        first not in covering and token.upos in ("DET", "PRON", "AUX", "CCONJ", "SCONJ", "ADP", "PART", "INTJ", "VERB", "ADV")
    ):
        return None
    if opens(parsed, first, sentence) and token.upos != "PROPN" and first not in covering and not titled(parsed, first, sentence):
        return None
    last = first
    while (step := extend(parsed, base, covering, first, last, sentence)) > last:
        last = step
    return last


def extend(parsed: Parsed, base: Knowledge, covering: dict[int, Entity], first: int, last: int, sentence: Sentence) -> int:
    """One step further to the right, or `last` again."""
    tokens, text = parsed.tokens, parsed.document.text
    if last + 1 >= sentence.last:
        return last
    gap, after = text[tokens[last].end : tokens[last + 1].start], tokens[last + 1]
    if gap == "" and after.text in ("'", "’", "'s", "’s") and last + 2 < sentence.last and tokens[last + 2].text[0].isupper():
        return last + 2 if tokens[last + 2].text.lower() in body_nouns() else last
    if gap == "" and after.text in ("-", "‑") and last + 2 < sentence.last and tokens[last + 2].start == after.end:
        return last + 2 if _WORD.match(tokens[last + 2].text) else last
    if gap == "" and after.text == "." and len(tokens[last].text) <= 2:
        return last + 1
    if gap.strip() or (gap == "" and not after.text.startswith(("'", "’"))) or "\n\n" in gap:
        return last
    if capitalised(after.text) and after.upos not in ("DET", "PRON", "AUX", "ADP", "SCONJ", "ADV", "VERB"):
        return last + 1
    return connected(parsed, base, covering, first, last, sentence)


def connected(parsed: Parsed, base: Knowledge, covering: dict[int, Entity], first: int, last: int, sentence: Sentence) -> int:
    """Over 'of the', 'for', 'and' inside organisations, 'bin', 'von' inside people: to the capitalised word behind, or `last` again."""
    tokens = parsed.tokens
    words = [t.text.lower() for t in tokens[first : last + 1]]
    k, between = last + 1, list[str]()
    while (
        k < sentence.last
        and len(between) < LONGEST_JOINT
        and tokens[k].text.lower() in word_list("connect") | word_list("particle")
        and tokens[k].text.islower()
    ):
        between.append(tokens[k].text.lower())
        k += 1
    if between and between[-1] in word_list("particle") and k + 1 < sentence.last and tokens[k].text in ("-", "‑"):
        k += 1  # 'Abdel Fattah al-Rashid'
    if tokens[last + 1].text == "&":
        between, k = ["&"], last + 2
    if not between or k >= sentence.last or not capitalised(tokens[k].text) or tokens[k].upos in ("PRON", "AUX"):
        return last
    if all(w in word_list("particle") for w in between):
        return k
    if len(between) == LONGEST_JOINT or (between[-1] == "on" and is_date(parsed, k)):
        return last
    listed = listed_name(parsed, base, k, sentence)[1] is not None
    if between[0] in ("of", "for", "on"):
        if not listed and _one_body(covering.get(first), covering.get(k), between):
            return k
        return k if any(w in body_nouns() for w in words) and (not listed or (words[-1] in body_nouns() and len(words) < 3)) else last
    inside = any(w in ("of", "for", "on") for w in words) or between == ["&"]
    return k if between in (["and"], ["&"]) and inside and not listed else last


def _one_body(first: Entity | None, then: Entity | None, between: list[str]) -> bool:
    """Whether the model takes both ends for one organisation, or for two that 'for' joins: 'the Aldgate Centre for Financial Affairs'."""
    if first is None or then is None or first.kind != "organisation":
        return False
    return first is then or (between == ["for"] and then.kind == "organisation")
