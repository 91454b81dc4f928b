"""Choose the 60 readouts that are annotated, by rule, from the readouts of the White House of 2021-2023.

    python -m evaluation.readouts.choose [--shared ../shared]      prints year, characters, partner and id, in order of annotation

Rule: a candidate's title starts with 'Readout' or holds 'Statement' and names a foreign state or one of ORGANISATIONS (this is its partner;
the first named counts), and its text has 400 to 6,000 characters. In each year candidates stand in the order of the SHA-256 of their id;
taken are the first 17 of at most 3,000 characters and the first 3 longer ones, no partner twice in a year nor three times in all.
Annotation goes round the years, so that every batch of ten is spread over them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

SHORT, LONG, LIMIT, LEAST = 17, 3, 3000, 400  # per year; characters
MOST = 6000
YEARS = ("2021", "2022", "2023")
ORGANISATIONS = [
    "European Union",
    "European Commission",
    "European Council",
    "NATO",
    "ASEAN",
    "African Union",
    "Africa Union",
    "Quad",
    "G7",
]
ORGANISATIONS += ["Caribbean", "Pacific Islands", "United Nations", "World Health Organization", "Gulf Cooperation Council"]
EXTRA = {
    "Turkiye": "Turkey",
    "Republic of Korea": "South Korea",
    "South Korea": "South Korea",
    "United Arab Emirates": "UAE",
    "Burma": "Burma",
}
NOT_STATES = {
    "United States",
    "Georgia",
    "Jersey",
    "Guam",
    "Puerto Rico",
    "none",
}  # Georgia and Jersey are states of the Union more often than not


def folded(text: str) -> str:
    """The words of a title in plain ASCII, white space single; marks that a broken encoding split off are closed up again."""
    plain = unicodedata.normalize("NFKD", " ".join(text.split()))
    return "".join(c for c in plain if ord(c) < 128)


def partners(shared: Path) -> dict[str, str]:
    """Name or adjective -> partner, from the World Factbook's names."""
    names = {o: o for o in ORGANISATIONS} | EXTRA
    for line in (shared / "data/facts/factbook_leaders.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        short = row["names"].get("conventional short form") or row["names"].get("conventional long form") or "none"
        short = folded(short.split("(")[0])
        if short not in NOT_STATES:
            names.setdefault(short, short)
            adjective = folded(((row.get("nationality") or {}).get("adjective") or "none").split(" ")[0].split(",")[0])
            if short not in {"Korea, South", "Korea, North"} and adjective[:1].isupper() and adjective not in {"American", "Georgian"}:
                names.setdefault(adjective, short)
    return names


def partner(title: str, names: dict[str, str]) -> str | None:
    found = re.search("|".join(rf"\b{re.escape(n)}\b" for n in sorted(names, key=len, reverse=True)), folded(title))
    return names[found.group()] if found else None


def candidates(shared: Path) -> list[dict[str, Any]]:
    names = partners(shared)
    rows = [json.loads(line) for line in (shared / "data/readouts/white_house_2021_2023.jsonl").read_text(encoding="utf-8").splitlines()]
    fitting = [r for r in rows if re.match("(?i)readout", r["title"]) or "Statement" in r["title"] or "STATEMENT" in r["title"]]
    fitting = [r | {"partner": partner(r["title"], names)} for r in fitting if LEAST <= len(r["text"]) <= MOST]
    return sorted((r for r in fitting if r["partner"]), key=lambda r: hashlib.sha256(r["id"].encode()).hexdigest())


def chosen(shared: Path) -> list[dict[str, Any]]:
    """The 60 records, in order of annotation."""
    pool, in_all = candidates(shared), Counter[str]()
    taken: dict[str, list[dict[str, Any]]] = {}
    for year in YEARS:
        room, here, taken[year] = {False: SHORT, True: LONG}, set[str](), []
        for row in (r for r in pool if r["published"].startswith(year)):
            name, long = row["partner"], len(row["text"]) > LIMIT
            if room[long] and name not in here and in_all[name] < 2:
                room[long] -= 1
                here.add(name)
                in_all[name] += 1
                taken[year].append(row)
    return [row for together in zip(*taken.values(), strict=True) for row in together]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    for row in chosen(parser.parse_args().shared):
        print(row["published"][:4], f"{len(row['text']):5}", row["partner"], row["id"], sep="\t")


if __name__ == "__main__":
    main()
