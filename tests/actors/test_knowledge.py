"""Leaders by day, names as printed, the user's own actors."""

from __future__ import annotations

from pathlib import Path

import pytest

from twicetold import actors
from twicetold.actors.knowledge import knowledge, own_actors, with_own
from twicetold.types import Actor


@pytest.mark.parametrize(
    ("state", "office", "day", "name"),
    [
        ("DEU", "chancellor", "2020-06-01", "Angela Merkel"),
        ("DEU", "chancellor", "2024-06-01", "Olaf Scholz"),
        ("DEU", "chancellor", "2025-06-01", "Friedrich Merz"),
        ("USA", "president", "1972-02-28", "Richard Nixon"),
        ("USA", "president", "2021-01-19", "Donald Trump"),
        ("USA", "president", "2021-01-20", "Joe Biden"),
        ("UKR", "president", "2014-09-06", "Petro Poroshenko"),
        ("RUS", "prime minister", "2010-01-01", "Vladimir Putin"),
        ("GBR", "prime minister", "2022-10-01", "Liz Truss"),
        ("CHN", "premier", "1972-02-28", "Zhou Enlai"),
        ("org:un", "secretary-general", "2015-12-14", "Ban Ki-moon"),
    ],
)
def test_holder_of_an_office_on_a_day(state: str, office: str, day: str, name: str) -> None:
    base = knowledge()
    assert [base.people[k].name for k in base.holders(state, [office], day)] == [name]


def test_nobody_holds_an_office_outside_the_facts() -> None:
    assert knowledge().holders("DEU", ["chancellor"], "2031-01-01") == []
    assert knowledge().holders("DEU", ["chancellor"], None) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("U.S.", "state:USA"),
        ("Kyiv", "state:UKR"),
        ("Kiev", "state:UKR"),
        ("the Kremlin", "org:kremlin"),
        ("Foggy Bottom", "org:state-dept"),
        ("Volodymyr Zelenskyy", "person:volodymyr-zelensky"),
        ("Volodymyr Zelensky", "person:volodymyr-zelensky"),
        ("Muammar Qaddafi", "person:muammar-gaddafi"),
        ("ISW", "org:isw"),
        ("Chou En-lai", "person:zhou-enlai"),
    ],
)
def test_names_and_spellings(text: str, key: str) -> None:
    found = knowledge().named(text)
    assert found is not None
    assert found.key == key


def test_state_behind_an_actor() -> None:
    state = actors.state_of(Actor("org:kremlin", "Kremlin", "organisation", "RUS"))
    assert state is not None
    assert state.name == "Russia"
    assert actors.state_of(Actor("name:x", "X", "person")) is None


def test_own_actors_win(tmp_path: Path) -> None:
    path = tmp_path / "actors.toml"
    path.write_text('[[actor]]\nname = "Harbour Watch"\naliases = ["HW"]\ncountry = "EST"\n', encoding="utf-8")
    own = own_actors(path)
    assert own == [Actor("name:harbour watch", "Harbour Watch", "organisation", "EST", ("HW",))]
    found = with_own(knowledge(), own).named("HW")
    assert found is not None
    assert found.key == "name:harbour watch"


def test_own_actor_without_a_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "actors.json"
    path.write_text('[{"kind": "state"}]', encoding="utf-8")
    with pytest.raises(ValueError, match="without a name"):
        own_actors(path)


def test_own_actor_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "actors.json"
    path.write_text('[{"name": "X", "kind": "planet"}]', encoding="utf-8")
    with pytest.raises(ValueError, match="kind must be one of"):
        own_actors(path)
