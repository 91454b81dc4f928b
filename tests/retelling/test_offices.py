"""Texts that offices publish themselves: originals, each on its own occasion."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.retelling.making import report
from twicetold.retelling import bodies, offices, outside, stemma, stories
from twicetold.types import Actor, Attribution, Report, Roster

CALL = (
    "President Halvard Ruun spoke today with {title} {name} of {land} to strengthen the close partnership between our two countries. "
    "The President underscored his commitment to consult closely on the fight against FLU-31 and on regional security. "
    "They agreed to deepen their cooperation on energy, trade and the climate, and to remain in close touch. "
    "The President noted {matter}. "
    "The leaders also discussed the importance of revitalising the alliance of the northern states."
)
CALLS = {
    "a": ("President", "Oriel Vasko", "Petrin", "the dredging of the river Ise", "2031-02-03T15:00:00Z"),
    "b": ("Prime Minister", "Tamsin Aurel", "Lomel", "an inquiry into two lost ferries", "2031-02-04T16:00:00Z"),
    "c": ("Chancellor", "Bertil Ohm", "Varn", "a dispute over herring quotas", "2031-02-04T21:00:00Z"),
    "d": ("King", "Saburo III", "Ostrel", "a new railway through the pass", "2031-02-05T14:00:00Z"),
}
OFFICE = "Office of the President of Sund"


def call(key: str, outlet: str | None = OFFICE) -> Report:
    title, name, land, matter, day = CALLS[key]
    text = CALL.format(title=title, name=name, land=land, matter=matter)
    said: tuple[tuple[str, str, str], ...] = (
        ("The President", "underscored", "his commitment to consult closely on the fight against FLU-31 and on regional security"),
    )
    said += (("The President", "noted", matter), ("They", "agreed", "to deepen their cooperation on energy, trade and the climate"))
    return report(
        key, text, outlet=outlet, published=day, title=f"Readout of President Ruun’s Call with {title} {name} of {land}", said=said
    )


def told(reports: list[Report]) -> set[tuple[str, ...]]:
    return {s.documents for s in stories.cluster(reports)}


@pytest.mark.parametrize("outlet", ["The White House", "Ministry of Foreign Affairs of Sund", "Kremlin", "10 Downing Street", "mfa.gov.ua"])
def test_the_outlet_tells_an_official_text(outlet: str) -> None:
    assert offices.official(report("a", "They met.", outlet=outlet, title="On the visit"))


@pytest.mark.parametrize("outlet", ["White House Herald", "The Embassy Times", "Brenn Courier", None])
def test_news_on_an_office_is_not_official(outlet: str | None) -> None:
    assert not offices.official(report("a", "They met.", outlet=outlet, title="Statement by Ruun divides the Ministry of Trade"[13:]))


def test_a_headline_of_the_genre_tells_an_official_text_where_no_newspaper_prints_it() -> None:
    assert offices.official(report("a", "They met.", title="Remarks by President Ruun"))
    assert offices.official(report("a", "They met.", outlet="Casa Alta", title="Joint Statement of the Leaders of Varn and Sund"))
    assert not offices.official(report("a", "They met.", outlet="Tidewatch", title="Remarks by President Ruun anger Varn"))
    assert not offices.official(report("a", "They met.", title="JOINT STATEMENT ENDS VISIT TO VARN"))


@pytest.mark.parametrize("outlet", [OFFICE, "Tidewatch", None])
def test_calls_of_an_office_retell_nobody_and_have_no_outside_origin(outlet: str | None) -> None:
    assert stemma.trace([call(key, outlet) for key in CALLS], Roster())[0] == ()


def test_calls_on_consecutive_days_are_stories_of_their_own() -> None:
    assert told([call(key) for key in CALLS]) == {(key,) for key in CALLS}


def test_calls_without_a_date_are_told_apart_by_counterpart() -> None:
    bare = [replace(one, document=replace(one.document, published=None)) for one in map(call, CALLS)]
    assert told(bare) == {(key,) for key in CALLS}


def test_one_call_told_by_many_outlets_is_one_story() -> None:
    papers = [replace_outlet(call("a"), f"n{k}", outlet) for k, outlet in enumerate(("Brenn Courier", "Quay Herald", "Lomel Post"))]
    assert told([*map(call, CALLS), *papers]) == {("a", "n0", "n1", "n2"), ("b",), ("c",), ("d",)}


def replace_outlet(one: Report, key: str, outlet: str) -> Report:
    return replace(one, document=replace(one.document, id=key, outlet=outlet, title="Ruun rings up Vasko about the river"))


def test_a_corrected_edition_of_a_readout_is_still_the_same() -> None:
    first = call("a")
    text = first.document.text.replace("two countries", "countries") + " This text has been corrected."
    later = report("e", text, outlet=OFFICE, published="2031-02-05T09:00:00Z", title=first.document.title)
    edges, _ = stemma.trace([first, later], Roster())
    assert [(e.child, e.parent) for e in edges] == [("e", "a")]
    assert {s.documents for s in stories.cluster([first, later], edges)} == {("a", "e")}


def test_texts_of_hours_that_name_the_same_counterpart_are_on_one_occasion() -> None:
    many = [call(key) for key in CALLS]
    sheet = report(
        "f", "Petrin and Sund founded a council.", outlet=OFFICE, published="2031-02-03T19:00:00Z", title="Fact Sheet: Vasko in Sund"
    )
    found = dict(zip([*CALLS, "f"], offices.occasions([*many, sheet]), strict=True))
    assert found["a"] == found["f"]
    assert len(set(found.values())) == len(CALLS)


@settings(max_examples=20)
@given(st.permutations(sorted(CALLS)))
def test_the_order_of_the_texts_makes_no_difference(order: list[str]) -> None:
    found = dict(zip(order, offices.occasions([call(key) for key in order]), strict=True))
    pairs = {(a, b) for a in CALLS for b in CALLS if found[a] == found[b]}
    assert pairs == {(key, key) for key in CALLS}


def test_a_paper_does_not_retell_its_own_formulas_of_another_day() -> None:
    def tide(key: str, day: str, height: str, ship: str, wind: str) -> Report:
        text = (
            f"High water at Brenn stood at {height} on the harbour gauge this morning. "
            + wind
            + f"The pilots expect the {ship} at the outer quay before noon, with a cargo for the mills of the upper town. "
            "The ferry leaves on the hour, as it does every day of the week, unless the harbour master gives other notice."
        )
        return report(key, text, outlet="Brenn Courier", published=day, title=f"Harbour news: {ship}")

    one, other = (
        tide("a", "2031-03-01", "four metres", "Aldona", "A gale blew from the west, and two sheds at the fish market lost their roofs. "),
        tide(
            "b",
            "2031-03-08",
            "three metres and a half",
            "Grey Widgeon of Lomel",
            "The trader Sunniva sold nine barrels of herring, and the mayor opened a new school. ",
        ),
    )
    assert stemma.trace([one, other], Roster())[0] == ()


@pytest.mark.parametrize("name", ["COVID-19", "U.S.", "COP26", "G20", "FLU-31"])
def test_diseases_states_and_conferences_are_no_bodies(name: str) -> None:
    assert list(bodies.proper(f"They spoke of {name} today.")) == []


def test_bodies_keep_their_abbreviations() -> None:
    assert list(bodies.proper("A study of the NIO shows it. So does the UK-based Wensley Institute.")) == ["NIO", "Wensley Institute"]


def lead(source: str) -> Report:
    text = (
        f"Two presidents met in the Oval Office with the Northern Ice Observatory on their minds. {source} notes that the ice is thin. "
        f"{source} writes that the harbour will be closed before the end of the winter, whatever the pilots of Brenn may say of it."
    )
    said = ((source, "notes", "the ice is thin"), (source, "writes", "the harbour will be closed before the end of the winter"))
    return report("a", text, outlet="Tidewatch", published="2031-03-01", said=said)


def test_what_the_lead_names_is_a_source_only_where_a_text_or_a_body_speaks() -> None:
    assert outside.origins([lead("President Ruun")], Roster(), {}) == {}
    assert [o.name for o in outside.origins([lead("the observatory")], Roster(), {}).values()] == ["Northern Ice Observatory"]


def test_states_and_people_of_the_cast_are_no_origins() -> None:
    one = lead("the observatory")
    actor = Actor("state:NIO", "Northern Ice Observatory", "state")
    said = tuple(Attribution(a.kind, a.source, a.cue, a.content, None, None) for a in one.claims.attributions)
    known = replace(one, cast=replace(one.cast, actors={actor.key: actor}), claims=replace(one.claims, attributions=said))
    assert outside.origins([known], Roster(), {}) != {}  # a word for a body outweighs a wrong kind


def test_an_abbreviation_that_the_cast_knows_as_a_state_is_no_origin() -> None:
    text = (
        "A study on NIR was printed in Brenn. The study notes that the ice is thin and the harbour will be closed for the whole of winter."
    )
    one = report(
        "a",
        text,
        outlet="Tidewatch",
        said=(("The study", "notes", "the ice is thin and the harbour will be closed for the whole of winter"),),
    )
    assert [o.name for o in outside.origins([one], Roster(), {}).values()] == ["NIR"]
    actor = Actor("state:NIR", "NIR", "state")
    assert outside.origins([replace(one, cast=replace(one.cast, actors={actor.key: actor}))], Roster(), {}) == {}


def test_who_calls_everybody_is_no_counterpart() -> None:
    def short(number: int, day: str) -> Report:
        who, land = (
            ("Deputy Ylva Ness", f"Land{chr(97 + number)}") if number < 6 else ("President Halvard Ruun", f"Port{chr(97 + number % 20)}")
        )
        title = f"Readout of {who} Call with {land}"
        return report(f"r{number:02}", "They spoke.", outlet=OFFICE, published=day, title=title)

    many = [short(k, f"2031-01-{max(2, k % 28 + 1):02}T12:00:00Z") for k in range(70)]
    found = offices.occasions(many)
    assert found[0] != found[1]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Wensley Institute for Trade Law", "Institute Wensley of Commercial Right", True),
        ("Wensley Institute for Trade Law", "Institute for Ice Studies", False),
        ("Wensley Institute for Trade Law", "Wensley Herald", False),
        ("Sund Ministry of Trade", "Sund Ministry of Fisheries", False),
    ],
)
def test_a_translated_name_keeps_the_sort_of_body_and_the_proper_name(one: str, other: str, same: bool) -> None:
    assert bodies.garbled(one, other) == bodies.garbled(other, one) == same


def test_a_body_is_spoken_of_by_all_but_one_word_of_its_name() -> None:
    assert bodies.spoken_of("So the Varnish harbour service let it be known.", "Varnish harbour police service")
    assert not bodies.spoken_of("The harbour service of Lomel denied it.", "Varnish harbour police service")
    assert not bodies.spoken_of("The observatory said so.", "Ice Observatory")
