"""The parts of the telling: words, paragraphs, nested marks, differences, layers of the stemma, names."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.brief import phrases
from twicetold.brief.changes import against
from twicetold.brief.charts.layers import layout
from twicetold.brief.marks import Mark, nest
from twicetold.brief.minute import minute
from twicetold.brief.paragraphs import paragraphs
from twicetold.brief.view import View, certainty
from twicetold.types import Span

TEXTS = st.text(st.sampled_from("ab.,’\n \t"), max_size=80)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=12))
def test_marks_nest_and_keep_the_text(text, pairs):
    marks = [Mark(Span(min(p), max(p)), k) for k, p in enumerate(pairs)]
    stack, told, covered = [], "", {m.key: "" for m in marks}
    opened, closed = [], []
    for event in nest(text, Span(0, len(text)), marks):
        if event.kind == "open":
            stack.append(event.mark)
            opened += [event.mark.key] * event.edge
        elif event.kind == "close":
            assert stack.pop() == event.mark
            closed += [event.mark.key] * event.edge
        else:
            told += event.text
            for mark in stack:
                covered[mark.key] += event.text
    assert told == text and stack == []
    assert all(covered[m.key] == text[m.span.start : m.span.end] for m in marks)
    assert len(opened) == len(set(opened)) and len(closed) == len(set(closed))


@given(TEXTS, TEXTS)
def test_differences_keep_the_text(text, other):
    changes = against(text, other)
    assert "".join(c.text for c in changes if c.kind != "gone") == text


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert {c.kind for c in against(text, text)} <= {"same"}


@given(TEXTS, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4), st.none() | TEXTS)
def test_paragraphs_hold_all_that_is_not_blank(text, pairs, title):
    blocks = paragraphs(text, [(min(p), min(max(p), len(text))) for p in pairs], title)
    assert "".join("".join(text[b.span.start : b.span.end].split()) for b in blocks) == "".join(text.split())
    assert [b.span for b in blocks] == sorted(b.span for b in blocks)
    assert [b.number for b in blocks if b.number] == list(range(1, 1 + sum(b.number is not None for b in blocks)))


@given(TEXTS, st.integers(1, 40))
def test_shortened_text_fits(text, limit):
    assert len(phrases.shorten(text, limit)) <= max(limit, 2)


EDGES = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)).filter(lambda e: e[0] != e[1]), max_size=30)


@given(EDGES)
def test_layers_keep_boxes_apart(edges):
    nodes = sorted({n for e in edges for n in e})
    drawn = layout(nodes, edges, dict.fromkeys(nodes, 40.0), 10.0)
    for layer in drawn.layers:
        heights = [drawn.heights[n] for n in layer if n in nodes]
        assert all(b - a >= 49.9 for a, b in itertools.pairwise(heights))


def test_every_child_stands_to_the_right_of_its_parents():
    edges = [("x", "a"), ("a", "b"), ("x", "b"), ("b", "c"), ("x", "c")]
    drawn = layout(["x", "a", "b", "c"], edges, {}, 5.0)
    column = {n: k for k, layer in enumerate(drawn.layers) for n in layer}
    assert all(column[p] < column[c] for p, c in edges)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("spokesman of Emirati foreign ministry", "the spokesman of the Emirati foreign ministry"),
        ("director of policy planning", "the director of policy planning"),
        ("European Commission", "the European Commission"),
        ("minister of defence", "the minister of defence"),
        ("United Arab Emirates", "the United Arab Emirates"),
        ("Ayman Safadi", "Ayman Safadi"),
        ("airline managers", "airline managers"),
        ("his spokesman", "his spokesman"),
        ("he", "he"),
        ("", ""),
    ],
)
def test_names_take_the_article_they_want(name, told):
    assert phrases.the(name) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('rejected it as "a betrayal', "rejected it as a betrayal"),
        ("“will not be here", "will not be here"),
        ("the floor,” he said", "the floor, he said"),
        ("called it “a start” and “an end", "called it “a start” and an end"),
        ("called it “a start”", "called it “a start”"),
    ],
)
def test_a_piece_of_a_sentence_keeps_no_lone_quotation_mark(text, told):
    assert phrases.paired(text) == told


def test_date_ranges_are_short():
    assert phrases.date_range(["2031-03-04", "2031-03-05T10:00:00Z"]) == "4–5 March 2031"
    assert phrases.date_range(["2031-02-28", "2031-03-05"]) == "28 February – 5 March 2031"
    assert phrases.date_range(["2030-12-31", "2031-01-01"]) == "31 December 2030 – 1 January 2031"
    assert phrases.date_range(["2031-03", "2031-03"]) == "March 2031"
    assert phrases.date_range([]) == "undated"


def test_a_denial_is_turned_round_on_the_scale_of_the_claim():
    sure = certainty("likely", (0.55, 0.8), "probably", denied=True)
    assert (round(sure.low, 2), round(sure.high, 2)) == (0.2, 0.45)


def test_outlets_with_several_reports_are_told_apart(examples):
    names = [r.short for r in View(examples.many(120)).reports]
    assert len(set(names)) == len(names)


def test_no_statement_of_the_minute_without_a_place(brief):
    for story in View(brief).stories:
        assert all(s.places for s in minute(story))


def test_items_keep_the_numbers_of_the_json(examples):
    story = View(examples.small()).stories[0]
    assert [c.label for c in story.claims] == ["C2", "C1"]  # a changed number weighs more than a raised certainty
    assert [k.label for k in story.commitments] == ["K1", "K2", "K3"]


def test_events_are_told_without_datelines_and_with_a_sign_where_they_were_cut():
    assert phrases.gist("FRANKFURT, July 13 (MFW) - Monday's agreement has bought a summer") == "Monday's agreement has bought a summer"
    assert phrases.gist("the EU (European Union) - and nobody else - signs").startswith("The EU (European Union)")
    told = phrases.gist("word " * 31 + "broken")
    assert told.endswith("word…") and len(told) <= phrases.GIST


def test_names_of_reports_are_cut_at_their_telling_words():
    from twicetold.brief.places import _short

    assert _short("Calder Institute for Security Policy") == "Calder Institute"
    assert _short("The Daily Lantern (online)") == "Daily Lantern"
    assert _short("Donaudampfschifffahrtsgesellschaftskapitän").endswith("…")


def test_the_timeline_runs_in_time_and_one_commitment_is_no_balance(examples):
    view = View(examples.small())
    for story in view.stories:
        assert [t.data.date for t in story.timeline] == sorted(t.data.date for t in story.timeline)
        assert all(sum(map(len, b.data.commitments)) > 1 for b in story.balanced)


def test_the_minute_tells_only_changes_that_can_be_seen():
    from twicetold.brief.minute import _has
    from twicetold.retelling.terms import terms

    assert _has(terms("a bond that falls due at about two in 3"), "two in three")
    assert not _has(terms("the first sanctions will be lifted"), "likely")
