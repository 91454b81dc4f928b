"""Whose a statement is, how sure and whether denied, on subjects and in words that no rule was made for; the answers were written first."""

from __future__ import annotations

from functools import cache

import pytest

from twicetold import actors, claims, language
from twicetold.types import Cast, ClaimMention, Document, DocumentClaims, Span

NOBODY = "?"  # said, but not by whom


@cache
def read(text: str) -> tuple[Cast, DocumentClaims]:
    document = Document(id="d", source="test", text=text, body=(Span(0, len(text)),), outlet="The Valley Herald", language="en")
    parsed = language.parse(document)
    cast = actors.within(parsed)
    return cast, claims.extract(parsed, cast)


def stated(text: str, part: str) -> ClaimMention:
    """The shortest statement with these words."""
    start = text.index(part)
    held = [m for m in read(text)[1].claims if m.span.covers(Span(start, start + len(part)))]
    return min(held, key=lambda m: m.span.size)


def holders(text: str, mention: ClaimMention) -> list[str]:
    cast, told = read(text)
    out = []
    for k in mention.chain:
        a = told.attributions[k]
        name = cast.actors[a.actor].name if a.actor in cast.actors else ""
        out.append(" ".join([name, *(text[s.start : s.end] for s in a.source)]).strip() or NOBODY)
    return out


HELD = [
    (
        "The crew had been told by the harbour master that the bridge would stay shut until noon.",
        "the bridge would stay shut",
        ["harbour master"],
        "asserted",
        False,
    ),
    ("Residents were informed on Monday that the water was safe to drink.", "the water was safe", [NOBODY], "asserted", False),
    (
        "The reservoir is expected to run dry in August, engineers at the water board said.",
        "The reservoir is expected",
        ["engineers"],
        "likely",
        False,
    ),
    ("The museum was told the painting could be a forgery.", "the painting could be", [NOBODY], "possible", False),
    ("The airline is believed to have lost two thirds of its pilots.", "The airline is believed", [NOBODY], "likely", False),
    ("The goalkeeper is said to have signed for a Portuguese club.", "The goalkeeper is said", [NOBODY], "asserted", False),
    (
        "The mayor, so it is said, considered the tram line a waste of money.",
        "considered the tram line",
        [NOBODY, "mayor"],
        "asserted",
        False,
    ),
    ("The dam, it was understood, had not been inspected for a decade.", "had not been inspected", [NOBODY], "asserted", True),
    ("The union is said to be convinced that the yard will close.", "the yard will close", [NOBODY, "union"], "asserted", False),
    (
        "Sugar prices will not fall back before the spring, the Geneva-based World Health Organization has said in a "
        "note that was seen by this newspaper on Monday.",
        "Sugar prices will not fall",
        ["World Health Organization"],
        "asserted",
        True,
    ),
    (
        "With some luck the glacier will survive the century, adds the report of the United Nations.",
        "the glacier will survive",
        ["United Nations"],
        "asserted",
        False,
    ),
    (
        "Only in winter will the ferries run again, considers the economist of the Bank of England.",
        "will the ferries run again",
        ["economist"],
        "asserted",
        False,
    ),
    ("The comet broke apart in March, NASA was quoted by Reuters as saying.", "The comet broke apart", ["NASA"], "asserted", False),
    ("Wheat is scarce, in keeping with the Ministry of Agriculture.", "Wheat is scarce", ["Ministry of Agriculture"], "asserted", False),
    (
        "The vaccine works in children, in line with the latest bulletin of the World Health Organization.",
        "The vaccine works",
        ["World Health Organization"],
        "asserted",
        False,
    ),
    ("The results were in line with expectations, and the shares rose.", "The results were in line", [], "asserted", False),
    ("The price was set in keeping with tradition at ten francs.", "The price was set", [], "asserted", False),
    (
        "The virus came from a market, according to the World Health Organization; China has closed three farms.",
        "China has closed three farms",
        [],
        "asserted",
        False,
    ),
    (
        "The virus came from a market, according to the World Health Organization; China has closed three farms.",
        "The virus came from a market",
        ["World Health Organization"],
        "asserted",
        False,
    ),
    ("The museum will open in May, as had been expected.", "The museum will open", [], "asserted", False),
    (
        "The World Bank published its outlook on Tuesday. Rice will be dearer next year, the index shows. Maize will "
        "probably be cheaper, the bulletin says.",
        "Maize will probably",
        ["World Bank"],
        "likely",
        False,
    ),
    (
        "The Met Office warned of floods in a bulletin on Sunday. Rivers in Wales will crest on Tuesday, the notice "
        "says. Bridges may have to be closed, it adds.",
        "Bridges may have",
        ["Met Office"],
        "possible",
        False,
    ),
    (
        "UNESCO issued a report on reefs on Friday. Half of them will almost certainly die by 2050, the authors write.",
        "Half of them will",
        ["UNESCO"],
        "almost_certain",
        False,
    ),
    (
        "The ministry has put out a paper on schools. It is said in the paper that classes will be smaller.",
        "classes will be smaller",
        ["ministry"],
        "asserted",
        False,
    ),
    ("The president made a commitment to ban fishing in the bay, which is shrinking.", "The president made", [], "asserted", False),
    (
        "Denmark gave an undertaking to close the mine, which has been losing money for years.",
        "Denmark gave an undertaking",
        [],
        "asserted",
        False,
    ),
    (
        '"The council announced a plan that will cost millions," the opposition leader said.',
        "The council announced a plan",
        ["opposition leader"],
        "asserted",
        False,
    ),
    (
        "Salmon stocks will recover by 2030, the World Wildlife Fund says, and puts them at two million fish. It is "
        "unlikely, on the other hand, that cod returns to the bay.",
        "cod returns to the bay",
        ["World Wildlife Fund"],
        "unlikely",
        False,
    ),
    (
        "The orchestra played in Vienna on Friday, its manager said. It was founded in 1921.",
        "It was founded in 1921",
        [],
        "asserted",
        False,
    ),
    (
        "The strike is over, the union said on Sunday. Rail traffic was back to normal on Monday.",
        "Rail traffic was back",
        [],
        "asserted",
        False,
    ),
    (
        "The Guardian reported that the health ministry believes the outbreak will last until May.",
        "the outbreak will last",
        ["Guardian", "health ministry"],
        "asserted",
        False,
    ),
    (
        "The health ministry says that nurses complain that wards are full.",
        "wards are full",
        ["health ministry", "nurses"],
        "asserted",
        False,
    ),
    ("According to Le Monde, the coach told his players that he would leave.", "he would leave", ["Monde", "coach"], "asserted", False),
    (
        "Officials said, on condition of anonymity, that the satellite had been lost.",
        "the satellite had been lost",
        ["Officials"],
        "asserted",
        False,
    ),
    ("Sources close to the board say the merger is dead.", "the merger is dead", ["Sources"], "asserted", False),
    ("It is widely assumed that the minister will resign.", "the minister will resign", [NOBODY], "asserted", False),
    (
        "Further landslides before the weekend cannot be ruled out, the geological survey said.",
        "Further landslides",
        ["geological survey"],
        "possible",
        False,
    ),
    ("A strike in the last week of the holidays cannot be excluded.", "A strike in the last week", [], "possible", False),
    ("Bookmakers put the chances of a hung parliament at no better than even.", "put the chances", ["Bookmakers"], "roughly_even", False),
    ("The inspectors found no evidence that the bridge had been sabotaged.", "found no evidence", ["inspectors"], "asserted", True),
    ("The judges are convinced that the letter is genuine.", "the letter is genuine", ["judges"], "asserted", False),
    ("Critics say the old law could never be enforced.", "the old law could never", ["Critics"], "asserted", True),
    ("The city is not bound by the treaty, its lawyers argue.", "The city is not bound", ["lawyers"], "asserted", True),
    ("There is no chance that the choir will sing abroad this year.", "the choir will sing", [], "almost_no_chance", False),
    ("The pilot denied that he had been drinking.", "he had been drinking", ["pilot"], "asserted", True),
    ("The factory keeps forty looms running day and night.", "The factory keeps forty looms", [], "asserted", False),
    (
        "Rebels stopped shooting because they had run out of shells, the monitors said.",
        "they had run out of shells",
        ["monitors"],
        "asserted",
        False,
    ),
    ("Should the operator fail to pay, the licence will be withdrawn.", "the licence will be withdrawn", [], "asserted", False),
    (
        "Claims that the vote had been rigged were groundless, the electoral commission said.",
        "the vote had been rigged",
        ["electoral commission"],
        "asserted",
        True,
    ),
    ("Nowhere in the contract does the landlord promise heating.", "does the landlord promise", [], "asserted", True),
    ("In none of the nine rooms did the police find a weapon.", "did the police find", [], "asserted", True),
    ("Nothing in the charter obliges members to pay.", "Nothing in the charter", [], "asserted", True),
    ("Falsely, the leaflet says that the clinic has closed.", "the clinic has closed", ["leaflet"], "asserted", False),
    ("We have found no evidence that the well was poisoned.", "We have found no evidence", [], "asserted", True),
    ("The odds of rain are, by the reckoning of the Met Office, no better than even.", "The odds", ["Met Office"], "roughly_even", False),
    ("The levee will probably hold, if the engineers are right.", "The levee", ["engineers"], "likely", False),
    ("None of the wards is shut, it says in a statement of the hospital.", "None of the wards", ["hospital"], "asserted", True),
    ("A second outbreak can't be excluded, doctors say.", "A second outbreak", ["doctors"], "possible", False),
    ("A return to the gold standard is almost inconceivable.", "A return to the gold standard", [], "almost_no_chance", False),
    (
        "The canal is clear, the Guardian quoted the port authority as saying.",
        "The canal",
        ["Guardian", "port authority"],
        "asserted",
        False,
    ),
    (
        "The farmers, according to the Guardian, find it unlikely that the ban holds.",
        "the ban holds",
        ["Guardian", "farmers"],
        "unlikely",
        False,
    ),
    ("The ban was lifted in May, the Guardian reports. It also let the fleet sail.", "It also let", ["Guardian"], "asserted", False),
]


@pytest.mark.parametrize(("text", "part", "chain", "level", "denied"), HELD)
def test_whose_a_statement_is_how_sure_and_whether_denied(text, part, chain, level, denied):
    mention = stated(text, part)
    said = holders(text, mention)
    assert len(said) == len(chain), said
    assert all(wanted == name if wanted == NOBODY else wanted.lower() in name.lower() for wanted, name in zip(chain, said, strict=True)), (
        said
    )
    assert mention.certainty.level == level
    assert mention.denies is denied


@pytest.mark.parametrize(
    ("text", "part", "flat"),
    [
        ("Nothing in the charter obliges members to pay.", "Nothing in the charter", True),
        ("The club has refused to sell the stadium.", "The club has refused", True),
        ("The inspectors found no evidence that the bridge had been sabotaged.", "found no evidence", True),
        ("The club failed to sell the stadium.", "The club failed", False),
        ("The stadium will almost certainly not be sold.", "The stadium", False),
        ("If the roof leaks, nobody will buy the stadium.", "nobody will buy", False),
        ("The sale is a pause, not an end.", "The sale is a pause", False),
        ("The deal does not represent but a first step.", "The deal", False),
    ],
)
def test_what_is_denied_outright(text, part, flat):
    assert stated(text, part).flat is flat


def test_another_outlet_that_is_told_something_stands_outside_it():
    text = "The bridge will not reopen this year, the harbour master told the Evening Post."
    said = holders(text, stated(text, "The bridge will"))
    assert "Post" in said[0] and "harbour master" in said[1]
