"""Quotations split by a reporting clause, and speakers whom only one report heard."""

from __future__ import annotations

from tests.retelling.saying import Teller, embed, person, roster
from twicetold.retelling import quotes
from twicetold.types import QuoteFamily, Report, Retelling

ANN, BO = person("Ann Lee"), person("Bo Quist")
FIRST, SECOND = "The harbour sold this same crane twice before the war", "and the crane still stands on the quay"
WHOLE = "The harbour has sold the same crane twice before the war and the crane stands on the quay still"


def split(key: str, day: str) -> Report:
    return Teller(key, f"“{FIRST},” Ann Lee said, “{SECOND}.”", published=day).quote(FIRST, ANN, "Ann Lee").quote(SECOND, ANN).report


def whole(key: str, day: str) -> Report:
    return Teller(key, f"“{WHOLE}”, said Ann Lee.", published=day).quote(WHOLE, ANN, "Ann Lee").report


def told(reports: list[Report], retellings: tuple[Retelling, ...] = ()) -> tuple[QuoteFamily, ...]:
    return quotes.families(reports, roster(reports), (), retellings, embed)


def test_a_translation_that_joins_two_parts_does_not_make_them_one() -> None:
    edge = Retelling("c", "a", "translation", 0.9, ())
    found = told(
        [split("a", "2011-05-01"), split("b", "2011-05-02"), whole("c", "2011-05-03")], (edge, Retelling("b", "a", "copy", 0.9, ()))
    )
    together = [{(v.quote.document, v.quote.index) for v in f.variants} for f in found]
    assert not any({("a", 0), ("a", 1)} <= family for family in together)


def test_every_quotation_stays_in_one_family() -> None:
    found = told([split("a", "2011-05-01"), whole("b", "2011-05-02"), whole("c", "2011-05-03")])
    members = [(v.quote.document, v.quote.index) for f in found for v in f.variants]
    assert sorted(members) == [("a", 0), ("a", 1), ("b", 0), ("c", 0)]


def test_whom_only_the_translating_outlet_heard_is_quoted_word_for_word() -> None:
    own = "We shall believe it when the crane moves"
    edges = tuple(Retelling(key, "origin:Ice Observatory", kind, 0.9, ()) for key, kind in (("a", "excerpt"), ("b", "translation")))  # type: ignore[arg-type]
    first = Teller("a", f"“{FIRST},” Ann Lee said.").quote(FIRST, ANN, "Ann Lee").report
    guest = Teller("b", f"“{own}”, said Bo Quist.").quote(own, BO, "Bo Quist").report
    known = Teller("b", f"“{own}”, said Ann Lee.").quote(own, ANN, "Ann Lee").report
    drift = {
        name: [v.drift for f in told([first, last], edges) for v in f.variants if v.quote.document == "b"]
        for name, last in (("guest", guest), ("known", known))
    }
    assert drift == {"guest": [("verbatim",)], "known": [("reworded",)]}
