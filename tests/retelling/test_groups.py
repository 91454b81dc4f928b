"""Claim groups and their shifts."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from tests.retelling.saying import Teller, embed, person, roster
from twicetold.retelling import groups, shifts
from twicetold.types import Certainty, ClaimGroup, Report, Retelling, Span, Story

ANN = person("Ann Lee")
RAIL = "the railway to Lomel will probably open before the harvest fair"
COAL = "coal from the northern mines costs less than peat"


def one(key: str, *claims: str, day: str = "2011-05-01", held: bool = True, **kinds: object) -> Report:
    made = Teller(key, " ".join(f"{c[0].upper()}{c[1:]}." for c in claims), published=day)
    for words in claims:
        made.claim(words[1:], holder=ANN if held else None, **kinds)  # type: ignore[arg-type]
    return made.report


def grouped(reports: list[Report], *, stories: tuple[Story, ...] = (), retellings: tuple[Retelling, ...] = ()) -> tuple[ClaimGroup, ...]:
    return groups.claims(reports, roster(reports), (), stories, retellings, embed)


def kinds(*reports: Report, retellings: tuple[Retelling, ...] = ()) -> list[tuple[str, str, str]]:
    return [
        (g.mentions[s.source].document, g.mentions[s.target].document, s.kind)
        for g in grouped(list(reports), retellings=retellings)
        for s in g.shifts
    ]


def test_one_proposition_is_one_group_and_another_another() -> None:
    found = grouped([one("a", RAIL, COAL), one("b", COAL, RAIL), one("c", RAIL)])
    assert [[m.document for m in g.mentions] for g in found] == [["a", "b", "c"], ["a", "b"]]


def test_reports_of_one_origin_need_less_to_state_the_same() -> None:
    loose = "the line to Lomel opens once herring and peat are gone"
    kin = (Retelling("a", "origin:Somebody", "rewrite", 0.9, ()), Retelling("b", "origin:Somebody", "rewrite", 0.9, ()))
    reports = [one("a", RAIL), one("b", loose)]
    assert [len(grouped(reports)), len(grouped(reports, retellings=kin))] == [2, 1]


def test_stories_are_not_mixed() -> None:
    assert len(grouped([one("a", RAIL), one("b", RAIL)], stories=(Story(("a",)), Story(("b",))))) == 2


def test_the_order_of_reports_does_not_matter() -> None:
    reports = [one("a", RAIL, COAL), one("b", COAL), one("c", RAIL, day="2011-05-03")]
    assert {grouped(list(p)) for p in itertools.permutations(reports)} == {grouped(reports)}


def test_words_that_were_changed_do_not_stand_for_the_claim() -> None:
    line = "the railway to Lomel will have forty-two stations, all of them in valleys, before the harvest fair"
    more = line.replace("forty-two", "fifty")
    reports = [one("c", line), one("a", more, day="2011-05-02"), one("b", more, day="2011-05-02")]
    retold = tuple(Retelling(k, "c", "copy", 0.9, ()) for k in "ab")
    group = grouped(reports, retellings=retold)[0]
    assert {s.kind for s in group.shifts} == {"number_changed"}
    assert group.mentions[group.central].document == "c"


def test_a_piece_without_its_subject_does_not_stand_for_the_claim() -> None:
    piece = "“will probably open before the harvest fair with the railway to Lomel"
    assert [shifts._hard(one("a", w).claims.claims[0], w) > 0.1 for w in (piece, RAIL)] == [True, False]


def test_certainty_moves_with_time() -> None:
    first, later = one("b", RAIL, level="likely"), one("a", RAIL.replace("probably ", ""), day="2011-05-02")
    assert kinds(first, later) == [("b", "a", "certainty_raised")]


def test_at_one_date_the_hedged_statement_comes_first() -> None:
    assert kinds(one("b", RAIL, level="likely"), one("a", RAIL.replace("probably ", ""))) == [("b", "a", "certainty_raised")]


def test_the_stemma_outranks_the_dates() -> None:
    later, first = one("a", RAIL, level="likely"), one("b", RAIL.replace("probably ", ""), day="2011-05-02")
    assert kinds(later, first, retellings=(Retelling("a", "b", "copy", 1.0, ()),)) == [("b", "a", "certainty_lowered")]


def test_independent_reports_are_not_held_against_each_other() -> None:
    reports = [one("a", RAIL, level="likely"), one("b", RAIL, day="2011-05-02"), one("c", COAL), one("d", COAL)]
    assert kinds(*reports, retellings=(Retelling("d", "c", "copy", 1.0, ()),)) == []


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (
            "the fund paid two million crowns to the harbour town",
            "the fund paid three million crowns to the harbour town",
            "number_changed",
        ),
        ("the bridge over the Ise will not open in May", "the bridge over the Ise will open in May", "reversed"),
        ("the town promised more money than the crown", "the town promised less money than the crown", "reversed"),
        ("the council will suspend the tax on salt", "the council will cancel the tax on salt", "meaning_changed"),
        ("the king aims to sell the northern mines", "the king promised to sell the northern mines", "meaning_changed"),
        ("the council did not go much further than the old offer", "the council did not follow the old offer", "meaning_changed"),
        ("the bridge was built by workers from Norland", "the bridge was built by workers from Ostrel", "name_changed"),
    ],
)
def test_kinds_of_shift(before: str, after: str, kind: str) -> None:
    assert kinds(one("a", before), one("b", after, day="2011-05-02")) == [("a", "b", kind)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (COAL, COAL),
        ("the fund paid five hundred crowns", "the fund paid 500 crowns"),
        ("the harbour was recognised", "the harbor was recognized"),
    ],
)
def test_no_shift(before: str, after: str) -> None:
    assert kinds(one("a", before), one("b", after, day="2011-05-02")) == []


def test_a_holder_is_dropped_only_by_a_retelling() -> None:
    reports = [one("a", COAL), one("b", COAL, day="2011-05-02", held=False)]
    assert kinds(*reports) == [("a", "b", "holder_dropped")]
    assert kinds(*reports, retellings=(Retelling("x", "y", "copy", 1.0, ()),)) == []


def test_unlikely_and_almost_no_chance_stand_on_one_side() -> None:
    assert kinds(one("a", RAIL, level="unlikely"), one("b", RAIL, day="2011-05-02", level="almost_no_chance")) == [
        ("a", "b", "certainty_raised")
    ]


def test_a_hedge_in_a_relative_clause_is_not_the_claims() -> None:
    plain = "the crown sent new measures to the harbour, which look one-sided"
    hedged = plain.replace("look", "seem")
    report = one("b", hedged, day="2011-05-02")
    mention = report.claims.claims[0]
    start = report.document.text.index("seem")
    soft = replace(mention, certainty=Certainty("likely", (0.55, 0.80), "seem", Span(start, start + 4)))
    report = replace(report, claims=replace(report.claims, claims=(soft,)))
    assert shifts.own_level(soft, report.text(soft.span)) == "asserted"
    assert "certainty_lowered" not in [k for _, _, k in kinds(one("a", plain), report)]


def test_a_shift_runs_from_the_careful_retelling_to_the_free_one() -> None:
    edges = (
        Retelling("late", "outside:wire", "excerpt", 0.9, ()),
        Retelling("early", "outside:wire", "translation", 0.9, ()),
    )
    reports = [one("early", RAIL, level="likely"), one("late", RAIL.replace("probably ", ""), day="2011-05-03")]
    assert kinds(*reports, retellings=edges) == [("late", "early", "certainty_lowered")]


def test_words_go_further_from_their_origin_with_every_free_retelling() -> None:
    chain = (("b", "a", "rewrite"), ("c", "b", "spin"), ("d", "a", "copy"), ("e", "origin:Somebody", "translation"))
    descent = shifts.Descent([Retelling(child, parent, kind, 0.9, ()) for child, parent, kind in chain])  # type: ignore[arg-type]
    assert [descent.distance(k) for k in "abcde"] == [0, 1, 3, 0, 1]
