"""Quote families."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tests.retelling.saying import Teller, body, embed, person, roster
from twicetold.retelling import quotes
from twicetold.types import QuoteFamily, Report, Retelling

ANN, BEN = person("Ann Lee"), person("Ben Ruud")
FULL = "The harbour has bought time rather than safety, and the town has paid for that time"
PART = "bought time rather than safety"
OTHER = "Nobody counted the boats that sank in the storm"


def teller(key: str, words: str, day: str, *, speaker: object = ANN, source: str = "Ann Lee") -> Report:
    made = Teller(key, f"“{words},” said {source}. The council meets again in the week after the fair.", published=day)
    return made.quote(words, speaker, source).report  # type: ignore[arg-type]


REPORTS = [
    teller("a", FULL, "2011-05-01"),
    teller("b", PART, "2011-05-02"),
    teller("c", OTHER, "2011-05-01"),
    teller("d", FULL.upper(), "2011-05-03"),
]


def families(reports: list[Report], retellings: tuple[Retelling, ...] = ()) -> tuple[QuoteFamily, ...]:
    return quotes.families(reports, roster(reports), retellings=retellings, embed=embed)


def documents(found: tuple[QuoteFamily, ...]) -> list[list[str]]:
    return [[v.quote.document for v in f.variants] for f in found]


def test_variants_of_one_utterance_are_together_and_another_utterance_of_the_speaker_is_apart() -> None:
    found = families(REPORTS)
    assert documents(found) == [["a", "b", "d"], ["c"]]
    assert found[0].reference == 0
    assert [v.drift for v in found[0].variants] == [("verbatim",), ("trimmed",), ("verbatim",)]
    assert found[0].speaker == ("a", ANN.key)


def test_the_order_of_reports_does_not_matter() -> None:
    assert {families(list(p)) for p in itertools.permutations(REPORTS)} == {families(REPORTS)}


def test_the_parent_is_the_reference_whatever_the_dates_say() -> None:
    reports = [teller("a", FULL.replace("safety", "peace"), "2011-05-01"), teller("b", FULL, "2011-05-02")]
    told = families(reports, (Retelling("a", "b", "spin", 0.9, ()),))
    assert told[0].variants[told[0].reference or 0].quote.document == "b"
    assert [v.drift for v in told[0].variants] == [("reworded",), ("verbatim",)]


def test_a_quotation_that_only_a_translation_has_is_presumed_reworded() -> None:
    told = families([teller("a", OTHER, "2011-05-01")], (Retelling("a", "origin:Somebody", "translation", 0.9, ()),))
    assert told[0].variants[0].drift == ("reworded",)


def test_somebody_else_is_made_to_say_it() -> None:
    reports = [teller("a", FULL, "2011-05-01"), teller("b", FULL, "2011-05-02", speaker=BEN, source="Ben Ruud")]
    assert families(reports)[0].variants[1].drift == ("misattributed",)


def test_a_garbled_name_is_another_name_and_not_another_person() -> None:
    ann, garbled = person("Eleanor Whitcombe"), person("Elinor Whitkam")
    reports = [
        teller("a", FULL, "2011-05-01", speaker=ann, source="Eleanor Whitcombe"),
        teller("b", FULL, "2011-05-02", speaker=garbled, source="Elinor Whitkam"),
    ]
    assert families(reports)[0].variants[1].drift == ("name_changed",)


def test_the_body_a_person_speaks_for_may_say_it_another_body_may_not() -> None:
    fund, guild = body("Harbour Fund"), body("Weavers Guild")

    def said(key: str, day: str, speaker: object, source: str) -> Report:
        made = Teller(key, f"“{FULL},” said {source}. The council meets again soon.", published=day)
        made.attributed(fund if "Fund" in source else guild, "Harbour Fund" if "Fund" in source else "Weavers Guild")
        return made.quote(FULL, speaker, source).report  # type: ignore[arg-type]

    first = said("a", "2011-05-01", ANN, "Ann Lee of the Harbour Fund")
    assert families([first, said("b", "2011-05-02", fund, "the Harbour Fund")])[0].variants[1].drift == ("verbatim",)
    assert families([first, said("b", "2011-05-02", guild, "the Weavers Guild")])[0].variants[1].drift == ("misattributed",)
    assert families([first, said("b", "2011-05-02", ANN, "Ann Lee of the Weavers Guild")])[0].variants[1].drift == ("misattributed",)


@given(st.lists(st.sampled_from([FULL, PART, OTHER, "time", FULL[:40], FULL.replace("time", "peace")]), min_size=1, max_size=5))
def test_every_quotation_is_in_exactly_one_family(texts: list[str]) -> None:
    reports = [teller(f"d{k}", words, f"2011-05-0{k + 1}") for k, words in enumerate(texts)]
    found = families(reports)
    assert sorted(v.quote for f in found for v in f.variants) == [(f"d{k}", 0) for k in range(len(texts))]
    assert all(v.drift and 0 <= v.similarity <= 1 for f in found for v in f.variants)


def test_nothing_is_said_of_nothing() -> None:
    assert families([]) == ()


def several(key: str, *said: tuple[str, object, str]) -> Report:
    """One report with several quotations, a paragraph each."""
    text = "\n\n".join(f"“{words},” said {source}, as the council met again after the fair." for words, _, source in said)
    made = Teller(key, text, published="2011-05-01")
    for words, speaker, source in said:
        made = made.quote(words, speaker, source)  # type: ignore[arg-type]
    return made.report


def test_two_people_who_use_one_phrase_in_a_report_say_two_things() -> None:
    short, long = "harbour values", "we worked hard to keep harbour values at the centre of the town"
    found = families([several("a", (short, BEN, "Ben Ruud"), (long, ANN, "Ann Lee"))])
    assert len(found) == 2


def test_what_a_person_says_again_in_other_words_is_another_utterance() -> None:
    first, again = "I never met the harbour master and never asked him for a berth", "I asked nobody for a berth, the master least of all"
    assert len(families([several("a", (first, ANN, "Ann Lee"), (again, ANN, "Ann Lee"))])) == 2
    part = "never asked him for a berth"
    assert len(families([several("a", (part, ANN, "Ann Lee"), (first, ANN, "Ann Lee"))])) == 1


def test_a_phrase_in_two_mouths_is_two_utterances_where_reports_share_no_origin() -> None:
    reports = [teller("a", FULL, "2011-05-01"), teller("b", "rather than safety", "2011-05-02", speaker=BEN, source="Ben Ruud")]
    assert len(families(reports)) == 2
    kin = (Retelling("b", "a", "rewrite", 0.9, ()),)
    assert [v.drift for v in families(reports, kin)[0].variants] == [("verbatim",), ("trimmed", "misattributed")]
