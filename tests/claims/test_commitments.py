"""Commitments in sentences nobody tuned on."""

from __future__ import annotations

import pytest

from twicetold import actors, claims, language
from twicetold.claims.acts import domain, nouns, verbs
from twicetold.types import CommitmentMention, Document, Span


def found(text: str) -> list[CommitmentMention]:
    document = Document(id="d", source="test", text=text, body=(Span(0, len(text)),), published="2024-05-06", language="en")
    parsed = language.parse(document)
    return list(claims.extract(parsed, actors.within(parsed)).commitments)


def short(text: str) -> list[tuple[str, str | None, int, str]]:
    return [(c.party.removeprefix("state:"), (c.toward or "").removeprefix("state:") or None, c.level, c.status) for c in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("France pledged on Monday to send ten helicopters to Chad.", ("FRA", "TCD", 4, "given")),
        ("Germany refused to deliver the tanks to Poland.", ("DEU", "POL", 4, "refused")),
        ("Norway has not signalled any intention to join the union.", ("NOR", None, 3, "withheld")),
        ("Japan will lift the tariffs on Chilean wine if the parliament in Santiago agrees.", ("JPN", "CHL", 4, "conditional")),
        ("Canada reaffirmed its commitment to the sovereignty of Ukraine.", ("CAN", "UKR", 2, "reaffirmed")),
        ("Brazil delivered the first vaccines to Paraguay last week.", ("BRA", "PRY", 5, "given")),
        ("Spain intends to open a consulate in Ghana next year.", ("ESP", "GHA", 3, "given")),
        ("Australia praised Vietnam for its handling of the crisis.", ("AUS", "VNM", 1, "given")),
        ("Kenya told shippers that it would no longer guarantee the safety of navigation.", ("KEN", None, 4, "refused")),
        ("Nor did Norway consent to the release of the prisoners.", ("NOR", None, 4, "withheld")),
        ("Austria would send technical experts to Chad, should both sides so wish.", ("AUT", "TCD", 4, "conditional")),
        ("The president of Peru wrote that Chile had promised to lift its tariffs.", ("CHL", "PER", 4, "reported")),
        ("Ghana stands ready to send observers to Togo.", ("GHA", "TGO", 3, "given")),
        ("Peru and Chile reached a consensus to stop imposing tariffs.", ("PER", None, 4, "given")),
        ("Peru and Chile agreed to deepen their ties.", ("PER", "CHL", 3, "given")),
        ("Japan imposed sanctions on two North Korean banks.", ("JPN", "PRK", 5, "given")),
        ("The European Union extended its sanctions against Russia by six months.", ("org:eu", "RUS", 5, "given")),
        ("Norway has shipped 40,000 tonnes of fertiliser to Malawi.", ("NOR", "MWI", 5, "given")),
        ("Iran handed over the crew of the tanker to Oman.", ("IRN", "OMN", 5, "given")),
        ("Hungary blocked the aid package for Ukraine.", ("HUN", "UKR", 4, "refused")),
        ("Hungary threatened to veto the budget.", ("HUN", None, 3, "conditional")),
        ("Tokyo stopped short of promising weapons to Kyiv.", ("JPN", "UKR", 4, "withheld")),
        ("The Kremlin says it is open to talks with Kyiv.", ("RUS", "UKR", 3, "given")),
        ("Armenia is committed to peace with Azerbaijan.", ("ARM", "AZE", 2, "given")),
        ("Should Pyongyang return to the talks, Seoul will send rice.", ("KOR", "PRK", 4, "conditional")),
        ("Until the ships are released, Manila will not resume the talks.", ("PHL", None, 4, "conditional")),
        ("Manila vowed to patrol the reef until the vessels leave.", ("PHL", None, 4, "given")),
        ("Ghana reiterated its adherence to the treaty.", ("GHA", None, 2, "reaffirmed")),
        ("The commitment of Japan to Vietnam stands unchanged.", ("JPN", "VNM", 2, "reaffirmed")),
    ],
)
def test_one_party_and_what_became_of_it(text, expected):
    assert expected in short(text)


def test_a_joint_signature_commits_both_to_each_other():
    assert {(p, t, level) for p, t, level, _ in short("Peru and Chile signed a trade agreement on Friday.")} == {
        ("PER", "CHL", 5),
        ("CHL", "PER", 5),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Italy should send more aid to Libya, the minister said.",
        "Analysts hope that Sweden will join the alliance.",
        "Will Denmark sign the treaty with Canada?",
        "Egypt may withdraw its troops from the border.",
        "The weather in Portugal will remain warm for the rest of the week.",
        "Kenya will probably win the match against Uganda.",
    ],
)
def test_wishes_guesses_and_questions_commit_nobody(text):
    assert short(text) == []


def test_a_promise_in_so_many_words_is_anybodys():
    (commitment,) = found("The talks were long. The Harbour Alliance pledged to waive its fees until March.")
    assert (commitment.party, commitment.status) == ("name:harbour alliance", "given")


def test_spans_lie_in_the_text_and_gists_are_its_words():
    text = "Turkey promised to reopen the border with Armenia once the talks are over."
    (commitment,) = found(text)
    assert commitment.status == "conditional"
    assert text[commitment.span.start : commitment.span.end].startswith("promised")
    assert commitment.condition is not None and "once" in text[commitment.condition.start : commitment.condition.end]


def test_every_entry_of_the_lexicon_has_a_level_and_a_group():
    assert all(1 <= act.level <= 5 and act.group for act in [*verbs().values(), *nouns().values()])


def test_the_domain_is_where_most_words_are():
    assert domain("a pipeline for gas and oil") == "energy"
    assert domain("something else") == "other"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sweden stands ready to send engineers to Latvia.", ("SWE", "LVA", 3, "given")),
        ("Austria stood by its pledge to Croatia.", ("AUT", "HRV", 2, "reaffirmed")),
        ("Ghana thanked Togo for its help.", ("GHA", "TGO", 1, "given")),
        ("Hungary expressed its gratitude to Slovenia.", ("HUN", "SVN", 1, "given")),
        ("Iceland agreed to work together with Norway on fisheries.", ("ISL", "NOR", 3, "given")),
        ("Belgium has declined to say whether it will send tanks to Ukraine.", ("BEL", "UKR", 4, "withheld")),
        ("Nigeria said it would no longer sell oil to Chad.", ("NGA", "TCD", 4, "refused")),
        ("Qatar looks forward to the visit of the king of Jordan.", ("QAT", "JOR", 2, "given")),
        ("Kuwait obtained a guarantee from Iraq.", ("IRQ", "KWT", 4, "reported")),
    ],
)
def test_frames_of_official_texts(text, expected):
    assert expected in short(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ministers of Peru and Chile discussed support for farmers.",
        "Italy and Malta agreed on the importance of free trade.",
        "The points agreed in Vienna name nobody.",
        "Abuses were committed by soldiers of the regime in Sudan.",
        "There is almost no chance that Greece will sign the accord with Cyprus.",
    ],
)
def test_topics_and_views_commit_nobody(text):
    assert not [c for c in short(text) if c[2] > 1]


def test_they_are_those_who_met():
    text = "President Emmanuel Macron met with Prime Minister Rishi Sunak. They agreed to open a new port. Both leaders thanked Canada."
    document = Document(id="d", source="test", text=text, body=(Span(0, len(text)),), published="2023-03-10", language="en")
    parsed = language.parse(document)
    made = claims.extract(parsed, actors.within(parsed)).commitments
    assert {(c.party, c.toward) for c in made if "port" in c.act} == {("state:FRA", None), ("state:GBR", None)}
    assert {c.party for c in made if "thanked" in c.act} == {"state:FRA", "state:GBR"}
    assert all(c.joint for c in made)


def test_three_together_are_one_party():
    text = "The leaders of Canada, Mexico and the United States met. Canada, Mexico and the United States agreed to open a shared office."
    parties = {c.party for c in found(text) if "office" in c.act}
    assert parties in ({"joint:state:CAN+state:MEX+state:USA"}, {"state:CAN", "state:MEX", "state:USA"})


def test_terms_of_an_act_are_its_own_words():
    text = "Denmark promised to send 5,000 soldiers to Kenya by the end of 2025."
    (commitment,) = found(text)
    assert commitment.amount is not None and text[slice(*commitment.amount)] == "5,000 soldiers"
    assert commitment.deadline is not None and "2025" in text[slice(*commitment.deadline)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Germany refused to deliver the tanks to Poland.", "REJECT"),
        ("Australia praised Vietnam for its handling of the crisis.", "SUPPORT"),
        ("France pledged on Monday to send ten helicopters to Chad.", "AGREE"),
        ("Brazil delivered the first vaccines to Paraguay last week.", "AID"),
        ("Japan will impose sanctions on Russia, the government in Tokyo said.", "THREATEN"),
    ],
)
def test_every_commitment_has_its_plover_type(text, kind):
    assert kind in {c.plover for c in found(text)}
