#!/usr/bin/env python3
"""Build the knowledge base of actors: `twicetold/actors/data/*.tsv` from the tables beside this file and open facts.

    knowledge/build.py --facts FOLDER [--check] [--out FOLDER]

1. states.psv (by hand) + names, abbreviations and capitals of the World Factbook -> states.tsv
2. leaders.psv and officers.psv (by hand, public record), the World Factbook 2014-2026, REIGN to 2021 -> leaders.tsv
3. organisations, organs of state, institutes, news agencies, ministries (by hand, one reference each) -> organisations.tsv, ministries.tsv

FOLDER holds factbook_leaders.jsonl, factbook_leaders_2014_2026.jsonl, reign_leaders_to_2021.csv, wikidata_leaders_2021.csv and, for
--check only (nothing of it is shipped), countries.json. Sources: CIA World Factbook (public domain), REIGN (MIT), Wikidata (CC0).
"""

from __future__ import annotations

import argparse
import calendar
import csv
import html
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parent / "twicetold" / "actors" / "data"
NEWEST = "2026-05-01"  # the Factbook's last snapshot: a term seen then is still open
STALE = ("2020-11-23", "2017-03-28")  # pages of the 2020 snapshot had not been renewed since March 2017
UNWATCHED = timedelta(days=200)  # snapshots further apart than this may hide a term
OLDEST_YEAR = 1945  # REIGN goes back to 1921; leaders before 1945 are rarely 'the leader' of a news report

MONTHS = {m: k for k, m in enumerate(calendar.month_name)}
TITLE = re.compile(
    r"^(?:(?:Interim|Acting|Transitional|Caretaker|Former|Co-|First|Executive|Federal|Supreme|State|Overall|Taliban|Head|of|the|and|Government|"
    r"President|Prime|Minister|Premier|King|Queen|Emperor|Sultan|Amir|Emir|Chancellor|Pope|Grand|Duke|Prince|Princess|Captain|Regent|Chief|"
    r"Taoiseach|Chairman|Chairperson|Chair|Leader|Marshal|General|Gen\.|Gen|Lt\.|Lt|Col\.|Col|Sr\.|Maj\.|Dr\.|Dr|Sir|Dame|Sheikh|Shaykh|Republic|"
    r"Presidential|Presidency|Brig\.|Secretary|Archbishop|Cardinal|Ratu|Self-proclaimed|"
    r"Council|Sovereign|Military|Transition|Confederation|Swiss|Union|Islamic|Afghanistan|Affairs|Commission|"
    r"Tun|Datuk|Seri|His|Her|Holiness|Majesty|Highness|Excellency|GNU|de|facto|Commander-in-Chief|in|China|Ministers)[\s,]+)+"
)
OFFICES = (("prime minister", r"\b(Prime Minister|Premier|Taoiseach|Chief Minister)\b"), ("chancellor", r"\bChancellor\b"),
           ("king", r"\bKing\b"), ("queen", r"\bQueen\b"), ("emperor", r"\bEmperor\b"), ("sultan", r"\bSultan\b"), ("emir", r"\b[AE]mir\b"),
           ("pope", r"\bPope\b"), ("grand duke", r"\bGrand Duke\b"), ("prince", r"\bPrince\b"), ("president", r"\bPresident\b"),
           ("leader", r"\b(Leader|Chairman|Chairperson|Chair|Head)\b"))  # fmt: skip


def rows(name: str) -> Iterator[list[str]]:
    """Fields of a table beside this file, comments left out."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield [field.strip() for field in line.split("|")]


def listed(field: str) -> list[str]:
    return [x.strip() for x in field.split(";") if x.strip()]


def fold(text: str) -> str:
    """Lower case, no accents, no punctuation but spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = plain.translate(str.maketrans("łđøæœßıŁĐØ", "ldoaosiLDO")).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"['’`ʼ]", "", plain)))


def slug(text: str) -> str:
    return fold(text).replace(" ", "-")


def unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(i for i in items if i))


def clean(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).strip()


# ------------------------------------------------------------------------------------------------------------ states


def factbook(facts: Path) -> dict[str, dict[str, object]]:
    lines = (facts / "factbook_leaders.jsonl").read_text(encoding="utf-8").splitlines()
    return {r["file"].split("/")[1][:2]: r for r in map(json.loads, lines)}


def capital_of(entry: dict[str, object]) -> str:
    """'Kyiv (Kiev is the transliteration ...)' -> 'Kyiv'; nothing when there are several."""
    first = re.split(r"[;(/]|\s-\s| note", clean(str(entry.get("capital") or "")))[0].strip()
    return first if re.fullmatch(r"[^\W\d][\w'’.\- ]{2,24}", first) and "capital" not in first else ""


def state_rows(facts: Path) -> Iterator[tuple[str, ...]]:
    """iso3, name, long form, adjectives, people, other names, capitals."""
    book, organs = factbook(facts), {fold(n) for r in rows("organs.psv") for n in [r[1], *listed(r[2])]}
    for iso3, code, _, name, adjectives, people, others, capitals in rows("states.psv"):
        names = book.get(code, {}).get("names") or {}
        assert isinstance(names, dict)
        long = clean(str(names.get("conventional long form") or ""))
        long = "" if long in ("none", "") or "(" in long else long
        abbreviation = clean(str(names.get("abbreviation") or ""))
        extra = [abbreviation] if re.fullmatch(r"[A-Z]{3,4}", abbreviation) else []
        places = unique([*listed(capitals), *([] if iso3 == "PSE" else [capital_of(book.get(code, {}))])])
        own = {fold(name), fold("the " + name)}
        places = [c for c in places if fold(c) not in own and (fold(c) not in organs and fold(c.removeprefix("the ")) not in organs)]
        aliases = [a for a in unique([*listed(others), long, *extra]) if a not in ("the North", "the South")]
        yield iso3, name, long, ";".join(listed(adjectives)), ";".join(listed(people)), ";".join(aliases), ";".join(places)


# ----------------------------------------------------------------------------------------------------------- leaders


ROMAN = re.compile(r"[IVX]+")


def title_case(word: str) -> str:
    return (
        re.sub(r"[^\W\d_]+", lambda m: m[0][0].upper() + m[0][1:].lower(), word)
        if word.isupper() and len(word) > 1 and not ROMAN.fullmatch(word)
        else word
    )


def surname_in(name: str) -> str:
    """The Factbook sets the name a person goes by in capitals."""
    return " ".join(title_case(w) for w in name.split() if w.strip(".,").isupper() and len(w.strip(".,")) > 1)


def since(text: str) -> str | None:
    found = re.search(r"since (?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(\d{4})", text)
    if not found:
        return None
    day, month, year = found.groups()
    number = MONTHS.get(month or "")
    return f"{year}-{number:02}-{int(day):02}" if number and day else f"{year}-{number:02}" if number else year


def office_of(title: str, role: str) -> str:
    found = next((o for o, pattern in OFFICES if re.search(pattern, title)), None)
    return found or ("president" if role == "chief of state" else "prime minister")


def person_in(text: str, role: str) -> tuple[str, str, str, str] | None:
    """(name, surname, office, since) of the first person of an entry; None where it names a deputy, a vacancy or nobody."""
    first = re.split(r";", clean(text))[0]
    start = since(first)
    bare = re.sub(r"\([^)]*\)?|\"[^\"]*\"|“[^”]*”", " ", first).strip()
    title = TITLE.match(bare + " ")
    if (
        start is None
        or "vacant" in first
        or re.match(r"(Vice|Deputy|Governor|note)", bare)
        or "-elect" in bare
        or "-designate" in bare.lower()
    ):
        return None
    name = re.split(r",| and | represented by|&", bare[title.end() :] if title else bare)[0].strip()
    family = surname_in(name)
    if not family or not 1 <= len(name.split()) <= 6:
        return None
    return " ".join(title_case(w) for w in name.split()), family, office_of(title[0] if title else "", role), start


def successive(people: list[list[str]]) -> Iterator[tuple[list[str], str]]:
    """Each person of one role with the day the term ended, '' while it had not; only where the snapshots leave no room for a third."""
    terms = sorted(people, key=lambda p: p[3])
    for this, following in zip(terms, [*terms[1:], None], strict=True):
        last = date.fromisoformat(this[4])
        if following is None:
            yield this, "" if this[4] >= NEWEST else this[4]
        else:
            near = date.fromisoformat((following[3] + "-01-01")[:10]) - last < UNWATCHED
            yield this, following[3] if near else this[4]


def factbook_terms(facts: Path, iso: dict[str, str]) -> Iterator[tuple[str, str, str, str, str, str]]:
    """name, other spellings, iso3, office, since, until of each person the Factbook names first in a role of a state."""
    seen: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    for line in (facts / "factbook_leaders_2014_2026.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        person = person_in(row["text"], row["role"]) if row["gec"] in iso else None
        if person is None:
            continue
        last = STALE[1] if row["last_seen"] == STALE[0] else row["last_seen"]
        people = seen[(row["gec"], row["role"])]
        same = next((k for k, p in people.items() if k == fold(person[1]) or (p[3] == person[3] and len(person[3]) == 10)), fold(person[1]))
        entry = people.setdefault(same, [person[0], person[1], person[2], person[3], max(last, row["first_seen"])])
        entry[1] = ";".join(unique([*entry[1].split(";"), *(x for x in person[:2] if x != entry[0])]))
        entry[3], entry[4] = min(entry[3], person[3]), max(entry[4], last)
    for (code, _), people in sorted(seen.items()):
        for this, until in successive(list(people.values())):
            yield this[0], this[1], iso[code], this[2], this[3], until


def reign_terms(facts: Path, iso: dict[str, str]) -> Iterator[tuple[str, str, str, str, str, str]]:
    """The same of REIGN's effective leaders, whom it names mostly by surname; until is a month."""
    with (facts / "reign_leaders_to_2021.csv").open(encoding="utf-8", errors="replace") as lines:
        for row in csv.DictReader(lines):
            name = re.sub(r"\(.*", "", row["leader"]).strip()
            if "," in name:
                name = " ".join(reversed([p.strip() for p in name.split(",", 1)]))
            if row["stateabb"] not in iso or not row["syear"] or (row["eyear"] or "9999") < str(OLDEST_YEAR):
                continue
            start = f"{row['syear']}-{int(row['smonth']):02}" + (f"-{int(row['sdate']):02}" if row["sdate"].isdigit() else "")
            until = f"{row['eyear']}-{int(row['emonth']):02}" if row["eyear"] and row["emonth"] else "2021-03"
            yield name, name.split()[-1], iso[row["stateabb"]], {"0": "f", "1": "m"}.get(row["gender"], ""), start, until


def wikidata_ids(facts: Path) -> dict[str, str]:
    with (facts / "wikidata_leaders_2021.csv").open(encoding="utf-8") as lines:
        return {fold(r["officeholderLabel"]): r["officeholder"] for r in csv.DictReader(lines)}


def surname_of(name: str) -> str:
    """The last word of a name that is no generation suffix; East Asian names by hand carry the surname first and are matched whole."""
    words = [w for w in name.split() if w.rstrip(".").lower() not in ("jr", "sr", "ii", "iii", "iv", "vi", "xiv")]
    return words[-1] if words else name


def hand_rows() -> Iterator[tuple[str, ...]]:
    """One row a term: key, name, other spellings, gender, owner, office, since, until."""
    for table in ("leaders.psv", "officers.psv"):
        for name, others, gender, where, terms in rows(table):
            owner = where if table == "leaders.psv" else f"org:{where}"
            for term in listed(terms):
                office, _, dates = term.rpartition(" ")
                start, until = dates.split("..")
                yield f"person:{slug(name)}", name, ";".join(listed(others)), gender, owner, office, start, until


def overlaps(since: str, until: str, other_since: str, other_until: str) -> bool:
    """Whether two terms share more than a hand-over: a month."""
    low, high = max(since, other_since), min(until or "9999", other_until or "9999")
    return low[:7] < high[:7]


MONARCHS = frozenset({"king", "queen", "emperor", "sultan", "emir", "pope", "grand duke", "prince"})


def rank(office: str) -> str:
    """What 'the same office' means when two sources are merged."""
    return "monarch" if office in MONARCHS else "government" if office in ("prime minister", "premier", "chancellor") else office


class People:
    """Names already in the table, by state: the key and name behind a surname."""

    def __init__(self) -> None:
        self.by_state: dict[str, dict[str, tuple[str, str, set[str]]]] = defaultdict(dict)

    def add(self, row: tuple[str, ...]) -> None:
        words = {w for spelling in [row[1], *listed(row[2])] for w in fold(spelling).split()}
        old = self.by_state[row[4]].get(row[0])
        self.by_state[row[4]][row[0]] = (row[0], row[1], words | (old[2] if old else set()))

    def find(self, state: str, name: str) -> list[tuple[str, str, set[str]]]:
        words = set(fold(name).split())
        return [p for k in ([state, "SUN"] if state == "RUS" else [state]) for p in self.by_state[k].values() if words <= p[2]]

    def like(self, state: str, name: str) -> list[tuple[str, str, set[str]]]:
        """People of the state with two words of the name: 'Pedro Sanchez Perez-Castejon' is Pedro Sánchez."""
        words = set(fold(name).split())
        return [p for p in self.by_state[state].values() if len(words & p[2]) > 1]


def leader_rows(facts: Path) -> Iterator[tuple[str, ...]]:
    """key, name, other spellings, gender, iso3 or 'org:…', office, since, until, wikidata id, source.

    Terms by hand go first; the Factbook adds offices that they leave open, REIGN adds who was effectively in power ('leader').
    """
    ids = wikidata_ids(facts)
    codes = {r[1]: r[0] for r in rows("states.psv") if r[1]}
    reign = {r[2]: r[0] for r in rows("states.psv") if r[2]} | {"RUS": "RUS", "YUG": "YUG"}
    states = {r[0] for r in rows("states.psv") if r[2]} | {"TWN", "VAT", "PSE"}
    people, terms = People(), list(hand_rows())
    yield from ((*t, ids.get(fold(t[1]), ""), "record") for t in terms)
    for row in terms:
        people.add(row)
    for name, others, iso3, office, start, until in factbook_terms(facts, codes):
        covered = any(t[4] == iso3 and rank(t[5]) == rank(office) and overlaps(start, until, t[6], t[7]) for t in terms)
        if iso3 in states and not covered and (not until or start < until):
            same = people.find(iso3, others.split(";")[0]) or people.like(iso3, name)
            key, label = same[0][:2] if len(same) == 1 else (f"person:{slug(name)}", name)
            added = (key, label, others, "", iso3, office, start, until)
            people.add(added)
            yield *added, ids.get(fold(name), ""), "factbook"
    for name, family, iso3, gender, start, until in reign_terms(facts, reign):
        iso3 = "SRB" if iso3 == "YUG" and start >= "2003" else "SUN" if iso3 == "RUS" and start < "1991-06" else iso3
        same = people.find(iso3, name) or people.find(iso3, family)
        if len(same) > 1:
            continue
        key, label = same[0][:2] if same else (f"person:{slug(name)}-{iso3.lower()}", name)
        yield key, label, "", gender, iso3, "leader", start, until, "", "reign"


# ----------------------------------------------------------------------------------------------------- organisations


def organisation_rows() -> Iterator[tuple[str, ...]]:
    """key, name, other names, class, country, reference."""
    for key, name, others, kind, country, seats, reference in rows("organisations.psv"):
        yield f"org:{key}", name, ";".join([*listed(others), *listed(seats)]), kind, country, reference
    for table, kind in (("organs.psv", "organ"), ("institutes.psv", "institute"), ("agencies.psv", "media")):
        for key, name, others, country, reference in rows(table):
            yield f"org:{key}", name, ";".join(listed(others)), kind, country if len(country) == 3 else "", reference


def write(path: Path, header: str, body: Iterable[tuple[str, ...]]) -> None:
    lines = unique("\t".join(r) for r in body)
    path.write_text(f"# {header}\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(lines)} rows, {path.stat().st_size} bytes", file=sys.stderr)


def check(facts: Path) -> None:
    """Differences from a reference list that is used for checking only; printed for a person to judge."""
    reference = {c["cca3"]: c for c in json.loads((facts / "countries.json").read_text(encoding="utf-8"))}
    ours = {r[0]: r for r in state_rows(facts)}
    print("missing:", sorted(set(reference) - set(ours) - {"UNK"}))
    for iso3, (_, name, *_rest, capitals) in ours.items():
        their = reference.get(iso3)
        if their and fold(their["name"]["common"]) not in {fold(x) for x in [name, *ours[iso3][5].split(";")]}:
            print("name:", iso3, name, "/", their["name"]["common"])
        if their and their.get("capital") and fold(their["capital"][0]) not in {fold(c) for c in capitals.split(";")}:
            print("capital:", iso3, capitals, "/", their["capital"][0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.check:
        check(options.facts)
        return
    options.out.mkdir(parents=True, exist_ok=True)
    write(options.out / "states.tsv", "iso3, name, long form, adjectives, people, other names, capitals (by hand, World Factbook)",
          state_rows(options.facts))  # fmt: skip
    write(options.out / "leaders.tsv", "key, name, other spellings, gender, iso3 or organisation, office, since, until, wikidata, source",
          leader_rows(options.facts))  # fmt: skip
    write(options.out / "organisations.tsv", "key, name, other names, class, country, reference", organisation_rows())
    write(options.out / "ministries.tsv", "key, expressions, name used. Reference: usage in AP, Reuters and Guardian style guides",
          (tuple(r) for r in rows("ministries.psv")))  # fmt: skip


if __name__ == "__main__":
    main()
