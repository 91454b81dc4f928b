"""Actors across documents."""

from __future__ import annotations

from itertools import permutations

from twicetold.actors import across
from twicetold.types import Actor, Cast, Mention


def cast(*members: Actor) -> Cast:
    return Cast({a.key: a for a in members}, tuple(Mention(k * 50, k * 50 + 10, "name", a.key) for k, a in enumerate(members)))


def body(name: str, *aliases: str) -> Actor:
    return Actor(f"name:{name.lower()}", name, "organisation", None, aliases)


def person(name: str) -> Actor:
    return Actor(f"name:{name.lower()}", name, "person")


def test_garbled_institutes_are_one() -> None:
    roster = across(
        {
            "d1": cast(body("Baltic Conflict Observatory", "BCO")),
            "d2": cast(body("Baltic Observatory of Conflicts")),
            "d3": cast(body("Baltic Conflict Observatory")),
            "d5": cast(body("Baltic Battle Observatory")),
        }
    )
    assert {a.name for a in roster.members.values()} == {"Baltic Conflict Observatory"}


def test_institutes_in_one_document_stay_two() -> None:
    roster = across({"d1": cast(body("Baltic Conflict Observatory"), body("Baltic Battle Observatory"))})
    assert len({a.key for a in roster.members.values()}) == 2


def test_outlets_of_one_town_stay_two() -> None:
    roster = across({"d1": cast(body("Alpine Evening Post")), "d2": cast(body("Alpine Morning News"))})
    assert len({a.key for a in roster.members.values()}) == 2


def test_people_of_one_surname_stay_two() -> None:
    roster = across({"d1": cast(person("Marit Solheim")), "d2": cast(person("Anders Solheim")), "d3": cast(person("Solheim"))})
    assert len({a.key for a in roster.members.values()}) == 3


def test_surname_joins_the_only_full_name() -> None:
    roster = across({"d1": cast(person("Marit Solheim")), "d2": cast(person("Solheim"))})
    assert {a.name for a in roster.members.values()} == {"Marit Solheim"}


def test_transliterated_name_joins_by_its_institute() -> None:
    institute = body("Pacific Relations Institute")
    roster = across({"d1": cast(person("Eleanor Whitcombe"), institute), "d2": cast(person("Elinor Whitkam"), institute)})
    assert len({a.key for a in roster.members.values() if a.kind == "person"}) == 1


def test_known_actors_of_two_keys_stay_apart() -> None:
    roster = across(
        {"d1": cast(Actor("state:PRK", "North Korea", "state", "PRK")), "d2": cast(Actor("state:KOR", "South Korea", "state", "KOR"))}
    )
    assert len({a.key for a in roster.members.values()}) == 2


def test_order_of_documents_does_not_matter() -> None:
    casts = {
        "d1": cast(body("Baltic Conflict Observatory"), person("Marit Solheim")),
        "d2": cast(body("Baltic Observatory of Conflicts"), person("Solheim")),
        "d3": cast(body("Harbourline")),
        "d4": cast(body("Harbourline News"), person("Marit Solheim")),
    }
    rosters = [across({k: casts[k] for k in order}) for order in permutations(casts)]
    assert all(r.members == rosters[0].members for r in rosters)


def test_every_member_is_in_the_roster() -> None:
    casts = {"d1": cast(body("A Institute"), person("B C")), "d2": cast(person("B C"))}
    assert set(across(casts).members) == {(d, k) for d, c in casts.items() for k in c.actors}


def crowd(count: int) -> dict[str, Cast]:
    """Documents that have nothing in common."""
    return {f"x{k:03}": cast(person(f"Given{k} Family{k}"), body(f"Bureau {k}")) for k in range(count)}


def test_a_surname_alone_is_nobody_s_of_another_subject() -> None:
    roster = across(crowd(40) | {"a": cast(person("Marit Solheim"), body("Fisheries Board")), "b": cast(person("Solheim"), body("Opera"))})
    assert roster.members["a", "name:marit solheim"] != roster.members["b", "name:solheim"]


def test_a_surname_alone_is_whose_company_it_keeps() -> None:
    board = body("Fisheries Board")
    roster = across(crowd(40) | {"a": cast(person("Marit Solheim"), board), "b": cast(person("Solheim"), board)})
    assert roster.members["a", "name:marit solheim"] == roster.members["b", "name:solheim"]


def test_a_name_that_fits_two_people_does_not_make_them_one() -> None:
    people = ("Robert C. Lindqvist", "Robert Lindqvist", "Robert B. Lindqvist")
    roster = across(crowd(40) | {f"d{k}": cast(person(name)) for k, name in enumerate(people)})
    one, other = (roster.members[f"d{k}", f"name:{people[k].lower()}"] for k in (0, 2))
    assert one != other


def test_universities_of_two_towns_stay_two() -> None:
    names = ("Aldmouth State University", "Brackwater State University", "Corran State University")
    roster = across(crowd(40) | {f"d{k}": cast(body(name)) for k, name in enumerate(names)})
    assert len({roster.members[f"d{k}", f"name:{name.lower()}"].key for k, name in enumerate(names)}) == len(names)
