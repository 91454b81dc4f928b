"""Furniture told from the article."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twicetold import reading
from twicetold.reading import lexicon
from twicetold.reading.raw import Raw
from twicetold.types import Document

FAMILIES = Path(__file__).parents[1] / "data" / "families"

LEAD = "The two governments signed the agreement on Tuesday after a night of talks, officials in both capitals said, and it holds till May."
QUOTE = "“We have opened a door, and now someone has to walk through it,” the foreign minister told reporters in the garden of the palace."
LAST = (
    "Critics in parliament said the text leaves the question of the islands open. It is put to a vote next month, and a majority is likely."
)
ARTICLE = (LEAD, QUOTE, LAST)


def judged(text: str, **known: str) -> Document:
    document = reading.document(Raw(source="test", fallback_id="test", text=text, **known))
    assert isinstance(document, Document)
    return document


def body(document: Document) -> str:
    return "\n\n".join(document.text[s.start : s.end] for s in document.body)


def f1(gold: list[list[int]], found: list[tuple[int, int]]) -> float:
    hit = sum(max(0, min(e, f) - max(s, t)) for s, e in gold for t, f in found)
    return 2 * hit / (sum(e - s for s, e in gold) + sum(e - s for s, e in found))


@pytest.mark.parametrize("family", sorted(FAMILIES.glob("*.json")), ids=lambda p: p.stem)
@pytest.mark.parametrize("titled", [True, False], ids=["title given", "title unknown"])
def test_families_reach_their_floor(family, titled):
    for gold in json.loads(family.read_text(encoding="utf-8"))["documents"]:
        found = judged(gold["text"], **({"title": gold["title"]} if titled else {}))
        assert f1(gold["body"], list(found.body)) >= 0.97, gold["id"]
        assert found.title == gold["title"], gold["id"]
        assert found.title_span is not None and gold["text"][slice(*found.title_span)] == gold["title"]


@pytest.mark.parametrize(
    "line",
    [
        "THE MORNING COURIER | World | Europe",
        "By Hana Ortiz in Geneva",
        "Hana Ortiz, Foreign Correspondent",
        "Updated 4:15 PM ET, Tue March 3, 2020",
        "3 March 2020 · 4 min read",
        "Home > World > Europe",
        "Share this story on Facebook",
        "1204 views",
        "Photo: Hana Ortiz",
        "(Translated from Russian)",
    ],
)
def test_lines_above_the_article_are_furniture(line):
    assert line not in body(judged("\n\n".join((line, *ARTICLE))))


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Bakers strike enters third week",
        "Also read | Bakers strike enters third week",
        ">> Bakers strike enters third week",
        "[Advertisement]",
        "Story continues below advertisement",
        "[Photo: Delegates leave the hotel. — Handout]",
        "Ministers shake hands in the garden on Tuesday. (Hana Ortiz / AFP)",
        "Image caption The palace in Geneva",
        "Sign up for our daily newsletter",
        "Follow us on Twitter @courier",
        "You may also like: ten castles you can buy",
        "pic.twitter.com/abc123",
        "Learn additionally: Bakers strike enters third week",
        "Lesen Sie auch: Bäcker streiken weiter",
        "Читайте также: Пекари бастуют третью неделю",
    ],
)
def test_insets_are_furniture(line):
    found = judged("\n\n".join((LEAD, line, QUOTE, LAST)))
    assert body(found) == "\n\n".join(ARTICLE)


@pytest.mark.parametrize(
    "line",
    [
        "© 2020 The Morning Courier. All rights reserved.",
        "Reporting by Hana Ortiz; editing by Paul Weiss",
        "Source: AFP",
        "Noticed a mistake? Select the text and press Ctrl+Enter",
        "Tags: deal, islands, trade",
        "Hana Ortiz is a reporter based in Geneva.",
        "Hana Ortiz is a senior correspondent who has written about the islands and their people since the war, an author of two books.",
        "The paper is an independent publication that is owned by its readers, who elect the board every spring.",
        "The opinions expressed here are those of the author.",
        "We use cookies to improve your visit. Accept | Settings",
        "(Continued on Page 6, Column 3)",
        "Compiled by the weekend team",
        "NNNN",
        "###",
    ],
)
def test_lines_below_the_article_are_furniture(line):
    assert body(judged("\n\n".join((*ARTICLE, line)))) == "\n\n".join(ARTICLE)


@pytest.mark.parametrize(
    "last", ["Both sides will meet again.", "“We will see,” he said.", "Nobody would say when.", "The islands were quiet on Tuesday."]
)
def test_a_short_last_paragraph_stays(last):
    assert body(judged("\n\n".join((*ARTICLE, last, "Source: AFP")))).endswith(last)


def test_a_label_governs_the_lines_below_it():
    found = judged("\n\n".join((LEAD, "Most read\nBakers strike enters third week\nTen castles you can buy", QUOTE, LAST)))
    assert body(found) == "\n\n".join(ARTICLE)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Nobody signed.",
        "“No.”",
        "What happens next",
        "Source of the dispute is a reef that nobody has lived on since 1911.",
        "By Monday the troops had left the town, and the shops were open again.",
        "Video of the meeting showed both ministers laughing.",
        "Read the verb, he said. It says suspend, it does not say bury.",
        "GENEVA — The talks will go on in the autumn, the mediator said.",
        "GENEVA (AFP) – The talks will go on",
        "THE MINISTER: Thank you.",
        "Follow the money, the auditor said.",
    ],
)
def test_short_paragraphs_within_the_article_stay(paragraph):
    assert paragraph in body(judged("\n\n".join((LEAD, paragraph, QUOTE, LAST))))


def test_a_resolution_is_one_long_sentence_and_stays_whole():
    clauses = (
        "The Assembly of Ports,",
        "Recalling all of its resolutions on the northern passage,",
        "Deeply concerned about the state of the lights,",
        "1. Demands an immediate end to the closure of the strait by all who have a part in it, and also "
        "demands free passage for ships in need;",
        "2. Emphasizes the need to keep pilots at sea;",
        "3. Decides to extend the mandate of the mission until 31 December 2031;",
        "4. Requests the secretary to report within 30 days; and",
        "5. Decides to remain seized of the matter.",
    )
    assert body(judged("\n\n".join(("Resolution 12 (2031)", *clauses)))) == "\n\n".join(clauses)


def test_the_short_lines_of_a_transcript_stay():
    turns = (
        "Ana Lima: Colleagues,",
        LEAD,
        "Jo Berg (retranslated): Thank you.",
        QUOTE,
        "Jo Berg (retranslated): Right,",
        LAST,
        "Ana Lima: Well then",
    )
    assert body(judged("\n\n".join(turns))) == "\n\n".join(turns)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Department Press Briefing – March 14, 2023", "Department Press Briefing – March 14, 2023"),
        ("Remarks by the President at the Summit | 3 June 2021", "Remarks by the President at the Summit | 3 June 2021"),
        ("Council conclusions, 21 March 2024", "Council conclusions, 21 March 2024"),
        ("World News – 14 March 2023", None),
        ("Dalia Ferran and Tomas Okell | 14.08.2020", None),
        ("15 March 2023. The Daily Sketch", None),
    ],
)
def test_the_headline_of_an_official_text_may_end_with_its_date(line, title):
    assert judged("\n\n".join((line, *ARTICLE))).title == title


def test_numbered_points_and_lists_stay():
    points = "\n".join(f"{n}. Withdrawal from zone {n}" for n in range(1, 13))
    assert "12. Withdrawal from zone 12" in body(judged(f"{LEAD}\n\nThe parties agreed on the following:\n\n{points}"))
    names = "\n".join(f"- Delegation of state {n}" for n in range(1, 6))
    assert "- Delegation of state 5" in body(judged(f"{LEAD}\n\n{LAST}\n\nParticipants included:\n\n{names}"))


def test_hard_wrapped_text_keeps_its_paragraphs():
    import textwrap

    wrapped = "\n\n".join(textwrap.fill(p, 72) for p in ARTICLE)
    found = judged(f"By Hana Ortiz\n\n{wrapped}\n\n###")
    assert body(found) == wrapped


def test_line_ends_do_not_matter():
    text = "\n".join(("THE COURIER | World", "A deal is signed", "", LEAD, "", "Advertisement", "", QUOTE, LAST))
    unix, dos, mac = (judged(text.replace("\n", end)) for end in ("\n", "\r\n", "\r"))
    assert [len(d.body) for d in (unix, dos, mac)] == [2, 2, 2]
    assert dos.text[dos.body[0].start : dos.body[0].end] == LEAD == mac.text[mac.body[0].start : mac.body[0].end]


@pytest.mark.parametrize(
    "text", ["A headline and nothing else", "ECB unlikely to end bond sales - traders", "Short. Very short.", "We won!"]
)
def test_a_text_without_prose_is_its_own_article(text):
    assert body(judged(text)) == text


@pytest.mark.parametrize("text", ["\"“”‘’\" «» ''", "###\n\n***", "– — –"])
def test_marks_alone_are_no_article_and_it_is_said(text):
    found = judged(text)
    assert found.body == () and "No article text" in found.warnings[0]


def test_every_part_of_the_evidence_is_told():
    furniture, article = reading.explain(f"Share this article\n\n{LEAD}")
    assert furniture.furniture and not article.furniture
    assert "share and follow" in [name for name, _ in furniture.parts]
    assert furniture.score == pytest.approx(sum(weight for _, weight in furniture.parts))


def test_every_entry_of_the_lexicon_has_a_reference_and_says_where():
    for entry in lexicon.entries():
        assert (
            entry.reference and entry.weight and entry.match in ("whole", "start", "in") and entry.where in ("any", "head", "tail", "edge")
        )
        assert entry.pattern.pattern == entry.pattern.pattern.lower() or "\\W" in entry.pattern.pattern  # matched against small letters


def outlets() -> list[Document]:
    boiler = "A paper for the harbour and its people."
    texts = [f"{boiler}\n\n{LEAD}\n\n{boiler}\n\n{LAST}", f"{QUOTE}\n\n{boiler}\n\n{QUOTE.replace('door', 'window')} He left at noon."]
    return [judged(text, outlet="Courier", id=str(n)) for n, text in enumerate(texts)]


def test_lines_that_an_outlet_repeats_are_cut_in_any_order():
    documents = outlets()
    assert reading.repeated_lines(documents) == {"Courier": frozenset({"a paper for the harbour and its people."})}
    forward = {d.id: d for d in reading.without_repeated(documents)}
    backward = {d.id: d for d in reading.without_repeated(reversed(documents))}
    assert forward == backward
    assert all("harbour" not in body(d) for d in forward.values())


def test_copies_of_one_report_repeat_nothing():
    copies = [judged(f"{LEAD}\n\nNobody signed.\n\n{LAST}", outlet="Courier", id=str(n)) for n in range(3)]
    assert reading.repeated_lines(copies) == {}
    assert reading.without_repeated(copies) == copies
