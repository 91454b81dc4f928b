# ruff: noqa: E501 (a sentence with its tree reads best on one line)
"""From sentences to statements with holders, quotes and forecasts."""

from __future__ import annotations

import json

from twicetold import claims
from twicetold.types import Actor, Cast, Mention, Quotation, Reported, Span

SAYS = (
    "The/DET/det/2 truce/NOUN/nsubj/4 will/AUX/aux/4 collapse/VERB/ccomp/10 before/ADP/case/6 winter/NOUN/obl/4 ~,/PUNCT/punct/4 "
    "the/DET/det/9 observatory/NOUN/nsubj/10 says:say/VERB/root/0 ~./PUNCT/punct/10"
)
OBSERVATORY = "name:observatory"


def cast_of(parsed, *names):
    text = parsed.document.text
    actors = {f"name:{n}": Actor(f"name:{n}", n, "organisation") for n in names}
    places = sorted((text.index(n), n) for n in names)
    return Cast(actors, tuple(Mention(at, at + len(n), "name", f"name:{n}") for at, n in places))


def texts(parsed, found):
    return [parsed.text(c.span) for c in found]


def test_a_frame_that_the_reader_missed(build):
    parsed = build(SAYS, published="2014-09-07")
    said = claims.extract(parsed, cast_of(parsed, "observatory"))
    assert [a.actor for a in said.attributions] == [OBSERVATORY]
    assert texts(parsed, said.claims) == ["The truce will collapse before winter"]
    assert [said.attributions[k].actor for k in said.claims[0].chain] == [OBSERVATORY]


def test_a_forecast_with_its_horizon(build):
    parsed = build(SAYS, published="2014-09-07")
    (forecast,) = claims.extract(parsed, cast_of(parsed, "observatory")).forecasts
    assert forecast.holder == OBSERVATORY
    assert forecast.horizon is not None
    assert (forecast.horizon.text, forecast.horizon.since, forecast.horizon.until) == ("before winter", "2014-09-07", "2014-11-30")


def test_a_schedule_is_no_forecast(build):
    parsed = build(
        "Delegations:delegation/NOUN/nsubj/3 will/AUX/aux/3 meet/VERB/root/0 in/ADP/case/7 the/DET/det/7 coming/ADJ/amod/7 weeks:week/NOUN/obl/3 ~./PUNCT/punct/3",
        published="2020-08-14",
    )
    said = claims.extract(parsed, Cast())
    assert said.forecasts == ()
    assert texts(parsed, said.claims) == ["Delegations will meet in the coming weeks"]


def test_questions_state_nothing(build, nobody):
    parsed = build("Will/AUX/aux/3 it/PRON/nsubj/3 last/VERB/root/0 through/ADP/case/5 autumn/NOUN/obl/3 ~?/PUNCT/punct/3")
    assert claims.extract(parsed, nobody).claims == ()


def test_coordinated_clauses_are_two_statements(build, nobody):
    parsed = build(
        "He/PRON/nsubj/3 has:have/AUX/aux/3 promised:promise/VERB/root/0 a/DET/det/5 law/NOUN/obj/3 ~,/PUNCT/punct/11 and/CCONJ/cc/11 parliament/NOUN/nsubj/11 "
        "will/AUX/aux/11 not/PART/advmod/11 like/VERB/conj/3 it/PRON/obj/11 ~./PUNCT/punct/3"
    )
    found = claims.extract(parsed, nobody).claims
    assert {"He has promised a law", "parliament will not like it"} <= {parsed.text(c.span) for c in found if not c.minor}
    assert {parsed.text(c.span): c.polarity for c in found}["parliament will not like it"] == "negative"


def test_a_dateline_is_no_part_of_a_statement(build, nobody):
    parsed = build(
        "TALLINN/PROPN/dep/5 —/PUNCT/punct/1 The/DET/det/4 truce/NOUN/nsubj/5 holds:hold/VERB/root/0 today/NOUN/obl/5 ~./PUNCT/punct/5"
    )
    assert texts(parsed, claims.extract(parsed, nobody).claims) == ["The truce holds today"]


def test_an_estimate_is_held_by_the_one_who_gives_it(build):
    parsed = build(
        "The/DET/det/2 centre/NOUN/nsubj/3 rates:rate/VERB/root/0 its/PRON/nmod:poss/5 chances:chance/NOUN/obj/3 as/ADP/case/7 poor/ADJ/xcomp/3 ~./PUNCT/punct/3"
    )
    said = claims.extract(parsed, cast_of(parsed, "centre"))
    (claim,) = said.claims
    assert claim.certainty.level == "unlikely"
    assert [said.attributions[k].actor for k in claim.chain] == ["name:centre"]


def test_an_outlet_that_relays_a_study_stands_outside(build):
    parsed = build(
        "The/DET/det/2 truce/NOUN/nsubj/4 will/AUX/aux/4 collapse/VERB/root/0 ~,/PUNCT/punct/4 according:accord/VERB/case/9 to/ADP/fixed/6 a/DET/det/9 "
        "study/NOUN/obl/4 quoted:quote/VERB/acl/9 by/ADP/case/13 the/DET/det/13 Post/PROPN/obl/10 ~./PUNCT/punct/4"
    )
    said = claims.extract(parsed, cast_of(parsed, "Post"))
    (claim,) = (c for c in said.claims if not c.minor)
    assert [said.attributions[k].actor for k in claim.chain] == ["name:Post", None]


def test_a_sentence_that_points_back_holds_the_one_before(build):
    parsed = build(
        "Putin/PROPN/nsubj/2 failed:fail/VERB/root/0 to/PART/mark/4 secure/VERB/xcomp/2 it/PRON/obj/4 ~./PUNCT/punct/2\n\n"
        "The/DET/det/2 institute/NOUN/nsubj/3 came:come/VERB/root/0 to/ADP/case/6 this/DET/det/6 conclusion/NOUN/obl/3 ~./PUNCT/punct/3"
    )
    said = claims.extract(parsed, cast_of(parsed, "institute"))
    first = next(c for c in said.claims if parsed.text(c.span).startswith("Putin"))
    assert [said.attributions[k].actor for k in first.chain] == ["name:institute"]


def quoted(build, scare):
    notation = "He/PRON/nsubj/2 said:say/VERB/root/0 it/PRON/nsubj/6 was:be/AUX/cop/6 “/PUNCT/punct/6 ~frank/ADJ/ccomp/2 talk/NOUN/dep/6 ~”/PUNCT/punct/6 ~./PUNCT/punct/2"
    text = build(notation).document.text
    inner = Span(text.index("frank"), text.index("”"))
    reported = Reported((Span(0, 2),), (Span(3, 7),), (Span(8, inner.end),), "mixed", None, False, (0,), 1.0)
    return build(notation, reported=(reported,), quotations=(Quotation(inner.start, inner.end, 1, None, scare),))


def test_a_quotation_has_its_speaker(build):
    parsed = quoted(build, scare=False)
    said = claims.extract(parsed, cast_of(parsed, "He"))
    assert [(parsed.text(q.span), q.speaker) for q in said.quotes] == [("frank talk", "name:He")]


def test_words_marked_as_scare_count_when_somebody_is_made_to_say_them(build):
    parsed = quoted(build, scare=True)
    assert len(claims.extract(parsed, cast_of(parsed, "He")).quotes) == 1


def test_the_same_input_gives_the_same_result_and_every_span_lies_in_the_text(build):
    parsed = build(SAYS, published="2014-09-07")
    cast = cast_of(parsed, "observatory")
    first, again = claims.extract(parsed, cast), claims.extract(parsed, cast)
    assert repr(first) == repr(again)
    spans = [
        *(c.span for c in first.claims),
        *(f.span for f in first.forecasts),
        *(s for a in first.attributions for s in (*a.source, *a.cue, *a.content)),
    ]
    assert all(0 <= s.start < s.end <= len(parsed.document.text) for s in spans)
    assert json.dumps(spans)
