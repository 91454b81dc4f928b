"""Actors of one document: names, descriptions, pronouns, by date and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twicetold import actors, language
from twicetold.types import Cast, Document, Parsed, Span


def who(parsed: Parsed, cast: Cast, words: str, nth: int = 0) -> str | None:
    """Name of the actor that these words of the text stand for."""
    start = -1
    for _ in range(nth + 1):
        start = parsed.document.text.index(words, start + 1)
    key = actors.holder(parsed, cast, Span(start, start + len(words)))
    return cast.actors[key].name if key else None


@pytest.mark.parametrize(
    ("text", "published", "words", "name"),
    [
        ("The Chinese leader arrived in Moscow on Monday, officials said.", "2023-03-22", "The Chinese leader", "Xi Jinping"),
        ("The Chinese leader welcomed the American president.", "1972-02-22", "the American president", "Richard Nixon"),
        ("The German chancellor said that talks would go on.", "2020-05-02", "The German chancellor", "Angela Merkel"),
        ("The German chancellor said that talks would go on.", "2024-05-02", "The German chancellor", "Olaf Scholz"),
        ("The head of the Kremlin said that talks would go on.", "2023-03-22", "The head of the Kremlin", "Vladimir Putin"),
        ("Ukraine's president has promised a law.", "2014-09-06", "Ukraine's president", "Petro Poroshenko"),
        ("Zelenskyy thanked Poland, and Ukraine waits.", "2023-03-22", "Zelenskyy", "Volodymyr Zelensky"),
        ("A Kremlin spokesman said that Russia was no party to the conflict.", "2014-09-06", "A Kremlin spokesman", "Kremlin spokesman"),
        ("The NATO secretary general warned against haste.", "2023-03-22", "The NATO secretary general", "Jens Stoltenberg"),
        (
            "A German government official spoke of a glimmer of hope.",
            "2015-02-12",
            "A German government official",
            "German government official",
        ),
        (
            "The Emirati foreign ministry told ambassadors to wait.",
            "2020-08-14",
            "The Emirati foreign ministry",
            "Emirati foreign ministry",
        ),
        ("The treaty is old. By 22 July Greece will adopt a code.", "2015-07-13", "Greece", "Greece"),
        ("The treaty is old. On Tuesday Germany agreed to wait.", "2015-07-13", "Germany", "Germany"),
        ("The treaty is old. Greek authorities will pass a law.", "2015-07-13", "Greek authorities", "Greek authorities"),
        ("Rich countries will set a higher sum, the text says.", "2015-12-13", "Rich countries", "Rich countries"),
        (
            "The Marlow Institute for Trade Law said so.",
            "2018-12-13",
            "Marlow Institute for Trade Law",
            "Marlow Institute for Trade Law",
        ),
        (
            "The Egyptian intelligence service said that talks go on. The service would not say more.",
            "2011-10-15",
            "The service",
            "Egyptian intelligence service",
        ),
    ],
)
def test_descriptions(read, text: str, published: str, words: str, name: str) -> None:
    parsed, cast = read(text, published)
    assert who(parsed, cast, words) == name


@pytest.mark.parametrize("words", ["The former German chancellor", "An American president"])
def test_no_holder_by_date_for_offices_not_held(read, words: str) -> None:
    parsed, cast = read(f"{words} called the deal a mistake.", "2023-03-22")
    assert who(parsed, cast, words) not in ("Olaf Scholz", "Joe Biden")


def test_no_leader_without_a_date(read) -> None:
    parsed, cast = read("The Chinese leader arrived on Monday.", None)
    assert who(parsed, cast, "The Chinese leader") != "Xi Jinping"


def test_institute_and_what_stands_for_it(read) -> None:
    parsed, cast = read(
        "The ceasefire will not last, the Baltic Conflict Observatory (BCO) says in an assessment released on Saturday. "
        "“The line is not watched,” the research group writes. The assessment finds no obligation. The think tank expects the worst. "
        "BCO will publish again in May."
    )
    for words in ("the research group", "The assessment", "The think tank", "BCO will"[:3]):
        assert who(parsed, cast, words) == "Baltic Conflict Observatory", words


def test_appositions_and_surnames(read) -> None:
    parsed, cast = read(
        "“A truce without a map is a pause,” said Marit Solheim, deputy director of the Baltic Conflict Observatory. "
        "Solheim expects more shelling. She said the line was long."
    )
    assert who(parsed, cast, "Marit Solheim, deputy director of the Baltic Conflict Observatory") == "Marit Solheim"
    assert who(parsed, cast, "Solheim", nth=1) == "Marit Solheim"
    assert who(parsed, cast, "She") == "Marit Solheim"


def test_two_leaders_and_both_sides(read) -> None:
    parsed, cast = read(
        "Vladimir Putin received Xi Jinping in Moscow. The two leaders signed a statement. Both sides praised it.", title="Xi meets Putin"
    )
    joint = who(parsed, cast, "The two leaders")
    assert joint is not None
    assert "Xi Jinping" in joint
    assert "Vladimir Putin" in joint


def test_first_person_in_a_quotation_is_the_speaker(read) -> None:
    parsed, cast = read("“I expect no agreement,” Angela Merkel said on Tuesday.", "2015-02-12")
    assert who(parsed, cast, "I") == "Angela Merkel"


def test_capital_as_place_is_no_actor(read) -> None:
    parsed, cast = read("Delegates met in Moscow. Moscow rejected the plan.")
    assert who(parsed, cast, "Moscow") is None
    assert who(parsed, cast, "Moscow", nth=1) == "Russia"


def test_unresolved_stays_none(read) -> None:
    _, cast = read("He said nothing. It was raining.")
    assert all(m.actor is None for m in cast.mentions)


def test_own_actor_is_found() -> None:
    text = "Harbour Watch said the ships had left."
    parsed = language.parse(Document(id="d", source="t", text=text, body=(Span(0, len(text)),), language="en"))
    from twicetold.types import Actor

    cast = actors.within(parsed, own=[Actor("own:hw", "Harbour Watch", "organisation", "EST")])
    assert cast.mentions[0].actor == "own:hw"


PIECES = [
    "The president",
    "Xi Jinping",
    "said",
    "of",
    "the",
    "“We",
    "Kremlin",
    ",",
    ".",
    "U.S.",
    "’s",
    "\n\n",
    "both sides",
    "Mr.",
    "NATO (",
    "ISW)",
    "he",
    "é",
    "…",
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_text_gives_mentions_inside_it_and_the_same_twice(pieces: list[str]) -> None:
    text = " ".join(pieces)
    parsed = language.parse(Document(id="d", source="t", text=text, body=(Span(0, len(text)),), published="2023-01-01", language="en"))
    cast = actors.within(parsed)
    assert all(0 <= m.start < m.end <= len(text) for m in cast.mentions)
    assert all(m.actor is None or m.actor in cast.actors for m in cast.mentions)
    assert cast == actors.within(parsed)


def test_the_american_one_of_two_governments_is_nobody(read) -> None:
    parsed, cast = read("The two governments agreed with Greece. The American one lists four points, a minister said.", "2018-12-03")
    assert who(parsed, cast, "one lists"[:3]) is None


@pytest.mark.parametrize("text", ["The forum's director, Dr Le", "The talks ended.\nBy Loretta Vance\nDe"])
def test_a_name_of_particles_alone_is_read_past(read, text: str) -> None:
    _, cast = read(text, "2018-12-03")
    assert all(m.end <= len(text) for m in cast.mentions)


TRANSCRIPT = """Eve Hollis took questions.

MS. HOLLIS: Good afternoon. We will pay the money to Somalia next week.

QUESTION: The Iranian foreign minister spoke of a break. Is he right?

MS. HOLLIS: I would not say that.

THE PRESIDENT: Thank you. I may sign it.

QUESTION: Mr. President, when?

THE PRESIDENT: Soon. I promise."""


def test_a_label_names_one_speaker_throughout_a_transcript() -> None:
    parsed = language.parse(
        Document(id="t", source="t", text=TRANSCRIPT, body=(Span(0, len(TRANSCRIPT)),), language="en", published="2023-03-14")
    )
    cast = actors.within(parsed)
    turns = [r for r in parsed.reported if r.turn]
    keys = [actors.holder(parsed, cast, r.source) for r in turns]
    assert [cast.actors[k].name if k else None for k in keys] == ["Eve Hollis", None, "Eve Hollis", "The President", None, "The President"]
    assert who(parsed, cast, "We") == "Eve Hollis"


@pytest.mark.parametrize(
    ("title", "text", "speaker"),
    [
        ("Speech by President Emmanuel Macron at the Sorbonne", "Our Europe is mortal. I am convinced that it may die.", "Emmanuel Macron"),
        ("Opening remarks by Ann Lee, governor of the bank", "Prices rose last year. I expect that they will fall.", "Ann Lee"),
        ("Joint statement of France and Germany", "Trade has grown. We will build a bridge.", "France and Germany"),
        ("Leaders' statement", "We, the leaders of the Group of Seven (G7), met in Hiroshima. We will pay for it.", "Group of Seven"),
        ("Macron speaks at the Sorbonne", "Our Europe is mortal. We shall see whether it dies.", None),
    ],
)
def test_who_says_we_in_an_official_text(title: str, text: str, speaker: str | None) -> None:
    whole = f"{title}\n\n{text}"
    parsed = language.parse(
        Document(
            id="s", source="s", text=whole, title=title, title_span=Span(0, len(title)), body=(Span(len(title) + 2, len(whole)),),
            language="en", published="2024-04-25",
        )
    )  # fmt: skip
    cast = actors.within(parsed)
    last = [m for m in cast.mentions if parsed.text(m.span) in ("I", "We") and m.start > len(title)][-1:]
    found = [cast.actors[m.actor].name for m in last if m.actor]
    assert found == ([speaker] if speaker else [])


COURT = (
    "Mr Halvorsen gave three paid speeches to Goldman Sachs last year. "
    "A court document filed on Thursday says that the charge was dropped. "
    '"The evidence cannot prove the crime," according to a court document filed by state attorney Amina Okafor.'
)


def test_a_bank_that_only_pays_has_written_no_court_document() -> None:
    text = Document(id="d", source="test", text=COURT, body=(Span(0, len(COURT)),), published="2016-04-14", language="en")
    parsed = language.parse(text)
    cast = actors.within(parsed)
    assert who(parsed, cast, "A court document") is None
    assert who(parsed, cast, "a court document filed by state attorney Amina Okafor") == "Amina Okafor"
