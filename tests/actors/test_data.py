"""The data files: complete, well formed, every entry with what it must have."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from twicetold.actors.knowledge import knowledge, ministries, roles, table
from twicetold.actors.naming import first_names

COLUMNS = {"states.tsv": 7, "leaders.tsv": 10, "organisations.tsv": 6, "ministries.tsv": 3}


@pytest.mark.parametrize(("name", "columns"), COLUMNS.items())
def test_every_row_has_all_columns(name: str, columns: int) -> None:
    assert all(len(row) == columns for row in table(name))


def test_every_organisation_has_a_reference() -> None:
    assert all(row[5] for row in table("organisations.tsv"))


def test_keys_of_organisations_are_unique() -> None:
    keys = [row[0] for row in table("organisations.tsv")]
    assert len(keys) == len(set(keys))


def test_data_stays_small() -> None:
    folder = files("twicetold.actors").joinpath("data")
    assert sum(len(f.read_bytes()) for f in folder.iterdir() if f.is_file()) < 3_000_000


def test_breadth() -> None:
    base = knowledge()
    kinds = [o.kind for o in base.organisations.values()]
    assert sum(k in ("io", "bloc", "alliance", "bank", "court", "agency", "ngo", "armed", "movement", "government") for k in kinds) >= 200
    assert kinds.count("institute") >= 100
    assert len(base.states) >= 249
    assert len(base.people) > 1000


def test_terms_begin_before_they_end() -> None:
    for terms in knowledge().terms.values():
        for term in terms:
            assert re.fullmatch(r"\d{4}(-\d\d){0,2}", term.since), term
            assert not term.until or term.since[:7] <= term.until[:7], term


def test_owners_of_terms_exist() -> None:
    base = knowledge()
    assert all(owner in base.states or owner in base.organisations for owner in base.terms)


def test_ministries_and_roles_are_lower_case() -> None:
    assert all(phrase == phrase.lower() for phrase in ministries())
    assert all(word == word.lower() for word in roles()["office"])


def test_every_word_list_is_used() -> None:
    code = "".join(f.read_text(encoding="utf-8") for f in files("twicetold.actors").iterdir() if f.name.endswith(".py"))
    assert [name for name in roles()["sets"] if f'"{name}"' not in code] == []


def test_first_names_tell_gender() -> None:
    assert first_names()["volodymyr"] == "m"
    assert first_names()["ursula"] == "f"
