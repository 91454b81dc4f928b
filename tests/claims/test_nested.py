"""What stands inside another's words hangs on it; a sentence that goes on without a frame is told as one with what it goes on from."""

from __future__ import annotations

import pytest

from twicetold.brief.compose import compose, report
from twicetold.types import Attribution, Document, Report, Span, hull

NESTED = "The mayor said that she hoped the bridge would reopen before the winter."
CONTINUED = (
    "The Harbour Institute assesses that the port will stay closed until March. It will probably not reopen for tankers this year.\n\n"
    "The talks were held in Geneva on Monday."
)


def told_in(text: str) -> Report:
    document = Document(id="d", source="test", text=text, body=(Span(0, len(text)),), published="2024-05-06", language="en")
    return report(document)


def with_cue(told: Report, word: str) -> Attribution:
    return next(a for a in told.claims.attributions if a.cue and told.document.text[hull(a.cue).start : hull(a.cue).end].endswith(word))


def test_hopes_that_somebody_says_she_has_stand_in_what_she_says():
    told = told_in(NESTED)
    parent = with_cue(told, "hoped").parent
    assert parent is not None
    assert told.claims.attributions[parent] == with_cue(told, "said")


def test_no_attribution_is_its_own_ancestor():
    told = told_in(" ".join([NESTED, 'He said: "They say that you think she hopes it."', CONTINUED])).claims.attributions
    for k, a in enumerate(told):
        seen, up = {k}, a.parent
        while up is not None:
            assert up not in seen
            seen.add(up)
            up = told[up].parent


def test_a_sentence_that_goes_on_is_no_attribution_of_its_own_in_the_brief():
    told = told_in(CONTINUED)
    going_on = [a for a in told.claims.attributions if a.continues is not None]
    assert going_on, "the second sentence is the institute's"
    brief = compose([told])
    assert all(t.cue for t in brief.attributions if t.source)
    ids = {t.id for t in brief.attributions}
    later = [m for c in brief.claims for m in c.mentions if going_on[0].content[0].overlap(Span(m.start, m.end))]
    assert later and all(m.chain and set(m.chain) <= ids for m in later)


@pytest.mark.parametrize(
    ("text", "said", "left_out"),
    [
        ("The bridge is shut, the mayor said on Friday, citing a threat to public health.", "The bridge is shut", "threat"),
        ("The bridge is shut, the mayor said on Friday, as critics gathered outside the town hall.", "The bridge is shut", "critics"),
        ("The mayor said that the bridge is shut, citing the danger to walkers.", "the bridge is shut", "danger"),
    ],
)
def test_what_tells_of_the_saying_is_not_said(text, said, left_out):
    told = told_in(text)
    content = " … ".join(text[s.start : s.end] for s in with_cue(told, "said").content)
    assert said in content
    assert left_out not in content


def test_a_reason_that_is_cited_is_no_source():
    told = told_in("The council closed the bridge on Friday, citing a threat to public health.")
    assert not any("threat" in told.document.text[s.start : s.end] for a in told.claims.attributions for s in a.source)


def test_officials_who_are_cited_are_a_source():
    text = "The bridge will stay shut until the end of March, the paper reported, citing officials."
    told = told_in(text)
    assert any("officials" in text[s.start : s.end] for a in told.claims.attributions for s in (*a.source, *a.content))


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("BRUSSELS - European leaders said that the bridge would stay shut.", "European leaders"),
        ("Ban Ki-moon, then secretary general, said that the bridge would stay shut.", "Ban Ki-moon, then secretary general"),
        ("The council on Friday said that the bridge would stay shut.", "The council"),
    ],
)
def test_a_source_is_neither_dateline_nor_day_and_whole_to_the_hyphen(text, source):
    assert [text[s.start : s.end] for s in with_cue(told_in(text), "said").source] == [source]
