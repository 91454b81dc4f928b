"""Who met whom, and who 'they', 'we' and 'the leader' are after it."""

from __future__ import annotations

import pytest

from twicetold import actors, language
from twicetold.types import Cast, Document, Parsed, Span


def read(text: str, day: str = "2022-06-01", **metadata: str) -> tuple[Parsed, Cast]:
    document = Document(id="d", source="test", text=text, body=(Span(0, len(text)),), published=day, language="en", **metadata)  # type: ignore[arg-type]
    parsed = language.parse(document)
    return parsed, actors.within(parsed)


def named(words: str, text: str, day: str = "2022-06-01", **metadata: str) -> list[str | None]:
    parsed, cast = read(text, day, **metadata)
    return [m.actor for m in cast.mentions if parsed.text(m.span).lower() == words.lower()]


def test_they_are_those_who_met():
    text = "President Emmanuel Macron hosted Chancellor Olaf Scholz in Paris. They spoke about energy."
    assert named("they", text) == ["joint:person:emmanuel-macron+person:olaf-scholz"]


def test_both_countries_are_the_states_of_those_who_met():
    text = "President Emmanuel Macron met with Chancellor Olaf Scholz. Both countries will invest."
    assert named("both countries", text) == ["joint:state:DEU+state:FRA"]


def test_we_in_a_joint_statement_are_those_whom_the_title_names():
    text = "We will open a new office. Our teams will meet in May."
    assert named("we", text, title="Joint Statement by Japan and Australia") == ["joint:state:AUS+state:JPN"]
    assert named("we", text, title="Remarks on Japan and Australia") == [None]


@pytest.mark.parametrize(
    ("words", "day", "person"),
    [
        ("the German chancellor", "2020-05-04", "person:angela-merkel"),
        ("the German chancellor", "2024-05-06", "person:olaf-scholz"),
        ("the German leader", "2015-02-12", "person:angela-merkel"),
        ("the French president", "2016-05-04", "person:francois-hollande"),
        ("the French president", "2018-05-04", "person:emmanuel-macron"),
        ("the British prime minister", "2022-08-01", "person:boris-johnson"),
        ("the British prime minister", "2023-08-01", "person:rishi-sunak"),
        ("the American president", "2016-05-04", "person:barack-obama"),
        ("the American president", "2018-05-04", "person:donald-trump"),
    ],
)
def test_titles_follow_the_date(words, day, person):
    assert named(words, f"On Monday {words} spoke to reporters.", day) == [person]


def test_a_vice_president_beside_a_president_is_somebody_else():
    text = "Vice President Kamala Harris met with President Hakainde Hichilema. The Vice President and President Hichilema agreed."
    assert named("the vice president", text, outlet="The White House")[-1] == "person:kamala-harris"


def test_his_country_is_the_speakers():
    assert named("his country", "President Volodymyr Zelenskyy said his country was ready.") == ["state:UKR"]


def test_an_office_beside_another_capital_is_that_states():
    (key,) = named("the foreign office in berlin", "The Foreign Office in Berlin confirmed the plan.")
    assert key is not None and "uk" not in key


def test_names_end_before_what_only_follows_them():
    text = "Leaders urged an agreement with the European Union on the Harbour Protocol. US and China join the pact."
    _, cast = read(text)
    keys = {m.actor for m in cast.mentions}
    assert {"org:eu", "state:USA", "state:CHN"} <= keys


def test_mentions_are_found_by_place_as_by_a_scan():
    parsed, cast = read("President Emmanuel Macron met with Chancellor Olaf Scholz of Germany in Paris. Both leaders thanked Canada.")
    for token in parsed.tokens:
        around = [m for m in cast.mentions if m.span.overlap(token.span)]
        assert list(cast.touching(token.span)) == around
